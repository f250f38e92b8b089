//go:build unix

package main

import (
	"syscall"
	"testing"
)

// raiseFileLimit lets the test open so many files, or skips it.
func raiseFileLimit(t *testing.T, want uint64) {
	t.Helper()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	if limit.Cur >= want {
		return
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: want, Max: max(want, limit.Max)}); err != nil {
		t.Skipf("the system lets a process open %d files, and %d are needed: %v", limit.Max, want, err)
	}
}
