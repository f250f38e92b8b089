//go:build !unix

package mockserver

import "testing"

// raiseFileLimit has nothing to do where processes have no such limit.
func raiseFileLimit(*testing.T, uint64) {}
