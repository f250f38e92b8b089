package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"contractmock/openapi"
	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// Credentials prove who calls.
type Credentials struct {
	// API is the API they are for, Persona whose they are.
	API, Persona string
	// Values are the credentials themselves, by name: "token", …
	Values map[string]string
}

// Parameter is a name and a value as a scenario writes it. A value that goes into
// a JSON body is read as JSON, if it is, unless the parameter's type is text.
type Parameter struct{ Name, Value string }

// Client calls the APIs at one base URL.
type Client struct {
	// Base is where the APIs are, a URL without path.
	Base string
	// HTTP sends the requests.
	HTTP *http.Client
	// Header is sent with every request.
	Header http.Header
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

// Call calls an operation. Header wins over what the credentials say; nil
// credentials are nobody's.
func (c *Client) Call(ctx context.Context, as *Credentials, operation *spec.Operation, parameters []Parameter, header http.Header) (*Exchange, error) {
	request, err := build(operation, parameters)
	if err != nil {
		return nil, err
	}
	if as != nil {
		request.As = as.Persona
		authorize(request, operation, as)
	}
	for name, values := range header {
		request.Header[name] = values
	}
	request.Operation = operation
	return request, c.send(ctx, request)
}

// authorize proves who calls, in the way that the operation's security asks for.
func authorize(request *Exchange, operation *spec.Operation, as *Credentials) {
	if slices.Contains(operation.Security, "bearerAuth") {
		request.Header.Set("Authorization", "Bearer "+as.Values["token"])
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
	x := &Exchange{Method: method, URL: target, Header: header, Body: body}
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

// build puts the parameters where the specification wants them. Those that it does
// not know go into the body of an operation that takes JSON, else into the query.
func build(operation *spec.Operation, parameters []Parameter) (*Exchange, error) {
	path, jsonType := operation.Path, operation.JSONType()
	x := &Exchange{Method: operation.Method, Header: http.Header{}}
	var query, form []string
	members := map[string]any{}
	for _, given := range parameters {
		place, kind := "query", ""
		if jsonType != "" {
			place = "json"
		}
		for _, p := range operation.Parameters {
			if p.Name == given.Name {
				place, kind = p.Places[0], p.Type
			}
		}
		pair := url.QueryEscape(given.Name) + "=" + url.QueryEscape(given.Value)
		switch place {
		case "path":
			path = strings.ReplaceAll(path, "{"+given.Name+"}", url.PathEscape(given.Value))
		case "header":
			x.Header.Add(given.Name, given.Value)
		case "json":
			members[given.Name] = member(given.Value, kind)
		case "form":
			form = append(form, pair)
		default:
			query = append(query, pair)
		}
	}
	if strings.Contains(path, "{") {
		return nil, fmt.Errorf("%s needs a value for every parameter of its path %s", operation.ID, operation.Path)
	}
	if x.URL = path; len(query) > 0 {
		x.URL += "?" + strings.Join(query, "&")
	}
	return x, x.encode(jsonType, members, form)
}

// encode gives a request the body that its parameters make: JSON for an operation
// that takes it, else a form if any goes into one.
func (x *Exchange) encode(jsonType string, members map[string]any, form []string) error {
	switch {
	case jsonType != "":
		body, err := json.Marshal(members)
		if err != nil {
			return err
		}
		x.Body = body
		x.Header.Set("Content-Type", jsonType)
	case form != nil:
		x.Body = []byte(strings.Join(form, "&"))
		x.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return nil
}

// member is a value in a JSON body: the text itself for a text, else what it says
// as JSON, if it does.
func member(text, kind string) any {
	var value any
	if kind != "string" && json.Unmarshal([]byte(text), &value) == nil {
		return json.RawMessage(text)
	}
	return text
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

// Diagnosed tells whether a mock's diagnosis of the request has a finding with
// that id. A deployment has no diagnosis.
func (x *Exchange) Diagnosed(id string) bool {
	ids, _, _ := strings.Cut(x.AnswerHeader.Get("Mock-Diagnosis"), ":")
	return slices.Contains(strings.Split(ids, ", "), id)
}

// Succeeded tells whether the answer is a success in its API's terms, and if not why.
func (x *Exchange) Succeeded() (bool, string) {
	if x.Status < 200 || x.Status > 299 {
		return false, "the status is " + strconv.Itoa(x.Status)
	}
	if x.Operation != nil && x.Operation.API == "tickets" {
		var body struct {
			Success bool `json:"success"`
		}
		if err := json.Unmarshal(x.AnswerBody, &body); err != nil || !body.Success {
			return false, "success is not true"
		}
	}
	return true, ""
}
