// Package check derives cases from the specifications and runs them against any
// target: for each operation valid calls, and then calls with one fault each. Every
// case has the answer that the documents promise, and the rule that promises it.
//
// What may be sent is read from the specification, so that a new bound or enumeration
// is checked without code. What a fault means on the wire is each API's own affair,
// and so is who may do what to what: both stand here in tables, which cite their rules
// and share nothing with the mock.
//
// A case that fails is shrunk: the smallest request that fails in the same way is what
// is reported, with its expectation and the command that runs it again, newly signed.
package check
