package target

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"contractmock/features/client"
	"contractmock/openapi/spec"
)

// Sightings are what a run has seen of a profile's known deviations. The zero value has
// seen nothing. They are safe for use by several at once.
type Sightings struct {
	mu   sync.Mutex
	seen map[*Deviation]bool
	due  map[*Deviation]bool // what they are about was met
}

// Occurred notes that a deviation was seen.
func (s *Sightings) Occurred(d *Deviation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen == nil {
		s.seen = map[*Deviation]bool{}
	}
	s.seen[d] = true
}

// Met notes that a successful answer, or a rule, was there to show the deviations that
// are about it; x may be nil.
func (s *Sightings) Met(p *Profile, x *client.Exchange, rules []string) {
	answered := false
	if x != nil {
		answered, _ = x.Succeeded()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range p.Deviations {
		d := &p.Deviations[i]
		if answered && d.Concerns(x.Operation) || slices.ContainsFunc(rules, d.Covers) {
			if s.due == nil {
				s.due = map[*Deviation]bool{}
			}
			s.due[d] = true
		}
	}
}

// Unknown are the findings about an answer that are no known deviations; those that are
// have occurred.
func (s *Sightings) Unknown(p *Profile, x *client.Exchange) []spec.Finding {
	var unknown []spec.Finding
	for _, f := range x.Findings {
		explained := false
		for i := range p.Deviations {
			if d := &p.Deviations[i]; d.Concerns(x.Operation) && d.Is(f) {
				explained = true
				s.Occurred(d)
			}
		}
		if !explained {
			unknown = append(unknown, f)
		}
	}
	return unknown
}

// Missed are the known deviations that have not occurred in the run although what they
// are about was there: successful answers of the operation, or what was run of the rule.
// Of those that are seen only sometimes it tells if the run was whole.
func (s *Sightings) Missed(p *Profile, whole bool) []Deviation {
	s.mu.Lock()
	defer s.mu.Unlock()
	var missed []Deviation
	for i := range p.Deviations {
		d := &p.Deviations[i]
		if s.due[d] && !s.seen[d] && (whole || !d.Sometimes) {
			missed = append(missed, *d)
		}
	}
	return missed
}

// DeviationsOf are the known deviations that are about any of the rules.
func (p *Profile) DeviationsOf(rules ...string) []*Deviation {
	var all []*Deviation
	for i := range p.Deviations {
		if slices.ContainsFunc(rules, p.Deviations[i].Covers) {
			all = append(all, &p.Deviations[i])
		}
	}
	return all
}

// PartOf tells whether the deviation is one of a part of the rule.
func (d *Deviation) PartOf(rule string) bool {
	return rule != "" && slices.ContainsFunc(d.Rules, func(id string) bool { return strings.HasPrefix(id, rule+".") })
}

// Gone is why what should have deviated, and has passed, fails: it is a scenario, or a case.
func (d *Deviation) Gone(what string) error {
	return fmt.Errorf("the known deviation %s does not occur any more: the %s passes; take it out of the profile (%s), or say sometimes: true if only some %ss show it", d, what, d.Place, what)
}

// Unseen is why a run fails in which the deviation should have occurred.
func (d *Deviation) Unseen() error {
	return fmt.Errorf("the known deviation %s has not occurred; take it out of the profile (%s)", d, d.Place)
}
