package target

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"contractmock/features/client"
)

// At sends a request to an address that an answer has given, wherever that is: a bucket
// may have a host of its own. What every request to the target carries does not go to
// another host. A path is one of the target's.
func (w *World) At(ctx context.Context, method, address string, header http.Header, body []byte) (*client.Exchange, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" && (address == "" || address[0] != '/') || u.Host != "" && u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%q is no address; it must be a URL such as https://example.com/a.jpg, or a path", address)
	}
	c := *w.Client
	if origin := u.Scheme + "://" + u.Host; u.Host != "" && origin != c.Base {
		c.Base, c.Bases, c.Header, c.AdminToken = origin, nil, nil, ""
	}
	return c.Raw(ctx, method, u.RequestURI(), header, body)
}
