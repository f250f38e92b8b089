package report

// shows bounds the exchanges that a report keeps, and with them the memory of a run and
// the size of the page. The share of a scenario that passes depends on how many there
// are, and not on which of them end first.
type shows struct {
	share  int // bytes of text for each scenario that passes
	failed int // bytes of text that failed ones may have yet
}

// How much is kept, in bytes of text but for the last two, which are exchanges.
const (
	keptOfPassed  = 8 << 20  // of all scenarios that pass
	mostOfPassed  = 64 << 10 // of each
	keptOfFailed  = 16 << 20
	mostOfFailed  = 256 << 10
	mostExchanges = 100 // of a scenario that runs
	mostLines     = 30  // of one that has passed
)

func (k *shows) begin(total int) {
	if k != nil {
		k.share, k.failed = min(keptOfPassed/max(total, 1), mostOfPassed), keptOfFailed
	}
}

// keep adds an exchange to a scenario that runs. The first ones go where there are too many.
func (k *shows) keep(s *Scenario, x Exchange) {
	if len(s.Exchanges) == mostExchanges {
		s.Exchanges = s.Exchanges[1:]
		s.Unshown++
	}
	s.Exchanges = append(s.Exchanges, x)
}

// ended gives a scenario's exchanges the room that they have: the last ones of one that
// failed, since they say why, the first ones of any other.
func (k *shows) ended(s *Scenario) {
	if k == nil {
		return
	}
	room, last := k.share, s.Status == Failed && k.failed > 0
	if last {
		room = min(mostOfFailed, k.failed)
	} else if more := len(s.Exchanges) - mostLines; more > 0 {
		s.Exchanges, s.Unshown = s.Exchanges[:mostLines], s.Unshown+more
	}
	for i := range s.Exchanges {
		x := &s.Exchanges[i]
		if last {
			x = &s.Exchanges[len(s.Exchanges)-1-i]
		}
		if len(x.Text) > room {
			x.Text, room = "", 0
			continue
		}
		room -= len(x.Text)
		if last {
			k.failed -= len(x.Text)
		}
	}
}
