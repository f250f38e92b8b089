package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/pflag"

	"contractmock/features/steps"
	"contractmock/mockserver"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"contract": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			mock, err := mockserver.New(mockserver.Options{})
			if err != nil {
				return err
			}
			apart := httptest.NewServer(mock)
			env.Defer(apart.Close)
			env.Setenv("MOCK", apart.URL)
			other := httptest.NewServer(http.NotFoundHandler())
			env.Defer(other.Close)
			env.Setenv("OTHER", other.URL)
			return nil
		},
		Condition: func(condition string) (bool, error) {
			file, _ := strings.CutPrefix(condition, "exists:")
			_, err := os.Stat(file)
			return err == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			// json FILE… holds files against being JSON.
			"json": func(ts *testscript.TestScript, _ bool, files []string) {
				for _, file := range files {
					var value any
					ts.Check(json.Unmarshal([]byte(ts.ReadFile(file)), &value))
				}
			},
		},
	})
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
