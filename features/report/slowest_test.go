package report_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/features/report"
)

func TestTheSlowestScenariosComeFirstWithTheirSlowestSteps(t *testing.T) {
	t.Parallel()
	times, now := 0, at
	tick := func() time.Time { // each look at the clock takes longer than the one before
		times++
		now = now.Add(time.Duration(times) * time.Millisecond)
		return now
	}
	got := run{t: t, slowest: 2, options: report.Options{Now: tick}}.report("progress")["slowest"]
	const want = `
5 scenarios in 299ms, 17 a second; the slowest:
34ms  a/first.feature:12  Fails                     19ms: And it passes
22ms  second.feature:7    Frees the one that waits  22ms: When it frees
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the slowest (-want +got):\n%s", diff)
	}
}
