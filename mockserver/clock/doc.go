// Package clock is the one source of time, ids and chance of a session.
//
// Nothing else in the mock reads the wall clock or rolls dice: a Clock runs
// with the wall, or stands where a tester froze it, and its ids and choices
// come from a seed, so that the same requests in the same order get the same
// answers.
package clock
