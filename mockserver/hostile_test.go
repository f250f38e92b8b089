package mockserver

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"contractmock/fixtures"
	"contractmock/mockserver/clock"
	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
	"contractmock/mockserver/session"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// hostile is a mock that is sent anything, through all its stages. Signatures and
// repetitions are passed over, so that what is sent gets as far as it can.
type hostile struct {
	mock       *Server
	operations []*spec.Operation // all there are, the control plane's too
}

func newHostile(t testing.TB, options Options) hostile {
	t.Helper()
	now := clock.Instant(1_717_992_000_000)
	options.Now, options.Answers, options.JournalEntries = &now, AnswersFatal, 100
	options.Relax = append(options.Relax, op.RelaxSign, op.RelaxTime, op.RelaxDuplicates)
	options.Sleep = func(context.Context, time.Duration) {}
	mock, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	h := hostile{mock: mock}
	for _, api := range append(mock.apis(), mock.control) {
		h.operations = append(h.operations, api.Document.Operations...)
		if api.Outside != nil {
			h.operations = append(h.operations, api.Outside.Document.Operations...)
		}
	}
	return h
}

// those are the operations that are of interest.
func (h hostile) those(of func(*spec.Operation) bool) (found []*spec.Operation) {
	for _, o := range h.operations {
		if of(o) {
			found = append(found, o)
		}
	}
	return found
}

// known is what stands in the place of a path's parameters: rows of the fixtures.
var known = map[string]string{
	"uid": tony.uid, "clubId": "ea01330db4ad49288dce2b8bcb00240b", "roomId": "cda55a0bfb834f5ab18eb0867f01017a",
	"eventId": "99f43e8566b4413288fb02e0f4a9acc3", "roomCacheId": "f6fa3eef2e7344abad2035e13b19b79d", "jPushId": "1",
	"linkMD5": "00000000000000000000000000000000", "event_id": "fb245e2c779411ed99a3d248086140f2", "staff_id": "zhangsan",
	"name": "n", "api": "tickets", "table": "tickets", "key": "1", "id": "1",
	"session": session.Default, "imageDir": "cover", "imageFile": "00000000000000000000000000000000.jpg",
}

// pathTo is the path of an operation, with known rows in it.
func pathTo(o *spec.Operation) string {
	return parameterInPath.ReplaceAllStringFunc(o.Path, func(name string) string { return known[strings.Trim(name, "{}")] })
}

// to is a request for an operation, from somebody who may make it.
func (h hostile) to(o *spec.Operation, query, body string) *http.Request {
	r := here(httptest.NewRequest(o.Method, pathTo(o), strings.NewReader(body)))
	r.URL.RawQuery = query
	r.RequestURI = r.URL.RequestURI()
	r.Header.Set("Authorization", map[string]string{
		"tickets": "Bearer sun-token",
		"chaoqer": "Basic " + base64.StdEncoding.EncodeToString([]byte(toby.uid+":"+toby.token)),
		"lexiang": "Bearer lexiang-token",
	}[o.API])
	r.Header.Set("StaffID", "system-bot")
	r.Header.Set("Cookie", "chaoqer_wx_code=toby-weixin-code")
	return r
}

// remembers are the tables whose rows stay when a request is refused: what counts
// attempts, and how long tokens hold (C05, C13, C20, C23, L02).
var remembers = []string{"chaoqer.calls", "chaoqer.captcha-requests", "chaoqer.captchas", "chaoqer.tokens", "lexiang.token-requests"}

// withstands sends a request in a world that begins anew, and holds that it is answered
// as the specification says, that nothing of it is committed if it is refused, and that
// the next request is served.
func (h hostile) withstands(t *testing.T, r *http.Request) (w *httptest.ResponseRecorder, entry journal.Entry) {
	t.Helper()
	h.anew(t)
	before := h.mock.sessionOf(session.Default).World()
	w = httptest.NewRecorder()
	h.mock.ServeHTTP(w, r)
	if diagnosis := w.Header().Get("Mock-Diagnosis"); w.Code >= 500 && w.Code != http.StatusServiceUnavailable || strings.HasPrefix(diagnosis, "internal") {
		t.Errorf("%s %s: %d %s %s", r.Method, r.URL, w.Code, diagnosis, w.Body)
	}
	entry, _ = h.mock.journal.Get(w.Header().Get("Mock-Request")) // reads of the control plane are not there
	if w.Code >= 400 && entry.Verdict == "ok" {
		t.Errorf("%s %s: the journal calls %d ok", r.Method, r.URL, w.Code)
	}
	if w.Code >= 400 || entry.Verdict != "" && entry.Verdict != "ok" {
		var rows bytes.Buffer
		after := h.mock.sessionOf(session.Default).World()
		if err := after.Export(&rows, before); err != nil {
			t.Fatal(err)
		}
		for _, table := range tablesOf(t, rows.Bytes(), after.Gone(before)) {
			if !slices.Contains(remembers, table) {
				t.Errorf("%s %s is refused (%d %s), and changes %s: %s", r.Method, r.URL, w.Code, entry.Verdict, table, rows.String())
			}
		}
	}
	plain := here(httptest.NewRequest(http.MethodGet, "/v1/status/getTicket?orderid=1", nil))
	plain.Header.Set("Authorization", "Bearer sun-token")
	plain.Header.Set("Mock-Session", "plain")
	next := httptest.NewRecorder()
	h.mock.ServeHTTP(next, plain)
	if next.Code != http.StatusOK {
		t.Errorf("after %s %s the next request gets %d %s", r.Method, r.URL, next.Code, next.Body)
	}
	return w, entry
}

// anew makes the mock what it was when it began.
func (h hostile) anew(t *testing.T) {
	t.Helper()
	for _, path := range []string{"/faults", "/requests"} {
		if w := ask(h.mock, http.MethodDelete, "/__admin"+path, nil); w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	for _, s := range h.mock.sessions.List() {
		if s.Name != session.Default {
			_ = h.mock.sessions.Delete(s.Name)
		}
	}
	for _, s := range h.mock.sessions.Snapshots() {
		_ = h.mock.sessions.DeleteSnapshot(s.Name)
	}
	first, _ := h.mock.sessions.Lookup(session.Default)
	if err := first.Set(session.Settings{Relax: h.mock.options.Relax}); err != nil {
		t.Fatal(err)
	}
	if err := first.Reset(); err != nil {
		t.Fatal(err)
	}
}

// tablesOf are the tables of which rows are there or gone.
func tablesOf(t *testing.T, rows []byte, gone map[string]map[string][]string) (names []string) {
	t.Helper()
	var there map[string]map[string]json.RawMessage
	if err := json.Unmarshal(rows, &there); err != nil {
		t.Fatalf("%v: %s", err, rows)
	}
	for api, tables := range there {
		for table := range tables {
			names = append(names, api+"."+table)
		}
	}
	for api, tables := range gone {
		for table := range tables {
			names = append(names, api+"."+table)
		}
	}
	return names
}

// hostileBodies are bodies that nobody means well with, by what they say they are.
var hostileBodies = []struct{ media, body string }{
	{"", ""},
	{"", `{"name":"a"}`},
	{"application/json", `{"name":"圈","cover":"c","desc":"d","eventTime":1795270000000,"memberUidList":["` + toby.uid + `"]}`},
	{"application/json", `{"name":"a","name":"b"}`},
	{"application/json", strings.Repeat(`{"a":`, 2000)},
	{"application/json", strings.Repeat("[", 100_000)},
	{"application/json", `{"data":{"type":"event","attributes":{"title":"t","content":"c","started_at":"2024-06-10 12:00:00","ended_at":"2024-06-11 12:00:00"},"relationships":{"category":{"data":{"type":"category","id":"f989f0c4045411eaae5f0a58ac130361"}}}}}`},
	{"application/vnd.api+json", `{"data":{"attributes":{"title":null,"duration":1e400,"privilege_type":-0.0}}}`},
	{"application/json; charset=gbk", "{\"name\":\"\xb2\xe2\"}"},
	{"application/json", "\xef\xbb\xbf{}"},
	{"application/json", "{\"name\":\"\xff\xfe\x00\"}"},
	{"application/json", `{"name":"\u0000\ud800","mobile":["13912345678"],"captcha":{"a":1}}`},
	{"application/json", `{} {}`},
	{"application/json", `null`},
	{"application/x-www-form-urlencoded", "name=a&name=b&cover=%zz&=&&a[b][c]=1"},
	{"application/x-www-form-urlencoded", "mobile=13912345678&captcha=%00&ts=1&sign=0"},
	{"application/x-www-form-urlencoded", strings.Repeat("a=1&", 10_000)},
	{"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\na\r\n--x--\r\n"},
	{"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data"},
	{"image/jpeg", "\xff\xd8\xff\xe0\x00\x10JFIF"},
	{"text/html", "<script>"},
	{"text/plain; =", "\x00"},
	{";;;", "a"},
}

func takesBody(o *spec.Operation) bool {
	return o.API != openapi.Admin && (o.Method == http.MethodPost || o.Method == http.MethodPut)
}

// FuzzBodies: whatever body an operation gets, of whatever content type.
func FuzzBodies(f *testing.F) {
	h := newHostile(f, Options{})
	operations := h.those(takesBody)
	for n := range operations {
		for _, b := range hostileBodies[n%3:] {
			if (n+len(b.body))%3 == 0 {
				f.Add(uint8(n), b.media, b.body)
			}
		}
	}
	f.Fuzz(func(t *testing.T, n uint8, media, body string) {
		r := h.to(operations[int(n)%len(operations)], "ts=1&sign=0", body)
		r.Header.Set("Content-Type", media)
		h.withstands(t, r)
	})
}

// FuzzQueries: whatever query an operation gets.
func FuzzQueries(f *testing.F) {
	h := newHostile(f, Options{})
	operations := h.those(func(o *spec.Operation) bool { return o.API != openapi.Admin })
	seeds := []string{
		"", "&&==", "ts=1&sign=0&count=10", "ts=%zz&sign=%00", "page=2&limit=99999999999999999999", "orderid=1&uid=12322&list=pending&page=-0",
		"list_type=all&filter[started_at][since]=2023-03-08&filter[a][b][c]=1&sort=-created_at,,x&include=owner", "filter%5Bstarted_at%5D=x&filter=y&page=1e3",
		"lastId=1:%27%3B--&count=-1", "name=%F0%9F%91%86&cover=c&cover=d&memberUidList=[%22a%22]", "mobile=%2B8613912345678&captcha=8888", "a;b=c", strings.Repeat("a=b&", 3000),
		"url=http://[::1%25&imageDir=../..&Expires=-1&Signature=%ff", "state=x&code=%0d%0aSet-Cookie:a=b",
	}
	for n := range operations {
		f.Add(uint8(n), seeds[n%len(seeds)])
		f.Add(uint8(n), seeds[(n+5)%len(seeds)])
		f.Add(uint8(n), "ts=1&sign=0&count=1&name=n&cover=c&clubId=ffffffffffffffffffffffffffffffff") // which nobody has
	}
	f.Fuzz(func(t *testing.T, n uint8, query string) {
		w, _ := h.withstands(t, h.to(operations[int(n)%len(operations)], query, ""))
		for name, values := range w.Header() {
			if strings.ContainsAny(name+strings.Join(values, ""), "\r\n\x00") {
				t.Errorf("the header %q has %q", name, values)
			}
		}
	})
}

// FuzzAuthorizations: nobody is let in whose Authorization does not hold a token of the
// fixtures.
func FuzzAuthorizations(f *testing.F) {
	h := newHostile(f, Options{})
	operations := h.those(func(o *spec.Operation) bool { return o.API != openapi.Admin && len(o.Security) > 0 })
	basic := func(text string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(text)) }
	seeds := []string{
		"", "Bearer", "Bearer ", "Bearer lin-token", "bearer lin-token", "Bearer lin-token, Bearer sun-token", "Bearer  lin-token", "Bearer lexiang-token\x00", "Basic lin-token",
		basic(toby.uid + ":" + toby.token), basic(toby.uid + ":"), basic(":" + toby.token), basic(toby.uid + ":" + tony.token), basic("\xff:\xfe"), basic("圈:子"), "Basic ====", "Digest a=b", strings.Repeat("Bearer ", 5000),
	}
	for n := range operations {
		f.Add(uint8(n), seeds[n%len(seeds)])
	}
	for _, seed := range seeds {
		f.Add(uint8(0), seed)
		f.Add(uint8(7), seed)
		f.Add(uint8(len(operations)-1), seed)
	}
	f.Fuzz(func(t *testing.T, n uint8, authorization string) {
		o := operations[int(n)%len(operations)]
		r := h.to(o, "ts=1&sign=0&count=1", "")
		r.Header.Set("Authorization", authorization)
		w, entry := h.withstands(t, r)
		if letIn := entry.Caller != "" && w.Code != http.StatusUnauthorized; letIn && !holdsToken(authorization) {
			t.Errorf("%s lets in %q as %s: %d %s", o.ID, authorization, entry.Caller, w.Code, w.Body)
		}
	})
}

// holdsToken tells whether a text has a token of the fixtures in it, as it is or behind
// base64.
func holdsToken(authorization string) bool {
	_, encoded, _ := strings.Cut(authorization, " ")
	decoded, _ := base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.TrimSpace(encoded), "="))
	for _, token := range []string{
		"lin-token", "wu-token", "chen-token", "zhao-token", "qian-token", "sun-token", "lexiang-token",
		toby.token, tony.token, kai.token, fengye.token, newcomer.token,
	} {
		if strings.Contains(authorization, token) || bytes.Contains(decoded, []byte(token)) {
			return true
		}
	}
	return len(decoded) > 32 // other personas of the fixtures, whose tokens are as long
}

// FuzzCursors: wherever a page begins and however large it is to be, it is no larger, and
// going on from its last item comes to the end of the list without any item twice.
func FuzzCursors(f *testing.F) {
	h := newHostile(f, Options{})
	operations := h.those(func(o *spec.Operation) bool { return o.API != openapi.Admin && o.Pages != nil })
	if len(operations) < 8 {
		f.Fatalf("there are only %d lists", len(operations))
	}
	seeds := [][2]string{
		{"", ""},
		{"", "1"},
		{"1", "10"},
		{"1717992000000:" + tony.uid, "2"},
		{"0", "0"},
		{"-1", "-1"},
		{"9223372036854775807:x", "100"},
		{"9223372036854775808", "101"},
		{"99999999999999999999:a", "1"},
		{"1:", "1"},
		{":1", "1"},
		{"1:\x00\xff", "1"},
		{"1:2:3", "1"},
		{"١", "١"},
		{" 1 ", " 1 "},
		{"1e3", "1e1"},
		{"0x10", "07"},
		{"2147483647", "100"},
		{"+1", "+5"},
	}
	for n := range operations {
		for _, seed := range seeds {
			f.Add(uint8(n), seed[0], seed[1])
		}
	}
	f.Fuzz(func(t *testing.T, n uint8, cursor, size string) {
		o := operations[int(n)%len(operations)]
		ask := func(cursor string) *http.Request {
			return h.to(o, url.Values{
				"ts": {"1"}, "sign": {"0"}, "list_type": {"all"},
				"lastId": {cursor}, "page": {cursor}, "count": {size}, "per_page": {size},
			}.Encode(), "")
		}
		w, _ := h.withstands(t, ask(cursor))
		seen := map[string]bool{}
		for pages := 0; ; pages++ {
			var page struct {
				Result struct {
					Page struct{ Count int }
					List []struct{ SequenceID string }
				}
			}
			if o.API != "chaoqer" || json.Unmarshal(w.Body.Bytes(), &page) != nil || len(page.Result.List) == 0 {
				return
			}
			if len(page.Result.List) > page.Result.Page.Count {
				t.Fatalf("%d items on a page of %d", len(page.Result.List), page.Result.Page.Count)
			}
			for _, item := range page.Result.List {
				if seen[item.SequenceID] || pages > 1000 {
					t.Fatalf("%s comes again after %q", item.SequenceID, cursor)
				}
				seen[item.SequenceID] = true
				cursor = item.SequenceID
			}
			w = httptest.NewRecorder()
			h.mock.ServeHTTP(w, ask(cursor))
			if w.Code != http.StatusOK {
				t.Fatalf("the page after %q: %d %s", cursor, w.Code, w.Body)
			}
		}
	})
}

// FuzzAdmin: whatever the control plane is sent.
func FuzzAdmin(f *testing.F) {
	h := newHostile(f, Options{})
	operations := h.those(func(o *spec.Operation) bool { return o.API == openapi.Admin })
	ask(h.mock, http.MethodPost, "/__admin/snapshots/n", nil)
	document := ask(h.mock, http.MethodGet, "/__admin/snapshots/n", nil).Body.String()
	bodies := []string{
		"", "{}", "null", "[]", `{"now":"2024-06-10 12:00:00"}`, `{"advance":"20m"}`, `{"freeze":true,"advance":"-99999999999h"}`, `{"now":"9999-12-31 23:59:59"}`,
		`{"name":"n","from":{"session":"default"},"relax":["sign"],"pinned":true}`, `{"name":"../..","strict":1}`, `{"name":"default"}`,
		`{"persona":"Toby"}`, `{"persona":"\u0000"}`, `{"api":"tickets","operation":"getTicket","status":500,"delay":"1s..2s","times":3,"rate":0.5}`, `{"wire":"reset","errorCode":-1}`,
		`{"id":1,"user_id":12322,"repair_status":"Pending"}`, `{"id":"1e999"}`, `{"repair_description":"` + strings.Repeat("圈", 1000) + `"}`, `{"repair_status":null}`,
		`{"version":1,"clock":{"now":"2024-06-10 12:00:00","frozen":true,"start":"2024-06-10 12:00:00","chance":"00"},"state":{"tickets":{"tickets":[{"id":1}]}}}`,
		strings.Repeat("[", 5000), "{\"a\":\xff}", `{"a":1,"a":2}`, document,
	}
	for n, o := range operations {
		for _, body := range bodies {
			if o.Method != http.MethodGet {
				f.Add(uint8(n), known["name"], "", body)
			}
		}
		f.Add(uint8(n), known["name"], "", "")
	}
	for _, target := range []string{"default", "..", "", "a/b", "%2e%2e", "\xff", "圈", strings.Repeat("a", 65), "chaoqer", "lexiang", "persons", "tokens"} {
		f.Add(uint8(len(target)), target, "all=%zz&limit=-1", "{}")
		f.Add(uint8(len(target)+20), target, "limit=1&page=2", "{}")
	}
	f.Fuzz(func(t *testing.T, n uint8, target, query, body string) {
		o := operations[int(n)%len(operations)]
		r := h.to(o, query, body)
		if target != known["name"] { // in the place of every parameter of the path
			r.URL.Path = parameterInPath.ReplaceAllLiteralString(o.Path, target)
			r.URL.RawPath = ""
			r.RequestURI = r.URL.RequestURI()
		}
		r.Header.Del("Authorization")
		r.Header.Set("Content-Type", "application/json")
		ctx, cancel := context.WithCancel(r.Context())
		cancel() // nothing is waited for
		h.withstands(t, r.WithContext(ctx))
	})
}

// FuzzServedFixtures: fixtures are refused with the place of what is wrong, or whatever is
// read of them can be answered.
func FuzzServedFixtures(f *testing.F) {
	first := newHostile(f, Options{})
	apis := first.mock.apis()
	for n, api := range apis {
		embedded, err := fixtures.Files.ReadFile(api.Document.Name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		data := string(embedded)
		f.Add(uint8(n), data)
		f.Add(uint8(n), data[:len(data)/2])
		f.Add(uint8(n), strings.ReplaceAll(data, ": 1", ": -1"))
		f.Add(uint8(n), strings.ReplaceAll(data, `"`, ""))
	}
	f.Add(uint8(0), "persons: [{id: 1, name: A, role: super-administrator}]\ntokens: [{token: t, holder: \"1\"}]\n")
	f.Add(uint8(1), "settings: {repeatWindow: 0}\nclubs: [{clubId: a, uid: b}]\n")
	f.Add(uint8(2), "events: [{id: a, title: t, started_at: +1h, ended_at: -1h}]\n")
	f.Fuzz(func(t *testing.T, n uint8, file string) {
		api := apis[int(n)%len(apis)]
		name := api.Document.Name
		mock, err := build(Options{
			Fixtures: fstest.MapFS{name + ".yaml": {Data: []byte(file)}}, Answers: AnswersFatal,
			Relax: []string{op.RelaxAuth, op.RelaxSign, op.RelaxTime, op.RelaxDuplicates},
		}, api)
		if err != nil {
			if !strings.Contains(err.Error(), name+".yaml") {
				t.Errorf("the error does not name the file: %v", err)
			}
			return
		}
		for _, o := range first.those(func(o *spec.Operation) bool { return o.API == name && o.Effect == spec.Reads }) {
			w := httptest.NewRecorder()
			mock.ServeHTTP(w, first.to(o, "count=10&list_type=all", ""))
			if w.Code >= 500 {
				t.Errorf("%s: %d %s", o.ID, w.Code, w.Header().Get("Mock-Diagnosis"))
			}
		}
		if w := ask(mock, http.MethodGet, "/__admin/personas", nil); w.Code != http.StatusOK {
			t.Errorf("the personas: %d %s", w.Code, w.Body)
		}
	})
}
