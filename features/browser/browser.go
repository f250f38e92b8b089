// Package browser is a headless Chromium for tests that look at pages as people do.
package browser

import (
	"context"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// programs are the names under which Chromium is installed.
var programs = []string{"chromium", "chromium-browser", "google-chrome", "chrome"}

// limit is how long a test may take with a browser, on a machine that is busy.
const limit = 8 * time.Minute

// Open is a Chromium of the test's own, at one tab, which ends with the test. The test is
// skipped, and says so, where none is installed.
func Open(t testing.TB) context.Context {
	t.Helper()
	var program string
	for _, name := range programs {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		t.Skipf("no Chromium is installed (%s), so that nobody looks at the page", strings.Join(programs, ", "))
	}
	options := append(
		chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WSURLReadTimeout(time.Minute),
	)
	allocated, free := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	limited, cancel := context.WithTimeout(allocated, limit)
	tab, end := chromedp.NewContext(limited)
	t.Cleanup(func() {
		end()
		cancel()
		free()
	})
	if err := chromedp.Do(tab, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	return tab
}

// Tab is another tab of a browser, which knows nothing of what the others store. It is
// closed with the test.
func Tab(t testing.TB, browser context.Context) context.Context { //nolint:revive // the test comes first
	t.Helper()
	tab, end := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	if err := chromedp.Do(tab, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("a tab cannot be opened: %v", err)
	}
	return tab
}

// Complaints gathers what a tab's console says from now on: errors, exceptions, and what
// the Content-Security-Policy has stopped. Answers of the server that are failures are no
// complaints.
func Complaints(tab context.Context) func() []string {
	var mu sync.Mutex
	var said []string
	messages := chromedp.Console(tab)
	go func() {
		for message, err := range messages {
			if err != nil {
				return
			}
			if text := message.String(); !strings.Contains(text, "Failed to load resource") {
				mu.Lock()
				said = append(said, text)
				mu.Unlock()
			}
		}
	}()
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return said
	}
}

// Evaluate is the value of an expression in the page, of what it promises if that is a
// promise.
func Evaluate[T any](t testing.TB, tab context.Context, expression string) T { //nolint:revive // the test comes first
	t.Helper()
	value, err := chromedp.Run(tab, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%.300s: %v", expression, err)
	}
	return value
}
