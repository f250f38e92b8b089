package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing/fstest"

	"contractmock/mockserver"
	"contractmock/mockserver/generate"
	"contractmock/mockserver/op"
	"contractmock/mockserver/sign"
)

// work is a kind of request that all servers get, and what they must answer.
type work struct {
	name   string
	api    string
	method string
	uri    string
	header http.Header
	// bodies are those of the requests, each of them different; nil is none.
	bodies [][]byte
	// anew is whether so many other requests come before the same one that the mock cannot
	// give an answer again.
	anew bool
	// answer is the mock's to the first of them, which the others' are like: what the
	// floor answers, always.
	answer answer
	// least is the part of the floor's throughput that the mock is to have, without and
	// with answer checks; 0 where nothing is asked.
	least, leastChecked float64
}

// answer is an answer, as much of it as a floor needs.
type answer struct {
	Status int
	Type   string
	Body   []byte
}

// body is that of the n-th request.
func (w *work) body(n int) []byte {
	if w.bodies == nil {
		return nil
	}
	return w.bodies[n%len(w.bodies)]
}

// others is how many other requests there are of a work that is asked anew: more than
// answers that the mock remembers.
const others = 200

// target is the path and query of the n-th request: those of one that is asked anew differ
// in what means nothing.
func (w *work) target(n int) string {
	if !w.anew {
		return w.uri
	}
	mark := "?"
	if strings.Contains(w.uri, mark) {
		mark = ""
	}
	return w.uri + mark + strings.Repeat("&", n%others)
}

// newWorks are the works, of so many requests each.
func newWorks(requests int) ([]*work, error) {
	mock, err := newMock(mockserver.AnswersFatal)
	if err != nil {
		return nil, err
	}
	sun, toby, zhangsan := personaOf(mock, "tickets", "Sun"), personaOf(mock, "chaoqer", "Toby"), personaOf(mock, "lexiang", "zhangsan")
	works := []*work{
		{
			name: "page of ten tickets", api: "tickets", method: http.MethodGet, uri: "/v1/status/getTicket",
			header: http.Header{"Authorization": {"Bearer " + sun.Credentials["token"]}},
			least:  0.60, leastChecked: 0.30,
		},
		{
			name: "page of twenty events", api: "lexiang", method: http.MethodGet, uri: "/cgi-bin/v1/events?per_page=20",
			header: http.Header{"Authorization": {"Bearer " + zhangsan.Credentials["token"]}},
			least:  0.60, leastChecked: 0.30,
		},
		events("signed event for three", toby, requests, toby.Credentials["secret"], 0.30),
		events("wrongly signed event", toby, requests, "wrong", 0.50),
	}
	for _, page := range works[:2] {
		again := *page
		again.name += ", anew"
		again.anew = true
		works = append(works, &again)
	}
	for _, w := range works {
		recorder := httptest.NewRecorder()
		mock.ServeHTTP(recorder, w.request(0))
		w.answer = answer{Status: recorder.Code, Type: recorder.Header().Get("Content-Type"), Body: recorder.Body.Bytes()}
	}
	return works, nil
}

// request is the n-th request, as a server gets it.
func (w *work) request(n int) *http.Request {
	r := httptest.NewRequestWithContext(context.Background(), w.method, w.target(n), strings.NewReader(string(w.body(n))))
	r.Header = w.header.Clone()
	return r
}

// events are events for three members, each signed with the secret, whatever it is.
func events(name string, by op.Persona, requests int, secret string, least float64) *work {
	w := &work{
		name: name, api: "chaoqer", method: http.MethodPost, uri: "/event", least: least,
		header: http.Header{"Content-Type": {"application/json"}},
	}
	for _, h := range by.Try.Header {
		if h[0] == "Authorization" {
			w.header.Set(h[0], h[1])
		}
	}
	scheme := sign.Scheme{Delimiter: "$$$", SecretName: "accessSecret"}
	for i := range requests {
		body := map[string]any{
			"name": fmt.Sprintf("产品交流 %d", i), "desc": "每周一次", "eventTime": json.Number("4102444800000"), "ts": strconv.Itoa(1620736603909 + i),
			"memberUidList": []any{by.ID, "250228d2eb8e4db8b4fc6b8e3e2a902d", "a5f00712b45b499eb15e99d77138d02d"},
		}
		body["sign"] = scheme.Sum(scheme.Text(body), secret)
		text, err := json.Marshal(body)
		if err != nil {
			panic(err) // texts, lists and numbers can be written
		}
		w.bodies = append(w.bodies, text)
	}
	return w
}

// personaOf is the persona of that name, nobody if the fixtures have none.
func personaOf(mock *mockserver.Server, api, name string) op.Persona {
	for p := range mock.Personas(api) {
		if p.Name == name {
			return p
		}
	}
	return op.Persona{}
}

// newMock is a mock with everything on, and no log. Beside the fixtures it has enough
// events for a page.
func newMock(answers mockserver.AnswerCheck) (*mockserver.Server, error) {
	plan, err := generate.Parse([]string{"staffs=20", "lexiang.events=40"})
	if err != nil {
		return nil, err
	}
	var rows strings.Builder
	if _, err := plan.Write(&rows, "lexiang", 1); err != nil {
		return nil, err
	}
	return mockserver.New(mockserver.Options{
		Seed: 1, Answers: answers, PublicURL: "http://mock.example", // so that its length is the same everywhere
		Fixtures: fstest.MapFS{"lexiang.jsonl": &fstest.MapFile{Data: []byte(rows.String())}},
	})
}

// misfit says what is wrong with an answer, which must have the status, the end, and but
// for numbers that grow the length of the one that there should be.
func (w *work) misfit(status int, body []byte) error {
	const end, grows, shown = 10, 16, 200
	want := w.answer.Body
	off := len(body) - len(want)
	if status == w.answer.Status && -grows < off && off < grows && bytes.HasSuffix(body, want[max(0, len(want)-end):]) {
		return nil
	}
	return fmt.Errorf("an answer is %d with %d bytes, and should be %d with %d: %.*s", status, len(body), w.answer.Status, len(want), shown, body)
}
