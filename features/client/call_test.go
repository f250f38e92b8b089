package client_test

import (
	"context"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/features/client"
)

const club = `openapi: 3.0.3
info: {title: Club, version: "1"}
x-parameters: {places: [json, form, query], lenient: true}
paths:
  /members:
    get:
      operationId: listMembers
      security: [{userLogin: [], paramSign: []}]
      parameters:
        - {name: count, in: query, schema: {type: integer}}
        - {name: lastId, in: query, schema: {type: string}}
      responses: {"200": {description: ok}}
    post:
      operationId: join
      security: [{userLogin: [], paramSign: []}]
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                name: {type: string}
                age: {type: integer}
                friends: {type: array, items: {type: string}}
      responses: {"200": {description: ok}}
  /members/{uid}:
    parameters:
      - {name: uid, in: path, required: true, schema: {type: string}}
      - {name: Client-Type, in: header, schema: {type: integer}}
    delete:
      operationId: leave
      security: [{userLogin: [], paramSign: []}]
      responses: {"200": {description: ok}}
  /version:
    get:
      operationId: version
      security: []
      parameters: [{name: type, in: query, schema: {type: integer}}]
      responses: {"200": {description: ok}}
  /h5:
    post:
      operationId: page
      security: []
      requestBody:
        content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}
      responses: {"200": {description: ok}}
components:
  securitySchemes:
    userLogin: {type: http, scheme: basic}
    paramSign:
      type: apiKey
      in: query
      name: sign
      x-sign: {digest: md5, delimiter: $$$, secretName: accessSecret, secret: open, parameter: sign, time: ts}
`

// md5Of stands in an expectation for the signature of a text.
const md5Of = "MD5"

// received is what arrived at the server.
type received struct{ Method, Target, Type, Body string }

// clubClient calls a server that keeps what it has received.
func clubClient(t *testing.T) (*client.Client, func(name string, as *client.Credentials, parameters []client.Parameter, manner client.Manner) (received, http.Header, error)) {
	t.Helper()
	d, documents := compiled(t, "club", club)
	var got received
	var header http.Header
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got, header = received{r.Method, r.RequestURI, r.Header.Get("Content-Type"), string(body)}, r.Header
	}))
	t.Cleanup(server.Close)
	c := &client.Client{Base: server.URL, HTTP: server.Client(), Documents: documents, Now: func() time.Time { return time.UnixMilli(5) }}
	return c, func(name string, as *client.Credentials, parameters []client.Parameter, manner client.Manner) (received, http.Header, error) {
		operation, ok := d.Operation(name)
		if !ok {
			t.Fatalf("there is no operation %s", name)
		}
		_, err := c.Call(context.Background(), as, operation, parameters, manner)
		return got, header, err
	}
}

func TestCallsAreSigned(t *testing.T) {
	_, call := clubClient(t)
	toby := &client.Credentials{Persona: "Toby", Values: map[string]string{"uid": "u", "token": "t", "secret": "own"}}
	const form, json = "application/x-www-form-urlencoded", "application/json"
	for _, c := range []struct {
		name, operation string
		as              *client.Credentials
		parameters      []client.Parameter
		manner          client.Manner
		signed          string // with the secret
		want            received
	}{
		{
			"a query, with the caller's secret", "listMembers", toby, with("count", "10", "lastId", ""),
			client.Manner{},
			"count=10$$$lastId=$$$ts=5$$$accessSecret=own",
			received{"GET", "/members?count=10&lastId=&ts=5&sign=MD5", "", ""},
		},
		{
			"a stranger's, with the specification's secret", "listMembers", nil, with("count", "10"),
			client.Manner{},
			"count=10$$$ts=5$$$accessSecret=open",
			received{"GET", "/members?count=10&ts=5&sign=MD5", "", ""},
		},
		{
			"the first value of a repeated one", "listMembers", toby, with("count", "1", "count", "2", "名", "圈 &"),
			client.Manner{},
			"count=1$$$ts=5$$$名=圈 &$$$accessSecret=own",
			received{"GET", "/members?count=1&count=2&%E5%90%8D=%E5%9C%88+%26&ts=5&sign=MD5", "", ""},
		},
		{
			"a text that is said to be JSON, in a query without its quotes", "listMembers", toby,
			[]client.Parameter{{Name: "lastId", Value: `" {a}\u000a"`, JSON: true}, {Name: "count", Value: "null", JSON: true}},
			client.Manner{},
			"count=null$$$lastId= {a}\n$$$ts=5$$$accessSecret=own",
			received{"GET", "/members?lastId=+%7Ba%7D%0A&count=null&ts=5&sign=MD5", "", ""},
		},
		{
			"a JSON body, the time a number", "join", toby, with("name", "12", "age", "1.50", "friends", `["b", null]`, "more", `{"b":null,"a":1}`),
			client.Manner{},
			`age=1.50$$$friends=["b",null]$$$more={"a":1}$$$name=12$$$ts=5$$$accessSecret=own`,
			received{"POST", "/members", json, `{"age":1.50,"friends":["b",null],"more":{"b":null,"a":1},"name":"12","sign":"MD5","ts":5}`},
		},
		{
			"JSON for a text", "join", toby,
			[]client.Parameter{{Name: "name", Value: `{"a":1}`, JSON: true}, {Name: "age", Value: "null"}},
			client.Manner{},
			`age=null$$$name={"a":1}$$$ts=5$$$accessSecret=own`,
			received{"POST", "/members", json, `{"age":null,"name":{"a":1},"sign":"MD5","ts":5}`},
		},
		{
			"members of a JSON object, as they are", "join", toby,
			[]client.Parameter{{Name: "name", Value: `"5"`, Member: true}, {Name: "age", Value: `"6"`, Member: true}, {Name: "a.b", Value: "[1]", Member: true}},
			client.Manner{},
			`a.b=[1]$$$age=6$$$name=5$$$ts=5$$$accessSecret=own`,
			received{"POST", "/members", json, `{"a.b":[1],"age":"6","name":"5","sign":"MD5","ts":5}`},
		},
		{
			"and without quotes where no JSON is", "leave", toby,
			[]client.Parameter{{Name: "uid", Value: `"x y"`, Member: true}, {Name: "Client-Type", Value: "1", Member: true}, {Name: "more", Value: `"a"`, Member: true}},
			client.Manner{Place: client.InQuery},
			"more=a$$$ts=5$$$accessSecret=own",
			received{"DELETE", "/members/x%20y?more=a&ts=5&sign=MD5", "", ""},
		},
		{
			"a body of its own", "join", toby, nil,
			client.Manner{Body: []byte(`[1,  2]`)},
			"ts=5$$$accessSecret=own",
			received{"POST", "/members?ts=5&sign=MD5", json, "[1,  2]"},
		},
		{
			"no parameters but in path and header", "leave", toby, with("uid", "x", "Client-Type", "1"),
			client.Manner{},
			"ts=5$$$accessSecret=own",
			received{"DELETE", "/members/x", json, `{"sign":"MD5","ts":5}`},
		},
		{
			"a time of the scenario's own", "listMembers", toby, with("ts", "7", "count", "1"),
			client.Manner{},
			"count=1$$$ts=7$$$accessSecret=own",
			received{"GET", "/members?ts=7&count=1&sign=MD5", "", ""},
		},
		{
			"a signature of the scenario's own, which is a text", "join", toby, with("sign", "123"),
			client.Manner{},
			"",
			received{"POST", "/members", json, `{"sign":"123","ts":5}`},
		},
		{"nothing where nothing is signed", "version", toby, with("type", "1"), client.Manner{}, "", received{"GET", "/version?type=1", "", ""}},
		{"nor with a body", "page", toby, with("id", "1"), client.Manner{}, "", received{"POST", "/h5", json, `{"id":"1"}`}},

		{
			"a form", "join", toby, with("name", "a b", "friends", `["b"]`),
			client.Manner{Place: client.InForm},
			`friends=["b"]$$$name=a b$$$ts=5$$$accessSecret=own`,
			received{"POST", "/members", form, "name=a+b&friends=%5B%22b%22%5D&ts=5&sign=MD5"},
		},
		{
			"a query where a body is usual", "join", toby, with("name", "a"),
			client.Manner{Place: client.InQuery},
			"name=a$$$ts=5$$$accessSecret=own",
			received{"POST", "/members?name=a&ts=5&sign=MD5", "", ""},
		},
		{
			"a body where a query is usual", "listMembers", toby, with("count", "1"),
			client.Manner{Place: client.InJSON},
			"count=1$$$ts=5$$$accessSecret=own",
			received{"GET", "/members", json, `{"count":1,"sign":"MD5","ts":5}`},
		},
		{"an unsigned body where a query is usual", "version", toby, with("type", "1"), client.Manner{Place: client.InJSON}, "", received{"GET", "/version", json, `{"type":1}`}},

		{"unsigned", "join", toby, with("name", "a"), client.Manner{Unsigned: true}, "", received{"POST", "/members", json, `{"name":"a","ts":5}`}},
		{
			"untimed", "listMembers", toby, with("count", "1"),
			client.Manner{Untimed: true},
			"count=1$$$accessSecret=own",
			received{"GET", "/members?count=1&sign=MD5", "", ""},
		},
		{
			"with another secret", "listMembers", toby, nil,
			client.Manner{Secret: "other"},
			"ts=5$$$accessSecret=other",
			received{"GET", "/members?ts=5&sign=MD5", "", ""},
		},
		{
			"altered in a query", "listMembers", toby, with("count", "1"),
			client.Manner{Altered: with("count", "2", "x", "y")},
			"count=1$$$ts=5$$$accessSecret=own",
			received{"GET", "/members?count=2&ts=5&sign=MD5&x=y", "", ""},
		},
		{
			"altered in a form", "join", toby, with("name", "a"),
			client.Manner{Place: client.InForm, Altered: with("name", "b", "ts", "6")},
			"name=a$$$ts=5$$$accessSecret=own",
			received{"POST", "/members", form, "name=b&ts=6&sign=MD5"},
		},
		{
			"altered in a JSON body", "join", toby, with("name", "a", "age", "1"),
			client.Manner{Altered: []client.Parameter{{Name: "name", Value: "1"}, {Name: "age", Value: "2"}, {Name: "x", Value: "3", JSON: true}}},
			"age=1$$$name=a$$$ts=5$$$accessSecret=own",
			received{"POST", "/members", json, `{"age":2,"name":"1","sign":"MD5","ts":5,"x":3}`},
		},
		{
			"backwards in a query", "listMembers", toby, with("count", "1"),
			client.Manner{Backwards: true},
			"count=1$$$ts=5$$$accessSecret=own",
			received{"GET", "/members?sign=MD5&ts=5&count=1", "", ""},
		},
		{
			"backwards in a form", "join", toby, with("name", "a"),
			client.Manner{Backwards: true, Place: client.InForm},
			"name=a$$$ts=5$$$accessSecret=own",
			received{"POST", "/members", form, "sign=MD5&ts=5&name=a"},
		},
		{
			"backwards in a JSON body", "join", toby, with("name", "a", "friends", `["b","c"]`),
			client.Manner{Backwards: true},
			`friends=["b","c"]$$$name=a$$$ts=5$$$accessSecret=own`,
			received{"POST", "/members", json, `{"ts":5,"sign":"MD5","name":"a","friends":["b","c"]}`},
		},
		{"a body of its own", "page", toby, with("id", "1"), client.Manner{Instead: []byte(`{"id":`)}, "", received{"POST", "/h5", json, `{"id":`}},
		{
			"a query beside the body, not signed", "join", toby, with("name", "a"),
			client.Manner{Query: "name=%zz&x"},
			"name=a$$$ts=5$$$accessSecret=own",
			received{"POST", "/members?name=%zz&x", json, `{"name":"a","sign":"MD5","ts":5}`},
		},
		{
			"a query beside the body, signed, the body winning", "join", toby, with("name", "a"),
			client.Manner{Query: "name=b&x=1%202&x=3&age=4", SignQuery: true},
			"age=4$$$name=a$$$ts=5$$$x=1 2$$$accessSecret=own",
			received{"POST", "/members?name=b&x=1%202&x=3&age=4", json, `{"name":"a","sign":"MD5","ts":5}`},
		},
		{
			"more in a query than was signed", "listMembers", toby, with("count", "1"),
			client.Manner{Query: "x=1"},
			"count=1$$$ts=5$$$accessSecret=own",
			received{"GET", "/members?count=1&ts=5&sign=MD5&x=1", "", ""},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _, err := call(c.operation, c.as, c.parameters, c.manner)
			if err != nil {
				t.Fatal(err)
			}
			sum := md5.Sum([]byte(c.signed))
			c.want.Target = strings.ReplaceAll(c.want.Target, md5Of, hex.EncodeToString(sum[:]))
			c.want.Body = strings.ReplaceAll(c.want.Body, md5Of, hex.EncodeToString(sum[:]))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("sent (-want +got):\n%s", diff)
			}
		})
	}
}

// TestACallKnowsWhetherItIsForged, whatever becomes of it.
func TestACallKnowsWhetherItIsForged(t *testing.T) {
	_, documents := compiled(t, "club", club)
	document, err := documents("club")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	c := &client.Client{Base: server.URL, HTTP: server.Client(), Documents: documents, Now: func() time.Time { return time.UnixMilli(5) }}
	for _, call := range []struct {
		name, operation string
		parameters      []client.Parameter
		manner          client.Manner
		forged, carries bool
	}{
		{"as it should be", "join", with("name", "a"), client.Manner{}, false, true},
		{"in a form", "join", with("name", "a"), client.Manner{Place: client.InForm}, false, true},
		{"in a query", "listMembers", nil, client.Manner{}, false, true},
		{"unsigned", "join", with("name", "a"), client.Manner{Unsigned: true}, false, false},
		{"with another secret", "join", nil, client.Manner{Secret: "other"}, true, true},
		{"with a signature of its own", "listMembers", with("sign", "abc"), client.Manner{}, true, true},
		{"altered", "listMembers", nil, client.Manner{Altered: with("ts", "6")}, true, true},
		{"where nothing is signed", "version", nil, client.Manner{Secret: "other"}, false, false},
	} {
		operation, _ := document.Operation(call.operation)
		x, err := c.Call(context.Background(), nil, operation, call.parameters, call.manner)
		if err != nil {
			t.Fatal(err)
		}
		if x.Forged != call.forged || x.Carries("paramSign") != call.carries {
			t.Errorf("%s: forged %v, signed %v; want %v, %v", call.name, x.Forged, x.Carries("paramSign"), call.forged, call.carries)
		}
	}
}

func TestWhoCallsIsProvedOnEveryOperation(t *testing.T) {
	_, call := clubClient(t)
	toby := &client.Credentials{Persona: "Toby", Values: map[string]string{"uid": "u", "token": "t", "secret": "own"}}
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("u:t"))
	for _, c := range []struct {
		name, operation string
		as              *client.Credentials
		manner          client.Manner
		want            []string
	}{
		{"one that asks", "listMembers", toby, client.Manner{}, []string{basic}},
		{"one that does not", "version", toby, client.Manner{}, []string{basic}},
		{"a stranger has no proof", "listMembers", nil, client.Manner{}, nil},
		{"a header of the scenario's own wins", "version", toby, client.Manner{Header: http.Header{"Authorization": {"Basic x"}}}, []string{"Basic x"}},
		{"a header that is left out", "version", toby, client.Manner{Header: http.Header{"Authorization": nil}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, header, err := call(c.operation, c.as, nil, c.manner)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, header["Authorization"]); diff != "" {
				t.Errorf("Authorization (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCallsThatCannotBeMade(t *testing.T) {
	c, call := clubClient(t)
	for _, test := range []struct {
		name, operation string
		parameters      []client.Parameter
		manner          client.Manner
		want            string
	}{
		{"JSON that is none", "join", []client.Parameter{{Name: "name", Value: "a", JSON: true}}, client.Manner{}, "the value of name is no JSON: a; write a text in quotes, or leave (JSON) away"},
		{"a path that is altered", "leave", with("uid", "x"), client.Manner{Altered: with("uid", "y")}, "uid stands in the path, which is not signed; call with another value instead of altering it"},
		{"a query that cannot be signed", "join", nil, client.Manner{Query: "%zz", SignQuery: true}, `"%zz" cannot be signed, since it is no query: invalid URL escape "%zz"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, _, err := call(test.operation, nil, test.parameters, test.manner); err == nil || err.Error() != test.want {
				t.Errorf("error %v, want %s", err, test.want)
			}
		})
	}
	c.Now = nil
	if _, _, err := call("listMembers", nil, nil, client.Manner{}); err == nil || err.Error() != "a signed request carries the time, and this client has no clock; set Client.Now" {
		t.Errorf("without a clock: %v", err)
	}
	if _, _, err := call("listMembers", nil, with("ts", "1"), client.Manner{}); err != nil {
		t.Errorf("without a clock, and a time given: %v", err)
	}
	if _, _, err := call("version", nil, nil, client.Manner{}); err != nil {
		t.Errorf("without a clock, where nothing is signed: %v", err)
	}
}
