package mocktest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"contractmock/mockserver/mocktest"
)

// t is what a test has as its *testing.T.
var t testing.TB = example{}

// example is the testing.TB of an example, which has none.
type example struct{ testing.TB }

func (example) Helper()                      {}
func (example) Name() string                 { return "Example" }
func (example) Cleanup(func())               {}
func (example) Context() context.Context     { return context.Background() }
func (example) Fatalf(f string, args ...any) { panic(fmt.Sprintf(f, args...)) }

// decode reads an answer's JSON.
func decode[T any](answer *http.Response, err error) (body T) {
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(&body); err != nil {
		t.Fatalf("%v", err)
	}
	return body
}

// tickets is an answer of the repair-ticket API.
type tickets struct {
	Success bool
	Data    any
}

// A test starts a session and calls as Lin, who asks for somebody else's tickets.
func Example() {
	mock := mocktest.Start(t)

	answer, err := mock.As("Lin").Get(mock.URL + "/v1/status/getTicket?uid=12323")
	body := decode[tickets](answer, err)

	fmt.Println(answer.StatusCode, body.Data)
	fmt.Println(mock.Last().Diagnosis[0].Text)
	// Output:
	// 403 权限不足
	// the tickets of user 12323 are for that user and administrators; Lin is user 12322 (T09)
}

// The gateway's requests are signed, with the secret of the persona.
func ExampleMock_As() {
	type result struct {
		Status  int
		Message string
		Result  struct{ ClubID, Name string }
	}
	mock := mocktest.Start(t)
	toby := mock.As("Toby")

	made := decode[result](toby.PostForm(mock.URL+"/club", url.Values{"name": {"读书圈"}, "cover": {"https://example.com/c.jpg"}}))
	got := decode[result](toby.Get(mock.URL + "/club/" + made.Result.ClubID))

	fmt.Println(got.Status, got.Message, got.Result.Name)
	fmt.Println(mock.Last().Persona, mock.Last().Operation, mock.Last().Verdict)
	// Output:
	// 1 Success 读书圈
	// Toby getClub ok
}

// A token of the tickets holds for an hour.
func ExampleMock_Advance() {
	mock := mocktest.Start(t)
	lin := mock.As("Lin")
	ask := func() string {
		decode[tickets](lin.Get(mock.URL + "/v1/status/getTicket?uid=12322"))
		return mock.Last().Verdict
	}

	mock.Advance(59 * time.Minute)
	fmt.Println(ask())
	mock.Advance(time.Minute)
	fmt.Println(ask())
	lin = mock.LogIn("Lin")
	fmt.Println(ask())
	// Output:
	// ok
	// token-expired
	// ok
}

// Two tests that run in parallel see nothing of each other: each has a session of its own.
func ExampleStart() {
	one, other := mocktest.Start(t), mocktest.Start(t)

	one.PatchRow("tickets", "tickets", "50", map[string]any{"repair_status": "Done", "completion_time": "+0s"})

	for _, mock := range []*mocktest.Mock{one, other} {
		var ticket struct {
			Status string `json:"repair_status"`
		}
		mock.Row("tickets", "tickets", "50", &ticket)
		fmt.Println(ticket.Status)
	}
	fmt.Println(one.URL == other.URL, one.Session == other.Session)
	// Output:
	// Done
	// UserConfirming
	// true false
}

// The control plane has more than the methods: here the code of an SMS.
func ExampleMock_Control() {
	mock := mocktest.Start(t)

	decode[struct{ Status int }](mock.Client().Post(mock.URL+"/account/captcha", "application/json", strings.NewReader(`{"mobile":"13912345678"}`)))
	var sms struct{ Mobile, Code string }
	mock.Control(http.MethodGet, "/chaoqer/sms?mobile=13912345678", nil, &sms)

	fmt.Println(sms.Mobile, len(sms.Code))
	// Output: +8613912345678 4
}
