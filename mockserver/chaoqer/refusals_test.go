package chaoqer

import (
	"testing"

	"contractmock/mockserver/op"
	"contractmock/openapi"
)

// TestRefusalsSayWhatTheDocumentsTableSays: the specification has the table of error
// codes, which planned faults answer too (C19).
func TestRefusalsSayWhatTheDocumentsTableSays(t *testing.T) {
	t.Parallel()
	document, err := openapi.Document("chaoqer")
	if err != nil {
		t.Fatal(err)
	}
	api := New(document)
	for _, refusal := range []op.Refusal{
		ErrRepeated, ErrFrozen, ErrProfileMissing, ErrProfileInitialised, ErrUserNotFound, ErrRoomNotFound, ErrRoomBarred, ErrClubNotFound, ErrEventNotFound,
	} {
		code, ok := api.ErrorCode(refusal.Code)
		if !ok || code.Message != refusal.Message {
			t.Errorf("%s says %d %s, and the table %q", refusal.ID, refusal.Code, refusal.Message, code.Message)
		}
	}
}
