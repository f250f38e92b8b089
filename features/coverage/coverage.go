// Package coverage tells what of the specifications and of the catalogue of rules a
// run has seen: rules, operations, documented answers, and the ways in which callers
// prove who they are.
//
// A rule is covered by a scenario that cites it and passes. An operation is covered
// once it was called, a documented answer once it came, and a security case once a
// call proved, or failed to prove, its caller in that way and was answered as it
// should be. Answers that only planned faults provoke count if they were seen, and
// are not missed otherwise.
package coverage

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"contractmock/openapi"
	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// Kind is one of the things that are covered.
type Kind string

// The kinds, in the order in which everything lists them.
const (
	Rules      Kind = "rules"
	Operations Kind = "operations"
	Responses  Kind = "responses"
	Security   Kind = "security"
)

// kinds are all kinds, in their order.
var kinds = []Kind{Rules, Operations, Responses, Security}

// The security cases of an operation: how a call proves who its caller is.
const (
	loginValid   = "login valid"   // with credentials, and it succeeds
	loginMissing = "login missing" // without any, and it is refused
	loginBad     = "login bad"     // with others, and it is refused
	signRight    = "sign right"    // signed, and it succeeds
	signMissing  = "sign missing"  // without signature, and it is refused
	signWrong    = "sign wrong"    // with another signature, and it is refused
)

// Item is one thing to cover.
type Item struct {
	Kind Kind   `json:"kind"`
	API  string `json:"api"`
	// ID is a rule's id, an operationId with the API's name in front, and for answers and
	// security cases the status or the case behind it: "chaoqer.createClub 200",
	// "chaoqer.createClub sign wrong".
	ID string `json:"id"`
	// Says is a rule's sentence or an operation's title.
	Says string `json:"says,omitempty"`
	// FaultOnly answers arise from planned faults alone.
	FaultOnly bool `json:"faultOnly,omitempty"`
	// Seen is how often it was: scenarios that passed for a rule, else exchanges.
	Seen int `json:"seen"`
}

// counts tells whether the item is asked for.
func (i Item) counts() bool { return i.Seen > 0 || !i.FaultOnly }

// Coverage is what there is to cover, and how much of it was seen.
type Coverage struct {
	// Items are in the order of the kinds, the APIs and their documents.
	Items []Item
}

// Total is the sum over a kind.
type Total struct {
	Kind Kind `json:"kind"`
	Seen int  `json:"seen"`
	Of   int  `json:"of"`
	// Percent is the share that was seen, rounded down: 100 means all.
	Percent int `json:"percent"`
	// FaultOnly are the answers that only planned faults provoke and that were not seen;
	// they are not in Of.
	FaultOnly int `json:"faultOnly,omitempty"`
}

// key names an item.
type key struct {
	kind Kind
	id   string
}

// Empty is what there is to cover, none of it seen.
func Empty() (Coverage, error) {
	rules, err := openapi.Rules()
	if err != nil {
		return Coverage{}, err
	}
	var c Coverage
	for _, r := range rules {
		if len(r.Parts) == 0 {
			c.Items = append(c.Items, Item{Kind: Rules, API: r.API, ID: r.ID, Says: r.Says})
		}
	}
	for _, api := range openapi.APIs() {
		document, err := openapi.Document(api)
		if err != nil {
			return Coverage{}, err
		}
		for _, o := range document.Operations {
			c.Items = append(c.Items, itemsOf(o)...)
		}
	}
	slices.SortStableFunc(c.Items, func(a, b Item) int {
		return cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind))
	})
	return c, nil
}

// itemsOf are an operation's items.
func itemsOf(o *spec.Operation) []Item {
	name := Name(o)
	items := []Item{{Kind: Operations, API: o.API, ID: name, Says: o.Title}}
	for _, r := range o.Responses {
		items = append(items, Item{Kind: Responses, API: o.API, ID: name + " " + statusText(r), Says: o.Title, FaultOnly: r.FaultOnly})
	}
	for _, way := range casesOf(o) {
		items = append(items, Item{Kind: Security, API: o.API, ID: name + " " + way, Says: o.Title})
	}
	return items
}

// Name is an operation's, with its API's in front.
func Name(o *spec.Operation) string { return o.API + "." + o.ID }

// statusText is a documented answer's status: 200, 4XX or default.
func statusText(r *spec.Response) string {
	switch {
	case r.Last == r.Status:
		return fmt.Sprint(r.Status)
	case r.Status == 0:
		return "default"
	default:
		return fmt.Sprintf("%dXX", r.Status/100)
	}
}

// casesOf are the security cases of an operation.
func casesOf(o *spec.Operation) []string {
	var cases []string
	if len(o.Logins()) > 0 {
		cases = append(cases, loginValid, loginMissing, loginBad)
	}
	if o.Signed {
		cases = append(cases, signRight, signMissing, signWrong)
	}
	return cases
}

// Totals are the sums, one for each kind.
func (c Coverage) Totals() []Total {
	totals := make([]Total, len(kinds))
	for i, kind := range kinds {
		totals[i].Kind = kind
	}
	for _, item := range c.Items {
		t := &totals[slices.Index(kinds, item.Kind)]
		switch {
		case !item.counts():
			t.FaultOnly++
		case item.Seen > 0:
			t.Seen++
			t.Of++
		default:
			t.Of++
		}
	}
	for i := range totals {
		totals[i].Percent = 100
		if totals[i].Of > 0 {
			totals[i].Percent = 100 * totals[i].Seen / totals[i].Of
		}
	}
	return totals
}

// NeverSeen are the items that were not seen, but for answers of planned faults alone.
func (c Coverage) NeverSeen() []Item {
	var never []Item
	for _, item := range c.Items {
		if item.Seen == 0 && item.counts() {
			never = append(never, item)
		}
	}
	return never
}

// maxNamed is how many of a kind an error names.
const maxNamed = 5

// Least is an error that names what was never seen, the first of each kind, if less than a
// percentage of the kind was seen, and nil else.
func (c Coverage) Least(percent int) error {
	var wrong []string
	never := c.NeverSeen()
	for _, t := range c.Totals() {
		if t.Percent >= percent {
			continue
		}
		var missing []string
		for _, item := range never {
			if item.Kind == t.Kind {
				missing = append(missing, item.ID)
			}
		}
		named := strings.Join(missing[:min(len(missing), maxNamed)], ", ")
		if more := len(missing) - maxNamed; more > 0 {
			named += fmt.Sprintf(" … and %d more; contract coverage lists them", more)
		}
		wrong = append(wrong, fmt.Sprintf("%d %% of the %s were seen, which is less than %d %%; these were not: %s", t.Percent, t.Kind, percent, named))
	}
	if wrong == nil {
		return nil
	}
	return fmt.Errorf("the coverage is too low:\n  %s", strings.Join(wrong, "\n  "))
}

// Add counts what another run has seen too.
func (c Coverage) Add(other Coverage) Coverage {
	seen := map[key]int{}
	for _, item := range other.Items {
		seen[key{item.Kind, item.ID}] += item.Seen
	}
	sum := Coverage{Items: slices.Clone(c.Items)}
	for i, item := range sum.Items {
		sum.Items[i].Seen += seen[key{item.Kind, item.ID}]
	}
	return sum
}

// file is coverage as JSON.
type file struct {
	Totals []Total `json:"totals"`
	Items  []Item  `json:"items"`
}

// WriteJSON writes the coverage so that [Read] can read it.
func (c Coverage) WriteJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	return encoder.Encode(file{c.Totals(), c.Items})
}

// maxFile is the most bytes of a coverage file that are read; one that covers all has
// 200 KB.
const maxFile = 16 << 20

// maxSeen is how often an item can be seen, so that sums stay sums.
const maxSeen = 1 << 40

// Read reads what [Coverage.WriteJSON] has written. The error says what the file has
// that there is not: it was written by another version, or is no coverage at all.
func Read(r io.Reader) (Coverage, error) {
	decoder := json.NewDecoder(io.LimitReader(r, maxFile))
	decoder.DisallowUnknownFields()
	var f file
	if err := decoder.Decode(&f); err != nil {
		return Coverage{}, fmt.Errorf("it is no coverage as contract writes it: %w", err)
	}
	c, err := Empty()
	if err != nil {
		return Coverage{}, err
	}
	at := map[key]int{}
	for i, item := range c.Items {
		at[key{item.Kind, item.ID}] = i
	}
	for _, item := range f.Items {
		i, ok := at[key{item.Kind, item.ID}]
		switch {
		case !ok:
			return Coverage{}, fmt.Errorf("it has the %s item %q, which this version does not know%s", item.Kind, item.ID, nearest.Hint(item.ID, c.ids(item.Kind)))
		case item.Seen < 0 || item.Seen > maxSeen:
			return Coverage{}, fmt.Errorf("it has the %s item %q as seen %d times", item.Kind, item.ID, item.Seen)
		}
		c.Items[i].Seen = item.Seen
	}
	return c, nil
}

func (c Coverage) ids(kind Kind) []string {
	var ids []string
	for _, item := range c.Items {
		if item.Kind == kind {
			ids = append(ids, item.ID)
		}
	}
	return ids
}

// WriteText writes the coverage for people: the sums, and what was never seen.
func (c Coverage) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintln(&b, "Coverage")
	for _, t := range c.Totals() {
		fmt.Fprintf(&b, "  %-10s  %4d of %4d  %3d %%", t.Kind, t.Seen, t.Of, t.Percent)
		if t.FaultOnly > 0 {
			fmt.Fprintf(&b, "  (and %d that only planned faults provoke)", t.FaultOnly)
		}
		fmt.Fprintln(&b)
	}
	c.writeNeverSeen(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// writeNeverSeen writes a line for each rule and operation of which something was not
// seen. Of an operation that was not called, nothing was.
func (c Coverage) writeNeverSeen(b *strings.Builder) {
	never := c.NeverSeen()
	if len(never) > 0 {
		fmt.Fprint(b, "\nNever seen\n")
	}
	uncalled := map[string]bool{}
	for i := 0; i < len(never); {
		item := never[i]
		name, label, _ := strings.Cut(item.ID, " ")
		labels := []string{label}
		for i++; i < len(never) && never[i].Kind == item.Kind && strings.HasPrefix(never[i].ID, name+" "); i++ {
			labels = append(labels, never[i].ID[len(name)+1:])
		}
		switch {
		case item.Kind == Operations:
			uncalled[name] = true
			name += " at all"
		case uncalled[name]:
			continue
		case label != "":
			name += " " + strings.Join(labels, ", ")
		}
		fmt.Fprintf(b, "  %-10s  %s  %s\n", item.Kind, name, item.Says)
	}
}
