package client_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/features/client"
)

// files are what @name reads in these tests.
func files(name string) ([]byte, error) {
	found, ok := map[string]string{"text.txt": "two\nlines\n", "data.json": `{"a": 1}`, "-": "typed", "latin": "\xff"}[name]
	if !ok {
		return nil, errors.New("no such file")
	}
	return []byte(found), nil
}

func TestAParameterIsReadFromTheCommandLine(t *testing.T) {
	t.Parallel()
	for argument, want := range map[string]client.Parameter{
		"name=产品交流圈":              {Name: "name", Value: "产品交流圈"},
		"name=":                   {Name: "name"},
		"name=a=b":                {Name: "name", Value: "a=b"},
		"name=:=b":                {Name: "name", Value: ":=b"},
		"data.attributes.title=圈": {Name: "data.attributes.title", Value: "圈"},
		`bio:={"a":1}`:            {Name: "bio", Value: `{"a":1}`, JSON: true},
		`bio:=null`:               {Name: "bio", Value: "null", JSON: true},
		"bio=@text.txt":           {Name: "bio", Value: "two\nlines"},
		"bio:=@data.json":         {Name: "bio", Value: `{"a": 1}`, JSON: true},
		"bio=-":                   {Name: "bio", Value: "typed"},
		"bio=@-":                  {Name: "bio", Value: "typed"},
		"bio=-超圈程序员":              {Name: "bio", Value: "-超圈程序员"},
		`bio=\@LitGeek`:           {Name: "bio", Value: "@LitGeek"},
		`bio=\\@LitGeek`:          {Name: "bio", Value: `\@LitGeek`},
		`bio=\-`:                  {Name: "bio", Value: "-"},
		`bio=\d+`:                 {Name: "bio", Value: `\d+`},
		`bio=C:\@x`:               {Name: "bio", Value: `C:\@x`},
		`filter[club]=a`:          {Name: "filter[club]", Value: "a"},
	} {
		got, err := client.ParseParameter(argument, files)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", argument, err, diff)
		}
	}
}

func TestWhatIsNoParameterIsRefused(t *testing.T) {
	t.Parallel()
	for argument, says := range map[string]string{
		"name":          `"name" is no parameter; write name=value, or name:=JSON`,
		"=value":        "lacks the parameter's name",
		":=1":           "lacks the parameter's name",
		"bio:=text":     "the value of bio is no JSON: text; write a text as bio=…",
		"bio=@gone.txt": "the value of bio cannot be read: no such file",
		"bio=@latin":    "the value of bio in latin is no UTF-8 text",
	} {
		if got, err := client.ParseParameter(argument, files); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v %v, want an error that says %q", argument, got, err, says)
		}
	}
}

// FuzzParseParameter: whatever a value is, it can be said, and says itself.
func FuzzParseParameter(f *testing.F) {
	for _, seed := range []string{"", "-", "@file", `\@`, `\\-`, "a=b", "产品", `\`, "@", ":="} {
		f.Add("name", seed)
	}
	f.Fuzz(func(t *testing.T, name, value string) {
		if _, err := client.ParseParameter(name, files); err == nil && !strings.Contains(name, "=") {
			t.Fatalf("%q is taken for a parameter", name)
		}
		if name == "" || strings.Contains(name, "=") || strings.HasSuffix(name, ":") {
			return
		}
		said := value
		if bare := strings.TrimLeft(value, `\`); bare == "-" || strings.HasPrefix(bare, "@") {
			said = `\` + value
		}
		got, err := client.ParseParameter(name+"="+said, func(file string) ([]byte, error) {
			t.Fatalf("%q is read", file)
			return nil, nil
		})
		if want := (client.Parameter{Name: name, Value: value}); err != nil || got != want {
			t.Fatalf("%q gives %+v %v, want %+v", said, got, err, want)
		}
	})
}
