package fault

import (
	"errors"
	"slices"
	"strconv"
	"sync"
)

// Fault is trouble that is planned: whom it strikes, what it does, and how often.
type Fault struct {
	// ID is given to it when it is planned: a number, counted up.
	ID string `json:"id"`
	// Session is the session whose requests it strikes; "" is every session.
	Session string `json:"session,omitempty"`
	// API, Operation and Persona are whom it strikes; "" is any.
	API       string `json:"api,omitempty"`
	Operation string `json:"operation,omitempty"`
	Persona   string `json:"persona,omitempty"`
	Effect
	// Undocumented lets it answer a status that the operation does not document.
	Undocumented bool `json:"undocumented"`
	// Times is how often it strikes; 0 is always.
	Times int `json:"times,omitempty"`
	// Probability is how likely it strikes a request that it could strike, above 0; 1 is
	// certain.
	Probability float64 `json:"probability"`
	// Struck is how often it has struck, Left how often it still will; nil is always.
	Struck int  `json:"struck"`
	Left   *int `json:"left,omitempty"`
}

// Request is what a fault is held against.
type Request struct {
	Session, API, Operation string
	// Persona is who calls, "" for nobody.
	Persona string
	// Can tells whether a fault's effect is one that the operation's answer can have.
	Can func(Fault) bool
	// Chance is the session's.
	Chance Chance
}

// ErrFull is the error of planning one fault too many.
var ErrFull = errors.New("too many faults are planned; remove some")

// Plan is the faults that are planned. It is safe for use by several requests at once.
type Plan struct {
	max int

	mu     sync.Mutex
	last   int
	faults []*Fault // in the order in which they were planned
}

// New is an empty plan of at most so many faults.
func New(most int) *Plan { return &Plan{max: most} }

// Add plans a fault, and answers it with its id. The error is [ErrFull]; faults that
// have struck for the last time make room.
func (p *Plan) Add(f Fault) (Fault, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.faults) >= p.max {
		spent := slices.IndexFunc(p.faults, (*Fault).spent)
		if spent < 0 {
			return Fault{}, ErrFull
		}
		p.faults = slices.Delete(p.faults, spent, spent+1)
	}
	p.last++
	f.ID, f.Struck = strconv.Itoa(p.last), 0
	p.faults = append(p.faults, &f)
	return f.shown(), nil
}

func (f *Fault) spent() bool { return f.Times > 0 && f.Struck >= f.Times }

// shown is the fault with what is left of it.
func (f *Fault) shown() Fault {
	shown := *f
	if f.Times > 0 {
		left := f.Times - f.Struck
		shown.Left = &left
	}
	return shown
}

// strikes tells whether the fault is one of those that requests of the session meet.
func (f *Fault) strikes(session string) bool { return f.Session == "" || f.Session == session }

// List is the faults that requests of the session can meet, those for all sessions
// among them, in the order in which they were planned.
func (p *Plan) List(session string) []Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := []Fault{}
	for _, f := range p.faults {
		if f.strikes(session) {
			list = append(list, f.shown())
		}
	}
	return list
}

// Get is the fault of that id, if requests of the session can meet it.
func (p *Plan) Get(session, id string) (Fault, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range p.faults {
		if f.ID == id && f.strikes(session) {
			return f.shown(), true
		}
	}
	return Fault{}, false
}

// Remove removes the fault of that id, and tells whether there was one that requests
// of the session could meet.
func (p *Plan) Remove(session, id string) bool {
	return p.remove(func(f *Fault) bool { return f.ID == id && f.strikes(session) }) > 0
}

// Clear removes the faults of the session, but not those for all sessions, and says
// how many there were; "" is those for all sessions.
func (p *Plan) Clear(session string) int {
	return p.remove(func(f *Fault) bool { return f.Session == session })
}

func (p *Plan) remove(which func(*Fault) bool) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := len(p.faults)
	p.faults = slices.DeleteFunc(p.faults, which)
	return before - len(p.faults)
}

// Has tells whether a fault that is left could strike a request of the session's
// personas, or of anybody.
func (p *Plan) Has(session string, personas bool) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.ContainsFunc(p.faults, func(f *Fault) bool {
		return !f.spent() && f.strikes(session) && (f.Persona != "") == personas
	})
}

// Strike is what the faults do to a request: in the order in which they were planned,
// up to the first that leaves nothing for the others to do. Faults with a persona
// strike only where the request has one, and those without only where it has none, so
// that a request is held against the plan once before and once after its caller is
// known. Where delaysOnly is true, something has struck already, and it can only be
// held back. Chance is asked only where a fault leaves it to chance.
func (p *Plan) Strike(r Request, delaysOnly bool) []Strike {
	p.mu.Lock()
	defer p.mu.Unlock()
	var strikes []Strike
	for _, f := range p.faults {
		if !f.fits(r) || delaysOnly && f.final() || f.Probability < 1 && float64(r.Chance(chances)) >= f.Probability*chances {
			continue
		}
		f.Struck++
		s := Strike{Effect: f.Effect, By: f.ID, Everywhere: f.Session == ""}
		if !f.Delay.IsZero() {
			s.Delay = f.Delay.draw(r.Chance)
		}
		strikes = append(strikes, s)
		if f.final() {
			break
		}
	}
	return strikes
}

// chances is in how many parts chance is divided.
const chances = 1_000_000

// fits tells whether the fault could strike the request.
func (f *Fault) fits(r Request) bool {
	return !f.spent() && f.strikes(r.Session) && f.Persona == r.Persona &&
		(f.API == "" || f.API == r.API) && (f.Operation == "" || f.Operation == r.Operation) && r.Can(*f)
}
