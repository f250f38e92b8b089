// Package fault is trouble on purpose: answers that are failures, that come late,
// that break off, or that never come. A request asks for it itself ([Requested]), or
// a tester plans it for those that will come ([Plan]).
//
// Nothing is planned by itself. What chance decides, the session's own chance does, so
// that the same requests meet the same trouble.
package fault
