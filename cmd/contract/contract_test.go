package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
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

func TestEveryPhraseIsPrinted(t *testing.T) {
	var out strings.Builder
	cmd := newSteps()
	cmd.SetOut(&out)
	if err := cmd.RunE(cmd, nil); err != nil {
		t.Fatal(err)
	}
	for _, p := range steps.Phrasebook {
		for _, words := range []string{p.English, p.Chinese, p.Means} {
			if !strings.Contains(out.String(), words) {
				t.Errorf("%q is not printed", words)
			}
		}
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
	for _, cmd := range []*cobra.Command{newRun(os.LookupEnv), newCheck(os.LookupEnv)} {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if !strings.Contains(string(readme), "`--"+f.Name) {
				t.Errorf("README.md does not know --%s of %s", f.Name, cmd.Name())
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
