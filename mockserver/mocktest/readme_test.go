package mocktest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheReadmesModuleWorks does what the README tells those who test in Go, in a
// module of its own and without network.
func TestTheReadmesModuleWorks(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, chapter, _ := strings.Cut(string(readme), "\n### In Go\n")
	blocks := regexp.MustCompile("(?s)```(go|sh)\n(.*?)```").FindAllStringSubmatch(chapter, 2)
	if len(blocks) != 2 || blocks[0][1] != "go" || blocks[1][1] != "sh" {
		t.Fatalf("the chapter has no test with commands after it, but %v", blocks)
	}
	here, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mine_test.go"), []byte(blocks[0][2]), 0o600); err != nil {
		t.Fatal(err)
	}
	commands := "go mod init example.com/mine\n" + strings.ReplaceAll(blocks[1][2], "../contractmock", here)
	command := exec.CommandContext(t.Context(), "sh", "-e", "-c", commands)
	command.Dir = dir
	command.Env = append(os.Environ(), "GOPROXY=off", "GOSUMDB=off", "GOFLAGS=-mod=mod", "GOWORK=off")
	if out, err := command.CombinedOutput(); err != nil || !strings.Contains(string(out), "ok  \texample.com/mine") {
		t.Errorf("%v\n%s", err, out)
	}
}
