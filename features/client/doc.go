// Package client calls the APIs as a persona would: it addresses operations by
// their specification, fills path, query and body from parameters, proves who
// calls, and holds every answer against the specification.
//
// It shares nothing with the mock but the specifications, so that it does not
// share its mistakes.
package client
