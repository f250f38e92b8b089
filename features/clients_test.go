package features_test

import (
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/features/client"
	"contractmock/features/target"
)

// TestAClientFromTheDocumentAlone runs a client of the gateway that knows nothing of
// this repository, in another language.
func TestAClientFromTheDocumentAlone(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	mock, err := target.Open(t.Context(), target.InProcess)
	if err != nil {
		t.Fatal(err)
	}
	defer mock.Close()
	world, err := mock.World(t.Context(), func(*client.Exchange) {})
	if err != nil {
		t.Fatal(err)
	}
	defer world.Close(context.WithoutCancel(t.Context()))
	out, err := exec.CommandContext(t.Context(), node, "testdata/chaoqer.mjs", world.Base, world.Session()).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		t.Fatalf("the client gave up:\n%s", failed.Stderr)
	} else if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if url, _ := got["url"].(string); !strings.HasPrefix(url, "chaoqer://profile/") {
		t.Errorf("the message leads to %q", url)
	}
	delete(got, "url")
	want := map[string]any{"from": true, "title": "安妮", "content": "给你发送了一张名片", "cards": 1.0}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what was read (-want +got):\n%s", diff)
	}
}
