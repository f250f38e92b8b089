package coverage

import (
	"net/http"
	"sync"

	"contractmock/features/client"
)

// Seen counts what a run sees. It may be told by many scenarios at once.
type Seen struct {
	mu    sync.Mutex
	items Coverage
	at    map[key]int
}

// New is a count of nothing yet.
func New() (*Seen, error) {
	items, err := Empty()
	if err != nil {
		return nil, err
	}
	s := &Seen{items: items, at: map[key]int{}}
	for i, item := range items.Items {
		s.at[key{item.Kind, item.ID}] = i
	}
	return s, nil
}

// Coverage is what was seen so far.
func (s *Seen) Coverage() Coverage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Coverage{Items: append([]Item(nil), s.items.Items...)}
}

// count counts items; those that there are not are passed over: a scenario of the
// user's own may cite rules of its own.
func (s *Seen) count(kind Kind, ids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		if i, ok := s.at[key{kind, id}]; ok {
			s.items.Items[i].Seen++
		}
	}
}

// Passed counts the rules that a scenario cites which has passed.
func (s *Seen) Passed(rules []string) { s.count(Rules, rules...) }

// Exchange counts what an exchange shows: its operation, the documented answer that it
// is, and the security cases.
func (s *Seen) Exchange(x *client.Exchange) {
	if x.Operation == nil || x.Diagnosed("prefer-applied") { // what is made from the specification says nothing
		return
	}
	name := Name(x.Operation)
	s.count(Operations, name)
	if r, ok := x.Operation.Response(x.Status); ok {
		s.count(Responses, name+" "+statusText(r))
	}
	for _, way := range shown(x) {
		s.count(Security, name+" "+way)
	}
}

// shown are the security cases that an exchange shows. The answer has the last word: what
// was meant to be wrong and was let through shows nothing.
func shown(x *client.Exchange) []string {
	succeeded, _ := x.Succeeded()
	unauthorized := x.Status == http.StatusUnauthorized
	var cases []string
	if logins := x.Operation.Logins(); len(logins) > 0 {
		carried := false
		for _, scheme := range logins {
			carried = carried || x.Carries(scheme)
		}
		switch {
		case carried && succeeded:
			cases = append(cases, loginValid)
		case carried && unauthorized && !x.Forged && (!x.Raw || !x.Operation.Signed):
			cases = append(cases, loginBad)
		case !carried && unauthorized:
			cases = append(cases, loginMissing)
		}
	}
	if x.Operation.Signed {
		carried := x.Carries(x.Operation.SignScheme())
		switch {
		case carried && succeeded && !x.Forged:
			cases = append(cases, signRight)
		case carried && unauthorized && x.Forged:
			cases = append(cases, signWrong)
		case !carried && x.Status == http.StatusBadRequest:
			cases = append(cases, signMissing)
		}
	}
	return cases
}
