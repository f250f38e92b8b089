package mockserver_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/fixtures"
	"contractmock/mockserver"
	"contractmock/mockserver/clock"
	"contractmock/mockserver/sign"
	"contractmock/openapi"
)

var update = flag.Bool("update", false, "write the golden transcripts anew")

// sent is a request of a transcript.
type sent struct {
	method, target, authorization, body, staff string
}

// transcripts are requests to each API. The answers must not depend on anything
// but the seed, the time and the order of the requests.
var transcripts = map[string][]sent{
	"tickets": {
		{method: "GET", target: "/v1/status/getTicket"},
		{method: "OPTIONS", target: "/v1/status/getTicket"},
		{method: "POST", target: "/v1/status/getTicket"},
		{method: "GET", target: "/v1/status/getTickets"},
		{method: "GET", target: "/v1/status/getTicket", authorization: "Bearer lin-token"},
		{method: "GET", target: "/v1/status/getTicket?orderid=1&td=2&list=Pending&page=x", authorization: "Bearer lin-token"},
		{method: "GET", target: "/v1/status/getTicket?uid=12322&list=pending&page=2", authorization: "Bearer lin-token"},
		{method: "POST", target: "/__admin/tokens", body: `{"persona":"Lin"}`},
		{method: "GET", target: "/v1/status/getTicket?uid=12322", authorization: "Bearer lin-token"},
		{method: "PATCH", target: "/__admin/state/tickets/tickets/2", body: `{"assigned_technician_id":12311,"assigned_time":"-10m"}`},
		{method: "GET", target: "/v1/status/getTicket?orderid=2", authorization: "Bearer chen-token"},
		{method: "PUT", target: "/__admin/clock", body: `{"advance":"1h"}`},
		{method: "GET", target: "/v1/status/getTicket", authorization: "Bearer sun-token"},
		{method: "POST", target: "/__admin/reset"},
		{method: "POST", target: "/__admin/tokens", body: `{"persona":"Lin"}`},
		{method: "GET", target: "/v1/status/getTicket?orderid=2", authorization: "Bearer chen-token"},
		{method: "GET", target: "/__admin/requests?session=default&operation=issueToken"},
	},
	"chaoqer": {
		{method: "OPTIONS", target: "/user/card"},
		{method: "GET", target: "/user/cards"},
		{method: "GET", target: "/user/card"},
		{method: "GET", target: "/user/card?count=10&ts=1&sign=0", authorization: tobysLogin},
		tobys("GET", "/user/block", "count=10"),
		tobys("GET", "/user/card", "count=1"),
		tobys("GET", "/user/card", "count=1", "lastId=1616747477657:a5f00712b45b499eb15e99d77138d02d"),
		tobys("GET", "/user/card", "count=0"),
		tobys("GET", "/user/message", "count=10"),
		tobys("GET", "/user/message/unread_total"),
		tobys("GET", "/user/250228d2eb8e4db8b4fc6b8e3e2a902d/profile"),
		tobys("POST", "/user/800fd752a5284eeb82396fe7478175eb/card"),
		tobys("POST", "/user/800fd752a5284eeb82396fe7478175eb/card"),
		signed("POST", "/account/captcha", "Hx!0k!K}5E.]EoP", "mobile=13912345678"),
		{method: "GET", target: "/__admin/chaoqer/sms?mobile=13912345678"},
		signed("POST", "/account/login/captcha", "Hx!0k!K}5E.]EoP", "captcha=8888", "mobile=13900139000"),
		{method: "GET", target: "/__admin/requests?session=default&operation=logIn"},
	},
	"lexiang": {
		{method: "OPTIONS", target: "/cgi-bin/v1/events"},
		{method: "GET", target: "/cgi-bin/v1/event"},
		{method: "DELETE", target: "/cgi-bin/v1/events"},
		{method: "GET", target: "/cgi-bin/v1/events"},
		{method: "POST", target: "/cgi-bin/token", body: `{"grant_type":"client_credentials","app_key":"contractmock","app_secret":"wrong"}`},
		{method: "POST", target: "/cgi-bin/token", body: `{"grant_type":"client_credentials","app_key":"contractmock","app_secret":"contractmock-secret"}`},
		{method: "GET", target: "/cgi-bin/v1/events?per_page=2&page=2&list_type=all", authorization: lexiangs},
		{method: "GET", target: "/cgi-bin/v1/events?filter%5Bended_at%5D%5Bsince%5D=2023-06-21+15:13:00&sort=ended_at", authorization: lexiangs},
		{method: "GET", target: "/cgi-bin/v1/events?per_page=0&sort=title&filter[started_at][since]=2023-02-30", authorization: lexiangs},
		{method: "GET", target: "/cgi-bin/v1/events/ce9143f20e6b11ee9c3aee7762defxxx", authorization: lexiangs},
		{method: "GET", target: "/cgi-bin/v1/events/3c5c1f60fed711e9b1a95254005b9a01/participants", authorization: lexiangs},
		{method: "GET", target: "/cgi-bin/v1/staffs/zhangsan/events?per_page=1", authorization: lexiangs},
		{method: "POST", target: "/cgi-bin/v1/events", authorization: lexiangs, staff: "lisi", body: `{"data":{"attributes":{"title":""}}}`},
		{method: "POST", target: "/cgi-bin/v1/events", authorization: lexiangs, staff: "lisi", body: `{"data":{"attributes":{"title":"圈","location":"地点","started_at":"2024-08-01 10:00","ended_at":"2024-08-01 12:00"},"relationships":{"team":{"data":{"type":"team","id":"578f91d079c611ed8ee0f2ba6c6847f5"}}}}}`},
		{method: "PUT", target: "/cgi-bin/v1/events/f2ae74bc0e7011eeb6b7de5381fd83xx", authorization: lexiangs, staff: "lisi", body: `{"data":{"attributes":{"content":"正文"}}}`},
		{method: "PUT", target: "/__admin/lexiang/events/9fcea8de0e7011ee85973a9f1b55fdxx/participants/lisi"},
		{method: "GET", target: "/cgi-bin/v1/events/9fcea8de0e7011ee85973a9f1b55fdxx/participants", authorization: lexiangs},
	},
}

const lexiangs = "Bearer lexiang-token"

const tobysLogin = "Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE="

// tobys is a request that Toby has signed.
func tobys(method, path string, pairs ...string) sent {
	s := signed(method, path, "e31bc25bcc6641a1a998eacb6ca9d244", pairs...)
	s.authorization = tobysLogin
	return s
}

// signed is a request with its parameters, sorted already, in the query.
func signed(method, path, secret string, pairs ...string) sent {
	pairs = append(pairs, "ts=1620736603909")
	digest := sign.Digest(strings.Join(pairs, "$$$") + "$$$accessSecret=" + secret)
	return sent{method: method, target: path + "?" + strings.Join(append(pairs, "sign="+digest), "&")}
}

func TestTheSameRequestsGetTheSameBytes(t *testing.T) {
	for api, requests := range transcripts {
		t.Run(api, func(t *testing.T) {
			first, second := transcript(t, 7, requests), transcript(t, 7, requests)
			if diff := cmp.Diff(first, second); diff != "" {
				t.Errorf("two runs differ:\n%s", diff)
			}
			if own := transcriptOf(t, mine(t), requests); own != first {
				t.Errorf("files that were put out and taken back give other answers (- embedded, + taken back):\n%s", cmp.Diff(first, own))
			}
			if other := transcript(t, 8, requests); other == first {
				t.Error("another seed gives the same ids")
			}
			golden := "testdata/" + api + ".transcript"
			if *update {
				if err := os.WriteFile(golden, []byte(first), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), first); diff != "" {
				t.Errorf("the answers are not those of %s (- kept, + now); -update keeps the new ones:\n%s", golden, diff)
			}
		})
	}
}

// mine are options with the embedded files as files of a user.
func mine(t *testing.T) mockserver.Options {
	t.Helper()
	dir := t.TempDir()
	for name, files := range map[string]fs.FS{"openapi": openapi.Files, "fixtures": fixtures.Files} {
		if err := os.CopyFS(filepath.Join(dir, name), files); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(dir, "openapi", "admin.yaml")); err != nil {
		t.Fatal(err)
	}
	return mockserver.Options{Seed: 7, OpenAPI: os.DirFS(filepath.Join(dir, "openapi")), OpenAPIName: ".", Fixtures: os.DirFS(filepath.Join(dir, "fixtures"))}
}

func transcript(t *testing.T, seed uint64, requests []sent) string {
	t.Helper()
	return transcriptOf(t, mockserver.Options{Seed: seed}, requests)
}

func transcriptOf(t *testing.T, options mockserver.Options, requests []sent) string {
	t.Helper()
	now, err := clock.Parse("2024-07-20 09:00:00")
	if err != nil {
		t.Fatal(err)
	}
	stands := now.Time()
	options.Now, options.Answers, options.Wall = &now, mockserver.AnswersFatal, func() time.Time { return stands }
	mock, err := mockserver.New(options)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for _, s := range requests {
		r := httptest.NewRequest(s.method, s.target, strings.NewReader(s.body))
		if strings.HasPrefix(s.target, "/__admin/") {
			r.RemoteAddr, r.Host = "127.0.0.1:50000", "localhost:4700"
		}
		if s.authorization != "" {
			r.Header.Set("Authorization", s.authorization)
		}
		if s.body != "" {
			r.Header.Set("Content-Type", "application/json")
		}
		if s.staff != "" {
			r.Header.Set("StaffID", s.staff)
		}
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, r)
		fmt.Fprintf(&b, "> %s %s\n", s.method, s.target)
		if s.authorization != "" {
			fmt.Fprintf(&b, "> Authorization: %s\n", s.authorization)
		}
		if s.staff != "" {
			fmt.Fprintf(&b, "> StaffID: %s\n", s.staff)
		}
		if s.body != "" {
			fmt.Fprintf(&b, "> %s\n", s.body)
		}
		fmt.Fprintf(&b, "< %d %s\n", w.Code, http.StatusText(w.Code))
		for _, name := range slices.Sorted(maps.Keys(w.Header())) {
			fmt.Fprintf(&b, "< %s: %s\n", name, strings.Join(w.Header()[name], ", "))
		}
		fmt.Fprintf(&b, "%s\n\n", w.Body)
	}
	return b.String()
}
