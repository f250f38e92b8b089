package steps

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/cucumber/godog"
	"github.com/tidwall/gjson"

	"contractmock/features/client"
)

// maxTogether is the most calls that are made at the same time.
const maxTogether = 100

// strangers are what a table may call somebody without credentials.
var strangers = []string{"a stranger", "陌生人"}

// planned is a call that is yet to be made.
type planned func() (*client.Exchange, error)

// callsTogether makes the calls of a table: who, what, and the parameters.
func (w *world) callsTogether(table *godog.Table) error {
	var calls []planned
	for _, row := range table.Rows {
		if len(row.Cells) < 2 {
			return errors.New("the table has 1 column; it needs a persona, an operation, and then parameters as name=value")
		}
		var parameters []client.Parameter
		for _, cell := range row.Cells[2:] {
			more, err := w.cell(strings.TrimSpace(cell.Value))
			if err != nil {
				return err
			}
			parameters = append(parameters, more...)
		}
		persona := strings.Trim(row.Cells[0].Value, `"`)
		if slices.Contains(strangers, persona) {
			persona = ""
		}
		call, err := w.planned(persona, row.Cells[1].Value, parameters)
		if err != nil {
			return err
		}
		calls = append(calls, call)
	}
	return w.makeTogether(calls)
}

func (w *world) callsAtOnce(persona, operation string, times int) error {
	return w.callsAtOnceWith(persona, operation, times, &godog.Table{})
}

// callsAtOnceWith makes the same call several times at the same time.
func (w *world) callsAtOnceWith(persona, operation string, times int, table *godog.Table) error {
	parameters, err := w.parameters(table)
	if err != nil {
		return err
	}
	call, err := w.planned(persona, operation, parameters)
	if err != nil {
		return err
	}
	if times > maxTogether {
		return tooMany(times)
	}
	return w.makeTogether(slices.Repeat([]planned{call}, times))
}

func tooMany(calls int) error {
	return fmt.Errorf("%d calls cannot be made at the same time; at most %d can", calls, maxTogether)
}

// cell are parameters as a cell of a table has them: name=value, or a JSON object with
// several. An empty one has none.
func (w *world) cell(text string) ([]client.Parameter, error) {
	if text == "" {
		return nil, nil
	}
	if strings.HasPrefix(text, "{") {
		object, err := w.recallJSON(text)
		if err != nil {
			return nil, err
		}
		return membersOf(object), validJSON("the cell", object)
	}
	name, value, ok := strings.Cut(text, "=")
	if !ok {
		return nil, fmt.Errorf("the cell %q has no parameter; write name=value, or a JSON object", text)
	}
	p, err := w.parameter(strings.TrimSpace(name), strings.TrimSpace(value))
	return []client.Parameter{p}, err
}

// planned is a call that is ready to be made; a persona without name is a stranger.
func (w *world) planned(persona, name string, parameters []client.Parameter) (planned, error) {
	operation, _, as, err := w.prepare(persona, name, nil)
	if err != nil {
		return nil, err
	}
	manner := w.how()
	return func() (*client.Exchange, error) { return w.there.Call(w.ctx, as, operation, parameters, manner) }, nil
}

// makeTogether makes calls at the same time. Afterwards the answer has items, the answers
// in the order of the calls.
func (w *world) makeTogether(calls []planned) error {
	if len(calls) < 2 {
		return fmt.Errorf("there is nothing to be made at the same time as another call: there are %d", len(calls))
	}
	if len(calls) > maxTogether {
		return tooMany(len(calls))
	}
	answers, wrong := make([]*client.Exchange, len(calls)), make([]error, len(calls))
	start := make(chan struct{})
	var all sync.WaitGroup
	for i, call := range calls {
		all.Go(func() {
			<-start
			answers[i], wrong[i] = call()
		})
	}
	close(start)
	all.Wait()
	if err := errors.Join(wrong...); err != nil {
		return err
	}
	items := []json.RawMessage{}
	for _, x := range answers {
		w.last = x
		if err := w.check(x); err != nil {
			return err
		}
		item := json.RawMessage(x.AnswerBody)
		if !gjson.ValidBytes(item) {
			item = json.RawMessage(encode(string(x.AnswerBody)))
		}
		items = append(items, item)
	}
	body, err := json.Marshal(map[string]any{"items": items})
	if err != nil {
		return err
	}
	w.together, w.previous = answers, nil
	w.last = &client.Exchange{
		Method: strconv.Itoa(len(calls)), URL: "calls at the same time", Status: http.StatusOK,
		AnswerHeader: http.Header{}, AnswerBody: body,
	}
	return nil
}

// counted expects that a number of the calls that were made at the same time are of a
// kind: the function says why one is not.
func (w *world) counted(want int, what string, not func(x *client.Exchange) string) error {
	if w.together == nil {
		return errors.New("the last step has made no calls at the same time")
	}
	found := 0
	var others []string
	for i, x := range w.together {
		if why := not(x); why != "" {
			others = append(others, fmt.Sprintf("call %d: %s\n%s", i+1, why, x))
			continue
		}
		found++
	}
	if found == want {
		return nil
	}
	message := fmt.Sprintf("%d of %d %s, want %d", found, len(w.together), what, want)
	shown := others[:min(len(others), 3)]
	if more := len(others) - len(shown); more > 0 {
		shown = append(shown, fmt.Sprintf("and %d more", more))
	}
	return &failure{message: strings.Join(append([]string{message}, shown...), "\n")}
}

func (w *world) allSucceed() error { return w.someSucceed(len(w.together)) }

func (w *world) someSucceed(want int) error {
	return w.counted(want, "succeed", func(x *client.Exchange) string {
		_, why := x.Succeeded()
		return why
	})
}

func (w *world) someFailWith(want, code int, message string) error {
	message, err := w.recall(message)
	if err != nil {
		return err
	}
	return w.counted(want, fmt.Sprintf("fail with %d %q", code, message), func(x *client.Exchange) string { return notFailure(x, code, message) })
}

func (w *world) someHaveStatus(want, status int) error {
	return w.counted(want, fmt.Sprintf("have the status %d", status), func(x *client.Exchange) string {
		if x.Status == status {
			return ""
		}
		return fmt.Sprintf("the status is %d", x.Status)
	})
}
