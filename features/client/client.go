package client

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

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
	// Base is where the APIs are, a URL without path.
	Base string
	// HTTP sends the requests.
	HTTP *http.Client
	// Header is sent with every request.
	Header http.Header
	// Now is the time that signed requests carry. Who signs nothing needs none.
	Now func() time.Time
	// Documents finds the specification of an API; nil is [openapi.Document].
	Documents func(api string) (*spec.Document, error)
	// Sent is told of every exchange; nil is nobody.
	Sent func(*Exchange)
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

// Call calls an operation; nil credentials are nobody's. Where the specification
// wants it, the call is signed.
func (c *Client) Call(ctx context.Context, as *Credentials, operation *spec.Operation, parameters []Parameter, manner Manner) (*Exchange, error) {
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
	return request, c.send(ctx, request)
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
	for _, document := range all {
		if o := document.Match(method, path); o != nil {
			x.Operation = o
		}
	}
	return x, c.send(ctx, x)
}

func (c *Client) send(ctx context.Context, x *Exchange) error {
	target, err := url.Parse(c.Base)
	if err != nil {
		return fmt.Errorf("the base URL %q is none: %w", c.Base, err)
	}
	request, err := http.NewRequestWithContext(ctx, x.Method, c.Base, bytes.NewReader(x.Body))
	if err != nil {
		return fmt.Errorf("%s %s cannot be sent: %w", x.Method, x.URL, err)
	}
	// An opaque URL is sent as it is written, malformed or not.
	request.URL = &url.URL{Scheme: target.Scheme, Host: target.Host, Opaque: x.URL}
	request.Header = c.Header.Clone()
	if request.Header == nil {
		request.Header = http.Header{}
	}
	for name, values := range x.Header {
		request.Header[name] = values
	}
	answer, err := c.HTTP.Do(request)
	if err != nil {
		var opaque *url.Error // its text shows a URL that was never meant to be read
		if errors.As(err, &opaque) {
			err = opaque.Err
		}
		return fmt.Errorf("no answer to %s %s: %w", x.Method, x.URL, err)
	}
	defer answer.Body.Close()
	x.Status, x.AnswerHeader = answer.StatusCode, answer.Header
	if x.AnswerBody, err = io.ReadAll(io.LimitReader(answer.Body, maxAnswer)); err != nil {
		return fmt.Errorf("the answer to %s %s breaks off: %w", x.Method, x.URL, err)
	}
	if x.Operation != nil && !x.Diagnosed("departs") {
		x.Findings = x.Operation.CheckAnswer(x.Status, x.AnswerHeader, x.AnswerBody)
	}
	if c.Sent != nil {
		c.Sent(x)
	}
	return nil
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
