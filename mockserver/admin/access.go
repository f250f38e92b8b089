package admin

import (
	"cmp"
	"crypto/subtle"
	"errors"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"contractmock/mockserver/op"
)

// ErrTokenForm is the error of an admin token that no header can carry.
var ErrTokenForm = errors.New("an admin token is printable ASCII without blanks")

// Refusals of those who may not use the control plane.
var (
	ErrToken     = op.Refusal{ID: "admin-token", Status: http.StatusUnauthorized, Message: "the control plane of this mock wants its admin token; send Authorization: Bearer <token>"}
	ErrRemote    = op.Refusal{ID: "admin-remote", Status: http.StatusForbidden, Message: "the control plane is for this machine alone; start the mock with an admin token to use it from elsewhere"}
	ErrForwarded = op.Refusal{ID: "admin-forwarded", Status: http.StatusForbidden, Message: "the control plane does not know whom a proxy speaks for; go around it, or start the mock with an admin token"}
	ErrHost      = op.Refusal{ID: "admin-host", Status: http.StatusForbidden, Message: "the control plane is not known under this Host; use localhost or the address listened on, or start the mock with an admin token"}
)

// usable refuses a token that clients could not send.
func usable(token string) error {
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return ErrTokenForm
	}
	return nil
}

// admit lets those pass who may use the control plane, and pages of foreign origins
// not even then. Whether the mock is up everybody may ask, but for those who send
// a wrong token; where there is a token, everybody may have the console's empty pages.
func (c *control) admit(r *op.Request) (op.Reply, bool) {
	refusal := c.barred(r.HTTP)
	probes := r.Operation.ID == "health" && r.HTTP.Header.Get("Authorization") == ""
	if refusal == nil || probes || refusal.ID == ErrToken.ID && slices.Contains(pages, r.Operation.ID) {
		return c.origin(r)
	}
	reply := op.Reply{Refusal: refusal}
	if refusal.ID == ErrToken.ID {
		reply.Header = http.Header{"Www-Authenticate": {`Bearer realm="contractmock control plane"`}}
	}
	return reply, true
}

// pages are what a browser asks for before it can send a token. They hold nothing of the
// mock's, and ask for the token themselves.
var pages = []string{"openConsole", "openDocs", "getConsoleFile"}

// barred is why a request may not use the control plane; nil if it may. With an admin
// token that alone counts: a page whose name was rebound to this machine cannot know
// it. Without one the peer must be on this machine, speak for itself, and call the
// mock by a name that is the mock's.
func (c *control) barred(r *http.Request) *op.Refusal {
	if c.Token != "" {
		scheme, token, _ := strings.Cut(strings.Join(r.Header.Values("Authorization"), ", "), " ")
		if strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare([]byte(token), []byte(c.Token)) == 1 {
			return nil
		}
		return &ErrToken
	}
	if peer, err := netip.ParseAddrPort(r.RemoteAddr); err != nil || !isHere(peer.Addr(), r) {
		refusal := ErrRemote.Because("the control plane is for this machine alone, and this request comes from %s; start the mock with --admin-token to let others use it", cmp.Or(r.RemoteAddr, "nowhere"))
		return &refusal
	}
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		if slices.Contains(marks, name) || strings.HasPrefix(name, "X-Forwarded-") {
			refusal := ErrForwarded.Because("the header %s says that a proxy has sent this on, and not for whom; go around the proxy, or start the mock with --admin-token", name)
			return &refusal
		}
	}
	if !c.known(r) {
		refusal := ErrHost.Because("the control plane is not known as %q; use localhost or the address listened on, name it with --public-url, or start the mock with --admin-token", r.Host)
		return &refusal
	}
	return nil
}

// marks are headers, beside X-Forwarded-…, that a proxy adds.
var marks = []string{"Cf-Connecting-Ip", "Forwarded", "True-Client-Ip", "Via", "X-Real-Ip"}

// known tells whether a request's Host is this machine, the address listened on or
// the public URL's. A request without one (HTTP/1.0) asks for no other.
func (c *control) known(r *http.Request) bool {
	host := strings.ToLower(strings.TrimSuffix((&url.URL{Host: r.Host}).Hostname(), "."))
	public, err := url.Parse(c.PublicURL)
	if err == nil && host == strings.ToLower(public.Hostname()) {
		return true
	}
	if address, err := netip.ParseAddr(host); err == nil {
		return isHere(address, r)
	}
	return r.Host == "" || host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// isHere tells whether an address is this machine's: a loopback one, or the one at
// which the request came in.
func isHere(address netip.Addr, r *http.Request) bool {
	address = address.Unmap().WithZone("")
	if at, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
		if own, err := netip.ParseAddrPort(at.String()); err == nil && own.Addr().Unmap().WithZone("") == address {
			return true
		}
	}
	return address.IsLoopback()
}

// origin refuses writes that a page of a foreign origin sends.
func (c *control) origin(r *op.Request) (op.Reply, bool) {
	if err := c.foreign.Check(r.HTTP); err != nil {
		return r.Stop(ErrForeignOrigin.Because("a page of another origin (%s) may not steer the mock; start it with --admin-origin to let it", cmp.Or(r.HTTP.Header.Get("Origin"), "it does not say which")))
	}
	return r.Pass()
}

// cors lets the pages of the trusted origins read the answers.
func (c *control) cors(request *http.Request, answer http.Header) {
	answer.Add("Vary", "Origin")
	origin := request.Header.Get("Origin")
	if !slices.Contains(c.Origins, origin) {
		return
	}
	answer.Set("Access-Control-Allow-Origin", origin)
	answer.Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS")
	answer.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Mock-Session")
	answer.Set("Access-Control-Expose-Headers", "Mock-Request, Mock-Diagnosis")
	answer.Set("Access-Control-Max-Age", "3600")
}
