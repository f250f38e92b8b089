// Package custom plays APIs of the user's own, of which the mock has the specification
// and no code: it holds requests against it and answers them from its examples, or with
// data made from its schemas.
//
// The data is decided by the mock's seed and by the request (operation, method, path,
// query and body), so that the same request gets the same answer, in every session and at
// any time. Nothing is kept: a POST changes nothing that a GET would show.
//
// A request that breaks the specification is refused with 400 (or 422, where that is
// what is documented), one without any credential where a security scheme asks for one
// with 401. Any credential passes. The body of a refusal is the document's own example
// for it, or {"error": …, "findings": […]}. Parameters that the document does not know
// are noted in Mock-Diagnosis and pass.
package custom
