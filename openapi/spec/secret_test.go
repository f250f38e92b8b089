package spec_test

import (
	"testing"

	"contractmock/openapi/spec"
)

const vault = `
openapi: 3.0.3
info: {title: Vault, version: "1"}
paths:
  /open:
    post:
      operationId: open
      parameters:
        - {name: access_token, in: query, x-secret: true, schema: {type: string}}
        - {name: page, in: query, schema: {type: integer}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                pin: {type: integer, x-secret: true}
                name: {type: string}
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema:
                type: array
                items:
                  allOf:
                    - type: object
                      properties:
                        keys:
                          type: object
                          additionalProperties:
                            type: object
                            properties:
                              word: {type: string, x-secret: true}
`

func TestSecretsAreMasked(t *testing.T) {
	t.Parallel()
	d := compile(t, vault)
	for _, c := range []struct{ name, text, want string }{
		{"in a URL", "/open?page=1&access_token=se%20same&x=access_token", "/open?page=1&access_token=***&x=access_token"},
		{"in a form", "access_token=a&page=1", "access_token=***&page=1"},
		{"a number and a text", `{"pin": 1234, "name":"pin","word":"a\"b"}`, `{"pin": "***", "name":"pin","word":"***"}`},
		{"in what is cut off", `{"word":"ses`, `{"word":"***"`},
		{"another name that ends alike", `{"password":"x","spin":1}`, `{"password":"x","spin":1}`},
		{"in a URL, another name that ends alike", "/open?xaccess_token=1", "/open?xaccess_token=1"},
		{"what is no secret", `{"word":null}`, `{"word":null}`},
		{"a list and an object", `{"pin":[1,"2"],"word":{"a":"b"},"x":[1]}`, `{"pin":"***","word":"***","x":[1]}`},
	} {
		if got := d.Mask(c.text); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if got := compile(t, get("operationId: a", answersOK)).Mask(`{"word":"x"}`); got != `{"word":"x"}` {
		t.Errorf("a document without secrets masks %s", got)
	}
}

func TestWhichOperationServesAPath(t *testing.T) {
	t.Parallel()
	d := compile(t, `
openapi: 3.0.3
info: {title: Users, version: "1"}
servers: [{url: https://users.example/v1}]
paths:
  /user/{uid}/profile:
    parameters: [{name: uid, in: path, required: true, schema: {type: string, pattern: "^([0-9a-f]{2}|[0-9a-f]{4})$"}}]
    get: {operationId: profile, responses: {"200": {description: ok}}}
    put: {operationId: update, responses: {"200": {description: ok}}}
  /user/init:
    get: {operationId: init, responses: {"200": {description: ok}}}
  /club/{clubId}:
    get:
      operationId: club
      parameters: [{name: clubId, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: ok}}
`)
	for _, c := range []struct{ method, path, want string }{
		{"GET", "/v1/user/a0/profile", "profile"},
		{"GET", "/v1/user/a0b1/profile", "profile"},
		{"PUT", "/v1/user/a0/profile", "update"},
		{"GET", "/v1/user/a0b/profile", ""},
		{"GET", "/v1/user/init", "init"},
		{"GET", "/v1/club/any%20thing", "club"},
		{"GET", "/v1/club/a/b", ""},
		{"GET", "/club/a", ""},
		{"POST", "/v1/club/a", ""},
	} {
		got := ""
		if o := d.Match(c.method, c.path); o != nil {
			got = o.ID
		}
		if got != c.want {
			t.Errorf("%s %s is %q, want %q", c.method, c.path, got, c.want)
		}
	}
	if got, want := d.Operations[0].Parameters[0].Pattern(), "(?:[0-9a-f]{2}|[0-9a-f]{4})"; got != want {
		t.Errorf("the path's pattern is %s, want %s", got, want)
	}
	_, err := spec.Compile("users", "users.yaml", []byte(`openapi: 3.0.3
info: {title: Users, version: "1"}
paths:
  /user/{uid}:
    get:
      operationId: a
      parameters: [{name: uid, in: path, required: true, schema: {type: string, pattern: "(?=x)"}}]
      responses: {"200": {description: ok}}
`))
	if err == nil {
		t.Error("a pattern that cannot be part of a path was taken")
	}
}
