package mockserver

import (
	"net/http"
	"strings"
	"testing"

	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
	"contractmock/openapi/spec"
)

// described is near misses, one line each.
func described(near []journal.NearMiss) string {
	var lines []string
	for _, miss := range near {
		line := miss.API + "." + miss.Operation + ":"
		for _, why := range miss.Why {
			line += " [" + why.Kind + "] " + why.Text
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// nearAPIs are two APIs, one below a path of its own, the other with patterns in its paths.
func nearAPIs(t *testing.T) []*op.API {
	t.Helper()
	var apis []*op.API
	for name, text := range map[string]string{
		"shop": `
servers: [{url: https://shop.example/api/v2}]
paths:
  /items: {get: {operationId: listItems, x-mock: example, responses: {"204": {description: ok}}}}
  /items/{item}: {get: {operationId: getItem, x-mock: example, parameters: [{name: item, in: path, required: true, schema: {type: string}}], responses: {"204": {description: ok}}}}
`,
		"club": `
paths:
  /club: {post: {operationId: createClub, x-mock: example, responses: {"204": {description: ok}}}}
  /club/{clubId}: {get: {operationId: getClub, x-mock: example, parameters: [{name: clubId, in: path, required: true, schema: {type: string, pattern: "^[0-9a-f]{4}$"}}], responses: {"204": {description: ok}}}}
  /club/{clubId}/start: {post: {operationId: startClub, x-mock: example, parameters: [{name: clubId, in: path, required: true, schema: {type: string, pattern: "^[0-9a-f]{4}$"}}], responses: {"204": {description: ok}}}}
  /user/profile: {get: {operationId: getProfile, x-mock: example, responses: {"204": {description: ok}}}, put: {operationId: putProfile, x-mock: example, responses: {"204": {description: ok}}}}
`,
	} {
		document, err := spec.Compile(name, name+".yaml", []byte("openapi: 3.0.3\ninfo: {title: near, version: \"1\"}"+text))
		if err != nil {
			t.Fatal(err)
		}
		apis = append(apis, &op.API{Document: document, TrailingSlash: name == "shop"})
	}
	if apis[0].Document.Name != "club" { // maps have no order
		apis[0], apis[1] = apis[1], apis[0]
	}
	return apis
}

func TestNearMissesSayWhyEachOperationDoesNotFit(t *testing.T) {
	t.Parallel()
	apis := nearAPIs(t)
	r, err := newRouter(apis)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, method, path, want string
	}{
		{"another method", "DELETE", "/user/profile", "club.getProfile: [method] DELETE: GET is wanted\nclub.putProfile: [method] DELETE: PUT is wanted"},
		{"a misspelt segment", "GET", "/user/prof1le", "club.getProfile: [segment] prof1le: profile is wanted"},
		{"a misspelt segment and another method", "POST", "/user/prof1le", "club.getProfile: [method] POST: GET is wanted [segment] prof1le: profile is wanted\nclub.putProfile: [method] POST: PUT is wanted [segment] prof1le: profile is wanted"},
		{"other letter case", "PUT", "/user/Profile", "club.putProfile: [case] Profile: profile is wanted; letter case counts"},
		{"a path parameter's pattern", "GET", "/club/ABC", "club.getClub: [pattern] ABC: clubId must match [0-9a-f]{4}"},
		{"another word", "POST", "/club/00ff/begin", "club.startClub: [segment] begin: start is wanted\nclub.getClub: [method] POST: GET is wanted [surplus] begin is a segment too many"},
		{"a parameter is missing", "GET", "/club/", "club.createClub: [method] GET: POST is wanted [slash] the slash at the end is too many"},
		{"a parameter is missing in the middle", "POST", "/club/start", "club.getClub: [method] POST: GET is wanted [pattern] start: clubId must match [0-9a-f]{4}\nclub.startClub: [missing] {clubId} is missing\nclub.createClub: [surplus] start is a segment too many"},
		{"a segment too many", "GET", "/club/00ff/members/all", ""},
		{"one segment too many", "GET", "/club/00ff/all", "club.getClub: [surplus] all is a segment too many\nclub.startClub: [method] GET: POST is wanted [segment] all: start is wanted"},
		{"a slash at the end", "GET", "/club/00ff/", "club.getClub: [slash] the slash at the end is too many"},
		{"a slash at the end where that is nothing", "GET", "/api/v2/item/", "shop.listItems: [segment] item: items is wanted"},
		{"two slashes", "GET", "/user//profile", "club.getProfile: [surplus] nothing (two slashes) is a segment too many"},
		{"the base path is missing", "GET", "/items", "shop.listItems: [base] /api/v2 is missing at the beginning"},
		{"the base path is missing, below it", "GET", "/items/7", "shop.getItem: [base] /api/v2 is missing at the beginning"},
		{"the base path is misspelt", "GET", "/api/v1/items", "shop.listItems: [segment] v1: v2 is wanted"},
		{"nothing like it", "GET", "/nothing/at/all", ""},
		{"the root", "GET", "/", ""},
		{"no path", "GET", "", ""},
		{"a path that is too long to look at", "GET", "/user/profile" + strings.Repeat("x", 600), ""},
		{"a path of too many segments", "GET", "/user/profile" + strings.Repeat("/x", 20), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			near := r.nearMisses(apis[0], c.method, c.path)
			if got := described(near); got != c.want || near == nil {
				t.Errorf("%s %s is near to\n%s\nwant\n%s", c.method, c.path, got, c.want)
			}
		})
	}
}

func TestOfTwoEquallyNearTheVoicesComesFirst(t *testing.T) {
	t.Parallel()
	apis := nearAPIs(t)
	voice := *apis[0]
	operation := *voice.Document.Operations[3]
	operation.API = "voice"
	voice.Document = &spec.Document{Name: voice.Document.Name, Operations: []*spec.Operation{&operation}}
	r := &router{shapes: shapes([]*op.API{apis[0], &voice})}
	near := r.nearMisses(&voice, operation.Method, "/user/prof1le")
	if len(near) != 2 || near[0].API != "voice" || near[1].API != "club" {
		t.Errorf("near is\n%s", described(near))
	}
}

// FuzzNearMisses: whatever the path, there are at most three near misses, each with a
// reason, and a path that an operation has is never one.
func FuzzNearMisses(f *testing.F) {
	for _, path := range []string{"/", "", "//", "/club/", "/user/prof1le/", "/api/v2/items/\x00/..", "/{clubId}", "/圈子/\xff"} {
		f.Add("GET", path)
	}
	mock, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, method, path string) {
		near := mock.current.Load().router.nearMisses(mock.apis()[0], method, path)
		if len(near) > 3 || near == nil {
			t.Fatalf("%d near misses", len(near))
		}
		for _, miss := range near {
			if len(miss.Why) == 0 {
				t.Errorf("%s %q: no reason why it is not %s", method, path, miss.Operation)
			}
			for _, why := range miss.Why {
				if len(why.Text) > 300 {
					t.Errorf("a reason of %d bytes", len(why.Text))
				}
			}
		}
	})
}

func BenchmarkNearMisses(b *testing.B) {
	mock, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		mock.current.Load().router.nearMisses(mock.apis()[0], http.MethodGet, "/cgi-bin/v1/staffs/zhangsan/event")
	}
}
