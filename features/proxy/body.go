package proxy

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"sync"
)

// captured is a body that keeps what is read of it, up to a limit.
type captured struct {
	io.ReadCloser
	limit int64

	mu    sync.Mutex // the transport may still read when the answer is there
	seen  []byte
	total int64
	whole bool
}

// Read implements io.Reader.
func (c *captured) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.total += int64(n)
	if c.total <= c.limit {
		c.seen = append(c.seen, p[:n]...)
	} else {
		c.seen = nil
	}
	c.whole = c.whole || errors.Is(err, io.EOF)
	return n, err
}

// read is what has been read, and whether it is the whole body. That of no body is empty.
func (c *captured) read() ([]byte, bool) {
	if c == nil {
		return nil, true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return bytes.Clone(c.seen), c.whole && c.total <= c.limit
}

// again is a body of which the beginning has been read, and perhaps an error with it.
type again struct {
	rest io.ReadCloser
	seen []byte
	err  error
}

// Read implements io.Reader.
func (a *again) Read(p []byte) (int, error) {
	switch {
	case len(a.seen) > 0:
		n := copy(p, a.seen)
		a.seen = a.seen[n:]
		return n, nil
	case a.err != nil:
		return 0, a.err
	default:
		return a.rest.Read(p)
	}
}

// Close implements io.Closer.
func (a *again) Close() error { return a.rest.Close() }

// decoded is a body without its Content-Encoding; false if that is none that can be
// read, or if it has more bytes than the limit.
func decoded(body []byte, encoding string, limit int64) ([]byte, bool) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return body, true
	case "gzip", "x-gzip":
		if len(body) == 0 {
			return body, true
		}
		reader, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, false
		}
		plain, err := io.ReadAll(io.LimitReader(reader, limit+1))
		return plain, err == nil && int64(len(plain)) <= limit
	default:
		return nil, false
	}
}
