// Package sign makes the text that a request's parameters are signed as, and its
// digest. It is pure: the same parameters give the same text, in whatever order
// they came.
//
// The rules are the gateway's (C08 to C10). What the document leaves open follows
// the deployed service: numbers are written as its BigDecimal writes them, nested
// values as compact JSON with sorted keys.
package sign
