package op

import (
	"fmt"
	"slices"

	"contractmock/openapi/nearest"
)

// What a session may pass over on purpose, for clients that are not as far yet.
const (
	// RelaxSign lets a signature pass that is missing or wrong.
	RelaxSign = "sign"
	// RelaxTime lets the time pass that is missing.
	RelaxTime = "ts"
	// RelaxAuth lets credentials pass that are missing or do not hold.
	RelaxAuth = "auth"
	// RelaxDuplicates lets a call pass that is repeated too soon.
	RelaxDuplicates = "duplicates"
)

var relaxable = []string{RelaxSign, RelaxTime, RelaxAuth, RelaxDuplicates}

// ParseRelaxed are words that say what to pass over, each once and in an order of its
// own; never nil. The error names one that says nothing of the kind, and what it may
// have been meant to be.
func ParseRelaxed(words []string) ([]string, error) {
	relaxed := []string{}
	for _, word := range words {
		if !slices.Contains(relaxable, word) {
			return nil, fmt.Errorf("%q is nothing that can be relaxed%s", word, nearest.Hint(word, relaxable))
		}
	}
	for _, word := range relaxable {
		if slices.Contains(words, word) {
			relaxed = append(relaxed, word)
		}
	}
	return relaxed, nil
}

// Relaxed is the id of the note that something was passed over on purpose.
const Relaxed = "relaxed"

// Relaxes tells whether the session passes over what a refusal is about, and notes the
// refusal that it would have been if so.
func (r *Request) Relaxes(what string, refusal Refusal) bool {
	return r.relaxes(what, refusal, "")
}

// RelaxesAuth is [Request.Relaxes] for credentials that do not hold, where the request
// then counts as that of somebody.
func (r *Request) RelaxesAuth(refusal Refusal, as string) bool {
	return r.relaxes(RelaxAuth, refusal, "; it counts as a request of "+as)
}

func (r *Request) relaxes(what string, refusal Refusal, instead string) bool {
	if !slices.Contains(r.Relax, what) {
		return false
	}
	refusal.Bodyless = false // its Message is that of an answer that is not given
	note := Note{ID: Relaxed, Text: what + ": " + refusal.Note().Text + instead}
	if !slices.Contains(r.Notes, note) { // the stages may look twice
		r.Notes = append(r.Notes, note)
	}
	return true
}
