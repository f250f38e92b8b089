// Package openapi holds the specifications of the mocked APIs and of the mock's
// own control plane, and the catalogue of their documented behaviours.
//
// The specifications are written by hand from the documents. They are embedded,
// and each is compiled once, when it is first asked for.
package openapi
