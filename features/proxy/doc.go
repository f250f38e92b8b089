// Package proxy stands between a client and the APIs, passes everything on as it is,
// and says what departs from the specifications: in a header of the answer, in the
// log, and in a summary. A [Recorder] keeps what passes as examples and scenarios.
package proxy
