package fault_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"contractmock/mockserver/fault"
)

func can(fault.Fault) bool { return true }

// request is Lin's, to tickets.getTicket in session a.
func request(t testing.TB) fault.Request {
	return fault.Request{Session: "a", API: "tickets", Operation: "getTicket", Can: can, Chance: never(t)}
}

func status(code int) fault.Fault {
	return fault.Fault{Effect: fault.Effect{Status: code}, Probability: 1}
}

func TestWhomAFaultStrikes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		fault   fault.Fault
		request func(r *fault.Request)
		want    bool
	}{
		{"everybody", fault.Fault{}, nil, true},
		{"its session", fault.Fault{Session: "a"}, nil, true},
		{"another session", fault.Fault{Session: "b"}, nil, false},
		{"its API", fault.Fault{API: "tickets"}, nil, true},
		{"another API", fault.Fault{API: "chaoqer"}, nil, false},
		{"its operation", fault.Fault{API: "tickets", Operation: "getTicket"}, nil, true},
		{"another operation", fault.Fault{API: "tickets", Operation: "getTickets"}, nil, false},
		{"a persona who is not known yet", fault.Fault{Persona: "Lin"}, nil, false},
		{"a persona who is", fault.Fault{Persona: "Lin"}, func(r *fault.Request) { r.Persona = "Lin" }, true},
		{"another persona", fault.Fault{Persona: "Lin"}, func(r *fault.Request) { r.Persona = "Wu" }, false},
		{"everybody, a second time", fault.Fault{}, func(r *fault.Request) { r.Persona = "Lin" }, false},
		{"what cannot be", fault.Fault{}, func(r *fault.Request) { r.Can = func(fault.Fault) bool { return false } }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := fault.New(10)
			c.fault.Status, c.fault.Probability = 503, 1
			if _, err := p.Add(c.fault); err != nil {
				t.Fatal(err)
			}
			r := request(t)
			if c.request != nil {
				c.request(&r)
			}
			if got := p.Strike(r, false); (len(got) > 0) != c.want {
				t.Errorf("struck by %v, want %v", got, c.want)
			}
		})
	}
}

func TestFaultsStrikeInTheirOrder(t *testing.T) {
	t.Parallel()
	late := fault.Fault{Effect: fault.Effect{Delay: fault.Delay{Min: 1, Max: 1}}, Probability: 1}
	once := func(f fault.Fault) fault.Fault { f.Times = 1; return f }
	for _, c := range []struct {
		name       string
		faults     []fault.Fault
		delaysOnly bool
		want       []string // the ids that strike, request by request
	}{
		{"the first of two", []fault.Fault{status(403), status(500)}, false, []string{"1", "1"}},
		{"the second when the first is spent", []fault.Fault{once(status(403)), status(500)}, false, []string{"1", "2", "2"}},
		{"delays besides", []fault.Fault{late, once(status(403)), late, status(500)}, false, []string{"12", "134", "134"}},
		{"nothing after what ends", []fault.Fault{status(403), late}, false, []string{"1"}},
		{"delays alone where something has struck", []fault.Fault{late, status(403), late}, true, []string{"13"}},
		{"nothing when all are spent", []fault.Fault{once(late), once(status(403))}, false, []string{"12", "", ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := fault.New(10)
			for _, f := range c.faults {
				if _, err := p.Add(f); err != nil {
					t.Fatal(err)
				}
			}
			for i, want := range c.want {
				got := ""
				for _, s := range p.Strike(request(t), c.delaysOnly) {
					got += s.By
				}
				if got != want {
					t.Errorf("request %d is struck by %q, want %q", i, got, want)
				}
			}
		})
	}
}

func TestChanceIsAskedOnlyWhereAFaultLeavesItToChance(t *testing.T) {
	t.Parallel()
	p := fault.New(10)
	likely := status(503)
	likely.Session, likely.Probability, likely.Delay = "b", 0.25, fault.Delay{Min: time.Second, Max: 2 * time.Second}
	if _, err := p.Add(likely); err != nil {
		t.Fatal(err)
	}
	if got := p.Strike(request(t), false); got != nil { // chance is not asked: it would fail the test
		t.Errorf("struck by %v", got)
	}
	r := request(t)
	r.Session = "b"
	for _, c := range []struct {
		drawn int
		want  bool
	}{{0, true}, {249_999, true}, {250_000, false}, {999_999, false}} {
		r.Chance = func(n int) int { return min(c.drawn, n-1) }
		if got := p.Strike(r, false); (len(got) > 0) != c.want {
			t.Errorf("chance draws %d: struck by %v, want %v", c.drawn, got, c.want)
		}
	}
	r.Chance = least
	if got := p.Strike(r, false); got[0].Delay != time.Second {
		t.Errorf("the least delay is %s", got[0].Delay)
	}
}

func TestAPlanIsBounded(t *testing.T) {
	t.Parallel()
	p := fault.New(2)
	once := status(403)
	once.Times = 1
	for _, f := range []fault.Fault{status(500), once} {
		if _, err := p.Add(f); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Add(status(503)); !errors.Is(err, fault.ErrFull) {
		t.Errorf("a third of two: %v", err)
	}
	p.Remove("a", "1")
	p.Strike(request(t), false)
	for range 2 { // one in the place of the first, one in that of the second, which is spent
		if _, err := p.Add(status(503)); err != nil {
			t.Error(err)
		}
	}
	var ids []string
	for _, f := range p.List("a") {
		ids = append(ids, f.ID)
	}
	if diff := cmp.Diff([]string{"3", "4"}, ids); diff != "" {
		t.Errorf("planned (-want +got):\n%s", diff)
	}
}

func TestAFaultOnTheWire(t *testing.T) {
	t.Parallel()
	code := 0
	p := fault.New(3)
	var got []string
	for _, f := range []fault.Fault{
		{Session: "a", API: "chaoqer", Operation: "getClub", Persona: "Toby", Effect: fault.Effect{ErrorCode: &code}, Times: 2, Probability: 1},
		{Effect: fault.Effect{Wire: fault.Reset, Delay: fault.Delay{Min: 1e6, Max: 2e6}}, Probability: 0.5},
	} {
		planned, err := p.Add(f)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(planned)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(text))
	}
	want := []string{
		`{"id":"1","session":"a","api":"chaoqer","operation":"getClub","persona":"Toby","errorCode":0,"undocumented":false,"times":2,"probability":1,"struck":0,"left":2}`,
		`{"id":"2","delay":"1ms..2ms","connection":"reset","undocumented":false,"probability":0.5,"struck":0}`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestThePlanAgainstAModel plans, strikes, removes and clears at random, beside a model
// that is a list.
func TestThePlanAgainstAModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const most = 5
		p := fault.New(most)
		var model []fault.Fault
		next := 0
		sessions := rapid.SampledFrom([]string{"", "a", "b"})
		visible := func(f fault.Fault, session string) bool { return f.Session == "" || f.Session == session }
		spent := func(f fault.Fault) bool { return f.Times > 0 && f.Struck == f.Times }
		t.Repeat(map[string]func(*rapid.T){
			"plan": func(t *rapid.T) {
				f := fault.Fault{
					Session: sessions.Draw(t, "session"), API: rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "api"),
					Effect: fault.Effect{Status: 503}, Times: rapid.IntRange(0, 2).Draw(t, "times"), Probability: 1,
				}
				_, err := p.Add(f)
				if len(model) == most {
					gone := slices.IndexFunc(model, spent)
					if gone < 0 {
						if !errors.Is(err, fault.ErrFull) {
							t.Fatalf("one too many: %v", err)
						}
						return
					}
					model = slices.Delete(model, gone, gone+1)
				}
				if err != nil {
					t.Fatal(err)
				}
				next++
				f.ID = fmt.Sprint(next)
				model = append(model, f)
			},
			"strike": func(t *rapid.T) {
				session, api := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "session"), rapid.SampledFrom([]string{"x", "y"}).Draw(t, "api")
				want := ""
				for i := range model {
					if f := &model[i]; !spent(*f) && visible(*f, session) && (f.API == "" || f.API == api) {
						f.Struck++
						want = f.ID
						break
					}
				}
				got := ""
				for _, s := range p.Strike(fault.Request{Session: session, API: api, Can: can, Chance: least}, false) {
					got += s.By
				}
				if got != want {
					t.Fatalf("struck by %q, want %q", got, want)
				}
			},
			"remove": func(t *rapid.T) {
				session, id := sessions.Draw(t, "session"), fmt.Sprint(rapid.IntRange(1, next+1).Draw(t, "id"))
				at := slices.IndexFunc(model, func(f fault.Fault) bool { return f.ID == id && visible(f, session) })
				if got := p.Remove(session, id); got != (at >= 0) {
					t.Fatalf("removed %v, want %v", got, at >= 0)
				}
				if at >= 0 {
					model = slices.Delete(model, at, at+1)
				}
			},
			"reset": func(t *rapid.T) {
				session := sessions.Draw(t, "session")
				before := len(model)
				model = slices.DeleteFunc(model, func(f fault.Fault) bool { return f.Session == session })
				if got := p.Clear(session); got != before-len(model) {
					t.Fatalf("cleared %d, want %d", got, before-len(model))
				}
			},
			"": func(t *rapid.T) {
				for _, session := range []string{"a", "b"} {
					want, left := []fault.Fault{}, false
					for _, f := range model {
						if !visible(f, session) {
							continue
						}
						if f.Times > 0 {
							n := f.Times - f.Struck
							f.Left = &n
						}
						left = left || !spent(f)
						want = append(want, f)
						if got, ok := p.Get(session, f.ID); !ok || !cmp.Equal(got, f) {
							t.Fatalf("fault %s is %v, %v", f.ID, got, ok)
						}
					}
					if diff := cmp.Diff(want, p.List(session)); diff != "" {
						t.Fatalf("the faults of %s (-want +got):\n%s", session, diff)
					}
					if p.Has(session, false) != left || p.Has(session, true) {
						t.Fatalf("has %v and %v, want %v and none of a persona", p.Has(session, false), p.Has(session, true), left)
					}
				}
			},
		})
	})
}

func TestAFaultStrikesAsOftenAsItShouldHoweverManyAskAtOnce(t *testing.T) {
	t.Parallel()
	p := fault.New(10)
	some := status(503)
	some.Times = 100
	if _, err := p.Add(some); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	var mu sync.Mutex
	struck := 0
	for range 8 {
		wait.Go(func() {
			for range 50 {
				if len(p.Strike(request(t), false)) > 0 {
					mu.Lock()
					struck++
					mu.Unlock()
				}
				p.List("a")
			}
		})
	}
	wait.Wait()
	if struck != 100 {
		t.Errorf("struck %d times of 100", struck)
	}
}

// BenchmarkAFullPlanThatStrikesNobody is what planned faults of others cost a request.
func BenchmarkAFullPlanThatStrikesNobody(b *testing.B) {
	p := fault.New(1000)
	for range 1000 {
		if _, err := p.Add(fault.Fault{Session: "another", Effect: fault.Effect{Status: 503}, Probability: 1}); err != nil {
			b.Fatal(err)
		}
	}
	r := request(b)
	for b.Loop() {
		p.Strike(r, false)
	}
}
