package steps

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cucumber/godog"
	"github.com/google/go-cmp/cmp"
	"github.com/tidwall/gjson"

	"contractmock/features/client"
	"contractmock/openapi/nearest"
)

// remembered is a name in braces in a value, table or text.
var remembered = regexp.MustCompile(`\{[\pL][\pL\pN_ '-]*\}`)

// member is the value at a path of the last answer.
func (w *world) member(path string) (gjson.Result, error) {
	x, err := w.answer()
	if err != nil {
		return gjson.Result{}, err
	}
	if !gjson.ValidBytes(x.AnswerBody) {
		return gjson.Result{}, w.failf("the answer is no JSON, so that it has no %s", path)
	}
	at, err := w.recall(path)
	if err != nil {
		return gjson.Result{}, err
	}
	found := gjson.GetBytes(x.AnswerBody, at)
	if !found.Exists() {
		return found, w.failf("the answer has no %s", path)
	}
	return found, nil
}

// literal is a value as a scenario writes it, as JSON: what is JSON already, else
// the bare word as a text.
func (w *world) literal(text string) (string, error) {
	if remembered.FindString(text) == text && text != "" {
		return w.recollect(strings.Trim(text, "{}"))
	}
	text, err := w.recall(text)
	if err != nil || json.Valid([]byte(text)) {
		return text, err
	}
	quoted, err := json.Marshal(text)
	return string(quoted), err
}

// same tells whether two JSON texts have the same value.
func same(a, b string) bool { return cmp.Equal(decode(a), decode(b)) }

func decode(text string) any {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return text
	}
	return value
}

func (w *world) succeeds() error {
	x, err := w.one()
	if err != nil {
		return err
	}
	if ok, why := x.Succeeded(); !ok {
		return w.failf("it does not succeed: %s", why)
	}
	return nil
}

func (w *world) succeedsWith(message string) error {
	if err := w.succeeds(); err != nil {
		return err
	}
	message, err := w.recall(message)
	if err != nil {
		return err
	}
	got, err := w.member("message")
	if err != nil {
		return err
	}
	if got.Type != gjson.String || got.String() != message {
		return w.failf("message is %s, want %q", got.Raw, message)
	}
	return nil
}

// failsWith expects a failure of the Chaoqer API, which is of this form and no other.
func (w *world) failsWith(code int, message string) error {
	x, err := w.one()
	if err != nil {
		return err
	}
	if message, err = w.recall(message); err != nil {
		return err
	}
	if why := notFailure(x, code, message); why != "" {
		return w.failf("%s", why)
	}
	return nil
}

// notFailure says why an answer is not this failure of the Chaoqer API, or is "".
func notFailure(x *client.Exchange, code int, message string) string {
	want := map[string]any{"errorCode": json.Number(strconv.Itoa(code)), "message": message, "status": json.Number("0")}
	switch {
	case x.Status != http.StatusOK:
		return fmt.Sprintf("the status is %d, want 200 with %s", x.Status, encode(want))
	case !cmp.Equal(any(want), decode(string(x.AnswerBody))):
		return "the answer is not " + encode(want)
	default:
		return ""
	}
}

func (w *world) statusIs(want int) error {
	x, err := w.one()
	if err != nil {
		return err
	}
	if x.Status != want {
		return w.failf("the status is %d, want %d", x.Status, want)
	}
	return nil
}

func (w *world) memberIs(path, value string) error {
	got, err := w.member(path)
	if err != nil {
		return err
	}
	want, err := w.literal(value)
	if err != nil {
		return err
	}
	if !same(got.Raw, want) {
		return w.failf("%s is %s, want %s", path, got.Raw, want)
	}
	return nil
}

func (w *world) memberIsNot(path, value string) error {
	got, err := w.member(path)
	if err != nil {
		return err
	}
	other, err := w.literal(value)
	if err != nil {
		return err
	}
	if same(got.Raw, other) {
		return w.failf("%s is %s, want anything else", path, got.Raw)
	}
	return nil
}

func (w *world) memberContains(path, text string) error {
	got, err := w.member(path)
	if err != nil {
		return err
	}
	if text, err = w.recall(text); err != nil {
		return err
	}
	if got.Type != gjson.String || !strings.Contains(got.String(), text) {
		return w.failf("%s is %s, want a text with %q in it", path, got.Raw, text)
	}
	return nil
}

func (w *world) noMember(path string) error {
	x, err := w.answer()
	if err != nil {
		return err
	}
	if !gjson.ValidBytes(x.AnswerBody) {
		return w.failf("the answer is no JSON")
	}
	if path, err = w.recall(path); err != nil {
		return err
	}
	if got := gjson.GetBytes(x.AnswerBody, path); got.Exists() {
		return w.failf("there is a %s: %s", path, got.Raw)
	}
	return nil
}

func (w *world) hasItems(path string, want int) error {
	got, err := w.member(path)
	if err != nil {
		return err
	}
	if !got.IsArray() {
		return w.failf("%s is no list but %s", path, got.Raw)
	}
	if count := len(got.Array()); count != want {
		return w.failf("%s has %d items, want %d", path, count, want)
	}
	return nil
}

// every holds each item at a path against an expectation; there must be one.
func (w *world) every(path string, wrong func(item gjson.Result) string) error {
	got, err := w.member(path)
	if err != nil {
		return err
	}
	items := got.Array()
	if len(items) == 0 {
		return w.failf("there is no %s at all", path)
	}
	if end := strings.LastIndex(path, "#."); end >= 0 { // gjson leaves out the items without the member
		if all := gjson.GetBytes(w.last.AnswerBody, path[:end+1]).Int(); int(all) != len(items) {
			return w.failf("%d of %d items have no %s", int(all)-len(items), all, path[end+2:])
		}
	}
	for i, item := range items {
		if why := wrong(item); why != "" {
			return w.failf("item %d of %s is %s, want %s", i, path, item.Raw, why)
		}
	}
	return nil
}

func (w *world) everyIs(path, value string) error {
	want, err := w.literal(value)
	if err != nil {
		return err
	}
	return w.every(path, func(item gjson.Result) string {
		if same(item.Raw, want) {
			return ""
		}
		return want
	})
}

func (w *world) everyIsOneOf(path, list string) error {
	words, err := w.words(list)
	if err != nil {
		return err
	}
	return w.every(path, func(item gjson.Result) string {
		if slices.Contains(words, item.String()) {
			return ""
		}
		return "one of " + strings.Join(words, ", ")
	})
}

func (w *world) everyIsOfType(path, kind string) error {
	return w.every(path, func(item gjson.Result) string { return notOfType(item, kind) })
}

func (w *world) isOfType(path, kind string) error {
	got, err := w.member(path)
	if err != nil {
		return err
	}
	if want := notOfType(got, kind); want != "" {
		return w.failf("%s is %s, want %s", path, got.Raw, want)
	}
	return nil
}

// forms of the texts that are types of their own.
var forms = map[string]*regexp.Regexp{
	"uuid":  regexp.MustCompile(`^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$`),
	"id":    regexp.MustCompile(`^[0-9a-f]{32}$`),
	"url":   regexp.MustCompile(`^https?://[^\s/?#]+(?:[/?#]\S*)?$`),
	"email": regexp.MustCompile(`^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$`),
}

// notOfType is what was expected of a value that is not of a type, else "".
func notOfType(value gjson.Result, kind string) string {
	text := func(layout, form string) (bool, string) {
		_, err := time.Parse(layout, value.String())
		return value.Type == gjson.String && err == nil, "a " + kind + " in the form " + form
	}
	ok, want := false, "a valid "+kind
	if form := forms[kind]; form != nil {
		if value.Type == gjson.String && form.MatchString(value.String()) {
			return ""
		}
		return want
	}
	switch kind {
	case "integer":
		ok = value.Type == gjson.Number && !strings.ContainsAny(value.Raw, ".eE")
	case "number":
		ok = value.Type == gjson.Number
	case "text":
		ok = value.Type == gjson.String
	case "boolean":
		ok = value.IsBool()
	case "list":
		ok = value.IsArray()
	case "object":
		ok = value.IsObject()
	case "date":
		ok, want = text(time.DateOnly, "YYYY-MM-DD")
	case "time":
		ok, want = text(time.DateTime, "YYYY-MM-DD HH:MM:SS")
	}
	if ok {
		return ""
	}
	return want
}

func (w *world) hasExactly(path string, table *godog.Table) error {
	got, err := w.member(path)
	if err != nil {
		return err
	}
	var want, names []string
	for _, row := range table.Rows {
		for _, cell := range row.Cells {
			want = append(want, cell.Value)
		}
	}
	for name := range got.Map() {
		names = append(names, name)
	}
	slices.Sort(want)
	slices.Sort(names)
	if diff := cmp.Diff(want, names); diff != "" {
		return w.failf("%s has other members (- wanted, + got):\n%s", path, diff)
	}
	return nil
}

func (w *world) isJSON(path string, text *godog.DocString) error {
	got, err := w.member(path)
	if err != nil {
		return err
	}
	content, err := w.recallJSON(text.Content)
	if err != nil {
		return err
	}
	if err := validJSON("what is expected of "+path, content); err != nil {
		return err
	}
	want := decode(content)
	if err := unknownPlaceholder(want); err != nil {
		return err
	}
	if diff := compare("", want, decode(got.Raw)); diff != "" {
		return w.failf("%s is not as expected: %s", path, diff)
	}
	return nil
}

// placeholder is a text of expected JSON that stands for any value of a type.
var placeholder = regexp.MustCompile(`^<(any|` + types + `)>$`)

// bracketed is a text that looks like one.
var bracketed = regexp.MustCompile(`^<([a-z]+)>$`)

// unknownPlaceholder names a placeholder in expected JSON that is none. A typo would
// otherwise be a text that nothing is.
func unknownPlaceholder(expected any) error {
	switch v := expected.(type) {
	case string:
		if name := bracketed.FindStringSubmatch(v); name != nil && !placeholder.MatchString(v) {
			return fmt.Errorf("%s stands for nothing%s", v, nearest.Hint(name[1], append(strings.Split(types, "|"), "any")))
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if err := unknownPlaceholder(v[name]); err != nil {
				return err
			}
		}
	case []any:
		for _, item := range v {
			if err := unknownPlaceholder(item); err != nil {
				return err
			}
		}
	}
	return nil
}

// compare says where a value departs from what is expected, or "". Texts in
// angle brackets stand for any value of a type.
func compare(at string, want, got any) string {
	place := at
	if place == "" {
		place = "it"
	}
	if text, ok := want.(string); ok && placeholder.MatchString(text) {
		raw, err := json.Marshal(got)
		if err != nil {
			return err.Error()
		}
		kind := strings.Trim(text, "<>")
		if kind == "any" {
			return ""
		}
		if wanted := notOfType(gjson.ParseBytes(raw), kind); wanted != "" {
			return fmt.Sprintf("%s is %s, want %s", place, raw, wanted)
		}
		return ""
	}
	switch want := want.(type) {
	case map[string]any:
		return compareObjects(at, place, want, got)
	case []any:
		items, ok := got.([]any)
		if !ok || len(items) != len(want) {
			return fmt.Sprintf("%s is %s, want a list of %d", place, encode(got), len(want))
		}
		for i := range want {
			if diff := compare(strings.TrimPrefix(fmt.Sprintf("%s.%d", at, i), "."), want[i], items[i]); diff != "" {
				return diff
			}
		}
		return ""
	default:
		if cmp.Equal(want, got) {
			return ""
		}
		return fmt.Sprintf("%s is %s, want %s", place, encode(got), encode(want))
	}
}

func compareObjects(at, place string, want map[string]any, got any) string {
	members, ok := got.(map[string]any)
	if !ok {
		return fmt.Sprintf("%s is %s, want an object", place, encode(got))
	}
	known := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if name == otherMembers {
			continue
		}
		bare, optional := strings.CutSuffix(name, "?")
		known[bare] = true
		value, ok := members[bare]
		switch {
		case !ok && optional:
			continue
		case !ok:
			return fmt.Sprintf("%s has no %s", place, bare)
		}
		if diff := compare(strings.TrimPrefix(at+"."+bare, "."), want[name], value); diff != "" {
			return diff
		}
	}
	others, open := want[otherMembers]
	for _, name := range slices.Sorted(maps.Keys(members)) {
		switch {
		case known[name]:
		case !open:
			return fmt.Sprintf("%s has a %s, which was not expected: %s", place, name, encode(members[name]))
		default:
			if diff := compare(strings.TrimPrefix(at+"."+name, "."), others, members[name]); diff != "" {
				return diff
			}
		}
	}
	return ""
}

// otherMembers is the name that stands in an expected object for all that it does not name.
const otherMembers = "<any>"

func encode(value any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err.Error()
	}
	return strings.TrimSpace(b.String())
}

func (w *world) bodyIs(text *godog.DocString) error {
	x, err := w.answer()
	if err != nil {
		return err
	}
	want, err := w.recall(text.Content)
	if err != nil {
		return err
	}
	if string(x.AnswerBody) != want {
		return w.failf("the body is\n%s\nwant\n%s", x.AnswerBody, want)
	}
	return nil
}

func (w *world) bodyContains(text string) error {
	x, err := w.answer()
	if err != nil {
		return err
	}
	if text, err = w.recall(text); err != nil {
		return err
	}
	if !bytes.Contains(x.AnswerBody, []byte(text)) {
		return w.failf("the body does not have %q in it", text)
	}
	return nil
}

func (w *world) bodyIsEmpty() error {
	x, err := w.answer()
	if err != nil {
		return err
	}
	if len(x.AnswerBody) > 0 {
		return w.failf("the body has %d bytes, want none", len(x.AnswerBody))
	}
	return nil
}

func (w *world) headerIs(name, want string) error {
	x, err := w.answer()
	if err != nil {
		return err
	}
	if want, err = w.recall(want); err != nil {
		return err
	}
	if got := strings.Join(x.AnswerHeader.Values(name), ", "); got != want {
		return w.failf("the header %s is %q, want %q", name, got, want)
	}
	return nil
}

func (w *world) headerContains(name, want string) error {
	x, err := w.answer()
	if err != nil {
		return err
	}
	if want, err = w.recall(want); err != nil {
		return err
	}
	if got := strings.Join(x.AnswerHeader.Values(name), ", "); !strings.Contains(got, want) {
		return w.failf("the header %s is %q, want %q in it", name, got, want)
	}
	return nil
}

func (w *world) rememberHeader(name, as string) error {
	x, err := w.answer()
	if err != nil {
		return err
	}
	got := x.AnswerHeader.Get(name)
	if got == "" {
		return w.failf("the answer has no header %s", name)
	}
	w.memory[as] = strconv.Quote(got)
	return nil
}

func (w *world) sameAsBefore() error {
	x, err := w.answer()
	switch {
	case err != nil:
		return err
	case w.previous == nil:
		return fmt.Errorf("only one call has been made; there is no answer before")
	case x.Status != w.previous.Status || !bytes.Equal(x.AnswerBody, w.previous.AnswerBody):
		return w.failf("the answer is not the one before, which was\n%s\nbut", w.previous)
	}
	return nil
}

func (w *world) remember(path, name string) error {
	got, err := w.member(path)
	if err != nil {
		return err
	}
	w.memory[name] = got.Raw
	return nil
}
