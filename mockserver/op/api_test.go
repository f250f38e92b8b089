package op_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver/op"
	"contractmock/openapi/spec"
)

func TestCurlLinesMeanWhatTheySay(t *testing.T) {
	t.Parallel()
	const base = "http://localhost:8080"
	for _, c := range []struct {
		name string
		try  op.Try
		want []string // as the shell hands them to the program
	}{
		{"a GET", op.Try{Method: "GET", Path: "/v1/tickets?uid=1&list=done"}, []string{"curl", "-s", base + "/v1/tickets?uid=1&list=done"}},
		{
			"headers, in order",
			op.Try{Method: "GET", Path: "/", Header: [][2]string{{"Authorization", "Bearer a b"}, {"A", "*"}}},
			[]string{"curl", "-s", "-H", "Authorization: Bearer a b", "-H", "A: *", base + "/"},
		},
		{
			"a body",
			op.Try{Method: "POST", Path: "/club", Body: `{"name":"圈子"}`},
			[]string{"curl", "-s", "-X", "POST", "--data-raw", `{"name":"圈子"}`, base + "/club"},
		},
		{
			"a body of a GET, which curl would make a POST",
			op.Try{Method: "GET", Path: "/club", Body: "{}"},
			[]string{"curl", "-s", "-X", "GET", "--data-raw", "{}", base + "/club"},
		},
		{
			"brackets, which curl would take for ranges",
			op.Try{Method: "GET", Path: "/clubs?filter[at][since]=1"},
			[]string{"curl", "-s", "-g", base + "/clubs?filter[at][since]=1"},
		},
		{
			"everything that a shell would touch",
			op.Try{Method: "PUT", Path: "/a'b", Header: [][2]string{{"X", `$HOME "q" \ !x`}}, Body: "it's `id` $(id)\n'"},
			[]string{"curl", "-s", "-X", "PUT", "-H", `X: $HOME "q" \ !x`, "--data-raw", "it's `id` $(id)\n'", base + "/a'b"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			// A function in place of the program: it prints its words, each ended by NUL.
			out, err := exec.CommandContext(t.Context(), "sh", "-c", `curl() { printf '%s\0' curl "$@"; }; `+c.try.Curl(base)).Output()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")); diff != "" {
				t.Errorf("words (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCodeAndSpecificationAgree(t *testing.T) {
	t.Parallel()
	document, err := spec.Compile("shop", "shop.yaml", []byte(`openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /items:
    get:
      operationId: listItems
      responses: {"200": {description: ok}}
    post:
      operationId: addItem
      x-mock: example
      responses: {"200": {description: ok}}
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		code []string
		want string
	}{
		{"all that needs code has it", []string{"listItems"}, ""},
		{"code for what is answered from its example", []string{"listItems", "addItem"}, "shop.yaml:8: operation addItem (POST /items) is marked x-mock: example, but has code"},
		{"code is missing", nil, "shop.yaml:5: operation listItems (GET /items) has no code; write it, or mark it x-mock: example"},
		{"code for nothing", []string{"listItems", "addItems"}, "shop.yaml: there is code for operation addItems, which the specification does not have; did you mean addItem?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			api := op.API{Document: document, Operations: map[string]op.Operation{}}
			for _, id := range c.code {
				api.Operations[id] = op.Operation{}
			}
			if err := api.Validate(); fmt.Sprint(err) != c.want && (err != nil || c.want != "") {
				t.Errorf("error %v, want %s", err, c.want)
			}
		})
	}
}
