// Package tickets is the repair-ticket API of 飞扬俱乐部: one operation,
// getTicket, over persons, their tokens and their tickets.
//
// Who asks is settled by auth.go (T01 to T04), what they may see and which
// tickets they get by ticket.go (T05 to T18), how it looks by envelope.go (T19,
// T20, T25).
package tickets
