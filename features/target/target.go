// Package target is where a run of scenarios goes: a mock in this process, one
// that listens elsewhere, or a deployment that a [Profile] describes.
//
// A scenario has a [World] of its own there: on a mock a session, so that
// scenarios may run side by side. Everything that a scenario does beyond the API,
// such as letting time pass, is a method of its world; a target that cannot do it
// says [Cannot].
package target

import (
	"context"
	"crypto/rand"
	"encoding/json"
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

	"contractmock/features/client"
	"contractmock/mockserver"
	"contractmock/mockserver/clock"
	"contractmock/openapi/nearest"
)

// InProcess is the name of the mock in this process.
const InProcess = "mock"

// Target is what scenarios run against.
type Target struct {
	// Name is what the run was told: [InProcess], a URL or a profile.
	Name string
	// Retries is how often a request is sent again where the network failed, if that
	// changes nothing.
	Retries int
	// Wall tells the real time, and Wait lets it pass.
	Wall func() time.Time
	Wait func(ctx context.Context, d time.Duration) error

	profile Profile
	people  sync.Mutex
	renewed map[string]map[string]string // what log-ins have replaced in the profile, by uid
	pacer   pacer
	http    *http.Client
	run     string // tells this run's sessions from another's
	next    atomic.Int64
	stop    func() error
}

// Unreachable is the error of a target that does not answer.
type Unreachable struct{ Err error }

func (u Unreachable) Error() string { return u.Err.Error() }

// Unwrap is the error itself.
func (u Unreachable) Unwrap() error { return u.Err }

// Open finds the target of that name: [InProcess], the URL of a mock, or a profile. The
// error is [Unreachable] if nothing answers there, else that what answers is no mock, or
// one that cannot be steered.
func Open(ctx context.Context, name string) (*Target, error) {
	profile, err := Load(name, func(string) (string, bool) { return "", false })
	if err != nil {
		return nil, err
	}
	return profile.Open(ctx)
}

// isMock tells whether what answers is a mock that may be steered.
func (t *Target) isMock(ctx context.Context) error {
	var health struct {
		Status string   `json:"status"`
		APIs   []string `json:"apis"`
	}
	x, err := t.client("", nil).Raw(ctx, http.MethodGet, "/__admin/health", nil, nil)
	if err != nil {
		return Unreachable{fmt.Errorf("the target %s cannot be reached: %w", t.Name, err)}
	}
	const remedy = "give the one that it was started with as --admin-token, or CONTRACT_ADMIN_TOKEN in the environment"
	if x.Status == http.StatusUnauthorized && x.Diagnosed("admin-token") {
		return fmt.Errorf("the mock at %s has another admin token; %s", t.Name, remedy)
	}
	if err := json.Unmarshal(x.AnswerBody, &health); err != nil || x.Status != http.StatusOK || health.Status != "ok" {
		return fmt.Errorf("what answers at %s is no contractmock with a control plane: GET /__admin/health gave %d; for a deployment write a profile (contract profile show tickets)", t.Name, x.Status)
	}
	if x.AnswerHeader.Get("Mock-Request") == "" && !slices.Contains(t.profile.Cannot, "diagnosis") {
		return fmt.Errorf("the mock at %s was started with --no-mock-headers; scenarios need them, or a profile that says cannot: [diagnosis, journal]", t.Name)
	}
	if health.APIs == nil {
		return fmt.Errorf("the mock at %s lets nobody steer it who comes from here without an admin token; %s", t.Name, remedy)
	}
	return nil
}

// Start is a target that is a mock of its own in this process.
func Start(options mockserver.Options) (*Target, error) {
	mock, err := mockserver.New(options)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		cancel()
		return nil, fmt.Errorf("the mock in this process cannot listen: %w", err)
	}
	served := make(chan error, 1)
	go func() { served <- mock.Serve(ctx, listener) }()
	profile := Profile{Name: InProcess, Base: "http://" + listener.Addr().String(), ControlPlane: &ControlPlane{}}
	if err := profile.settle(); err != nil {
		cancel()
		return nil, err
	}
	t := newTarget(profile, http.DefaultTransport.(*http.Transport).Clone())
	t.stop = func() error {
		cancel()
		return <-served
	}
	return t, nil
}

func newTarget(profile Profile, transport *http.Transport) *Target {
	transport.MaxIdleConnsPerHost = 64
	return &Target{
		Name: profile.Name, Wall: clock.Wall, Wait: wait, profile: profile, run: strings.ToLower(rand.Text()[:8]),
		http: &http.Client{
			Transport: transport, Timeout: time.Duration(profile.Timeout),
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		stop: func() error { return nil },
	}
}

// Close ends the target's connections, and the mock if it is in this process, which is
// then let go. Closing it once more does nothing.
func (t *Target) Close() error {
	t.http.CloseIdleConnections()
	stop := t.stop
	t.stop = func() error { return nil }
	return stop()
}

func (t *Target) client(session string, sent func(*client.Exchange)) *client.Client {
	c := &client.Client{
		Base: t.profile.Base, Bases: t.profile.Bases, HTTP: t.http, Header: http.Header{}, Now: t.Wall, Sent: sent,
		Admit: t.admit, Again: t.again, Hide: t.profile.Hide,
	}
	if t.profile.ControlPlane != nil {
		c.AdminToken = t.profile.ControlPlane.Token
	}
	for name, value := range t.profile.Headers {
		c.Header.Set(name, value)
	}
	if session != "" {
		c.Header.Set("Mock-Session", session)
	}
	return c
}

// World is what one scenario has to itself on a target.
type World struct {
	target    *Target
	unique    string
	sessions  []string // the scenario's own, the first one first; none where there are no sessions
	snapshots []string // the scenario's names of those it has taken
	noting    sync.Mutex
	made      map[string]int // how often the scenario has made a call that writes, where there are no sessions
	undo      []undo         // what takes back what the scenario has done, where there are no sessions
	warnings  []string
	// Client calls the APIs in this world.
	*client.Client
}

// World begins a scenario's world: on a mock, a session whose clock stands where it
// began. The function is told of every exchange of the scenario.
func (t *Target) World(ctx context.Context, sent func(*client.Exchange)) (*World, error) {
	w := &World{target: t, unique: fmt.Sprintf("%s-%d", t.run, t.next.Add(1)), Client: t.client("", sent)}
	w.Admit = func(ctx context.Context, x *client.Exchange) error {
		if err := w.spare(x); err != nil {
			return err
		}
		return t.admit(ctx, x)
	}
	if t.profile.ControlPlane == nil {
		return w, nil
	}
	return w, w.begin(ctx, "run-"+w.unique)
}

// Unique is a text that no other scenario has, of this run or another: for names of
// what the scenario makes.
func (w *World) Unique() string { return w.unique }

// Visitor is somebody in a session that is not theirs: "" is the default one. It is
// taken as it stands, and stays when the world is closed.
func (t *Target) Visitor(session string, sent func(*client.Exchange)) *World {
	return &World{target: t, Client: t.client(session, sent)}
}

// begin lets calls go to a new session of the scenario.
func (w *World) begin(ctx context.Context, session string) error {
	w.sessions = append(w.sessions, session)
	w.Header.Set("Mock-Session", session)
	return w.stand(ctx)
}

// stand freezes the session's clock at the moment at which the session began, and
// makes the session lenient, but not relaxed, whatever the mock's own settings are.
func (w *World) stand(ctx context.Context) error {
	var clock struct {
		Start string `json:"start"`
	}
	if w.target.needs("/clock") != nil {
		return w.set(ctx, map[string]any{"strict": false, "relax": []string{}})
	}
	if err := w.control(ctx, http.MethodGet, "/clock", nil, &clock); err != nil {
		return err
	}
	if err := w.control(ctx, http.MethodPut, "/clock", map[string]any{"frozen": true, "now": clock.Start}, nil); err != nil {
		return err
	}
	return w.set(ctx, map[string]any{"strict": false, "relax": []string{}})
}

// Close ends the world with all its sessions and snapshots, also where the context has
// ended. Where there are no sessions it takes back what the scenario has done, as far as
// the APIs can; [World.Warnings] has the rest.
func (w *World) Close(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	w.cleanUp(ctx)
	var wrong []error
	for i := range w.snapshots {
		wrong = append(wrong, w.control(ctx, http.MethodDelete, w.snapshotPath(i), nil, nil))
	}
	w.Header.Del("Mock-Session") // deleting must not begin a session anew
	for _, session := range w.sessions {
		wrong = append(wrong, w.control(ctx, http.MethodDelete, "/sessions/"+session, nil, nil))
	}
	return errors.Join(wrong...)
}

// Visit lets the following calls go to another session of the scenario, which begins now
// if it was not named before; "" is the scenario's first.
func (w *World) Visit(ctx context.Context, name string) error {
	if err := w.HasSessions(); err != nil {
		return err
	}
	session := w.sessions[0]
	if name != "" {
		session += "." + name // what stands before a dot keeps them on one replica
	}
	if !slices.Contains(w.sessions, session) {
		return w.begin(ctx, session)
	}
	w.Header.Set("Mock-Session", session)
	return nil
}

// Session is the name of the session that calls go to, "" where there are none.
func (w *World) Session() string { return w.Header.Get("Mock-Session") }

// Sessions are the names of all sessions that the world has begun, the first one first;
// none where there are no sessions.
func (w *World) Sessions() []string { return slices.Clone(w.sessions) }

// Personas are all whom an API knows, with what they prove themselves with now. The
// Values of those whose log-in does not hold are empty.
func (w *World) Personas(ctx context.Context, api string) ([]client.Credentials, error) {
	var known []struct {
		Name        string            `json:"name"`
		Credentials map[string]string `json:"credentials"`
	}
	if err := w.control(ctx, http.MethodGet, "/personas?"+url.Values{"api": {api}}.Encode(), nil, &known); err != nil {
		return nil, err
	}
	var all []client.Credentials
	for _, p := range known {
		all = append(all, client.Credentials{API: api, Persona: p.Name, Values: p.Credentials})
	}
	return all, nil
}

// Credentials are a persona's current ones: those of the profile, or else those that
// the control plane has.
func (w *World) Credentials(ctx context.Context, api, persona string) (client.Credentials, error) {
	if own, ok, err := w.target.personal(api, persona); ok || err != nil {
		return own, err
	}
	type known struct {
		Name        string            `json:"name"`
		Credentials map[string]string `json:"credentials"`
	}
	var found []known
	query := url.Values{"api": {api}, "name": {persona}}
	if err := w.control(ctx, http.MethodGet, "/personas?"+query.Encode(), nil, &found); err != nil {
		return client.Credentials{}, err
	}
	for _, p := range found {
		if p.Name == persona {
			return client.Credentials{API: api, Persona: persona, Values: p.Credentials}, nil
		}
	}
	others, err := w.Personas(ctx, api)
	if err != nil {
		return client.Credentials{}, err
	}
	var names []string
	for _, p := range others {
		names = append(names, p.Persona)
	}
	return client.Credentials{}, fmt.Errorf("the %s API has no persona %s%s", api, persona, nearest.Hint(persona, names))
}

// LogIn logs a persona in once more, which ends their earlier log-ins where the
// API's rules say so.
func (w *World) LogIn(ctx context.Context, api, persona string) (client.Credentials, error) {
	var answer struct {
		Credentials map[string]string `json:"credentials"`
	}
	err := w.control(ctx, http.MethodPost, "/tokens", map[string]any{"api": api, "persona": persona}, &answer)
	return client.Credentials{API: api, Persona: persona, Values: answer.Credentials}, err
}

// SMS is the code that was last sent to a mobile by Chaoqer. It is an error if none was.
func (w *World) SMS(ctx context.Context, mobile string) (string, error) {
	var sent struct {
		Code string `json:"code"`
	}
	err := w.control(ctx, http.MethodGet, "/chaoqer/sms?mobile="+url.QueryEscape(mobile), nil, &sent)
	if err == nil && sent.Code == "" {
		err = fmt.Errorf("the control plane tells of an SMS to %s, but not its code", mobile)
	}
	return sent.Code, err
}

// Pass lets time pass: by the clock, or where it cannot be set for real, if that is not
// too long.
func (w *World) Pass(ctx context.Context, d time.Duration) error {
	if err := w.target.needs("/clock"); err != nil {
		return w.pass(ctx, d, err)
	}
	return w.control(ctx, http.MethodPut, "/clock", map[string]any{"advance": d.String()}, nil)
}

// Reset brings the session back to the fixtures, its clock standing.
func (w *World) Reset(ctx context.Context) error {
	if err := w.control(ctx, http.MethodPost, "/reset", nil, nil); err != nil {
		return err
	}
	return w.stand(ctx)
}

// TakeSnapshot keeps what the session is now under a name of the scenario, in the place
// of an earlier one of that name.
func (w *World) TakeSnapshot(ctx context.Context, name string) error {
	i := slices.Index(w.snapshots, name)
	if i < 0 {
		i = len(w.snapshots)
	}
	if err := w.control(ctx, http.MethodPost, w.snapshotPath(i)+"?replace=true", nil, nil); err != nil {
		return err
	}
	if i == len(w.snapshots) {
		w.snapshots = append(w.snapshots, name)
	}
	return nil
}

// RestoreSnapshot makes the session what a session of the scenario was when the snapshot
// of that name was taken.
func (w *World) RestoreSnapshot(ctx context.Context, name string) error {
	i := slices.Index(w.snapshots, name)
	if i < 0 {
		return fmt.Errorf("the scenario has taken no snapshot %q%s", name, nearest.Hint(name, w.snapshots))
	}
	return w.control(ctx, http.MethodPost, w.snapshotPath(i)+"/restore", nil, nil)
}

// snapshotPath is where the control plane has a snapshot of the scenario.
func (w *World) snapshotPath(i int) string {
	return fmt.Sprintf("/snapshots/%s-snapshot-%d", w.sessions[0], i)
}

// Strict makes the session strict.
func (w *World) Strict(ctx context.Context) error { return w.set(ctx, map[string]any{"strict": true}) }

// Relax lets the session pass over the checks that are named, and over no others.
func (w *World) Relax(ctx context.Context, checks []string) error {
	return w.set(ctx, map[string]any{"relax": checks})
}

func (w *World) set(ctx context.Context, settings map[string]any) error {
	return w.control(ctx, http.MethodPatch, "/sessions/"+w.Session(), settings, nil)
}

// Plan plans a fault for the session's requests to an operation: what the control plane
// is sent about its effect, by name.
func (w *World) Plan(ctx context.Context, api, operation string, effect map[string]any) error {
	fault := map[string]any{"api": api, "operation": operation}
	maps.Copy(fault, effect)
	return w.control(ctx, http.MethodPost, "/faults", fault, nil)
}

// CopyRow stores a new row that is a copy of another one, but for its members and
// its key, which is the row's first member.
func (w *World) CopyRow(ctx context.Context, api, table, like, key string, members map[string]json.RawMessage) error {
	var tables []struct {
		Table  string   `json:"table"`
		Fields []string `json:"fields"`
	}
	if err := w.control(ctx, http.MethodGet, "/state/"+url.PathEscape(api), nil, &tables); err != nil {
		return err
	}
	row := map[string]json.RawMessage{}
	if err := w.control(ctx, http.MethodGet, rowPath(api, table, like), nil, &row); err != nil {
		return err
	}
	maps.Copy(row, members)
	for _, t := range tables {
		if _, sent := members[t.Fields[0]]; t.Table == table && !sent {
			row[t.Fields[0]] = keyMember(row[t.Fields[0]], key)
		}
	}
	return w.control(ctx, http.MethodPut, rowPath(api, table, key), row, nil)
}

// keyMember is a key as a member of a row: a text where the other row's is one.
func keyMember(other json.RawMessage, key string) json.RawMessage {
	if strings.HasPrefix(string(other), `"`) || !json.Valid([]byte(key)) {
		return json.RawMessage(strconv.Quote(key))
	}
	return json.RawMessage(key)
}

// PatchRow replaces members of a row.
func (w *World) PatchRow(ctx context.Context, api, table, key string, members map[string]json.RawMessage) error {
	return w.control(ctx, http.MethodPatch, rowPath(api, table, key), members, nil)
}

// DeleteRow deletes a row.
func (w *World) DeleteRow(ctx context.Context, api, table, key string) error {
	return w.control(ctx, http.MethodDelete, rowPath(api, table, key), nil, nil)
}

func rowPath(api, table, key string) string {
	return "/state/" + url.PathEscape(api) + "/" + url.PathEscape(table) + "/" + url.PathEscape(key)
}

// Entry is what the target's journal says of an exchange.
type Entry struct {
	// Verdict is ok, or the id of the refusal.
	Verdict string `json:"verdict"`
	// Findings are what the specification did not allow.
	Findings []struct {
		ID string `json:"id"`
		At string `json:"at"`
	} `json:"findings"`
}

// Journal is the journal's entry of an exchange.
func (w *World) Journal(ctx context.Context, x *client.Exchange) (entry Entry, err error) {
	return entry, w.control(ctx, http.MethodGet, "/requests/"+url.PathEscape(x.AnswerHeader.Get("Mock-Request")), nil, &entry)
}

// Audit is what is wrong with the rows of the world's sessions; nothing, as a rule, and
// where there are no sessions.
func (w *World) Audit(ctx context.Context) ([]string, error) {
	var wrong []string
	for _, session := range w.sessions {
		w.Header.Set("Mock-Session", session)
		var audit struct {
			Problems []struct {
				Table, Key, Field, Message string
			} `json:"problems"`
		}
		if err := w.control(ctx, http.MethodGet, "/audit", nil, &audit); err != nil {
			return nil, err
		}
		for _, p := range audit.Problems {
			wrong = append(wrong, fmt.Sprintf("%s[%s].%s: %s", p.Table, p.Key, p.Field, p.Message))
		}
	}
	return wrong, nil
}

// control asks the control plane, and reads its answer into result. It is [Cannot] where
// there is none, or it may not be asked this.
func (w *World) control(ctx context.Context, method, path string, body, result any) error {
	if err := w.target.needs(path); err != nil {
		return err
	}
	quiet := *w.Client
	quiet.Sent, quiet.Base = nil, w.target.profile.Base
	header := http.Header{}
	var encoded []byte
	if body != nil {
		var err error
		if encoded, err = json.Marshal(body); err != nil {
			return err
		}
		header.Set("Content-Type", "application/json")
	}
	x, err := quiet.Raw(ctx, method, "/__admin"+path, header, encoded)
	if err != nil {
		return err
	}
	if x.Status > 299 {
		var refused struct {
			Error string `json:"error"`
		}
		if json.Unmarshal(x.AnswerBody, &refused) != nil || refused.Error == "" {
			refused.Error = fmt.Sprintf("status %d", x.Status)
		}
		return fmt.Errorf("the control plane refuses %s %s: %s", method, path, refused.Error)
	}
	if result == nil {
		return nil
	}
	if err := json.Unmarshal(x.AnswerBody, result); err != nil {
		return fmt.Errorf("the control plane's answer to %s %s cannot be read: %w", method, path, err)
	}
	return nil
}

// Wall is the time of this machine, for what goes by no session's clock.
func Wall() time.Time { return clock.Wall() }
