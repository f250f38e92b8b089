package proxy

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"contractmock/openapi/spec"
)

// texts are findings in one line: their ids, then a colon and what they say.
func texts(found []spec.Finding) string {
	if len(found) == 0 {
		return ""
	}
	var ids, says []string
	for _, f := range found {
		if !slices.Contains(ids, f.ID) {
			ids = append(ids, f.ID)
		}
		says = append(says, f.String())
	}
	return strings.Join(ids, ", ") + ": " + strings.Join(says, "; ")
}

// maxHeader is the most bytes of the header: clients refuse long ones.
const maxHeader = 1024

// headerValue is findings as the value of a header: one line of printable ASCII, other
// letters as \u escapes, cut between two of them where it is too long.
func headerValue(found []spec.Finding) string {
	const more = "..."
	var b strings.Builder
	cut := 0
	for _, r := range texts(found) {
		if b.Len() <= maxHeader-len(more) {
			cut = b.Len()
		}
		if r >= ' ' && r <= '~' {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	if b.Len() > maxHeader {
		return b.String()[:cut] + more
	}
	return b.String()
}
