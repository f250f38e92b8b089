// Package journal is the record of what was asked and answered: one for the
// whole process, bounded by count and by bytes, the oldest exchanges dropped
// first.
package journal

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

// Entry is one exchange.
type Entry struct {
	// ID is what the answer's Mock-Request header said: a number, counted up.
	ID string `json:"id"`
	// Time is the session's when the request arrived.
	Time clock.Instant `json:"time"`
	// Session is the session's name; API and Operation are "" where none was found.
	Session   string `json:"session"`
	API       string `json:"api"`
	Operation string `json:"operation"`
	// Caller and Persona are the id and the name of who called, "" for nobody.
	Caller  string `json:"caller"`
	Persona string `json:"persona"`
	// Request and Answer are what was sent, secrets masked and bodies bounded.
	Request Message `json:"request"`
	Answer  Message `json:"answer"`
	Status  int     `json:"status"`
	// Verdict is "ok", "error", or the id of the refusal.
	Verdict string `json:"verdict"`
	// Stages are what each stage said, in order.
	Stages []Stage `json:"stages"`
	// Findings are what the specification did not allow in the request or the answer.
	Findings []spec.Finding `json:"findings"`
	// Diagnosis is the whole text of which Mock-Diagnosis is the beginning.
	Diagnosis []op.Note `json:"diagnosis"`
	// Changes are the rows that were changed.
	Changes []Change `json:"changes"`
	// Micros is how long it took, in microseconds of real time; 0 where the clock
	// stands for the whole mock, so that answers can be repeated to the byte.
	Micros int64 `json:"micros"`
}

// Message is one side of an exchange.
type Message struct {
	Method string      `json:"method,omitempty"`
	URL    string      `json:"url,omitempty"`
	Header http.Header `json:"header"`
	Body   string      `json:"body"`
	// Cut is how many bytes of the body are left out.
	Cut int `json:"cut,omitempty"`
}

// Stage is the verdict of one stage of the pipeline: "pass", or why it went no
// further.
type Stage struct {
	Name    string `json:"name"`
	Verdict string `json:"verdict"`
}

// Change is a row before and after, secrets masked; null where there was none.
type Change struct {
	API    string          `json:"api"`
	Table  string          `json:"table"`
	Key    string          `json:"key"`
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
}

// SetChanges keeps changes: of rows that hold secrets as their method Masked shows
// them, of rows that are larger than the journal takes only their size.
func (e *Entry) SetChanges(changes []state.Change) {
	e.Changes = make([]Change, len(changes))
	for i, c := range changes {
		kept := Change{API: c.API, Table: c.Table, Key: c.Key}
		for _, side := range []struct {
			row  any
			into *json.RawMessage
		}{{c.Before, &kept.Before}, {c.After, &kept.After}} {
			if secret, ok := side.row.(interface{ Masked() any }); ok {
				side.row = secret.Masked()
				kept.Key = op.Mask(c.Key)
			}
			text, err := json.Marshal(side.row)
			if err != nil || len(text) > maxBody {
				text = fmt.Appendf(nil, `{"cut":%d}`, len(text))
			}
			*side.into = text
		}
		e.Changes[i] = kept
	}
}

// maxBody is how many bytes of a body, or of a row, are kept.
const maxBody = 16 << 10

// SetBody keeps the body, or as much of it as the journal takes.
func (m *Message) SetBody(body []byte) {
	kept := body[:min(len(body), maxBody)]
	m.Body, m.Cut = strings.ToValidUTF8(string(kept), "\uFFFD"), len(body)-len(kept)
}

// secretHeaders are masked wherever headers are shown.
var secretHeaders = []string{"Authorization", "Cookie", "Set-Cookie", "Mock-Sign-Text"}

// MaskHeader is a copy of a header with what is secret in it masked. Of an
// Authorization its scheme stays readable.
func MaskHeader(header http.Header) http.Header {
	masked := header.Clone()
	for _, name := range secretHeaders {
		for i, value := range masked[name] {
			scheme, _, _ := strings.Cut(value, " ")
			switch {
			case name == "Authorization" && (strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "Basic")):
				masked[name][i] = scheme + " ***"
			case value != "":
				masked[name][i] = "***"
			}
		}
	}
	return masked
}

// size is about what an entry costs.
func (e *Entry) size() int {
	const rest, finding = 1 << 10, 256 // what has no text of its own worth counting
	size := rest + len(e.Request.URL) + len(e.Request.Body) + len(e.Answer.Body)
	for _, f := range e.Findings {
		size += finding + len(f.At)
	}
	for _, c := range e.Changes {
		size += len(c.Key) + len(c.Before) + len(c.After)
	}
	for _, header := range []http.Header{e.Request.Header, e.Answer.Header} {
		for name, values := range header {
			for _, value := range values {
				size += len(name) + len(value)
			}
		}
	}
	for _, note := range e.Diagnosis {
		size += len(note.Text)
	}
	return size
}

// Journal keeps entries. It is safe for use by several requests at once.
type Journal struct {
	maxCount, maxBytes int

	mu      sync.Mutex
	last    int64
	bytes   int
	entries []Entry // oldest first
}

// New is an empty journal that keeps at most count entries of together at most
// about bytes bytes.
func New(count, bytes int) *Journal { return &Journal{maxCount: count, maxBytes: bytes} }

// Next is the id of the next exchange.
func (j *Journal) Next() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.last++
	return strconv.FormatInt(j.last, 10)
}

// Add keeps an entry, and drops the oldest ones that are then too many.
func (j *Journal) Add(e Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = append(j.entries, e)
	j.bytes += e.size()
	drop := 0
	for drop < len(j.entries) && (len(j.entries)-drop > j.maxCount || j.bytes > j.maxBytes) {
		j.bytes -= j.entries[drop].size()
		drop++
	}
	if drop > 0 {
		clear(j.entries[:drop]) // the slice is reused; let go of what they hold
		j.entries = j.entries[drop:]
	}
}

// Len is how many entries are kept, and about how many bytes they take.
func (j *Journal) Len() (count, bytes int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.entries), j.bytes
}

// Get is the entry with that id, if it is still kept.
func (j *Journal) Get(id string) (Entry, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, e := range j.entries {
		if e.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}

// Filter says which entries are wanted; a zero member asks for nothing.
type Filter struct {
	Session   string
	API       string
	Operation string
	Status    int
	// Since is the id of the exchange after which to begin.
	Since int64
	// Limit is the most entries wanted, Bytes about the most bytes, at least one
	// entry; 0 is all. The first ones after Since are kept, without it the newest.
	Limit, Bytes int
}

// Find is the entries that fit, oldest first.
func (j *Journal) Find(f Filter) []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	order := slices.Backward(j.entries)
	if f.Since > 0 {
		order = slices.All(j.entries)
	}
	found, bytes := []Entry{}, 0
	for _, e := range order {
		if f.Limit > 0 && len(found) == f.Limit || f.Bytes > 0 && bytes > f.Bytes {
			break
		}
		if f.fits(e) {
			found = append(found, e)
			bytes += e.size()
		}
	}
	if f.Since == 0 {
		slices.Reverse(found)
	}
	return found
}

func (f Filter) fits(e Entry) bool {
	id, err := strconv.ParseInt(e.ID, 10, 64)
	return err == nil && id > f.Since &&
		(f.Session == "" || e.Session == f.Session) &&
		(f.API == "" || e.API == f.API) &&
		(f.Operation == "" || e.Operation == f.Operation) &&
		(f.Status == 0 || e.Status == f.Status)
}
