package chaoqer

import "testing"

// TestPagesAreSignedAsInTheSample: the document's sample of 获取微信Config (C76.1).
func TestPagesAreSignedAsInTheSample(t *testing.T) {
	t.Parallel()
	sample := weixinConfig{
		JSAPITicket: weixinTicket, NonceStr: "25499f0d0e0642108148becb7e408451", Timestamp: "1616667594",
		URL: "https://dev-h5.chaoqer.com/room/26a9bc4b4a524e68b75c46eeb9bf58fa/6ce4443c8fcd4a2b8b407bda86ab4408",
	}
	if got, want := sample.sign(), "7746a74050c1639706bc84ec59c139b26a73a0a2"; got != want {
		t.Errorf("signature %s, want %s", got, want)
	}
}
