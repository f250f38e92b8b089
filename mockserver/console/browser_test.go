package console_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"contractmock/features/browser"
	"contractmock/mockserver"
)

// TestThePagesInABrowser does what the console and the documentation are for, as their
// users would, each in a tab of one Chromium.
func TestThePagesInABrowser(t *testing.T) {
	t.Parallel()
	chromium := browser.Open(t)
	t.Run("the journal keeps up with 500 requests a second", func(t *testing.T) { flood(visits(t, chromium, mockserver.Options{})) }) // alone
	for _, c := range []struct {
		name    string
		options mockserver.Options
		test    func(v *visit)
	}{
		{name: "the journal is live, and tells all of an exchange", test: journal},
		{name: "the journal goes on with a mock that was restarted", test: restarted},
		{name: "personas have a line to paste and log in", test: personas},
		{name: "rows are changed, added and deleted", test: rows},
		{name: "the clock is frozen, advanced and set", test: clock},
		{name: "a fault is planned, strikes and is removed", test: faults},
		{name: "a snapshot is taken, restored, exported and imported", test: snapshots},
		{name: "sessions are made, set, chosen and deleted", test: sessions},
		{name: "operations have their rules", test: operations},
		{name: "signatures are computed and compared", test: signatures},
		{name: "documents can be tried", options: mockserver.Options{Specs: []string{"testdata/shop.yaml"}}, test: documents},
		{name: "the keyboard suffices", test: keyboard},
		{name: "a token is asked for", options: mockserver.Options{AdminToken: "sesame"}, test: token},
		{name: "what the mock knows stays text", test: hostile},
		{name: "everybody can use it", test: accessible},
		{name: "it can be looked at", test: looked},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(visits(t, chromium, c.options))
		})
	}
}

func journal(v *visit) {
	v.must(http.MethodGet, "/v1/status/getTicket", "", "Authorization", "Bearer sun-token")
	v.open("")
	v.do(`await user.sees("getTicket", ".rows li"); await user.sees("Live")`)
	v.ask(http.MethodGet, "/v1/status/getTicket?uid=12322", "", "Authorization", "Bearer nobodys")
	v.createClub("产品交流圈")
	v.do(`
		await user.sees("token-unknown", ".rows li");
		await user.sees("Toby", ".rows li");
		await user.misses("/__admin", ".rows li");
		await user.press("Refused");
		await user.misses("Toby", ".rows li");
		await user.click(document.querySelector(".rows a"));
		await user.sees("nobody holds this token in session default", ".detail");
		await user.sees("What to do: take one from /__admin/personas", ".detail");
		await user.sees("token-unknown", ".stages li.refused");
		await user.until("the answer's body, in lines", () => [...document.querySelectorAll(".detail pre")].some((pre) => pre.innerText.includes("\n  \"")));
		await user.press("All", ".segments");
		await user.sees("3 changed", ".rows li");
		await user.click([...document.querySelectorAll(".rows a")].find((row) => row.innerText.includes("3 changed")));
		await user.sees("chaoqer.clubs", ".change");
		await user.sees("产品交流圈", ".change .fresh");
		await user.type("Search the journal", "persona:Sun status:2xx");
		await user.misses("3 changed", ".rows li");
		await user.sees("getTicket", ".rows li");
		await user.type("Search the journal", "api:chaoquer");
		await user.sees("did you mean chaoqer");
		await user.type("Search the journal", "");
		await user.sees("3 changed", ".rows li");
		await user.press("Pause");
	`)
	v.ask(http.MethodGet, "/club", "")
	v.do(`
		await user.press("1 new");
		await user.sees("authorization-missing", ".rows li");
		await user.press("Close", ".detail");
		await user.press("Clear the journal");
		await user.sees("The journal of all sessions is emptied", "dialog");
		await user.press("Clear", "dialog");
		await user.sees("Nothing has been asked yet");
	`)
}

// restarted: the ids of a mock that was started anew begin anew, too.
func restarted(v *visit) {
	for range 5 {
		v.must(http.MethodGet, "/v1/status/getTicket", "", "Authorization", "Bearer sun-token")
	}
	v.open("")
	v.do(`await user.sees("5 exchanges."); await user.sees("Live")`)
	v.restart()
	v.ask(http.MethodGet, "/v1/status/getTicket?page=2", "", "Authorization", "Bearer nobodys")
	v.do(`await user.sees("token-unknown", ".rows li"); await user.sees("1 exchange.")`)
	v.ask(http.MethodGet, "/club", "")
	v.do(`await user.sees("authorization-missing", ".rows li"); await user.sees("2 exchanges.")`)
}

// flood asks 500 times a second while the page is open. It answers its user all the while,
// in the end shows the last one, and has not needed more than a part of a processor.
func flood(v *visit) {
	const perSecond, seconds, most = 500, 2, 500
	const ticksPerSecond = 50
	v.open("")
	v.do(`await user.sees("Live")`)
	before := v.busy()
	ticks := time.NewTicker(time.Second / ticksPerSecond)
	defer ticks.Stop()
	for n := range perSecond * seconds {
		if n%(perSecond/ticksPerSecond) == 0 {
			<-ticks.C
		}
		r := httptest.NewRequest(http.MethodGet, fmt.Sprintf("/v1/status/getTicket?page=%d", n+1), nil)
		r.Header.Set("Authorization", "Bearer sun-token")
		v.mock.ServeHTTP(discarded{http.Header{}}, r)
		if n == perSecond*seconds/2 {
			v.do(`await user.press("Errors", ".segments"); await user.until("no rows", () => document.querySelectorAll(".rows li").length === 0); await user.press("All", ".segments")`)
		}
	}
	v.do(fmt.Sprintf(`await user.sees("page=%d", ".rows li:first-child")`, perSecond*seconds))
	if rows := browser.Evaluate[int](v, v.tab, `document.querySelectorAll(".rows li").length`); rows != most {
		v.Errorf("the list holds %d rows, want %d", rows, most)
	}
	took := v.busy() - before
	v.Logf("%d requests kept the page's thread busy for %s", perSecond*seconds, took)
	if took > seconds*time.Second*4/5 {
		v.Errorf("at %d requests a second the page's thread would be busy for %s of %d s", perSecond, took, seconds)
	}
}

// discarded is an answer that nobody reads.
type discarded struct{ header http.Header }

func (d discarded) Header() http.Header          { return d.header }
func (discarded) WriteHeader(int)                {}
func (discarded) Write(text []byte) (int, error) { return len(text), nil }

// copied makes the page put what it copies where it can be read.
const copied = `Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.copied = text; } } });`

var curl = regexp.MustCompile(`^curl -s((?: -H '[^']+')*) '([^']+)'$`)

func personas(v *visit) {
	v.open("#/personas")
	v.do(copied + `
		await user.sees("sun-token");
		await user.press("Copy as curl", "[data-persona=Toby]");
		await user.sees("Copied");
	`)
	line := curl.FindStringSubmatch(browser.Evaluate[string](v, v.tab, `copied`))
	if line == nil {
		v.Fatalf("copied %q", browser.Evaluate[string](v, v.tab, `copied`))
	}
	var header []string
	for _, one := range regexp.MustCompile(`'([^:]+): ([^']+)'`).FindAllStringSubmatch(line[1], -1) {
		header = append(header, one[1], one[2])
	}
	if answer := v.must(http.MethodGet, strings.TrimPrefix(line[2], v.url), "", header...); !strings.Contains(answer, `"status":1`) {
		v.Errorf("what the page says to paste is answered %s", answer)
	}
	v.do(`
		await user.press("Copy the token of Lin");
		await user.until("the token", () => copied === "lin-token");
		await user.press("Log in", "[data-persona=Lin]");
		await user.misses("lin-token", "table");
		await user.type("Search the personas", "枫叶");
		await user.misses("Toby", "main");
		await user.sees("枫叶", "main");
	`)
}

// table is rows as the control plane lists them.
type table struct {
	Rows []map[string]any
	Keys []string
}

func rows(v *visit) {
	const path = "/__admin/state/tickets/persons"
	v.open("#/state/tickets/persons")
	key := said[table](v, path).Keys[0]
	v.do(fmt.Sprintf(`
		await user.press(%q, "tbody", "a");
		const editor = await user.until("the editor", () => user.field("The row as JSON"));
		const before = editor.value;
		await user.type("The row as JSON", before.replace("{", "{,"));
		await user.sees("JSON", ".wrong");
		await user.type("The row as JSON", before.replace(/"role": "[^"]*"/, '"role": "emperor"'));
		await user.press("Save");
		await user.sees("role", ".wrong");
		await user.type("The row as JSON", before.replace(/"name": "[^"]*"/, '"name": "Sunny <b>"'));
		const lists = user.holdBack("/routes");
		await user.press("Save");
		await user.sees("is saved");
		await user.sees("Sunny <b>", "tbody");
		await user.press("Close", ".detail");
		await user.press("12002", "tbody", "a");
		await user.until("another row", () => user.field("The row as JSON")?.value.includes("12002"));
		await user.press(%[1]q, "tbody", "a");
		await user.until("the row again", () => user.field("The row as JSON")?.value.includes("Sunny"));
		await user.type("The row as JSON", "what is written while the lists are late");
		await lists();
		await user.until("what was written", () => user.field("The row as JSON").value.startsWith("what is written"));
		await user.press("Undo", ".detail");
	`, key))
	if name := said[map[string]any](v, path+"/"+key)["name"]; name != "Sunny <b>" {
		v.Errorf("the row has the name %v", name)
	}
	v.must(http.MethodPatch, path+"/"+key, `{"name":"Somebody else's"}`)
	v.do(`
		await user.type("The row as JSON", user.field("The row as JSON").value.replace("Sunny", "Rainy"));
		await user.press("Save", ".detail");
		await user.sees("has changed meanwhile", "dialog");
		await user.press("Cancel", "dialog");
		globalThis.confirm = (text) => { globalThis.asked = text; return false; };
		await user.press("12002", "tbody", "a");
		await user.until("the question, and the row as it was", () => globalThis.asked?.includes("is not saved") && location.hash.endsWith("/12001") && user.field("The row as JSON").value.includes("Rainy"));
		await user.press("Duplicate");
		await user.type("Key", "77");
		await user.type("The row as JSON", user.field("The row as JSON").value.replace(/: 12001/, ": 77"));
		await user.press("Add", ".detail");
		await user.sees("Row 77 is added");
		await user.until("the way to the new row", () => location.hash.endsWith("/77"));
		await user.press("Delete", ".detail");
		await user.press("Delete", "dialog");
		await user.sees("Row 77 is deleted");
		await user.press("Check all rows");
		await user.sees("Every row is as it must be");
	`)
	if keys := said[table](v, path).Keys; strings.Contains(strings.Join(keys, " "), "77") {
		v.Errorf("there are still %v", keys)
	}
}

func clock(v *visit) {
	type reading struct {
		Now    string
		Frozen bool
	}
	v.open("#/clock")
	v.do(`
		await user.press("Freeze");
		await user.sees("It stands.");
		await user.type("Set the clock to", "2030-01-02 03:04:05");
		await user.press("Set", "form");
		await user.sees("2030-01-02 03:04:05", ".now");
		await user.press("+1 h");
		await user.sees("2030-01-02 04:04:05", ".bar");
		await user.type("Advance by", "nonsense");
		await user.press("Advance", "form");
		await user.sees("no duration", ".toast.bad");
		await user.type("Advance by", "59m59s");
		await user.press("Advance", "form");
		await user.sees("2030-01-02 05:04:04", ".now");
	`)
	if got := said[reading](v, "/__admin/clock"); !got.Frozen || !strings.HasPrefix(got.Now, "2030-01-02 05:04:04") {
		v.Errorf("the clock says %+v", got)
	}
	v.do(`
		await user.press("Let it run");
		await user.sees("It runs.");
		await user.type("Set the clock to", "2031-01-02 03:04:05");
		document.activeElement.blur();
		const was = document.querySelector(".now").textContent;
		await user.until("the next second", () => document.querySelector(".now").textContent !== was);
		await user.press("Set", "form");
		await user.sees("2031-01-02 03:04:0", ".now");
	`)
}

func faults(v *visit) {
	v.open("#/faults")
	v.do(`
		await user.until("the APIs", () => user.field("It strikes").options.length > 2);
		await user.type("It strikes", "tickets");
		await user.type("Operation", "getTicket");
		await user.type("Status", "418");
		await user.press("Plan it");
		await user.sees("does not document the status 418", ".wrong");
		await user.type("Status", "403");
		await user.type("Times", "2");
		await user.press("Plan it");
		await user.sees("status 403", "tbody");
	`)
	if status, _ := v.ask(http.MethodGet, "/v1/status/getTicket", "", "Authorization", "Bearer sun-token"); status != http.StatusForbidden {
		v.Errorf("the fault has not struck: %d", status)
	}
	v.do(`
		await user.sees("1 of 2", "tbody");
		await user.press("What it has struck");
		await user.sees("fault-planned", ".rows li");
		await user.press("Faults", ".rail");
		await user.press("Remove", "tbody");
		await user.sees("Nothing is planned");
	`)
}

func snapshots(v *visit) {
	v.open("#/snapshots")
	v.do(`
		await user.type("Name of the snapshot", "before");
		await user.press("Take a snapshot");
		await user.sees("before", "tbody");
		await user.type("Name of the snapshot", "before");
		await user.press("Take a snapshot");
		await user.press("Replace it", "dialog");
		await user.until("an empty name", () => user.field("Name of the snapshot").value === "");
	`)
	v.must(http.MethodDelete, "/__admin/state/tickets/tickets/3", "")
	v.do(`
		await user.press("Restore", "[data-snapshot=before]");
		await user.press("Restore", "dialog");
		await user.sees("is restored");
	`)
	exported := v.must(http.MethodGet, "/__admin/snapshots/before", "")
	v.must(http.MethodGet, "/__admin/state/tickets/tickets/3", "")
	file := filepath.Join(v.TempDir(), "taken along.json")
	if err := os.WriteFile(file, []byte(exported), 0o600); err != nil {
		v.Fatal(err)
	}
	if err := chromedp.Do(v.tab, chromedp.SetUploadFiles("input[type=file]", []string{file})); err != nil {
		v.Fatal(err)
	}
	v.do(`
		URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text; }); return "#saved"; };
		await user.press("Import", "dialog");
		await user.sees("taken-along", "tbody");
		await user.press("Export before");
		await user.until("the file", () => JSON.parse(window.saved).state.tickets);
		await user.press("Delete taken-along");
		await user.press("Delete", "dialog");
		await user.misses("taken-along", "tbody");
		await user.press("New session", "[data-snapshot=before]");
		await user.type("Name", "after");
		await user.press("Create", "dialog");
		await user.until("the new session in the bar", () => user.field("Session").value === "after");
	`)
}

func sessions(v *visit) {
	type session struct {
		Name           string
		Strict, Pinned bool
		Relax          []string
	}
	v.open("#/sessions")
	v.do(`
		await user.press("New session …");
		await user.type("Name", "no blanks");
		await user.press("Create", "dialog");
		await user.sees("1 to 64 letters", "dialog .wrong");
		await user.type("Name", "mine");
		await user.press("Create", "dialog");
		await user.until("the new session in the bar", () => user.field("Session").value === "mine");
		await user.press("strict", "[data-session=mine]", "label");
		await user.until("strict", async () => (await (await fetch("/__admin/sessions/mine")).json()).strict);
		await user.until("a rest", () => document.querySelector("[data-session=mine] input").checked);
		await user.press("ts", "[data-session=mine]", "label");
		await user.until("relaxed", async () => (await (await fetch("/__admin/sessions/mine")).json()).relax.length > 0);
	`)
	if got := said[session](v, "/__admin/sessions/mine"); !got.Strict || got.Pinned || len(got.Relax) != 1 || got.Relax[0] != "ts" {
		v.Errorf("the session is %+v", got)
	}
	v.must(http.MethodDelete, "/__admin/state/tickets/tickets/3", "", "Mock-Session", "mine")
	v.do(`
		await user.press("Reset", "[data-session=mine]");
		await user.press("Reset", "dialog");
		await user.sees("is as it began");
		await user.press("Delete mine");
		await user.press("Delete", "dialog");
		await user.until("the default session in the bar", () => user.field("Session").value === "default");
		await user.misses("mine", "main");
	`)
	v.open("docs")
	v.open("#/state?session=gone")
	v.do(`
		await user.sees("There is no session gone", "dialog");
		await user.press("Cancel", "dialog");
		await user.until("the default session in its place", () => user.field("Session")?.value === "default" && location.hash === "#/state");
		location.hash = "#/journal?session=gone";
		await user.sees("There is no session gone", "dialog");
		await user.press("Cancel", "dialog");
		await user.until("the place where the page was", () => user.field("Session")?.value === "default" && location.hash === "#/state" && document.querySelector("main.state"));
		location.hash = "#/journal?session=gone";
		await user.sees("There is no session gone", "dialog");
		history.back();
		await user.until("that going back answers no", () => location.hash === "#/state" && !document.querySelector("dialog"));
		location.hash = "#/journal?session=gone";
		await user.sees("There is no session gone", "dialog");
		const first = document.querySelector("dialog");
		location.hash = "#/clock?session=gone";
		await user.until("one question, about the newest place", () => document.querySelectorAll("dialog").length === 1 && document.querySelector("dialog") !== first);
		await user.press("Create", "dialog");
		await user.until("the session's clock", () => user.field("Session")?.value === "gone" && document.querySelector("main.clock"));
	`)
}

func operations(v *visit) {
	v.open("#/operations")
	v.do(`
		await user.type("Search the operations", "获取工单");
		await user.sees("stateful", ".list li");
		await user.until("one operation", () => document.querySelectorAll(".list li").length === 1);
		await user.click(document.querySelector(".list a"));
		await user.sees("T01", ".rules");
		await user.sees("Without an Authorization header", ".rules");
		await user.press("Plan a fault");
		await user.until("the operation in the plan", () => user.field("Operation")?.value === "getTicket");
	`)
}

func signatures(v *visit) {
	const sum = "c320c7137304e5edaf7ca5b000d1b8c7" // of the default secret
	v.open("#/sign")
	v.do(`
		await user.type("Query or URL", "GET /club?page=1&pageSize=10&ts=1795291841375");
		await user.sees("` + sum + `", ".sum");
		await user.sees("page=1$$$pageSize=10$$$ts=1795291841375$$$accessSecret=", "pre");
		await user.type("Your signature", "` + sum + `");
		await user.sees("Your signature is right.");
		await user.until("the personas", () => user.field("Signed by").options.length > 3);
		await user.type("Signed by", "Toby");
		await user.sees("with the default secret", ".difference");
		await user.type("Signed by", "");
		await user.type("The text that you signed", "page=2$$$pageSize=10$$$ts=1795291841375$$$accessSecret=x");
		await user.type("Your signature", "00");
		await user.sees("first difference in pair 1: you signed page=2, the server page=1", ".difference");
		await user.type("Body, JSON or a form", "{");
		await user.sees("no JSON", ".wrong");
	`)
}

func documents(v *visit) {
	v.must(http.MethodPost, "/__admin/sessions", `{"name":"trial"}`)
	open := "" // the API whose document is
	for _, c := range []struct {
		api, persona, operation string
		fill                    map[string]string // by placeholder
		want                    string
	}{
		{"tickets", "Lin", "getTicket", map[string]string{"uid": "12322"}, `"success": true`},
		{"chaoqer", "Toby", "listClubs", map[string]string{"count": "10"}, `"status": 1`},
		{"chaoqer", "Toby", "sendFeedback", nil, `"status": 1`},
		{"chaoqer", "Toby", "getH5WeixinConfig", nil, `"status": 1`},
		{"lexiang", "lisi", "listEvents", map[string]string{"per_page": "2"}, `"data": [`},
		{"shop", "", "listCups", nil, `"white"`},
		{"admin", "", "listTables", map[string]string{"api": "tickets"}, `"table": "persons"`},
	} {
		if c.api == open {
			v.do(fmt.Sprintf(`await user.click([...document.querySelectorAll(".opblock")].find((one) => one.id.endsWith("-%s")).querySelector(".opblock-summary-control"))`, c.operation))
		} else {
			query := url.Values{"api": {c.api}, "persona": {c.persona}, "operation": {c.operation}, "session": {"trial"}}
			v.open("health")
			v.open("docs#" + query.Encode())
		}
		open = c.api
		var fills strings.Builder
		for name, value := range c.fill {
			fmt.Fprintf(&fills, `await fillIn(%q, %q);`, name, value)
		}
		v.do(`
			const block = await user.until("the operation, unfolded", () => [...document.querySelectorAll(".opblock.is-open")].find((one) => one.id.endsWith("-` + c.operation + `") && one.querySelector(".execute, .responses-inner table") && !one.querySelector(".opblock-loading-animation")));
			const fillIn = async (name, value) => {
				const field = await user.until(name, () => block.querySelector("input[placeholder='" + name + "'], tr[data-param-name='" + name + "'] input"));
				field.focus();
				Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, value); // React looks at the setter
				field.dispatchEvent(new Event("input", { bubbles: true }));
				field.blur();
			};
			` + fills.String() + `
			await user.click(block.querySelector(".execute"));
			await user.until("an answer", () => block.querySelector(".live-responses-table"));
			await user.until("a body", () => block.querySelector(".live-responses-table pre, .live-responses-table .highlight-code"));
			const said = block.querySelector(".live-responses-table").innerText.replace(/\s+/g, " ");
			if (!said.includes(` + "`" + c.want + "`" + `)) throw new Error("answered " + said);
		`)
	}
	type exchange struct{ Operation, Persona, Verdict string }
	asked := said[[]exchange](v, "/__admin/requests?session=trial&control=false")
	if len(asked) != 6 {
		v.Fatalf("%d requests have come to the session: %v", len(asked), asked)
	}
	for _, e := range asked {
		if e.Verdict != "ok" {
			v.Errorf("%s was answered %s", e.Operation, e.Verdict)
		}
	}
}

func keyboard(v *visit) {
	v.must(http.MethodGet, "/v1/status/getTicket", "", "Authorization", "Bearer sun-token")
	v.ask(http.MethodGet, "/v1/status/getTicket", "")
	v.open("")
	press := func(keys ...string) {
		v.Helper()
		for _, key := range keys {
			if err := chromedp.Do(v.tab, chromedp.KeyEvent(key)); err != nil {
				v.Fatal(err)
			}
		}
	}
	v.do(`await user.until("two rows", () => document.querySelectorAll(".rows li").length === 2)`)
	press("j", kb.Enter)
	v.do(`await user.sees("authorization-missing", ".detail")`)
	press("j")
	v.do(`await user.sees("Sun", ".detail")`)
	press(kb.Escape)
	v.do(`await user.until("the detail closed", () => document.querySelector(".detail").hidden)`)
	press("p")
	v.do(`await user.press("Go on")`)
	press("/", "q", kb.Escape, "4")
	v.do(`await user.sees("The session began at", "main")`)
	press("2", "?")
	v.do(`await user.sees("Close what is open", "dialog")`)
	press(kb.Escape)
	v.do(`await user.until("no dialog", () => !document.querySelector("dialog"))`)
	press("l")
	v.do(`await user.sees("人物", ".rail"); await user.until("the language", () => document.documentElement.lang === "zh-CN")`)
	press("t", "t")
	v.do(`await user.until("the dark theme", () => document.documentElement.dataset.theme === "dark")`)
	v.open("#/state")
	v.do(`await user.until("what was chosen, kept", () => document.documentElement.lang === "zh-CN" && document.documentElement.dataset.theme === "dark"); await user.sees("数据", ".rail")`)
}

func token(v *visit) {
	v.open("")
	v.do(`
		await user.type("Admin token", "sesam");
		await user.press("Go on", "dialog");
		await user.sees("That token is not the mock's.", "dialog");
		await user.type("Admin token", "sesame");
		await user.press("Go on", "dialog");
		await user.sees("Live");
	`)
	v.ask(http.MethodGet, "/v1/status/getTicket", "")
	v.do(`await user.sees("authorization-missing", ".rows li")`)
	v.open("docs#api=tickets&persona=Sun&operation=getTicket")
	v.do(`
		const block = await user.until("the operation, unfolded", () => document.querySelector(".opblock.is-open .execute") && !document.querySelector(".opblock-loading-animation") && document.querySelector(".opblock.is-open:has(tr[data-param-name])"));
		await user.click(block.querySelector(".execute"));
		await user.until("an answer", () => block.querySelector(".live-responses-table")?.innerText.includes("200"));
	`)
	if kept := browser.Evaluate[string](v, v.tab, `Object.values(localStorage).join()`); strings.Contains(kept, "sesame") {
		v.Errorf("the token is kept for longer than the tab: %s", kept)
	}
}

// hostiles are texts that would be more than texts if they were written as HTML.
const hostileText = `<script>document.title="hit"</script><img src=x onerror="document.title='hit'"><b class=hit>`

// poison puts the hostile text into every field of every table that takes it, and answers
// how many there are.
func poison(v *visit) int {
	v.Helper()
	poisoned := 0
	for _, api := range []string{"tickets", "chaoqer", "lexiang"} {
		for _, one := range said[[]struct{ Table string }](v, "/__admin/state/"+api) {
			path := "/__admin/state/" + api + "/" + one.Table
			listed := said[table](v, path+"?limit=2")
			for n, row := range listed.Rows {
				for name, value := range row {
					if _, ok := value.(string); !ok {
						continue
					}
					change, err := json.Marshal(map[string]string{name: hostileText})
					if err != nil {
						v.Fatal(err)
					}
					if status, _ := v.ask(http.MethodPatch, path+"/"+url.PathEscape(listed.Keys[n]), string(change)); status == http.StatusOK {
						poisoned++
					}
				}
			}
		}
	}
	return poisoned
}

func hostile(v *visit) {
	if n := poison(v); n < 30 {
		v.Fatalf("only %d fields take what is hostile", n)
	}
	body, err := json.Marshal(map[string]string{"mobile": hostileText, hostileText: hostileText})
	if err != nil {
		v.Fatal(err)
	}
	v.ask(http.MethodPost, "/account/captcha?"+url.QueryEscape(hostileText)+"="+url.QueryEscape(hostileText), string(body), "Mock-Session", "default", "X-Hostile", hostileText, "User-Agent", hostileText)
	v.ask(http.MethodGet, "/"+url.PathEscape(hostileText), "", "Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(hostileText+":"+hostileText)))
	v.createClub(hostileText[:20])
	untouched := func(where string) {
		v.Helper()
		if title := browser.Evaluate[string](v, v.tab, `document.title + document.querySelectorAll(".hit, main img, main script, [onerror]").length`); strings.Contains(title, "hit") || !strings.HasSuffix(title, "0") {
			v.Errorf("%s: the page was written as HTML: %s", where, title)
		}
	}
	v.open("")
	v.do(`await user.until("rows", () => document.querySelectorAll(".rows li").length === 3)`)
	for n := range 3 {
		v.do(fmt.Sprintf(`location.hash = document.querySelectorAll(".rows a")[%d].getAttribute("href"); await user.until("the exchange", () => document.querySelector(".detail .address") && location.hash.includes(document.querySelector(".rows a[aria-current]").parentElement.dataset.id)); await user.sees("script", ".detail")`, n))
		untouched("an exchange")
	}
	for _, view := range []string{"personas", "clock", "faults", "snapshots", "sessions", "operations", "sign"} {
		v.do(fmt.Sprintf(`location.hash = "#/%s"; await user.until("the view", () => document.querySelector("main").className.startsWith(%[1]q)); await user.until("its content", () => document.querySelector("main .card, main li")); `, view))
		untouched(view)
	}
	shown := 0
	for _, api := range []string{"tickets", "chaoqer", "lexiang"} {
		for _, one := range said[[]struct{ Table string }](v, "/__admin/state/"+api) {
			v.do(fmt.Sprintf(`location.hash = "#/state/%s/%s"; await user.sees(%[2]q, ".head h2"); await user.until("rows", () => document.querySelector("main .grid, main .empty"))`, api, one.Table))
			untouched(one.Table)
			if browser.Evaluate[bool](v, v.tab, `document.querySelector("main table")?.innerText.includes("<script>document.title") ?? false`) {
				shown++
			}
		}
	}
	if shown < 10 {
		v.Errorf("the hostile text is shown in %d tables", shown)
	}
	v.do(`location.hash = "#/state/chaoqer/clubs"; await user.sees("clubs", ".head h2"); await user.click(await user.until("a row", () => document.querySelector("tbody a"))); await user.until("the editor", () => user.field("The row as JSON")?.value.includes("<script>"))`)
	untouched("the editor")
	v.open("docs#api=chaoqer")
	v.do(`await user.until("the personas", () => user.field("Persona")?.options.length > 2); await user.until("the operations", () => document.querySelector(".opblock"))`)
	untouched("the documents")
}

// seen makes the mock one that has something to show.
func seen(v *visit) {
	v.Helper()
	v.must(http.MethodGet, "/v1/status/getTicket", "", "Authorization", "Bearer sun-token")
	v.ask(http.MethodGet, "/v1/status/getTicket?uid=12322", "", "Authorization", "Bearer lin-tken")
	v.ask(http.MethodGet, "/club?page=1&pageSize=10&sign=aa&ts=1795291841375", "", "Authorization", tobysAuthorization)
	v.ask(http.MethodGet, "/clubs", "")
	v.ask(http.MethodGet, "/cgi-bin/v1/events?per_page=3", "", "Authorization", "Bearer lexiang-token")
	v.must(http.MethodPost, "/__admin/faults", `{"api":"chaoqer","operation":"getVersionUpgrade","errorCode":100001,"delay":"1ms..2ms","times":3}`)
	v.ask(http.MethodGet, "/app/version/upgrade", "")
	v.ask(http.MethodPost, "/cgi-bin/v1/events", `{"data":{"type":"event"}}`, "Authorization", "Bearer lexiang-token", "StaffID", "lisi")
	v.must(http.MethodPatch, "/__admin/sessions/early", `{"relax":["sign","ts"]}`)
	v.must(http.MethodPost, "/__admin/snapshots/before-checkout", "")
	v.createClub("产品交流圈")
}

// places are where the views are looked at, and what is there once they are drawn.
var places = []struct{ name, place, there string }{
	{"journal", "#/journal", ".rows li"},
	{"exchange", "#/journal/%s", ".stages li"},
	{"personas", "#/personas", "tbody tr"},
	{"state", "#/state/chaoqer/clubs", "tbody tr"},
	{"row", "#/state/tickets/persons/12001", ".editor"},
	{"clock", "#/clock", ".now"},
	{"faults", "#/faults", "tbody tr"},
	{"snapshots", "#/snapshots", "tbody tr"},
	{"sessions", "#/sessions", ".session"},
	{"operations", "#/operations/chaoqer/createClub", ".rules li"},
	{"sign", "#/sign", ".empty"},
	{"docs", "docs#api=tickets&operation=getTicket", ".opblock.is-open .execute"},
}

// goTo opens one of the places and waits until it is drawn; the exchange is the newest.
func (v *visit) goTo(place, there string) {
	v.Helper()
	if strings.Contains(place, "%s") {
		newest := said[[]struct{ ID string }](v, "/__admin/requests?control=false&limit=1")
		place = fmt.Sprintf(place, newest[0].ID)
	}
	if strings.HasPrefix(place, "docs") {
		v.open(place)
	} else {
		v.do(fmt.Sprintf(`if (location.pathname.includes("docs") || location.protocol === "about:") location.href = "/__admin/%s"; else location.hash = %[1]q`, place))
	}
	v.do(fmt.Sprintf(`await user.until(%q, () => document.querySelector(%[1]q))`, "main "+there))
}

func accessible(v *visit) {
	seen(v)
	v.withoutPolicy()
	v.prefer("light")
	v.open("")
	for _, scheme := range []string{"light", "dark"} {
		v.prefer(scheme)
		for _, p := range places {
			if scheme == "dark" && p.name == "docs" {
				continue // it is the light one, turned over, which axe does not see
			}
			v.goTo(p.place, p.there)
			v.accessible(p.name+", "+scheme, map[string]string{"light": "", "dark": "color-contrast"}[scheme])
		}
		if scheme == "light" {
			v.open("")
		}
	}
}

// looked opens every view at both widths: nothing reaches beyond the sides. With
// -screenshots it keeps what is seen, in both languages and themes.
func looked(v *visit) {
	seen(v)
	languages, schemes := []string{"en"}, []string{"light"}
	if *screenshots != "" {
		languages, schemes = []string{"en", "zh-CN"}, []string{"light", "dark"}
	}
	for _, language := range languages {
		v.open("")
		v.do(fmt.Sprintf(`localStorage.setItem("contractmock.language", %q)`, language))
		v.open("?")
		for _, width := range []int64{1280, 390} {
			v.size(width, map[int64]int64{1280: 800, 390: 844}[width])
			for _, scheme := range schemes {
				v.prefer(scheme)
				for _, p := range places {
					v.goTo(p.place, p.there)
					if over := browser.Evaluate[int](v, v.tab, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
						v.Errorf("%s is %d px wider than %d", p.name, over, width)
					}
					v.picture(fmt.Sprintf("%s-%d-%s-%s", p.name, width, scheme, language))
				}
				v.open("")
			}
		}
	}
}
