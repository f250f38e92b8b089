package mockserver_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver"
	"contractmock/mockserver/clock"
)

var update = flag.Bool("update", false, "write the golden transcripts anew")

// sent is a request of a transcript.
type sent struct {
	method, target, authorization, body string
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
}

func TestTheSameRequestsGetTheSameBytes(t *testing.T) {
	for api, requests := range transcripts {
		t.Run(api, func(t *testing.T) {
			first, second := transcript(t, 7, requests), transcript(t, 7, requests)
			if diff := cmp.Diff(first, second); diff != "" {
				t.Errorf("two runs differ:\n%s", diff)
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

func transcript(t *testing.T, seed uint64, requests []sent) string {
	t.Helper()
	now, err := clock.Parse("2024-07-20 09:00:00")
	if err != nil {
		t.Fatal(err)
	}
	stands := now.Time()
	mock, err := mockserver.New(mockserver.Options{
		Seed: seed, Now: &now, Answers: mockserver.AnswersFatal, Wall: func() time.Time { return stands },
	})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for _, s := range requests {
		r := httptest.NewRequest(s.method, s.target, strings.NewReader(s.body))
		if s.authorization != "" {
			r.Header.Set("Authorization", s.authorization)
		}
		if s.body != "" {
			r.Header.Set("Content-Type", "application/json")
		}
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, r)
		fmt.Fprintf(&b, "> %s %s\n", s.method, s.target)
		if s.authorization != "" {
			fmt.Fprintf(&b, "> Authorization: %s\n", s.authorization)
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
