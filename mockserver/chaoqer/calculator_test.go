package chaoqer

import "testing"

func TestWhatIsPastedHasAQuery(t *testing.T) {
	t.Parallel()
	for pasted, want := range map[string]string{
		"":                                  "",
		"count=10&ts=1":                     "count=10&ts=1",
		" ?count=10 ":                       "count=10",
		"/club":                             "",
		"/club?count=10#top":                "count=10",
		"https://api.example/club":          "",
		"https://api.example/club?q=a":      "q=a",
		"GET /club?count=10 HTTP/1.1":       "count=10",
		"POST /club":                        "",
		"POST /club HTTP/1.1":               "",
		"redirect=https://a/b?c=d&ts=1":     "redirect=https://a/b?c=d&ts=1",
		"/club?redirect=https://a/b?c=d":    "redirect=https://a/b?c=d",
		"name=a b&ts=1":                     "name=a b&ts=1",
		"A=1 b":                             "A=1 b",
		"?redirect=http://a/?b":             "redirect=http://a/?b",
		"http://127.0.0.1:4700/club?name=A": "name=A",
	} {
		if got := queryOf(pasted); got != want {
			t.Errorf("%q has the query %q, want %q", pasted, got, want)
		}
	}
}
