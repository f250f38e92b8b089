// Package output is where reports go: each to the standard output, or to a file.
//
// A file is written beside its place and renamed at the end, so that a run which ends
// early leaves the report of the one before.
package output

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"contractmock/openapi/nearest"
)

// Output is where one report goes, as a flag has it.
type Output struct {
	// Flag is the flag that asks for it: --format.
	Flag string
	// Format is how it is written, "" where the flag knows but one way.
	Format string
	// Path is its file, "" for the standard output.
	Path string
}

// Parse reads format[:file],… of a flag. The error says which format is none of those that
// there are, and what may have been meant, or where the file is missing behind a colon.
func Parse(flag, list string, formats []string) ([]Output, error) {
	var all []Output
	for one := range strings.SplitSeq(list, ",") {
		format, path, toFile := strings.Cut(one, ":")
		known := false
		for _, f := range formats {
			known = known || f == format
		}
		if !known {
			return nil, fmt.Errorf("%s: there is no format %q%s", flag, format, nearest.Hint(format, formats))
		}
		if toFile && path == "" {
			return nil, fmt.Errorf("%s: the name of a file must follow %q", flag, one)
		}
		all = append(all, Output{flag, format, path})
	}
	return all, nil
}

// Check refuses what would go to one place with another, and a file that cannot be
// written. All files are afterwards what they were.
func Check(all []Output) error {
	for i, o := range all {
		for _, other := range all[:i] {
			if o.same(other) {
				return fmt.Errorf("%s and %s both go to %s; give each a file of its own", other, o, cmp.Or(o.Path, "the standard output"))
			}
		}
		if err := o.writable(); err != nil {
			return fmt.Errorf("%s: %s cannot be written: %w", o, o.Path, err)
		}
	}
	return nil
}

// Name is the output without its flag: junit:report.xml.
func (o Output) Name() string {
	if o.Format == "" || o.Path == "" {
		return o.Format + o.Path
	}
	return o.Format + ":" + o.Path
}

// String is the output as the flag has it; of one without format the flag alone.
func (o Output) String() string {
	if o.Format == "" {
		return o.Flag
	}
	return o.Flag + " " + o.Name()
}

// same tells whether both go to the same file, or to the standard output. A device takes
// whatever it is given.
func (o Output) same(other Output) bool {
	if filepath.Clean(o.Path) != filepath.Clean(other.Path) {
		return false
	}
	there, err := os.Stat(o.Path)
	return err != nil || there.Mode().IsRegular()
}

// writable opens what will be opened, and leaves it as it was, or not there.
func (o Output) writable() error {
	if o.Path == "" {
		return nil
	}
	if _, err := os.Stat(o.Path); !errors.Is(err, fs.ErrNotExist) {
		file, err := os.OpenFile(o.Path, os.O_WRONLY, 0)
		if err != nil {
			return cause(err)
		}
		if err := file.Close(); err != nil {
			return cause(err)
		}
	}
	file, err := o.Open(io.Discard)
	if err != nil {
		return cause(err)
	}
	return file.Discard()
}

// cause is an error without the path, which the message has.
func cause(err error) error { return cmp.Or(errors.Unwrap(err), err) }

// File is an output that is open.
type File struct {
	*bufio.Writer
	// Of is what is open.
	Of Output

	file         *os.File // nil for the standard output
	beside, path string   // where it is written, and what it is called at the end; "" for a device
}

// Open begins the output. What is in its file stays until [File.Close].
func (o Output) Open(stdout io.Writer) (*File, error) {
	if o.Path == "" {
		return &File{Of: o, Writer: bufio.NewWriter(stdout)}, nil
	}
	f, flags, mode := &File{Of: o, path: o.Path}, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, fs.FileMode(0o644)
	if there, err := os.Stat(o.Path); err == nil {
		if !there.Mode().IsRegular() {
			file, err := os.OpenFile(o.Path, os.O_WRONLY, 0)
			return &File{Of: o, Writer: bufio.NewWriter(file), file: file}, err
		}
		mode = there.Mode().Perm()
		if f.path, err = filepath.EvalSymlinks(o.Path); err != nil {
			return nil, err
		}
	}
	f.beside = filepath.Join(filepath.Dir(f.path), "."+filepath.Base(f.path)+".tmp") // always the same, so that one is left at most
	var err error
	if f.file, err = os.OpenFile(f.beside, flags, mode); err != nil {
		return nil, err
	}
	f.Writer = bufio.NewWriter(f.file)
	return f, nil
}

// Close writes what is left and puts the file in its place. After an error the file that
// was there is what it was; a device may have taken a part.
func (f *File) Close() error {
	err := f.Flush()
	if f.file == nil {
		return err
	}
	err = errors.Join(err, f.file.Close())
	if f.beside == "" {
		return err
	}
	if err == nil {
		err = os.Rename(f.beside, f.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.beside))
	}
	return nil
}

// Discard ends an output that has no end. The file that was there is what it was.
func (f *File) Discard() error {
	if f.file == nil {
		return nil
	}
	err := f.file.Close()
	if f.beside != "" {
		err = errors.Join(err, os.Remove(f.beside))
	}
	return err
}

// Write writes the whole output, or leaves its file as it was.
func (o Output) Write(stdout io.Writer, write func(io.Writer) error) error {
	file, err := o.Open(stdout)
	if err != nil {
		return err
	}
	if err := write(file); err != nil {
		return errors.Join(err, file.Discard())
	}
	return file.Close()
}
