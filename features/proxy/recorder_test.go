package proxy_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	gherkin "github.com/cucumber/gherkin/go/v26"
	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"
	"github.com/goccy/go-yaml"

	"contractmock/features/client"
	"contractmock/features/proxy"
	"contractmock/features/steps"
	"contractmock/features/target"
)

// recording is a proxy that records, in front of a mock in process.
type recording struct {
	t        *testing.T
	mock     *target.Target
	dir      string
	recorder *proxy.Recorder
	world    *target.World // through the proxy
	now      time.Time     // what the proxy takes for the time
}

func record(t *testing.T, limit int) *recording {
	t.Helper()
	mock, err := target.Open(t.Context(), target.InProcess)
	if err != nil {
		t.Fatal(err)
	}
	r := &recording{t: t, mock: mock, dir: filepath.Join(t.TempDir(), "recorded"), now: time.Unix(0, 0)}
	r.recorder, err = proxy.NewRecorder(r.dir, limit, func(ctx context.Context, session, api string) ([]client.Credentials, error) {
		return mock.Visitor(session, nil).Personas(ctx, api)
	})
	if err != nil {
		t.Fatal(err)
	}
	r.world = mock.Visitor("recorded", nil)
	upstream, _ := url.Parse(r.world.Base)
	p, err := proxy.New(proxy.Options{Upstream: upstream, Recorder: r.recorder, Wall: func() time.Time { return r.now }})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{}, 1) // an exchange is recorded when its answer has gone
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		defer func() { ended <- struct{}{} }()
		p.ServeHTTP(w, request)
	}))
	r.world.Base = server.URL
	r.world.Sent = func(*client.Exchange) { <-ended }
	t.Cleanup(func() {
		server.Close()
		p.Close()
		if err := mock.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// calls makes a call through the proxy, a second after the one before.
func (r *recording) calls(persona, operation string, arguments ...string) *client.Exchange {
	r.t.Helper()
	o, err := client.FindAnywhere(operation)
	if err != nil {
		r.t.Fatal(err)
	}
	var parameters []client.Parameter
	for _, argument := range arguments {
		p, err := client.ParseParameter(argument, nil)
		if err != nil {
			r.t.Fatal(err)
		}
		parameters = append(parameters, p)
	}
	var as *client.Credentials
	if persona != "" {
		found, err := r.mock.Visitor("recorded", nil).Credentials(r.t.Context(), o.API, persona)
		if err != nil {
			r.t.Fatal(err)
		}
		as = &found
	}
	r.pass()
	x, err := r.world.Call(r.t.Context(), as, o, parameters, client.Manner{})
	if err != nil {
		r.t.Fatal(err)
	}
	return x
}

// pass lets a second pass for the mock's session, and for the proxy.
func (r *recording) pass() {
	r.t.Helper()
	r.now = r.now.Add(time.Second)
	if err := r.mock.Visitor("recorded", nil).Pass(r.t.Context(), time.Second); err != nil {
		r.t.Fatal(err)
	}
}

// value is a member of an answer.
func value(t *testing.T, x *client.Exchange, path ...string) string {
	t.Helper()
	var at any
	if err := json.Unmarshal(x.AnswerBody, &at); err != nil {
		t.Fatal(err)
	}
	for _, name := range path {
		object, _ := at.(map[string]any)
		at = object[name]
	}
	if at == nil {
		t.Fatalf("%s has no %v", x, path)
	}
	return fmt.Sprint(at)
}

// saved is what the recorder writes, by the names of the files.
func (r *recording) saved() map[string]string {
	r.t.Helper()
	if err := r.recorder.Save(); err != nil {
		r.t.Fatal(err)
	}
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(r.dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(r.dir, name))
		files[name] = string(content)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return files
}

// passes runs what was recorded against the same mock.
func (r *recording) passes() {
	r.t.Helper()
	if err := steps.LintAll(os.DirFS(r.dir), "."); err != nil {
		r.t.Error(err)
	}
	var report bytes.Buffer
	suite := steps.Suite{Target: r.mock}
	status := godog.TestSuite{Name: "recorded", ScenarioInitializer: suite.Initialize, Options: &godog.Options{
		Format: "pretty", Output: &report, NoColors: true, Strict: true, FS: os.DirFS(r.dir), Paths: []string{"."},
	}}.Run()
	if status != 0 {
		r.t.Errorf("what was recorded ends with %d:\n%s", status, report.String())
	}
}

const cover = "cover=https://cdn.chaoqer.com/image/6ce4443c8fcd4a2b8b407bda86ab4408/cover/331a4fe4981e4df9896b547336276c4c.jpg"

func TestWhatWasRecordedPassesAgain(t *testing.T) {
	t.Parallel()
	r := record(t, proxy.DefaultLimit)
	club := value(t, r.calls("Toby", "createClub", "name= 圈|子\\n{name} ", cover), "result", "clubId")
	r.calls("Tony", "getClub", "clubId="+club)
	r.calls("Tony", "getClub", "clubId="+club)
	r.calls("Tony", "joinClub", "clubId="+club)
	r.calls("枫叶", "joinClub", "clubId=00000000000000000000000000000000")
	r.calls("Toby", "listClubMembers", "clubId="+club, "count=5")
	r.calls("Toby", "sendCaptcha", "countryCode=86", "mobile=13800138001")
	r.calls("Toby", "updateProfile", "nickname=5", "bio=- {bio}\n| \\ \"x\"", "avatar=https://cdn.chaoqer.com/a.jpg")
	r.calls("Toby", "logOut")
	r.calls("Lin", "getTicket", "uid=12322", "list=done")
	r.calls("", "getTicket", "uid= {uid}")
	event := value(t, r.calls("lisi", "lexiang.createEvent", "data.attributes.title=\\\\|{x}", `data.attributes.location:="5"`,
		"data.attributes.started_at=2030-07-01 10:00", "data.attributes.ended_at=2030-07-01 11:00", "data.relationships:={}"), "data", "id")
	r.calls("lisi", "lexiang.getEvent", "event_id="+event)
	r.calls("zhangsan", "lexiang.editEvent", "event_id="+event, "data.attributes.title=圈")
	r.calls("", "admin.patchRow", "api=tickets", "table=tickets", "key=50", "repair_status=Done", "completion_time=+0s")
	r.calls("Lin", "getTicket", "orderid=50")
	r.calls("", "issueToken", "grant_type=client_credentials", "app_key=key", "app_secret=a-secret-of-an-app")
	files := r.saved()
	r.passes()
	for file, parts := range map[string][]string{
		"chaoqer.feature": {
			"@chaoqer\nFeature: ", `When "Toby" calls createClub with:`, `| name (JSON) | " 圈\|子\\\\n\\u007bname} "`,
			"    And result.clubId is remembered as \"clubId1\"\n    Given 1s pass\n    When \"Tony\" calls getClub with:\n      | clubId | {clubId1} |\n    Then the status is 200\n",
			"errorCode is ", `When "Toby" calls logOut`,
		},
		"lexiang.feature":                {`When "lisi" calls createEvent with:`, `| event_id | {id1} |`, "# issueToken answered 400 here; it is not called, since its parameter app_secret is a secret."},
		"tickets.feature":                {"When a stranger calls admin.patchRow with:", `| uid (JSON) | " \\u007buid}" |`},
		"chaoqer/createClub.200.yaml":    {"recorded1:", "summary: the answer to Toby", "x-request:"},
		"lexiang/issueToken.400.yaml":    {`app_secret: "***"`},
		"chaoqer/joinClub.200.yaml":      {"recorded2:"},
		"tickets/getTicket.200.yaml":     {"recorded1:"},
		"chaoqer/updateProfile.200.yaml": {"bio: "},
	} {
		for _, part := range parts {
			if !strings.Contains(files[file], part) {
				t.Errorf("%s lacks %q:\n%s", file, part, files[file])
			}
		}
	}
	if n := strings.Count(files["chaoqer.feature"], "calls getClub"); n != 1 {
		t.Errorf("getClub is called %d times, though it answered the same twice", n)
	}
	for file, content := range files {
		for _, secret := range []string{"70b70000000000000000000000000001", "lin-token", "lexiang-token", "e31bc25bcc6641a1a998eacb6ca9d244", "a-secret-of-an-app", "Basic NmNl"} {
			if strings.Contains(content, secret) {
				t.Errorf("%s shows %s", file, secret)
			}
		}
		if signs := regexp.MustCompile(`sign(=|: "?)[0-9a-f]`).FindString(content); signs != "" {
			t.Errorf("%s shows a signature", file)
		}
		if strings.HasSuffix(file, ".yaml") {
			var back struct {
				Examples map[string]struct {
					Summary string
					Value   any
				}
			}
			if err := yaml.Unmarshal([]byte(content), &back); err != nil || back.Examples["recorded1"].Summary == "" {
				t.Errorf("%s: %v\n%s", file, err, content)
			}
		}
	}
}

func TestWhatIsWrongIsRecordedAsItWas(t *testing.T) {
	t.Parallel()
	r := record(t, proxy.DefaultLimit)
	send := func(method, target, body string, header ...string) {
		t.Helper()
		h := http.Header{"Content-Type": {"application/json"}}
		for i := 0; i < len(header); i += 2 {
			h.Set(header[i], header[i+1])
		}
		r.pass()
		if _, err := r.world.Raw(t.Context(), method, target, h, []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	const toby = "Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE="
	send("POST", "/club", `{"name":"圈"}`, "Authorization", toby)
	send("POST", "/club", `{"name":"圈","ts":1,"sign":"6f00cca425eecdfcbbe74d793bdb433e"}`, "Authorization", toby)
	send("POST", "/club", `{"name":`, "Authorization", toby)
	send("POST", "/club", `["name"]`, "Authorization", toby)
	send("GET", "/v1/status/getTicket?uid=12322", "", "Authorization", "Bearer a-token-of-nobody")
	send("GET", "/v1/status/getTicket?uid=12322", "", "Authorization", "nonsense")
	send("GET", "/v1/status/getTicket?uid=%zz", "", "Authorization", "Bearer lin-token")
	send("GET", "/nowhere", "")
	files := r.saved()
	r.passes()
	for file, parts := range map[string][]string{
		"chaoqer.feature": {
			"Given calls are not signed\n    Given calls carry no ts\n    When \"Toby\" calls createClub with:\n      | name | 圈 |\n    Then the status is 400\n    Given calls are signed as they should be",
			`Given calls are signed with the secret "another"`,
			"# createClub answered 400 here; it is not called, since its body is malformed (body-malformed).",
			"its body is no JSON object.",
		},
		"tickets.feature": {
			"Scenario: getTicket answers 401 to somebody who is not known\n    Given the header \"Authorization\" is sent as \"Bearer nothing\"\n    When a stranger calls getTicket with:",
			`since the encoding of "uid" is malformed.`,
		},
	} {
		for _, part := range parts {
			if !strings.Contains(files[file], part) {
				t.Errorf("%s lacks %q:\n%s", file, part, files[file])
			}
		}
	}
	if strings.Contains(files["tickets.feature"]+files["tickets/getTicket.401.yaml"], "a-token-of-nobody") {
		t.Error("the token is shown")
	}
}

func TestARecordingIsBounded(t *testing.T) {
	t.Parallel()
	r := record(t, 2)
	for range 4 {
		r.calls("Toby", "createClub", "name=圈", cover)
	}
	r.calls("Lin", "getTicket", "uid=12322")
	r.calls("Toby", "listClubs")
	feature := r.saved()["chaoqer.feature"]
	if strings.Count(feature, "calls createClub") != 2 || strings.Contains(feature, "listClubs") || !strings.Contains(feature, "# More calls followed, and were not recorded.") {
		t.Error(feature)
	}
	r.passes()
}

// TestARecordingHasItsBytes: what they do not suffice for is not kept, and said.
func TestARecordingHasItsBytes(t *testing.T) {
	t.Parallel()
	r := record(t, 20)
	r.recorder.Afford(1500)
	r.calls("Toby", "createClub", "name=圈", cover)
	if r.recorder.Full() {
		t.Error("a club is too much")
	}
	r.calls("Toby", "createClub", "name="+strings.Repeat("圈", 600), cover)
	r.calls("Toby", "listClubs", "count=1")
	feature := r.saved()["chaoqer.feature"]
	if strings.Count(feature, "calls createClub") != 1 || strings.Contains(feature, "listClubs") || !strings.Contains(feature, "# More calls followed, and were not recorded.") || !r.recorder.Full() {
		t.Error(feature)
	}
}

func TestARecordingOverwritesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mine.feature"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := proxy.NewRecorder(dir, 1, nil); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Error(err)
	}
}

// TestOnlyWholeAnswersAreRecorded: what the upstream did not say is no example.
func TestOnlyWholeAnswersAreRecorded(t *testing.T) {
	t.Parallel()
	half := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		fmt.Fprint(w, "half")
	})
	dir := t.TempDir()
	for _, upstream := range []string{"http://127.0.0.1:9", half} {
		r, err := proxy.NewRecorder(dir, 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, server := between(t, upstream, func(o *proxy.Options) { o.Recorder = r })
		ask(t, server, "GET /v1/status/getTicket HTTP/1.1\nHost: outside")
		server.Close()
		if err := r.Save(); err != nil {
			t.Fatal(err)
		}
		if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
			t.Errorf("%s: %v %v", upstream, files, err)
		}
	}
}

// TestNobodyKnowsTheTokensOfADeployment: a placeholder stands for who calls.
func TestNobodyKnowsTheTokensOfADeployment(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r, err := proxy.NewRecorder(dir, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	o, _ := client.FindAnywhere("getTicket")
	x := &client.Exchange{
		Operation: o, Method: "GET", URL: "/v1/status/getTicket?uid=1", Header: http.Header{"Authorization": {"Bearer a-real-token"}},
		Status: 200, AnswerBody: []byte(`{"success":true,"echo":"a-real-token"}`),
	}
	r.Identify(t.Context(), x)
	r.Record(x, time.Unix(0, 0))
	if err := r.Save(); err != nil {
		t.Fatal(err)
	}
	feature, _ := os.ReadFile(filepath.Join(dir, "tickets.feature"))
	example, _ := os.ReadFile(filepath.Join(dir, "tickets", "getTicket.200.yaml"))
	if !strings.Contains(string(feature), "put a persona in the place of somebody.\n    When \"somebody\" calls getTicket with:") {
		t.Errorf("%s", feature)
	}
	if strings.Contains(string(feature)+string(example), "a-real-token") || !strings.Contains(string(example), `echo: "***"`) {
		t.Errorf("%s\n%s", feature, example)
	}
}

// memory is what a scenario takes for a remembered value.
var memory = regexp.MustCompile(`\{[\pL][\pL\pN_ '-]*\}`)

// spoken are the parameters that a feature's only call has, as the steps read them.
func spoken(t *testing.T, feature []byte) []client.Parameter {
	t.Helper()
	document, err := gherkin.ParseGherkinDocument(bytes.NewReader(feature), (&messages.Incrementing{}).NewId)
	if err != nil {
		t.Fatalf("%v\n%s", err, feature)
	}
	if len(document.Feature.Children) != 1 {
		t.Fatalf("there are %d scenarios:\n%s", len(document.Feature.Children), feature)
	}
	var parameters []client.Parameter
	for _, step := range document.Feature.Children[0].Scenario.Steps {
		if len(steps.Matches(strings.TrimSpace(step.Text))) != 1 {
			t.Fatalf("no phrase means %q", step.Text)
		}
		if step.DataTable == nil {
			continue
		}
		for _, row := range step.DataTable.Rows {
			name, value := row.Cells[0].Value, row.Cells[1].Value
			if found := memory.FindString(value); found != "" {
				t.Fatalf("%s is taken for a remembered value", found)
			}
			bare := regexp.MustCompile(` *(\(JSON\)|（JSON）)$`).ReplaceAllString(name, "")
			parameters = append(parameters, client.Parameter{Name: bare, Value: value, JSON: bare != name})
		}
	}
	return parameters
}

// again is the request that a recorded one becomes when its feature is run, nil if it
// cannot be said.
func again(t *testing.T, x *client.Exchange) *client.Exchange {
	t.Helper()
	feature, wrong := proxy.FeatureOf(x)
	if wrong != "" {
		return nil
	}
	c := &client.Client{}
	back, err := c.Prepare(nil, x.Operation, spoken(t, feature), client.Manner{Untimed: true, Unsigned: true})
	if err != nil {
		t.Fatalf("%v\n%s", err, feature)
	}
	return back
}

// FuzzFeature: whatever a query or a JSON body has, its feature has it too, or says
// that it has not.
func FuzzFeature(f *testing.F) {
	for _, seed := range [][3]string{
		{"name", "圈", `"圈"`},
		{"a|b", `\n|\`, `{"b":[1,"{x}"],"c":{}}`},
		{" name ", " {name} ", `5.00`},
		{"name (JSON)", "\"'\n\r\t\u0085", `"\u0000{a}\\"`},
		{"#", "# no comment", `[{"a":"| |"},null,true]`},
		{"a.b", "{}", `{"x.y":1,"":2}`},
		{"", "", `""`},
		{"{name}", "5", `"5"`},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	get, err := client.FindAnywhere("getTicket")
	if err != nil {
		f.Fatal(err)
	}
	post, err := client.FindAnywhere("createClub")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name, value, member string) {
		x := &client.Exchange{Operation: get, Method: "GET", Header: http.Header{}, Status: 200}
		x.URL = get.Path + "?" + url.QueryEscape(name) + "=" + url.QueryEscape(value) + "&uid=1"
		if back := again(t, x); back != nil {
			want, _ := url.Parse(x.URL)
			got, err := url.Parse(back.URL)
			if err != nil || !reflect.DeepEqual(want.Query(), got.Query()) {
				t.Fatalf("%s became %s %v", x.URL, back.URL, err)
			}
		}
		if name == "sign" || name == "ts" || !json.Valid([]byte(member)) {
			return
		}
		body, err := json.Marshal(map[string]json.RawMessage{name: json.RawMessage(member), "cover": json.RawMessage(`"x"`)})
		if err != nil {
			t.Skip(err)
		}
		x = &client.Exchange{Operation: post, Method: "POST", URL: post.Path, Header: http.Header{"Content-Type": {"application/json"}}, Body: body, Status: 200}
		if back := again(t, x); back != nil && !reflect.DeepEqual(decode(t, body), decode(t, back.Body)) {
			t.Fatalf("%s became %s", body, back.Body)
		}
	})
}

func decode(t *testing.T, data []byte) (value any) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	if _, err := decoder.Token(); err != io.EOF {
		t.Fatalf("something follows %s", data)
	}
	return value
}

// FuzzAsYAML: what JSON says, its YAML says.
func FuzzAsYAML(f *testing.F) {
	for _, seed := range []string{`{"a":"1","b":1.50,"c":[null,true,"true","~","- x","a: b","#","\u0085\u2028"],"d":{"":""}}`, `"\n |"`, `[]`, `1e400`, `"\ud83d\udc46"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data string) {
		if !json.Valid([]byte(data)) {
			return
		}
		out := proxy.AsYAML([]byte(data))
		var b bytes.Buffer
		if json.Indent(&b, []byte(data), "", "  ") == nil && bytes.Equal(out, b.Bytes()) {
			return // as it was
		}
		back, err := yaml.YAMLToJSON(out)
		if err != nil {
			t.Fatalf("%s became %s: %v", data, out, err)
		}
		if want, got := decode(t, []byte(data)), decode(t, back); !reflect.DeepEqual(want, got) {
			t.Fatalf("%s became %s", data, out)
		}
	})
}
