package proxy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"contractmock/features/client"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// scenario is what passed in one session, as calls that make it happen again.
type scenario struct {
	api, session string
	began        time.Time
	steps        []*step
	kept         map[string]int // by operation and status
	// more tells that calls followed that were not kept.
	more bool
}

// step is one call of a scenario.
type step struct {
	operation *spec.Operation
	as        string // "" for a stranger
	at        time.Duration
	rows      []client.Parameter
	// before are sentences that this call alone needs.
	before []string
	// alone is a call that needs a scenario of its own.
	alone  bool
	status int
	// expects are members of the answer, and what they are.
	expects [][2]string
	// says are the values of the answer that another call may take up, by path.
	says  map[string]string
	shape string
	// wrong is why the call cannot be said in a scenario.
	wrong string
}

// add keeps a call, unless there are enough of its kind, or its bytes cannot be afforded. Where one is missing that
// changed something, nothing that follows can be relied on, so that the scenario ends.
func (s *scenario) add(x *client.Exchange, known staff, at time.Time, limit int, affords func(bytes int) bool) {
	kind := fmt.Sprintf("%s.%s %d", x.Operation.API, x.Operation.ID, x.Status)
	if s.more || s.kept[kind] >= limit {
		s.more = s.more || x.Operation.Effect != spec.Reads
		return
	}
	st := recorded(x, known, at.Sub(s.began))
	if !affords(st.size()) {
		s.more = true
		return
	}
	s.kept[kind]++
	s.steps = append(s.steps, st)
}

// size is how many bytes a step keeps of what passed.
func (st *step) size() int {
	n := 0
	for _, row := range st.rows {
		n += len(row.Name) + len(row.Value)
	}
	for path, value := range st.says {
		n += len(path) + len(value)
	}
	for _, expected := range st.expects {
		n += len(expected[0]) + len(expected[1])
	}
	return n
}

// recorded is a call as a step.
func recorded(x *client.Exchange, known staff, at time.Duration) *step {
	st := &step{operation: x.Operation, as: x.As, at: at, status: x.Status, shape: shape(x.AnswerBody), says: scalars(x.AnswerBody)}
	var err error
	if st.rows, err = rows(x); err != nil {
		st.wrong = err.Error()
	}
	hide := concealer(x)
	st.expects = expectations(hide, x.AnswerBody)
	if x.As == somebody && x.Status == http.StatusUnauthorized {
		st.as, st.alone, st.expects = "", true, nil
		st.before = append(st.before, fmt.Sprintf("the header %q is sent as %q", "Authorization", nobodys(x.Header.Get("Authorization"))))
		if x.Header.Get("Authorization") == "" {
			st.wrong = "it is refused to somebody who is not known"
		}
	}
	if x.Operation.Signed {
		st.before = append(st.before, signing(x)...)
	}
	if x.As != "" && x.As != somebody && known.mustName(x.Operation) {
		st.rows = slices.DeleteFunc(st.rows, func(p client.Parameter) bool { return p.Name == known.header })
		if known.named(x) == "" {
			st.alone, st.before = true, append(st.before, unnamed(x, known.header))
		}
	}
	return st
}

// unnamed is the sentence for a call whose header names nobody.
func unnamed(x *client.Exchange, header string) string {
	if sent := x.Header.Get(header); sent != "" && plain(sent) && !strings.Contains(sent, `"`) {
		return fmt.Sprintf("the header %q is sent as %q", header, sent)
	}
	return fmt.Sprintf("the header %q is not sent", header)
}

// nobodys are credentials of that form that are nobody's.
func nobodys(authorization string) string {
	scheme, _, _ := strings.Cut(authorization, " ")
	if strings.EqualFold(scheme, "Basic") {
		return scheme + " bm9ib2R5Om5vdGhpbmc=" // nobody:nothing
	}
	return "Bearer nothing"
}

// signing are the sentences for a call that was not signed as it must be.
func signing(x *client.Exchange) []string {
	document, err := openapi.Document(x.Operation.API)
	if err != nil {
		return nil
	}
	var sentences []string
	sent := sentNames(x)
	switch {
	case !sent[document.Sign.Parameter]:
		sentences = append(sentences, "calls are not signed")
	case x.Diagnosed("sign-mismatch"):
		sentences = append(sentences, `calls are signed with the secret "another"`)
	}
	if !sent[document.Sign.Time] {
		sentences = append(sentences, "calls carry no "+document.Sign.Time)
	}
	return sentences
}

// read is the request as the specification reads it.
func read(x *client.Exchange) spec.Input {
	path, query, _ := strings.Cut(x.URL, "?")
	values, _ := x.Operation.PathValues(path)
	r := &http.Request{Header: x.Header, URL: &url.URL{Path: path, RawQuery: query}}
	return x.Operation.Read(r, values, x.Body)
}

// sentNames are the names of the parameters in query and body.
func sentNames(x *client.Exchange) map[string]bool {
	in := read(x)
	names := map[string]bool{}
	for _, p := range slices.Concat(in.Query, in.Form) {
		names[p.Name] = true
	}
	members, _ := in.JSON.(map[string]any)
	for name := range members {
		names[name] = true
	}
	return names
}

// maxCell is the most bytes of a value in a table: longer lines cannot be read back.
const maxCell = 16 << 10

// rows are the parameters of a request as a table has them. The error says what a
// table cannot say.
func rows(x *client.Exchange) ([]client.Parameter, error) {
	in := read(x)
	if in.Malformed != nil {
		return nil, fmt.Errorf("its body is malformed (%s)", in.Malformed.ID)
	}
	members, isObject := in.JSON.(map[string]any)
	switch {
	case in.HasJSON && !isObject:
		return nil, fmt.Errorf("its body is no JSON object")
	case len(x.Body) > 0 && !in.HasJSON && in.Form == nil:
		return nil, fmt.Errorf("its body is neither JSON nor a form")
	}
	var all []client.Parameter
	for _, p := range x.Operation.Parameters {
		switch value := in.Header.Get(p.Name); {
		case p.Places[0] == "path":
			all = append(all, said(p.Name, in.Path[p.Name]))
		case p.Places[0] == "header" && value != "":
			all = append(all, said(p.Name, value))
		}
	}
	for _, pair := range slices.Concat(in.Query, in.Form) {
		if pair.Malformed {
			return nil, fmt.Errorf("the encoding of %q is malformed", pair.Name)
		}
		all = append(all, said(pair.Name, pair.Value))
	}
	kinds := map[string]string{}
	for _, p := range x.Operation.Parameters {
		kinds[p.Name] = p.Type
		if _, sent := sentNames(x)[p.Name]; sent && (p.Places[0] == "path" || p.Places[0] == "header") {
			return nil, fmt.Errorf("it has %s in another place than the %s", p.Name, p.Places[0])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if strings.Contains(name, ".") {
			return nil, fmt.Errorf("the member %q has a dot in its name", name)
		}
		all = append(all, flat(name, kinds[name], members[name])...)
	}
	return withoutSecrets(x, all)
}

// withoutSecrets leaves out what the harness says by itself: signature, time and token.
func withoutSecrets(x *client.Exchange, all []client.Parameter) ([]client.Parameter, error) {
	document, err := openapi.Document(x.Operation.API)
	if err != nil {
		return nil, err
	}
	hide := concealer(x)
	var kept []client.Parameter
	for _, p := range all {
		name := p.Name[strings.LastIndex(p.Name, ".")+1:]
		switch {
		case x.Operation.Signed && (p.Name == document.Sign.Parameter || p.Name == document.Sign.Time):
			continue
		case p.Name == "access_token" && hide.secret(p.Name) && x.As != "":
			continue
		case hide.secret(name), hide.text(p.Value) != p.Value:
			return nil, fmt.Errorf("its parameter %s is a secret", p.Name)
		case !sayable(p.Name):
			return nil, fmt.Errorf("a table cannot have the name %q", p.Name)
		case len(p.Value) > maxCell:
			return nil, fmt.Errorf("the value of %s has %d bytes", p.Name, len(p.Value))
		case !utf8.ValidString(p.Value):
			return nil, fmt.Errorf("the value of %s is no UTF-8", p.Name)
		}
		kept = append(kept, p)
	}
	return kept, nil
}

// sayable tells whether a table can have a parameter of that name: with blanks around
// it, or "(JSON)" at its end, it would be another.
func sayable(name string) bool {
	return name != "" && utf8.ValidString(name) && len(name) <= maxCell && strings.TrimSpace(name) == name &&
		!strings.HasSuffix(name, "(JSON)") && !strings.HasSuffix(name, "（JSON）") &&
		!strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || r == unicode.ReplacementChar })
}

// said is a parameter outside of JSON.
func said(name, value string) client.Parameter {
	if plain(value) {
		return client.Parameter{Name: name, Value: value}
	}
	return client.Parameter{Name: name, Value: quoted(value), JSON: true}
}

// plain tells whether a table has the value as it is: no blanks around it, no control
// characters, and no braces, in which remembered values stand.
func plain(value string) bool {
	return strings.TrimSpace(value) == value && !strings.ContainsFunc(value, func(r rune) bool {
		return r == '{' || unicode.IsControl(r)
	})
}

// flat is a member of a JSON body: those of an object by themselves, with dots in
// their names.
func flat(name, kind string, value any) []client.Parameter {
	switch v := value.(type) {
	case map[string]any:
		var all []client.Parameter
		for _, member := range slices.Sorted(maps.Keys(v)) {
			if !sayable(member) || strings.Contains(member, ".") {
				return []client.Parameter{{Name: name, Value: quoted(v), JSON: true}}
			}
			all = append(all, flat(name+"."+member, "", v[member])...)
		}
		if all != nil {
			return all
		}
	case string:
		if plain(v) && (kind == "string" || !json.Valid([]byte(v))) {
			return []client.Parameter{{Name: name, Value: v}}
		}
	}
	return []client.Parameter{{Name: name, Value: quoted(value), JSON: kind == "string" || isText(value)}}
}

func isText(value any) bool {
	_, ok := value.(string)
	return ok
}

// braced is an opening brace in a text of JSON; those of objects have no letter behind them.
var braced = regexp.MustCompile(`\{(\pL)`)

// quoted is a value as JSON in which nothing looks like a remembered value.
func quoted(value any) string { return braced.ReplaceAllString(string(encoded(value)), `\u007b$1`) }

// maxScalars is how many values of an answer are kept for later calls.
const maxScalars = 500

var simple = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// scalars are the texts and numbers of an answer that are long enough to tell one from
// another, with their paths.
func scalars(body []byte) map[string]string {
	found := map[string]string{}
	var walk func(path string, value gjson.Result)
	walk = func(path string, value gjson.Result) {
		const shortest, longest = 4, 200
		switch {
		case len(found) >= maxScalars:
		case value.IsObject() || value.IsArray():
			at := -1
			value.ForEach(func(key, inner gjson.Result) bool {
				at++
				name := key.String()
				if value.IsArray() {
					name = fmt.Sprint(at)
				}
				if simple.MatchString(name) {
					walk(strings.TrimPrefix(path+"."+name, "."), inner)
				}
				return len(found) < maxScalars
			})
		case value.Type == gjson.String || value.Type == gjson.Number:
			if text := value.String(); path != "" && len(text) >= shortest && len(text) <= longest {
				found[path] = text
			}
		}
	}
	if gjson.ValidBytes(body) {
		walk("", gjson.ParseBytes(body))
	}
	return found
}

// telling are the names of numbers that say how a call went.
var telling = regexp.MustCompile(`(?i)(status|code)$`)

// maxExpected is how many members of an answer a scenario expects.
const maxExpected = 4

// expectations are the members of an answer that are the same whenever the call is
// made: words, truths and codes, but no data.
func expectations(hide concealment, body []byte) [][2]string {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return nil
	}
	var found [][2]string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		value := string(bytes.TrimSpace(members[name]))
		var text string
		isText := json.Unmarshal(members[name], &text) == nil && value != "null"
		switch {
		case !simple.MatchString(name), hide.secret(name), len(found) == maxExpected:
		case value == "true", value == "false", telling.MatchString(name) && gjson.Parse(value).Type == gjson.Number && plain(value):
			found = append(found, [2]string{name, value})
		case isText && len(text) <= 80 && plain(text) && hide.text(text) == text && !strings.ContainsAny(text, "\"\\0123456789"):
			found = append(found, [2]string{name, `"` + text + `"`})
		}
	}
	return found
}
