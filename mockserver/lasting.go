package mockserver

import (
	"errors"
	"net/http"
	"time"

	"contractmock/mockserver/clock"
)

// extendDeadline lets the answer take so long from now on. A connection's deadline is
// real, whatever clock the mock was given; where the writer is no connection it has none.
func (x *exchange) extendDeadline(d time.Duration) {
	until := clock.Wall().Add(d)
	err := http.NewResponseController(x.writer).SetWriteDeadline(until)
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		x.options.Log.Debug("a connection keeps its deadline", "request", x.entry.ID, "cause", err)
	}
}

// streamed writes an answer's body piece by piece.
type streamed struct{ *exchange }

// Write sends a piece at once. A caller who does not take it within the write timeout
// counts as gone.
func (s streamed) Write(piece []byte) (int, error) {
	s.extendDeadline(writeTimeout)
	n, err := s.writer.Write(piece)
	if err != nil {
		return n, err
	}
	return n, http.NewResponseController(s.writer).Flush()
}
