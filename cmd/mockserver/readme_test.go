package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var fenced = regexp.MustCompile("(?s)```([a-z]*)\n(.*?)```")

var whole = flag.Bool("whole", false, "run the README's commands as they stand, also those that take long, and the whole suite through nginx")

// shorter are the commands that take long, with less for them to do.
var shorter = [][2]string{
	{"--shard 1/4", "--shard 1/100"},
	{"lexiang.json lexiang\n", "lexiang.json lexiang/list.feature\n"},
	{"cmd/contract check\n", "cmd/contract check --api tickets\n"},
}

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
	text := string(readme)
	for _, s := range shorter {
		if !strings.Contains(text, s[0]) {
			t.Errorf("README.md has no %q any more that could be shortened", s[0])
		}
		if !*whole {
			text = strings.ReplaceAll(text, s[0], s[1])
		}
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
	for _, block := range fenced.FindAllStringSubmatch(text, -1) {
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
