package op_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver/op"
)

func TestParseRelaxed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		words []string
		want  []string
		err   string
	}{
		{"nothing", nil, []string{}, ""},
		{"everything, some of it twice", []string{"duplicates", "ts", "auth", "sign", "ts"}, []string{"sign", "ts", "auth", "duplicates"}, ""},
		{"a word that is misspelt", []string{"ts", "duplicate"}, nil, `"duplicate" is nothing that can be relaxed; did you mean duplicates?`},
		{"a word of no kind", []string{"params"}, nil, `"params" is nothing that can be relaxed; there are auth, duplicates, sign and ts`},
		{"an empty word", []string{""}, nil, `"" is nothing that can be relaxed; there are auth, duplicates, sign and ts`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := op.ParseRelaxed(c.words)
			if diff := cmp.Diff(c.want, got); diff != "" || (err == nil) != (c.err == "") || err != nil && err.Error() != c.err {
				t.Errorf("%v, %v (-want +got):\n%s", got, err, diff)
			}
		})
	}
}

func TestWhatIsPassedOverIsNotedOnce(t *testing.T) {
	t.Parallel()
	refusal := op.Refusal{ID: "token-unknown", Rule: "C05", Message: "Authorized Failed", Bodyless: true}.Because("nobody holds it")
	r := &op.Request{Relax: []string{op.RelaxAuth}}
	if r.Relaxes(op.RelaxSign, refusal) {
		t.Error("what is not relaxed is passed over")
	}
	for range 2 { // the stages look twice, where somebody else has written meanwhile
		if !r.RelaxesAuth(refusal, "Toby") {
			t.Error("what is relaxed is not passed over")
		}
	}
	want := []op.Note{{ID: "relaxed", Text: "auth: nobody holds it (C05); it counts as a request of Toby"}}
	if diff := cmp.Diff(want, r.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}
