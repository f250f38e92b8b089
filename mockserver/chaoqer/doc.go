// Package chaoqer is the gateway of 超圈: accounts and users of a signed API, whose
// failures are successes of HTTP.
//
// Who asks and whether they may is settled by auth.go (C05 to C07, C14, C18),
// whether their request is signed by signature.go (C08 to C10), what a broken
// parameter and a repeated call are answered by api.go (C12, C13), and how it all
// looks by envelope.go (C01 to C04). page.go serves every list (C15, C16). Then
// there is one file for each noun: account.go (C20 to C24), user.go, block.go,
// card.go and message.go (C30 to C36).
package chaoqer
