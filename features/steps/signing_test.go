package steps_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/cucumber/godog"
	"github.com/google/go-cmp/cmp"

	"contractmock/features/steps"
	"contractmock/features/target"
)

// The people of the gateway below. Their tokens are their names.
const (
	tobyUID = "861da0739b7542e69b81fe4baebfd816"
	tonyUID = "250228d2eb8e4db8b4fc6b8e3e2a902d"
)

// gateway stands for a mock of the Chaoqer API, and keeps what it is sent. It answers each
// call with the next of its answers, the last one again and again.
type gateway struct {
	answers  []string
	calls    []string // method, target, who (uid:token) and body
	advanced []string
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	switch path := r.URL.Path; {
	case path == "/__admin/health":
		w.Header().Set("Mock-Request", "1")
		fmt.Fprint(w, `{"status":"ok","apis":["chaoqer"]}`)
	case path == "/__admin/clock" && r.Method == http.MethodGet:
		fmt.Fprint(w, `{"start":"2021-05-11T12:36:43.909Z"}`)
	case path == "/__admin/clock":
		var clock struct{ Advance string }
		if json.Unmarshal(body, &clock) == nil && clock.Advance != "" {
			g.advanced = append(g.advanced, clock.Advance)
		}
	case path == "/__admin/personas":
		name := r.URL.Query().Get("name")
		uid := map[string]string{"Toby": tobyUID, "Tony": tonyUID}[name]
		fmt.Fprintf(w, `[{"api":"chaoqer","name":%q,"credentials":{"uid":%q,"token":%q,"secret":%q}}]`, name, uid, strings.ToLower(name), strings.ToLower(name)+"'s")
	case path == "/__admin/audit":
		fmt.Fprint(w, `{"problems":[]}`)
	case path == "/__admin/chaoqer/sms":
		fmt.Fprintf(w, `{"countryCode":"86","mobile":%q,"code":"0123","sent":"2021-05-11T12:36:43.909Z"}`, r.URL.Query().Get("mobile"))
	case strings.HasPrefix(path, "/__admin/"):
	default:
		who, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(r.Header.Get("Authorization"), "Basic "))
		g.calls = append(g.calls, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", r.Method, r.RequestURI, who, body)))
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, g.answers[0])
		if len(g.answers) > 1 {
			g.answers = g.answers[1:]
		}
	}
}

// through runs a scenario against a gateway, and is what the report says.
func through(t *testing.T, g *gateway, sentences string) (passed bool, report string) {
	t.Helper()
	server := httptest.NewServer(g)
	defer server.Close()
	there, err := target.Open(context.Background(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer there.Close()
	feature := "@chaoqer @C08\nFeature: F\n  Scenario: S\n"
	for line := range strings.SplitSeq(strings.TrimSpace(sentences), "\n") {
		feature += "    " + strings.TrimSpace(line) + "\n"
	}
	var out bytes.Buffer
	suite := steps.Suite{Target: there}
	status := godog.TestSuite{ScenarioInitializer: suite.Initialize, Options: &godog.Options{
		Format: "pretty", Output: &out, NoColors: true, Strict: true,
		FeatureContents: []godog.Feature{{Name: "f.feature", Contents: []byte(feature)}},
	}}.Run()
	return status == 0, out.String()
}

const (
	done     = `{"result":{},"message":"退出成功","status":1}`
	loggedIn = `{"result":{"uid":"00000000000000000000000000000001","expireTime":1608207590160,"accessToken":"00000000000000000000000000000002","accessSecret":"00000000000000000000000000000003"},"message":"登录成功","status":1}`
	blocked  = `{"result":{"page":{"count":2},"list":[%s]},"message":"Success","status":1}`
)

// sum is the signature of a text.
func sum(text string) string {
	digest := md5.Sum([]byte(text))
	return hex.EncodeToString(digest[:])
}

// row is a row of the list of those whom somebody has blocked.
func row(cursor string) string {
	return fmt.Sprintf(`{"createTime":1,"sequenceId":%q,"uid":%q,"userProfileResult":{"uid":%[2]q,"nickname":"T","avatar":"a","bio":"","blocked":1}}`, cursor+":"+tonyUID, tonyUID)
}

func TestCallsAreMadeAsTheScenarioSays(t *testing.T) {
	const ts = "| ts | 5 |"
	for _, c := range []struct {
		name, scenario string
		want           []string
	}{
		{"as it should be", `When "Toby" calls logOut with:
			` + ts, []string{"POST /account/logout " + tobyUID + `:toby {"sign":"` + sum("ts=5$$$accessSecret=toby's") + `","ts":5}`}},
		{"not signed, and no more", `Given calls are not signed
			When "Toby" calls logOut with:
			` + ts + `
			Given calls are signed as they should be
			When "Toby" calls logOut with:
			` + ts, []string{
			"POST /account/logout " + tobyUID + `:toby {"ts":5}`,
			"POST /account/logout " + tobyUID + `:toby {"sign":"` + sum("ts=5$$$accessSecret=toby's") + `","ts":5}`,
		}},
		{"without ts", `Given 调用不带 ts
			When "Toby" calls logOut`, []string{"POST /account/logout " + tobyUID + `:toby {"sign":"` + sum("accessSecret=toby's") + `"}`}},
		{"with a secret", `Given calls are not signed
			Given calls are signed with the secret "x"
			When "Toby" calls logOut with:
			` + ts, []string{"POST /account/logout " + tobyUID + `:toby {"sign":"` + sum("ts=5$$$accessSecret=x") + `","ts":5}`}},
		{"with the default secret", `Given 调用用默认密钥签名
			When "Toby" calls logOut with:
			` + ts, []string{"POST /account/logout " + tobyUID + `:toby {"sign":"` + sum("ts=5$$$accessSecret=Hx!0k!K}5E.]EoP") + `","ts":5}`}},
		{"with another's secret", `Given 调用用 "Tony" 的密钥签名
			When "Toby" calls logOut with:
			` + ts, []string{"POST /account/logout " + tobyUID + `:toby {"sign":"` + sum("ts=5$$$accessSecret=tony's") + `","ts":5}`}},
		{"changed after signing", `Given after signing "ts" is changed to "6"
			And 签名后把 "note (JSON)" 改成 "null"
			When "Toby" calls logOut with:
			` + ts, []string{"POST /account/logout " + tobyUID + `:toby {"note":null,"sign":"` + sum("ts=5$$$accessSecret=toby's") + `","ts":6}`}},
		{"as a form", `Given parameters are sent as form
			When "Toby" calls logOut with:
			` + ts, []string{"POST /account/logout " + tobyUID + ":toby ts=5&sign=" + sum("ts=5$$$accessSecret=toby's")}},
		{"as a query", `Given 参数以 query 发送
			When "Toby" calls logOut with:
			` + ts, []string{"POST /account/logout?ts=5&sign=" + sum("ts=5$$$accessSecret=toby's") + " " + tobyUID + ":toby"}},
		{"with a query", `Given "a=1" is added to the query
			And "b=%zz" is added to the query
			When "Toby" calls logOut with:
			` + ts, []string{"POST /account/logout?a=1&b=%zz " + tobyUID + `:toby {"sign":"` + sum("ts=5$$$accessSecret=toby's") + `","ts":5}`}},
		{"with a query that is signed", `Given 查询串加上 "a=1" 并参与签名
			When "Toby" calls logOut with:
			` + ts, []string{"POST /account/logout?a=1 " + tobyUID + `:toby {"sign":"` + sum("a=1$$$ts=5$$$accessSecret=toby's") + `","ts":5}`}},
		{"all of it undone", `Given parameters are sent as query
			And "a=1" is added to the query and signed
			And calls are signed with the secret "x"
			And calls carry no ts
			And after signing "b" is changed to "2"
			And calls are signed as they should be
			When "Toby" calls logOut with:
			` + ts, []string{"POST /account/logout " + tobyUID + `:toby {"sign":"` + sum("ts=5$$$accessSecret=toby's") + `","ts":5}`}},
		{"JSON for a text, and nothing", `When a stranger calls initProfile with:
			| nickname (JSON) | {"a":1} |
			| avatar（JSON） | 5 |
			| bio | |
			` + ts, []string{`POST /user/profile/init  {"avatar":5,"bio":"","nickname":{"a":1},"sign":"` + sum(`avatar=5$$$bio=$$$nickname={"a":1}$$$ts=5$$$accessSecret=Hx!0k!K}5E.]EoP`) + `","ts":5}`}},
		{"with another's token", `Given "Toby" uses the token of "Tony"
			When "Toby" calls logOut with:
			` + ts + `
			Given "Toby" goes back to the token before
			When "Toby" calls logOut with:
			` + ts, []string{
			"POST /account/logout " + tobyUID + `:tony {"sign":"` + sum("ts=5$$$accessSecret=toby's") + `","ts":5}`,
			"POST /account/logout " + tobyUID + `:toby {"sign":"` + sum("ts=5$$$accessSecret=toby's") + `","ts":5}`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			g := &gateway{answers: []string{done}}
			if strings.Contains(c.scenario, "initProfile") {
				g.answers = []string{`{"errorCode":0,"message":"名字不能为空","status":0}`}
			}
			passed, report := through(t, g, c.scenario)
			if diff := cmp.Diff(c.want, g.calls); diff != "" || !passed {
				t.Errorf("passed %v, called (-want +got):\n%s\n%s", passed, diff, report)
			}
		})
	}
}

func TestALogInIsRememberedAsAPersona(t *testing.T) {
	g := &gateway{answers: []string{loggedIn, done}}
	passed, report := through(t, g, `
		Given the SMS code sent to "13800138000" is remembered as "code"
		When a stranger calls logIn with:
		| mobile  | 13800138000 |
		| captcha | {code}      |
		| ts      | 5           |
		Then it succeeds with the message "登录成功"
		Given this log-in is remembered as "Newcomer"
		Then result.uid is {Newcomer's uid}
		And result.accessToken is "{Newcomer 的 token}"
		When "Newcomer" calls logOut with:
		| ts  | 5                  |
		| uid | {Newcomer's uid}   |
		Then 调用成功, 信息 "退出成功"
		Given this log-in is remembered as "Nobody"`)
	want := []string{
		`POST /account/login/captcha  {"captcha":"0123","mobile":"13800138000","sign":"` + sum("captcha=0123$$$mobile=13800138000$$$ts=5$$$accessSecret=Hx!0k!K}5E.]EoP") + `","ts":5}`,
		`POST /account/logout 00000000000000000000000000000001:00000000000000000000000000000002 {"sign":"` +
			sum("ts=5$$$uid=00000000000000000000000000000001$$$accessSecret=00000000000000000000000000000003") + `","ts":5,"uid":"00000000000000000000000000000001"}`,
	}
	if diff := cmp.Diff(want, g.calls); diff != "" || passed || !strings.Contains(report, "the answer has no result.uid") {
		t.Errorf("passed %v, called (-want +got):\n%s\n%s", passed, diff, report)
	}
}

func TestSecretsOfTheGatewayAreNotShown(t *testing.T) {
	g := &gateway{answers: []string{loggedIn}}
	passed, report := through(t, g, `
		When "Toby" calls logIn with:
		| mobile  | 13800138000 |
		| captcha | 0123        |
		| ts      | 5           |
		Then it fails with 100002 "账号已被冻结"`)
	_, exchange, _ := strings.Cut(report, "> POST")
	for _, secret := range []string{"00000000000000000000000000000002", "00000000000000000000000000000003", "0123", base64.StdEncoding.EncodeToString([]byte(tobyUID + ":toby"))} {
		if strings.Contains(exchange, secret) {
			t.Errorf("%s is shown:\n%s", secret, exchange)
		}
	}
	if passed || !strings.Contains(exchange, "Authorization: Basic ***") || !strings.Contains(exchange, `"sign": "`) {
		t.Errorf("passed %v:\n%s", passed, exchange)
	}
}

func TestPagesFollowTheCursor(t *testing.T) {
	list := func(cursors ...string) string {
		var rows []string
		for _, cursor := range cursors {
			rows = append(rows, row(cursor))
		}
		return fmt.Sprintf(blocked, strings.Join(rows, ","))
	}
	const reads = "When \"Toby\" reads all pages of listBlocks with:\n| count | 2 |\n"
	for _, c := range []struct {
		name    string
		answers []string
		then    string
		cursors []string // asked for; none is the first page
		failure string
	}{
		{"to the end", []string{list("3", "2"), list("1"), list()}, "Then items.#.sequenceId equals:\n\"\"\"\n[\"3:" + tonyUID + `", "2:` + tonyUID + `", "1:` + tonyUID + "\"]\n\"\"\"\nAnd pages is 2", []string{"none", "2:" + tonyUID, "1:" + tonyUID}, ""},
		{"an empty list", []string{list()}, "Then items has 0 items\nAnd pages is 0", []string{"none"}, ""},
		{"round in circles", []string{list("3", "2"), list("1"), list("2"), list()}, "", []string{"none", "2:" + tonyUID, "1:" + tonyUID}, "page 3 ends with the cursor 2:" + tonyUID + ", as one before it did, so that reading would never end"},
		{"a refusal", []string{list("3"), `{"errorCode":0,"message":"lastId类型不正确","status":0}`}, "", []string{"none", "3:" + tonyUID}, "page 2 could not be read: status is not 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			g := &gateway{answers: c.answers}
			passed, report := through(t, g, reads+c.then)
			var cursors []string
			for _, call := range g.calls {
				_, query, _ := strings.Cut(strings.Fields(call)[1], "?")
				values, err := url.ParseQuery(query)
				if err != nil || values.Get("count") != "2" {
					t.Errorf("the query is %s (%v)", query, err)
				}
				if values.Has("lastId") {
					cursors = append(cursors, values.Get("lastId"))
				} else {
					cursors = append(cursors, "none")
				}
			}
			if diff := cmp.Diff(c.cursors, cursors); diff != "" || passed != (c.failure == "") || !strings.Contains(report, c.failure) {
				t.Errorf("passed %v, want %q; cursors (-want +got):\n%s\n%s", passed, c.failure, diff, report)
			}
		})
	}
}

func TestFailuresAreExact(t *testing.T) {
	for _, c := range []struct{ name, answer, sentence, want string }{
		{"the very failure", `{"errorCode":-1,"message":"短时间内重复调用","status":0}`, `Then it fails with -1 "短时间内重复调用"`, ""},
		{"in Chinese", `{"errorCode":100002,"message":"账号已被冻结","status":0}`, `Then 调用失败, 错误码 100002, 信息 "账号已被冻结"`, ""},
		{"another code", `{"errorCode":0,"message":"账号已被冻结","status":0}`, `Then it fails with 100002 "账号已被冻结"`, `the answer is not {"errorCode":100002,"message":"账号已被冻结","status":0}`},
		{"another message", `{"errorCode":0,"message":"x","status":0}`, `Then it fails with 0 "<text>"`, `the answer is not {"errorCode":0,"message":"<text>","status":0}`},
		{"a success", done, `Then it fails with 0 "退出成功"`, "the answer is not"},
		{"a success with another message", done, `Then it succeeds with the message "Success"`, `message is "退出成功", want "Success"`},
		{"a failure where a success was wanted", `{"errorCode":0,"message":"x","status":0}`, `Then it succeeds with the message "x"`, "it does not succeed: status is not 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			passed, report := through(t, &gateway{answers: []string{c.answer}}, "When \"Toby\" calls logOut\n"+c.sentence)
			if passed != (c.want == "") || !strings.Contains(report, c.want) {
				t.Errorf("passed %v, want %q:\n%s", passed, c.want, report)
			}
		})
	}
}

func TestHalfASecondIsLongEnough(t *testing.T) {
	g := &gateway{answers: []string{done}}
	passed, report := through(t, g, "When half a second later\nAnd 半秒后\nAnd 501ms pass")
	if diff := cmp.Diff([]string{"500ms", "500ms", "501ms"}, g.advanced); diff != "" || !passed {
		t.Errorf("passed %v, the clock went on by (-want +got):\n%s\n%s", passed, diff, report)
	}
}
