// Package lexiang is the events API of 腾讯乐享: seven operations that speak
// JSON:API, over events, who signed up for them, and what they belong to.
//
// Who asks and for whom is settled by auth.go (L01 to L06), what an event must be by
// validate.go (L07 to L15, L26), writes and reads of one event by event.go (L16 to
// L27, L37), lists by list.go (L28 to L36, L41), sign-ups by signup.go (L39, L40, L42,
// L43), and how it all looks by envelope.go (L05, L18, L45).
package lexiang
