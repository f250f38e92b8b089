package chaoqer

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestAuthorizations(t *testing.T) {
	t.Parallel()
	encode := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	for _, c := range []struct{ name, sent, uid, token string }{
		{"a uid and a token", "Basic " + encode("a:b"), "a", "b"},
		{"the scheme in other letters", "bAsIc " + encode("a:b"), "a", "b"},
		{"without padding", "Basic " + strings.TrimRight(encode("a:bcd"), "="), "a", "bcd"},
		{"several blanks", "Basic   " + encode("圈:子"), "圈", "子"},
		{"another scheme", "Bearer " + encode("a:b"), "", ""},
		{"no scheme", encode("a:b"), "", ""},
		{"nothing behind it", "Basic", "", ""},
		{"no base64", "Basic a:b", "", ""},
		{"no text", "Basic " + base64.StdEncoding.EncodeToString([]byte{0xff, ':', 0xfe}), "", ""},
		{"no colon", "Basic " + encode("ab"), "", ""},
		{"two colons", "Basic " + encode("a:b:c"), "", ""},
		{"an end that is one", "Basic " + encode("a:b:"), "", ""},
		{"no uid", "Basic " + encode(":b"), "", ""},
		{"no token", "Basic " + encode("a:"), "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			uid, token, malformed := basic(c.sent)
			if c.uid == "" && malformed == "" || c.uid != "" && (malformed != "" || uid != c.uid || token != c.token) {
				t.Errorf("%q and %q, malformed %q", uid, token, malformed)
			}
		})
	}
}

func FuzzBasic(f *testing.F) {
	f.Add("Basic YTpi")
	f.Add("basic  YTpi====")
	f.Add("Basic")
	f.Fuzz(func(t *testing.T, sent string) {
		uid, token, malformed := basic(sent)
		if malformed != "" {
			return
		}
		again, same, wrong := basic("Basic " + base64.StdEncoding.EncodeToString([]byte(uid+":"+token)))
		if wrong != "" || again != uid || same != token {
			t.Errorf("%q is %q and %q, and these are %q and %q %s", sent, uid, token, again, same, wrong)
		}
	})
}
