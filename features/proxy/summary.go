package proxy

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
)

// Summary is what has passed through a proxy.
type Summary struct {
	// Exchanges is how many have passed, Departed how many of them had findings, and
	// Unchecked of how many a body was not looked at. What is no API's is not counted.
	Exchanges, Departed, Unchecked int
	// Outside are the requests beside them that are no API's, by method and path: how
	// often each came.
	Outside map[string]int
	// Operations are those that were called, by name; what is no operation comes first.
	Operations []OperationSummary
}

// OperationSummary is what has passed of one operation.
type OperationSummary struct {
	// Name is the operation's, with its API in front; or a word in brackets for requests
	// that are no operation's.
	Name string
	// Exchanges is how many there were.
	Exchanges int
	// Statuses and Findings are how often each status was answered, and each finding made.
	Statuses map[int]int
	Findings map[string]int
}

// tally counts what passes. There are as many operations, statuses and ids as the
// specifications and HTTP have.
type tally struct {
	mu         sync.Mutex
	total      Summary
	operations map[string]*OperationSummary
}

// maxOutside is how many requests that are no API's are told apart: anybody may ask for
// anything.
const maxOutside = 100

func (t *tally) add(x *passing) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if x.name == outside && len(x.found) == 0 {
		path, _, _ := strings.Cut(x.URL, "?")
		request := x.Method + " " + path
		if _, seen := t.total.Outside[request]; !seen && len(t.total.Outside) >= maxOutside {
			request = "others"
		}
		if t.total.Outside == nil {
			t.total.Outside = map[string]int{}
		}
		t.total.Outside[request]++
		return
	}
	t.total.Exchanges++
	if len(x.found) > 0 {
		t.total.Departed++
	}
	if x.unchecked != "" {
		t.total.Unchecked++
	}
	if t.operations == nil {
		t.operations = map[string]*OperationSummary{}
	}
	o := t.operations[x.name]
	if o == nil {
		o = &OperationSummary{Name: x.name, Statuses: map[int]int{}, Findings: map[string]int{}}
		t.operations[x.name] = o
	}
	o.Exchanges++
	o.Statuses[x.Status]++
	for _, f := range x.found {
		o.Findings[f.ID]++
	}
}

func (t *tally) summary() Summary {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.total
	s.Outside = maps.Clone(s.Outside)
	for _, o := range t.operations {
		one := *o
		one.Statuses, one.Findings = maps.Clone(o.Statuses), maps.Clone(o.Findings)
		s.Operations = append(s.Operations, one)
	}
	slices.SortFunc(s.Operations, func(a, b OperationSummary) int { return cmp.Compare(a.Name, b.Name) })
	return s
}

// Print writes the summary for people.
func (s Summary) Print(w io.Writer) error {
	if len(s.Operations) > 0 {
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "OPERATION\tEXCHANGES\tSTATUSES\tFINDINGS")
		for _, o := range s.Operations {
			row := fmt.Sprintf("%s\t%d\t%s\t%s", o.Name, o.Exchanges, counts(o.Statuses), counts(o.Findings))
			fmt.Fprintln(table, strings.TrimRight(row, "\t"))
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	last := fmt.Sprintf("%d exchanges, %d of them departed from the specification", s.Exchanges, s.Departed)
	if s.Unchecked > 0 {
		last += fmt.Sprintf("; of %d a body was not checked", s.Unchecked)
	}
	if len(s.Outside) > 0 {
		last += "\nno API's, and not checked: " + counts(s.Outside)
	}
	_, err := fmt.Fprintln(w, last)
	return err
}

// counts are things with how often each was there, unless once.
func counts[K cmp.Ordered](of map[K]int) string {
	var words []string
	for _, key := range slices.Sorted(maps.Keys(of)) {
		word := fmt.Sprint(key)
		if of[key] > 1 {
			word += fmt.Sprintf(" ×%d", of[key])
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}
