package client

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// Exchange is a request that was sent and the answer to it.
type Exchange struct {
	// Operation is the operation that was called, nil for a raw request that is none.
	Operation *spec.Operation
	// As is who called, "" for nobody.
	As string
	// Method, URL, Header and Body are the request's.
	Method, URL string
	Header      http.Header
	Body        []byte
	// Status, AnswerHeader and AnswerBody are the answer's.
	Status       int
	AnswerHeader http.Header
	AnswerBody   []byte
	// Findings are what the specification does not allow in the answer.
	Findings []spec.Finding
	// Forged tells that the call was signed otherwise than the specification wants: with
	// a secret or a signature of its own, or altered afterwards.
	Forged bool
	// Raw requests were written out whole, so that nothing is known of their signature.
	Raw bool

	hide func(string) string // the client's
}

// Carries tells whether the request has what a security scheme of its operation asks
// for, right or wrong.
func (x *Exchange) Carries(scheme string) bool {
	_, query, _ := strings.Cut(x.URL, "?")
	values, _ := url.ParseQuery(query) // what can be read of a malformed one counts
	return x.Operation.Carries(scheme, x.Header, values, x.Body)
}

// CheckRequest is what the specification does not allow in the request; nothing is
// known of one that is no operation's.
func (x *Exchange) CheckRequest() []spec.Finding {
	if x.Operation == nil {
		return nil
	}
	path, query, _ := strings.Cut(x.URL, "?")
	values, _ := x.Operation.PathValues(path)
	in := x.Operation.Read(&http.Request{URL: &url.URL{Path: path, RawQuery: query}, Header: x.Header}, values, x.Body)
	_, found := x.Operation.Check(in)
	if in.Malformed != nil {
		found = append([]spec.Finding{*in.Malformed}, found...)
	}
	return x.withoutSecrets(found)
}

// CheckAnswer is what the specification does not allow in the answer; nothing where a
// mock says that it departs on purpose.
func (x *Exchange) CheckAnswer() []spec.Finding {
	if x.Operation == nil || x.Diagnosed("departs") {
		return nil
	}
	return x.withoutSecrets(x.Operation.CheckAnswer(x.Status, x.AnswerHeader, x.AnswerBody))
}

// withoutSecrets masks the values that findings have of secrets.
func (x *Exchange) withoutSecrets(found []spec.Finding) []spec.Finding {
	document, err := openapi.Document(x.Operation.API)
	if err != nil { // a specification of somebody's own marks no secrets
		return found
	}
	for i, f := range found {
		if document.Secret(f.At[strings.LastIndex(f.At, ".")+1:]) && f.Got != "" {
			found[i].Got = "***"
		}
	}
	return found
}

// maxShown is how many bytes of a body a report shows.
const maxShown = 4000

// String is the exchange as a report shows it, secrets masked.
func (x *Exchange) String() string {
	var b strings.Builder
	as := ""
	if x.As != "" {
		as = "   (as " + x.As + ")"
	}
	fmt.Fprintf(&b, "> %s %s%s\n", x.Method, hidden(x.hide, Mask(x.URL)), as)
	x.writeHeader(&b, "> ", x.Header)
	x.writeBody(&b, "> ", x.Body)
	if x.Status == 0 && x.AnswerHeader == nil && x.AnswerBody == nil {
		return printable(b.String() + "< (no answer)")
	}
	fmt.Fprintf(&b, "< %d %s\n", x.Status, http.StatusText(x.Status))
	x.writeHeader(&b, "< ", x.AnswerHeader)
	x.writeBody(&b, "< ", x.AnswerBody)
	return printable(strings.TrimRight(b.String(), "\n"))
}

// printable is a text without what a terminal would act upon, but for the ends of lines
// and tabs.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

func (x *Exchange) writeHeader(b *strings.Builder, prefix string, header http.Header) {
	for _, name := range slices.Sorted(maps.Keys(header)) {
		if name == "Date" || strings.HasPrefix(name, "Access-Control-") {
			continue // the same on every answer; an expectation about one names it itself
		}
		for _, value := range header[name] {
			fmt.Fprintf(b, "%s%s: %s\n", prefix, name, hidden(x.hide, MaskHeader(name, value)))
		}
	}
}

// Mask hides the values of what any specification marks as a secret: of members of
// JSON, and of parameters in a URL or form.
func Mask(text string) string {
	all, err := documents()
	if err != nil {
		return "(not shown: " + err.Error() + ")"
	}
	for _, document := range all {
		text = document.Mask(text)
	}
	return text
}

// MaskHeader is the value of a header without what is secret in it, but with its form
// to be seen.
func MaskHeader(name, value string) string {
	switch name {
	case "Authorization":
		scheme, _, _ := strings.Cut(value, " ")
		if strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "Basic") {
			return scheme + " ***"
		}
		return "***"
	case "Cookie", "Set-Cookie", "Mock-Sign-Text":
		return "***"
	default:
		return Mask(value)
	}
}

func (x *Exchange) writeBody(b *strings.Builder, prefix string, body []byte) {
	if len(body) == 0 {
		return
	}
	text := string(body[:min(len(body), 4*maxShown)]) // a picture need not be looked through for secrets
	var indented bytes.Buffer
	if len(body) < maxShown && json.Indent(&indented, body, "", "  ") == nil && indented.Len() < maxShown {
		text = indented.String()
	}
	text = hidden(x.hide, Mask(text))
	if len(text) > maxShown || len(body) > 4*maxShown {
		text = strings.ToValidUTF8(text[:min(len(text), maxShown)], "") + fmt.Sprintf("… (%d bytes in all)", len(body))
	}
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(prefix + line + "\n")
	}
}
