package target_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/features/target"
	"contractmock/openapi"
)

func environment(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := values[name]
		return value, ok
	}
}

func TestAProfileSaysWhatIsWrongWithIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"nothing in it", "", "p.yaml: the profile is empty"},
		{"no mapping", "- base", "p.yaml:1: got array, want object"},
		{"bad YAML", "base: [", "p.yaml:1: "},
		{"a member twice", "base: mock\nbase: mock", "p.yaml:2: "},
		{"no base", "readonly: true", "p.yaml:1: there is no base; it is the URL of all APIs, and bases has one for each"},
		{"a base that is no URL", "base: localhost:4700", `p.yaml:1: base is "localhost:4700", and must be a URL such as https://staging.example.com, without query and password`},
		{"a base with a password", "base: https://a:b@c", `p.yaml:1: base is "https://a:b@c", and must be a URL`},
		{"one API's base that is no URL", "bases:\n  tickets: x", `p.yaml:2: bases.tickets is "x"`},
		{"an unknown API", "base: mock\nbases:\n  ticket: http://x", "p.yaml:3: there is no ticket here; did you mean tickets?"},
		{"an unknown member", "base: mock\nread-only: true", "p.yaml:2: there is no read-only here; did you mean readonly?"},
		{"an unknown member of a deviation", "base: mock\ndeviations:\n  - rule: T01\n    why: x\n    reason: x", "p.yaml:4: there is no why here; there are"},
		{"several at once", "bas: mock\nbase: mock\nreadonly: 1", "p.yaml:3: readonly: got number, want boolean"},
		{"a number for a text", "base: mock\npersonas:\n  tickets:\n    Lin:\n      uid: 12322", "p.yaml:5: personas.tickets.Lin.uid: got number, want string"},
		{"no reason", "base: mock\ndeviations:\n  - rule: T01", "p.yaml:3: deviations.0: missing property 'reason'"},
		{"neither rule nor finding", "base: mock\ndeviations:\n  - reason: x", "p.yaml:3: a deviation is one of rules or of a finding; say which"},
		{"both", "base: mock\ndeviations:\n  - rule: T01\n    finding: answer-extra\n    reason: x", "p.yaml:3: a deviation is one of rules or of a finding; say which"},
		{"an unknown rule", "base: mock\ndeviations:\n  - rules: [T01, T99]\n    reason: x", "p.yaml:3: there is no rule T99; did you mean"},
		{"a finding about requests", "base: mock\ndeviations:\n  - finding: param-type\n    reason: x", "p.yaml:3: param-type is no finding about answers"},
		{"an unknown operation", "base: mock\ndeviations:\n  - finding: answer-extra\n    operation: tickets.getTickets\n    reason: x", "p.yaml:3: the tickets API has no operation getTickets; did you mean getTicket?"},
		{"an operation without API", "base: mock\ndeviations:\n  - finding: answer-extra\n    operation: createEvent\n    reason: x", "p.yaml:3: which API has the operation createEvent?"},
		{"an operation of a rule", "base: mock\ndeviations:\n  - rule: T01\n    operation: tickets.getTicket\n    reason: x", "p.yaml:3: operation says whose answers have a finding"},
		{"a time that is none", "base: mock\npace: fast", `p.yaml:2: pace: "fast" is no length of time; write 200ms or 1m30s`},
		{"a patience that is none", "base: mock\npatience: 3\n", `p.yaml:2: patience: got number, want string`},
		{"a timeout that is none", "base: mock\n\ntimeout: '3'\n", `p.yaml:3: timeout: "3" is no length of time`},
		{"an unknown credential", "base: mock\npersonas:\n  chaoqer:\n    Toby:\n      uid: x\n      tokn: x", "p.yaml:6: there is no tokn here; did you mean token?"},
		{"a credential of another API", "base: mock\npersonas:\n  lexiang:\n    lisi:\n      secret: x", "p.yaml:5: there is no secret here; there are StaffID, app_key, app_secret and token"},
		{"a negative time", "base: mock\npace: -1s", `p.yaml:2: pace: "-1s" is no length of time`},
		{"an ability that is none", "base: mock\ncannot: [time]", "p.yaml:2: cannot.0: value must be one of"},
		{"abilities of nobody", "base: http://x\ncannot: [clock]", "p.yaml:2: cannot takes away from a control plane, and there is none"},
		{"a control plane nowhere", "bases:\n  tickets: http://x\ncontrol-plane:", "p.yaml:3: a control plane is at base, and there is none"},
		{"half a certificate", "base: https://x\ntls:\n  key: k.pem", "p.yaml:2: tls: properties 'certificate' required, if 'key' exists"},
		{"no variable", "base: ${URL}\nheaders:\n  A: b\n  X: a ${NONE} b ${EMPTY}", "p.yaml:4: the environment has no NONE\np.yaml:4: the environment has no EMPTY"},
		{"an alias", "base: &a mock\nvalues:\n  x: *a", "p.yaml:3: a profile has no aliases"},
		{"deep nesting", strings.Repeat("[", 40), "p.yaml:1: brackets are nested deeper than 32 levels"},
		{"a secret that is no URL", "base: ${SECRET}", `p.yaml:1: base is "${SECRET}", and must be a URL`},
		{"a secret that is no time", "base: mock\npace: ${SECRET}", `p.yaml:2: pace: "${SECRET}" is no length of time`},
		{"a secret that is no finding", "base: mock\ndeviations:\n  - finding: ${SECRET}\n    reason: x", "p.yaml:3: ${SECRET} is no finding"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := target.ParseProfile("p.yaml", []byte(c.text), environment(map[string]string{"URL": "http://x", "SECRET": "hush hush", "EMPTY": ""}))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "hush") {
				t.Errorf("it tells the secret: %v", err)
			}
		})
	}
}

func TestAProfileIsRead(t *testing.T) {
	t.Parallel()
	p, err := target.ParseProfile("dir/p.yaml", []byte(`
base: https://${HOST}/gateway
bases: {lexiang: "https://lx"}
control-plane: {token: "${TOKEN}"}
cannot: [clock]
readonly: true
personas:
  chaoqer:
    铭恺:
      uid: ${UID_}
      token: t-${TOKEN}
      secret: literal+secret
values: {room: "5"}
headers: {X-Key: "${TOKEN}"}
pace: 50ms
timeout: 1m
tls: {ca: ca.pem, certificate: /c.pem, key: k.pem, insecure: true}
deviations:
  - rule: T13
    rules: [C34.2]
    seen: x
    sometimes: true
    reason: known
  - {finding: answer-extra, operation: "chaoqer.创建圈子", reason: also known}
`), environment(map[string]string{"HOST": "staging", "TOKEN": "se/cret", "UID_": "12"}))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what      string
		got, want any
	}{
		{"base", p.Base, "https://staging/gateway"},
		{"bases", p.Bases, map[string]string{"lexiang": "https://lx"}},
		{"control plane", p.ControlPlane, &target.ControlPlane{Token: "se/cret"}},
		{"personas", p.Personas["chaoqer"]["铭恺"], map[string]string{"uid": "12", "token": "t-se/cret", "secret": "literal+secret"}},
		{"values", p.Values, map[string]string{"room": "5"}},
		{"headers", p.Headers, map[string]string{"X-Key": "se/cret"}},
		{"times", []target.Duration{p.Pace, p.Timeout, p.Patience}, []target.Duration{target.Duration(50 * time.Millisecond), target.Duration(time.Minute), target.Duration(time.Second)}},
		{"tls", p.TLS, target.TLS{CA: filepath.Join("dir", "ca.pem"), Certificate: "/c.pem", Key: filepath.Join("dir", "k.pem"), Insecure: true}},
		{"first deviation", p.Deviations[0].String() + " " + p.Deviations[0].Place, "T13, C34.2 (known) dir/p.yaml:19"},
		{"second deviation", p.Deviations[1].String() + " " + p.Deviations[1].Place, "answer-extra of chaoqer.createClub (also known) dir/p.yaml:24"},
		{"what is hidden", p.Hide("GET /x?key=se%2Fcret as se/cret at staging, 12, signed with literal+secret, literal%2Bsecret"), "GET /x?key=${TOKEN} as ${TOKEN} at ${HOST}, 12, signed with ***, ***"},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s (- wanted, + got):\n%s", c.what, diff)
		}
	}
	for rule, covered := range map[string]bool{"T13": true, "T13.4": true, "C34.2": true, "C34": false, "C34.20": false, "T1": false} {
		if p.Deviations[0].Covers(rule) != covered {
			t.Errorf("%s: covered is %v", rule, !covered)
		}
	}
}

// TestTheSchemaIsThatOfTheProfiles holds the schema against what there is: it is written
// by hand, for editors.
func TestTheSchemaIsThatOfTheProfiles(t *testing.T) {
	t.Parallel()
	var schema struct {
		Properties map[string]struct{ Properties map[string]any }
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(target.Schema, &schema); err != nil {
		t.Fatal(err)
	}
	apis := slices.Sorted(slices.Values(openapi.APIs()))
	for what, members := range map[string]map[string]any{"bases": schema.Defs["texts-by-api"].Properties, "personas": schema.Properties["personas"].Properties} {
		if diff := cmp.Diff(apis, slices.Sorted(maps.Keys(members))); diff != "" {
			t.Errorf("%s has other APIs (- there are, + schema):\n%s", what, diff)
		}
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for member := range schema.Properties {
		if !bytes.Contains(readme, []byte("`"+member+"`")) {
			t.Errorf("README.md does not know the profile's %s", member)
		}
	}
}

// TestShippedProfilesCanBeUsed: with its variables set, each is a profile.
func TestShippedProfilesCanBeUsed(t *testing.T) {
	t.Parallel()
	for _, name := range target.Profiles() {
		p, err := target.Load(name, func(string) (string, bool) { return "http://127.0.0.1:9", true })
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if name != "mock" && len(p.Personas[name]) == 0 {
			t.Errorf("%s has nobody for its API", name)
		}
		if _, err := target.Load(name, environment(nil)); name != "mock" && err == nil {
			t.Errorf("%s can be used without a token, so that somebody calls a deployment by mistake", name)
		}
	}
	if want := []string{"chaoqer", "lexiang", "mock", "tickets"}; !slices.Equal(target.Profiles(), want) {
		t.Errorf("there are %v, want %v", target.Profiles(), want)
	}
}

func FuzzParseProfile(f *testing.F) {
	for _, name := range target.Profiles() {
		text, err := target.Show(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte("base: ${A}\npersonas: {tickets: {Lin: {token: \"${B}\"}}}"))
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("? [a]\n: b"))
	f.Add([]byte("<<: {base: mock}\n1: 2"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := target.ParseProfile("p.yaml", text, func(string) (string, bool) { return "top-secret-value", true })
		if err == nil && p.Base == "" && len(p.Bases) == 0 {
			t.Error("a profile without base is none")
		}
		if err != nil && bytes.Contains(text, []byte("${")) && !bytes.Contains(text, []byte("top-secret")) && strings.Contains(err.Error(), "top-secret-value") {
			t.Errorf("the error tells a secret: %v", err)
		}
	})
}
