package proxy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"contractmock/features/client"
	"contractmock/openapi/spec"
)

// feature is the feature file of an API: a scenario for each session, and one for each
// call that needs its own.
func feature(api string, scenarios []*scenario) []byte {
	w := &writer{}
	w.line(0, "# Recorded by contract proxy. What a scenario should hold against its answers is yours to say.")
	w.line(0, "@"+api)
	w.line(0, "Feature: Recorded calls of "+api)
	var alone []*step
	for _, s := range scenarios {
		var together []*step
		for _, st := range s.steps {
			if st.alone && st.wrong == "" {
				alone = append(alone, st)
				continue
			}
			together = append(together, st)
		}
		w.scenario(s, together)
	}
	for _, st := range alone {
		w.line(0, "")
		w.line(1, fmt.Sprintf("Scenario: %s answers %d to somebody who is not known", st.operation.ID, st.status))
		w.call(api, &spoken{step: st, rows: st.rows})
	}
	return w.Bytes()
}

// spoken is a step as it is said: with remembered values in its rows.
type spoken struct {
	*step
	rows     []client.Parameter
	remember map[string]string // names of the answer's values, by path
}

type writer struct{ bytes.Buffer }

// line writes a line, which stays one whatever is in it.
func (w *writer) line(depth int, text string) {
	if text != "" {
		text = strings.Repeat("  ", depth) + strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }), " ")
	}
	w.WriteString(text + "\n")
}

// scenario writes a scenario. Calls that only read are said once for answers of one
// shape, unless a later call takes up what they answered.
func (w *writer) scenario(s *scenario, steps []*step) {
	of := "the default session"
	if s.session != "" {
		of = "session " + strings.Map(func(r rune) rune {
			if strings.ContainsRune("._-", r) || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' {
				return r
			}
			return '_'
		}, s.session)
	}
	if len(steps) == 0 {
		return
	}
	w.line(0, "")
	if slices.ContainsFunc(steps, func(st *step) bool { return st.wrong == "" }) {
		w.line(1, "Scenario: What "+of+" calls")
	}
	var passed time.Duration // of what the scenario's clock has been told
	seen := map[string]bool{}
	for _, st := range correlate(steps) {
		kind := fmt.Sprintf("%s %d %s", st.operation.ID, st.status, st.shape)
		if st.operation.Effect == spec.Reads && seen[kind] && len(st.remember) == 0 {
			continue
		}
		seen[kind] = true
		if st.wrong != "" {
			w.line(2, fmt.Sprintf("# %s answered %d here; it is not called, since %s.", st.operation.ID, st.status, st.wrong))
			continue
		}
		const noticed = 500 * time.Millisecond // within which calls may be repeats of each other
		if late := (st.at - passed).Round(time.Millisecond); late >= noticed {
			w.line(2, "Given "+late.String()+" pass")
			passed += late
		}
		w.call(s.api, st)
	}
	if s.more {
		w.line(2, "# More calls followed, and were not recorded.")
	}
}

// operationName is a word that a phrase takes for an operation.
var operationName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*$`)

// call writes a call and what is expected of its answer.
func (w *writer) call(api string, st *spoken) {
	for _, sentence := range st.before {
		w.line(2, "Given "+sentence)
	}
	name := st.operation.ID
	if st.operation.API != api {
		name = st.operation.API + "." + name
	}
	if !operationName.MatchString(st.operation.ID) {
		name = `"` + name + `"`
	}
	who := "a stranger"
	if st.as != "" {
		who = `"` + st.as + `"`
	}
	if st.as == somebody {
		w.line(2, "# Whose token this call had is not known; put a persona in the place of somebody.")
	}
	sentence := "When " + who + " calls " + name
	if len(st.rows) > 0 {
		sentence += " with:"
	}
	w.line(2, sentence)
	w.table(st.rows)
	w.line(2, fmt.Sprintf("Then the status is %d", st.status))
	for _, member := range st.expects {
		w.line(2, "And "+member[0]+" is "+member[1])
	}
	for _, path := range slices.Sorted(maps.Keys(st.remember)) {
		w.line(2, fmt.Sprintf("And %s is remembered as %q", path, st.remember[path]))
	}
	if len(st.before) > 0 && !st.alone {
		w.line(2, "Given calls are signed as they should be")
	}
}

// cell writes what would end a cell, or begin an escape, as an escape.
var cell = strings.NewReplacer(`\`, `\\`, `|`, `\|`, "\n", `\n`)

// table writes parameters as a table with two columns.
func (w *writer) table(rows []client.Parameter) {
	var names, values []string
	wide := [2]int{}
	for _, p := range rows {
		name := p.Name
		if p.JSON {
			name += " (JSON)"
		}
		name, value := cell.Replace(name), cell.Replace(p.Value)
		names, values = append(names, name), append(values, value)
		wide[0], wide[1] = max(wide[0], utf8.RuneCountInString(name)), max(wide[1], min(60, utf8.RuneCountInString(value)))
	}
	pad := func(text string, width int) string {
		return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
	}
	for i := range names {
		w.line(3, "| "+pad(names[i], wide[0])+" | "+pad(values[i], wide[1])+" |")
	}
}

// correlate lets calls take up what others have answered: a value that first appears
// in an answer after the first write may be another one the next time, so that it is
// remembered there and named in its place. What a client has sent before is its own.
func correlate(steps []*step) []*spoken {
	type source struct {
		step *spoken
		path string
	}
	var all []*spoken
	answered, sent := map[string]source{}, map[string]bool{}
	names := map[string]int{}
	recall := func(text string) (string, bool) {
		from, ok := answered[text]
		if !ok || sent[text] {
			return "", false
		}
		name, named := from.step.remember[from.path]
		if !named {
			base := from.path[strings.LastIndex(from.path, ".")+1:]
			if base = strings.Trim(base, "_-0123456789"); base == "" {
				base = "value"
			}
			names[base]++
			name = fmt.Sprintf("%s%d", base, names[base])
			from.step.remember[from.path] = name
		}
		return "{" + name + "}", true
	}
	written := false
	for _, st := range steps {
		now := &spoken{step: st, remember: map[string]string{}}
		var own []string
		for _, p := range st.rows {
			if st.wrong != "" {
				break
			}
			named, texts := recalled(p, recall)
			now.rows, own = append(now.rows, named), append(own, texts...)
		}
		for _, text := range own {
			sent[text] = true
		}
		all = append(all, now)
		written = written || st.operation.Effect != spec.Reads && st.status < http.StatusBadRequest
		if !written || st.wrong != "" {
			continue
		}
		for path, text := range st.says {
			if from, ok := answered[text]; !ok || from.step == now && path < from.path {
				answered[text] = source{now, path}
			}
		}
	}
	return all
}

// textInJSON is a text in JSON that is long enough to tell it from others.
var textInJSON = regexp.MustCompile(`"[^"\\{}]{4,200}"`)

// recalled is a parameter with the names of remembered values in their places, and the
// texts in it that are not remembered.
func recalled(p client.Parameter, recall func(text string) (string, bool)) (client.Parameter, []string) {
	if !p.JSON && !strings.HasPrefix(p.Value, "[") {
		if name, ok := recall(p.Value); ok {
			p.Value = name
			return p, nil
		}
		return p, []string{p.Value}
	}
	var own []string
	p.Value = textInJSON.ReplaceAllStringFunc(p.Value, func(quoted string) string {
		var text string
		if json.Unmarshal([]byte(quoted), &text) != nil {
			return quoted
		}
		if name, ok := recall(text); ok {
			return `"` + name + `"`
		}
		own = append(own, text)
		return quoted
	})
	return p, own
}
