package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/cucumber/godog"
	"github.com/goccy/go-yaml"

	"contractmock/features/client"
	"contractmock/features/output"
	"contractmock/features/report"
	"contractmock/features/steps"
	"contractmock/features/target"
	"contractmock/fixtures"
	"contractmock/openapi"
)

// secretMember is a member of the fixtures whose value proves who somebody is, and
// publicMember one that is only called like that.
var (
	secretMember = regexp.MustCompile(`^(token|secret|app_secret)$`)
	publicMember = regexp.MustCompile(`^(token_limit|is_secret)$`)
	calledSecret = regexp.MustCompile(`(?i)token|secret|passw|credential`)
)

// fixtureSecrets are all secrets of the fixtures and the specifications, each with what
// it is.
func fixtureSecrets(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	var look func(where string, value any)
	look = func(where string, value any) {
		switch value := value.(type) {
		case map[string]any:
			for name, member := range value {
				text, isText := member.(string)
				switch {
				case secretMember.MatchString(name) && isText:
					found[text] = where + "." + name
				case calledSecret.MatchString(name) && !publicMember.MatchString(name) && isText:
					t.Errorf("%s.%s is called like a secret; say whether it is one", where, name)
				default:
					look(where+"."+name, member)
				}
			}
		case []any:
			for _, member := range value {
				look(where, member)
			}
		}
	}
	for _, api := range openapi.APIs() {
		data, err := fs.ReadFile(fixtures.Files, api+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		var tables map[string]any
		if err := yaml.Unmarshal(data, &tables); err != nil {
			t.Fatal(err)
		}
		look(api, tables)
		document, err := openapi.Document(api)
		if err != nil {
			t.Fatal(err)
		}
		if document.Sign != nil {
			found[document.Sign.Secret] = api + ".x-sign"
		}
	}
	if len(found) < 25 {
		t.Fatalf("%d secrets are in the fixtures, and there were 25 once: %v", len(found), found)
	}
	return found
}

// A scenario uses {s} in every place where a secret may stand, and some where it is put
// by mistake. That of the log-in comes with the secret of its holder.
const usesSecret = `
  Scenario: %[1]s, as %[2]s
    When this request is sent:
      """
      GET /v1/status/getTicket
      Authorization: Bearer {%[1]s}
      """
    And this request is sent:
      """
      GET /v1/status/getTicket?page=x
      Authorization: {%[1]s}
      """
    And this request is sent:
      """
      GET /user/card?count=10&ts=1620736603909&sign=6f00cca425eecdfcbbe74d793bdb433e
      Authorization: Basic {basic-%[1]s}
      Mock-Sign-Text: count=10$$$ts=1620736603909$$$accessSecret={query-%[1]s}
      """
    And this request is sent:
      """
      GET /h5/club/ea01330db4ad49288dce2b8bcb00240b
      Cookie: a=b; chaoqer_wx_code={query-%[1]s}
      """
    And this request is sent:
      """
      GET /cgi-bin/v1/events?page=1&access_token={query-%[1]s}
      """
    And this request is sent:
      """
      GET /cgi-bin/v1/events?access_token={query-%[1]s}&page=x
      """
    And this request is sent:
      """
      GET /v1/status/getTicket?access_token={query-%[1]s}&token={query-%[1]s}
      """
    And this request is sent:
      """
      PUT /nowhere?access_token={query-%[1]s}
      Authorization: Bearer {%[1]s}
      """
    And this request is sent:
      """
      POST /cgi-bin/token
      Content-Type: application/json

      {"grant_type": "client_credential", "app_key": "contractmock", "app_secret": "{%[1]s}"}
      """
    And this request is sent:
      """
      POST /cgi-bin/token
      Content-Type: application/x-www-form-urlencoded

      grant_type=client_credential&app_key=contractmock&app_secret={query-%[1]s}
      """
    Then the status is 418
`

// Everybody logs in with what the fixtures have, and what they then get fails an
// expectation, so that reports show it.
const usesLogIn = `
  Scenario: %[1]s of %[2]s
    When %[1]q calls %[3]s
    Then it succeeds
    And the status is 418
`

// TestNoSecretIsShown: whatever a run does with the secrets of the fixtures, nobody finds
// them in what it leaves behind.
func TestNoSecretIsShown(t *testing.T) {
	t.Parallel()
	secrets := fixtureSecrets(t)
	log := newLockedBuffer()
	banner, stop := logged(t, log, nil, "--listen", "127.0.0.1:0", "--log-level", "debug", "--log-format", "json", "--admin-token", replicasToken, "--journal-mib", "256")
	base, _, _ := strings.Cut(strings.TrimPrefix(banner, "contractmock listens on "), "\n")

	values := map[string]string{}
	feature := map[string]string{"any": "@tickets @chaoqer\nFeature: Secrets wherever they may be\n"}
	for i, secret := range slices.Sorted(maps.Keys(secrets)) {
		name := fmt.Sprintf("s%d", i)
		values[name], values["query-"+name] = secret, url.QueryEscape(secret)
		values["basic-"+name] = base64.StdEncoding.EncodeToString([]byte("6ce4443c8fcd4a2b8b407bda86ab4408:" + secret))
		feature["any"] += fmt.Sprintf(usesSecret, name, secrets[secret])
	}
	operations := map[string]string{"tickets": "getTicket", "chaoqer": "getUnreadTotal", "lexiang": "listEvents"}
	for api, operation := range operations {
		var people []struct {
			Name        string
			Credentials map[string]string
		}
		_, data := fetch(t, http.MethodGet, base+"/__admin/personas?api="+api, nil, "")
		if err := json.Unmarshal(data, &people); err != nil {
			t.Fatalf("%v: %s", err, data)
		}
		feature[api] = "@" + api + "\nFeature: Log-ins\n"
		for _, p := range people {
			if p.Credentials["token"] != "" {
				feature[api] += fmt.Sprintf(usesLogIn, p.Name, api, operation)
			}
		}
	}

	dir := t.TempDir()
	paths := []string{"junit.xml", "cucumber.json", "report.html"}
	formats := "pretty,junit:" + filepath.Join(dir, paths[0]) + ",cucumber:" + filepath.Join(dir, paths[1]) + ",html:" + filepath.Join(dir, paths[2])
	var printed strings.Builder
	outputs, err := output.Parse("--format", formats, report.Formats())
	if err != nil {
		t.Fatal(err)
	}
	reports, err := report.Open(report.Options{Outputs: outputs, Stdout: &printed, Target: base, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	profile, err := target.Load(base, func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	profile.ControlPlane.Token, profile.Values = replicasToken, values
	there, err := profile.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer there.Close()
	files := fstest.MapFS{}
	for name, text := range feature {
		files[name+".feature"] = &fstest.MapFile{Data: []byte(text)}
	}
	var mu sync.Mutex
	var used strings.Builder // everything that was sent and answered, as it was
	ended := map[steps.Outcome]int{}
	suite := steps.Suite{
		Target: there, Files: files,
		Ended: func(r steps.Result) {
			mu.Lock()
			defer mu.Unlock()
			ended[r.Outcome]++
		},
	}
	run := godog.TestSuite{ScenarioInitializer: suite.Initialize, Options: &godog.Options{Strict: true, FS: files, Paths: []string{"."}, Concurrency: 1}}
	reports.Watch(&run, &suite)
	sees := suite.Seen
	suite.Seen = func(of *godog.Scenario, x *client.Exchange) {
		sees(of, x)
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintln(&used, x.Method, x.URL, x.Header, string(x.Body))
	}
	run.Run()
	if err := reports.Close(); err != nil {
		t.Fatal(err)
	}
	if ended[steps.Failed] < len(secrets)+15 || ended[steps.Passed] > 0 {
		t.Errorf("the scenarios end so: %v\n%s", ended, printed.String())
	}

	shown := map[string]string{"what is printed": printed.String()}
	for _, path := range paths {
		data, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		shown[path] = string(data)
	}
	for _, path := range []string{"requests?limit=10000", "requests/unmatched?limit=10000", "requests/har", "requests/wait?since=0", "metrics"} {
		answer, data := fetch(t, http.MethodGet, base+"/__admin/"+path, nil, "")
		if answer.StatusCode != http.StatusOK || len(data) < 1000 {
			t.Errorf("%s: %d %s", path, answer.StatusCode, data)
		}
		shown[path] = string(data)
	}
	_, shown["the log"] = stop()
	rules, err := openapi.Rules()
	if err != nil {
		t.Fatal(err)
	}
	for what, text := range shown {
		for _, rule := range rules { // those of signatures have the document's examples, secrets and all
			text = strings.ReplaceAll(text, html.EscapeString(rule.Says), "")
		}
		if !strings.Contains(text, "getTicket") && !strings.Contains(text, "/nowhere") {
			t.Errorf("%s does not show the run", what)
		}
		for secret, is := range secrets {
			for _, form := range forms(secret) {
				if at := strings.Index(text, form); at >= 0 {
					t.Errorf("%s shows the secret %s, as %s: …%s…", what, is, form, text[max(0, at-200):min(len(text), at+200)])
					break
				}
			}
		}
	}
	for secret, is := range secrets {
		if !strings.Contains(used.String(), secret) {
			t.Errorf("%s is never used", is)
		}
	}
}

// forms are the ways in which a secret may be written.
func forms(secret string) []string {
	quoted, _ := json.Marshal(secret)
	all := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), strings.Trim(string(quoted), `"`)}
	for shift := range 3 { // wherever it stands within what is encoded
		encoded := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + secret))
		all = append(all, strings.TrimRight(encoded, "=")[4:len(encoded)-6])
	}
	return all
}
