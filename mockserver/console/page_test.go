package console_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"contractmock/features/browser"
	"contractmock/mockserver"
)

var screenshots = flag.String("screenshots", "", "`directory` to keep a picture of every view in, in both languages, themes and widths")

// helpers are what the tests do in a page, as its user would: what cannot be seen, or is
// covered by something else, cannot be clicked.
const helpers = `
window.user = {
  async until(what, look) {
    for (const begun = performance.now(); performance.now() - begun < 40000;) {
      let seen;
      try { seen = await look(); } catch { seen = null; }
      if (seen) return seen;
      await new Promise((done) => setTimeout(done, 25));
    }
    throw new Error("never seen: " + what + "\n" + (document.querySelector("main") ?? document.body).innerText.replace(/\s+/g, " ").slice(-800));
  },
  named(text, within = "body", kinds = "button, a[href], label, summary") {
    const all = [...document.querySelectorAll(within)].flatMap((at) => [...at.querySelectorAll(kinds)]).filter((one) => one.checkVisibility());
    const name = (one) => (one.getAttribute("aria-label") ?? (one.innerText || one.title)).trim();
    return all.find((one) => name(one) === text) ?? all.find((one) => name(one).startsWith(text));
  },
  async click(one) {
    one.scrollIntoView({ block: "center", inline: "nearest" });
    const { x, y, width, height } = one.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    if (!one.contains(top) && !top?.contains(one)) throw new Error((one.innerText || one.outerHTML) + " is covered by " + top?.outerHTML.slice(0, 120));
    if (one.disabled) throw new Error(one.innerText + " is disabled");
    one.focus();
    one.click();
  },
  async press(text, within, kinds) {
    await this.click(await this.until("a control " + text, () => {
      const found = this.named(text, within, kinds);
      return found?.disabled ? null : found;
    }));
  },
  field(label) {
    return [...document.querySelectorAll("input, select, textarea")].filter((one) => one.checkVisibility()).find((one) =>
      one.getAttribute("aria-label") === label || [...one.labels].some((text) => (text.querySelector("span")?.innerText ?? text.innerText).trim() === label || text.innerText.trim().split("\n")[0] === label));
  },
  async type(label, text) {
    const field = await this.until("a field " + label, () => this.field(label));
    field.focus();
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  },
  // holdBack lets no answer of a path through until what it returns is called, which waits
  // until the page has taken them.
  holdBack(path) {
    const through = globalThis.fetch;
    let asked = 0;
    let release;
    const released = new Promise((done) => { release = done; });
    globalThis.fetch = async (...question) => {
      asked++;
      const answer = await through(...question);
      if (String(question[0].url ?? question[0]).includes(path)) await released;
      return answer;
    };
    return async () => {
      release();
      let before = -1;
      let quiet = 0;
      await this.until("that nothing is asked any more", () => {
        quiet = asked === before ? quiet + 1 : 0;
        before = asked;
        return quiet > 10;
      });
      globalThis.fetch = through;
    };
  },
  async sees(text, within = "body") {
    await this.until(within + " with " + text, () => [...document.querySelectorAll(within)].some((one) => one.innerText.includes(text)));
  },
  async misses(text, within = "body") {
    await this.until(within + " without " + text, () => ![...document.querySelectorAll(within)].some((one) => one.innerText.includes(text)));
  },
};
`

// visit is a tab of the browser at a mock of its own.
type visit struct {
	*testing.T
	tab        context.Context
	mock       *mockserver.Server
	url        string
	complaints func() []string
	restart    func() // another mock answers at the same address
}

// visits opens a tab at a mock. At the end the page must not have complained about
// anything.
func visits(t *testing.T, chromium context.Context, options mockserver.Options) *visit { //nolint:revive // the test comes first
	t.Helper()
	mock, err := mockserver.New(options)
	if err != nil {
		t.Fatal(err)
	}
	var serves atomic.Pointer[mockserver.Server]
	serves.Store(mock)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { serves.Load().ServeHTTP(w, r) }))
	t.Cleanup(server.CloseClientConnections) // the journal's stream does not end by itself
	tab := browser.Tab(t, chromium)
	restart := func() {
		next, err := mockserver.New(options)
		if err != nil {
			t.Fatal(err)
		}
		serves.Store(next)
		server.CloseClientConnections()
	}
	v := &visit{t, tab, mock, server.URL, browser.Complaints(tab), restart}
	if _, err := chromedp.Call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: helpers}); err != nil {
		t.Fatal(err)
	}
	v.size(1280, 800)
	t.Cleanup(func() {
		for _, text := range v.complaints() {
			t.Errorf("the browser complains: %s", text)
		}
	})
	return v
}

func (v *visit) size(width, height int64) {
	v.Helper()
	if err := chromedp.Do(v.tab, chromedp.EmulateViewport(width, height)); err != nil {
		v.Fatal(err)
	}
}

// prefer sets what the system prefers: light or dark.
func (v *visit) prefer(scheme string) {
	v.Helper()
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}
	if _, err := chromedp.Call(v.tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		v.Fatal(err)
	}
}

// open goes to a place of the control plane.
func (v *visit) open(place string) {
	v.Helper()
	if err := chromedp.Do(v.tab, chromedp.Navigate(v.url+"/__admin/"+place)); err != nil {
		v.Fatal(err)
	}
}

// do does something in the page.
func (v *visit) do(script string) {
	v.Helper()
	browser.Evaluate[bool](v, v.tab, `(async () => { `+script+`; return true; })()`)
}

// ask is a request of somebody else's, while the page is open.
func (v *visit) ask(method, path, body string, header ...string) (int, string) {
	v.Helper()
	r, err := http.NewRequestWithContext(v.Context(), method, v.url+path, strings.NewReader(body))
	if err != nil {
		v.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		v.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		v.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// must is a request that is answered with a success.
func (v *visit) must(method, path, body string, header ...string) string {
	v.Helper()
	status, text := v.ask(method, path, body, header...)
	if status >= 300 {
		v.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	return text
}

// said is the JSON of an answer.
func said[T any](v *visit, path string, header ...string) T {
	v.Helper()
	var value T
	if err := json.Unmarshal([]byte(v.must(http.MethodGet, path, "", header...)), &value); err != nil {
		v.Fatal(err)
	}
	return value
}

// createClub creates a club of Toby's, signed.
func (v *visit) createClub(name string) {
	v.Helper()
	body, err := json.Marshal(map[string]string{"name": name, "cover": "https://example.com/a.png"})
	if err != nil {
		v.Fatal(err)
	}
	question, err := json.Marshal(map[string]any{"body": string(body), "persona": "Toby", "now": true})
	if err != nil {
		v.Fatal(err)
	}
	var signature struct{ Time, Digest string }
	if err := json.Unmarshal([]byte(v.must(http.MethodPost, "/__admin/chaoqer/signatures", string(question))), &signature); err != nil {
		v.Fatal(err)
	}
	answer := v.must(http.MethodPost, "/club?ts="+signature.Time+"&sign="+signature.Digest, string(body), "Authorization", tobysAuthorization)
	if !strings.Contains(answer, `"status":1`) {
		v.Fatalf("the club is not there: %s", answer)
	}
}

const tobysAuthorization = "Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE="

// picture keeps what is seen, if pictures are wanted.
func (v *visit) picture(name string) {
	v.Helper()
	if *screenshots == "" {
		return
	}
	picture, err := chromedp.Run(v.tab, chromedp.CaptureScreenshot())
	if err != nil {
		v.Fatal(err)
	}
	if err := os.MkdirAll(*screenshots, 0o755); err != nil {
		v.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*screenshots, name+".png"), picture, 0o644); err != nil {
		v.Fatal(err)
	}
}

// busy is how much time of a processor the page's thread has taken.
func (v *visit) busy() time.Duration {
	v.Helper()
	if _, err := chromedp.Call(v.tab, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks}); err != nil {
		v.Fatal(err)
	}
	measured, err := chromedp.Call(v.tab, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		v.Fatal(err)
	}
	for _, m := range measured.Metrics {
		if m.Name == "TaskDuration" {
			return time.Duration(m.Value * float64(time.Second))
		}
	}
	v.Fatal("the browser does not say how long its tasks took")
	return 0
}

// fault is what axe finds wrong with a page.
type fault struct {
	ID, Impact, Help string
	Nodes            []struct{ Target []any }
}

// accessible holds the page against axe-core, or one of its rules: it finds nothing serious
// or critical.
func (v *visit) accessible(name, rule string) {
	v.Helper()
	if !browser.Evaluate[bool](v, v.tab, `typeof axe === "object"`) {
		script, err := os.ReadFile("testdata/axe.min.js")
		if err != nil {
			v.Fatal(err)
		}
		browser.Evaluate[any](v, v.tab, string(script)+`; null`)
	}
	options := `{ resultTypes: ["violations"] }`
	if rule != "" {
		options = fmt.Sprintf(`{ resultTypes: ["violations"], runOnly: [%q] }`, rule)
	}
	faults := browser.Evaluate[[]fault](v, v.tab, `axe.run(document, `+options+`).then((result) => result.violations.filter((one) => one.impact === "serious" || one.impact === "critical"))`)
	for _, f := range faults {
		var where []string
		for _, node := range f.Nodes {
			where = append(where, fmt.Sprint(node.Target...))
		}
		v.Errorf("%s: %s (%s), at %s", name, f.Help, f.Impact, strings.Join(where[:min(len(where), 6)], " | "))
	}
}

// withoutPolicy lets scripts into the page that are not its own, such as axe; it has to be
// loaded anew.
func (v *visit) withoutPolicy() {
	v.Helper()
	if _, err := chromedp.Call(v.tab, page.SetBypassCSP, page.SetBypassCSPParams{Enabled: true}); err != nil {
		v.Fatal(err)
	}
}
