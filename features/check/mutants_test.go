package check_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cucumber/godog"

	"contractmock/features"
	"contractmock/features/check"
	"contractmock/features/client"
	"contractmock/features/steps"
	"contractmock/features/target"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// seeded is a server that does one thing wrongly: it changes what goes to the mock, or
// what comes from it.
type seeded struct {
	name, api  string
	operations []string // that are checked; the fault shows there
	request    func(*faulty, *http.Request, []byte) []byte
	answer     func(*faulty, *http.Request, []byte, *answered) // of the request as it came
	found      string                                          // a case that fails, and its rule
	told       string                                          // the rule whose scenarios fail, where it is another one; "none" if none does
}

// answered is an answer on its way back.
type answered struct {
	status int
	header http.Header
	body   []byte
}

// replace changes the text of a body.
func (a *answered) replace(old, text string) {
	a.body = bytes.ReplaceAll(a.body, []byte(old), []byte(text))
}

// become is another answer.
func (a *answered) become(status int, body string) {
	a.status, a.body = status, []byte(body)
	a.header.Set("Content-Type", "application/json")
}

// faulty is the mock with a fault between it and those who call.
type faulty struct {
	t         *testing.T
	base      string
	transport *http.Transport
	fault     seeded
	sign      *spec.Sign
	secrets   map[string]string // by uid
	tokens    map[string]string // by uid
}

func (f *faulty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		f.t.Error(err)
	}
	came, sent := r.Clone(r.Context()), body
	if f.fault.request != nil && !strings.HasPrefix(r.URL.Path, "/__admin") {
		sent = f.fault.request(f, r, body)
	}
	got := f.forward(r, sent)
	if f.fault.answer != nil && !strings.HasPrefix(r.URL.Path, "/__admin") {
		f.fault.answer(f, came, body, got)
	}
	for name, values := range got.header {
		w.Header()[name] = values
	}
	w.Header().Del("Content-Length")
	w.WriteHeader(got.status)
	if _, err := w.Write(got.body); err != nil && got.status != http.StatusNoContent {
		f.t.Log(err)
	}
}

// forward is the mock's answer to a request.
func (f *faulty) forward(r *http.Request, body []byte) *answered {
	out, err := http.NewRequestWithContext(r.Context(), r.Method, f.base+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	out.Header = r.Header.Clone()
	got, err := f.transport.RoundTrip(out)
	if err != nil {
		f.t.Error(err)
		return &answered{status: http.StatusBadGateway, header: http.Header{}}
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		f.t.Error(err)
	}
	return &answered{status: got.StatusCode, header: got.Header.Clone(), body: text}
}

// change changes the parameters of a request to the gateway, and signs them anew if
// anything was changed.
func change(edit func(operation string, parameters map[string]any) bool) func(*faulty, *http.Request, []byte) []byte {
	return func(f *faulty, r *http.Request, body []byte) []byte {
		document, err := openapi.Document(f.fault.api)
		if err != nil {
			f.t.Fatal(err)
		}
		o := document.Match(r.Method, r.URL.Path)
		if o == nil {
			return body
		}
		parameters, inBody := map[string]any{}, json.Valid(body) && len(body) > 2 && body[0] == '{'
		if inBody {
			decoder := json.NewDecoder(bytes.NewReader(body))
			decoder.UseNumber()
			if err := decoder.Decode(&parameters); err != nil {
				f.t.Error(err)
			}
		}
		query := r.URL.Query()
		if !inBody {
			for name := range query {
				parameters[name] = query.Get(name)
			}
		}
		if !edit(o.ID, parameters) {
			return body
		}
		if o.Signed {
			if parameters[f.sign.Parameter], err = client.Signature(f.sign, f.secret(r), parameters); err != nil {
				f.t.Error(err)
			}
		}
		if inBody {
			if body, err = json.Marshal(parameters); err != nil {
				f.t.Error(err)
			}
			return body
		}
		changed := url.Values{}
		for name, value := range parameters {
			changed.Set(name, fmt.Sprint(value))
		}
		r.URL.RawQuery = changed.Encode()
		return body
	}
}

// secret is what the caller of a request signs with.
func (f *faulty) secret(r *http.Request) string {
	if secret, ok := f.secrets[uid(r)]; ok {
		return secret
	}
	return f.sign.Secret
}

// uid is whom a request says it is from.
func uid(r *http.Request) string {
	name, _, _ := r.BasicAuth()
	return name
}

// logIn is a fresh token of a persona in the request's session.
func (f *faulty) logIn(r *http.Request, api, persona string) map[string]string {
	in := r.Clone(r.Context())
	in.Method, in.URL = http.MethodPost, &url.URL{Path: "/__admin/tokens"}
	in.Header = http.Header{"Mock-Session": r.Header["Mock-Session"], "Content-Type": {"application/json"}}
	var answer struct{ Credentials map[string]string }
	got := f.forward(in, []byte(`{"api":"`+api+`","persona":"`+persona+`"}`))
	if err := json.Unmarshal(got.body, &answer); err != nil {
		f.t.Error(err, string(got.body))
	}
	return answer.Credentials
}

// query replaces one value in the query.
func query(name, old, value string) func(*faulty, *http.Request, []byte) []byte {
	return func(_ *faulty, r *http.Request, body []byte) []byte {
		q := r.URL.Query()
		if q.Has(name) && (old == "" || q.Get(name) == old) {
			q.Set(name, value)
			r.URL.RawQuery = q.Encode()
		}
		return body
	}
}

// unlisted replaces a value in the query that is none of a list.
func unlisted(name, value string, list ...string) func(*faulty, *http.Request, []byte) []byte {
	return func(_ *faulty, r *http.Request, body []byte) []byte {
		if q := r.URL.Query(); q.Has(name) && !slices.Contains(list, strings.ToLower(q.Get(name))) {
			q.Set(name, value)
			r.URL.RawQuery = q.Encode()
		}
		return body
	}
}

// inSmallLetters makes a value in the query one of small letters.
func inSmallLetters(name string) func(*faulty, *http.Request, []byte) []byte {
	return func(_ *faulty, r *http.Request, body []byte) []byte {
		if q := r.URL.Query(); q.Get(name) != strings.ToLower(q.Get(name)) {
			q.Set(name, strings.ToLower(q.Get(name)))
			r.URL.RawQuery = q.Encode()
		}
		return body
	}
}

// answers replaces a text in every answer.
func answers(old, text string) func(*faulty, *http.Request, []byte, *answered) {
	return func(_ *faulty, _ *http.Request, _ []byte, a *answered) { a.replace(old, text) }
}

// status turns one status into another.
func status(was, is int) func(*faulty, *http.Request, []byte, *answered) {
	return func(_ *faulty, _ *http.Request, _ []byte, a *answered) {
		if a.status == was {
			a.status = is
		}
	}
}

// always is an edit of an operation's parameters.
func always(operation string, edit func(parameters map[string]any) bool) func(string, map[string]any) bool {
	return func(id string, parameters map[string]any) bool { return id == operation && edit(parameters) }
}

// unless gives a parameter a value where it has not one already.
func unless(name string, value any) func(map[string]any) bool {
	return func(parameters map[string]any) bool {
		if _, there := parameters[name]; there {
			return false
		}
		parameters[name] = value
		return true
	}
}

var (
	emoji      = regexp.MustCompile(`[\x{1F300}-\x{1FAFF}]`)
	blankTitle = regexp.MustCompile(`"title":"\s+"`)
)

var firstError = regexp.MustCompile(`^\{"errors":\{("[^"]*":\[[^\]]*\]).*$`)

// faults are the faults that must be found.
var faults = []seeded{
	{
		name: "an administrator's rights for everybody", api: "tickets", found: "tickets.getTicket/ids/uid-of-another T09",
		request: func(_ *faulty, r *http.Request, body []byte) []byte {
			if r.Header.Get("Authorization") == "Bearer lin-token" {
				r.Header.Set("Authorization", "Bearer qian-token")
			}
			return body
		},
	},
	{
		name: "404 for a ticket that is not there", api: "tickets", found: "tickets.getTicket/ids/unknown-orderid T10",
		answer: func(_ *faulty, r *http.Request, _ []byte, a *answered) {
			if a.status == 403 && r.URL.Query().Has("orderid") {
				a.become(404, `{"error":"Not Found"}`)
			}
		},
	},
	{name: "page 0 is page 2", api: "tickets", request: query("page", "0", "2"), found: "tickets.getTicket/bounds/page<least T23"},
	{name: "ids one above the greatest", api: "tickets", request: query("uid", "2147483648", "2147483647"), found: "tickets.getTicket/bounds/uid>most T23"},
	{name: "the greatest id is none", api: "tickets", request: query("tid", "2147483647", "0"), found: "tickets.getTicket/bounds/tid=most T23", told: "none"},
	{name: "any list is that of the unfinished", api: "tickets", request: unlisted("list", "pending", "pending", "done"), found: "tickets.getTicket/enum/list=other T23"},
	{name: "lists in capital letters", api: "tickets", request: inSmallLetters("list"), found: "tickets.getTicket/enum/list=upper-case T23"},
	{
		name: "400 for a parameter that breaks its rule", api: "tickets", found: "tickets.getTicket/type/page=text T23",
		answer: func(_ *faulty, r *http.Request, _ []byte, a *answered) {
			if r.URL.Query().Get("page") == "abc" {
				a.become(400, `{"success":false,"requesttype":"","data":"page"}`)
			}
		},
	},
	{
		name: "tokens without end", api: "tickets", found: "tickets.getTicket/token/expired T04",
		answer: func(f *faulty, r *http.Request, body []byte, a *answered) {
			if bytes.Contains(a.body, []byte("token_expired")) {
				r.Header.Set("Authorization", "Bearer "+f.logIn(r, "tickets", "Qian")["token"])
				*a = *f.forward(r, body)
			}
		},
	},
	{name: "another text for a token of nobody", api: "tickets", answer: answers("Unauthorized for invalid token", "Unauthorized for no Bearer"), found: "tickets.getTicket/token/unknown T03"},
	{name: "a member that the document has not", api: "tickets", answer: answers(`"campus":`, `"create_time":"2024-06-08 08:30:00","campus":`), found: "tickets.getTicket/valid/required T20"},
	{name: "a member that is missing", api: "tickets", answer: answers(`,"limit":10`, ``), found: "tickets.getTicket/valid/required T20"},
	{name: "a number as a text", api: "tickets", answer: answers(`"limit":10`, `"limit":"10"`), found: "tickets.getTicket/valid/required T20"},
	{
		name: "another content type", api: "tickets", found: "tickets.getTicket/valid/required T20",
		answer: func(_ *faulty, _ *http.Request, _ []byte, a *answered) { a.header.Set("Content-Type", "text/html") },
	},
	{name: "404 for a wrong method", api: "tickets", answer: status(405, 404), found: "tickets.getTicket/method/patch T26"},
	{
		name: "405 without Allow", api: "tickets", found: "tickets.getTicket/method/post T26",
		answer: func(_ *faulty, _ *http.Request, _ []byte, a *answered) { a.header.Del("Allow") },
	},

	{
		name: "signatures are not looked at", api: "chaoqer", operations: []string{"createClub"}, found: "chaoqer.createClub/sign/wrong-secret C09",
		request: change(func(_ string, _ map[string]any) bool { return true }),
	},
	{
		name: "the default secret for everybody", api: "chaoqer", operations: []string{"listClubs"}, found: "chaoqer.listClubs/sign/default-secret C09",
		request: func(f *faulty, r *http.Request, body []byte) []byte {
			q, parameters := r.URL.Query(), map[string]any{}
			for name := range q {
				parameters[name] = q.Get(name)
			}
			if sum, err := client.Signature(f.sign, f.sign.Secret, parameters); err == nil && sum == q.Get("sign") {
				return change(func(string, map[string]any) bool { return true })(f, r, body)
			}
			return body
		},
	},
	{
		name: "the time need not be there", api: "chaoqer", operations: []string{"joinClub"}, found: "chaoqer.joinClub/sign/no-time C09",
		request: change(func(_ string, parameters map[string]any) bool { return unless("ts", "1")(parameters) }),
	},
	{
		name: "401 for a signature that is missing", api: "chaoqer", operations: []string{"getClub"}, found: "chaoqer.getClub/sign/missing C09",
		answer: func(_ *faulty, r *http.Request, _ []byte, a *answered) {
			if !r.URL.Query().Has("sign") && a.status == 400 {
				a.status = 401
			}
		},
	},
	{
		name: "pairs are signed as they were sent", api: "chaoqer", operations: []string{"listEvents"}, found: "chaoqer.listEvents/order/backwards C08",
		answer: func(_ *faulty, r *http.Request, _ []byte, a *answered) {
			names := []string{}
			for pair := range strings.SplitSeq(r.URL.RawQuery, "&") {
				if name, _, _ := strings.Cut(pair, "="); name != "sign" {
					names = append(names, name)
				}
			}
			if !slices.IsSorted(names) && a.status == 200 {
				a.status, a.body = 401, nil
			}
		},
	},
	{
		name: "forms are not read", api: "chaoqer", operations: []string{"createClub"}, found: "chaoqer.createClub/order/form C11",
		answer: func(_ *faulty, r *http.Request, _ []byte, a *answered) {
			if strings.Contains(r.Header.Get("Content-Type"), "form") {
				a.status, a.body = 400, nil
			}
		},
	},
	{
		name: "a missing cover passes", api: "chaoqer", operations: []string{"createClub"}, found: "chaoqer.createClub/missing/cover C40",
		request: change(always("createClub", unless("cover", "c"))),
	},
	{
		name: "names of a hundred and one letters", api: "chaoqer", operations: []string{"createClub"}, found: "chaoqer.createClub/length/name>longest C40",
		request: change(always("createClub", func(parameters map[string]any) bool {
			name, _ := parameters["name"].(string)
			letters := []rune(name)
			if len(letters) == 101 {
				parameters["name"] = string(letters[1:])
			}
			return len(letters) == 101
		})),
	},
	{
		name: "emoji count once", api: "chaoqer", operations: []string{"initProfile"}, found: "chaoqer.initProfile/length/nickname>longest-of-emoji C30",
		request: change(always("initProfile", func(parameters map[string]any) bool {
			name, _ := parameters["nickname"].(string)
			parameters["nickname"] = emoji.ReplaceAllString(name, "x")
			return emoji.MatchString(name)
		})),
	},
	{
		name: "a page of no rows", api: "chaoqer", operations: []string{"listBlocks"}, found: "chaoqer.listBlocks/bounds/count<least C15",
		request: change(always("listBlocks", func(parameters map[string]any) bool {
			zero := parameters["count"] == "0"
			if zero {
				parameters["count"] = "1"
			}
			return zero
		})),
	},
	{
		name: "ninety-nine rows at most", api: "chaoqer", operations: []string{"listCards"}, found: "chaoqer.listCards/bounds/count=most C15",
		request: change(always("listCards", func(parameters map[string]any) bool {
			most := parameters["count"] == "100"
			if most {
				parameters["count"] = "101"
			}
			return most
		})),
	},
	{
		name: "any reason will do", api: "chaoqer", operations: []string{"sendReport"}, found: "chaoqer.sendReport/enum/reportReasonType=other C73",
		request: change(always("sendReport", func(parameters map[string]any) bool {
			parameters["reportReasonType"] = 1
			return true
		})),
	},
	{name: "another error code", api: "chaoqer", operations: []string{"getClub"}, answer: answers(`"errorCode":500000`, `"errorCode":400000`), found: "chaoqer.getClub/ids/unknown-clubId C41"},
	{name: "another message", api: "chaoqer", operations: []string{"createClub"}, answer: answers("名称不能为空", "名字不能为空"), found: "chaoqer.createClub/missing/name C40"},
	{name: "another text of success", api: "chaoqer", operations: []string{"logOut"}, answer: answers("退出成功", "Success"), found: "chaoqer.logOut/valid/required C02"},
	{
		name: "an HTTP status for a broken rule", api: "chaoqer", operations: []string{"updateProfile"}, found: "chaoqer.updateProfile/missing/avatar C31",
		answer: func(_ *faulty, _ *http.Request, _ []byte, a *answered) {
			if bytes.Contains(a.body, []byte(`"errorCode":0`)) {
				a.status, a.body = 400, nil
			}
		},
	},
	{
		name: "a body with 401", api: "chaoqer", operations: []string{"getProfile"}, found: "chaoqer.getProfile/token/unknown C05",
		answer: func(_ *faulty, _ *http.Request, _ []byte, a *answered) {
			if a.status == 401 {
				a.become(401, `{"error":"Unauthorized"}`)
			}
		},
	},
	{
		name: "an object for a text", api: "chaoqer", operations: []string{"createRoom"}, found: "chaoqer.createRoom/type/name=object C12",
		request: change(func(_ string, parameters map[string]any) bool {
			changed := false
			for name, value := range parameters {
				if _, isObject := value.(map[string]any); isObject {
					parameters[name], changed = "{}", true
				}
			}
			return changed
		}),
	},
	{
		name: "tokens of anybody", api: "chaoqer", operations: []string{"getUnreadTotal"}, found: "chaoqer.getUnreadTotal/token/of-another C05",
		request: func(f *faulty, r *http.Request, body []byte) []byte {
			if token, ok := f.tokens[uid(r)]; ok {
				r.SetBasicAuth(uid(r), token)
			}
			return body
		},
	},
	{
		name: "malformed credentials are none", api: "chaoqer", operations: []string{"sendCaptcha"}, found: "chaoqer.sendCaptcha/token/malformed C05",
		request: func(f *faulty, r *http.Request, body []byte) []byte {
			if strings.HasPrefix(r.Header.Get("Authorization"), "Basic ") {
				return body
			}
			r.Header.Del("Authorization")
			return change(func(string, map[string]any) bool { return true })(f, r, body)
		},
	},
	{
		name: "log-ins without end", api: "chaoqer", operations: []string{"listRooms"}, found: "chaoqer.listRooms/token/expired C05",
		answer: func(f *faulty, r *http.Request, body []byte, a *answered) {
			if a.status == 401 && r.URL.Query().Has("sign") {
				fresh := f.logIn(r, "chaoqer", "Toby")
				f.secrets[fresh["uid"]] = fresh["secret"]
				r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(fresh["uid"]+":"+fresh["token"])))
				body = change(func(string, map[string]any) bool { return true })(f, r, body)
				*a = *f.forward(r, body)
			}
		},
	},
	{
		name: "anybody closes a room", api: "chaoqer", operations: []string{"closeRoom"}, found: "chaoqer.closeRoom/ids/of-another C53.2",
		answer: func(_ *faulty, _ *http.Request, _ []byte, a *answered) {
			if bytes.Contains(a.body, []byte("400000")) {
				a.become(200, `{"result":{},"message":"Success","status":1}`)
			}
		},
	},
	{
		name: "any path is an id", api: "chaoqer", operations: []string{"getLinkPreview"}, found: "chaoqer.getLinkPreview/format/linkMD5 C74",
		answer: func(_ *faulty, _ *http.Request, _ []byte, a *answered) {
			if a.status == 404 {
				a.become(200, `{"result":{"image":"","description":"","title":"","url":""},"message":"Success","status":1}`)
			}
		},
	},
	{
		name: "pages of H5 for everybody", api: "chaoqer", operations: []string{"getH5Club"}, found: "chaoqer.getH5Club/login/none C75",
		request: func(_ *faulty, r *http.Request, body []byte) []byte {
			if r.Header.Get("Cookie") == "" {
				r.Header.Set("Cookie", "chaoqer_wx_code=toby-weixin-code")
			}
			return body
		},
	},
	{
		name: "a wrong method does it", api: "chaoqer", operations: []string{"setPush"}, found: "chaoqer.setPush/method/patch C01",
		answer: func(_ *faulty, r *http.Request, _ []byte, a *answered) {
			if r.Method == http.MethodPatch {
				a.become(200, `{"result":{},"message":"Success","status":1}`)
			}
		},
	},

	{
		name: "a write for nobody", api: "lexiang", operations: []string{"createEvent"}, found: "lexiang.createEvent/login/nobody-named L04",
		request: func(_ *faulty, r *http.Request, body []byte) []byte {
			r.Header.Set("StaffID", "lisi")
			return body
		},
	},
	{
		name: "the first error alone", api: "lexiang", operations: []string{"createEvent"}, found: "lexiang.createEvent/missing/data.attributes L07",
		answer: func(_ *faulty, _ *http.Request, _ []byte, a *answered) {
			a.body = firstError.ReplaceAll(a.body, []byte(`{"errors":{$1}}`))
		},
	},
	{
		name: "errors as a list", api: "lexiang", operations: []string{"listEvents"}, found: "lexiang.listEvents/bounds/page<least L36",
		answer: func(_ *faulty, _ *http.Request, _ []byte, a *answered) {
			if a.status == 400 {
				a.become(400, `{"errors":[{"detail":"page"}]}`)
			}
		},
	},
	{name: "blank titles", api: "lexiang", operations: []string{"createEvent"}, found: "lexiang.createEvent/format/data.attributes.title=blank L07", request: func(_ *faulty, _ *http.Request, body []byte) []byte {
		return blankTitle.ReplaceAll(body, []byte(`"title":"x"`))
	}},
	{name: "limits of nobody", api: "lexiang", operations: []string{"createEvent"}, found: "lexiang.createEvent/bounds/data.attributes.participant_count_limit<least L10", request: bodies(`"participant_count_limit":0`, `"participant_count_limit":1`)},
	{name: "any kind of privilege", api: "lexiang", operations: []string{"editEvent"}, found: "lexiang.editEvent/enum/data.attributes.privilege_type=other L11", request: bodies(`"privilege_type":3`, `"privilege_type":2`)},
	{name: "any order", api: "lexiang", operations: []string{"listStaffEvents"}, found: "lexiang.listStaffEvents/enum/sort=other L36", request: unlisted("sort", "created_at", "created_at", "-created_at", "ended_at", "-ended_at")},
	{name: "pages of nothing", api: "lexiang", operations: []string{"listParticipants"}, found: "lexiang.listParticipants/bounds/per_page<least L36", request: query("per_page", "0", "1")},
	{name: "400 for another content type", api: "lexiang", operations: []string{"editEvent"}, found: "lexiang.editEvent/content-type/text L06", answer: status(415, 400)},
	{
		name: "the token in the query is not read", api: "lexiang", operations: []string{"getEvent"}, found: "lexiang.getEvent/token/in-access_token L03",
		request: query("access_token", "", "none"),
	},
	{
		name: "anybody edits", api: "lexiang", operations: []string{"editEvent"}, found: "lexiang.editEvent/ids/of-another L27",
		request: func(_ *faulty, r *http.Request, body []byte) []byte {
			if r.Method == http.MethodPut && r.Header.Get("StaffID") == "wangwu" {
				r.Header.Set("StaffID", "system-bot")
			}
			return body
		},
	},
	{
		name: "tokens hold a day", api: "lexiang", operations: []string{"getEvent"}, found: "lexiang.getEvent/token/expired L03",
		answer: func(f *faulty, r *http.Request, body []byte, a *answered) {
			if a.status == 401 && r.Header.Get("Authorization") == "Bearer lexiang-token" {
				r.Header.Set("Authorization", "Bearer "+f.logIn(r, "lexiang", "lisi")["token"])
				*a = *f.forward(r, body)
			}
		},
	},
	{
		name: "an unknown event is no event", api: "lexiang", operations: []string{"getEvent"}, found: "lexiang.getEvent/ids/unknown-event_id L37",
		answer: func(_ *faulty, _ *http.Request, _ []byte, a *answered) {
			if a.status == 404 {
				a.become(200, `{"data":null}`)
			}
		},
	},
	{name: "secrets are told by another text", api: "lexiang", operations: []string{"issueToken"}, answer: answers("app_secret错误,请核对", "app_secret错误"), found: "lexiang.issueToken/ids/unknown-app_secret L02"},
}

// bodies replaces a text in the body of every request.
func bodies(old, text string) func(*faulty, *http.Request, []byte) []byte {
	return func(_ *faulty, _ *http.Request, body []byte) []byte {
		return bytes.ReplaceAll(body, []byte(old), []byte(text))
	}
}

// between starts a server with a fault between it and a mock.
func between(t *testing.T, mock *target.Target, fault seeded) *target.Target {
	t.Helper()
	ctx := context.Background()
	world, err := mock.World(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 64}
	t.Cleanup(transport.CloseIdleConnections)
	f := &faulty{t: t, base: world.Base, transport: transport, fault: fault, secrets: map[string]string{}, tokens: map[string]string{}}
	document, err := openapi.Document("chaoqer")
	if err != nil {
		t.Fatal(err)
	}
	f.sign = document.Sign
	for _, persona := range []string{"Toby", "铭恺", "枫叶", "Newcomer"} {
		as, err := world.Credentials(ctx, "chaoqer", persona)
		if err != nil {
			t.Fatal(err)
		}
		f.secrets[as.Values["uid"]], f.tokens[as.Values["uid"]] = as.Values["secret"], as.Values["token"]
	}
	if err := world.Close(ctx); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	there, err := target.Open(ctx, server.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := there.Close(); err != nil {
			t.Error(err)
		}
	})
	return there
}

// startMock is a mock in this process, for as long as the test runs.
func startMock(t *testing.T) *target.Target {
	t.Helper()
	mock, err := target.Open(context.Background(), target.InProcess)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := mock.Close(); err != nil {
			t.Error(err)
		}
	})
	return mock
}

// rule is that of the case that finds a fault.
func (f seeded) rule() string { return f.found[strings.LastIndex(f.found, " ")+1:] }

// leastFaults is how many faults must be found, by the checks and by scenarios.
const leastFaults = 20

// Flags of the tests with faults.
var (
	every     = flag.Bool("every", false, "run the scenarios for every fault, not for three in eight")
	faultName = flag.String("fault", "", "the fault of the server that TestServeAFault starts")
)

// TestEverySeededFaultIsFound runs the checks against a mock with one fault each, and the
// scenarios of the rule that the fault breaks. Both name the rule; -v shows it.
func TestEverySeededFaultIsFound(t *testing.T) {
	t.Parallel()
	mock := startMock(t)
	told := 0
	for i, fault := range faults {
		if testing.Short() && i%5 != 0 {
			continue
		}
		t.Run(fault.name, func(t *testing.T) {
			kind := strings.Split(fault.found, "/")[1] // the other kinds have nothing to do with it
			wanted := check.Filter{APIs: []string{fault.api}, Operations: fault.operations, Kinds: []string{kind}}
			there := between(t, mock, fault)
			report := check.Report{Results: run(t, &check.Runner{Target: there, Whole: true}, wanted)}
			id, rule, _ := strings.Cut(fault.found, " ")
			if want := "FAIL " + id + " (" + rule + ")\n"; !strings.Contains(written(t, report, "text"), want) {
				t.Errorf("the report does not say %q:\n%s", want, written(t, report, "text"))
			}
			if fault.told == "none" || i%8 > 2 && !*every {
				return
			}
			failed := failing(t, there, fault.api, cmp.Or(fault.told, rule))
			t.Logf("contract check: %s; contract run: %s", rule, strings.Join(failed, ", "))
			if failed == nil {
				t.Errorf("no scenario of %s fails", cmp.Or(fault.told, rule))
				return
			}
			told++
		})
	}
	if told < leastFaults && !testing.Short() {
		t.Errorf("%d faults are found by cases and by scenarios, and there must be at least %d", told, leastFaults)
	}
}

// failing are the rules that the first scenario of a rule that fails cites, among the
// rule and its parts.
func failing(t *testing.T, there *target.Target, api, rule string) []string {
	t.Helper()
	rules, err := openapi.Rules()
	if err != nil {
		t.Fatal(err)
	}
	var family, paths, failed []string
	for _, r := range rules {
		if r.ID == rule || r.Parent() == rule {
			family = append(family, r.ID)
		}
	}
	cites := regexp.MustCompile(`@` + regexp.QuoteMeta(rule) + `(\.\d+)?\s`)
	files, err := fs.Glob(features.Files, api+"/*.feature")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := fs.ReadFile(features.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		if cites.Match(text) {
			paths = append(paths, file)
		}
	}
	scenarios := &steps.Suite{Target: there, Files: features.Files, Ended: func(r steps.Result) {
		if r.Outcome == steps.Failed && failed == nil {
			failed = slices.DeleteFunc(steps.RulesOf(r.Scenario), func(id string) bool { return !slices.Contains(family, id) })
		}
	}}
	suite := godog.TestSuite{ScenarioInitializer: scenarios.Initialize, Options: &godog.Options{
		Format: "progress", Output: io.Discard, NoColors: true, Strict: true, StopOnFailure: true, Concurrency: 1,
		FS: features.Files, Paths: paths, Tags: "@" + strings.Join(family, ",@"),
	}}
	if status := suite.Run(); (status != 0) != (failed != nil) {
		t.Errorf("the scenarios of %s end with %d, and %q failed", rule, status, failed)
	}
	return failed
}

// TestServeAFault serves the mock with the fault that -fault names, to look at it with
// contract check and contract run, until it is interrupted.
func TestServeAFault(t *testing.T) {
	if *faultName == "" {
		t.Skip("no -fault is named")
	}
	var names []string
	for _, fault := range faults {
		if names = append(names, fault.name); fault.name == *faultName {
			ctx, stop := signal.NotifyContext(t.Context(), os.Interrupt)
			defer stop()
			fmt.Printf("the fault %q, which breaks %s, is at %s\n", fault.name, fault.rule(), between(t, startMock(t), fault).Client().Base)
			<-ctx.Done()
			return
		}
	}
	t.Fatalf("there is no fault %q; there are %q", *faultName, names)
}
