package target

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"contractmock/features/client"
	"contractmock/openapi"
	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// Deviation is something in which a target is known to differ from the contract:
// either the scenarios of a rule fail, or answers have a finding.
type Deviation struct {
	// Rules are the ids of the rules whose scenarios fail, none where it is a finding;
	// Rule is one of them.
	Rules []string `json:"rules"`
	Rule  string   `json:"rule"`
	// Finding is the id of the finding that answers have, or "".
	Finding string `json:"finding"`
	// Operation is whose answers, with its API in front; "" is any.
	Operation string `json:"operation"`
	// Seen is a text that stands in the failure's message, or in the finding.
	Seen string `json:"seen"`
	// Reason is why it is known.
	Reason string `json:"reason"`
	// Sometimes tells that not every scenario of the rules shows it, but one of a run.
	Sometimes bool `json:"sometimes"`
	// Place is where the profile says so: file and line.
	Place string `json:"-"`
}

// settle checks what a schema cannot.
func (d *Deviation) settle() error {
	if d.Rule != "" {
		d.Rules = append([]string{d.Rule}, d.Rules...)
	}
	switch {
	case (d.Rules == nil) == (d.Finding == ""):
		return errors.New("a deviation is one of rules or of a finding; say which")
	case d.Rules != nil && d.Operation != "":
		return errors.New("operation says whose answers have a finding; a rule has its own operations")
	case d.Rules != nil:
		return knownRules(d.Rules)
	case !strings.HasPrefix(d.Finding, "answer-"):
		return fmt.Errorf("%s is no finding about answers; their ids begin with answer-", d.Finding)
	case d.Operation != "":
		o, err := client.Find("", d.Operation)
		if err == nil {
			d.Operation = o.API + "." + o.ID // the document's title may stand for it
		}
		return err
	default:
		return nil
	}
}

func knownRules(named []string) error {
	rules, err := openapi.Rules()
	if err != nil {
		return err
	}
	var ids []string
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	for _, id := range named {
		if !slices.Contains(ids, id) {
			return fmt.Errorf("there is no rule %s%s", id, nearest.Hint(id, ids))
		}
	}
	return nil
}

// String is the deviation as a report names it.
func (d *Deviation) String() string {
	id := d.Finding + strings.Join(d.Rules, ", ")
	if d.Operation != "" {
		id += " of " + d.Operation
	}
	return fmt.Sprintf("%s (%s)", id, d.Reason)
}

// Covers tells whether the deviation is one of the scenarios with a rule: of the rule
// itself, or of all of which it is a part.
func (d *Deviation) Covers(rule string) bool {
	return slices.ContainsFunc(d.Rules, func(id string) bool { return id == rule || strings.HasPrefix(rule, id+".") })
}

// Explains tells whether a failure with that message is the deviation.
func (d *Deviation) Explains(message string) bool { return strings.Contains(message, d.Seen) }

// Concerns tells whether the deviation is about findings in answers of the operation.
func (d *Deviation) Concerns(o *spec.Operation) bool {
	return d.Finding != "" && o != nil && (d.Operation == "" || d.Operation == o.API+"."+o.ID)
}

// Is tells whether a finding is the deviation.
func (d *Deviation) Is(f spec.Finding) bool {
	return d.Finding == f.ID && strings.Contains(f.String(), d.Seen)
}
