package mockserver

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// endlessBody does not end; it counts what was read of it.
type endlessBody struct{ read int64 }

func (e *endlessBody) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	e.read += int64(len(p))
	return len(p), nil
}

var inBraces = regexp.MustCompile(`\{[^}]*\}`)

// anyPathOf is a path that an operation has.
func anyPathOf(o *spec.Operation) string { return inBraces.ReplaceAllString(o.Path, "x") }

// TestTheControlPlaneIsClosed, every operation of it, to whom it is not for: and their
// bodies are not even read.
func TestTheControlPlaneIsClosed(t *testing.T) {
	t.Parallel()
	document, err := openapi.Document(openapi.Admin)
	if err != nil {
		t.Fatal(err)
	}
	open, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	guarded, err := New(Options{AdminToken: adminToken})
	if err != nil {
		t.Fatal(err)
	}
	closed := 0
	for _, o := range document.Operations {
		for _, c := range []struct {
			name   string
			mock   *Server
			peer   string
			host   string
			header map[string]string
			want   string
			status int
		}{
			{name: "another machine", mock: open, peer: "192.0.2.1:50000", want: "admin-remote", status: 403},
			{name: "a rebound name", mock: open, host: "evil.example", want: "admin-host", status: 403},
			{name: "a proxy", mock: open, header: map[string]string{"X-Forwarded-For": "127.0.0.1"}, want: "admin-forwarded", status: 403},
			{name: "without the token", mock: guarded, want: "admin-token", status: 401},
			{name: "with another token", mock: guarded, header: bearer(adminToken[1:]), want: "admin-token", status: 401},
			{name: "a page of a foreign origin", mock: open, header: map[string]string{"Origin": "https://evil.example"}, want: "foreign-origin", status: 403},
			{name: "a page of another port", mock: open, header: map[string]string{"Origin": "http://localhost:3000"}, want: "foreign-origin", status: 403},
			{name: "a page that says nothing of itself", mock: open, header: map[string]string{"Origin": "null"}, want: "foreign-origin", status: 403},
			{name: "a page of another site", mock: open, header: map[string]string{"Sec-Fetch-Site": "cross-site"}, want: "foreign-origin", status: 403},
			{name: "a page of a site like it", mock: open, header: map[string]string{"Sec-Fetch-Site": "same-site"}, want: "foreign-origin", status: 403},
			{name: "a page of a foreign origin with the token", mock: guarded, header: map[string]string{"Authorization": "Bearer " + adminToken, "Origin": "https://evil.example"}, want: "foreign-origin", status: 403},
		} {
			looks := o.Method == http.MethodGet
			if looks && c.want == "foreign-origin" || o.ID == "health" && c.header["Authorization"] == "" {
				continue // no page can read the one, and the other says nothing but that the mock is up
			}
			if c.want == "admin-token" && slices.Contains([]string{"openConsole", "openDocs", "getConsoleFile"}, o.ID) {
				continue // the empty pages, which ask for the token
			}
			var body endlessBody
			r := here(httptest.NewRequest(o.Method, anyPathOf(o), &body))
			if c.peer != "" {
				r.RemoteAddr = c.peer
			}
			if c.host != "" {
				r.Host = c.host
			}
			for name, value := range c.header {
				r.Header.Set(name, value)
			}
			w := httptest.NewRecorder()
			c.mock.ServeHTTP(w, r)
			if got, _, _ := strings.Cut(w.Header().Get("Mock-Diagnosis"), ":"); got != c.want || w.Code != c.status || body.read > 0 {
				t.Errorf("%s of %s: %d, the diagnosis names %q, want %q; %d bytes of the body were read", o.ID, c.name, w.Code, got, c.want, body.read)
			}
			closed++
		}
	}
	if closed < 300 {
		t.Errorf("%d requests were tried", closed)
	}
}

// TestEveryBodyIsBounded: whatever is uploaded or imported, no more is read of it than its
// operation takes.
func TestEveryBodyIsBounded(t *testing.T) {
	t.Parallel()
	mock, err := New(Options{MaxBody: 4 << 10})
	if err != nil {
		t.Fatal(err)
	}
	own := map[string]int64{"importSnapshot": 64 << 20, "putImage": 5 << 20}
	for _, name := range append(openapi.APIs(), openapi.Admin, openapi.Outside) {
		document, err := openapi.Document(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range document.Operations {
			limit := int64(4 << 10)
			if o.MaxBody > 0 {
				if own[o.ID] != o.MaxBody {
					t.Errorf("%s.%s takes a body of %d bytes, which is news", name, o.ID, o.MaxBody)
				}
				limit = o.MaxBody
				delete(own, o.ID)
			}
			var body endlessBody
			path := strings.NewReplacer("{imageDir}", "cover", "{imageFile}", strings.Repeat("0", 32)+".jpg", "{uid}", strings.Repeat("0", 32)).Replace(o.Path)
			r := here(httptest.NewRequest(o.Method, inBraces.ReplaceAllString(path, strings.Repeat("0", 32)), &body))
			r.ContentLength = -1
			w := httptest.NewRecorder()
			mock.ServeHTTP(w, r)
			if w.Code != http.StatusRequestEntityTooLarge || !strings.HasPrefix(w.Header().Get("Mock-Diagnosis"), "body-too-large") {
				t.Errorf("%s.%s answers %d %s", name, o.ID, w.Code, w.Header().Get("Mock-Diagnosis"))
			}
			if body.read > limit+64<<10 {
				t.Errorf("%s.%s takes %d bytes, and %d were read", name, o.ID, limit, body.read)
			}
			said := here(httptest.NewRequest(o.Method, r.URL.Path, io.NopCloser(&body)))
			said.ContentLength, body.read = limit+1, 0
			mock.ServeHTTP(httptest.NewRecorder(), said)
			if body.read > 0 {
				t.Errorf("%s.%s reads %d bytes of a body that says itself that it is too large", name, o.ID, body.read)
			}
		}
	}
	if len(own) > 0 {
		t.Errorf("these take no large bodies any more: %v", own)
	}
}

// provesSomebody is a name of what only its holder knows.
var provesSomebody = regexp.MustCompile(`(?i)^(.*(token|secret|signature|captcha|passw.*|digest)|sign|sent|code|sum)$`)

// TestSecretsAreComparedInConstantTime: no code that looks at requests uses == for what
// proves somebody, which tells how much of it was right. What is compared like that is
// listed here, with the reason.
func TestSecretsAreComparedInConstantTime(t *testing.T) {
	t.Parallel()
	allowed := map[string]string{
		"chaoqer/account.go: fmt.Sprintf(\"%04d\", code) == before.Code": "both are the mock's own, when it makes a code",
		"chaoqer/app.go: rows[0].VersionCode == code":                    "a version",
		"chaoqer/signature.go: m.secret != how.Secret":                   "both are the mock's own, when it explains",
		"chaoqer/signature.go: old.Secret != m.secret":                   "both are the mock's own, when it explains",
		"op/failures.go: c.Code == code":                                 "the code of an error",
		"prefer.go: s.token() == value":                                  "a word of Prefer",
		"state/reader.go: token != begin":                                "a token of JSON",
	}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		written := func(n ast.Node) string {
			source, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			return string(source[files.Position(n.Pos()).Offset:files.Position(n.End()).Offset])
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				if (n.Op == token.EQL || n.Op == token.NEQ) && (proves(n.X) || proves(n.Y)) && !constant(n.X) && !constant(n.Y) {
					place := filepath.ToSlash(path) + ": " + written(n)
					if allowed[place] == "" {
						t.Errorf("%s: not in constant time", place)
					}
					delete(allowed, place)
				}
			case *ast.CallExpr:
				if name := written(n.Fun); name == "bytes.Equal" || name == "strings.EqualFold" || name == "strings.Compare" {
					for _, a := range n.Args {
						if proves(a) {
							t.Errorf("%s: %s: not in constant time", path, written(n))
						}
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for place := range allowed {
		t.Errorf("%s is compared no more; take it out of the list", place)
	}
}

// proves tells whether an expression is called like something that proves somebody.
func proves(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return provesSomebody.MatchString(e.Name)
	case *ast.SelectorExpr:
		return provesSomebody.MatchString(e.Sel.Name)
	case *ast.CallExpr:
		return proves(e.Fun)
	}
	return false
}

// constant tells whether an expression is written out, or a name of the language's: nil,
// "" and what else says that there is nothing.
func constant(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.Ident:
		return e.Name == "nil" || e.Name == "true" || e.Name == "false"
	}
	return false
}
