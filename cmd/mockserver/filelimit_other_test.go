//go:build !unix

package main

import "testing"

// raiseFileLimit has nothing to do where processes have no such limit.
func raiseFileLimit(*testing.T, uint64) {}
