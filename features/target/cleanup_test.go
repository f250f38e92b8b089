package target_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tidwall/gjson"

	"contractmock/features/client"
	"contractmock/features/target"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// tony logs in with 8888, which needs no SMS; his mobile is 13800138001.
const tony = `
    Tony:
      uid: 250228d2eb8e4db8b4fc6b8e3e2a902d
      token: "70270000000000000000000000000002"
      secret: 5ec2e700000000000000000000000002
`

// TestTheCleanUpKnowsEveryOperationThatWrites: one that is new is harmless, taken back, or
// a warning, but never passed over.
func TestTheCleanUpKnowsEveryOperationThatWrites(t *testing.T) {
	t.Parallel()
	known := target.TakenBackBy()
	for _, api := range openapi.APIs() {
		document, err := openapi.Document(api)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range document.Operations {
			name := api + "." + o.ID
			others, ok := known[name]
			if ok != (o.Effect == spec.Writes) {
				t.Errorf("%s has the effect %v, and the clean-up knows it: %t", name, o.Effect, ok)
			}
			for _, other := range others {
				if _, found := document.Operation(other); other != "" && !found {
					t.Errorf("%s needs %s, which there is not", name, other)
				}
			}
			delete(known, name)
		}
	}
	if len(known) > 0 {
		t.Errorf("the clean-up knows what no API has: %v", known)
	}
}

// TestNoScenarioTakesAPersonaFromTheOthers: neither their log-in nor that they have no
// profile. The log-ins that a scenario has made are its own to end, and leave nothing.
func TestNoScenarioTakesAPersonaFromTheOthers(t *testing.T) {
	t.Parallel()
	url, seen := deployment(t)
	there := open(t, "base: %s"+people+tony+"      mobile: \"13800138001\"\n", url)
	w := world(t, there)
	before := len(seen())
	toby, err := w.Credentials(t.Context(), "chaoqer", "Toby")
	if err != nil {
		t.Fatal(err)
	}
	logOut := operation(t, "logOut")
	prepared, err := w.Prepare(&toby, logOut, nil, client.Manner{})
	if err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"a log-out":           second(call(t, w, "Toby", "chaoqer.logOut")),
		"a first profile":     second(call(t, w, "Toby", "chaoqer.initProfile", text("nickname", "x"), text("avatar", "x.png"))),
		"an unsigned one":     second(w.Call(t.Context(), &toby, logOut, nil, client.Manner{Unsigned: true})),
		"one that is written": second(w.Raw(t.Context(), http.MethodPost, "/account/logout", prepared.Header, prepared.Body)),
		"a log-in":            second(w.Call(t.Context(), nil, operation(t, "logIn"), []client.Parameter{text("mobile", "13800138001"), text("captcha", "8888")}, client.Manner{})),
	} {
		var cannot target.Cannot
		if !errors.As(err, &cannot) {
			t.Errorf("%s: %v, want a reason why it cannot", what, err)
		}
	}
	if sent := seen()[before:]; len(sent) > 0 {
		t.Errorf("sent were %v", sent)
	}
	var own client.Credentials
	for _, device := range []string{"0", "1"} { // the second log-in ends the first
		own = logsIn(t, w, "13900139000", device)
	}
	if x, err := w.Call(t.Context(), &own, logOut, nil, client.Manner{}); err != nil || x.Status != http.StatusOK {
		t.Errorf("its own log-in: %s, %v", x, err)
	}
	own = logsIn(t, w, "13900139000", "2")
	if err := w.Close(t.Context()); err != nil || len(w.Warnings()) > 0 {
		t.Errorf("%v, %v", err, w.Warnings())
	}
	if x, err := world(t, there).Call(t.Context(), &own, logOut, nil, client.Manner{}); err != nil || x.Status != http.StatusUnauthorized {
		t.Errorf("a log-in outlives its scenario: %s, %v", x, err)
	}
}

func operation(t *testing.T, name string) *spec.Operation {
	t.Helper()
	o, err := client.Find("chaoqer", name)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// logsIn logs a test mobile in on a device: on another it is another call (C13.7).
func logsIn(t *testing.T, w *target.World, mobile, device string) client.Credentials {
	t.Helper()
	x, err := w.Call(t.Context(), nil, operation(t, "logIn"), []client.Parameter{text("mobile", mobile), text("captcha", "8888")}, client.Manner{Header: http.Header{"Client-Type": {device}}})
	if err != nil {
		t.Fatal(err)
	}
	result := gjson.GetBytes(x.AnswerBody, "result")
	if result.Get("uid").String() == "" {
		t.Fatalf("nobody logged in: %s", x)
	}
	return client.Credentials{API: "chaoqer", Persona: "the test mobile", Values: map[string]string{
		"uid": result.Get("uid").String(), "token": result.Get("accessToken").String(), "secret": result.Get("accessSecret").String(),
	}}
}

// TestALogInThatReplacesTheProfilesIsTheirs: a profile that does not tell a mobile cannot
// keep a scenario from it, and the scenarios after it go on.
func TestALogInThatReplacesTheProfilesIsTheirs(t *testing.T) {
	t.Parallel()
	url, _ := deployment(t)
	there := open(t, "base: %s"+people+tony, url)
	w := world(t, there)
	logsIn(t, w, "13800138001", "1")
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if x, err := call(t, world(t, there), "Tony", "chaoqer.getUnreadTotal"); err != nil || x.Status != http.StatusOK {
		t.Errorf("Tony is a stranger: %s, %v", x, err)
	}
	if len(w.Warnings()) != 1 || !strings.Contains(w.Warnings()[0], "ended the log-in of Tony") {
		t.Errorf("warnings: %v", w.Warnings())
	}
}

// TestWhatWasThereBeforeStays: a block and a card that succeed once more are not taken
// back, and a block that was lifted is put back.
func TestWhatWasThereBeforeStays(t *testing.T) {
	t.Parallel()
	url, _ := deployment(t)
	there := open(t, "base: %s"+people, url)
	who := text("uid", "800fd752a5284eeb82396fe7478175eb")
	profile := func(w *target.World) string {
		t.Helper()
		x, err := call(t, w, "Toby", "chaoqer.getProfile", who)
		if err != nil {
			t.Fatal(err)
		}
		return gjson.GetBytes(x.AnswerBody, "[result.blocked,result.sendCard]").Raw
	}
	first := world(t, there)
	for _, operation := range []string{"block", "sendCard"} {
		if x, err := call(t, first, "Toby", "chaoqer."+operation, who); err != nil || gjson.GetBytes(x.AnswerBody, "status").Int() != 1 {
			t.Fatalf("%s, %v", x, err)
		}
	}
	for _, operation := range []string{"block", "sendCard", "unblock"} {
		w := world(t, there)
		if x, err := call(t, w, "Toby", "chaoqer."+operation, who); err != nil || gjson.GetBytes(x.AnswerBody, "status").Int() != 1 {
			t.Fatalf("%s, %v", x, err)
		}
		if err := w.Close(t.Context()); err != nil || len(w.Warnings()) > 0 || profile(first) != "[1,1]" {
			t.Errorf("after %s: %s, %v, %v; want both as before", operation, profile(first), err, w.Warnings())
		}
	}
	if err := first.Close(t.Context()); err != nil || len(first.Warnings()) > 0 || profile(first) != "[0,0]" {
		t.Errorf("in the end: %s, %v, %v", profile(first), err, first.Warnings())
	}
}

// TestWhatAScenarioChangedStays, and is a warning, unless it goes with what the scenario
// has made.
func TestWhatAScenarioChangedStays(t *testing.T) {
	t.Parallel()
	url, _ := deployment(t)
	there := open(t, "base: %s"+people, url)
	mine, other := world(t, there), world(t, there)
	event := func(w *target.World, members string) []client.Parameter {
		return []client.Parameter{text("name", "e "+w.Unique()), text("eventTime", "4102444800000"), text("memberUidList", members)}
	}
	const both = `["6ce4443c8fcd4a2b8b407bda86ab4408","800fd752a5284eeb82396fe7478175eb"]`
	made, err := call(t, mine, "Toby", "chaoqer.createEvent", event(mine, both)...)
	if err != nil {
		t.Fatal(err)
	}
	id := text("eventId", gjson.GetBytes(made.AnswerBody, "result.eventId").String())
	edit := append(event(mine, both), id)
	for _, w := range []*target.World{mine, other} {
		if x, err := call(t, w, "Toby", "chaoqer.editEvent", edit...); err != nil || gjson.GetBytes(x.AnswerBody, "status").Int() != 1 {
			t.Fatalf("%s, %v", x, err)
		}
		edit[0].Value += " again" // which is no repetition
	}
	for _, operation := range []string{"unblock", "deleteCard", "listMessages"} {
		parameters := []client.Parameter{text("uid", "800fd752a5284eeb82396fe7478175eb")}
		if operation == "listMessages" {
			parameters = []client.Parameter{text("count", "10")}
		}
		if _, err := call(t, other, "Toby", "chaoqer."+operation, parameters...); err != nil {
			t.Fatal(err)
		}
	}
	for _, w := range []*target.World{other, mine} {
		if err := w.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		"what chaoqer.deleteCard did stays: no answer says what was there before",
		"what chaoqer.editEvent did stays: no answer says what was there before",
		"what chaoqer.listMessages did stays: the messages have been read",
	}
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(other.Warnings()))); diff != "" {
		t.Errorf("of another's event (- wanted, + got):\n%s", diff)
	}
	if len(mine.Warnings()) > 0 {
		t.Errorf("of its own event: %v", mine.Warnings())
	}
}
