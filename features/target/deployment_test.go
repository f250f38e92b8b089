package target_test

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/features/client"
	"contractmock/features/target"
	"contractmock/mockserver"
)

// people are two of the fixtures' accounts.
const people = `
personas:
  chaoqer:
    Toby:
      uid: 6ce4443c8fcd4a2b8b407bda86ab4408
      token: "70b70000000000000000000000000001"
      secret: e31bc25bcc6641a1a998eacb6ca9d244
    枫叶:
      uid: 800fd752a5284eeb82396fe7478175eb
      token: fe6e0000000000000000000000000004
      secret: 5ec2e700000000000000000000000004
`

// open opens a profile; a %s in it is the URL.
func open(t *testing.T, text, url string) *target.Target {
	t.Helper()
	p, err := target.ParseProfile(filepath.Join(t.TempDir(), "p.yaml"), []byte(strings.ReplaceAll(text, "%s", url)), environment(nil))
	if err != nil {
		t.Fatal(err)
	}
	there, err := p.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { there.Close() })
	return there
}

// deployment is a mock with nothing of a mock, and the path of every request to it.
func deployment(t *testing.T) (url string, seen func() []string) {
	t.Helper()
	mock, err := mockserver.New(mockserver.Options{NoAdmin: true, NoHeaders: true})
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var requests []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		requests = append(requests, r.Method+" "+r.URL.Path)
		mu.Unlock()
		mock.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return requests
	}
}

func world(t *testing.T, there *target.Target) *target.World {
	t.Helper()
	w, err := there.World(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestADeploymentSaysWhatItCannotDo(t *testing.T) {
	t.Parallel()
	url, _ := deployment(t)
	there := open(t, "base: %s\npatience: 1m"+people, url)
	var waited time.Duration
	there.Wait = func(_ context.Context, d time.Duration) error { waited += d; return nil }
	w := world(t, there)
	ctx := t.Context()
	for what, err := range map[string]error{
		"a session":             w.Visit(ctx, "other"),
		"sessions":              w.HasSessions(),
		"a reset":               w.Reset(ctx),
		"strictness":            w.Strict(ctx),
		"an hour":               w.Pass(ctx, time.Hour),
		"a changed row":         w.PatchRow(ctx, "tickets", "tickets", "1", nil),
		"a deleted row":         w.DeleteRow(ctx, "tickets", "tickets", "1"),
		"a copied row":          w.CopyRow(ctx, "tickets", "tickets", "1", "2", nil),
		"an SMS":                second(w.SMS(ctx, "13800138000")),
		"a log-in":              second(w.LogIn(ctx, "chaoqer", "Toby")),
		"the journal":           second(w.Journal(ctx, &client.Exchange{})),
		"a diagnosis":           w.Diagnoses(),
		"the WeChat login":      w.Authorizes(),
		"an unknown persona":    second(w.Credentials(ctx, "chaoqer", "Nobody")),
		"a persona without API": second(w.Credentials(ctx, "tickets", "Lin")),
		"the mock's own API":    w.Speak("admin"),
		"the control plane":     second(w.Raw(ctx, http.MethodGet, "/__admin/health", nil, nil)),
		"a header of the mock":  second(w.Raw(ctx, http.MethodGet, "/x", http.Header{"Mock-Session": {"x"}}, nil)),
	} {
		var cannot target.Cannot
		if !errors.As(err, &cannot) || cannot.Reason == "" {
			t.Errorf("%s: %v, want a reason why it cannot", what, err)
		}
	}
	if problems, err := w.Audit(ctx); problems != nil || err != nil {
		t.Errorf("there is nothing to audit: %v, %v", problems, err)
	}
	if err := w.Pass(ctx, time.Minute); err != nil || waited != time.Minute {
		t.Errorf("a minute is within its patience: %v, waited %s", err, waited)
	}
	if w.Unique() == "" || w.Unique() == world(t, there).Unique() {
		t.Errorf("%q is not unique", w.Unique())
	}
	if as, err := there.Credentials(ctx, "chaoqer", "Toby"); err != nil || as.Values["uid"] != "6ce4443c8fcd4a2b8b407bda86ab4408" {
		t.Errorf("Toby's credentials are %v, %v", as, err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestAMockCannotWhatItsProfileSays(t *testing.T) {
	t.Parallel()
	w := world(t, open(t, "base: mock\ncannot: [clock, rows, diagnosis]", ""))
	ctx := t.Context()
	var cannot target.Cannot
	for what, err := range map[string]error{"the clock": w.Pass(ctx, time.Hour), "rows": w.DeleteRow(ctx, "tickets", "tickets", "1"), "diagnosis": w.Diagnoses()} {
		if !errors.As(err, &cannot) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := errors.Join(w.Reset(ctx), w.HasSessions(), w.Close(ctx)); err != nil {
		t.Error(err)
	}
}

// call calls an operation as a persona.
func call(t *testing.T, w *target.World, persona, operation string, parameters ...client.Parameter) (*client.Exchange, error) {
	t.Helper()
	o, err := client.Find("", operation)
	if err != nil {
		t.Fatal(err)
	}
	as, err := w.Credentials(t.Context(), o.API, persona)
	if err != nil {
		t.Fatal(err)
	}
	return w.Call(t.Context(), &as, o, parameters, client.Manner{})
}

func text(name, value string) client.Parameter { return client.Parameter{Name: name, Value: value} }

func TestAWorldTakesBackWhatItDid(t *testing.T) {
	t.Parallel()
	url, seen := deployment(t)
	there := open(t, "base: %s"+people, url)
	w := world(t, there)
	const toby, fengye = "6ce4443c8fcd4a2b8b407bda86ab4408", "800fd752a5284eeb82396fe7478175eb"
	for _, c := range []struct {
		persona, operation string
		parameters         []client.Parameter
	}{
		{"Toby", "chaoqer.block", []client.Parameter{text("uid", fengye)}},
		{"Toby", "chaoqer.sendCard", []client.Parameter{text("uid", fengye)}},
		{"Toby", "chaoqer.createClub", []client.Parameter{text("name", "x "+w.Unique()), text("cover", "c")}},
		{"Toby", "chaoqer.createRoom", []client.Parameter{text("name", "r"), text("clubId", "")}},
		{"Toby", "chaoqer.createEvent", []client.Parameter{text("name", "e"), text("eventTime", "4102444800000"), text("memberUidList", `["`+toby+`"]`)}},
		{"枫叶", "chaoqer.block", []client.Parameter{text("uid", toby)}},
		{"枫叶", "chaoqer.unblock", []client.Parameter{text("uid", toby)}}, // the scenario's own
		{"Toby", "chaoqer.sendFeedback", []client.Parameter{text("originFeedbackType", "0"), text("originId", ""), text("feedbackType", "0"), text("feedbackContent", "x")}},
		{"枫叶", "chaoqer.joinClub", []client.Parameter{text("clubId", "no-such-club")}}, // fails, so that there is nothing to take back
	} {
		if _, err := call(t, w, c.persona, c.operation, c.parameters...); err != nil {
			t.Fatal(err)
		}
	}
	before := len(seen())
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	var undone []string
	for _, request := range seen()[before:] {
		method, path, _ := strings.Cut(request, " ")
		parts := strings.Split(path, "/")
		undone = append(undone, method+" "+parts[1]+" "+parts[len(parts)-1][:4])
	}
	want := []string{"DELETE event", "POST room clos", "POST club leav", "DELETE user card", "DELETE user bloc"}
	for i := range undone {
		undone[i] = strings.Join(strings.Fields(undone[i])[:len(strings.Fields(want[min(i, len(want)-1)]))], " ")
	}
	if diff := cmp.Diff(want, undone); diff != "" {
		t.Errorf("what was taken back (- wanted, + got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"what chaoqer.sendFeedback did stays: the API has no call that takes it back"}, w.Warnings()); diff != "" {
		t.Errorf("warnings (- wanted, + got):\n%s", diff)
	}
	again := world(t, there)
	x, err := call(t, again, "枫叶", "chaoqer.listCards", text("count", "10"))
	if err != nil || strings.Contains(string(x.AnswerBody), toby) {
		t.Errorf("the card is still there: %s, %v", x, err)
	}
	if x, err = call(t, again, "Toby", "chaoqer.listBlocks", text("count", "10")); err != nil || strings.Contains(string(x.AnswerBody), fengye) {
		t.Errorf("the block is still there: %s, %v", x, err)
	}
}

// TestTheRepeatGuardIsWaitedOut: what another scenario has just done is done again after a
// while, and so is what takes it back; what the scenario itself repeats is refused (C13).
func TestTheRepeatGuardIsWaitedOut(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	mock, err := mockserver.New(mockserver.Options{NoAdmin: true, NoHeaders: true, Wall: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(mock)
	t.Cleanup(server.Close)
	there := open(t, "base: %s"+people, server.URL)
	var waits []time.Duration
	there.Wall = func() time.Time { return now }
	there.Wait = func(_ context.Context, d time.Duration) error {
		waits = append(waits, d)
		now = now.Add(d)
		return nil
	}
	const fengye = "800fd752a5284eeb82396fe7478175eb"
	block := func(w *target.World, operation string) string {
		t.Helper()
		x, err := call(t, w, "Toby", operation, text("uid", fengye))
		if err != nil {
			t.Fatal(err)
		}
		return string(x.AnswerBody)
	}
	for i, c := range []struct {
		later, meanwhile  time.Duration // after the last scenario, and before it ends
		waits, waitsAtEnd int
	}{{}, {time.Millisecond, 200 * time.Millisecond, 1, 0}, {310 * time.Millisecond, 0, 0, 1}} {
		now = now.Add(c.later)
		told, before := 0, len(waits)
		w, err := there.World(t.Context(), func(*client.Exchange) { told++ })
		if err != nil {
			t.Fatal(err)
		}
		if answer := block(w, "chaoqer.block"); !strings.Contains(answer, `"status":1`) {
			t.Errorf("scenario %d: %s", i, answer)
		}
		if told != 1 {
			t.Errorf("scenario %d: told of %d exchanges, want the one that counts", i, told)
		}
		if len(waits)-before != c.waits {
			t.Errorf("scenario %d: waited %v, want %d times", i, waits[before:], c.waits)
		}
		now, before = now.Add(c.meanwhile), len(waits)
		if err := w.Close(t.Context()); err != nil || len(w.Warnings()) > 0 {
			t.Errorf("scenario %d: %v, %v", i, err, w.Warnings())
		}
		if len(waits)-before != c.waitsAtEnd {
			t.Errorf("scenario %d: waited %v at its end, want %d times", i, waits[before:], c.waitsAtEnd)
		}
	}
	now = now.Add(time.Second)
	w, before := world(t, there), len(waits)
	if first, again := block(w, "chaoqer.block"), block(w, "chaoqer.block"); !strings.Contains(first, `"status":1`) || !strings.Contains(again, `"errorCode":-1`) || len(waits) != before {
		t.Errorf("its own repetition: %s %s, waited %v", first, again, waits[before:])
	}
}

func TestWhatCannotBeTakenBackIsAWarning(t *testing.T) {
	t.Parallel()
	url, _ := deployment(t)
	w := world(t, open(t, "base: %s"+people, url))
	made, err := call(t, w, "Toby", "chaoqer.createRoom", text("name", "r"), text("clubId", ""))
	if err != nil {
		t.Fatal(err)
	}
	var room struct{ Result struct{ RoomID string } }
	if err := json.Unmarshal(made.AnswerBody, &room); err != nil {
		t.Fatal(err)
	}
	// Somebody else closes it meanwhile.
	other := world(t, open(t, "base: %s"+people, url))
	if x, err := call(t, other, "Toby", "chaoqer.closeRoom", text("roomId", room.Result.RoomID)); err != nil {
		t.Fatal(x, err)
	}
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := []string{"what chaoqer.createRoom did stays: closeRoom: status is not 1 活动不存在"}
	if diff := cmp.Diff(want, w.Warnings()); diff != "" {
		t.Errorf("(- wanted, + got):\n%s", diff)
	}
}

func TestAReadOnlyTargetIsOnlyRead(t *testing.T) {
	t.Parallel()
	url, seen := deployment(t)
	w := world(t, open(t, "base: %s\nreadonly: true"+people, url))
	before := len(seen())
	var cannot target.Cannot
	if _, err := call(t, w, "Toby", "chaoqer.createClub", text("name", "x"), text("cover", "c")); !errors.As(err, &cannot) {
		t.Errorf("a write: %v", err)
	}
	if _, err := call(t, w, "Toby", "chaoqer.listMessages", text("count", "10")); !errors.As(err, &cannot) {
		t.Errorf("a GET that writes: %v", err)
	}
	if _, err := w.Raw(t.Context(), http.MethodDelete, "/anything", nil, nil); !errors.As(err, &cannot) {
		t.Errorf("a raw DELETE: %v", err)
	}
	if _, err := call(t, w, "Toby", "chaoqer.getH5WeixinConfig", text("url", "http://x")); err != nil {
		t.Errorf("a POST that reads: %v", err)
	}
	if sent := seen()[before:]; len(sent) != 1 {
		t.Errorf("sent were %v, want the last alone", sent)
	}
}

func TestRequestsArePaced(t *testing.T) {
	t.Parallel()
	url, _ := deployment(t)
	there := open(t, "base: %s\npace: 50ms", url)
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var waits []time.Duration
	there.Wall = func() time.Time { return now }
	there.Wait = func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }
	c := there.Client()
	get := func() {
		if _, err := c.Raw(t.Context(), http.MethodGet, "/v1/status/getTicket", nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	now = now.Add(time.Hour * 24 * 365 * 10) // long after the profile was opened
	get()
	get()
	get()
	now = now.Add(130 * time.Millisecond)
	get()
	now = now.Add(time.Hour)
	get()
	want := []time.Duration{50 * time.Millisecond, 100 * time.Millisecond, 20 * time.Millisecond}
	if diff := cmp.Diff(want, waits); diff != "" {
		t.Errorf("waits (- wanted, + got):\n%s", diff)
	}
}

// breaking ends the first connections without an answer, after it has read the request.
// It keeps none, since Go itself sends a GET again over a kept one that has ended.
type breaking struct {
	mu   sync.Mutex
	left int
	seen int
}

func (b *breaking) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.seen++
	if b.left > 0 {
		b.left--
		connection, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			connection.Close()
		}
		return
	}
	w.Header().Set("Connection", "close")
	w.WriteHeader(http.StatusUnauthorized)
	fmt.Fprint(w, "wrong")
}

func TestOnlyWhatMayBeRepeatedIsRetried(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, operation string
		breaks, retries int
		answered        bool
		seen            int
	}{
		{"a read", "tickets.getTicket", 2, 2, true, 3},
		{"a read that breaks too often", "tickets.getTicket", 3, 2, false, 3},
		{"a read without retries", "tickets.getTicket", 1, 0, false, 1},
		{"a POST that reads", "chaoqer.getH5WeixinConfig", 1, 1, true, 2},
		{"a write", "chaoqer.createClub", 1, 5, false, 1},
		{"a GET that writes", "chaoqer.listMessages", 1, 5, false, 1},
		{"a wrong answer", "tickets.getTicket", 0, 5, true, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := &breaking{}
			server := httptest.NewServer(b)
			t.Cleanup(server.Close)
			there := open(t, "base: %s", server.URL)
			b.mu.Lock()
			b.left, b.seen = c.breaks, 0
			b.mu.Unlock()
			there.Retries = c.retries
			var waits []time.Duration
			there.Wait = func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }
			o, err := client.Find("", c.operation)
			if err != nil {
				t.Fatal(err)
			}
			_, err = there.Client().Call(t.Context(), nil, o, nil, client.Manner{})
			b.mu.Lock()
			seen := b.seen
			b.mu.Unlock()
			if (err == nil) != c.answered || seen != c.seen || len(waits) != c.seen-1 && c.seen > 1 {
				t.Errorf("%v after %d requests and %d waits, want answered %v after %d", err, seen, len(waits), c.answered, c.seen)
			}
		})
	}
}

func TestAConnectionThatWasNeverMadeIsRetried(t *testing.T) {
	t.Parallel()
	url, _ := deployment(t)
	there := open(t, "base: %s"+people, url)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close() // nobody listens there now
	attempts := 0
	there.Retries = 3
	there.Wait = func(context.Context, time.Duration) error { attempts++; return nil }
	w := world(t, there)
	w.Base = "http://" + address
	if _, err := call(t, w, "Toby", "chaoqer.createClub", text("name", "x"), text("cover", "c")); err == nil || attempts != 3 {
		t.Errorf("%v after %d retries, want 3 of a write that nobody has seen", err, attempts)
	}
}

func TestAnExchangeHidesWhatCameFromTheEnvironment(t *testing.T) {
	t.Parallel()
	url, _ := deployment(t)
	p, err := target.ParseProfile("p.yaml", []byte("base: "+url+"\nvalues: {id: '${ID}'}"), environment(map[string]string{"ID": "secret id"}))
	if err != nil {
		t.Fatal(err)
	}
	there, err := p.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	x, err := there.Client().Raw(t.Context(), http.MethodGet, "/v1/status/getTicket?a=secret+id&b=secret%20id", nil, []byte(`{"c":"secret id"}`))
	if err != nil {
		t.Fatal(err)
	}
	if shown := x.String(); strings.Count(shown, "${ID}") != 3 || strings.Contains(shown, "secret") {
		t.Errorf("it shows\n%s", shown)
	}
}

func TestTLSIsTrustedAsTheProfileSays(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, tls, want string }{
		{"an authority of its own", "{ca: " + ca + "}", ""},
		{"none", "{}", "certificate signed by unknown authority"},
		{"an authority that is none", "{ca: " + empty + "}", "p.yaml:2: tls.ca: there is no certificate in"},
		{"no such file", "{ca: /no/such.pem}", "p.yaml:2: tls.ca cannot be read"},
		{"no such key", "{certificate: " + ca + ", key: " + ca + "}", "p.yaml:2: tls.certificate and tls.key cannot be used"},
		{"any", "{insecure: true}", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, err := target.ParseProfile("p.yaml", []byte("base: "+server.URL+"\ntls: "+c.tls), environment(nil))
			if err != nil {
				t.Fatal(err)
			}
			there, err := p.Open(t.Context())
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Fatalf("%v, want %q", err, c.want)
			}
			if err == nil && (len(there.Warnings()) > 0) != strings.Contains(c.tls, "insecure") {
				t.Errorf("warnings: %v", there.Warnings())
			}
		})
	}
}

func TestEachAPIIsWhereTheProfileSays(t *testing.T) {
	t.Parallel()
	var asked []string
	server := func(name string) string {
		s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodHead {
				asked = append(asked, name+" "+r.RequestURI+" "+r.Header.Get("X-Key"))
			}
		}))
		t.Cleanup(s.Close)
		return s.URL
	}
	there := open(t, "bases:\n  tickets: "+server("tickets")+"/gate/\n  lexiang: "+server("lexiang")+"\nheaders: {X-Key: k}", "")
	w := world(t, there)
	for _, api := range []string{"tickets", "lexiang"} {
		if err := w.Speak(api); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Raw(t.Context(), http.MethodGet, "/nothing", nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	o, err := client.Find("", "tickets.getTicket")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Call(t.Context(), nil, o, nil, client.Manner{}); err != nil {
		t.Fatal(err)
	}
	if err := w.Speak("chaoqer"); !errors.As(err, new(target.Cannot)) {
		t.Errorf("an API that is nowhere: %v", err)
	}
	want := []string{"tickets /gate/nothing k", "lexiang /nothing k", "tickets /gate/v1/status/getTicket k"}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("(- wanted, + got):\n%s", diff)
	}
}

// TestAProfilesTimeoutHoldsInProcessToo.
func TestAProfilesTimeoutHoldsInProcessToo(t *testing.T) {
	t.Parallel()
	p, err := target.ParseProfile(filepath.Join(t.TempDir(), "p.yaml"), []byte("base: mock\ntimeout: 1ns"), environment(nil))
	if err != nil {
		t.Fatal(err)
	}
	there, err := p.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { there.Close() })
	if _, err := there.World(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "Timeout") && !strings.Contains(err.Error(), "deadline") {
		t.Errorf("a request that takes longer than a nanosecond: %v", err)
	}
}
