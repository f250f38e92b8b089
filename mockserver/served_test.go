package mockserver

import (
	"bytes"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/tidwall/gjson"

	"contractmock/fixtures"
	"contractmock/openapi"
)

// yours are files of a user's own: the documents and fixtures of all APIs as they are
// embedded, and a mock over them.
type yours struct {
	t    *testing.T
	dir  string
	mock *Server
	log  *bytes.Buffer
}

func newYours(t *testing.T) yours {
	t.Helper()
	y := yours{t: t, dir: t.TempDir(), log: &bytes.Buffer{}}
	for _, api := range openapi.APIs() {
		y.write("openapi/"+api+".yaml", y.embedded("openapi/"+api+".yaml"))
		y.write("fixtures/"+api+".yaml", y.embedded("fixtures/"+api+".yaml"))
	}
	var err error
	y.mock, err = New(Options{
		OpenAPI: os.DirFS(filepath.Join(y.dir, "openapi")), OpenAPIName: "my/openapi",
		Fixtures: os.DirFS(filepath.Join(y.dir, "fixtures")), FixturesName: "my/fixtures",
		Log: slog.New(slog.NewTextHandler(y.log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return y
}

func (y yours) embedded(name string) string {
	y.t.Helper()
	files := map[string]fs.FS{"openapi": openapi.Files, "fixtures": fixtures.Files}
	data, err := fs.ReadFile(files[filepath.Dir(name)], filepath.Base(name))
	if err != nil {
		y.t.Fatal(err)
	}
	return string(data)
}

func (y yours) write(name, text string) {
	y.t.Helper()
	path := filepath.Join(y.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		y.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		y.t.Fatal(err)
	}
}

// change writes the embedded file with a text in it replaced.
func (y yours) change(name, from, to string) {
	y.t.Helper()
	text := y.embedded(name)
	if !strings.Contains(text, from) {
		y.t.Fatalf("%s has no %q", name, from)
	}
	y.write(name, strings.Replace(text, from, to, 1))
}

// asked is the answer to somebody in a session.
func asked(mock *Server, session, target string) *httptest.ResponseRecorder {
	r := here(httptest.NewRequest(http.MethodGet, target, nil))
	r.Header.Set("Mock-Session", session)
	r.Header.Set("Authorization", "Bearer lin-token")
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, r)
	return w
}

// ask is the body of an answer to Lin in a session.
func (y yours) ask(session, target string) string {
	return asked(y.mock, session, target).Body.String()
}

// campus is where the first of Lin's tickets is to be repaired, in a session.
func (y yours) campus(session string) string {
	return gjson.Get(y.ask(session, "/v1/status/getTicket?uid=12322"), "data.0.campus").String()
}

func (y yours) health() gjson.Result {
	return gjson.Parse(y.ask("default", "/__admin/health"))
}

func TestAReloadLeavesLiveSessionsTheirRows(t *testing.T) {
	t.Parallel()
	y := newYours(t)
	if had := y.health().Get("reload"); had.Exists() {
		t.Errorf("health tells a reload before there was one: %s", had)
	}
	before := y.campus("live")
	text := y.embedded("fixtures/tickets.yaml")
	y.write("fixtures/tickets.yaml", strings.ReplaceAll(text, "campus: "+before, "campus: Moon"))
	if err := y.mock.Reload("my/fixtures/tickets.yaml"); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{"live": y.campus("live"), "default": y.campus("default"), "new": y.campus("new")}
	if diff := cmp.Diff(map[string]string{"live": before, "default": before, "new": "Moon"}, got); diff != "" {
		t.Errorf("after the reload (-want +got):\n%s", diff)
	}
	reset := here(httptest.NewRequest(http.MethodPost, "/__admin/reset", nil))
	reset.Header.Set("Mock-Session", "live")
	y.mock.ServeHTTP(httptest.NewRecorder(), reset)
	if got := y.campus("live"); got != "Moon" {
		t.Errorf("after the reset the campus is %s", got)
	}
	said := y.health().Get("reload")
	if said.Get("files").Raw != `["my/fixtures/tickets.yaml"]` || said.Get("error").Exists() || said.Get("time").String() == "" {
		t.Errorf("health tells the reload as %s", said)
	}
}

func TestABadFileLeavesWhatWasReadBefore(t *testing.T) {
	t.Parallel()
	y := newYours(t)
	before := y.campus("live")
	for i, c := range []struct{ name, file, from, to, want string }{
		{"a row that cannot be", "fixtures/tickets.yaml", "role: user", "roll: user", "my/fixtures/tickets.yaml:"},
		{"fixtures that are no YAML", "fixtures/tickets.yaml", "persons:", "persons: [", "my/fixtures/tickets.yaml:"},
		{"a document that is no YAML", "openapi/tickets.yaml", "tags: [工单]", "tags: [工单]]", "my/openapi/tickets.yaml:47: "},
		{"a document whose operation has no code", "openapi/tickets.yaml", "operationId: getTicket", "operationId: getTickets", "my/openapi/tickets.yaml:30: operation getTickets (GET /v1/status/getTicket) has no code; "},
		{"a document that does not say how requests are signed", "openapi/chaoqer.yaml", "x-sign:", "x-signs:", "my/openapi/chaoqer.yaml: no security scheme has x-sign, but the API's requests are signed; keep that of the embedded document"},
		{"a path that two have", "openapi/chaoqer.yaml", "  /club/{clubId}:\n", "  /v1/status/getTicket:\n    get: {operationId: more, x-mock: example, responses: {\"204\": {description: ok}}}\n  /club/{clubId}:\n", "GET /v1/status/getTicket is twice: getTicket of tickets (my/openapi/tickets.yaml:30) and more of chaoqer"},
	} {
		y.change(c.file, c.from, c.to)
		err := y.mock.Reload("my/" + c.file)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %s", c.name, err, c.want)
			continue
		}
		if said := y.health().Get("reload"); said.Get("error").String() != err.Error() || said.Get("files.0").String() != "my/"+c.file {
			t.Errorf("%s: health tells it as %s", c.name, said)
		}
		if lines := strings.Split(err.Error(), "\n"); !strings.Contains(y.log.String(), strings.Trim(strconv.Quote(lines[len(lines)-1]), `"`)) {
			t.Errorf("%s: the log does not tell it:\n%s", c.name, y.log)
		}
		for _, session := range []string{"live", fmt.Sprint("new-", i)} {
			if got := y.campus(session); got != before {
				t.Errorf("%s: the campus in %s is %q afterwards, want %s", c.name, session, got, before)
			}
		}
		y.write(c.file, y.embedded(c.file))
	}
	if err := y.mock.Reload(); err != nil {
		t.Error(err)
	}
	if said := y.health().Get("reload"); said.Get("error").Exists() || said.Get("files").Raw != "[]" {
		t.Errorf("when all is well again, health tells %s", said)
	}
}

func TestADocumentThatHasChangedIsFollowed(t *testing.T) {
	t.Parallel()
	y := newYours(t)
	diagnosis := func(target string) string {
		return asked(y.mock, "default", target).Header().Get("Mock-Diagnosis")
	}
	const page3 = "/v1/status/getTicket?uid=12322&page=3"
	if got := diagnosis(page3); got != "" {
		t.Fatalf("the third page is odd already: %s", got)
	}
	for _, of := range []string{"today", "tomorrow"} {
		news := "paths:\n  /news: {get: {operationId: news, x-mock: example, security: [], responses: {\"200\": {description: ok, content: {application/json: {schema: {type: object}, example: {of: " + of + "}}}}}}}\n"
		text := strings.Replace(y.embedded("openapi/tickets.yaml"), "paths:\n", news, 1)
		y.write("openapi/tickets.yaml", strings.Replace(text, "            maximum: 2147483647\n            default: 1", "            maximum: 2\n            default: 1", 1))
		if err := y.mock.Reload(); err != nil {
			t.Fatal(err)
		}
		if got := y.ask("default", "/news"); gjson.Get(got, "of").String() != of {
			t.Errorf("the example is %s, want one of %s", got, of)
		}
	}
	if routes := y.ask("default", "/__admin/routes"); gjson.Get(routes, `#(operation=="news").mode`).String() != "example" {
		t.Errorf("the routes are %s", routes)
	}
	if got := diagnosis(page3); !strings.HasPrefix(got, "param-maximum: ") || !strings.Contains(got, "(T23, my/openapi/tickets.yaml:") {
		t.Errorf("the third page is diagnosed as %q", got)
	}
	if err := os.Remove(filepath.Join(y.dir, "openapi/tickets.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := y.mock.Reload(); err != nil || diagnosis(page3) != "" || strings.Contains(y.ask("default", "/__admin/routes"), "news") {
		t.Errorf("without the file the embedded one is not served: %v", err)
	}
}

// generations are files of which there is one generation at a time.
type generations struct {
	of  map[string]fstest.MapFS
	now atomic.Pointer[string]
}

func (g *generations) Open(name string) (fs.File, error) { return g.of[*g.now.Load()].Open(name) }

// TestRequestsDuringReloadsAreWhole: whichever generation of the files a request
// meets, all that it meets is of that one.
func TestRequestsDuringReloadsAreWhole(t *testing.T) {
	t.Parallel()
	documents, rows := &generations{of: map[string]fstest.MapFS{}}, &generations{of: map[string]fstest.MapFS{}}
	names := []string{"Moon1", "Moon2"} // near enough for the hint
	for _, name := range names {
		documents.of[name] = fstest.MapFS{"tickets.yaml": {Data: []byte(`openapi: 3.0.3
info: {title: tickets, version: "1"}
paths:
  /news/` + name + `: {get: {operationId: news, x-mock: example, responses: {"200": {description: ok, content: {application/json: {schema: {type: object}, example: {of: ` + name + `}}}}}}}
  /v1/status/getTicket: {get: {operationId: getTicket, responses: {"200": {description: ok}}}}
`)}}
		rows.of[name] = fstest.MapFS{"chaoqer.yaml": {}, "lexiang.yaml": {}, "tickets.yaml": {Data: []byte("persons: [{id: 1, name: " + name + ", role: user}]\ntokens: [{token: lin-token, holder: '1'}]\n")}}
	}
	documents.now.Store(&names[0])
	rows.now.Store(&names[0])
	mock, err := New(Options{OpenAPI: documents, Fixtures: rows, MaxSessions: 20})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	var wait sync.WaitGroup
	var seen [2]atomic.Int64
	for worker := range 4 {
		wait.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-done:
					return
				default:
				}
				mine, other := names[i%2], names[1-i%2]
				session := fmt.Sprintf("s%d-%d", worker, i%10)
				news := asked(mock, session, "/news/"+mine)
				found := news.Code == 200 && gjson.Get(news.Body.String(), "of").String() == mine
				if lost := news.Code == 404 && strings.Contains(news.Header().Get("Mock-Diagnosis"), "/news/"+other); !found && !lost {
					t.Errorf("/news/%s is %d %s %s", mine, news.Code, news.Body, news.Header())
					return
				}
				if found {
					seen[i%2].Add(1)
				}
				people := gjson.Parse(asked(mock, session, "/__admin/state/tickets/persons").Body.String())
				if name := people.Get("rows.0.name").String(); name != mine && name != other || people.Get("total").Int() != 1 {
					t.Errorf("a session begins with %s", people)
					return
				}
			}
		})
	}
	for i := range 200 {
		documents.now.Store(&names[i%2])
		rows.now.Store(&names[i%2])
		if err := mock.Reload(); err != nil {
			t.Error(err)
		}
	}
	close(done)
	wait.Wait()
	if seen[0].Load() == 0 || seen[1].Load() == 0 {
		t.Errorf("the requests saw %d and %d of the two generations", seen[0].Load(), seen[1].Load())
	}
}

func TestDirectoriesOfDocuments(t *testing.T) {
	t.Parallel()
	tickets, err := fs.ReadFile(openapi.Files, "tickets.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		files fstest.MapFS
		want  string
	}{
		{"one of them", fstest.MapFS{"tickets.yaml": {Data: tickets}, "notes.yaml": {}}, ""},
		{"none", fstest.MapFS{"notes.yaml": {}}, "mine holds none of the documents; they are named after the APIs, as tickets.yaml is"},
		{"a misspelt one", fstest.MapFS{"tickets.yaml": {Data: tickets}, "lexian.yaml": {}}, "mine/lexian.yaml is of no API; did you mean lexiang?"},
		{"another extension", fstest.MapFS{"tickets.yml": {Data: tickets}}, "mine/tickets.yml is not read; name it tickets.yaml"},
		{"the control plane's", fstest.MapFS{"tickets.yaml": {Data: tickets}, "admin.yaml": {}}, "mine/admin.yaml describes the control plane, which is the mock's own and cannot be replaced; take it out of the directory"},
		{"an empty one", fstest.MapFS{"tickets.yaml": {}}, "the document cannot be used:\nmine/tickets.yaml:1: value of openapi must be a non-empty string"},
		{"a directory in its place", fstest.MapFS{"tickets.yaml/a": {}}, "the document of tickets cannot be read: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			mock, err := New(Options{OpenAPI: c.files, OpenAPIName: "mine"})
			switch {
			case c.want == "" && err != nil, c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("error %v\nwant  %s", err, c.want)
			case c.want == "":
				if diff := cmp.Diff([]string{"mine"}, mock.Sources()); diff != "" {
					t.Errorf("sources (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestTheLogDoesNotTellTheTokensOfFixtures(t *testing.T) {
	t.Parallel()
	y := newYours(t)
	y.change("fixtures/tickets.yaml", "token: lin-token", "more: 1, token: a-token-that-nobody-may-see")
	err := y.mock.Reload()
	if err == nil || !strings.Contains(err.Error(), "my/fixtures/tickets.yaml:") || strings.Contains(err.Error()+y.log.String(), "that-nobody-may-see") {
		t.Errorf("error %v, and the log\n%s", err, y.log)
	}
}

func TestAPanicWhileFilesAreReadIsAnError(t *testing.T) {
	t.Parallel()
	files := &panicking{FS: fixtures.Files}
	mock, err := New(Options{Fixtures: files})
	if err != nil {
		t.Fatal(err)
	}
	files.now = true
	if err := mock.Reload(); err == nil || !strings.Contains(err.Error(), "a defect of the mock") {
		t.Errorf("error %v", err)
	}
	if w := ask(mock, http.MethodGet, "/__admin/health", nil); w.Code != 200 || gjson.Get(w.Body.String(), "reload.error").String() == "" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

type panicking struct {
	fs.FS
	now bool
}

func (p *panicking) Open(name string) (fs.File, error) {
	if p.now {
		panic("a defect")
	}
	return p.FS.Open(name)
}

// BenchmarkReload reads all documents and fixtures anew.
func BenchmarkReload(b *testing.B) {
	mock, err := New(Options{OpenAPI: openapiOnly{}, Fixtures: fixtures.Files})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := mock.Reload(); err != nil {
			b.Fatal(err)
		}
	}
}

// openapiOnly are the embedded documents that can be replaced.
type openapiOnly struct{}

func (openapiOnly) Open(name string) (fs.File, error) {
	if name == "admin.yaml" {
		return nil, fs.ErrNotExist
	}
	return openapi.Files.Open(name)
}

// TestNoValueOfARowWithSecretsIsTold, also where it is of a wrong type.
func TestNoValueOfARowWithSecretsIsTold(t *testing.T) {
	t.Parallel()
	y := newYours(t)
	y.change("fixtures/chaoqer.yaml", "secret: e31bc25bcc6641a1a998eacb6ca9d244", "secret: 987654321")
	err := y.mock.Reload()
	if err == nil || !strings.Contains(err.Error(), "secret: a text is expected") || strings.Contains(err.Error(), "987654321") {
		t.Errorf("error %v", err)
	}
}

// TestAFileThatIsNewAndWrongIsWatched: it is the one to mend.
func TestAFileThatIsNewAndWrongIsWatched(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	main := "openapi: 3.0.3\ninfo: {title: shop, version: '1'}\npaths:\n  /a: %s\n"
	write("shop.yaml", fmt.Sprintf(main, "{get: {responses: {'204': {description: ok}}}}"))
	mock, err := New(Options{Specs: []string{filepath.Join(dir, "shop.yaml")}})
	if err != nil {
		t.Fatal(err)
	}
	write("shop.yaml", fmt.Sprintf(main, "{$ref: more.yaml}"))
	write("more.yaml", "[")
	more := filepath.ToSlash(filepath.Join(dir, "more.yaml"))
	if err := mock.Reload(); err == nil || !slices.Contains(mock.Sources(), more) {
		t.Errorf("%v; watched are %v", err, mock.Sources())
	}
	write("more.yaml", "get: {responses: {'204': {description: ok}}}")
	if err := mock.Reload(); err != nil || !slices.Contains(mock.Sources(), more) {
		t.Errorf("%v; watched are %v", err, mock.Sources())
	}
}
