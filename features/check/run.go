package check

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tidwall/gjson"

	"contractmock/features/client"
	"contractmock/features/target"
	"contractmock/openapi/spec"
)

// Verdict is what became of a case.
type Verdict string

// The verdicts there are. A case that deviates has failed as the target's profile says.
const (
	Passed   Verdict = "passed"
	Failed   Verdict = "failed"
	Skipped  Verdict = "skipped"
	Deviated Verdict = "deviated"
)

// Result is a case that was run, or why it was not.
type Result struct {
	// Case is the case; of a failure the smallest that fails in the same way.
	Case    Case
	Verdict Verdict
	// Reason says why a case was skipped, and which known deviation one is that deviates.
	Reason string
	// Mismatch is how the answer differs from what was promised.
	Mismatch *Mismatch
	// Exchange is the failed call and its answer; nil if it did not fail.
	Exchange *client.Exchange
	// Dropped and Simplified are how many parameters the failed request has lost, and
	// how often one was made simpler.
	Dropped, Simplified int
	// Whole failures were not shrunk.
	Whole bool
	// Began is when the case began, zero if it was not run, and Took how long it ran,
	// without what made it smaller.
	Began time.Time
	Took  time.Duration
	// Left are what the case has left behind on a target without sessions.
	Left []string

	silent bool // the target gave no answer
}

// Runner runs cases against a target.
type Runner struct {
	// Target is where the cases run.
	Target *target.Target
	// ReadOnly skips the cases of operations that write, and those that need a write
	// before them.
	ReadOnly bool
	// Concurrency is how many cases run at once, at least 1.
	Concurrency int
	// Whole leaves failures as they are, and does not look for smaller requests.
	Whole bool

	sightings target.Sightings
	silence   silence
	// What is the same in every world that has just begun: credentials and ids by API
	// and persona.
	people, ids sync.Map
}

// Missed are the deviations of the target's profile that have not occurred in the run,
// although cases of their rules have passed, or successful answers of their operations
// have come. Of findings that are seen only sometimes it tells if all cases were to run;
// of rules of which only some scenarios show it nobody knows whether any case does.
func (r *Runner) Missed(whole bool) []target.Deviation {
	return slices.DeleteFunc(r.sightings.Missed(r.Target.Profile(), whole), func(d target.Deviation) bool {
		return d.Sometimes && d.Finding == ""
	})
}

// maxShrunk is how many failures of a run are shrunk. A target with more of them has
// other troubles than large requests.
const maxShrunk = 100

// Run runs cases and is their results, in the order of the cases. Each has a world of
// its own, so that no case finds what another has left. It is an error if the target
// stops answering, which is a [client.ErrNoAnswer], or the context ends; the cases that
// were not run are then skipped.
func (r *Runner) Run(ctx context.Context, cases []Case) ([]Result, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	results := make([]Result, len(cases))
	for i, c := range cases {
		results[i] = Result{Case: c, Verdict: Skipped, Reason: "the run had ended before it"}
	}
	next := make(chan int)
	var group sync.WaitGroup
	var shrunk atomic.Int64
	for range max(1, r.Concurrency) {
		group.Go(func() {
			for i := range next {
				began := r.Target.Wall()
				result, err := r.run(ctx, cases[i])
				took := r.Target.Wall().Sub(began)
				if err == nil {
					result.Began, result.Took = began, took
					results[i] = result
					err = r.heard(ctx, result)
				}
				if err == nil && result.Verdict == Failed {
					if result.Whole = result.Whole || r.Whole || result.Mismatch.Kind == gone || shrunk.Add(1) > maxShrunk; !result.Whole {
						err = r.shrink(ctx, &result)
					}
					result.Began, result.Took = began, took
					results[i] = result
				}
				if err != nil {
					stop(fmt.Errorf("%s: %w", cases[i].ID, err))
				}
			}
		})
	}
	for i := range cases {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	group.Wait()
	return results, context.Cause(ctx)
}

// maxSilent is how many cases in a row may be without an answer before the target is
// asked whether it is still there.
const maxSilent = 5

// silence counts the cases in a row that had no answer.
type silence struct {
	mu  sync.Mutex
	row int
}

// heard is an error if the target does not answer any more, whoever asks what. A single
// call that has no answer is what the run looks for.
func (r *Runner) heard(ctx context.Context, result Result) error {
	r.silence.mu.Lock()
	defer r.silence.mu.Unlock()
	switch {
	case !result.silent && result.Verdict == Skipped: // perhaps nobody was asked
		return nil
	case !result.silent:
		r.silence.row = 0
		return nil
	}
	if r.silence.row++; r.silence.row < maxSilent {
		return nil
	}
	r.silence.row = 0
	if err := r.Target.Answers(ctx); err != nil {
		return fmt.Errorf("%w: %w", client.ErrNoAnswer, err)
	}
	return nil
}

// cannot is why a case cannot be run: what it needs is not to be had.
type cannot struct{ error }

func (c cannot) Unwrap() error { return c.error }

// cannotf is a [cannot] with a formatted message.
func cannotf(format string, args ...any) error { return cannot{fmt.Errorf(format, args...)} }

// run runs a case once.
func (r *Runner) run(ctx context.Context, c Case) (Result, error) {
	result := Result{Case: c, Verdict: Passed}
	if r.ReadOnly && c.Operation.Effect != spec.Reads {
		result.Verdict, result.Reason = Skipped, "it may write, and this run only reads"
		return result, nil
	}
	err := r.try(ctx, &result)
	result.silent = errors.Is(err, client.ErrNoAnswer)
	var reason cannot
	var forbidden target.Cannot
	switch {
	case ctx.Err() != nil && err != nil:
		return result, err
	case errors.As(err, &reason):
		result.Verdict, result.Reason = Skipped, r.hidden(c, reason.Error())
		return result, nil
	case errors.As(err, &forbidden):
		result.Verdict, result.Reason = Skipped, r.hidden(c, forbidden.Reason)
		return result, nil
	case result.silent:
		var network net.Error // a target that is away is so for smaller requests too
		result.Whole = result.Exchange == nil || errors.As(err, &network)
		result.Mismatch = &Mismatch{Kind: silent, Got: r.hidden(c, err.Error()), Want: "an answer"}
	case err != nil:
		return result, err
	}
	r.judge(&result)
	return result, nil
}

// try makes the call of a case in a world of its own.
func (r *Runner) try(ctx context.Context, result *Result) error {
	there, err := r.Target.World(ctx, nil)
	if err != nil {
		return err
	}
	a := &attempt{runner: r, there: there, people: map[string]*client.Credentials{}}
	result.Exchange, result.Mismatch, err = a.make(ctx, &result.Case)
	if closed := there.Close(ctx); err == nil {
		err = closed
	}
	result.Left = there.Warnings()
	return err
}

// hidden is a text without the secrets of a case's API, and without those of the profile.
func (r *Runner) hidden(c Case, text string) string {
	return r.Target.Profile().Hide(masked(c.Operation.API, text))
}

// silent is the kind of mismatch of a case whose call has no answer.
const silent = "no answer"

// gone is the kind of mismatch of a case that passes although it should deviate.
const gone = "deviation"

// judge says what a case's answer means, by what the target is known to deviate in. A
// case may cite a rule as a whole that a deviation knows a part of: it may fail for that
// part, but need not.
func (r *Runner) judge(result *Result) {
	profile, rule := r.Target.Profile(), result.Case.Rule
	known := profile.DeviationsOf(rule)
	if result.Mismatch == nil {
		r.sightings.Met(profile, nil, []string{rule})
		for _, d := range known {
			if !d.Sometimes {
				result.Verdict, result.Mismatch = Failed, &Mismatch{Kind: gone, Got: "no deviation", Want: d.String(), said: d.Gone("case").Error()}
				return
			}
		}
		result.Exchange = nil // nobody looks at it, and there are thousands
		return
	}
	for i := range profile.Deviations {
		if d := &profile.Deviations[i]; d.PartOf(rule) {
			known = append(known, d)
		}
	}
	for _, d := range known {
		if result.Mismatch.is(d) {
			r.sightings.Occurred(d)
			r.sightings.Met(profile, nil, []string{rule})
			*result = Result{Case: result.Case, Verdict: Deviated, Reason: d.String(), Left: result.Left, silent: result.silent}
			return
		}
	}
	result.Verdict = Failed
}

// attempt is one case in a world of its own.
type attempt struct {
	runner *Runner
	there  *target.World
	people map[string]*client.Credentials // of those who have logged in again, by API and persona
}

// make makes the case's call, and holds its answer against what was promised.
func (a *attempt) make(ctx context.Context, c *Case) (*client.Exchange, *Mismatch, error) {
	if a.there.HasSessions() != nil {
		if err := c.needsFixtures(); err != nil {
			return nil, nil, err
		}
	}
	as, err := a.caller(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	alive := c.Expect.Succeeds // whom the time that passes leaves logged in can be asked for values after it
	if alive {
		if err := a.pass(ctx, c); err != nil {
			return nil, nil, err
		}
	}
	parameters, err := a.parameters(ctx, c, c.Parameters)
	if err != nil {
		return nil, nil, err
	}
	var like *client.Exchange
	if c.Expect.Beside != Whatever {
		without, err := a.parameters(ctx, c, c.Expect.Other)
		if err != nil {
			return nil, nil, err
		}
		if like, err = a.there.Call(ctx, as, c.Operation, without, client.Manner{}); err != nil {
			return like, nil, err
		}
	}
	if !alive {
		if err := a.pass(ctx, c); err != nil {
			return nil, nil, err
		}
	}
	x, err := a.send(ctx, c, as, parameters)
	if err != nil {
		return x, nil, err
	}
	profile := a.runner.Target.Profile()
	a.runner.sightings.Met(profile, x, nil)
	hide := func(text string) string { return a.runner.hidden(*c, text) }
	return x, c.Expect.against(x, a.runner.sightings.Unknown(profile, x), like, hide), nil
}

// needsFixtures is a [cannot] if a case can succeed only where the fixtures are, as no
// other case has changed them.
func (c *Case) needsFixtures() error {
	if !c.Expect.Succeeds {
		return nil
	}
	if slices.Contains(casts[c.Operation.API].once, c.Operation.ID) {
		return cannotf("%s succeeds but once for %s, and nothing takes it back", c.Operation.ID, c.As)
	}
	if i := slices.IndexFunc(c.Parameters, func(p Parameter) bool { return p.sample }); i >= 0 {
		return cannotf("the target need not have the %s of the document's example", c.Parameters[i].Name)
	}
	return nil
}

func (a *attempt) pass(ctx context.Context, c *Case) error {
	if c.Pass == 0 {
		return nil
	}
	if err := a.there.Pass(ctx, c.Pass); err != nil {
		return cannotf("no time can be let pass: %w", err)
	}
	return nil
}

// send sends the case's call as it is to be sent.
func (a *attempt) send(ctx context.Context, c *Case, as *client.Credentials, parameters []client.Parameter) (*client.Exchange, error) {
	if c.Method == "" && !c.OffPath {
		manner := c.Manner
		if c.Proof == Malformed {
			manner.Header = http.Header{"Authorization": {"Contractmock " + base64.StdEncoding.EncodeToString([]byte("a:b"))}}
		}
		return a.there.Call(ctx, as, c.Operation, parameters, manner)
	}
	path := c.Operation.Path
	for i, p := range c.Parameters {
		if c.sent(p) == "path" {
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(parameters[i].Value))
		}
	}
	return a.there.Raw(ctx, cmp.Or(c.Method, c.Operation.Method), path, http.Header{}, nil)
}

// caller is who calls, as they prove themselves; nil is nobody.
func (a *attempt) caller(ctx context.Context, c *Case) (*client.Credentials, error) {
	if c.As == "" || c.Method != "" || c.OffPath {
		return nil, nil //nolint:nilnil // nobody has no credentials, and the client takes that
	}
	as, err := a.credentials(ctx, c.Operation.API, c.As)
	if err != nil {
		return nil, err
	}
	for _, name := range casts[c.Operation.API].proofs(c.Operation) {
		if as.Values[name] == "" {
			return nil, cannotf("the target's profile gives %s no %s", c.As, name)
		}
	}
	proves := *as
	proves.Values = maps.Clone(as.Values)
	switch c.Proof {
	case Own, Malformed:
	case NoToken:
		proves.Values["token"] = "00000000000000000000000000000000"
	case Others:
		other := casts[c.Operation.API].other
		if other == c.As {
			other = casts[c.Operation.API].caller
		}
		theirs, err := a.credentials(ctx, c.Operation.API, other)
		if err != nil {
			return nil, err
		}
		proves.Values["token"] = theirs.Values["token"]
	case Superseded:
		later, err := a.there.LogIn(ctx, c.Operation.API, c.As)
		if err != nil {
			return nil, cannotf("%s cannot be logged in: %w", c.As, err)
		}
		a.people[c.Operation.API+"."+c.As] = &later // who asks for values
	}
	return &proves, nil
}

// credentials are a persona's.
func (a *attempt) credentials(ctx context.Context, api, persona string) (*client.Credentials, error) {
	if as := a.people[api+"."+persona]; as != nil {
		return as, nil
	}
	if as, ok := a.runner.people.Load(api + "." + persona); ok {
		return as.(*client.Credentials), nil
	}
	found, err := a.there.Credentials(ctx, api, persona)
	if err != nil {
		return nil, cannot{err}
	}
	a.runner.people.Store(api+"."+persona, &found)
	return &found, nil
}

// id is a persona's id, as JSON.
func (a *attempt) id(ctx context.Context, api, persona string) (string, error) {
	if id, ok := a.runner.ids.Load(api + "." + persona); ok {
		return id.(string), nil
	}
	id, err := a.known(ctx, api, persona)
	if err != nil {
		return "", err
	}
	if !casts[api].numbers {
		id = quoted(id)
	}
	a.runner.ids.Store(api+"."+persona, id)
	return id, nil
}

// known is what a persona is known by: to the control plane, or else to the profile.
func (a *attempt) known(ctx context.Context, api, persona string) (string, error) {
	if a.runner.Target.Profile().ControlPlane != nil {
		id, err := a.there.ID(ctx, api, persona)
		if err != nil {
			return "", cannot{err}
		}
		return id, nil
	}
	as, err := a.credentials(ctx, api, persona)
	if err != nil {
		return "", err
	}
	name := casts[api].id
	if as.Values[name] == "" {
		return "", cannotf("the target's profile gives %s no %s", persona, name)
	}
	return as.Values[name], nil
}

// parameters are values as the client takes them, with what they come from found.
func (a *attempt) parameters(ctx context.Context, c *Case, given []Parameter) ([]client.Parameter, error) {
	all := make([]client.Parameter, 0, len(given))
	for _, p := range given {
		if p.From != nil {
			found, err := a.find(ctx, c.Operation.API, p.From)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.Name, err)
			}
			p.Value = strings.ReplaceAll(p.Value, "%s", found)
		}
		all = append(all, c.parameter(p))
	}
	return all, nil
}

// find is a value from its source, as JSON.
func (a *attempt) find(ctx context.Context, api string, from *Source) (string, error) {
	switch {
	case from.ID != "":
		return a.id(ctx, api, from.ID)
	case from.Of != "":
		as, err := a.credentials(ctx, api, from.Of)
		switch {
		case err != nil:
			return "", err
		case as.Values[from.Value] != "":
			return quoted(as.Values[from.Value]), nil
		case a.there.Session() == "":
			return "", cannotf("the target's profile gives %s no %s", from.Of, from.Value)
		}
		return from.Fixture, nil
	case from.InTime != 0:
		now, err := a.there.Time(ctx)
		if err != nil {
			return "", cannot{err}
		}
		return strconv.FormatInt(now.Add(from.InTime).UnixMilli(), 10), nil
	default:
		return a.ask(ctx, api, from)
	}
}

// ask is a value from the answer to a call.
func (a *attempt) ask(ctx context.Context, api string, from *Source) (string, error) {
	operation, err := client.Find(api, from.Operation)
	if err != nil {
		return "", err
	}
	if a.runner.ReadOnly && operation.Effect != spec.Reads {
		return "", cannotf("%s would have to be called first, which writes, and this run only reads", from.Operation)
	}
	as, err := a.credentials(ctx, api, from.As)
	if err != nil {
		return "", err
	}
	c := newCall(operation, from.Parameters)
	parameters, err := a.parameters(ctx, c, c.Parameters)
	if err != nil {
		return "", err
	}
	x, err := a.there.Call(ctx, as, operation, parameters, client.Manner{})
	if errors.Is(err, client.ErrNoAnswer) {
		return "", cannotf("%s, which gives a value, has no answer for %s: %w", from.Operation, from.As, err)
	}
	if err != nil {
		return "", err
	}
	if ok, why := x.Succeeded(); !ok {
		return "", cannotf("%s, which gives a value, failed for %s: %s in %d %s", from.Operation, from.As, why, x.Status, shortened(a.runner.hidden(*c, string(x.AnswerBody))))
	}
	found := gjson.GetBytes(x.AnswerBody, from.Path)
	if !found.Exists() || found.Type == gjson.Null {
		return "", cannotf("%s has no %s for %s", from.Operation, from.Path, from.As)
	}
	return found.Raw, nil
}

// newCall is a call that is made for its answer.
func newCall(operation *spec.Operation, parameters []Parameter) *Case {
	d := deriver{operation: operation, fields: operation.Fields()}
	c := &Case{Operation: operation}
	for _, p := range parameters {
		c.Parameters = append(c.Parameters, d.known(p))
	}
	return c
}
