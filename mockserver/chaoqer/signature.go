package chaoqer

import (
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
	if refusal := ErrSignMissing.Because("the parameter %s is missing", how.Parameter); !signed && !r.Relaxes(op.RelaxSign, refusal) {
		return r.Stop(refusal)
	}
	_, timed := sent.find(how.Time)
	if refusal := ErrTimeMissing.Because("the parameter %s is missing; it is the current milliseconds, and signed like the others", how.Time); !timed && !r.Relaxes(op.RelaxTime, refusal) {
		return r.Stop(refusal)
	}
	if !signed {
		return r.Pass()
	}
	secret := how.Secret
	if who, ok := r.Caller.Row.(caller); ok && who.secret != "" {
		secret = who.secret
	}
	var first []sign.Pair // what clients sign as a rule
	for _, parameters := range sent.accepted(how) {
		pairs := sign.Pairs(parameters)
		if sign.Fits(signature, scheme.Sum(scheme.Join(pairs), secret)) {
			return r.Pass()
		}
		if first == nil {
			first = pairs
		}
	}
	if !r.ShowSecrets { // a client may have put one anywhere into the text that it shows
		for _, token := range tokens.Of(r.View, r.Caller.ID) {
			r.Hide(token.Secret)
		}
	}
	refusal := ErrSignMismatch.Because("%s", mismatch{r, g.document, scheme, sent, first, signature, secret, "send the text that you signed, URL-encoded, as " + headerSignText})
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
	s := sent{body: map[string]any{}, query: firsts(in.Query)}
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

// accepted are the parameters that may have been signed: all of them, the body's
// winning; and of a JSON request, the body's members alone with the time (C10).
func (s sent) accepted(how *spec.Sign) []map[string]any {
	all := maps.Clone(s.query)
	maps.Copy(all, s.body)
	delete(all, how.Parameter)
	if !s.json || len(s.query) == 0 {
		return []map[string]any{all}
	}
	body := maps.Clone(s.body)
	delete(body, how.Parameter)
	if time, ok := all[how.Time]; ok {
		body[how.Time] = time
	}
	return []map[string]any{body, all}
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
	tell      string // how more can be told where nothing is known
}

// String says where the client's text differs from the server's, as far as it can
// be known, and then the server's.
func (m mismatch) String() string {
	return fmt.Sprintf("%s; the server signed %s", m.difference(), m.show())
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
	pairs, secret := m.pairs, m.secret
	if !m.r.ShowSecrets {
		secret = op.Mask(secret)
		pairs = m.changed(func(p sign.Pair) string {
			if m.document.Secret(p.Name) {
				return op.Mask(p.Value)
			}
			return p.Value
		})
	}
	text := m.scheme.Join(pairs)
	if len(text) > maxShown {
		text = strings.ToValidUTF8(text[:maxShown], "") + "…"
	}
	return text + m.scheme.Delimiter + m.scheme.SecretName + "=" + secret
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
	for _, guess := range m.guesses() {
		if sign.Fits(m.signature, guess.sum) {
			return "the signature is that of a text " + guess.what
		}
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

// guess is what a client may have hashed in place of the right text.
type guess struct{ what, sum string }

// guesses are the mistakes that clients make. What would be no other text is none of
// them.
func (m mismatch) guesses() []guess {
	how, ours := m.document.Sign, m.scheme.Join(m.pairs)
	var all []guess
	text := func(what string, pairs []sign.Pair) {
		if theirs := m.scheme.Join(pairs); theirs != ours {
			all = append(all, guess{what, m.scheme.Sum(theirs, m.secret)})
		}
	}
	secret := func(what, secret string) { all = append(all, guess{what, m.scheme.Sum(ours, secret)}) }
	if m.secret != how.Secret {
		secret("with the default secret, but somebody is logged in, whose own it must be", how.Secret)
		for _, old := range tokens.Of(m.r.View, m.r.Caller.ID) {
			if old.Secret != m.secret {
				secret("with the secret of another log-in of "+m.r.Caller.Persona, old.Secret)
			}
		}
	}
	empty := func(p sign.Pair) bool { return m.sent.value(p.Name) == "" }
	null := func(p sign.Pair) bool { return m.sent.value(p.Name) == nil }
	text("without "+how.Time, m.without(func(p sign.Pair) bool { return p.Name == how.Time }))
	text("without the empty values", m.without(empty))
	text("without the null values", m.without(null))
	text("without the empty and null values", m.without(func(p sign.Pair) bool { return empty(p) || null(p) }))
	text("of the query alone", slices.DeleteFunc(sign.Pairs(m.sent.query), func(p sign.Pair) bool { return p.Name == how.Parameter }))
	if m.r.Operation != nil {
		text("without the parameters that the document does not have", m.without(func(p sign.Pair) bool {
			return p.Name != how.Time && !slices.ContainsFunc(m.r.Operation.Parameters, func(known *spec.Parameter) bool { return known.Name == p.Name })
		}))
	}
	if len(m.r.Input.Path) > 0 {
		path := map[string]any{}
		for _, p := range m.pairs {
			path[p.Name] = p.Value
		}
		for name, value := range m.r.Input.Path {
			path[name] = value
		}
		text("with the variables of the path", sign.Pairs(path))
	}
	text("with its values URL-encoded", m.changed(func(p sign.Pair) string { return url.QueryEscape(p.Value) }))
	text("with its texts in quotes", m.changed(func(p sign.Pair) string {
		if _, ok := m.sent.value(p.Name).(string); ok {
			return sign.Quoted(p.Value)
		}
		return p.Value
	}))
	if ampersands := (sign.Scheme{Delimiter: "&", SecretName: m.scheme.SecretName}); len(m.pairs) > 0 {
		all = append(all, guess{"joined with & in place of " + m.scheme.Delimiter, ampersands.Sum(ampersands.Join(m.pairs), m.secret)})
	}
	secret("with an empty secret", "")
	all = append(all, guess{"without the secret", sign.Digest(ours)})
	all = append(all, guess{"with the secret without its name " + m.scheme.SecretName, sign.Digest(ours + m.scheme.Delimiter + m.secret)})
	all = append(all, guess{"with its pairs in the order in which they were sent", m.scheme.Sum(m.unsorted(), m.secret)})
	return all
}

// without are the pairs but for some.
func (m mismatch) without(leave func(sign.Pair) bool) []sign.Pair {
	return slices.DeleteFunc(slices.Clone(m.pairs), leave)
}

// changed are the pairs with other values.
func (m mismatch) changed(to func(sign.Pair) string) []sign.Pair {
	changed := slices.Clone(m.pairs)
	for i, p := range changed {
		changed[i].Value = to(p)
	}
	return changed
}

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
