package client_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/features/client"
	"contractmock/openapi/spec"
)

const document = `openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /items/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getItem
      summary: 获取商品
      security: [{bearerAuth: []}]
      parameters:
        - {name: page, in: query, schema: {type: integer}}
        - {name: Version-Code, in: header, schema: {type: integer}}
      responses: {"200": {description: ok}}
    put:
      operationId: putItem
      summary: 修改商品
      requestBody:
        content:
          application/vnd.api+json:
            schema:
              type: object
              properties:
                title: {type: string}
                price: {type: number}
      responses: {"200": {description: ok}}
    post:
      operationId: buyItem
      summary: 购买商品
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {count: {type: integer}}}
      responses: {"200": {description: ok}}
components:
  securitySchemes:
    bearerAuth: {type: http, scheme: bearer}
`

// with are parameters: a name, its value, and so on.
func with(namesAndValues ...string) []client.Parameter {
	var all []client.Parameter
	for pair := range slices.Chunk(namesAndValues, 2) {
		all = append(all, client.Parameter{Name: pair[0], Value: pair[1]})
	}
	return all
}

// compiled is a specification of the test's own, and what finds it.
func compiled(t *testing.T, name, source string) (*spec.Document, func(string) (*spec.Document, error)) {
	t.Helper()
	d, err := spec.Compile(name, name+".yaml", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return d, func(string) (*spec.Document, error) { return d, nil }
}

// sent is what arrived at the server.
type sent struct{ Method, Target, Type, Authorization, Version, Session, Body string }

func TestParametersGoWhereTheSpecificationWantsThem(t *testing.T) {
	d, documents := compiled(t, "shop", document)
	var got sent
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = sent{
			r.Method, r.RequestURI, r.Header.Get("Content-Type"), r.Header.Get("Authorization"), r.Header.Get("Version-Code"),
			r.Header.Get("Mock-Session"), string(body),
		}
	}))
	defer server.Close()
	c := client.Client{Base: server.URL, HTTP: server.Client(), Header: http.Header{"Mock-Session": {"s"}}, Documents: documents}
	lin := &client.Credentials{Persona: "Lin", Values: map[string]string{"token": "t"}}
	for _, test := range []struct {
		name, operation string
		as              *client.Credentials
		parameters      []client.Parameter
		header          http.Header
		want            sent
	}{
		{"path, query in order, header", "getItem", lin, with("page", "2", "id", "a/b 圈", "Version-Code", "27", "x", "&=", "page", "3"), nil, sent{"GET", "/items/a%2Fb%20%E5%9C%88?page=2&x=%26%3D&page=3", "", "Bearer t", "27", "s", ""}},
		{"a persona proves itself where nobody asks", "buyItem", lin, with("id", "1"), nil, sent{"POST", "/items/1", "", "Bearer t", "", "s", ""}},
		{"nobody", "getItem", nil, with("id", "1"), nil, sent{"GET", "/items/1", "", "", "", "s", ""}},
		{"headers of the scenario's own win", "getItem", lin, with("id", "1"), http.Header{"Authorization": {"Basic x"}, "Mock-Session": nil}, sent{"GET", "/items/1", "", "Basic x", "", "", ""}},
		{"JSON, its values by type", "putItem", nil, with("id", "1", "title", "12", "price", "1.50", "more", `{"a":[1]}`, "word", "plain"), nil, sent{"PUT", "/items/1", "application/vnd.api+json", "", "", "s", `{"more":{"a":[1]},"price":1.50,"title":"12","word":"plain"}`}},
		{"JSON objects by names with dots", "putItem", nil, with("id", "1", "data.attributes.title", "圈", "data.attributes.price", "2", "data.type", "item"), nil, sent{"PUT", "/items/1", "application/vnd.api+json", "", "", "s", `{"data":{"attributes":{"price":2,"title":"圈"},"type":"item"}}`}},
		{"a form", "buyItem", nil, with("id", "1", "count", "2"), nil, sent{"POST", "/items/1", "application/x-www-form-urlencoded", "", "", "s", "count=2"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			operation, _ := d.Operation(test.operation)
			if _, err := c.Call(context.Background(), test.as, operation, test.parameters, client.Manner{Header: test.header}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("sent (-want +got):\n%s", diff)
			}
		})
	}
	operation, _ := d.Operation("获取商品")
	if _, err := c.Call(context.Background(), nil, operation, nil, client.Manner{}); err == nil || !strings.Contains(err.Error(), "getItem needs a value for every parameter of its path /items/{id}") {
		t.Errorf("without a value for the path: %v", err)
	}
}

func TestAnExchangeIsShownWithoutItsSecrets(t *testing.T) {
	x := client.Exchange{
		As: "Lin", Method: "POST", URL: "/__admin/tokens", Header: http.Header{"Authorization": {"Bearer secret"}, "Cookie": {"id=secret"}},
		Body: []byte(`{"persona":"Lin"}`), Status: 200, AnswerHeader: http.Header{"Date": {"today"}, "Set-Cookie": {"id=secret"}},
		AnswerBody: []byte(`{"credentials":{"token":"secret"}}`),
	}
	const want = `> POST /__admin/tokens   (as Lin)
> Authorization: Bearer ***
> Cookie: ***
> {
>   "persona": "Lin"
> }
< 200 OK
< Set-Cookie: ***
< {
<   "credentials": {
<     "token": "***"
<   }
< }`
	if diff := cmp.Diff(want, x.String()); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
	long := client.Exchange{Method: "GET", URL: "/", AnswerBody: []byte(strings.Repeat("圈", 2000))}
	if got := long.String(); len(got) > 4200 || !strings.HasSuffix(got, "… (6000 bytes in all)") {
		t.Errorf("a long body is shown with %d bytes: …%s", len(got), got[len(got)-40:])
	}
}

func TestFindingOperations(t *testing.T) {
	for _, c := range []struct{ api, name, want string }{
		{"tickets", "getTicket", "getTicket"},
		{"tickets", "获取工单", "getTicket"},
		{"admin", "tickets.getTicket", "getTicket"},
		{"tickets", "admin.health", "health"},
		{"", "getTicket", "error: which API has the operation getTicket? Tag the feature with its name, or write it in front, as in tickets.getTicket"},
		{"tickets", "getTickets", "error: the tickets API has no operation getTickets; did you mean getTicket?"},
	} {
		operation, err := client.Find(c.api, c.name)
		got := "error: "
		if err != nil {
			got += err.Error()
		} else {
			got = operation.ID
		}
		if got != c.want {
			t.Errorf("%s in %q: %s, want %s", c.name, c.api, got, c.want)
		}
	}
}

func TestSuccessIsTheAPIsOwn(t *testing.T) {
	for _, c := range []struct {
		api    string
		status int
		body   string
		want   string
	}{
		{"tickets", 200, `{"success":true}`, ""},
		{"tickets", 200, `{"success":false}`, "success is not true"},
		{"tickets", 200, `{}`, "success is not true"},
		{"tickets", 401, `{"success":true}`, "the status is 401"},
		{"chaoqer", 200, `{"result":{},"message":"Success","status":1}`, ""},
		{"chaoqer", 200, `{"errorCode":0,"message":"Failure","status":0}`, "status is not 1"},
		{"chaoqer", 200, `{"status":"1"}`, "status is not 1"},
		{"chaoqer", 200, ``, "status is not 1"},
		{"admin", 204, ``, ""},
		{"", 200, ``, ""},
	} {
		x := client.Exchange{Status: c.status, AnswerBody: []byte(c.body)}
		if c.api != "" {
			x.Operation = &spec.Operation{API: c.api}
		}
		if ok, why := x.Succeeded(); ok != (c.want == "") || why != c.want {
			t.Errorf("%s %d %s: %v, %q, want %q", c.api, c.status, c.body, ok, why, c.want)
		}
	}
}

func TestTheLettersOfAHeaderAreReadable(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		`param-enum: \u5708 is none`: "param-enum: 圈 is none",
		`\ud83d\udc46!`:              "👆!",
		`\ud83d`:                     `\ud83d`,
		`\u001b[31m`:                 `\u001b[31m`,
		`C:\users and \u12`:          `C:\users and \u12`,
	} {
		if got := client.Readable(header); got != want {
			t.Errorf("%s: %s, want %s", header, got, want)
		}
	}
}

func TestARequestIsHeldAgainstTheSpecification(t *testing.T) {
	t.Parallel()
	find := func(name string) *client.Exchange {
		o, err := client.FindAnywhere(name)
		if err != nil {
			t.Fatal(err)
		}
		return &client.Exchange{Operation: o, Method: o.Method}
	}
	for _, c := range []struct {
		operation, url, media, body string
		want                        []string
	}{
		{"getTicket", "/v1/status/getTicket?uid=1&list=pending", "", "", nil},
		{"getTicket", "/v1/status/getTicket?uid=x&lits=pending", "", "", []string{"param-type", "param-unknown"}},
		{"createClub", "/club", "application/json", `{"name":"圈","cover":"https://cdn.chaoqer.com/a.jpg","ts":1,"sign":"x"}`, nil},
		{"createClub", "/club", "application/json", `{"name":`, []string{"body-malformed", "param-missing", "param-missing"}},
		{"getClub", "/club/5e0c7a50a85e48fdb386f2ddbdd6e971", "", "", nil},
	} {
		x := find(c.operation)
		x.URL, x.Body, x.Header = c.url, []byte(c.body), http.Header{"Content-Type": {c.media}}
		var got []string
		for _, f := range x.CheckRequest() {
			got = append(got, f.ID)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s %s:\n%s", c.url, c.body, diff)
		}
	}
}
