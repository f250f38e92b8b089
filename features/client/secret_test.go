package client_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"contractmock/features/client"
)

// hide takes the secret of an environment out of a text.
func hide(text string) string { return strings.ReplaceAll(text, "geheim123", "${KEY}") }

// hangsUp is the address of a server that reads a request and gives no answer.
func hangsUp(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	t.Cleanup(server.Close)
	return server
}

func TestAnErrorOfTheNetworkShowsNoSecrets(t *testing.T) {
	t.Parallel()
	server := hangsUp(t)
	c := &client.Client{Base: server.URL, HTTP: server.Client(), Hide: hide}
	_, err := c.Raw(t.Context(), http.MethodGet, "/cgi-bin/v1/events?access_token=SECRET9&q=geheim123", nil, nil)
	const want = "no answer to GET /cgi-bin/v1/events?access_token=***&q=${KEY}: "
	if !errors.Is(err, client.ErrNoAnswer) || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("the error is %v, want %s…", err, want)
	}
}

func TestASecretIsHiddenBeforeALongTextIsCut(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(strings.Repeat("x", 3996) + "geheim123" + strings.Repeat("y", 100)))
	}))
	t.Cleanup(server.Close)
	c := &client.Client{Base: server.URL, HTTP: server.Client(), Hide: hide}
	x, err := c.Raw(t.Context(), http.MethodGet, "/", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if text := x.String(); strings.Contains(text, "geh") {
		t.Errorf("the exchange shows a part of the secret: …%s", text[len(text)-60:])
	}
}

func TestWhatATerminalWouldActUponIsNotShown(t *testing.T) {
	t.Parallel()
	x := client.Exchange{Method: "GET", URL: "/", Status: 200, AnswerBody: []byte("圈　a\x1b[2J\a\u009bb\tc\r\n")}
	if text := x.String(); !strings.Contains(text, "圈　a�[2J��b\tc�\n< ") && !strings.HasSuffix(text, "圈　a�[2J��b\tc�\n<") {
		t.Errorf("the exchange is shown as %q", text)
	}
}

func TestACurlLineGoesWhereTheCallWould(t *testing.T) {
	t.Parallel()
	c := &client.Client{Base: "http://all.test/", Bases: map[string]string{"tickets": "http://tickets.test/api"}, AdminToken: "steer", Header: http.Header{"X-Way": {"1"}}}
	for _, line := range []struct{ operation, want string }{
		{"tickets.getTicket", `curl -gsS --path-as-is -X GET -H 'X-Way: 1' http://tickets.test/api/v1/status/getTicket`},
		{"admin.listPersonas", `curl -gsS --path-as-is -X GET -H 'Authorization: Bearer steer' -H 'X-Way: 1' http://all.test/__admin/personas`},
	} {
		operation, err := client.FindAnywhere(line.operation)
		if err != nil {
			t.Fatal(err)
		}
		x, err := c.Prepare(nil, operation, nil, client.Manner{})
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Curl(x); got != line.want {
			t.Errorf("%s:\n got %s\nwant %s", line.operation, got, line.want)
		}
	}
}

// TestALineToPasteHidesWhatAReportMust: as the request was sent, but for its secrets.
func TestALineToPasteHidesWhatAReportMust(t *testing.T) {
	t.Parallel()
	x := &client.Exchange{
		Method: http.MethodPost, URL: "/club?a[0]=1&sign=s", Body: []byte(`@it's {"token":"t"}`),
		Header: http.Header{"Authorization": {"Basic YTpi"}, "Cookie": {"chaoqer_wx_code=c"}, "Content-Type": nil},
	}
	want := `curl -gsSi --path-as-is -X POST -H 'Authorization: Basic ***' -H Content-Type: -H 'Cookie: ***' --data-raw '@it'\''s {"token":"***"}' 'http://there.test/club?a[0]=1&sign=s'`
	if got := x.Curl("http://there.test/"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
