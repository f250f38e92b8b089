package op_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"contractmock/mockserver/op"
	"contractmock/openapi/spec"
)

func TestARefusalAsANote(t *testing.T) {
	t.Parallel()
	tooEarly := op.Refusal{ID: "too-early", Rule: "C65", Message: "日程时间未开始"}
	bodyless := op.Refusal{ID: "sign-missing", Message: "Params Not Valid", Bodyless: true}
	because := tooEarly.Because("it begins in %d minutes", 31)
	got := []op.Note{tooEarly.Note(), because.Note(), op.Refusal{ID: "strict", Message: "page"}.Note(), bodyless.Note(), bodyless.Because("no sign").Note()}
	want := []op.Note{{"too-early", "日程时间未开始 (C65)"}, {"too-early", "it begins in 31 minutes (C65)"}, {"strict", "page"}, {"sign-missing", "Params Not Valid"}, {"sign-missing", "Params Not Valid: no sign"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	if because.Message != tooEarly.Message {
		t.Errorf("the reason of this once is in the API's message: %q", because.Message)
	}
}

func TestDiagnosis(t *testing.T) {
	t.Parallel()
	finding := spec.Finding{ID: "param-type", At: "page", Got: `"x"`, Want: "a whole number", Rule: "T23", File: "tickets.yaml", Line: 7}
	for _, c := range []struct {
		name  string
		notes []op.Note
		want  string
	}{
		{"nothing to say", nil, ""},
		{"one note", []op.Note{{"strict", "page"}}, "strict: page"},
		{"a finding", []op.Note{op.NoteOf(finding)}, `param-type: page: got "x", want a whole number (T23, tickets.yaml:7)`},
		{"an id twice stands once, in the order of the notes", []op.Note{{"b", "1"}, {"a", "2"}, {"b", "3"}}, "b, a: 1; 2; 3"},
		{"several lines become one", []op.Note{{"a", "1\n2"}}, "a: 1; 2"},
		{"controls and what is not ASCII become escapes", []op.Note{{"a", "\r\t~\x7fé好"}}, `a: \u000d\u0009~\u007f\u00e9\u597d`},
		{"beyond the basic plane it takes a pair of them", []op.Note{{"a", "😀"}}, `a: \ud83d\ude00`},
		{"bytes that are no text become the sign for it", []op.Note{{"a", "\xff"}}, `a: \ufffd`},
		{"1,024 bytes are kept", []op.Note{{"a", strings.Repeat("x", 1021)}}, "a: " + strings.Repeat("x", 1021)},
		{"a byte more is cut", []op.Note{{"a", strings.Repeat("x", 1022)}}, "a: " + strings.Repeat("x", 1018) + "..."},
		{"an escape that ends at the cut is kept", []op.Note{{"a", strings.Repeat("x", 1012) + "好好"}}, "a: " + strings.Repeat("x", 1012) + `\u597d...`},
		{"an escape whose first sign is before the cut is left out", []op.Note{{"a", strings.Repeat("x", 1017) + "好好"}}, "a: " + strings.Repeat("x", 1017) + "..."},
		{"a pair of escapes stays together", []op.Note{{"a", strings.Repeat("x", 1007) + "😀😀"}}, "a: " + strings.Repeat("x", 1007) + "..."},
		{"an escape over the cut is left out", []op.Note{{"a", strings.Repeat("x", 1013) + "好好"}}, "a: " + strings.Repeat("x", 1013) + "..."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, op.Diagnosis(c.notes)); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDiagnosisIsAHeader(t *testing.T) {
	t.Parallel()
	printable := regexp.MustCompile(`^([ -[\]-~]|\\u[0-9a-f]{4})*$`)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringOf(rapid.Rune().Filter(func(r rune) bool { return r != '\\' })), rapid.StringMatching(`[好😀a]{100,400}`))
		notes := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) op.Note {
			return op.Note{ID: rapid.SampledFrom([]string{"param-type", "param-unknown", "strict"}).Draw(t, "id"), Text: text.Draw(t, "text")}
		}), 1, 8).Draw(t, "notes")
		line := op.Diagnosis(notes)
		if len(line) > 1024 || !printable.MatchString(line) {
			t.Fatalf("%d bytes: %s", len(line), line)
		}
		ids, _, _ := strings.Cut(line, ": ")
		seen := map[string]int{}
		for id := range strings.SplitSeq(ids, ", ") {
			seen[id]++
		}
		want := map[string]int{}
		for _, n := range notes {
			want[n.ID] = 1
		}
		if diff := cmp.Diff(want, seen); diff != "" {
			t.Fatalf("ids (-want +got):\n%s", diff)
		}
	})
}
