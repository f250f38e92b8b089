package state

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"contractmock/openapi/nearest"
)

// Reader reads a JSON document piece by piece, so that of a large one only a row is
// held at a time, and knows the line where it is. All its errors are of type
// [Problems], with file and line.
type Reader struct {
	file  string
	data  []byte // the whole document
	start int    // where in it the reader began
	json  *json.Decoder

	counted, lines int // line breaks in data up to there
}

// NewReader begins with a document; file is only a name for it. The error is that it is
// no UTF-8.
func NewReader(file string, data []byte) (*Reader, error) {
	if at := invalidUTF8(data); at >= 0 {
		return nil, Problems{{File: file, Line: 1 + bytes.Count(data[:at], []byte("\n")), Message: "this is no UTF-8; save the file as such"}}
	}
	return newReader(file, data, 0, len(data)), nil
}

func newReader(file string, data []byte, start, end int) *Reader {
	decoder := json.NewDecoder(bytes.NewReader(data[start:end]))
	decoder.DisallowUnknownFields()
	return &Reader{file: file, data: data, start: start, json: decoder}
}

// line is the one where the reader is.
func (r *Reader) line() int { return r.lineAt(r.start + int(r.json.InputOffset())) }

func (r *Reader) lineAt(at int) int {
	at = min(at, len(r.data))
	if at < r.counted {
		r.counted, r.lines = 0, 0
	}
	r.lines += bytes.Count(r.data[r.counted:at], []byte("\n"))
	r.counted = at
	return 1 + r.lines
}

// Problem is something that is wrong where the reader is.
func (r *Reader) Problem(format string, args ...any) Problem {
	return Problem{File: r.file, Line: r.line(), Message: fmt.Sprintf(format, args...)}
}

// wrong is an error of the decoder in a tester's words.
func (r *Reader) wrong(err error) error {
	var syntax *json.SyntaxError
	var typed *json.UnmarshalTypeError
	var found Problems
	switch {
	case errors.As(err, &found):
		return found
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return Problems{{File: r.file, Line: r.lineAt(len(r.data)), Message: "the document breaks off here"}}
	case errors.As(err, &syntax):
		return Problems{{File: r.file, Line: r.lineAt(r.start + int(syntax.Offset)), Message: "this is no JSON: " + err.Error()}}
	case errors.As(err, &typed):
		return Problems{r.Problem("%s is expected, not a %s", expected(typed.Type), typed.Value)}
	default:
		return Problems{r.Problem("%s", strings.TrimPrefix(err.Error(), "json: "))}
	}
}

// Object reads an object: the function is told each member's name, and must read its
// value. A member that is there twice is an error.
func (r *Reader) Object(member func(name string) error) error {
	seen := map[string]bool{}
	return r.inside('{', "an object", func() error {
		token, err := r.json.Token()
		if err != nil {
			return r.wrong(err)
		}
		name := token.(string) // the decoder lets nothing else begin a member
		if seen[name] {
			return Problems{r.Problem("the member %s is there twice", name)}
		}
		seen[name] = true
		return member(name)
	})
}

// List reads a list: the function must read an item.
func (r *Reader) List(item func() error) error { return r.inside('[', "a list", item) }

func (r *Reader) inside(begin json.Delim, kind string, each func() error) error {
	token, err := r.json.Token()
	switch {
	case err != nil:
		return r.wrong(err)
	case token != begin:
		return Problems{r.Problem("%s is expected", kind)}
	}
	for r.json.More() {
		if err := each(); err != nil {
			return err
		}
	}
	if _, err := r.json.Token(); err != nil {
		return r.wrong(err)
	}
	return nil
}

// Value reads a value into a pointer.
func (r *Reader) Value(into any) error {
	if err := r.json.Decode(into); err != nil {
		return r.wrong(err)
	}
	return nil
}

// Members reads an object whose members are among the known ones, each to be read
// later and in any order; those that are not there are nil.
func (r *Reader) Members(known ...string) (map[string]*Reader, error) {
	members := map[string]*Reader{}
	return members, r.Object(func(name string) error {
		var raw json.RawMessage
		if err := r.Value(&raw); err != nil {
			return err
		}
		end := r.start + int(r.json.InputOffset())
		members[name] = newReader(r.file, r.data, end-len(raw), end)
		for _, k := range known {
			if name == k {
				return nil
			}
		}
		return Problems{r.Problem("there is no member %s here%s", name, nearest.Hint(name, known))}
	})
}

// End holds that nothing follows.
func (r *Reader) End() error {
	if _, err := r.json.Token(); !errors.Is(err, io.EOF) {
		return Problems{r.Problem("something follows the document")}
	}
	return nil
}
