package journal_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"contractmock/mockserver/journal"
)

// reader reads a journal, and is closed with the test.
func reader(t testing.TB, j *journal.Journal, f journal.Filter) *journal.Reader {
	t.Helper()
	r, ok := j.Reader(f)
	if !ok {
		t.Fatal("the journal takes no more readers")
	}
	t.Cleanup(r.Close)
	return r
}

// had is what a reader can read without waiting, and how much it has missed.
func had(t *testing.T, r *journal.Reader) (entries []journal.Entry, missed int64) {
	t.Helper()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for {
		found, dropped, err := r.Read(ended)
		if err != nil {
			return entries, missed
		}
		entries, missed = append(entries, found...), missed+dropped
	}
}

func TestAReaderReadsWhatEndsFromNowOn(t *testing.T) {
	t.Parallel()
	j := journal.New(10, 1<<20)
	j.Add(entry(j, 0))
	r := reader(t, j, journal.Filter{})
	j.Add(entry(j, 0))
	j.Add(entry(j, 0))
	found, missed := had(t, r)
	if ids(found) != "2 3" || missed != 0 {
		t.Errorf("read %s, missed %d", ids(found), missed)
	}
	j.Add(entry(j, 0))
	if found, _ := had(t, r); ids(found) != "4" {
		t.Errorf("read %s afterwards", ids(found))
	}
}

// TestNothingIsMissedBetweenTwoReaders: exchanges end in another order than they began in.
func TestNothingIsMissedBetweenTwoReaders(t *testing.T) {
	t.Parallel()
	j := journal.New(5, 1<<20)
	slow := entry(j, 0)  // 1
	quick := entry(j, 0) // 2
	looked := j.Next()   // 3, a read of the control plane, which is not kept
	j.Add(quick)
	j.Add(slow)
	j.Add(entry(j, 0)) // 4
	for _, c := range []struct {
		name         string
		since, until int64
		want         string
		all          bool
	}{
		{"after the quick one comes the slow one, though its id is less", 2, 0, "1 4", false},
		{"after the slow one", 1, 0, "4", false},
		{"after one that is not kept, what ended after it began", 3, 0, "2 1 4", false},
		{"after the last", 4, 0, "", false},
		{"up to the slow one", 0, 1, "2 1", false},
		{"up to the quick one", 0, 2, "2", false},
		{"after one and up to another", 2, 1, "1", false},
		{"the wrong way around", 1, 2, "", false},
		{"after one that a mock gave out that ran before", 99, 0, "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := journal.Filter{Since: c.since, Until: c.until}
			if got := ids(j.Find(f)); got != c.want {
				t.Errorf("found %s, want %s", got, c.want)
			}
			if c.until != 0 {
				return
			}
			want := c.want
			if c.all {
				want = "2 1 4"
			}
			if got, missed := had(t, reader(t, j, f)); ids(got) != want || missed != 0 {
				t.Errorf("read %s, missed %d; want %s", ids(got), missed, want)
			}
		})
	}
	if looked != "3" {
		t.Errorf("the read has the id %s", looked)
	}
}

func TestAReaderIsToldWhatItHasMissed(t *testing.T) {
	t.Parallel()
	j := journal.New(3, 1<<20)
	r := reader(t, j, journal.Filter{})
	for range 5 { // 1 and 2 are dropped
		j.Add(entry(j, 0))
	}
	if found, missed := had(t, r); ids(found) != "3 4 5" || missed != 2 {
		t.Errorf("read %s, missed %d; want 3 4 5 and 2", ids(found), missed)
	}
	for since, want := range map[int64]int64{1: 1, 2: 0, 3: 0} {
		if found, missed := had(t, reader(t, j, journal.Filter{Since: since})); missed != want || len(found) == 0 {
			t.Errorf("since %d: missed %d, want %d", since, missed, want)
		}
	}
	if found, missed := had(t, reader(t, j, journal.Filter{Since: journal.FromFirst})); ids(found) != "3 4 5" || missed != 0 {
		t.Errorf("from the first: read %s, missed %d", ids(found), missed)
	}
	if _, missed := had(t, reader(t, j, journal.Filter{Since: 99})); missed != 2 {
		t.Errorf("after a mock that ran before: missed %d, want 2", missed)
	}
	if n := j.Clear(""); n != 3 {
		t.Errorf("%d were cleared, want 3", n)
	}
	j.Add(entry(j, 0))
	if found, missed := had(t, r); ids(found) != "6" || missed != 0 {
		t.Errorf("after a clearing: read %s, missed %d; want 6 and nothing", ids(found), missed)
	}
}

func TestAReaderReadsWhatFits(t *testing.T) {
	t.Parallel()
	j := journal.New(1000, 1<<20)
	r := reader(t, j, journal.Filter{Session: "b"})
	for i := range 500 { // more than it looks at at once
		e := entry(j, 0)
		e.Session = "a"
		if i%250 == 249 {
			e.Session = "b"
		}
		j.Add(e)
	}
	if found, missed := had(t, r); ids(found) != "250 500" || missed != 0 {
		t.Errorf("read %s, missed %d", ids(found), missed)
	}
}

func TestAReaderEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		j := journal.New(10, 1<<20)
		r, _ := j.Reader(journal.Filter{})
		defer r.Close()
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		go func() {
			time.Sleep(20 * time.Second)
			e := entry(j, 0)
			e.Session = "x"
			j.Add(e)
		}()
		if found, _, err := r.Read(ctx); err != nil || len(found) != 1 || time.Since(began) != 20*time.Second {
			t.Errorf("read %v, %v after %s", found, err, time.Since(began))
		}
		if _, _, err := r.Read(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Minute {
			t.Errorf("ended with %v after %s", err, time.Since(began))
		}
	})
}

func TestReadersAreBounded(t *testing.T) {
	t.Parallel()
	j := journal.New(10, 1<<20)
	first := reader(t, j, journal.Filter{})
	for range journal.MaxReaders - 1 {
		reader(t, j, journal.Filter{})
	}
	if _, ok := j.Reader(journal.Filter{}); ok || j.Readers() != journal.MaxReaders {
		t.Errorf("%d readers are taken", j.Readers())
	}
	first.Close()
	first.Close() // twice is once
	if n := j.Readers(); n != journal.MaxReaders-1 {
		t.Errorf("%d readers are left", n)
	}
	reader(t, j, journal.Filter{})
}

func TestClearingASession(t *testing.T) {
	t.Parallel()
	j, rest := journal.New(10, 1<<20), journal.New(10, 1<<20)
	for i := range 6 {
		e := entry(j, 100)
		e.Session = []string{"a", "b"}[i%2]
		j.Add(e)
		if e.Session == "b" {
			rest.Add(e)
		}
	}
	if n := j.Clear("a"); n != 3 {
		t.Errorf("%d are gone, want 3", n)
	}
	count, bytes := j.Len()
	if wantCount, wantBytes := rest.Len(); count != wantCount || bytes != wantBytes {
		t.Errorf("Len = %d, %d; want %d, %d", count, bytes, wantCount, wantBytes)
	}
	if _, ok := j.Get("1"); ok {
		t.Error("a cleared entry is still found")
	}
	if got := ids(j.Find(journal.Filter{Since: 1})); got != "2 4 6" {
		t.Errorf("since a cleared one: %s", got)
	}
	if got := ids(j.Find(journal.Filter{Since: 2})); got != "4 6" {
		t.Errorf("since a kept one: %s", got)
	}
}

// TestWritersReadersAndSearchesAtOnce: every reader that is quick enough reads every
// entry once.
func TestWritersReadersAndSearchesAtOnce(t *testing.T) {
	t.Parallel()
	const writers, each = 4, 200
	j := journal.New(writers*each, 64<<20)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var reading, writing sync.WaitGroup
	for n := range 8 {
		session := ""
		if n%2 == 1 {
			session = strconv.Itoa(n / 2)
		}
		r := reader(t, j, journal.Filter{Session: session})
		reading.Go(func() {
			want, seen := writers*each, map[string]bool{}
			if session != "" {
				want = each
			}
			for len(seen) < want {
				found, dropped, err := r.Read(ctx)
				if err != nil || dropped != 0 {
					t.Errorf("%v, %d dropped", err, dropped)
					return
				}
				for _, e := range found {
					if seen[e.ID] {
						t.Errorf("%s was read twice", e.ID)
					}
					seen[e.ID] = true
				}
			}
		})
	}
	for n := range writers {
		writing.Go(func() {
			for range each {
				e := entry(j, 10)
				e.Session = strconv.Itoa(n)
				j.Add(e)
				j.Find(journal.Filter{Session: e.Session, Limit: 5})
			}
		})
	}
	writing.Wait()
	reading.Wait()
}

func BenchmarkAdd(b *testing.B) {
	for _, listeners := range []int{0, 10} {
		b.Run(fmt.Sprintf("listeners=%d", listeners), func(b *testing.B) {
			j := journal.New(1000, 64<<20)
			ctx, cancel := context.WithCancel(b.Context())
			var reading sync.WaitGroup
			for range listeners {
				r := reader(b, j, journal.Filter{Session: "none"})
				reading.Go(func() {
					for ctx.Err() == nil {
						_, _, _ = r.Read(ctx)
					}
				})
			}
			for b.Loop() {
				j.Add(entry(j, 10))
			}
			cancel()
			reading.Wait()
		})
	}
}

func BenchmarkFind(b *testing.B) {
	j := journal.New(10_000, 64<<20)
	for i := range 10_000 {
		e := entry(j, 1000)
		e.Session = strconv.Itoa(i % 100)
		e.Request.URL = "/user/profile?x=" + e.ID
		j.Add(e)
	}
	for name, f := range map[string]journal.Filter{
		"a session":       {Session: "7"},
		"the newest":      {Limit: 1},
		"since":           {Since: 9_990},
		"text everywhere": {Text: "x=77"},
		"a path":          {Path: "/club/*"},
		"a persona":       {Persona: "Toby"},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				j.Find(f)
			}
		})
	}
}
