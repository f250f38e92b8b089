// Package chaoqer is the gateway of 超圈: a signed API whose failures are successes of
// HTTP, with accounts, users, clubs, rooms and events.
//
// Who asks and whether they may is settled by auth.go (C05 to C07, C14, C18) and, for
// H5, by h5.go (C75); whether their request is signed by signature.go (C08 to C10);
// what a broken parameter and a repeated call are answered by api.go (C12, C13); how
// it all looks by envelope.go (C01 to C04). page.go serves every list (C15, C16).
//
// Then there is one file for each noun: account.go (C20 to C24), user.go, block.go,
// card.go and message.go (C30 to C36), club.go (C40 to C42), room.go (C50 to C57),
// event.go (C60 to C66), aliyun.go (C70), app.go (C71 to C74) and h5.go (C76, C77).
//
// Beside the gateway stand the bucket and the page of the WeChat login, in
// outside.go.
package chaoqer
