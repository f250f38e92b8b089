package report

import (
	"bufio"
	"fmt"
	"io"
	"time"
)

// line shows on a terminal how far a run is. It is overwritten as the run goes on, and
// gone when the run ends. A nil line shows nothing.
type line struct {
	terminal io.Writer
	beside   []*bufio.Writer // reports that may go to the same terminal
	began    time.Time
	total    int
	counts   counts
	drawn    time.Time
	there    bool
}

// redrawn is how often the line is drawn anew, at most.
const redrawn = 100 * time.Millisecond

func newLine(terminal io.Writer) *line {
	if terminal == nil {
		return nil
	}
	return &line{terminal: terminal}
}

// over lets the line stand below what a report writes.
func (l *line) over(report *bufio.Writer) {
	if l != nil {
		l.beside = append(l.beside, report)
	}
}

func (l *line) begin(at time.Time, total int) {
	if l != nil {
		l.began, l.total = at, total
	}
}

// clear takes the line away where a report is about to write beside it.
func (l *line) clear() {
	if l != nil && len(l.beside) > 0 {
		l.end()
	}
}

// end takes the line away.
func (l *line) end() {
	if l != nil && l.there {
		fmt.Fprint(l.terminal, "\r\x1b[K")
		l.there, l.drawn = false, time.Time{}
	}
}

// ended counts a scenario, and draws the line if the last time is long enough ago.
func (l *line) ended(how Status, now time.Time) {
	if l == nil {
		return
	}
	l.counts.add(how)
	for _, report := range l.beside {
		_ = report.Flush() // the buffer keeps the error, and Close tells it
	}
	if now.Sub(l.drawn) < redrawn {
		return
	}
	l.drawn, l.there = now, true
	failed := ""
	if l.counts.Failed > 0 {
		failed = fmt.Sprintf(", %d failed", l.counts.Failed)
	}
	fmt.Fprintf(l.terminal, "\r\x1b[K%d of %d scenarios%s, %s", l.counts.All(), l.total, failed, now.Sub(l.began).Truncate(time.Second))
}
