package mockserver

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/openapi/spec"
)

func TestPreferences(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		header string
		want   []preference
		err    string
	}{
		{header: ""},
		{header: " , ,"},
		{header: "code=404", want: []preference{{"code", "404"}}},
		{header: "code=404,example=a , dynamic=true", want: []preference{{"code", "404"}, {"example", "a"}, {"dynamic", "true"}}},
		{header: `example="a, \"b\"; c\\"`, want: []preference{{"example", `a, "b"; c\`}}},
		{header: `example="圈子"`, want: []preference{{"example", "圈子"}}},
		{header: `example=""`, want: []preference{{"example", ""}}},
		{header: "dynamic, code =\t404", want: []preference{{"dynamic", ""}, {"code", "404"}}},
		{header: "return=minimal; foo=\"some; parameter\", wait=10", want: []preference{{"return", "minimal"}, {"wait", "10"}}},
		{header: "a;;b;, c", want: []preference{{"a", ""}, {"c", ""}}},
		{header: "code==1", err: `what begins with "=1" stands where a comma should; write code=404, example=success, dynamic=true`},
		{header: "code 404", err: `what begins with "404" stands where a comma should; write code=404, example=success, dynamic=true`},
		{header: "code=404 example=" + strings.Repeat("x", 40), err: `what begins with "example=xxxxxxxxxxxx…" stands where a comma should; write code=404, example=success, dynamic=true`},
		{header: "code=404; =1", err: `"=1" begins with no name; write code=404, example=success, dynamic=true`},
		{header: "圈=1", err: `"圈=1" begins with no name; write code=404, example=success, dynamic=true`},
		{header: `example="a`, err: "the value of example has no quote at its end"},
		{header: `example="a\`, err: "the value of example has no quote at its end"},
	} {
		t.Run(c.header, func(t *testing.T) {
			t.Parallel()
			got, err := preferences(c.header)
			if fmt.Sprint(err) != c.err && (err != nil || c.err != "") {
				t.Errorf("error %v, want %s", err, c.err)
			}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(preference{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatIsWishedFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		header  []string
		want    spec.Wish
		applied string
		err     string
	}{
		{"nothing", nil, spec.Wish{}, "", ""},
		{"something else", []string{"return=minimal"}, spec.Wish{}, "", ""},
		{"everything, in several headers", []string{"code=404", `example="not found", wait=1`, "dynamic"}, spec.Wish{Status: 404, Example: "not found", Dynamic: true}, `code=404, example="not found", dynamic=true`, ""},
		{"the first of two", []string{"code=404", "Code=500"}, spec.Wish{Status: 404}, "code=404", ""},
		{"what is not wished for besides what is", []string{"dynamic=FALSE, code=404"}, spec.Wish{Status: 404}, "dynamic=FALSE, code=404", ""},
		{"a status that is none", []string{"code=600"}, spec.Wish{Status: 600}, "", `code is a status from 100 to 599, such as code=404, not "600"`},
		{"an example without name", []string{"example"}, spec.Wish{}, "", "example is the name of an example, such as example=success"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, applied, err := wished(c.header)
			if got != c.want || applied != c.applied || fmt.Sprint(err) != c.err && (err != nil || c.err != "") {
				t.Errorf("%v, %q, %v; want %v, %q, %s", got, applied, err, c.want, c.applied, c.err)
			}
		})
	}
}

// FuzzPreferences: what is applied can be preferred again, and means the same.
func FuzzPreferences(f *testing.F) {
	for _, seed := range []string{"code=404", `example="a\"b", dynamic`, "respond-async; x=1, code=200", "a=\"", ";", "code=404 ;;", "dynamic=false", "EXAMPLE=圈"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		wish, applied, err := wished([]string{header})
		if err != nil {
			return
		}
		again, same, err := wished([]string{applied})
		if err != nil || again != wish || same != applied {
			t.Errorf("%q wishes for %v, %q; and that for %v, %q, %v", header, wish, applied, again, same, err)
		}
	})
}
