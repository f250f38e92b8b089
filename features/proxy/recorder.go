package proxy

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"contractmock/features/client"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// DefaultLimit is how many exchanges of an operation a recorder keeps if it is not told
// otherwise.
const DefaultLimit = 20

// DefaultBudget is how many bytes of bodies, tables and remembered values a recorder
// keeps, in examples and scenarios together.
const DefaultBudget = 64 << 20

// maxScenarios is how many sessions have a scenario of their own; what passes in
// further ones is not recorded.
const maxScenarios = 100

// Personas are those whom an API knows in a session, with what they prove themselves with now.
type Personas func(ctx context.Context, session, api string) ([]client.Credentials, error)

// Recorder keeps exchanges of the mocked APIs without their secrets: as examples for
// their specifications, and as one scenario for each session, which makes the same
// calls again.
type Recorder struct {
	dir    string
	limit  int
	budget int // bytes that may still be kept
	who    Personas

	asking sync.Mutex        // who is asked for one at a time
	known  map[string]string // the personas of tokens, by what hides the token
	staffs map[string]staff  // by API, of those whose credentials are an app's

	mu        sync.Mutex
	scenarios map[string]*scenario
	order     []*scenario // those of scenarios, as they began
	examples  map[string]*examples
}

// NewRecorder is a recorder that keeps so many exchanges of each operation, per
// scenario and status, while they have at most [DefaultBudget] bytes, and writes them to a folder, which must be empty or not there.
// It asks who holds a token; nil is that nobody knows.
func NewRecorder(dir string, limit int, who Personas) (*Recorder, error) {
	there, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if len(there) > 0 {
		return nil, fmt.Errorf("the folder %s is not empty; name one that is, or a new one, since a recording would overwrite what was made of another", dir)
	}
	return &Recorder{
		dir: dir, limit: limit, budget: DefaultBudget, who: who,
		known: map[string]string{}, staffs: map[string]staff{}, scenarios: map[string]*scenario{}, examples: map[string]*examples{},
	}, os.MkdirAll(dir, 0o755)
}

// somebody is a caller whose credentials are nobody's whom we know.
const somebody = "somebody"

// login is what a request proves its caller with; without any it is a stranger's.
type login struct{ token, code string }

// presented is the log-in that a request presents.
func presented(x *client.Exchange) login {
	r := http.Request{Header: x.Header}
	var l login
	scheme, value, _ := strings.Cut(strings.TrimSpace(x.Header.Get("Authorization")), " ")
	l.token = cmp.Or(strings.TrimSpace(value), scheme)
	if _, password, ok := r.BasicAuth(); ok {
		l.token = password
	}
	if _, query, _ := strings.Cut(x.URL, "?"); l.token == "" {
		for _, pair := range spec.Pairs(query) {
			if pair.Name == "access_token" {
				l.token = pair.Value
			}
		}
	}
	if cookie, err := r.Cookie("chaoqer_wx_code"); err == nil {
		l.code = cookie.Value
	}
	return l
}

// session is the name of the mock's session that a request names.
func session(x *client.Exchange) string {
	r := http.Request{Header: x.Header}
	if name := x.Header.Get("Mock-Session"); name != "" {
		return name
	}
	if cookie, err := r.Cookie("Mock-Session"); err == nil {
		return cookie.Value
	}
	return ""
}

// Identify finds out who makes a call before it is made: afterwards a log-in may not
// hold any more.
func (r *Recorder) Identify(ctx context.Context, x *client.Exchange) {
	l := presented(x)
	if x.Operation == nil || !slices.Contains(openapi.APIs(), x.Operation.API) || l.token == "" && l.code == "" {
		return
	}
	claims := []string{session(x), x.Operation.API, l.token, l.code} // what they say of themselves
	for _, p := range x.Operation.Parameters {
		if p.Places[0] == "header" {
			claims = append(claims, p.Name, x.Header.Get(p.Name))
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(claims, "\x00")))
	key := string(sum[:])
	r.asking.Lock()
	defer r.asking.Unlock()
	if name, ok := r.known[key]; ok {
		x.As = name
		return
	}
	x.As = somebody
	if r.who == nil {
		return
	}
	personas, err := r.who(ctx, claims[0], x.Operation.API)
	if err != nil {
		return // it may be known the next time
	}
	personas = slices.DeleteFunc(personas, func(p client.Credentials) bool { return strings.ContainsAny(p.Persona, "\"\r\n") })
	if all := staffOf(x.Operation.API, personas); all.header != "" {
		r.staffs[x.Operation.API] = all
		x.As = cmp.Or(all.named(x), all.first)
	} else if i := slices.IndexFunc(personas, l.isOf); i >= 0 {
		x.As = personas[i].Persona
	}
	const most = 10_000
	if len(r.known) >= most {
		clear(r.known)
	}
	if x.As != somebody { // whoever is not known may log in yet
		r.known[key] = x.As
	}
}

// isOf tells whether a log-in is a persona's: their token or code.
func (l login) isOf(p client.Credentials) bool {
	same := func(name, presented string) bool {
		own := p.Values[name]
		return own != "" && subtle.ConstantTimeCompare([]byte(own), []byte(presented)) == 1
	}
	return same("token", l.token) || same("weixin", l.code)
}

// staff are the personas of an API whose credentials are an app's, which has as many
// tokens as it likes: who calls is whom a header names, and without one it is anybody.
type staff struct {
	header   string            // "" where each persona has a token of their own
	personas map[string]string // by what the header says
	first    string            // who calls where nobody is named
}

// staffOf are the staff of an API. Its personas have a credential that is a header.
func staffOf(api string, personas []client.Credentials) staff {
	document, err := openapi.Document(api)
	if err != nil || len(personas) == 0 {
		return staff{}
	}
	all := staff{personas: map[string]string{}, first: personas[0].Persona}
	for _, o := range document.Operations {
		for _, p := range o.Parameters {
			if _, own := personas[0].Values[p.Name]; own && p.Places[0] == "header" {
				all.header = p.Name
			}
		}
	}
	for _, p := range personas {
		all.personas[p.Values[all.header]] = p.Persona
	}
	return all
}

// named is whom the headers of a call name, "" if nobody.
func (s staff) named(x *client.Exchange) string {
	for _, p := range x.Operation.Parameters {
		if persona := s.personas[x.Header.Get(p.Name)]; persona != "" && p.Places[0] == "header" {
			return persona
		}
	}
	return ""
}

// mustName tells whether an operation is told by a header who calls.
func (s staff) mustName(o *spec.Operation) bool {
	return s.header != "" && slices.ContainsFunc(o.Parameters, func(p *spec.Parameter) bool { return p.Name == s.header })
}

// Record keeps an exchange that was made at that time. What follows on a scenario that
// has all it may have is not kept in it.
func (r *Recorder) Record(x *client.Exchange, at time.Time) {
	api := subject(x)
	if api == "" {
		return
	}
	r.asking.Lock()
	known := r.staffs[x.Operation.API]
	r.asking.Unlock()
	if known.header != "" && x.As != "" && x.Status == http.StatusUnauthorized {
		x.As = somebody // no app's token is refused
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if x.Operation.API == api {
		r.exemplify(x)
	}
	key := api + " " + session(x)
	s := r.scenarios[key]
	if s == nil {
		if len(r.scenarios) >= maxScenarios {
			return
		}
		s = &scenario{api: api, session: session(x), began: at, kept: map[string]int{}}
		r.scenarios[key], r.order = s, append(r.order, s)
	}
	s.add(x, known, at, r.limit, r.affords)
}

// affords tells whether so many bytes more can be kept, and keeps them. Once they cannot,
// nothing more is.
func (r *Recorder) affords(bytes int) bool {
	if r.budget -= bytes; r.budget < 0 {
		r.budget = -1
	}
	return r.budget >= 0
}

// Full tells whether something was not kept since the recording has [DefaultBudget] bytes.
func (r *Recorder) Full() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.budget < 0
}

// subject is the mocked API that an exchange is about: its own, or for a write of the
// control plane the one whose state it changes. It is "" if that is none, and for
// log-ins by the control plane, which a scenario has no need of.
func subject(x *client.Exchange) string {
	api := x.Operation.API
	if api == openapi.Admin && x.Operation.Effect == spec.Writes && x.Operation.ID != "logIn" {
		path, _, _ := strings.Cut(x.URL, "?")
		values, _ := x.Operation.PathValues(path)
		if api = values["api"]; api == "" {
			api, _, _ = strings.Cut(strings.TrimPrefix(path, "/__admin/"), "/")
		}
	}
	if !slices.Contains(openapi.APIs(), api) {
		return ""
	}
	return api
}

// Save writes the files: for each API a feature, and a folder with examples. Each is
// there as a whole or not at all.
func (r *Recorder) Save() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var wrong []error
	for _, api := range openapi.APIs() {
		var scenarios []*scenario
		for _, s := range r.order {
			if s.api == api {
				scenarios = append(scenarios, s)
			}
		}
		if scenarios != nil {
			wrong = append(wrong, write(filepath.Join(r.dir, api+".feature"), feature(api, scenarios)))
		}
	}
	for name, e := range r.examples {
		content, err := e.yaml()
		wrong = append(wrong, err)
		if err == nil {
			wrong = append(wrong, write(filepath.Join(r.dir, filepath.FromSlash(name)), content))
		}
	}
	return errors.Join(wrong...)
}

// write writes a file beside the one of that name, and puts it in its place.
func write(name string, content []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Chmod(0o644), file.Close()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return os.Rename(file.Name(), name)
}

// shape is what an answer looks like, whatever its values are: the same for two objects
// with the same members of the same types.
func shape(body []byte) string {
	var value any
	if json.Unmarshal(body, &value) != nil {
		return "no JSON"
	}
	sum := sha256.Sum256([]byte(outline(value)))
	return base64.RawStdEncoding.EncodeToString(sum[:])
}

func outline(value any) string {
	var parts []string
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			parts = append(parts, fmt.Sprintf("%q:%s", name, outline(member)))
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, ",") + "}"
	case []any:
		for _, item := range v {
			parts = append(parts, outline(item))
		}
		slices.Sort(parts)
		return "[" + strings.Join(slices.Compact(parts), ",") + "]"
	default:
		return fmt.Sprintf("%T", v)
	}
}
