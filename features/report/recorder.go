package report

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cucumber/godog"
	"github.com/cucumber/godog/formatters"
	messages "github.com/cucumber/messages/go/v21"

	"contractmock/features/client"
	"contractmock/features/coverage"
	"contractmock/features/steps"
)

// recorder is godog's formatter of a run: it puts what many scenarios report at once
// back into the order of their files, and hands each finished one on in its turn.
type recorder struct {
	*godog.BaseFmt // for its storage of what will run
	now            func() time.Time
	hide           func(string) string // what came from the profile may stand in a feature file too
	formats        []format
	line           *line
	shows          *shows // nil if no report shows exchanges

	mu    sync.Mutex
	run   Run
	seen  *coverage.Seen
	known map[string]*Scenario // by pickle
	wrong error                // what could not be written
	next  struct{ feature, scenario int }
}

// format is a report that is written while the run goes on. What it writes goes into a
// buffer that keeps its first error.
type format interface {
	// scenario adds a finished scenario, the next one in the order of the files.
	scenario(of *Feature, s *Scenario)
	// end adds what comes after the last. The error is one that the buffer does not have.
	end(r *Run) error
}

var lineOfPath = regexp.MustCompile(`:\d+$`)

// TestRunStarted begins the run.
func (r *recorder) TestRunStarted() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.run.Began = r.now()
	total := 0
	for _, f := range r.Storage.MustGetFeatures() {
		total += len(f.Pickles)
	}
	r.line.begin(r.run.Began, total)
	r.shows.begin(total)
}

// Feature begins a feature, before any of its scenarios.
func (r *recorder) Feature(document *messages.GherkinDocument, uri string, _ []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := &Feature{
		File: lineOfPath.ReplaceAllString(uri, ""), Line: int(document.Feature.Location.Line),
		Keyword: document.Feature.Keyword, Name: r.hide(document.Feature.Name), Description: r.hide(document.Feature.Description), Tags: tagsOf(document.Feature.Tags),
	}
	find := r.Storage.MustGetFeature(uri)
	for _, pickle := range r.Storage.MustGetPickles(uri) {
		head := find.FindScenario(pickle.AstNodeIds[0])
		s := &Scenario{
			File: f.File, Line: int(head.Location.Line), Head: int(head.Location.Line), Keyword: head.Keyword, Name: r.hide(pickle.Name),
			Description: r.hide(head.Description), Tags: tagsOf(head.Tags), Rules: steps.RulesOf(pickle), Status: Passed, done: false,
		}
		if len(pickle.AstNodeIds) > 1 {
			examples, row := find.FindExample(pickle.AstNodeIds[1])
			s.Line, s.Tags = int(row.Location.Line), append(s.Tags, tagsOf(examples.Tags)...)
		}
		for _, p := range pickle.Steps {
			s.Steps = append(s.Steps, r.stepOf(p, find.FindStep(p.AstNodeIds[0])))
		}
		s.open = slices.Clone(s.Steps)
		r.known[pickle.Id] = s
		f.Scenarios = append(f.Scenarios, s)
	}
	slices.SortFunc(f.Scenarios, func(a, b *Scenario) int { return cmp.Compare(a.Line, b.Line) })
	r.run.Features = append(r.run.Features, f)
}

func tagsOf(all []*messages.Tag) []Tag {
	var tags []Tag
	for _, t := range all {
		tags = append(tags, Tag{t.Name, int(t.Location.Line)})
	}
	return tags
}

func (r *recorder) stepOf(p *messages.PickleStep, written *messages.Step) *Step {
	s := &Step{Line: int(written.Location.Line), Keyword: strings.TrimSpace(written.Keyword), Text: r.hide(p.Text), id: p.Id}
	if p.Argument == nil {
		return s
	}
	if p.Argument.DocString != nil {
		s.Doc, s.DocLine = r.hide(p.Argument.DocString.Content), int(written.DocString.Location.Line)
	}
	if p.Argument.DataTable != nil {
		for _, row := range p.Argument.DataTable.Rows {
			var cells []string
			for _, cell := range row.Cells {
				cells = append(cells, r.hide(cell.Value))
			}
			s.Table = append(s.Table, cells)
		}
	}
	return s
}

// watch lets the recorder be told what godog does not hand on: when things happened,
// why a step was skipped, and what was sent.
func (r *recorder) watch(suite *steps.Suite) {
	suite.Began = func(of *godog.Scenario) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.known[of.Id].began = r.now()
	}
	suite.Stepped = func(of *godog.Scenario, step *godog.Step, err error) {
		r.mu.Lock()
		defer r.mu.Unlock()
		s := r.known[of.Id]
		var took time.Duration
		if !s.began.IsZero() { // else the run was interrupted before it
			took = r.now().Sub(s.began) - s.Took
		}
		s.Took += took
		if at := s.step(step); at != nil {
			at.Took = took
			if errors.Is(err, godog.ErrSkip) {
				at.Error = r.hide(reason(err))
				s.Why = cmp.Or(s.Why, at.Error)
			}
		}
	}
	suite.Seen = func(of *godog.Scenario, x *client.Exchange) {
		r.seen.Exchange(x)
		if r.shows == nil {
			return
		}
		shown := r.shownOf(x)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.shows.keep(r.known[of.Id], shown)
	}
}

// shownOf is an exchange as a report shows it.
func (r *recorder) shownOf(x *client.Exchange) Exchange {
	text := r.hide(x.String())
	call, _, _ := strings.Cut(text, "\n")
	return Exchange{Line: fmt.Sprintf("%s → %d", strings.TrimPrefix(call, "> "), x.Status), Text: text}
}

// reason is why something was skipped, as the error that skipped it says.
func reason(err error) string {
	_, why, ok := strings.Cut(err.Error(), godog.ErrSkip.Error()+": ")
	if !ok {
		return "it was skipped without a reason"
	}
	return why
}

func (s *Scenario) step(step *godog.Step) *Step {
	for _, at := range s.Steps {
		if at.id == step.Id {
			return at
		}
	}
	return nil
}

// Pickle ends a scenario that has no steps, and so says nothing.
func (r *recorder) Pickle(pickle *messages.Pickle) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.known[pickle.Id]
	if len(s.Steps) > 0 {
		return
	}
	s.Steps = []*Step{{Line: s.Line, Text: "(no steps)", Status: Failed, Error: "the scenario has no steps, so that it says nothing"}}
	s.Status = Failed
	r.ended(s)
}

// stepped gives a step its status; the last one's ends the scenario.
func (r *recorder) stepped(pickle *messages.Pickle, step *messages.PickleStep, status Status, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.known[pickle.Id]
	at := s.step(step)
	at.Status = status
	if err != nil {
		at.Error = r.hide(strings.TrimPrefix(err.Error(), "before step hook failed: "))
	}
	switch {
	case status == Failed:
		s.Status = Failed
	case status == Skipped && s.Status == Passed:
		s.Status = Skipped
	}
	s.open = slices.DeleteFunc(s.open, func(other *Step) bool { return other == at })
	if len(s.open) == 0 && !s.done {
		r.ended(s)
	}
}

// Passed, Skipped, Failed and the other ways in which a step fails.

// Passed implements godog.Formatter.
func (r *recorder) Passed(p *messages.Pickle, step *messages.PickleStep, _ *formatters.StepDefinition) {
	r.stepped(p, step, Passed, nil)
}

// Skipped implements godog.Formatter.
func (r *recorder) Skipped(p *messages.Pickle, step *messages.PickleStep, _ *formatters.StepDefinition) {
	r.stepped(p, step, Skipped, nil)
}

// Failed implements godog.Formatter.
func (r *recorder) Failed(p *messages.Pickle, step *messages.PickleStep, _ *formatters.StepDefinition, err error) {
	r.stepped(p, step, Failed, err)
}

// Undefined implements godog.Formatter.
func (r *recorder) Undefined(p *messages.Pickle, step *messages.PickleStep, _ *formatters.StepDefinition) {
	r.stepped(p, step, Failed, godog.ErrUndefined)
}

// Pending implements godog.Formatter.
func (r *recorder) Pending(p *messages.Pickle, step *messages.PickleStep, _ *formatters.StepDefinition) {
	r.stepped(p, step, Failed, godog.ErrPending)
}

// Ambiguous implements godog.Formatter.
func (r *recorder) Ambiguous(p *messages.Pickle, step *messages.PickleStep, _ *formatters.StepDefinition, err error) {
	r.stepped(p, step, Failed, err)
}

// ended hands on the scenario, and those that have waited for it.
func (r *recorder) ended(s *Scenario) {
	s.done, s.open = true, nil
	if s.Status == Passed {
		r.seen.Passed(s.Rules)
	}
	if s.Status != Skipped {
		s.Why = ""
	}
	r.shows.ended(s)
	r.line.clear()
	for r.next.feature < len(r.run.Features) {
		f := r.run.Features[r.next.feature]
		if r.next.scenario == len(f.Scenarios) {
			r.next.feature, r.next.scenario = r.next.feature+1, 0
			continue
		}
		if !f.Scenarios[r.next.scenario].done {
			break
		}
		for _, format := range r.formats {
			format.scenario(f, f.Scenarios[r.next.scenario])
		}
		r.next.scenario++
	}
	r.line.ended(s.Status, r.now())
}

// Summary ends the run. What did not run any more was skipped.
func (r *recorder) Summary() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range r.run.Features {
		for _, s := range f.Scenarios {
			if s.done {
				continue
			}
			if s.Status != Failed { // godog tells nothing of what nobody understands after a failure
				s.Status, s.Why = Skipped, "the run ended before it"
			}
			for _, step := range s.open {
				step.Status = Skipped
			}
			r.ended(s)
		}
	}
	r.line.end()
	r.run.Took = r.now().Sub(r.run.Began)
	r.run.Coverage = r.seen.Coverage()
	for _, format := range r.formats {
		r.wrong = errors.Join(r.wrong, format.end(&r.run))
	}
}
