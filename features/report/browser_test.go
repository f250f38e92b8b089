package report_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"contractmock/features/browser"
)

// look is what there is to see of the page.
type look struct {
	Title, Count, Error   string
	Overflow, Open, Shown int
}

// looked looks at the page once an expression has been evaluated.
func looked(t *testing.T, tab context.Context, after string) look { //nolint:revive // the test comes first
	t.Helper()
	return browser.Evaluate[look](t, tab, `(async () => { `+after+`; await new Promise(done => setTimeout(done, 50)); return {
		Title: document.title, Count: document.getElementById("count").value,
		Error: document.querySelector(".error").textContent,
		Overflow: Math.max(...[...document.querySelectorAll("html, main, .feature, .box")].map(at => at.scrollWidth - at.clientWidth)),
		Open: document.querySelectorAll(".scenario[open]").length,
		Shown: [...document.querySelectorAll(".scenario")].filter(s => !s.closest("[hidden]")).length,
	} })()`)
}

// TestThePageInABrowser opens the page of a run with hostile names from the disk, as
// wide as a telephone.
func TestThePageInABrowser(t *testing.T) {
	t.Parallel()
	tab := browser.Open(t)
	file := filepath.Join(t.TempDir(), "report.html")
	page := hostilePage(t, `<script>document.title="hit"</script><b onclick="">`+strings.Repeat("unbroken", 40))
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	complaints := browser.Complaints(tab)
	if err := chromedp.Do(tab, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile), chromedp.Navigate("file://"+file)); err != nil {
		t.Fatal(err)
	}
	set := func(field, value string) string {
		return `const f = document.getElementById("filter"); f.reset(); document.getElementById("` + field + `").value = "` + value + `"; f.dispatchEvent(new Event("input"))`
	}
	const title, wrong = "1 failed · contract report", "it is 1, want 2"
	for _, c := range []struct {
		name, after string
		want        look
	}{
		{"at first", ``, look{title, "3 scenarios", wrong, 0, 1, 3}},
		{"folded", `document.querySelector(".scenario.failed > summary").click()`, look{title, "3 scenarios", wrong, 0, 0, 3}},
		{"all unfolded", `document.querySelectorAll("details").forEach(d => d.open = true)`, look{title, "3 scenarios", wrong, 0, 3, 3}},
		{"by text", set("text", "FREES"), look{title, "1 of 3", wrong, 0, 3, 1}},
		{"by rule", set("rule", "c34"), look{title, "2 of 3", wrong, 0, 3, 2}},
		{"by another rule", set("rule", "C3"), look{title, "0 of 3", wrong, 0, 3, 0}},
		{"by status", set("status", "skipped"), look{title, "1 of 3", wrong, 0, 3, 1}},
		{"behind a link", `document.querySelectorAll("details").forEach(d => d.open = false); document.querySelector("[href='#s1']").click()`, look{title, "3 scenarios", wrong, 0, 1, 3}},
	} {
		if diff := cmp.Diff(c.want, looked(t, tab, c.after)); diff != "" {
			t.Errorf("%s (- want, + got):\n%s", c.name, diff)
		}
	}
	const ground = `getComputedStyle(document.body).backgroundColor`
	for _, scheme := range []struct{ prefers, ground string }{{"light", "rgb(246, 247, 249)"}, {"dark", "rgb(18, 22, 27)"}} {
		features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme.prefers}}
		if _, err := chromedp.Call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
			t.Fatal(err)
		}
		if got := browser.Evaluate[string](t, tab, ground); got != scheme.ground {
			t.Errorf("where %s is preferred, the page is %s, want %s", scheme.prefers, got, scheme.ground)
		}
	}
	if said := complaints(); len(said) > 0 {
		t.Errorf("the console says %q", said)
	}
}

// TestThePageFoldsWithoutScript: what is folded can be seen all the same.
func TestThePageFoldsWithoutScript(t *testing.T) {
	t.Parallel()
	tab := browser.Open(t)
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, []byte(hostilePage(t, "harmless")), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(tab, chromedp.Navigate("file://"+file), chromedp.WaitNotVisible("#filter"), chromedp.Click(".scenario.failed > .calls > summary"), chromedp.Click(".scenario.failed > .calls > details > summary")); err != nil {
		t.Fatal(err)
	}
	if text, err := chromedp.Run(tab, chromedp.Text(".scenario.failed > .calls pre", chromedp.NodeVisible)); err != nil || !strings.Contains(text, "Authorization: Bearer ***") {
		t.Errorf("the exchange that was unfolded says %q, %v", text, err)
	}
}
