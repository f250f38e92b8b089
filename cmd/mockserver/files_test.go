package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"contractmock/cmd/internal/command"
)

// TestFilesThatAreChangedWhileTheMockServes puts the embedded files out, serves them,
// and changes them: the way that somebody works who writes fixtures.
func TestFilesThatAreChangedWhileTheMockServes(t *testing.T) {
	for _, watch := range []string{"--watch", "--watch=poll"} {
		t.Run(watch, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			none := func(string) (string, bool) { return "", false }
			for _, what := range []string{"openapi", "fixtures"} {
				var out strings.Builder
				if code := command.Run(t.Context(), newRoot(none), []string{what, "--write", filepath.Join(dir, what)}, none, &out, &out); code != 0 {
					t.Fatal(out.String())
				}
			}
			log := newLockedBuffer()
			banner, _ := logged(t, log, nil, "--listen", "127.0.0.1:0", "--log-format", "json", watch,
				"--openapi", filepath.Join(dir, "openapi"), "--fixtures", filepath.Join(dir, "fixtures"))
			base, _, _ := strings.Cut(strings.TrimPrefix(banner, "contractmock listens on "), "\n")
			log.await(t, `"msg":"watching"`)
			ask := func(session, path string, answer any) {
				t.Helper()
				r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+path, nil)
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Mock-Session", session)
				got, err := http.DefaultClient.Do(r)
				if err != nil {
					t.Fatal(err)
				}
				defer got.Body.Close()
				if err := json.NewDecoder(got.Body).Decode(answer); err != nil {
					t.Fatal(err)
				}
			}
			name := func(session string) string {
				t.Helper()
				var person struct{ Name string }
				ask(session, "/__admin/state/tickets/persons/12322", &person)
				return person.Name
			}
			change := func(file, from, to string) {
				t.Helper()
				path := filepath.Join(dir, file)
				text, err := os.ReadFile(path)
				if err != nil || !strings.Contains(string(text), from) {
					t.Fatalf("%v; %s has no %q", err, file, from)
				}
				next := filepath.Join(dir, "next") // renamed into place, as editors do
				if err := os.WriteFile(next, []byte(strings.Replace(string(text), from, to, 1)), 0o644); err != nil {
					t.Fatal(err)
				}
				if err := os.Rename(next, path); err != nil {
					t.Fatal(err)
				}
			}
			health := func() (answer struct {
				Reload struct {
					Files []string
					Error string
				}
			},
			) {
				t.Helper()
				ask("default", "/__admin/health", &answer)
				return answer
			}

			if got := name("live"); got != "Lin" {
				t.Fatalf("12322 is %s", got)
			}
			change("fixtures/tickets.yaml", "name: Lin", "name: Lina")
			log.await(t, `"msg":"reloaded"`)
			if live, fresh := name("live"), name("fresh"); live != "Lin" || fresh != "Lina" {
				t.Errorf("12322 is %s in the live session and %s in a new one", live, fresh)
			}
			change("fixtures/tickets.yaml", "name: Lina", "naam: Lina")
			const why = "tickets.yaml:14: tickets.persons[12322].naam: there is no such member"
			if line := log.await(t, `"msg":"the files cannot be used`) + log.await(t, "\n"); !strings.Contains(line, why) {
				t.Errorf("the log tells %s", line)
			}
			file := filepath.ToSlash(filepath.Join(dir, "fixtures/tickets.yaml"))
			if got := health().Reload; !strings.Contains(got.Error, why) || len(got.Files) != 1 || got.Files[0] != file {
				t.Errorf("health tells %+v", got)
			}
			if got := name("later"); got != "Lina" {
				t.Errorf("with a bad file 12322 is %s", got)
			}
			change("fixtures/tickets.yaml", "naam: Lina", "name: Linh")
			log.await(t, `"msg":"reloaded"`)
			if got := health().Reload; got.Error != "" || name("latest") != "Linh" {
				t.Errorf("when all is well again 12322 is %s, and health tells %+v", name("latest"), got)
			}
			change("openapi/tickets.yaml", "summary: 获取工单", "summary: 工单")
			log.await(t, `"msg":"reloaded"`)
			var routes []struct{ Title string }
			if ask("default", "/__admin/routes", &routes); routes[0].Title != "工单" {
				t.Errorf("the first route is %+v", routes[0])
			}
		})
	}
}
