// Package steps says what a sentence of a scenario means.
//
// The [Phrasebook] has one row for each meaning: an English and a Chinese phrase,
// what it does, and the function that does it. A [world] is what one scenario
// knows: who called, the last answer, and what it remembers.
package steps
