// Package client calls the APIs as a persona would: it addresses operations by
// their specification, fills path, query and body from parameters, proves who
// calls, signs where that is asked for, and holds every answer against the
// specification. A [Manner] makes a call otherwise than it should be.
//
// It shares nothing with the mock but the specifications, so that it does not
// share its mistakes: the signer is written from the document once more.
package client
