// Package mocktest gives a test in Go a mock of its own: a URL, clients that are
// somebody, and the hands that a tester has: the clock, the rows, the journal.
//
//	func TestMyTickets(t *testing.T) {
//		t.Parallel()
//		mock := mocktest.Start(t)
//		answer, err := mock.As("Lin").Get(mock.URL + "/v1/status/getTicket?uid=12322")
//		…
//		mock.Advance(time.Hour) // Lin's log-in has ended
//	}
//
// Tests share one mock, which is started when the first of them asks for it, and each
// has a session of its own there, so that they can run in parallel and see nothing of
// each other. A test that needs a mock with other options starts one with [Start] and
// those.
//
// The methods end the test with the control plane's own sentence where they cannot do
// what they are asked, so that they are for the goroutine of the test. The clients
// that they make are for any.
package mocktest
