// Package mockserver is the mock: the APIs' specifications, the state of their
// sessions, and the pipeline that a request passes, as one http.Handler.
//
//	mock, err := mockserver.New(mockserver.Options{})
//	http.ListenAndServe("127.0.0.1:4700", mock)
//
// Every request passes the same stages in the same order (pipeline.go): session,
// route, body, the API's own stages (headers, login, standing, signature), the
// parameters, the operation in one transaction, the API's envelope, and a check
// of the answer against the specification before the transaction commits. Faults
// (faults.go) and answers that a request prefers (prefer.go) end it on the way. Every
// answer carries Mock-Request, its number in the journal; Mock-Diagnosis says why
// a request was refused and what was odd about it.
//
// Documents and fixtures may be files of a user's own, which [Server.Reload] reads
// anew: live sessions keep their rows, and a file that is wrong changes nothing.
package mockserver
