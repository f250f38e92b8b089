// Package generate makes bulk data: rows for the fixtures of the APIs, as many as
// are asked for, that agree with each other.
//
// A [Plan] is how many of each [Noun] there are to be. [Plan.Write] writes an API's
// rows as the lines that come after those of its <api>.yaml. They refer to each
// other only, so that they go with anybody's fixtures, and the people and rows
// that are there stay what they were.
//
// A seed and a plan decide every byte. Times are offsets, so that what is due
// tomorrow is due tomorrow whenever a session begins.
package generate
