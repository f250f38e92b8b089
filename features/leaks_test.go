package features_test

import (
	"context"
	"encoding/json"
	"net/http"
	"runtime"
	"testing"
	"time"

	"contractmock/features/target"
)

// footing is what the process has before the suite, and must have after it.
type footing struct {
	goroutines int
	heap       uint64 // bytes
}

func footingNow() footing {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what a finalizer let go
	runtime.ReadMemStats(&m)
	return footing{runtime.NumGoroutine(), m.HeapAlloc}
}

// kept is how much of the heap may be there that was not: the compiled documents and the
// reports, which of 3,600 scenarios are 5 MiB. The sessions of all would be 40, the
// journal up to 64.
const kept = 16 << 20

// leavesNothing holds that a suite that has run has left no session or snapshot on the
// mock, and ends the mock: its goroutines and its heap are then what they were before.
func leavesNothing(t *testing.T, mock *target.Target, before footing) {
	t.Helper()
	ctx := context.Background()
	visitor := mock.Visitor("", nil)
	for _, path := range []string{"/__admin/sessions", "/__admin/snapshots"} {
		x, err := visitor.Raw(ctx, http.MethodGet, path, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		var left []struct{ Name string }
		if err := json.Unmarshal(x.AnswerBody, &left); err != nil {
			t.Fatal(err)
		}
		for _, one := range left {
			if one.Name != "default" {
				t.Errorf("%s: the suite has left %s behind", path, one.Name)
			}
		}
	}
	if err := mock.Close(); err != nil {
		t.Error(err)
	}
	after := footingNow()
	for range 100 { // connections need a moment to end
		if after.goroutines <= before.goroutines {
			break
		}
		_ = mock.Wait(ctx, 20*time.Millisecond)
		after = footingNow()
	}
	if after.goroutines > before.goroutines {
		stacks := make([]byte, 1<<20)
		t.Errorf("there are %d goroutines, and there were %d:\n%s", after.goroutines, before.goroutines, stacks[:runtime.Stack(stacks, true)])
	}
	if after.heap > before.heap+kept {
		t.Errorf("the heap has %d KiB, and had %d", after.heap>>10, before.heap>>10)
	}
}
