package steps

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/cucumber/godog"

	"contractmock/features/client"
	"contractmock/features/target"
	"contractmock/openapi"
	"contractmock/openapi/nearest"
)

// world is what one scenario knows.
type world struct {
	suite   *Suite
	phrases []Phrase
	// ctx is the scenario's; godog hands it to hooks only, and every step needs it.
	ctx      context.Context //nolint:containedctx // one scenario, one context
	scenario *godog.Scenario
	rules    []string

	api      string // the one that the feature is tagged with
	there    *target.World
	people   map[string][]client.Credentials // a persona's log-ins, the current one last
	header   http.Header                     // sent with every call
	manner   client.Manner                   // how every call is made, but for the header
	last     *client.Exchange
	previous *client.Exchange
	memory   map[string]string // JSON texts by name

	outcome   Outcome // "" as long as the scenario runs
	why       string
	unchecked int                // expectations that the target says nothing about
	mu        sync.Mutex         // of what the exchanges change, which may be made at the same time
	together  []*client.Exchange // what the last step called at the same time, in the order of its calls
	repeat    *repetition        // the last call, where it can be made again
	put       *picture           // the last one that was
	feature   string             // the feature file's path
}

// Suite connects scenarios to a target.
type Suite struct {
	// Target is where the scenarios run.
	Target *target.Target
	// Seen is told of every exchange, and of the scenario that made it; nil is nobody.
	Seen func(of *godog.Scenario, x *client.Exchange)
	// Files is where the feature files are, and files that they name beside them; nil is
	// the disk.
	Files fs.FS
	// Began is told of every scenario that begins; nil is nobody.
	Began func(*godog.Scenario)
	// Stepped is told of every step that has ended, and of its error; nil is nobody.
	Stepped func(of *godog.Scenario, step *godog.Step, err error)
	// Ended is told how every scenario ended; nil is nobody.
	Ended func(Result)

	sightings target.Sightings
}

// Initialize is godog's ScenarioInitializer: it gives the scenario a world and
// the phrases their meaning in it.
func (s *Suite) Initialize(sc *godog.ScenarioContext) {
	w := &world{suite: s, phrases: Phrasebook, people: map[string][]client.Credentials{}, header: http.Header{}, memory: map[string]string{}}
	sc.Before(func(ctx context.Context, scenario *godog.Scenario) (context.Context, error) {
		w.scenario, w.ctx = scenario, ctx
		if w.interrupted() != nil {
			w.outcome = NotBegun
			return ctx, fmt.Errorf("%w: the run was interrupted before it", godog.ErrSkip)
		}
		if s.Began != nil {
			s.Began(scenario)
		}
		return ctx, w.begin(ctx, scenario)
	})
	sc.After(func(ctx context.Context, scenario *godog.Scenario, failed error) (context.Context, error) {
		err := w.end(ctx, failed)
		w.ended(scenario, failed, err)
		return ctx, err
	})
	sc.StepContext().Before(func(ctx context.Context, step *godog.Step) (context.Context, error) {
		w.ctx = ctx
		if w.outcome == NotBegun {
			return ctx, nil
		}
		return ctx, understood(step)
	})
	if s.Stepped != nil {
		sc.StepContext().After(func(ctx context.Context, step *godog.Step, _ godog.StepResultStatus, err error) (context.Context, error) {
			s.Stepped(w.scenario, step, err)
			return ctx, nil
		})
	}
	for _, p := range Phrasebook {
		do := w.guarded(p.bind(w))
		sc.Step(p.english, do)
		sc.Step(p.chinese, do)
	}
}

// understood says why a step is not: no phrase means it, or what follows it is not
// what the phrase takes. Godog would show code for the one and drop the other.
func understood(step *godog.Step) error {
	found := Matches(step.Text)
	if len(found) == 0 {
		return fmt.Errorf("no phrase means %q (contract steps prints them all)%s", step.Text, suggestion(step.Text, Phrasebook))
	}
	given := ""
	if step.Argument != nil && step.Argument.DataTable != nil {
		given = "table"
	} else if step.Argument != nil {
		given = "text"
	}
	switch takes := found[0].Argument; {
	case given == takes:
		return nil
	case takes == "":
		return fmt.Errorf("%q takes no %s, so that it would be lost%s", step.Text, given, suggestion(step.Text, takers(given)))
	default:
		return fmt.Errorf("%q takes a %s, and a %s must follow it", step.Text, takes, takes)
	}
}

// begin opens the scenario's world on the target.
func (w *world) begin(ctx context.Context, scenario *godog.Scenario) error {
	w.rules = RulesOf(scenario)
	for _, tag := range scenario.Tags {
		name := strings.TrimPrefix(tag.Name, "@")
		if slices.Contains(openapi.APIs(), name) || name == openapi.Admin {
			w.api = name
		}
	}
	w.feature = scenario.Uri
	var err error
	w.there, err = w.suite.Target.World(ctx, func(x *client.Exchange) {
		w.mu.Lock()
		w.previous, w.last, w.together, w.repeat = w.last, x, nil, nil
		w.mu.Unlock()
		w.suite.met(x, nil)
		if w.suite.Seen != nil {
			w.suite.Seen(scenario, x)
		}
	})
	if err != nil {
		return w.judge(err)
	}
	w.remembersFrom(w.there)
	return w.judge(w.mayRun(scenario))
}

// remembersFrom is what a scenario can say in braces from the beginning.
func (w *world) remembersFrom(there *target.World) {
	for name, value := range w.suite.Target.Profile().Values {
		w.memory[name] = encode(value)
	}
	w.memory["unique"] = strconv.Quote(there.Unique())
	if session := there.Session(); session != "" {
		w.memory["session"] = strconv.Quote(session)
	}
}

// end holds the rows that the scenario leaves behind against the audit, and closes
// the world. Of one that was stopped it is not told what could not be closed: it may not
// have been there yet.
func (w *world) end(ctx context.Context, failed error) error {
	if w.there == nil {
		return nil
	}
	var wrong error
	if failed == nil && w.outcome == "" {
		w.suite.met(nil, w.rules)
		wrong = w.stays()
	}
	if failed == nil && wrong == nil {
		problems, err := w.there.Audit(ctx)
		if len(problems) > 0 {
			err = fmt.Errorf("the scenario leaves rows behind that cannot be:\n  %s", strings.Join(problems, "\n  "))
		}
		wrong = err
		switch {
		case w.ctx.Err() == nil:
		case w.outcome == "": // nobody has looked at its rows
			wrong = w.interrupted()
		default:
			wrong = nil
		}
	}
	closed := w.there.Close(ctx)
	if w.outcome == Stopped {
		closed = nil
	}
	return errors.Join(wrong, closed)
}

var ruleID = regexp.MustCompile(`^[TCL]\d{2}(\.\d+)?$`)

// IsRule tells whether a tag, without its @, is the id of a rule: T04 or C34.2.
func IsRule(tag string) bool { return ruleID.MatchString(tag) }

// RulesOf are the ids of the rules that a scenario cites.
func RulesOf(scenario *godog.Scenario) []string {
	var rules []string
	for _, tag := range scenario.Tags {
		if id := strings.TrimPrefix(tag.Name, "@"); IsRule(id) {
			rules = append(rules, id)
		}
	}
	return rules
}

// failf is a failed expectation, with the exchange that it is about.
func (w *world) failf(format string, args ...any) error {
	return &failure{fmt.Sprintf(format, args...), w.last}
}

// answer is the last answer, or an error if there was none.
func (w *world) answer() (*client.Exchange, error) {
	if w.last == nil {
		return nil, errors.New("nothing has been called yet")
	}
	return w.last, nil
}

// one is the last answer where it is that of a single call.
func (w *world) one() (*client.Exchange, error) {
	if w.together != nil {
		return nil, fmt.Errorf("%d calls were made at the same time; say how many of them succeed, fail or have the status", len(w.together))
	}
	return w.answer()
}

// credentials are a persona's, from the target the first time.
func (w *world) credentials(api, persona string) (*client.Credentials, error) {
	key := api + "." + persona
	if len(w.people[key]) == 0 {
		found, err := w.there.Credentials(w.ctx, api, persona)
		if err != nil {
			return nil, err
		}
		w.proves(found)
	}
	return &w.people[key][len(w.people[key])-1], nil
}

// proves lets a persona prove itself with other credentials from now on.
func (w *world) proves(by client.Credentials) {
	key := by.API + "." + by.Persona
	w.people[key] = append(w.people[key], by)
}

// recall puts what is remembered in the place of its name in braces.
func (w *world) recall(text string) (string, error) {
	return w.replaced(text, func(value string) string {
		var bare string
		if json.Unmarshal([]byte(value), &bare) == nil {
			return bare
		}
		return value
	})
}

// replaced puts what is remembered, as JSON that is written by a function, in the place of
// its name in braces.
func (w *world) replaced(text string, written func(value string) string) (string, error) {
	var missing error
	replaced := remembered.ReplaceAllStringFunc(text, func(slot string) string {
		value, err := w.recollect(strings.Trim(slot, "{}"))
		if err != nil {
			missing = err
			return slot
		}
		return written(value)
	})
	return replaced, missing
}

// belonging is the name of what proves a persona: Toby's uid, Toby 的 uid.
var belonging = regexp.MustCompile(`^(.+?)(?:'s +| *的 *)(\w+)$`)

// recollect is what is remembered by a name, as JSON; without that, what the name says
// of a persona's credentials.
func (w *world) recollect(name string) (string, error) {
	if value, ok := w.memory[name]; ok {
		return value, nil
	}
	if name == "session" {
		return "", w.there.HasSessions()
	}
	if of := belonging.FindStringSubmatch(name); of != nil {
		as, err := w.credentials(w.api, of[1])
		if err != nil {
			return "", err
		}
		value, ok := as.Values[of[2]]
		if !ok {
			return "", fmt.Errorf("%s has no %s; there is %s", of[1], of[2], nearest.List(slices.Sorted(maps.Keys(as.Values)), "and"))
		}
		quoted, err := json.Marshal(value)
		return string(quoted), err
	}
	names := slices.Collect(maps.Keys(w.memory))
	return "", fmt.Errorf("nothing is remembered as %s%s", name, nearest.Hint(name, names))
}

// asJSON ends the name of a parameter whose value is JSON, whatever its type.
var asJSON = regexp.MustCompile(` *(\(JSON\)|（JSON）)$`)

// parameter is a name and a value as a table has them.
func (w *world) parameter(name, value string) (client.Parameter, error) {
	value, err := w.recall(value)
	bare := asJSON.ReplaceAllString(name, "")
	return client.Parameter{Name: bare, Value: value, JSON: bare != name}, err
}

// parameters are the rows of a table with a name and a value each.
func (w *world) parameters(table *godog.Table) ([]client.Parameter, error) {
	var parameters []client.Parameter
	for _, row := range table.Rows {
		if len(row.Cells) != 2 {
			return nil, fmt.Errorf("the table has %d columns; it needs two, name and value", len(row.Cells))
		}
		p, err := w.parameter(row.Cells[0].Value, row.Cells[1].Value)
		if err != nil {
			return nil, err
		}
		parameters = append(parameters, p)
	}
	return parameters, nil
}
