package op_test

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"testing"

	"contractmock/mockserver/op"
)

func TestWhereClientsReachTheMock(t *testing.T) {
	t.Parallel()
	plain := httptest.NewRequest(http.MethodGet, "http://mock.example:4700/a?b", nil)
	encrypted := httptest.NewRequest(http.MethodGet, "http://mock.example/a", nil)
	encrypted.TLS = &tls.ConnectionState{}
	for _, c := range []struct {
		name    string
		request op.Request
		want    string
	}{
		{"where the request came in", op.Request{HTTP: plain}, "http://mock.example:4700"},
		{"encrypted", op.Request{HTTP: encrypted}, "https://mock.example"},
		{"where it was said", op.Request{HTTP: encrypted, PublicURL: "http://front.example"}, "http://front.example"},
	} {
		if got := c.request.BaseURL(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
