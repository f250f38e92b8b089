package client

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"contractmock/openapi"
	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// Credentials prove who calls.
type Credentials struct {
	// API is the API they are for, Persona whose they are.
	API, Persona string
	// Values are the credentials themselves, by name: "token" and, where they are needed,
	// "uid" and "secret".
	Values map[string]string
}

// Client calls the APIs at one base URL.
type Client struct {
	// Base is where the APIs are, a URL; Bases has those that are elsewhere.
	Base  string
	Bases map[string]string
	// HTTP sends the requests.
	HTTP *http.Client
	// Header is sent with every request.
	Header http.Header
	// AdminToken is sent with every request to a mock's control plane, in place of
	// other credentials, and with no other request; "" is none.
	AdminToken string
	// Now is the time that signed requests carry. Who signs nothing needs none.
	Now func() time.Time
	// Documents finds the specification of an API; nil is [openapi.Document].
	Documents func(api string) (*spec.Document, error)
	// Sent is told of every exchange; nil is nobody.
	Sent func(*Exchange)
	// Admit is asked before a request is sent: its error refuses it. Nil admits all.
	Admit func(ctx context.Context, x *Exchange) error
	// Again tells whether a request that found no answer is sent once more, after so many
	// attempts; nil is never.
	Again func(ctx context.Context, x *Exchange, attempts int, err error) bool
	// Hide takes out of a text what no report may show; nil leaves it as it is.
	Hide func(text string) string
}

// maxAnswer is the most bytes of an answer that are read.
const maxAnswer = 64 << 20

// Find is the operation of that name: an operationId or a title, of the given API,
// or of another one with its name in front ("chaoqer.createEvent").
func Find(api, name string) (*spec.Operation, error) {
	if prefix, rest, ok := strings.Cut(name, "."); ok && (slices.Contains(openapi.APIs(), prefix) || prefix == openapi.Admin) {
		api, name = prefix, rest
	}
	if api == "" {
		return nil, fmt.Errorf("which API has the operation %s? Tag the feature with its name, or write it in front, as in tickets.getTicket", name)
	}
	document, err := openapi.Document(api)
	if err != nil {
		return nil, err
	}
	if operation, ok := document.Operation(name); ok {
		return operation, nil
	}
	var names []string
	for _, o := range document.Operations {
		names = append(names, o.ID, o.Title)
	}
	return nil, fmt.Errorf("the %s API has no operation %s%s", api, name, nearest.Hint(name, names))
}

// FindAnywhere is the operation of that name: an operationId or a title that no other
// API has, or one with its API's name in front ("chaoqer.createEvent").
func FindAnywhere(name string) (*spec.Operation, error) {
	all, err := documents()
	if err != nil {
		return nil, err
	}
	var found []*spec.Operation
	var names, full []string
	for _, document := range all {
		if strings.HasPrefix(name, document.Name+".") {
			return Find(document.Name, name)
		}
		for _, o := range document.Operations {
			names = append(names, o.ID, o.Title, o.API+"."+o.ID)
		}
		if o, ok := document.Operation(name); ok {
			found, full = append(found, o), append(full, o.API+"."+o.ID)
		}
	}
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("no API has the operation %s%s", name, nearest.Hint(name, names))
	case 1:
		return found[0], nil
	default:
		return nil, fmt.Errorf("several APIs have the operation %s; write %s", name, nearest.List(full, "or"))
	}
}

// Call calls an operation; nil credentials are nobody's. Where the specification
// wants it, the call is signed.
func (c *Client) Call(ctx context.Context, as *Credentials, operation *spec.Operation, parameters []Parameter, manner Manner) (*Exchange, error) {
	request, err := c.Prepare(as, operation, parameters, manner)
	if err != nil {
		return nil, err
	}
	return request, c.Send(ctx, request)
}

// Prepare is a call that has not been made: its request with credentials and, where
// the specification wants it, a signature of now. The error says which parameter
// does not go where it must.
func (c *Client) Prepare(as *Credentials, operation *spec.Operation, parameters []Parameter, manner Manner) (*Exchange, error) {
	find := c.Documents
	if find == nil {
		find = openapi.Document
	}
	document, err := find(operation.API)
	if err != nil {
		return nil, err
	}
	request, err := c.build(document, operation, as, parameters, manner)
	if err != nil {
		return nil, err
	}
	if as != nil {
		request.As = as.Persona
		authorize(request, document, as)
	}
	for name, values := range manner.Header {
		request.Header[name] = values
	}
	return request, nil
}

// authorize proves who calls, in the way in which the API knows its callers. It does
// so on every operation: one that does not ask for it still looks at what is sent. A
// credential that is named like one of the operation's headers is sent as that.
func authorize(request *Exchange, document *spec.Document, as *Credentials) {
	knows := func(scheme string) bool {
		return slices.ContainsFunc(document.Operations, func(o *spec.Operation) bool { return slices.Contains(o.Security, scheme) })
	}
	switch {
	case knows("bearerAuth"):
		request.Header.Set("Authorization", "Bearer "+as.Values["token"])
		for _, p := range request.Operation.Parameters { // whom a write is for
			if value, ok := as.Values[p.Name]; ok && p.Places[0] == "header" {
				request.Header.Set(p.Name, value)
			}
		}
	case knows("userLogin"):
		if code := as.Values["weixin"]; code != "" && slices.Contains(request.Operation.Security, "weixinLogin") {
			request.Header.Set("Cookie", "chaoqer_wx_code="+code)
		}
		pair := as.Values["uid"] + ":" + as.Values["token"]
		request.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(pair)))
	}
}

// documents are the specifications whose operations a client may call.
func documents() ([]*spec.Document, error) {
	var all []*spec.Document
	for _, name := range append(openapi.APIs(), openapi.Admin) {
		document, err := openapi.Document(name)
		if err != nil {
			return nil, err
		}
		all = append(all, document)
	}
	return all, nil
}

// Raw sends a request as it is. If it is an operation's, its answer is held
// against the specification too.
func (c *Client) Raw(ctx context.Context, method, target string, header http.Header, body []byte) (*Exchange, error) {
	x := &Exchange{Method: method, URL: target, Header: header, Body: body, Raw: true}
	all, err := documents()
	if err != nil {
		return nil, err
	}
	path, _, _ := strings.Cut(target, "?")
	x.Operation, _ = spec.Route(all, method, path)
	return x, c.Send(ctx, x)
}

// ErrNoAnswer is the error of a call that was sent and has no answer, or not a whole one.
var ErrNoAnswer = errors.New("there is no whole answer")

// cutOff is an [ErrNoAnswer] in the words of its cause.
type cutOff struct{ error }

func (c cutOff) Unwrap() []error { return []error{ErrNoAnswer, c.error} }

// Send sends a request, and fills in its answer and what the specification does not
// allow in it. The error is that there was none, or not a whole one.
func (c *Client) Send(ctx context.Context, x *Exchange) error {
	x.hide = c.Hide
	if c.Admit != nil {
		if err := c.Admit(ctx, x); err != nil {
			return err
		}
	}
	err := c.once(ctx, x)
	for attempts := 1; err != nil && c.Again != nil && c.Again(ctx, x, attempts, err); attempts++ {
		err = c.once(ctx, x)
	}
	if err != nil {
		return err
	}
	x.Findings = x.CheckAnswer()
	if c.Sent != nil {
		c.Sent(x)
	}
	return nil
}

// once sends a request and reads its answer.
func (c *Client) once(ctx context.Context, x *Exchange) error {
	base := c.base(x)
	target, err := url.Parse(base)
	if err != nil {
		return fmt.Errorf("the base URL %q is none: %w", base, err)
	}
	request, err := http.NewRequestWithContext(ctx, x.Method, base, bytes.NewReader(x.Body))
	if err != nil {
		return fmt.Errorf("%s %s cannot be sent: %w", x.Method, c.Mask(x.URL), err)
	}
	// An opaque URL is sent as it is written, malformed or not.
	request.URL = &url.URL{Scheme: target.Scheme, Host: target.Host, Opaque: strings.TrimSuffix(target.EscapedPath(), "/") + x.URL}
	request.Header = c.header(x)
	answer, err := c.HTTP.Do(request)
	if err != nil {
		var opaque *url.Error // its text shows a URL that was never meant to be read
		if errors.As(err, &opaque) {
			err = opaque.Err
		}
		return fmt.Errorf("no answer to %s %s: %w", x.Method, c.Mask(x.URL), cutOff{err})
	}
	defer answer.Body.Close()
	x.Status, x.AnswerHeader = answer.StatusCode, answer.Header
	if x.AnswerBody, err = io.ReadAll(io.LimitReader(answer.Body, maxAnswer)); err != nil {
		return fmt.Errorf("the answer to %s %s breaks off: %w", x.Method, c.Mask(x.URL), cutOff{err})
	}
	return nil
}

// base is the URL that the request's own is put behind.
func (c *Client) base(x *Exchange) string {
	if x.Operation != nil && c.Bases[x.Operation.API] != "" {
		return c.Bases[x.Operation.API]
	}
	return c.Base
}

// header is the whole header with which the request is sent. A name without values is
// not sent.
func (c *Client) header(x *Exchange) http.Header {
	header := http.Header{}
	maps.Copy(header, c.Header)
	maps.Copy(header, x.Header)
	if c.AdminToken != "" && strings.HasPrefix(x.URL, "/__admin/") {
		header.Set("Authorization", "Bearer "+c.AdminToken)
	}
	return header
}

// Mask is a text without what the specifications mark as secret, and without what the
// client hides.
func (c *Client) Mask(text string) string { return hidden(c.Hide, Mask(text)) }

// hidden is a text without what a function hides; nil hides nothing.
func hidden(hide func(string) string, text string) string {
	if hide == nil {
		return text
	}
	return hide(text)
}

// escape is a run of \u escapes.
var escape = regexp.MustCompile(`(?:\\u[0-9a-f]{4})+`)

// Readable is the text of a header that writes letters beyond ASCII as \u escapes, as
// Mock-Diagnosis does, with the letters themselves. Escapes of what a terminal would
// act upon stay.
func Readable(header string) string {
	return escape.ReplaceAllStringFunc(header, func(run string) string {
		var units []uint16
		for unit := range strings.SplitSeq(run[len(`\u`):], `\u`) {
			n, err := strconv.ParseUint(unit, 16, 16)
			if err != nil {
				return run
			}
			units = append(units, uint16(n))
		}
		text := string(utf16.Decode(units))
		if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }) {
			return run
		}
		return text
	})
}

// Diagnosis is the ids of the findings in a mock's diagnosis of the request, that of
// a refusal first; none if there is no diagnosis, as on a deployment.
func (x *Exchange) Diagnosis() []string {
	ids, _, ok := strings.Cut(x.AnswerHeader.Get("Mock-Diagnosis"), ":")
	if !ok {
		return nil
	}
	return strings.Split(ids, ", ")
}

// Diagnosed tells whether the diagnosis has a finding with that id.
func (x *Exchange) Diagnosed(id string) bool { return slices.Contains(x.Diagnosis(), id) }

// successes are the members by which answers tell their success, by API, and their
// value then. An API that is not here tells it by the status alone.
var successes = map[string]struct{ member, value string }{
	"tickets": {"success", "true"},
	"chaoqer": {"status", "1"},
}

// Succeeded tells whether the answer is a success in its API's terms, and if not why.
func (x *Exchange) Succeeded() (bool, string) {
	if x.Status < 200 || x.Status > 299 {
		return false, "the status is " + strconv.Itoa(x.Status)
	}
	if x.Operation == nil {
		return true, ""
	}
	tells, ok := successes[x.Operation.API]
	if !ok {
		return true, ""
	}
	var body map[string]json.RawMessage
	if err := json.Unmarshal(x.AnswerBody, &body); err != nil || string(body[tells.member]) != tells.value {
		return false, tells.member + " is not " + tells.value
	}
	return true, ""
}
