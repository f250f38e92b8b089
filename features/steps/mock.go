package steps

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"contractmock/features/client"
	"contractmock/features/target"
)

func (w *world) pass(length string) error {
	d, err := duration(length)
	if err != nil {
		return err
	}
	return w.there.Pass(w.ctx, d)
}

func (w *world) timeIs(now string) error {
	now, err := w.recall(now)
	if err != nil {
		return err
	}
	return w.there.SetClock(w.ctx, now)
}

func (w *world) clockRuns() error { return w.there.RunClock(w.ctx) }

func (w *world) halfASecond() error { return w.there.Pass(w.ctx, 500*time.Millisecond) }

func (w *world) rememberSMS(mobile, name string) error {
	mobile, err := w.recall(mobile)
	if err != nil {
		return err
	}
	code, err := w.there.SMS(w.ctx, mobile)
	if err != nil {
		return err
	}
	w.memory[name] = strconv.Quote(code)
	return nil
}

// members are the rows of a table as members of a JSON object.
func (w *world) members(table *godog.Table) (map[string]json.RawMessage, error) {
	parameters, err := w.parameters(table)
	if err != nil {
		return nil, err
	}
	members := map[string]json.RawMessage{}
	for _, p := range parameters {
		value, err := w.literal(p.Value)
		if err != nil {
			return nil, err
		}
		members[p.Name] = json.RawMessage(value)
	}
	return members, nil
}

func (w *world) changeRow(table, key string, rows *godog.Table) error {
	key, err := w.recall(key)
	if err != nil {
		return err
	}
	members, err := w.members(rows)
	if err != nil {
		return err
	}
	return w.there.PatchRow(w.ctx, w.api, table, key, members)
}

func (w *world) addRow(table, key, like string, rows *godog.Table) error {
	key, err := w.recall(key)
	if err != nil {
		return err
	}
	if like, err = w.recall(like); err != nil {
		return err
	}
	members, err := w.members(rows)
	if err != nil {
		return err
	}
	return w.there.CopyRow(w.ctx, w.api, table, like, key, members)
}

func (w *world) deleteRow(table, key string) error {
	key, err := w.recall(key)
	if err != nil {
		return err
	}
	return w.there.DeleteRow(w.ctx, w.api, table, key)
}

func (w *world) visit(name string) error {
	w.people = map[string][]client.Credentials{}
	return w.there.Visit(w.ctx, name)
}

func (w *world) goHome() error { return w.visit("") }

func (w *world) reset() error {
	w.people = map[string][]client.Credentials{}
	return w.there.Reset(w.ctx)
}

func (w *world) takeSnapshot(name string) error { return w.there.TakeSnapshot(w.ctx, name) }

func (w *world) restoreSnapshot(name string) error {
	w.people = map[string][]client.Credentials{}
	return w.there.RestoreSnapshot(w.ctx, name)
}

func (w *world) strict() error { return w.there.Strict(w.ctx) }

func (w *world) relax(checks string) error {
	return w.there.Relax(w.ctx, strings.Split(strings.ReplaceAll(checks, " ", ""), ","))
}

// diagnosed is the last answer, nil where the target diagnoses nothing, so that what is
// expected of its diagnosis is passed over.
func (w *world) diagnosed() (*client.Exchange, error) {
	if err := w.there.Diagnoses(); err != nil {
		w.unchecked++
		return nil, nil //nolint:nilerr,nilnil // that it cannot is no error, and no answer
	}
	return w.answer()
}

func (w *world) diagnosisNames(id string) error {
	x, err := w.diagnosed()
	if err != nil || x == nil {
		return err
	}
	if !x.Diagnosed(id) {
		return w.failf("the diagnosis does not name %s: %s", id, x.AnswerHeader.Get("Mock-Diagnosis"))
	}
	return nil
}

func (w *world) diagnosisSays(text string) error {
	x, err := w.diagnosed()
	if err != nil || x == nil {
		return err
	}
	text, err = w.recall(text)
	if err != nil {
		return err
	}
	if got := x.AnswerHeader.Get("Mock-Diagnosis"); !strings.Contains(got, text) {
		return w.failf("the diagnosis does not say %q: %s", text, got)
	}
	return nil
}

func (w *world) noDiagnosis() error {
	x, err := w.diagnosed()
	if err != nil || x == nil {
		return err
	}
	if got := x.AnswerHeader.Get("Mock-Diagnosis"); got != "" {
		return w.failf("there is a diagnosis: %s", got)
	}
	return nil
}

// entry is what the journal says of the last call.
func (w *world) entry() (target.Entry, error) {
	x, err := w.answer()
	if err != nil {
		return target.Entry{}, err
	}
	return w.there.Journal(w.ctx, x)
}

func (w *world) journalNames(id, about string) error {
	entry, err := w.entry()
	if err != nil {
		return err
	}
	for _, f := range entry.Findings {
		if f.ID == id && f.At == about {
			return nil
		}
	}
	return w.failf("the journal does not name %s about %s: %v", id, about, entry.Findings)
}

func (w *world) journalVerdict(want string) error {
	entry, err := w.entry()
	if err != nil {
		return err
	}
	if entry.Verdict != want {
		return w.failf("the journal's verdict is %s, want %s", entry.Verdict, want)
	}
	return nil
}
