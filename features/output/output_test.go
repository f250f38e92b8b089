package output_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/features/output"
)

func TestAListOfFormatsIsRead(t *testing.T) {
	t.Parallel()
	formats := []string{"junit", "pretty"}
	got, err := output.Parse("--format", "pretty,junit:a:b.xml", formats)
	want := []output.Output{{"--format", "pretty", ""}, {"--format", "junit", "a:b.xml"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (- want, + got):\n%s", err, diff)
	}
	for list, says := range map[string]string{
		"pretty,prety": `--format: there is no format "prety"; did you mean pretty?`,
		"junit:":       `--format: the name of a file must follow "junit:"`,
		"":             `--format: there is no format ""`,
	} {
		if _, err := output.Parse("--format", list, formats); err == nil || !strings.HasPrefix(err.Error(), says) {
			t.Errorf("%q: %v, want %s", list, err, says)
		}
	}
}

// TestAFileIsWhatItWasUntilTheEnd: neither a check nor a run that ends early harms it.
func TestAFileIsWhatItWasUntilTheEnd(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	name, link := filepath.Join(folder, "old.xml"), filepath.Join(folder, "link.xml")
	content := func() string {
		t.Helper()
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		left, err := filepath.Glob(filepath.Join(folder, "*.tmp"))
		hidden, err2 := filepath.Glob(filepath.Join(folder, ".*.tmp"))
		if err := errors.Join(err, err2); err != nil || len(left)+len(hidden) > 0 {
			t.Errorf("left behind: %v %v %v", left, hidden, err)
		}
		return string(data)
	}
	if err := errors.Join(os.WriteFile(name, []byte("old"), 0o640), os.Symlink(name, link)); err != nil {
		t.Fatal(err)
	}
	o := output.Output{Flag: "--format", Format: "junit", Path: link}
	if err := output.Check([]output.Output{o, {Flag: "--rerun-failed", Path: filepath.Join(folder, "new.txt")}}); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(folder, "new.txt")); err == nil {
		t.Error("a check has made a file")
	}
	file, err := o.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(file, strings.Repeat("new", 5000))
	if err := file.Discard(); err != nil {
		t.Error(err)
	}
	broken := errors.New("broken")
	if err := o.Write(nil, func(io.Writer) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if got := content(); got != "old" {
		t.Errorf("it is %q, want what it was", got)
	}
	if err := o.Write(nil, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }); err != nil {
		t.Error(err)
	}
	there, err := os.Stat(name)
	if got := content(); got != "new" || err != nil || there.Mode().Perm() != 0o640 {
		t.Errorf("it is %q with %v, %v; want the new one with the old one's permissions", got, there.Mode(), err)
	}
}

func TestWhatCannotBeWrittenIsRefused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	at := func(name string) output.Output { return output.Output{Flag: "--format", Format: "junit", Path: name} }
	missing := filepath.Join(folder, "no", "such.xml")
	for says, all := range map[string][]output.Output{
		"--format junit:" + folder + ": " + folder + " cannot be written: is a directory":               {at(folder)},
		"--format junit:" + missing + ": " + missing + " cannot be written: no such file or directory":  {at(missing)},
		"--format junit and --format junit both go to the standard output; give each a file of its own": {at(""), at("")},
	} {
		if err := output.Check(all); err == nil || err.Error() != says {
			t.Errorf("%v, want %s", err, says)
		}
	}
	if err := output.Check([]output.Output{at(os.DevNull), at(os.DevNull)}); err != nil {
		t.Errorf("a device takes what it is given: %v", err)
	}
}
