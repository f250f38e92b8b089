package target

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"contractmock/features/client"
	"contractmock/mockserver"
	"contractmock/openapi"
	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// Cannot is the answer of a target that something cannot be done there, or may not be.
// It is no failure: a scenario that needs it is skipped, for this reason.
type Cannot struct{ Reason string }

func (c Cannot) Error() string { return c.Reason }

func cannot(format string, args ...any) error { return Cannot{fmt.Sprintf(format, args...)} }

// abilities are what a control plane is used for: by the beginning of its paths, the
// name that profiles have for it, and what is done with it.
var abilities = []struct{ path, name, does string }{
	{"/clock", "clock", "sets the clock"},
	{"/state", "rows", "looks at rows and changes them"},
	{"/chaoqer/sms", "sms", "knows the codes that were sent"},
	{"/tokens", "log-in", "logs a persona in"},
	{"/reset", "reset", "goes back to the fixtures"},
	{"/requests", "journal", "has the journal"},
}

// needs is [Cannot] where the control plane may not be used for a path.
func (t *Target) needs(path string) error {
	for _, a := range abilities {
		switch {
		case !strings.HasPrefix(path, a.path):
		case t.profile.ControlPlane == nil:
			return cannot("the target has no control plane, which %s", a.does)
		case slices.Contains(t.profile.Cannot, a.name):
			return cannot("the profile says that the target cannot do this: %s", a.name)
		}
	}
	if t.profile.ControlPlane == nil {
		return cannot("the target has no control plane")
	}
	return nil
}

// Diagnoses is [Cannot] where answers carry no diagnosis, so that nothing can be
// expected of it.
func (w *World) Diagnoses() error {
	switch p := w.target.profile; {
	case p.ControlPlane == nil:
		return cannot("the target is no mock, and diagnoses nothing")
	case slices.Contains(p.Cannot, "diagnosis"):
		return cannot("the profile says that the target cannot do this: diagnosis")
	default:
		return nil
	}
}

// HasSessions is [Cannot] where no session keeps a scenario apart from others.
func (w *World) HasSessions() error {
	if len(w.sessions) == 0 {
		return cannot("the target has no control plane, which keeps sessions apart")
	}
	return nil
}

// Authorizes is [Cannot] where there is no page of the WeChat login that lets a tester
// choose who to be.
func (w *World) Authorizes() error {
	if w.target.profile.ControlPlane == nil {
		return cannot("the target is no mock, and its WeChat login is for people")
	}
	return nil
}

// Open opens the profile's target. The error is [Unreachable] if nothing answers there,
// else that what answers is not what the profile says.
func (p *Profile) Open(ctx context.Context) (*Target, error) {
	if p.Base == InProcess {
		t, err := Start(mockserver.Options{Answers: mockserver.AnswersFatal})
		if err != nil {
			return nil, err
		}
		base := t.profile.Base
		t.profile = *p
		t.profile.Base, t.http.Timeout = base, time.Duration(p.Timeout)
		return t, nil
	}
	transport, err := p.transport()
	if err != nil {
		return nil, err
	}
	t := newTarget(*p, transport)
	if p.ControlPlane != nil {
		return t, t.isMock(ctx)
	}
	return t, t.Answers(ctx)
}

// Answers is [Unreachable] if the target does not answer, whatever it would say.
func (t *Target) Answers(ctx context.Context) error {
	for _, base := range t.bases() {
		if err := t.answers(ctx, base); err != nil {
			return Unreachable{fmt.Errorf("the target %s cannot be reached at %s: %w", t.Name, t.profile.Hide(base), errors.New(t.profile.Hide(err.Error())))}
		}
	}
	return nil
}

// answers tells whether anything answers at a URL, whatever it says.
func (t *Target) answers(ctx context.Context, base string) error {
	if err := t.pace(ctx); err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, base+"/", nil)
	if err != nil {
		return err
	}
	for name, value := range t.profile.Headers {
		request.Header.Set(name, value)
	}
	answer, err := t.http.Do(request)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

// bases are all URLs of the target, each once.
func (t *Target) bases() []string {
	all := slices.Collect(maps.Values(t.profile.Bases))
	if t.profile.Base != "" {
		all = append(all, t.profile.Base)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// transport is how the profile's target is spoken to.
func (p *Profile) transport() (*http.Transport, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	config, err := p.TLSConfig()
	if config != nil {
		transport.TLSClientConfig = config
	}
	return transport, err
}

// TLSConfig is how an https target is met; nil is as the system does. The error says
// which file cannot be used.
func (p *Profile) TLSConfig() (*tls.Config, error) {
	if p.TLS == (TLS{}) {
		return nil, nil //nolint:nilnil // as http.Transport has it
	}
	config := &tls.Config{InsecureSkipVerify: p.TLS.Insecure} //nolint:gosec // asked for, and warned of
	if p.TLS.CA != "" {
		pem, err := os.ReadFile(p.TLS.CA)
		if err != nil {
			return nil, p.wrong([]string{"tls", "ca"}, "tls.ca cannot be read: %w", err)
		}
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(pem) {
			return nil, p.wrong([]string{"tls", "ca"}, "tls.ca: there is no certificate in %s; it must be PEM", p.TLS.CA)
		}
		config.RootCAs = pool
	}
	if p.TLS.Certificate != "" {
		pair, err := tls.LoadX509KeyPair(p.TLS.Certificate, p.TLS.Key)
		if err != nil {
			return nil, p.wrong([]string{"tls", "certificate"}, "tls.certificate and tls.key cannot be used: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// Warnings are what whoever runs scenarios there should know.
func (t *Target) Warnings() []string {
	if t.profile.TLS.Insecure {
		return []string{"the target's certificate is not checked (tls.insecure): whoever stands between may read and change everything"}
	}
	return nil
}

// Profile is what is known of the target.
func (t *Target) Profile() *Profile { return &t.profile }

// Client calls the APIs outside of any scenario: on a mock, in its default session.
func (t *Target) Client() *client.Client { return t.client("", nil) }

// Credentials are a persona's: the profile's, or those that a mock's default session
// has. It is [Cannot] if the profile has none.
func (t *Target) Credentials(ctx context.Context, api, persona string) (client.Credentials, error) {
	return (&World{target: t, Client: t.Client()}).Credentials(ctx, api, persona)
}

// personal are a persona's credentials in the profile; ok is false where it is left to
// a control plane to have them.
func (t *Target) personal(api, persona string) (found client.Credentials, ok bool, err error) {
	people := t.personas(api)
	i := slices.IndexFunc(people, func(as client.Credentials) bool { return as.Persona == persona })
	switch p := t.profile; {
	case i >= 0:
		return people[i], true, nil
	case p.ControlPlane != nil:
		return client.Credentials{}, false, nil
	default:
		return client.Credentials{}, false, cannot("the profile has no credentials of %s for the %s API%s", p.Hide(persona), api, others(persona, slices.Sorted(maps.Keys(p.Personas[api]))))
	}
}

// others is a clause that says whom the profile has. Tony is not Toby misspelt, but
// somebody else: only one who differs in case, or by a letter too many or too few, is meant.
func others(persona string, known []string) string {
	meant := slices.DeleteFunc(nearest.Of(persona, known), func(name string) bool {
		far := levenshtein.ComputeDistance(strings.ToLower(persona), strings.ToLower(name))
		return far > 1 || far == 1 && utf8.RuneCountInString(persona) == utf8.RuneCountInString(name)
	})
	switch {
	case len(meant) > 0:
		return "; did you mean " + nearest.List(meant, "or") + "?"
	case len(known) == 0 || len(known) > maxOthers:
		return ""
	default:
		return "; it has those of " + nearest.List(known, "and")
	}
}

// maxOthers is how many names stand in a message.
const maxOthers = 12

// base is where the operations of an API are, "" if nowhere.
func (t *Target) base(api string) string {
	if base, ok := t.profile.Bases[api]; ok {
		return base
	}
	return t.profile.Base
}

// Speak tells which API the scenario is about: requests that are no operation's go
// there. It is [Cannot] if the target does not have it.
func (w *World) Speak(api string) error {
	if api == openapi.Admin && w.target.profile.ControlPlane == nil {
		return cannot("the target is no mock, and has no control plane to look at")
	}
	base := w.target.base(api)
	if base == "" && api != "" {
		return cannot("the profile has no base for the %s API", api)
	}
	w.Base = base
	return nil
}

// May is [Cannot] where the target does not have an operation, or where it may not be
// called there.
func (t *Target) May(o *spec.Operation) error {
	switch {
	case o.API == openapi.Admin && t.profile.ControlPlane == nil:
		return cannot("the target has no control plane")
	case t.base(o.API) == "":
		return cannot("the profile has no base for the %s API", o.API)
	case t.profile.ReadOnly && o.Effect == spec.Writes:
		return cannot("%s.%s may change something, and the profile is readonly", o.API, o.ID)
	default:
		return nil
	}
}

// harmless methods are those of requests that ask for nothing to be done.
var harmless = []string{http.MethodGet, http.MethodHead, http.MethodOptions}

// admit is asked before each request is sent, and lets it wait until it is its turn.
func (t *Target) admit(ctx context.Context, x *client.Exchange) error {
	if t.profile.ControlPlane == nil {
		for name := range x.Header {
			if strings.HasPrefix(name, "Mock-") {
				return cannot("the target is no mock, and does not know the header %s", name)
			}
		}
	}
	switch {
	case x.Operation != nil:
		if err := t.May(x.Operation); err != nil {
			return err
		}
	case t.profile.ReadOnly && !slices.Contains(harmless, x.Method):
		return cannot("a %s that is no operation's may change something, and the profile is readonly", x.Method)
	}
	return t.pace(ctx)
}

// pacer spaces requests out.
type pacer struct {
	mu   sync.Mutex
	next time.Time // when the next request may begin
}

// pace waits until the next request may begin.
func (t *Target) pace(ctx context.Context) error {
	gap := time.Duration(t.profile.Pace)
	if gap == 0 {
		return nil
	}
	t.pacer.mu.Lock()
	now := t.Wall()
	turn := now
	if t.pacer.next.After(now) {
		turn = t.pacer.next
	}
	t.pacer.next = turn.Add(gap)
	t.pacer.mu.Unlock()
	if turn.Equal(now) {
		return nil
	}
	return t.Wait(ctx, turn.Sub(now))
}

// wait lets real time pass.
func wait(ctx context.Context, d time.Duration) error {
	until, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-until.Done()
	return ctx.Err()
}

// pass lets time pass on a target whose clock cannot be set.
func (w *World) pass(ctx context.Context, d time.Duration, why error) error {
	if patience := time.Duration(w.target.profile.Patience); d > patience {
		return cannot("%s; the scenario would wait for longer than patience allows (%s)", why.Error(), patience)
	}
	return w.target.Wait(ctx, d)
}

// retryGap is how long the first retry waits; each further one waits twice as long.
const retryGap = 200 * time.Millisecond

// again tells whether a request that has no answer is sent once more, and waits for its
// time: only where the network failed, and only if it was never received, or if to
// repeat it changes nothing.
func (t *Target) again(ctx context.Context, x *client.Exchange, attempt int, err error) bool {
	if attempt > t.Retries || ctx.Err() != nil || !repeatable(x, err) {
		return false
	}
	return t.Wait(ctx, retryGap<<(attempt-1)) == nil
}

func repeatable(x *client.Exchange, err error) bool {
	var network net.Error
	if !errors.As(err, &network) && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "dial" {
		return true // nobody has seen it
	}
	if x.Operation != nil {
		return x.Operation.Effect == spec.Reads
	}
	return slices.Contains(harmless, x.Method)
}
