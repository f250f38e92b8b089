// Package openapi holds the specifications of the mocked APIs and of the mock's
// own control plane, and the catalogue of their documented behaviours.
//
// The specifications are written by hand from the documents. They are embedded,
// and each is compiled once, when it is first asked for. Since reading YAML is most of a
// start, what was read of each is embedded as well, packed; `make packed` writes that
// anew when a specification has changed, a test tells when it has to, and what is packed
// of an older one counts for nothing.
package openapi
