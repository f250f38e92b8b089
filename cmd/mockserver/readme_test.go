package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var fenced = regexp.MustCompile("(?s)```([a-z]*)\n(.*?)```")

// TestTheReadmesCommandsRun runs what the README tells a newcomer to type, but for
// the two commands that this test is itself: the mock and the tests.
func TestTheReadmesCommandsRun(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed")
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	contract := filepath.Join(dir, "contract")
	if out, err := exec.Command("go", "build", "-o", contract, "../contract").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	banner, _ := served(t, nil, "--listen", "127.0.0.1:0")
	base, _, _ := strings.Cut(strings.TrimPrefix(banner, "contractmock listens on "), "\n")
	here := strings.NewReplacer("http://127.0.0.1:4700", base, "go run ./cmd/contract", contract)

	ran, last := 0, ""
	for _, block := range fenced.FindAllStringSubmatch(string(readme), -1) {
		language, text := block[1], block[2]
		switch {
		case language == "gherkin":
			if err := os.WriteFile(filepath.Join(dir, "我的.feature"), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		case language == "" && strings.HasPrefix(text, "HTTP/1.1"):
			for line := range strings.SplitSeq(text, "\n") {
				if line != "" && !strings.HasPrefix(line, "Mock-Request") && !strings.Contains(last, line) {
					t.Errorf("README.md shows %q; the mock answers\n%s", line, last)
				}
			}
		case language == "sh" && !strings.Contains(text, "./cmd/mockserver") && !strings.Contains(text, "go test"):
			command := exec.Command("sh", "-e", "-c", here.Replace(text))
			command.Dir = dir
			out, err := command.CombinedOutput()
			last = string(out)
			if err != nil || last == "" || strings.Contains(last, `{"error"`) {
				t.Errorf("%s\n%v %s", text, err, last)
			}
			ran++
		}
	}
	if ran < 7 {
		t.Errorf("%d blocks of commands were found; there were 7 once", ran)
	}
}
