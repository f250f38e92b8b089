package journal

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"contractmock/mockserver/op"
)

// HAR is an HTTP archive, version 1.2, as browsers and proxies import it. Members that
// begin with an underscore are the mock's own.
type HAR struct {
	Log HARLog `json:"log"`
}

// HARLog is the archive's only member.
type HARLog struct {
	Version string     `json:"version"`
	Creator HARCreator `json:"creator"`
	Entries []HAREntry `json:"entries"`
}

// HARCreator is who wrote an archive.
type HARCreator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// HAREntry is one exchange of an archive.
type HAREntry struct {
	// Started is the session's time, as in the journal, with its zone; Time is the real
	// time that the exchange took, in milliseconds.
	Started  string      `json:"startedDateTime"`
	Time     float64     `json:"time"`
	Request  HARRequest  `json:"request"`
	Response HARResponse `json:"response"`
	Cache    struct{}    `json:"cache"`
	Timings  HARTimings  `json:"timings"`

	ID        string    `json:"_id"`
	Session   string    `json:"_session"`
	API       string    `json:"_api"`
	Operation string    `json:"_operation"`
	Persona   string    `json:"_persona"`
	Verdict   string    `json:"_verdict"`
	Diagnosis []op.Note `json:"_diagnosis"`
}

// HARPair is a header, or a parameter of a query.
type HARPair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// HARRequest is what was sent.
type HARRequest struct {
	Method      string       `json:"method"`
	URL         string       `json:"url"`
	HTTPVersion string       `json:"httpVersion"`
	Cookies     []HARPair    `json:"cookies"`
	Headers     []HARPair    `json:"headers"`
	QueryString []HARPair    `json:"queryString"`
	PostData    *HARPostData `json:"postData,omitempty"`
	HeadersSize int          `json:"headersSize"`
	BodySize    int          `json:"bodySize"`
}

// HARPostData is a request's body.
type HARPostData struct {
	MimeType string    `json:"mimeType"`
	Params   []HARPair `json:"params"`
	Text     string    `json:"text"`
	Comment  string    `json:"comment,omitempty"`
}

// HARResponse is what was answered.
type HARResponse struct {
	Status      int        `json:"status"`
	StatusText  string     `json:"statusText"`
	HTTPVersion string     `json:"httpVersion"`
	Cookies     []HARPair  `json:"cookies"`
	Headers     []HARPair  `json:"headers"`
	Content     HARContent `json:"content"`
	RedirectURL string     `json:"redirectURL"`
	HeadersSize int        `json:"headersSize"`
	BodySize    int        `json:"bodySize"`
}

// HARContent is an answer's body.
type HARContent struct {
	Size     int    `json:"size"`
	MimeType string `json:"mimeType"`
	Text     string `json:"text,omitempty"`
	Comment  string `json:"comment,omitempty"`
}

// HARTimings are where the time went, in milliseconds. The mock knows the whole only.
type HARTimings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

// unknownSize is what an archive says of a size that nobody has measured.
const unknownSize = -1

// Archive is entries as an archive. Base is where clients reach the mock, a URL without
// path; version is the mock's. Cookies are masked in the journal as a whole, so that
// the archive lists none.
func Archive(entries []Entry, base, version string) HAR {
	log := HARLog{Version: "1.2", Creator: HARCreator{"contractmock", cmp.Or(version, "unknown")}, Entries: []HAREntry{}}
	for _, e := range entries {
		log.Entries = append(log.Entries, e.archived(base))
	}
	return HAR{log}
}

func (e *Entry) archived(base string) HAREntry {
	const http11 = "HTTP/1.1"
	took := float64(e.Micros) / 1000
	a := HAREntry{
		Started: e.Time.Time().Format("2006-01-02T15:04:05.000Z07:00"), Time: took, Timings: HARTimings{Wait: took},
		ID: e.ID, Session: e.Session, API: e.API, Operation: e.Operation, Persona: e.Persona,
		Verdict: e.Verdict, Diagnosis: append([]op.Note{}, e.Diagnosis...),
		Request: HARRequest{
			Method: e.Request.Method, URL: base + e.Request.URL, HTTPVersion: http11,
			Cookies: []HARPair{}, Headers: pairs(e.Request.Header), QueryString: queryPairs(e.Request.URL),
			HeadersSize: unknownSize, BodySize: e.Request.size(),
		},
		Response: HARResponse{
			Status: e.Status, StatusText: http.StatusText(e.Status), HTTPVersion: http11,
			Cookies: []HARPair{}, Headers: pairs(e.Answer.Header), RedirectURL: e.Answer.Header.Get("Location"),
			HeadersSize: unknownSize, BodySize: e.Answer.size(),
			Content: HARContent{
				Size: e.Answer.size(), Text: e.Answer.Body, Comment: e.Answer.leftOut(),
				MimeType: cmp.Or(e.Answer.Header.Get("Content-Type"), "x-unknown"),
			},
		},
	}
	if e.Request.Body != "" {
		a.Request.PostData = &HARPostData{
			MimeType: e.Request.Header.Get("Content-Type"), Params: []HARPair{},
			Text: e.Request.Body, Comment: e.Request.leftOut(),
		}
	}
	return a
}

// size is how many bytes the body had.
func (m *Message) size() int { return len(m.Body) + m.Cut }

// leftOut says what the journal has not kept of a body.
func (m *Message) leftOut() string {
	if m.Cut == 0 {
		return ""
	}
	return fmt.Sprintf("%d more bytes are left out", m.Cut)
}

// pairs are the values of a header, by name.
func pairs(header http.Header) []HARPair {
	all := []HARPair{}
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			all = append(all, HARPair{name, value})
		}
	}
	return all
}

// queryPairs are the parameters of a URL's query as they were sent, decoded if they
// can be.
func queryPairs(target string) []HARPair {
	all := []HARPair{}
	_, query, _ := strings.Cut(target, "?")
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		all = append(all, HARPair{decoded(name), decoded(value)})
	}
	return all
}

// decoded is a part of a query without its percent-encoding, or as it is.
func decoded(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}
