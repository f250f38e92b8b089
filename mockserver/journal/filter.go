package journal

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"contractmock/mockserver/op"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// Filter says which entries are wanted: those that fit all of it. A zero member asks
// for nothing.
type Filter struct {
	// Session, API, Operation, Persona, Caller and Method are as the entry has them.
	Session, API, Operation, Persona, Caller, Method string
	// Status is the answer's.
	Status Statuses
	// Verdict is that of the whole exchange: ok, refused (by anything), error, or an id.
	Verdict string
	// Finding is an id among its findings or in its diagnosis.
	Finding string
	// Stage is the one that ended it.
	Stage string
	// Path is the request's path, decoded; * stands for any text, slashes too.
	Path string
	// Table and Key are those of a row that it changed.
	Table, Key string
	// Text is a part of the URL, as it is or decoded, or of one of the bodies, as the
	// journal has them.
	Text string
	// AtLeast is how long it took.
	AtLeast time.Duration
	// Control, if not nil, tells whether it is the control plane's.
	Control *bool
	// Unmatched is whether no operation has its path or method.
	Unmatched bool
	// Since is the id of the exchange after whose end to begin, or [FromFirst]; Until
	// that of the last to end.
	Since, Until int64
	// Limit is the most entries wanted, Bytes about the most bytes, at least one
	// entry; 0 is all. The first ones after Since are kept, without it the newest.
	Limit, Bytes int
}

// FromFirst as a filter's Since is from the first exchange that is kept.
const FromFirst = -1

// Statuses are the HTTP statuses from the first to the last; the zero Statuses are all.
type Statuses struct{ First, Last int }

// ParseStatuses reads one status, such as 404, or a class, such as 4xx. The error says
// what may be written.
func ParseStatuses(text string) (Statuses, error) {
	if class, ok := strings.CutSuffix(strings.ToLower(text), "xx"); ok && len(class) == 1 && class >= "1" && class <= "5" {
		first := 100 * int(class[0]-'0')
		return Statuses{first, first + 99}, nil
	}
	status, err := strconv.Atoi(text)
	if err != nil || len(text) != 3 || status < 100 || status > 599 {
		return Statuses{}, fmt.Errorf("%q is no status; write one from 100 to 599, or a class such as 4xx", text)
	}
	return Statuses{status, status}, nil
}

func (s Statuses) has(status int) bool {
	return s == Statuses{} || s.First <= status && status <= s.Last
}

// fits tells whether an entry fits the filter, but for its bounds Since, Until, Limit and
// Bytes, which are those of a search. Most of it need not be unpacked for that.
func (f *Filter) fits(k *kept) bool {
	if !f.fitsHead(&k.head) {
		return false
	}
	if f.Persona+f.Caller+f.Method+f.Finding+f.Table+f.Key+f.Path+f.Text == "" {
		return true
	}
	e := k.searched()
	return f.fitsRest(&e)
}

func (f *Filter) fitsHead(h *head) bool {
	return (f.Session == "" || f.Session == h.session) &&
		(f.API == "" || f.API == h.api) &&
		(f.Operation == "" || f.Operation == h.operation) &&
		f.Status.has(h.status) &&
		(f.Verdict == "" || f.verdict(h.verdict)) &&
		(f.Stage == "" || f.Stage == h.ended) &&
		h.micros >= f.AtLeast.Microseconds() &&
		(f.Control == nil || *f.Control == (h.api == openapi.Admin)) &&
		(!f.Unmatched || h.unmatched)
}

func (f *Filter) fitsRest(e *Entry) bool {
	return (f.Persona == "" || f.Persona == e.Persona) &&
		(f.Caller == "" || f.Caller == e.Caller) &&
		(f.Method == "" || f.Method == e.Request.Method) &&
		(f.Finding == "" || f.finding(e)) &&
		(f.Table+f.Key == "" || slices.ContainsFunc(e.Changes, f.change)) &&
		(f.Path == "" || matches(f.Path, e.Request.path())) &&
		(f.Text == "" || f.text(e))
}

func (f *Filter) verdict(verdict string) bool {
	if f.Verdict == "refused" {
		return verdict != "ok" && verdict != "error"
	}
	return verdict == f.Verdict
}

func (f *Filter) finding(e *Entry) bool {
	return slices.ContainsFunc(e.Findings, func(found spec.Finding) bool { return found.ID == f.Finding }) ||
		slices.ContainsFunc(e.Diagnosis, func(note op.Note) bool { return note.ID == f.Finding })
}

func (f *Filter) change(c Change) bool {
	return (f.Table == "" || c.Table == f.Table) && (f.Key == "" || c.Key == f.Key)
}

func (f *Filter) text(e *Entry) bool {
	for _, text := range [...]string{e.Request.URL, e.Request.Body, e.Answer.Body} {
		if strings.Contains(text, f.Text) {
			return true
		}
	}
	return strings.ContainsAny(e.Request.URL, "%+") && strings.Contains(decoded(e.Request.URL), f.Text)
}

// ended is the stage that ended the exchange; "" where a defect did.
func (e *Entry) ended() string {
	if len(e.Stages) == 0 || e.Stages[len(e.Stages)-1].Verdict == "pass" {
		return ""
	}
	return e.Stages[len(e.Stages)-1].Name
}

// path is the path of a request's URL, decoded if it can be.
func (m *Message) path() string {
	path, _, _ := strings.Cut(m.URL, "?")
	if decoded, err := url.PathUnescape(path); err == nil {
		return decoded
	}
	return path
}

// matches tells whether a text is the pattern, in which * stands for any text.
func matches(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(text, parts[0])
	if len(parts) == 1 {
		return ok && rest == ""
	}
	for _, part := range parts[1 : len(parts)-1] {
		if ok {
			_, rest, ok = strings.Cut(rest, part)
		}
	}
	return ok && strings.HasSuffix(rest, parts[len(parts)-1])
}
