package chaoqer

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"contractmock/mockserver/op"
	"contractmock/mockserver/sign"
	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// signedPair is a name and its value as it is signed.
type signedPair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// signature is a text to hash and its digest, and how somebody's own compares with it.
type signature struct {
	Pairs      []signedPair `json:"pairs"`
	Time       string       `json:"time"`
	Text       string       `json:"text"`
	Digest     string       `json:"digest"`
	Signer     string       `json:"signer"`
	Fits       *bool        `json:"fits,omitempty"`
	Difference string       `json:"difference,omitempty"`
}

// computeSignature serves POST /__admin/chaoqer/signatures: what verify would hold a
// request against that has these parameters. It refuses a body that cannot be read, an
// operation or persona that there is not, and one whose log-in does not hold.
func (g gateway) computeSignature(c *op.Call) (op.Reply, error) {
	r, refusal := g.described(c)
	if refusal != nil {
		return c.Refuse(*refusal)
	}
	how, scheme := g.document.Sign, g.scheme()
	result := signature{Pairs: []signedPair{}}
	secret := how.Secret
	if c.Params.Has("secret") {
		secret = c.Params.Text("secret")
	} else if c.Params.Has("persona") {
		signer, refusal := g.signer(c)
		if refusal != nil {
			return c.Refuse(*refusal)
		}
		r.Caller, secret, result.Signer = signer, signer.Row.(caller).secret, signer.Persona
	}
	sent := sentBy(r.Input)
	if c.Params.Bool("now") {
		place := sent.query
		if _, ok := sent.body[how.Time]; ok {
			place = sent.body
		}
		place[how.Time] = strconv.FormatInt(int64(c.Now()), 10)
	}
	texts := sent.accepted(how)
	pairs := sent.pairs(how, texts[0])
	text := scheme.Join(pairs)
	for _, p := range pairs {
		result.Pairs = append(result.Pairs, signedPair(p))
	}
	result.Time, _ = sent.find(how.Time)
	result.Text, result.Digest = scheme.Whole(text, secret), scheme.Sum(text, secret)
	yours := strings.TrimSpace(c.Params.Text("signature"))
	if yours == "" {
		yours, _ = sent.find(how.Parameter)
	}
	if yours == "" && !c.Params.Has("text") {
		return c.OK(result)
	}
	read := sign.Read(yours)
	fits := slices.ContainsFunc(texts, func(parameters map[string]any) bool {
		return read.Of([]byte(scheme.Whole(scheme.Join(sent.pairs(how, parameters)), secret)))
	})
	if yours != "" {
		result.Fits = &fits
	}
	if !fits {
		result.Difference = mismatch{
			r: r, document: g.document, scheme: scheme, sent: sent, pairs: pairs, signature: yours, secret: secret,
			logins: tokens.Of(r.View, r.Caller.ID), tell: "give the text that you signed",
		}.difference()
		if holder := g.whose(c, yours, text); holder != "" {
			result.Difference = "the signature is that of the text with the secret of " + holder
		}
	}
	return c.OK(result)
}

// mostTried is how many personas' secrets are tried.
const mostTried = 200

// whose is the persona with whose secret the text has that signature, "" if there is none.
func (g gateway) whose(c *op.Call, signature, text string) string {
	tried, scheme := 0, g.scheme()
	for p := range g.personas(c.Tx, c.Clock) {
		if tried++; tried > mostTried {
			break
		}
		if sign.Read(signature).Of([]byte(scheme.Whole(text, p.Credentials["secret"]))) {
			return p.Name
		}
	}
	return ""
}

// described is the request that the parameters of a call describe.
func (g gateway) described(c *op.Call) (*op.Request, *op.Refusal) {
	r := &op.Request{HTTP: &http.Request{Header: http.Header{}}, View: c.Tx, ShowSecrets: true}
	r.Input = spec.Input{Query: spec.Pairs(queryOf(c.Params.Text("query")))}
	if text := c.Params.Text("text"); text != "" {
		r.HTTP.Header.Set(headerSignText, url.QueryEscape(text))
	}
	body := strings.TrimSpace(c.Params.Text("body"))
	r.Input.Body = []byte(body)
	if !strings.HasPrefix(body, "{") && !strings.HasPrefix(body, "[") {
		r.Input.Form = spec.Pairs(body)
	} else {
		value, err := spec.ReadJSON([]byte(body))
		if err != nil {
			return nil, &op.Refusal{ID: "body-malformed", Status: http.StatusBadRequest, Message: "the body is no JSON: " + err.Error()}
		}
		if _, ok := value.(map[string]any); !ok {
			return nil, &op.Refusal{ID: "body-malformed", Status: http.StatusBadRequest, Message: "the body is no JSON object, and nothing else can be signed"}
		}
		r.Input.JSON, r.Input.HasJSON = value, true
	}
	if name := c.Params.Text("operation"); name != "" {
		operation, ok := g.document.Operation(name)
		if !ok {
			return nil, &op.Refusal{ID: "operation-not-found", Status: http.StatusNotFound, Message: "there is no operation " + name + nearest.Hint(name, g.names())}
		}
		r.Operation = operation
	}
	return r, nil
}

// queryOf is the query in what may be pasted: the query itself, with its mark or without,
// a path or URL, or the first line of a request. In a query a question mark is a letter.
func queryOf(pasted string) string {
	text := strings.TrimSpace(pasted)
	if method, rest, ok := strings.Cut(text, " "); ok && strings.Trim(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		text, _, _ = strings.Cut(strings.TrimSpace(rest), " HTTP/")
	}
	if strings.HasPrefix(text, "/") || strings.Contains(text, "://") && !strings.Contains(strings.SplitN(text, "://", 2)[0], "=") {
		_, text, _ = strings.Cut(text, "?")
	}
	text, _, _ = strings.Cut(strings.TrimPrefix(text, "?"), "#")
	return strings.TrimSpace(text)
}

// names are the operations' ids and titles.
func (g gateway) names() (names []string) {
	for _, o := range g.document.Operations {
		names = append(names, o.ID, o.Title)
	}
	return names
}

// signer is the persona of a call as somebody who calls, with the secret of the log-in
// that holds.
func (g gateway) signer(c *op.Call) (op.Caller, *op.Refusal) {
	name := c.Params.Text("persona")
	var names []string
	for p := range g.personas(c.Tx, c.Clock) {
		if p.Name != name {
			names = append(names, p.Name)
			continue
		}
		token, ok := tokens.Current(c.Tx, c.Clock, p.ID)
		if !ok {
			return op.Caller{}, &op.Refusal{ID: "persona-logged-out", Status: http.StatusConflict, Message: name + " has no log-in that holds, and so no secret; POST /__admin/tokens first"}
		}
		account, _ := accounts.Get(c.Tx, p.ID)
		return op.Caller{ID: p.ID, Persona: name, Row: caller{account: account, token: token.Token, secret: token.Secret}}, nil
	}
	return op.Caller{}, &op.Refusal{ID: "persona-not-found", Status: http.StatusNotFound, Message: "there is no persona " + name + nearest.Hint(name, names)}
}
