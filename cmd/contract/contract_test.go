package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/pflag"

	"contractmock/cmd/internal/script"
	"contractmock/features/steps"
	"contractmock/mockserver"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"contract": main})
}

func TestScripts(t *testing.T) {
	script.Run(t, "contract", newRoot, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			mock, err := mockserver.New(mockserver.Options{})
			if err != nil {
				return err
			}
			apart := httptest.NewServer(mock)
			env.Defer(apart.Close)
			env.Setenv("MOCK", apart.URL)
			guarded, err := mockserver.New(mockserver.Options{AdminToken: "sesame"})
			if err != nil {
				return err
			}
			behind := httptest.NewServer(guarded)
			env.Defer(behind.Close)
			env.Setenv("GUARDED", behind.URL)
			wrong := httptest.NewServer(speechless{mock})
			env.Defer(wrong.Close)
			env.Setenv("WRONG", wrong.URL)
			other := httptest.NewServer(http.NotFoundHandler())
			env.Defer(other.Close)
			env.Setenv("OTHER", other.URL)
			departing := httptest.NewServer(wrongly(mock))
			env.Defer(departing.Close)
			env.Setenv("DEPARTING", departing.URL)
			return nil
		},
		Condition: func(condition string) (bool, error) {
			file, _ := strings.CutPrefix(condition, "exists:")
			_, err := os.Stat(file)
			return err == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"json": jsonFiles,
		},
	})
}

// jsonFiles is json FILE…, which holds files against being JSON.
func jsonFiles(ts *testscript.TestScript, _ bool, files []string) {
	for _, file := range files {
		var value any
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(file)), &value))
	}
}

// wrongly is a mock whose tickets have texts for ids, and which does not explain itself.
func wrongly(mock http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		mock.ServeHTTP(answer, r)
		body := answer.Body.String()
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			answer.Header().Del("Mock-Diagnosis")
			body = regexp.MustCompile(`"id":(\d+)`).ReplaceAllString(body, `"id":"$1"`)
		}
		maps.Copy(w.Header(), answer.Header())
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(answer.Code)
		fmt.Fprint(w, body)
	})
}

// TestTheCurlLineWorksWhenItIsPasted: quotes, brackets and line feeds reach the mock,
// the signature holds, and the answer is that of the call itself.
func TestTheCurlLineWorksWhenItIsPasted(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl here")
	}
	_, server := mocked(t)
	const toby, tony = "6ce4443c8fcd4a2b8b407bda86ab4408", "250228d2eb8e4db8b4fc6b8e3e2a902d"
	for _, c := range []struct{ arguments, want string }{
		{"getTicket --as Lin uid=12322", `"request_type":"by_user_id_all"`},
		{"getTicket", `{"error":"Unauthorized for no Authorization"}`},
		{"createClub --as Toby cover=https://cdn.chaoqer.com/a.jpg name=it's|\"quoted\"|$HOME|`id`", `"name":"it's \"quoted\" $HOME ` + "`id`" + `"`},
		{"listClubs --as 铭恺 count=1", `"count":1`},
		{"getProfile --as Toby uid=" + toby, `"nickname":"Toby"`},
		{"block --as Toby uid=" + tony, `"status":1`},
		{"updateProfile --as Tony --place form avatar=https://cdn.chaoqer.com/a.jpg nickname=\\@|¶|[1-3]|{a,b}", `"status":1`},
		{"getH5Profile --as Toby uid=" + toby, `"nickname":"Toby"`},
		{"getVersionUpgrade type=1 version=1", `"status":`},
		{"lexiang.listEvents --as lisi list_type=all filter[started_at][since]=2019-11-10", `"meta":`},
		{"lexiang.createEvent --as lisi data.attributes.title='", `"errors":`},
		{"admin.health", `"status":"ok"`},
		{"admin.setClock --session curl advance=1h", `"start"`},
	} {
		t.Run(c.arguments, func(t *testing.T) {
			t.Parallel()
			words := strings.Fields(c.arguments)
			for i := range words {
				words[i] = strings.NewReplacer("|", " ", "¶", "\n").Replace(words[i])
			}
			code, line := contract(t.Context(), append([]string{"call", "--curl", "--target", server.URL}, words...)...)
			if code != 0 {
				t.Fatalf("%d %s", code, line)
			}
			out, err := exec.CommandContext(t.Context(), "sh", "-c", line).CombinedOutput()
			if err != nil || !strings.Contains(string(out), c.want) {
				t.Errorf("%s\n%v %s\nwant %s", line, err, out, c.want)
			}
		})
	}
}

func TestEveryPhraseIsPrinted(t *testing.T) {
	for format := range stepsFormats {
		printed := stepsIn(t, format)
		if format == "json" {
			var book struct {
				Phrases []steps.Phrase
				Slots   []struct{ Name, Sample, Pattern, Means string }
			}
			if err := json.Unmarshal([]byte(printed), &book); err != nil {
				t.Fatal(err)
			}
			if len(book.Phrases) != len(steps.Phrasebook) || len(book.Slots) != len(steps.Slots) {
				t.Errorf("the JSON has %d phrases and %d slots, want %d and %d", len(book.Phrases), len(book.Slots), len(steps.Phrasebook), len(steps.Slots))
			}
			printed = fmt.Sprint(book)
		}
		unescape := strings.NewReplacer(`\|`, "|", `\<`, "<", `\_`, "_", `\*`, "*")
		for _, p := range steps.Phrasebook {
			for _, words := range []string{p.English, p.Chinese, p.Means} {
				if !strings.Contains(unescape.Replace(printed), words) {
					t.Errorf("%s: %q is not printed", format, words)
				}
			}
		}
		for _, s := range steps.Slots {
			if !strings.Contains(unescape.Replace(printed), s.Means) {
				t.Errorf("%s: what {%s} means is not printed", format, s.Name)
			}
		}
	}
}

func stepsIn(t *testing.T, format string) string {
	t.Helper()
	var out strings.Builder
	cmd := newSteps()
	cmd.SetOut(&out)
	cmd.SetArgs([]string{"--format", format})
	if err := cmd.Execute(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestTheTablesInMarkdownHaveAsManyCellsAsTheirHeads: a bar in a cell would be another.
func TestTheTablesInMarkdownHaveAsManyCellsAsTheirHeads(t *testing.T) {
	cells := 0
	for line := range strings.SplitSeq(stepsIn(t, "markdown"), "\n") {
		count := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if cells > 0 && count > 0 && count != cells {
			t.Errorf("this row has %d bars, its head %d: %s", count, cells, line)
		}
		cells = count
	}
}

func TestATagOfARuleIncludesItsParts(t *testing.T) {
	for _, c := range []struct{ filter, want string }{
		{"", ""},
		{"@tickets", "@tickets"},
		{"@T07", "@T07,@T07.1,@T07.2"},
		{"T07", "T07,T07.1,T07.2"},
		{"@T07.1", "@T07.1"},
		{"@tickets&&@T07", "@tickets&&@T07,@T07.1,@T07.2"},
		{"~@T07", "~@T07&&~@T07.1&&~@T07.2"},
		{"@admin, ~@T07", "@admin,~@T07&&@admin,~@T07.1&&@admin,~@T07.2"},
	} {
		got, err := withParts(c.filter)
		if err != nil || got != c.want {
			t.Errorf("%q: %q %v, want %q", c.filter, got, err, c.want)
		}
	}
	for _, filter := range []string{"@a b", "@", "@a,", "@a&&", "~", "@a&@b"} {
		if got, err := withParts(filter); err == nil {
			t.Errorf("%q was taken for %q", filter, got)
		}
	}
}

func TestEveryFlagIsInTheReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, cmd := range newRoot(os.LookupEnv).Commands() {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if !strings.Contains(string(readme), "`--"+f.Name) {
				t.Errorf("README.md does not know --%s of contract %s", f.Name, cmd.Name())
			}
		})
	}
}

// speechless is a mock that has one text for every failure.
type speechless struct{ mock http.Handler }

var message = regexp.MustCompile(`"errorCode":0,"message":"[^"]*"`)

// ServeHTTP implements http.Handler.
func (s speechless) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer := httptest.NewRecorder()
	s.mock.ServeHTTP(answer, r)
	maps.Copy(w.Header(), answer.Header())
	w.Header().Del("Content-Length")
	w.WriteHeader(answer.Code)
	w.Write(message.ReplaceAll(answer.Body.Bytes(), []byte(`"errorCode":0,"message":"Failure"`)))
}
