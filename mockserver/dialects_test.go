package mockserver

// The other two APIs speak other dialects than the first: one signs parameters
// that come in three places and fails with 200, one filters by nested keys and
// pages with absolute links. These sketches run through the whole pipeline, so
// that neither will need a mechanism of its own.

import (
	"cmp"
	"crypto/md5"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

func compileSketch(t *testing.T, name string) *spec.Document {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	document, err := spec.Compile(name, name+".yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// The gateway: users with secrets, and events.

type sketchUser struct {
	UID    string `json:"uid"`
	Token  string `json:"token"`
	Secret string `json:"secret"`
	Frozen bool   `json:"frozen"`
}

type sketchEvent struct {
	ID      string        `json:"eventId"`
	Name    string        `json:"name"`
	Members []string      `json:"memberUidList"`
	Created clock.Instant `json:"createTime"`
}

func gatewaySketch(t *testing.T) *op.API {
	schema := state.NewSchema("gateway")
	users := state.NewTable(schema, "users", func(u sketchUser) string { return u.UID })
	events := state.NewTable(schema, "events", func(e sketchEvent) string { return e.ID })
	unauthorized := op.Refusal{ID: "unauthorized", Rule: "C05", Status: http.StatusUnauthorized, Message: "Authorized Failed"}
	invalid := op.Refusal{ID: "params-not-valid", Rule: "C09", Status: http.StatusBadRequest, Message: "Params Not Valid"}
	return &op.API{
		Document: compileSketch(t, "gateway"), Schema: schema,
		Stages: op.Stages{
			Headers: func(r *op.Request) (op.Reply, bool) {
				if code := r.HTTP.Header.Get("Version-Code"); strings.Trim(code, "0123456789") != "" {
					return r.Stop(invalid.Because("Version-Code is no integer"))
				}
				return r.Pass()
			},
			Body: func(r *op.Request) (op.Reply, bool) {
				if r.Input.Malformed != nil {
					return r.Stop(invalid.Because("%s", r.Input.Malformed))
				}
				return r.Pass()
			},
			Identify: func(r *op.Request) (op.Reply, bool) {
				uid, token, ok := r.HTTP.BasicAuth()
				user, known := users.Get(r.View, uid)
				if !ok || !known || user.Token != token {
					return r.Stop(unauthorized)
				}
				r.Caller = op.Caller{ID: uid, Row: user}
				return r.Pass()
			},
			Standing: func(r *op.Request) (op.Reply, bool) {
				if r.Caller.Row.(sketchUser).Frozen {
					return op.Reply{Value: map[string]any{}}, true // a stage may answer with a success, as C14 does
				}
				return r.Pass()
			},
			Verify: func(r *op.Request) (op.Reply, bool) {
				text, sign := gatewayText(r.Input)
				if sign == "" {
					return r.Stop(invalid.Because("sign is missing"))
				}
				sum := md5.Sum([]byte(text + "$$$accessSecret=" + r.Caller.Row.(sketchUser).Secret))
				if subtle.ConstantTimeCompare([]byte(strings.ToLower(sign)), []byte(hex.EncodeToString(sum[:]))) == 0 {
					return r.Stop(op.Refusal{ID: "sign-mismatch", Rule: "C09", Status: http.StatusUnauthorized}.Because("the server signed %s", text))
				}
				return r.Pass()
			},
			Judge: func(r *op.Request, found []spec.Finding) (op.Reply, bool) {
				for _, f := range found {
					if f.Message != "" {
						return r.Stop(op.Refusal{ID: f.ID, Rule: "C12", Message: f.Message})
					}
					if f.ID == "param-type" && f.In == "json" {
						return r.Stop(invalid.Because("%s", f))
					}
					if f.ID == "param-type" {
						return r.Stop(op.Refusal{ID: f.ID, Rule: "C12", Message: f.At + "类型不正确"})
					}
				}
				return r.Pass()
			},
		},
		Operations: map[string]op.Operation{"createEvent": {Run: func(c *op.Call) (op.Reply, error) {
			var members []string
			for _, uid := range c.Params.Get("memberUidList").([]any) {
				members = append(members, uid.(string))
			}
			event := sketchEvent{ID: c.Clock.ID(), Name: c.Params.Text("name"), Members: members, Created: c.Clock.Stamp()}
			events.Put(c.Tx, event)
			if !slices.Contains(members, c.Caller.ID) {
				return c.Refuse(op.Refusal{ID: "not-a-member", Rule: "C60", Message: "参数错误"})
			}
			return c.OK(map[string]any{"eventId": event.ID, "createTime": event.Created.Time().UnixMilli()})
		}}},
		Envelope: func(_ *op.Request, reply op.Reply) (op.Answer, error) {
			switch refusal := reply.Refusal; {
			case refusal == nil:
				return reply.JSON("application/json", struct {
					Result  any    `json:"result"`
					Message string `json:"message"`
					Status  int    `json:"status"`
				}{reply.Value, cmp.Or(reply.Message, "Success"), 1})
			case refusal.Status != 0:
				answer, _ := op.Reply{Status: refusal.Status, Bare: true}.Plain()
				return answer, nil
			default:
				return reply.JSON("application/json", struct {
					ErrorCode int    `json:"errorCode"`
					Message   string `json:"message"`
					Status    int    `json:"status"`
				}{refusal.Code, refusal.Message, 0})
			}
		},
		NotFound:         op.Refusal{ID: "path-unknown", Status: http.StatusNotFound},
		MethodNotAllowed: op.Refusal{ID: "method-not-allowed", Status: http.StatusMethodNotAllowed},
		Personas:         func(*state.Tx, *clock.Clock) iter.Seq[op.Persona] { return func(func(op.Persona) bool) {} },
	}
}

// gatewayText is the text that is signed, over the parameters as they were sent.
func gatewayText(in spec.Input) (text, sign string) {
	sent := map[string]string{}
	for _, pair := range append(slices.Clone(in.Query), in.Form...) {
		if _, taken := sent[pair.Name]; !taken {
			sent[pair.Name] = pair.Value
		}
	}
	if members, ok := in.JSON.(map[string]any); ok {
		for name, value := range members {
			if s, ok := value.(string); ok {
				sent[name] = s
				continue
			}
			raw, _ := json.Marshal(value)
			sent[name] = string(raw)
		}
	}
	sign = sent["sign"]
	delete(sent, "sign")
	var pairs []string
	for name, value := range sent {
		pairs = append(pairs, name+"="+value)
	}
	slices.Sort(pairs)
	return strings.Join(pairs, "$$$"), sign
}

const gatewayFixtures = `users:
  - {uid: toby, token: t, secret: e31bc25bcc6641a1a998eacb6ca9d244}
  - {uid: ice, token: t, secret: s, frozen: true}
`

func TestASignedGatewayNeedsNoMechanismOfItsOwn(t *testing.T) {
	mock, err := build(Options{
		Fixtures: fstest.MapFS{"gateway.yaml": {Data: []byte(gatewayFixtures)}}, Answers: AnswersFatal,
	}, gatewaySketch(t))
	if err != nil {
		t.Fatal(err)
	}
	const (
		body = `{"desc":"测试介绍","eventTime":1620748800000,"memberUidList":["toby"],"name":"测试日程","ts":"1"`
		good = `desc=测试介绍$$$eventTime=1620748800000$$$memberUidList=["toby"]$$$name=测试日程$$$ts=1`
	)
	sign := func(text string) string {
		sum := md5.Sum([]byte(text + "$$$accessSecret=e31bc25bcc6641a1a998eacb6ca9d244"))
		return hex.EncodeToString(sum[:])
	}
	form := url.Values{"name": {"测试日程"}, "eventTime": {"1620748800000"}, "memberUidList": {"toby"}, "ts": {"1"}}
	form.Set("sign", sign("eventTime=1620748800000$$$memberUidList=toby$$$name=测试日程$$$ts=1"))
	for _, c := range []struct {
		name, query, kind, body, user, code string
		status                              int
		want, diagnosis                     string
	}{
		{name: "JSON", kind: "application/json", body: body + `,"sign":"` + sign(good) + `"}`, status: 200, want: `"message":"Success","status":1}`},
		{name: "JSON with the sign in the query", query: "?sign=" + sign(good), kind: "application/json", body: body + `}`, status: 200, want: `"status":1}`},
		{name: "a form", kind: "application/x-www-form-urlencoded", body: form.Encode(), status: 200, want: `"status":1}`},
		{name: "the query alone", query: "?" + form.Encode(), status: 200, want: `"status":1}`},
		{name: "a member altered after signing", kind: "application/json", body: body + `,"x":1,"sign":"` + sign(good) + `"}`, status: 401, diagnosis: `sign-mismatch: the server signed desc=\u6d4b`},
		{name: "no sign", kind: "application/json", body: body + `}`, status: 400, diagnosis: "sign is missing"},
		{name: "no login before no sign", user: "nobody", kind: "application/json", body: body + `}`, status: 401},
		{name: "malformed before no login", user: "nobody", kind: "application/json", body: body, status: 400, diagnosis: "no JSON"},
		{name: "a client header before the body", code: "x", kind: "application/json", body: body, status: 400, diagnosis: "Version-Code"},
		{name: "a standing that answers", user: "ice", kind: "application/json", body: body + `}`, status: 200, want: `{"result":{},"message":"Success","status":1}`},
		{name: "the first message of two", query: "?ts=1&sign=" + sign("ts=1"), status: 200, want: `{"errorCode":0,"message":"标题不能为空","status":0}`, diagnosis: "param-missing"},
		{name: "a query value of the wrong type", query: "?eventTime=soon&memberUidList=toby&name=n&ts=1&sign=" + sign("eventTime=soon$$$memberUidList=toby$$$name=n$$$ts=1"), status: 200, want: `{"errorCode":0,"message":"eventTime类型不正确","status":0}`},
		{name: "a JSON value of the wrong type", query: "?sign=" + sign(`eventTime=1$$$memberUidList=["toby"]$$$name={}`), kind: "application/json", body: `{"name":{},"eventTime":1,"memberUidList":["toby"]}`, status: 400, diagnosis: "param-type"},
		{name: "a business rule, which drops the transaction", query: "?eventTime=1&memberUidList=tony&name=n&sign=" + sign("eventTime=1$$$memberUidList=tony$$$name=n"), status: 200, want: `{"errorCode":0,"message":"参数错误","status":0}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "/event"+c.query, strings.NewReader(c.body))
			r.SetBasicAuth(cmp.Or(c.user, "toby"), "t")
			r.Header.Set("Version-Code", c.code)
			if c.kind != "" {
				r.Header.Set("Content-Type", c.kind)
			}
			w := httptest.NewRecorder()
			mock.ServeHTTP(w, r)
			if w.Code != c.status || !strings.HasSuffix(w.Body.String(), c.want) || (c.status != 200) != (w.Body.Len() == 0) {
				t.Errorf("%d %s, want %d …%s", w.Code, w.Body, c.status, c.want)
			}
			if got := w.Header().Get("Mock-Diagnosis"); !strings.Contains(got, c.diagnosis) {
				t.Errorf("diagnosis %q, want %q in it", got, c.diagnosis)
			}
		})
	}
	session, _ := mock.sessions.Lookup("default")
	rows, _ := mock.apis()[0].Schema.Table("events")
	if got := rows.Len(session.State.Read()); got != 4 {
		t.Errorf("%d events are stored, want the 4 that succeeded", got)
	}
}

// The JSON:API: events by creation, tokens in two places.

type sketchActivity struct {
	ID      string        `json:"id"`
	Title   string        `json:"title"`
	Started clock.Instant `json:"started_at"`
	Created clock.Instant `json:"created_at"`
}

func jsonapiSketch(t *testing.T) *op.API {
	const mediaType = "application/vnd.api+json"
	schema := state.NewSchema("jsonapi")
	tokens := op.NewTokens(schema, op.TokenRules{Life: 2 * time.Hour})
	activities := state.NewTable(schema, "activities", func(a sketchActivity) string { return a.ID })
	byCreated := activities.Index(func(a sketchActivity) (state.Key, bool) { return state.Key("").Time(a.Created), true })
	refuse := func(status int, key, message string) op.Refusal {
		return op.Refusal{ID: key, Status: status, Message: message}
	}
	return &op.API{
		Document: compileSketch(t, "jsonapi"), Schema: schema,
		Stages: op.Stages{
			Identify: func(r *op.Request) (op.Reply, bool) {
				text, _ := strings.CutPrefix(r.HTTP.Header.Get("Authorization"), "Bearer ")
				for _, pair := range r.Input.Query {
					if pair.Name == "access_token" {
						text = pair.Value
					}
				}
				if _, is := tokens.Look(r.View, r.Clock, text); is != op.TokenHolds {
					return r.Stop(refuse(401, "detail", "access_token 无效或已过期"))
				}
				return r.Pass()
			},
			Verify: func(r *op.Request) (op.Reply, bool) { // a body that is none, after the login
				if r.Input.Malformed != nil {
					return r.Stop(refuse(400, "detail", r.Input.Malformed.String()))
				}
				return r.Pass()
			},
			Judge: func(r *op.Request, found []spec.Finding) (op.Reply, bool) {
				if len(found) == 0 {
					return r.Pass()
				}
				refusal := refuse(400, "validation", "")
				return op.Reply{Refusal: &refusal, Value: found}, true
			},
		},
		Operations: map[string]op.Operation{
			"listEvents": {Run: func(c *op.Call) (op.Reply, error) {
				rows := byCreated.Of("")
				if c.Params.Text("sort") == "created_at" {
					rows = rows.Oldest()
				}
				page, size := int(c.Params.Int("page")), int(c.Params.Int("per_page"))
				shown, total := state.PageOf(c.Tx, rows, page, size)
				data := []any{}
				for _, a := range shown {
					data = append(data, map[string]any{"type": "event", "id": a.ID, "attributes": map[string]any{"title": a.Title, "started_at": a.Started.Second()}})
				}
				last := max(1, (total+size-1)/size)
				link := func(page int) string {
					var query []string
					for _, pair := range c.Input.Query {
						if pair.Name != "page" {
							query = append(query, url.QueryEscape(pair.Name)+"="+url.QueryEscape(pair.Value))
						}
					}
					return "http://" + c.HTTP.Host + c.HTTP.URL.Path + "?" + strings.Join(append(query, fmt.Sprint("page=", page)), "&")
				}
				return c.OK(map[string]any{"data": data, "links": map[string]any{"first": link(1), "last": link(last)}, "meta": map[string]int{"total": total, "last_page": last}})
			}},
			"editEvent": {
				Find: func(r *op.Request) (op.Reply, bool) {
					if _, ok := activities.Get(r.View, r.Input.Path["event_id"]); !ok {
						return r.Stop(refuse(404, "detail", "there is no such event"))
					}
					return r.Pass()
				},
				Run: func(c *op.Call) (op.Reply, error) { return c.OK(map[string]any{}) },
			},
		},
		Envelope: func(_ *op.Request, reply op.Reply) (op.Answer, error) {
			if reply.Refusal == nil {
				return reply.JSON(mediaType, reply.Value)
			}
			errs := map[string]any{reply.Refusal.ID: reply.Refusal.Message}
			if found, ok := reply.Value.([]spec.Finding); ok {
				errs = map[string]any{}
				for _, f := range found {
					errs[f.At] = []string{f.Want}
				}
			}
			return reply.JSON("application/json", map[string]any{"errors": errs})
		},
		NotFound:         refuse(404, "detail", "Not Found"),
		MethodNotAllowed: refuse(405, "detail", "Method Not Allowed"),
		Personas:         func(*state.Tx, *clock.Clock) iter.Seq[op.Persona] { return func(func(op.Persona) bool) {} },
	}
}

const jsonapiFixtures = `tokens:
  - {token: t, holder: app}
activities:
  - {id: a, title: 一, started_at: 2022-12-01, created_at: -3h}
  - {id: b, title: 二, started_at: 2022-12-02, created_at: -2h}
  - {id: c, title: 三, started_at: 2022-12-03, created_at: -1h}
`

func TestAJSONAPINeedsNoMechanismOfItsOwn(t *testing.T) {
	mock, err := build(Options{
		Fixtures: fstest.MapFS{"jsonapi.yaml": {Data: []byte(jsonapiFixtures)}}, Answers: AnswersFatal,
	}, jsonapiSketch(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, method, target, body string
		status                     int
		want                       []string
	}{
		{name: "newest first, with absolute links", target: "/cgi-bin/v1/events?access_token=t&filter%5Bstarted_at%5D%5Bsince%5D=2022-12-01", status: 200, want: []string{
			`"id":"c"`, `"id":"b"`, `"total":3`, `"last_page":2`,
			`"first":"http://example.com/cgi-bin/v1/events?access_token=t&filter%5Bstarted_at%5D%5Bsince%5D=2022-12-01&page=1"`,
		}},
		{name: "oldest first, second page", target: "/cgi-bin/v1/events?sort=created_at&page=2&access_token=t", status: 200, want: []string{`"data":[{"attributes":{"started_at":"2022-12-03 00:00:00","title":"三"},"id":"c"`}},
		{name: "the token before the parameters", target: "/cgi-bin/v1/events?page=0", status: 401, want: []string{"access_token"}},
		{name: "all findings by dotted path", target: "/cgi-bin/v1/events?access_token=t&filter[started_at][since]=soon&filter[ended_at][since]=2022-12-01&page=0&sort=title", status: 400, want: []string{`"filter.started_at.since"`, `"page"`, `"sort"`, `"filter.ended_at"`}},
		{name: "what is not there before what is wrong", method: "PUT", target: "/cgi-bin/v1/events/x?access_token=t", body: `{"data":{"attributes":{"title":""}}}`, status: 404, want: []string{"no such event"}},
		{name: "findings in the body by dotted path", method: "PUT", target: "/cgi-bin/v1/events/a?access_token=t", body: `{"data":{"attributes":{"title":"","privilege_type":3}}}`, status: 400, want: []string{`"data.attributes.title"`, `"data.attributes.privilege_type"`}},
		{name: "a path of the nearest API", target: "/cgi-bin/v1/event", status: 404, want: []string{`{"errors":{"detail":"Not Found"}}`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest(cmp.Or(c.method, "GET"), c.target, strings.NewReader(c.body))
			if c.body != "" {
				r.Header.Set("Content-Type", "application/vnd.api+json")
			}
			w := httptest.NewRecorder()
			mock.ServeHTTP(w, r)
			if w.Code != c.status {
				t.Errorf("status %d, want %d: %s", w.Code, c.status, w.Body)
			}
			for _, want := range c.want {
				if !strings.Contains(w.Body.String(), want) {
					t.Errorf("%s\nlacks %s", w.Body, want)
				}
			}
		})
	}
}
