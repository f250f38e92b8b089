// Package features holds the scenarios: every documented behaviour of the
// APIs and of the mock itself, in a tester's words, in English and Chinese.
//
// They run in process with the tests of this package, and against any mock with
// the contract command.
package features

import "embed"

// Files are the embedded scenarios, a folder for each API and one for the mock.
//
//go:embed */*.feature
var Files embed.FS
