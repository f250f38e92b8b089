package journal_test

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
)

// archive is what the schema of HAR 1.2 says.
func archive(t *testing.T) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open("testdata/har-1.2.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	document, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("har.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("har.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// asJSON is a value as it goes onto the wire, read again.
func asJSON(t *testing.T, value any) any {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	read, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func TestAnArchiveIsHAR(t *testing.T) {
	t.Parallel()
	schema := archive(t)
	post := journal.Entry{
		ID: "7", Time: clock.Instant(1_718_000_000_123), Session: "demo", API: "chaoqer", Operation: "login", Persona: "Toby",
		Request: journal.Message{
			Method: "POST", URL: "/account/login?q=%E5%9C%88+b&q=2&x&%zz=%zz", Body: "mobile=1",
			Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Accept": {"a", "b"}},
		},
		Answer: journal.Message{Body: "{}", Cut: 5, Header: http.Header{"Content-Type": {"application/json"}, "Location": {"/next"}}},
		Status: 302, Verdict: "ok", Diagnosis: []op.Note{{ID: "strict", Text: "odd"}}, Micros: 1500,
	}
	bare := journal.Entry{ID: "8", Verdict: "error", Status: 204, Request: journal.Message{Method: "GET", URL: "*"}}
	odd := journal.Entry{ID: "9", Status: 599, Request: journal.Message{Method: "GET", URL: "/?", Body: "text", Cut: 1}}
	har := journal.Archive([]journal.Entry{post, bare, odd}, "http://mock.example:4700", "v1.2.3")
	if err := schema.Validate(asJSON(t, har)); err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(asJSON(t, journal.Archive(nil, "", ""))); err != nil {
		t.Errorf("the archive of nothing: %v", err)
	}
	want := journal.HAREntry{
		Started: "2024-06-10T14:13:20.123+08:00", Time: 1.5, Timings: journal.HARTimings{Wait: 1.5},
		Request: journal.HARRequest{
			Method: "POST", URL: "http://mock.example:4700/account/login?q=%E5%9C%88+b&q=2&x&%zz=%zz", HTTPVersion: "HTTP/1.1",
			Cookies: []journal.HARPair{}, HeadersSize: -1, BodySize: 8,
			Headers:     []journal.HARPair{{"Accept", "a"}, {"Accept", "b"}, {"Content-Type", "application/x-www-form-urlencoded"}},
			QueryString: []journal.HARPair{{"q", "圈 b"}, {"q", "2"}, {"x", ""}, {"%zz", "%zz"}},
			PostData:    &journal.HARPostData{MimeType: "application/x-www-form-urlencoded", Params: []journal.HARPair{}, Text: "mobile=1"},
		},
		Response: journal.HARResponse{
			Status: 302, StatusText: "Found", HTTPVersion: "HTTP/1.1", Cookies: []journal.HARPair{}, RedirectURL: "/next",
			Headers: []journal.HARPair{{"Content-Type", "application/json"}, {"Location", "/next"}}, HeadersSize: -1, BodySize: 7,
			Content: journal.HARContent{Size: 7, MimeType: "application/json", Text: "{}", Comment: "5 more bytes are left out"},
		},
		ID: "7", Session: "demo", API: "chaoqer", Operation: "login", Persona: "Toby", Verdict: "ok",
		Diagnosis: []op.Note{{ID: "strict", Text: "odd"}},
	}
	if diff := cmp.Diff(want, har.Log.Entries[0]); diff != "" {
		t.Errorf("the first entry (-want +got):\n%s", diff)
	}
	if har.Log.Entries[1].Request.PostData != nil || har.Log.Entries[2].Request.PostData.Comment == "" {
		t.Errorf("bodies: %+v", har.Log.Entries[1:])
	}
	broken := har
	broken.Log.Entries = []journal.HAREntry{{}}
	if err := schema.Validate(asJSON(t, broken)); err == nil {
		t.Error("the schema takes an entry of nothing")
	}
}
