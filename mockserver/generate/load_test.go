package generate_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"contractmock/mockserver"
	"contractmock/mockserver/generate"
)

// plan is what the words ask for.
func plan(t testing.TB, words ...string) generate.Plan {
	t.Helper()
	p, err := generate.Parse(words)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// files are what generate writes for the plan.
func files(t rapid.TB, p generate.Plan, seed uint64) fstest.MapFS {
	t.Helper()
	fs := fstest.MapFS{}
	for _, api := range p.APIs {
		var b bytes.Buffer
		if _, err := p.Write(&b, api, seed); err != nil {
			t.Fatal(err)
		}
		fs[api+".jsonl"] = &fstest.MapFile{Data: b.Bytes()}
	}
	return fs
}

func BenchmarkGenerate(b *testing.B) {
	for _, users := range []int{1000, 100_000} {
		b.Run(fmt.Sprintf("users=%d", users), func(b *testing.B) {
			p := plan(b, fmt.Sprintf("users=%d", users))
			for b.Loop() {
				if _, err := p.Write(io.Discard, "chaoqer", 1); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	for _, users := range []int{1000, 100_000} {
		b.Run(fmt.Sprintf("users=%d", users), func(b *testing.B) {
			fs := files(b, plan(b, fmt.Sprintf("users=%d", users)), 1)
			b.SetBytes(int64(len(fs["chaoqer.jsonl"].Data)))
			for b.Loop() {
				if _, err := mockserver.New(mockserver.Options{Fixtures: fs}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
