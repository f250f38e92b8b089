package chaoqer

import (
	"bytes"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"contractmock/mockserver/op"
	"contractmock/mockserver/sign"
	"contractmock/openapi/spec"
)

// headerSignText is where a client may show the text that it signed, so that the
// diagnosis can say where the mock's differs. It proves nothing.
const headerSignText = "Mock-Sign-Text"

// verify holds the request against its signature. It refuses with ErrSignMissing,
// ErrTimeMissing or ErrSignMismatch (C09).
func (g gateway) verify(r *op.Request) (op.Reply, bool) {
	if !r.Operation.Signed {
		return r.Pass()
	}
	how, scheme := g.document.Sign, g.scheme()
	sent := sentBy(r.Input)
	signature, signed := sent.find(how.Parameter)
	if !signed {
		if refusal := ErrSignMissing.Because("the parameter %s is missing", how.Parameter); !r.Relaxes(op.RelaxSign, refusal) {
			return r.Stop(refusal)
		}
	}
	if _, timed := sent.find(how.Time); !timed {
		if refusal := ErrTimeMissing.Because("the parameter %s is missing; it is the current milliseconds, and signed like the others", how.Time); !r.Relaxes(op.RelaxTime, refusal) {
			return r.Stop(refusal)
		}
	}
	if !signed {
		return r.Pass()
	}
	secret := how.Secret
	if who, ok := r.Caller.Row.(caller); ok && who.secret != "" {
		secret = who.secret
	}
	var first []sign.Pair // what clients sign as a rule
	var short [1024]byte
	for _, parameters := range sent.accepted(how) {
		pairs := sent.pairs(how, parameters)
		if sign.Read(signature).Of(scheme.AppendSecret(scheme.Append(short[:0], pairs, nil), secret)) {
			return r.Pass()
		}
		if first == nil {
			first = pairs
		}
	}
	logins := tokens.Of(r.View, r.Caller.ID)
	if !r.ShowSecrets { // a client may have put one anywhere into the text that it shows
		for _, token := range logins {
			r.Hide(token.Secret)
		}
	}
	wrong := mismatch{
		r: r, document: g.document, scheme: scheme, sent: sent, pairs: first, signature: signature, secret: secret, logins: logins,
		tell: "send the text that you signed, URL-encoded, as " + headerSignText,
	}
	refusal := ErrSignMismatch.Because("%s", wrong.String())
	if r.Relaxes(op.RelaxSign, refusal) {
		return r.Pass()
	}
	return r.Stop(refusal)
}

// scheme is how the specification wants requests signed.
func (g gateway) scheme() sign.Scheme {
	return sign.Scheme{Delimiter: g.document.Sign.Delimiter, SecretName: g.document.Sign.SecretName}
}

// sent are the parameters that a request brought, raw, by place: the first value
// of a repeated one.
type sent struct {
	body, query map[string]any
	json        bool
}

func sentBy(in spec.Input) sent {
	s := sent{query: firsts(in.Query)}
	if members, ok := in.JSON.(map[string]any); ok {
		s.body, s.json = members, true
	} else {
		s.body = firsts(in.Form)
	}
	return s
}

func firsts(pairs []spec.Pair) map[string]any {
	values := map[string]any{}
	for _, pair := range pairs {
		if _, taken := values[pair.Name]; !taken {
			values[pair.Name] = pair.Value
		}
	}
	return values
}

// find is a parameter's text, from the body or the query; a blank one is none.
func (s sent) find(name string) (string, bool) {
	for _, place := range []map[string]any{s.body, s.query} {
		if value, ok := place[name]; ok && value != nil {
			text := strings.TrimSpace(sign.Value(value))
			return text, text != ""
		}
	}
	return "", false
}

// value is a parameter's raw value; the body's wins.
func (s sent) value(name string) any {
	if value, ok := s.body[name]; ok {
		return value
	}
	return s.query[name]
}

// accepted are the parameters that may have been signed, with the signature itself: all
// of them, the body's winning; and of a JSON request, the body's members alone with the
// time (C10).
func (s sent) accepted(how *spec.Sign) []map[string]any {
	if len(s.query) == 0 {
		return []map[string]any{s.body}
	}
	all := maps.Clone(s.query)
	maps.Copy(all, s.body)
	if !s.json {
		return []map[string]any{all}
	}
	body := maps.Clone(s.body)
	if time, ok := all[how.Time]; ok {
		body[how.Time] = time
	}
	return []map[string]any{body, all}
}

// pairs are the parameters in the order in which they are signed, without the signature.
func (s sent) pairs(how *spec.Sign, parameters map[string]any) []sign.Pair {
	return slices.DeleteFunc(sign.Pairs(parameters), func(p sign.Pair) bool { return p.Name == how.Parameter })
}

// mismatch is a signature that is none of the texts'.
type mismatch struct {
	r         *op.Request
	document  *spec.Document
	scheme    sign.Scheme
	sent      sent
	pairs     []sign.Pair // of the text that clients sign as a rule
	signature string
	secret    string
	logins    []op.Token // the caller's
	tell      string     // how more can be told where nothing is known
}

// String says where the client's text differs from the server's, as far as it can
// be known, and then the server's.
func (m mismatch) String() string {
	return m.difference() + "; the server signed " + m.show()
}

// What is looked at of a request that is signed wrongly: beyond it nobody guesses,
// and a text is cut, since anybody may send any number of such requests.
const (
	maxGuessed = 200
	maxShown   = 8 << 10
)

// show is the text with its secret at the end, as it is hashed; secrets masked
// unless they are asked for.
func (m mismatch) show() string {
	secret := m.secret
	if !m.r.ShowSecrets {
		secret = op.Mask(secret)
	}
	var short [1024]byte
	text := m.scheme.Append(short[:0], m.pairs, func(p sign.Pair) (string, bool) {
		if m.document.Secret(p.Name) && !m.r.ShowSecrets {
			return op.Mask(p.Value), true
		}
		return p.Value, true
	})
	if len(text) > maxShown {
		text = append(bytes.ToValidUTF8(text[:maxShown], nil), "…"...)
	}
	return string(text) + m.scheme.Delimiter + m.scheme.SecretName + "=" + secret
}

// difference is the first one between the client's text and the server's: read
// from what the client shows of its own, or guessed from what clients get wrong.
func (m mismatch) difference() string {
	if theirs := m.r.HTTP.Header.Get(headerSignText); theirs != "" {
		return m.firstDifference(theirs)
	}
	if len(m.pairs) > maxGuessed || len(m.r.Input.Body) > maxShown {
		return "the signature is that of another text or secret"
	}
	if mistake := m.guess(); mistake != "" {
		return "the signature is that of a text " + mistake
	}
	return "the signature is that of another text or secret; " + m.tell + " to see where it differs"
}

// firstDifference compares the text that a client shows with the server's. The
// secret is left out of both.
func (m mismatch) firstDifference(theirs string) string {
	if decoded, err := url.QueryUnescape(theirs); err == nil {
		theirs = decoded
	}
	theirs, _, _ = strings.Cut(theirs, m.scheme.Delimiter+m.scheme.SecretName+"=")
	ours := m.scheme.Join(m.pairs)
	if theirs == ours {
		return "the text is the same, so that the secret or the digest differs"
	}
	mine, yours := strings.Split(ours, m.scheme.Delimiter), strings.Split(theirs, m.scheme.Delimiter)
	for i := range max(len(mine), len(yours)) {
		switch {
		case i >= len(mine):
			return fmt.Sprintf("your text goes on with %s, where the server's ends", m.pair(yours[i]))
		case i >= len(yours):
			return fmt.Sprintf("your text ends where the server's goes on with %s", m.pair(mine[i]))
		case mine[i] != yours[i]:
			return fmt.Sprintf("first difference in pair %d: you signed %s, the server %s", i+1, m.pair(yours[i]), m.pair(mine[i]))
		}
	}
	return "the texts differ"
}

// pair is a name and value, masked if it is a secret.
func (m mismatch) pair(text string) string {
	name, value, _ := strings.Cut(text, "=")
	if m.document.Secret(name) && !m.r.ShowSecrets {
		text = name + "=" + op.Mask(value)
	}
	return text
}

// guess is the first of the mistakes that clients make which explains the signature, ""
// if none does.
func (m mismatch) guess() string {
	how, signer := m.document.Sign, m.r.Caller.Persona
	var ours, theirs [1024]byte
	h := hashed{signature: sign.Read(m.signature), scheme: m.scheme, secret: m.secret, ours: m.scheme.Append(ours[:0], m.pairs, nil), theirs: theirs[:0]}
	own := m.secret != how.Secret
	empty := func(p sign.Pair) bool { return m.sent.value(p.Name) == "" }
	null := func(p sign.Pair) bool { return m.sent.value(p.Name) == nil }
	switch {
	case own && h.with(how.Secret):
		return "with the default secret, but somebody is logged in, whose own it must be"
	case own && slices.ContainsFunc(m.logins, func(old op.Token) bool { return old.Secret != m.secret && h.with(old.Secret) }):
		return "with the secret of another log-in of " + signer
	case h.without(m.pairs, func(p sign.Pair) bool { return p.Name == how.Time }):
		return "without " + how.Time
	case h.without(m.pairs, empty):
		return "without the empty values"
	case h.without(m.pairs, null):
		return "without the null values"
	case h.without(m.pairs, func(p sign.Pair) bool { return empty(p) || null(p) }):
		return "without the empty and null values"
	case h.of(m.sent.pairs(how, m.sent.query), nil):
		return "of the query alone"
	case m.r.Operation != nil && h.without(m.pairs, func(p sign.Pair) bool { return p.Name != how.Time && !m.knows(p.Name) }):
		return "without the parameters that the document does not have"
	case len(m.r.Input.Path) > 0 && h.of(sign.Pairs(m.withPath()), nil):
		return "with the variables of the path"
	case h.of(m.pairs, func(p sign.Pair) (string, bool) { return url.QueryEscape(p.Value), true }):
		return "with its values URL-encoded"
	case h.of(m.pairs, m.inQuotes):
		return "with its texts in quotes"
	case len(m.pairs) > 0 && h.joined(m.pairs, "&"):
		return "joined with & in place of " + m.scheme.Delimiter
	case h.with(""):
		return "with an empty secret"
	case h.whole(""):
		return "without the secret"
	case h.whole(m.scheme.Delimiter + m.secret):
		return "with the secret without its name " + m.scheme.SecretName
	case h.signed(append(h.theirs, m.unsorted()...)):
		return "with its pairs in the order in which they were sent"
	default:
		return ""
	}
}

// knows tells whether the operation has a parameter of that name.
func (m mismatch) knows(name string) bool {
	return slices.ContainsFunc(m.r.Operation.Parameters, func(p *spec.Parameter) bool { return p.Name == name })
}

// withPath are the parameters and those of the path.
func (m mismatch) withPath() map[string]any {
	all := map[string]any{}
	for _, p := range m.pairs {
		all[p.Name] = p.Value
	}
	for name, value := range m.r.Input.Path {
		all[name] = value
	}
	return all
}

// inQuotes is a pair whose value is in quotes if it was sent as a text.
func (m mismatch) inQuotes(p sign.Pair) (string, bool) {
	if _, ok := m.sent.value(p.Name).(string); ok {
		return sign.Quoted(p.Value), true
	}
	return p.Value, true
}

// hashed looks for what a client may have hashed in place of the right text. It has
// nothing of the request and keeps nothing, so that its texts stand on the stack.
type hashed struct {
	signature    sign.Signature
	scheme       sign.Scheme
	secret       string
	ours, theirs []byte // the right text, and room for another one
}

// of tells whether the signature is that of other pairs, or values. What would be no
// other text is none.
func (h hashed) of(pairs []sign.Pair, as func(sign.Pair) (string, bool)) bool {
	theirs := h.scheme.Append(h.theirs, pairs, as)
	return !bytes.Equal(theirs, h.ours) && h.signed(theirs)
}

// without is of the pairs but for some.
func (h hashed) without(pairs []sign.Pair, leave func(sign.Pair) bool) bool {
	return slices.ContainsFunc(pairs, leave) && h.of(pairs, func(p sign.Pair) (string, bool) { return p.Value, !leave(p) })
}

// joined tells whether the pairs were joined with another delimiter.
func (h hashed) joined(pairs []sign.Pair, delimiter string) bool {
	other := sign.Scheme{Delimiter: delimiter, SecretName: h.scheme.SecretName}
	return h.signature.Of(other.AppendSecret(other.Append(h.theirs, pairs, nil), h.secret))
}

// signed tells whether the signature is that of a text and the secret.
func (h hashed) signed(text []byte) bool {
	return h.signature.Of(h.scheme.AppendSecret(text, h.secret))
}

// with tells whether the signature is that of the right text and another secret.
func (h hashed) with(secret string) bool {
	return h.signature.Of(h.scheme.AppendSecret(h.ours, secret))
}

// whole tells whether the signature is that of the right text with another end.
func (h hashed) whole(end string) bool { return h.signature.Of(append(h.ours, end...)) }

// unsorted is the text of the query and form in the order in which they were sent.
func (m mismatch) unsorted() string {
	var pairs []string
	for _, list := range [][]spec.Pair{m.r.Input.Query, m.r.Input.Form} {
		for _, p := range list {
			if p.Name != m.document.Sign.Parameter {
				pairs = append(pairs, p.Name+"="+p.Value)
			}
		}
	}
	return strings.Join(pairs, m.scheme.Delimiter)
}
