package check

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"contractmock/features/client"
	"contractmock/features/target"
	"contractmock/openapi/spec"
)

// Expect is the answer that is promised. That it fits the specification is expected
// always, and need not be said.
type Expect struct {
	// Succeeds expects a success in the API's terms.
	Succeeds bool
	// Status is the HTTP status; 0 is any that is documented.
	Status int
	// Body is the whole body as JSON; "" is any, [Empty] none at all.
	Body string
	// Members are members of the body by their path, as JSON.
	Members map[string]string
	// Keys are the names of the members of errors, of all of them (L05).
	Keys []string
	// Headers are headers that must be there.
	Headers []string
	// Beside is how the answer is to be beside that to the same call with the parameters
	// Other, which is made first.
	Beside Likeness
	Other  []Parameter
}

// Likeness is how two answers are to each other.
type Likeness int

// The likenesses there are.
const (
	Whatever  Likeness = iota // there is no other call
	Same                      // the two answers are the same
	Different                 // they differ
)

// Empty is the body of an answer that has none.
const Empty = "(no body)"

// succeeds is the expectation of a call that nothing is wrong with.
var succeeds = Expect{Succeeds: true}

// Mismatch is how an answer differs from what was promised.
type Mismatch struct {
	// Kind is what differs: specification, status, success, body, header or like; or
	// deviation, where nothing does although the profile says so.
	Kind string `json:"kind"`
	// Got and Want are the difference.
	Got  string `json:"got"`
	Want string `json:"want"`

	said string // in the words in which a scenario says so, for what a profile has seen
}

// String is the mismatch as one sentence.
func (m Mismatch) String() string { return fmt.Sprintf("%s: got %s, want %s", m.Kind, m.Got, m.Want) }

// is tells whether the mismatch is a known deviation.
func (m Mismatch) is(d *target.Deviation) bool {
	return d.Explains(m.String() + "\n" + m.said)
}

// String is the expectation in words.
func (e Expect) String() string {
	var words []string
	if e.Succeeds {
		words = append(words, "a success")
	}
	if e.Status != 0 {
		words = append(words, fmt.Sprint(e.Status))
	}
	if e.Body != "" {
		words = append(words, e.Body)
	}
	for _, path := range slices.Sorted(maps.Keys(e.Members)) {
		words = append(words, path+" "+e.Members[path])
	}
	if e.Keys != nil {
		words = append(words, "errors of "+strings.Join(e.Keys, ", "))
	}
	for _, name := range e.Headers {
		words = append(words, "a header "+name)
	}
	switch e.Beside {
	case Whatever:
	case Different:
		words = append(words, "another answer than without it")
	case Same:
		words = append(words, "the same answer as without it")
	}
	return strings.Join(words, ", ")
}

// against holds an answer against the expectation; found are its findings that are not
// known, and like is the answer to the call that it is compared with, if there is one.
// The first thing that differs is told, without what hide takes out of texts.
func (e Expect) against(x *client.Exchange, found []spec.Finding, like *client.Exchange, hide func(string) string) *Mismatch {
	short := func(text string) string { return shortened(hide(text)) }
	body := strings.TrimSpace(string(x.AnswerBody))
	if body == "" {
		body = Empty
	}
	ok, why := x.Succeeded()
	switch {
	case e.Status != 0 && x.Status != e.Status:
		return &Mismatch{"status", fmt.Sprintf("%d %s", x.Status, short(body)), fmt.Sprint(e.Status), fmt.Sprintf("the status is %d, want %d", x.Status, e.Status)}
	case e.Succeeds && !ok:
		return &Mismatch{"success", why + " in " + short(body), "a success", "it does not succeed: " + why}
	case len(found) > 0:
		text := hide(found[0].ID + ": " + found[0].String())
		return &Mismatch{"specification", text, "an answer as it is documented", "the answer breaks the specification: " + text}
	case e.Body != "" && !sameJSON(body, e.Body):
		return &Mismatch{"body", short(body), e.Body, differing(body, e.Body)}
	}
	for _, path := range slices.Sorted(maps.Keys(e.Members)) {
		if got := gjson.Get(body, path).Raw; !sameJSON(got, e.Members[path]) {
			return &Mismatch{"body", path + " " + short(cmp.Or(got, "absent")), e.Members[path], member(path, got, e.Members[path])}
		}
	}
	if e.Keys != nil {
		if got := keys(body); !slices.Equal(got, e.Keys) {
			return &Mismatch{Kind: "body", Got: "errors of " + cmp.Or(strings.Join(got, ", "), "nothing"), Want: "errors of " + strings.Join(e.Keys, ", ")}
		}
	}
	for _, name := range e.Headers {
		if x.AnswerHeader.Get(name) == "" {
			return &Mismatch{"header", "no " + name, "a header " + name, "the answer has no header " + name}
		}
	}
	if like == nil {
		return nil
	}
	same := x.Status == like.Status && sameJSON(body, cmp.Or(strings.TrimSpace(string(like.AnswerBody)), Empty))
	switch {
	case !same && e.Beside == Same:
		return &Mismatch{Kind: "like", Got: fmt.Sprintf("%d %s", x.Status, short(body)), Want: fmt.Sprintf("as without it, %d %s", like.Status, short(string(like.AnswerBody)))}
	case same && e.Beside == Different:
		return &Mismatch{Kind: "like", Got: fmt.Sprintf("%d %s, as without it", x.Status, short(body)), Want: "an answer to it"}
	}
	return nil
}

// differing says what of a body is not as it must be, member by member.
func differing(got, want string) string {
	var said []string
	gjson.Parse(want).ForEach(func(name, value gjson.Result) bool {
		if is := gjson.Get(got, gjson.Escape(name.String())).Raw; !sameJSON(is, value.Raw) {
			said = append(said, member(name.String(), is, value.Raw))
		}
		return true
	})
	return strings.Join(said, "\n")
}

// member says that a member is not what it must be; got is "" if it is absent.
func member(path, got, want string) string {
	if got == "" {
		return "the answer has no " + path
	}
	return fmt.Sprintf("%s is %s, want %s", path, got, want)
}

// keys are the names of the members of errors, sorted; none where errors is no object.
func keys(body string) []string {
	names := []string{}
	errors := gjson.Get(body, "errors")
	if errors.IsObject() {
		errors.ForEach(func(name, _ gjson.Result) bool {
			names = append(names, name.String())
			return true
		})
	}
	slices.Sort(names)
	return names
}

// sameJSON tells whether two texts are the same JSON, or the same if they are none.
func sameJSON(a, b string) bool {
	var left, right any
	if json.Unmarshal([]byte(a), &left) != nil || json.Unmarshal([]byte(b), &right) != nil {
		return a == b
	}
	return reflect.DeepEqual(left, right)
}

// maxShown is how many letters of a body a mismatch shows.
const maxShown = 200

func shortened(text string) string {
	if letters := []rune(text); len(letters) > maxShown {
		return string(letters[:maxShown]) + "…"
	}
	return text
}

// refused is an answer with that status and body.
func refused(status int, body string) Expect { return Expect{Status: status, Body: body} }

func unauthorized(body string) Expect { return refused(http.StatusUnauthorized, body) }
