package state_test

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/state"
)

// A small shop: orders of buyers, some of them hidden.
type order struct {
	ID     int64          `json:"id"`
	Buyer  string         `json:"buyer"`
	At     clock.Instant  `json:"at"`
	Hidden bool           `json:"hidden"`
	Paid   *clock.Instant `json:"paid"`
}

type buyer struct {
	Name   string   `json:"name"`
	Mobile string   `json:"mobile"`
	Tags   []string `json:"tags"`
}

var (
	shop    = crowdedSchema("shop")
	buyers  = state.NewTable(shop, "buyers", func(b buyer) string { return b.Name })
	byPhone = buyers.Unique("mobile", func(b buyer) (state.Key, bool) { return state.Key("").Text(b.Mobile), b.Mobile != "" })
	orders  = state.NewTable(shop, "orders", func(o order) int64 { return o.ID })
	byBuyer = orders.Index(func(o order) (state.Key, bool) { return state.Key("").Text(o.Buyer).Time(o.At), !o.Hidden })
	other   = crowdedSchema("other")
	notes   = state.NewTable(other, "notes", func(n buyer) string { return n.Name })
)

func init() {
	orders.Check(func(tx *state.Tx, o order, report func(field, message string)) {
		if _, ok := buyers.Get(tx, o.Buyer); !ok {
			report("buyer", fmt.Sprintf("there is no buyer %q", o.Buyer))
		}
	})
}

// crowdedSchema has more tables than a transaction copies at once, before those of the
// tests.
func crowdedSchema(name string) *state.Schema {
	s := state.NewSchema(name)
	for i := range 10 {
		state.NewTable(s, fmt.Sprintf("z%d", i), func(b buyer) string { return b.Name })
	}
	return s
}

func newStore() *state.Store { return state.NewStore(state.NewWorld(shop, other)) }

// model is what the store should hold, as a plain map and scans over it.
type model map[int64]order

func (m model) of(name string) []order {
	var rows []order
	for _, o := range m {
		if !o.Hidden && o.Buyer == name {
			rows = append(rows, o)
		}
	}
	sort.Slice(rows, func(i, j int) bool { // newest first
		a, b := rows[i], rows[j]
		return a.At > b.At || a.At == b.At && a.ID > b.ID
	})
	return rows
}

func (m model) clone() model {
	c := model{}
	for k, v := range m {
		c[k] = v
	}
	return c
}

func cursor(o order) state.Key { return state.Key("").Time(o.At).Int(o.ID) }

func TestStoreAgainstMaps(t *testing.T) {
	names := []string{"", "a", "a\x00", "ab", "b", "\xff", "铭恺"}
	rapid.Check(t, func(t *rapid.T) {
		store, kept := newStore(), model{}
		type snapshot struct {
			world *state.World
			rows  model
		}
		var snapshots []snapshot
		name := rapid.SampledFrom(names)
		row := rapid.Custom(func(t *rapid.T) order {
			return order{
				ID:     rapid.Int64Range(-4, 8).Draw(t, "id"),
				Buyer:  name.Draw(t, "buyer"),
				At:     clock.Instant(rapid.Int64Range(-2, 3).Draw(t, "at")),
				Hidden: rapid.Bool().Draw(t, "hidden"),
			}
		})
		t.Repeat(map[string]func(*rapid.T){
			"write": func(t *rapid.T) {
				tx, next := store.Begin(), kept.clone()
				for range rapid.IntRange(0, 4).Draw(t, "writes") {
					if rapid.Bool().Draw(t, "put") {
						o := row.Draw(t, "row")
						orders.Put(tx, o)
						next[o.ID] = o
					} else {
						id := rapid.Int64Range(-4, 8).Draw(t, "id")
						_, was := next[id]
						if got := orders.Delete(tx, id); got != was {
							t.Fatalf("Delete(%d) = %v, want %v", id, got, was)
						}
						delete(next, id)
					}
				}
				checkLists(t, tx, next, names)
				if rapid.Bool().Draw(t, "commit") {
					tx.Commit()
					kept = next
				} else {
					tx.Drop()
				}
			},
			"snapshot": func(*rapid.T) { snapshots = append(snapshots, snapshot{store.World(), kept.clone()}) },
			"restore": func(t *rapid.T) {
				if len(snapshots) == 0 {
					t.Skip("nothing kept yet")
				}
				s := rapid.SampledFrom(snapshots).Draw(t, "snapshot")
				store.Restore(s.world, nil)
				kept = s.rows.clone()
			},
			"": func(t *rapid.T) {
				checkLists(t, store.Read(), kept, names)
				for _, s := range snapshots { // later writes leave kept worlds alone
					if got := orders.Len(s.world.Read()); got != len(s.rows) {
						t.Fatalf("a kept world has %d rows, want %d", got, len(s.rows))
					}
				}
			},
		})
	})
}

func checkLists(t *rapid.T, tx *state.Tx, want model, names []string) {
	if got := orders.Len(tx); got != len(want) {
		t.Fatalf("Len = %d, want %d", got, len(want))
	}
	for id := int64(-4); id <= 8; id++ {
		got, ok := orders.Get(tx, id)
		if w, in := want[id]; ok != in || got != w {
			t.Fatalf("Get(%d) = %v %v, want %v %v", id, got, ok, w, in)
		}
	}
	for _, name := range names {
		newest := want.of(name)
		oldest := slices.Clone(newest)
		slices.Reverse(oldest)
		for _, c := range []struct {
			order string
			r     state.Range[order]
			rows  []order
		}{
			{"newest", byBuyer.Of(state.Key("").Text(name)), newest},
			{"oldest", byBuyer.Of(state.Key("").Text(name)).Oldest(), oldest},
			{"since 1", byBuyer.Of(state.Key("").Text(name)).Since(state.Key("").Time(1)), slices.DeleteFunc(slices.Clone(newest), func(o order) bool { return o.At < 1 })},
			{"until 1", byBuyer.Of(state.Key("").Text(name)).Until(state.Key("").Time(1)).Oldest(), slices.DeleteFunc(slices.Clone(oldest), func(o order) bool { return o.At >= 1 })},
		} {
			if got := state.Count(tx, c.r); got != len(c.rows) {
				t.Fatalf("%s of %q: Count = %d, want %d", c.order, name, got, len(c.rows))
			}
			for size := 1; size <= 3; size++ {
				var byNumber, byCursor []order
				for number := 1; ; number++ {
					before := tx.Visited()
					rows, total := state.PageOf(tx, c.r, number, size)
					if total != len(c.rows) {
						t.Fatalf("%s of %q: total %d, want %d", c.order, name, total, len(c.rows))
					}
					if visited := tx.Visited() - before; visited != len(rows) {
						t.Fatalf("%s of %q: page %d visited %d rows for %d", c.order, name, number, visited, len(rows))
					}
					if len(rows) == 0 {
						break
					}
					byNumber = append(byNumber, rows...)
				}
				for at := state.Key(""); ; {
					rows := state.After(tx, c.r, at, size)
					if len(rows) == 0 {
						break
					}
					byCursor = append(byCursor, rows...)
					if len(byCursor) > len(c.rows) {
						t.Fatalf("%s of %q: reading by cursor goes round: %v", c.order, name, byCursor)
					}
					at = cursor(rows[len(rows)-1])
				}
				if !slices.Equal(byNumber, c.rows) || !slices.Equal(byCursor, c.rows) {
					t.Fatalf("%s of %q by %d:\nby number %v\nby cursor %v\nwant      %v", c.order, name, size, byNumber, byCursor, c.rows)
				}
			}
			even := func(o order) bool { return o.ID%2 == 0 }
			wanted := slices.DeleteFunc(slices.Clone(c.rows), func(o order) bool { return !even(o) })
			for number := -1; number <= len(c.rows)+1; number++ {
				rows, total := state.PageWhere(tx, c.r, number, 2, even)
				from := min(max(0, (number-1)*2), len(wanted))
				part := wanted[from:min(from+2, len(wanted))]
				if number < 1 {
					part = nil
				}
				if total != len(wanted) || !slices.Equal(rows, part) {
					t.Fatalf("%s of %q: page %d of the even ones is %v of %d, want %v of %d", c.order, name, number, rows, total, part, len(wanted))
				}
			}
			// A cursor need not stand on a row, nor inside the range.
			for at := clock.Instant(-3); at <= 4; at++ {
				key := state.Key("").Time(at).Int(2)
				i := slices.IndexFunc(c.rows, func(o order) bool {
					if c.order == "oldest" || c.order == "until 1" {
						return cursor(o) > key
					}
					return cursor(o) < key
				})
				rest := []order{}
				if i >= 0 {
					rest = c.rows[i:]
				}
				if got := state.After(tx, c.r, key, 100); !slices.Equal(got, rest) {
					t.Fatalf("%s of %q after %d: %v, want %v", c.order, name, at, got, rest)
				}
			}
		}
	}
	both := append(want.of("a"), want.of("b")...)
	sort.Slice(both, func(i, j int) bool { return cursor(both[i]) > cursor(both[j]) })
	var merged []order
	a, b := byBuyer.Of(state.Key("").Text("a")), byBuyer.Of(state.Key("").Text("b"))
	for at := state.Key(""); ; {
		rows := state.Merge(tx, at, 2, a, b, a) // a twice: each row still comes once
		if len(rows) == 0 {
			break
		}
		merged = append(merged, rows...)
		at = cursor(rows[len(rows)-1])
	}
	if !slices.Equal(merged, both) {
		t.Fatalf("merged %v, want %v", merged, both)
	}
}

func TestForksDoNotSeeEachOther(t *testing.T) {
	base := newStore()
	tx := base.Begin()
	for i := range int64(1000) {
		orders.Put(tx, order{ID: i, Buyer: "a"})
	}
	tx.Commit()
	world := base.World()

	var wait sync.WaitGroup
	for n := range int64(8) {
		wait.Go(func() {
			fork := state.NewStore(world)
			for i := range int64(200) {
				tx := fork.Begin()
				orders.Put(tx, order{ID: 1000 + i, Buyer: "b", At: clock.Instant(n)})
				orders.Delete(tx, i)
				tx.Commit()
			}
			read := fork.Read()
			if got := orders.Len(read); got != 1000 {
				t.Errorf("fork %d has %d rows, want 1000", n, got)
			}
			for _, o := range state.Page(read, byBuyer.Of(state.Key("").Text("b")), 1, 1000) {
				if o.At != clock.Instant(n) {
					t.Errorf("fork %d sees a row of fork %d", n, o.At)
				}
			}
		})
	}
	wait.Wait()
	if got := orders.Len(world.Read()); got != 1000 {
		t.Errorf("the forked world has %d rows, want 1000", got)
	}
}

func TestChanges(t *testing.T) {
	store := newStore()
	tx := store.Begin()
	first := order{ID: 1, Buyer: "a"}
	orders.Put(tx, first)
	orders.Put(tx, first) // the same once more is no change
	second := first
	second.Hidden = true
	orders.Put(tx, second)
	orders.Delete(tx, 1)
	orders.Delete(tx, 1)
	want := []state.Change{
		{API: "shop", Table: "orders", Key: "1", After: first},
		{API: "shop", Table: "orders", Key: "1", Before: first, After: second},
		{API: "shop", Table: "orders", Key: "1", Before: second},
	}
	if diff := cmp.Diff(want, tx.Changes()); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	tx.Drop()
}

func TestATransactionThatHasEndedCannotWrite(t *testing.T) {
	store := newStore()
	ended := store.Begin()
	ended.Commit()
	ended.Commit() // ending twice is harmless
	ended.Drop()
	for name, tx := range map[string]*state.Tx{"ended": ended, "reading": store.Read()} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a put on a transaction that is %s went through", name)
				}
			}()
			orders.Put(tx, order{ID: 1})
		}()
	}
	store.Begin().Drop() // the writer's lock is free
}

func TestKeysSortAsTheirValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
		if (a < b) != (state.Key("").Int(a) < state.Key("").Int(b)) {
			t.Fatalf("%d and %d are in another order as keys", a, b)
		}
		s, u := rapid.String().Draw(t, "s"), rapid.String().Draw(t, "u")
		if (s < u) != (state.Key("").Text(s) < state.Key("").Text(u)) {
			t.Fatalf("%q and %q are in another order as keys", s, u)
		}
		if s != u && strings.HasPrefix(string(state.Key("").Text(s)), string(state.Key("").Text(u))) {
			t.Fatalf("the key of %q begins with the key of %q", s, u)
		}
	})
}

func TestAuditFindsWhatIsWrong(t *testing.T) {
	tx := newStore().Begin()
	buyers.Put(tx, buyer{Name: "a", Mobile: "1"})
	buyers.Put(tx, buyer{Name: "b", Mobile: "1"})
	buyers.Put(tx, buyer{Name: "c"})
	buyers.Put(tx, buyer{Name: "d"})
	orders.Put(tx, order{ID: 7, Buyer: "nobody"})
	want := state.Problems{
		{Table: "shop.buyers", Key: "b", Field: "mobile", Message: "row a has the same; it must be unique"},
		{Table: "shop.orders", Key: "7", Field: "buyer", Message: `there is no buyer "nobody"`},
	}
	if diff := cmp.Diff(want, shop.Audit(tx)); diff != "" {
		t.Errorf("audit (-want +got):\n%s", diff)
	}
	if got, _ := byPhone.First(tx, state.Key("").Text("1")); got.Name != "a" {
		t.Errorf("First = %v, want a's row", got)
	}
	if notes.Len(tx) != 0 {
		t.Error("another schema's table has rows")
	}
}

func TestRowsAsJSON(t *testing.T) {
	const now = clock.Instant(1_700_000_000_000)
	rows, _ := shop.Table("orders")
	for _, c := range []struct{ name, key, data, want string }{
		{"a whole row", "3", `{"id":3,"buyer":"a","at":"2024-06-10 12:00:00"}`, ""},
		{"an offset", "3", `{"id":3,"buyer":"a","at":"-2h","paid":"+1m"}`, ""},
		{"another key", "4", `{"id":3,"buyer":"a"}`, "shop.orders[4]: the row says 3; its key and the one it is put under must agree"},
		{"no object", "3", `[1]`, "shop.orders[3]: a row is a JSON object, not a list"},
		{"null", "3", `null`, "shop.orders[3]: a row is a JSON object, not null"},
		{"no JSON", "3", `{`, "shop.orders[3]: a row is a JSON object, not no JSON ({)"},
		{"a text for a number", "3", `{"id":"3"}`, `shop.orders[3].id: a whole number is expected, not a text ("3")`},
		{"a fraction", "3", `{"id":3.5}`, `shop.orders[3].id: a whole number is expected, not a number (3.5)`},
		{"null for a text", "3", `{"id":3,"buyer":null}`, `shop.orders[3].buyer: it must not be null; a text is expected`},
		{"a bad time", "3", `{"id":3,"at":"noon"}`, `shop.orders[3].at: "noon" is no time; write 2024-06-10 12:00:00 (UTC+8), an RFC 3339 time, or an offset such as +20m`},
		{"a misspelt member", "3", `{"id":3,"buyr":"a","Hidden":true}`, "shop.orders[3].Hidden: there is no such member; did you mean hidden?\nshop.orders[3].buyr: there is no such member; did you mean buyer?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tx := newStore().Begin()
			defer tx.Drop()
			_, err := rows.PutJSON(tx, c.key, []byte(c.data), now)
			if got := fmt.Sprint(err); got != c.want && (err != nil || c.want != "") {
				t.Errorf("error %q, want %q", got, c.want)
			}
			if err != nil && len(tx.Changes()) > 0 {
				t.Error("a refused row changed something")
			}
		})
	}

	tx := newStore().Begin()
	paid := now.Add(60_000_000_000)
	if _, err := rows.PutJSON(tx, "", []byte(`{"id":3,"buyer":"a","at":"-2h","paid":"+1m"}`), now); err != nil {
		t.Fatal(err)
	}
	if _, err := rows.PatchJSON(tx, "3", []byte(`{"hidden":true}`), now); err != nil {
		t.Fatal(err)
	}
	got, _ := rows.Lookup(tx, "3")
	if diff := cmp.Diff(order{ID: 3, Buyer: "a", At: now - 2*3600_000, Paid: &paid, Hidden: true}, got); diff != "" {
		t.Errorf("row (-want +got):\n%s", diff)
	}
	for _, c := range []struct{ key, data, want string }{
		{"3", `{"id":4}`, "shop.orders[3]: a row's key cannot be changed; put a new row and delete this one"},
		{"4", `{}`, "shop.orders[4]: there is no such row"},
		{"x", `{}`, `shop.orders[x]: the key is a whole number, not "x"`},
	} {
		if _, err := rows.PatchJSON(tx, c.key, []byte(c.data), now); fmt.Sprint(err) != c.want {
			t.Errorf("patch %s of %s: %v, want %s", c.data, c.key, err, c.want)
		}
	}
	if !rows.Remove(tx, "3") || rows.Remove(tx, "3") || rows.Remove(tx, "x") {
		t.Error("Remove does not tell what was there")
	}
}

func TestListingGoesThroughATable(t *testing.T) {
	tx := newStore().Begin()
	for _, name := range []string{"c", "a", "", "b"} {
		buyers.Put(tx, buyer{Name: name})
	}
	rows, _ := shop.Table("buyers")
	var got []string
	for after := ""; ; {
		list, keys := rows.Listing(tx, after, 2)
		for _, r := range list {
			got = append(got, r.(buyer).Name)
		}
		if len(list) < 2 {
			break
		}
		after = keys[len(keys)-1]
	}
	if diff := cmp.Diff([]string{"", "a", "b", "c"}, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

func TestFixtures(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"rows and one row", "buyers:\n  name: a\norders:\n  - {id: 1, buyer: a, at: +2m}\n  - {id: 2, buyer: a, at: 2024-06-10}\n", ""},
		{"anchors and merges", "buyers: [{name: a}]\norders:\n  - &first {id: 1, buyer: a}\n  - {<<: *first, id: 2}\n", ""},
		{"an empty file", "", ""},
		{"an empty table", "orders:\n", ""},
		{"no YAML", "orders: [\n", "shop.yaml:1: sequence end token ']' not found"},
		{"no mapping", "- 1\n", "shop.yaml:1: sequence was used where mapping is expected"},
		{"two documents", "orders: []\n---\norders: []\n", "shop.yaml:2: there is more than one YAML document in the file"},
		{"a byte order mark", "\ufefforders: []\n", ""},
		{"another encoding", "buyers:\n  - name: \xb2\xe2\n", "shop.yaml:2: this is no UTF-8; save the file as such"},
		{"brackets without end", "orders:\n  " + strings.Repeat("[", 100_000), "shop.yaml:2: brackets are nested deeper than 64 levels"},
		{"a member twice", "orders: []\nbuyers: []\norders: []\n", "shop.yaml:3: mapping key \"orders\" already defined at [1:1]"},
		{"an unknown table", "buyers: []\norder:\n  - {id: 1}\n", "shop.yaml:3: order: the shop API has no such table; did you mean orders?"},
		{"a row that is none", "buyers:\n  - a\n", `shop.yaml:2: shop.buyers: a row is a JSON object, not a text ("a")`},
		{"a misspelt field", "buyers:\n  - name: a\n    mobil: 1\n", "shop.yaml:3: shop.buyers[a].mobil: there is no such member; did you mean mobile?"},
		{"wrong types, all of them", "buyers:\n  - name: a\n    mobile: 1\norders:\n  - id: 1\n    buyer: a\n    at: soon\n", "shop.yaml:3: shop.buyers[a].mobile: a text is expected, not a number (1)\nshop.yaml:7: shop.orders[1].at: \"soon\" is no time; write 2024-06-10 12:00:00 (UTC+8), an RFC 3339 time, or an offset such as +20m"},
		{"the same key twice", "buyers:\n  - name: a\n  - name: a\n", "shop.yaml:3: shop.buyers[a]: there is another row with this key"},
		{"a reference to nothing", "orders:\n  - id: 1\n    at: 2024-06-10\n    buyer: z\n", "shop.yaml:4: shop.orders[1].buyer: there is no buyer \"z\""},
		{"a reference that is missing", "orders:\n  - at: 2024-06-10\n    id: 1\n", "shop.yaml:2: shop.orders[1].buyer: there is no buyer \"\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := shop.ReadFixtures("shop.yaml", []byte(c.file))
			if got := fmt.Sprint(err); got != c.want && (err != nil || c.want != "") {
				t.Errorf("error\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestLinesComeAfterTheDocument(t *testing.T) {
	const document = "buyers:\n  - name: a\n"
	const shape = `this is no row; a line is {"table":"…","row":{…}}`
	for _, c := range []struct{ name, lines, want string }{
		{"nothing", "", ""},
		{"rows that refer to the document and to each other", `{"table":"orders","row":{"id":1,"buyer":"b","at":"-2h"}}` + "\n\n" + `{"table":"buyers","row":{"name":"b"}}` + "\r\n" + `{"table":"orders","row":{"id":2,"buyer":"a","at":"2024-06-10"}}`, ""},
		{"a byte order mark", "\ufeff" + `{"table":"buyers","row":{"name":"b"}}`, ""},
		{"escapes", `{"table":"buyers","row":{"name":"\u0062\"\n"}}` + "\n" + `{"table":"orders","row":{"id":1,"buyer":"b\u0022\u000a","at":"2024-06-10"}}`, ""},
		{"an escape that is not the text", `{"table":"orders","row":{"id":1,"buyer":"\u0062","at":"2024-06-10"}}`, `shop.jsonl:1: shop.orders[1].buyer: there is no buyer "b"`},
		{"no JSON", "\n{\n", "shop.jsonl:2: " + shape},
		{"two rows on a line", `{"table":"buyers","row":{"name":"b"}} {}`, "shop.jsonl:1: " + shape},
		{"a bracket too many", `{"table":"buyers","row":{"name":"b"}}}`, "shop.jsonl:1: " + shape},
		{"a row without table", `{"row":{"name":"b"}}`, "shop.jsonl:1: " + shape},
		{"a table without row", `{"table":"buyers"}`, "shop.jsonl:1: " + shape},
		{"a member too many", `{"table":"buyers","row":{"name":"b"},"key":"b"}`, "shop.jsonl:1: " + shape},
		{"another encoding", "{\"table\":\"buyers\",\"row\":{\"name\":\"\xb2\xe2\"}}", "shop.jsonl:1: this is no UTF-8; save the file as such"},
		{"an unknown table", "\n" + `{"table":"buyer","row":{}}`, "shop.jsonl:2: buyer: the shop API has no such table; did you mean buyers?"},
		{"a misspelt field", `{"table":"buyers","row":{"name":"b","mobil":1}}`, "shop.jsonl:1: shop.buyers[b].mobil: there is no such member; did you mean mobile?"},
		{"a row of the document", `{"table":"buyers","row":{"name":"a"}}`, "shop.jsonl:1: shop.buyers[a]: there is another row with this key"},
		{"a reference to nothing", "\n\n" + `{"table":"orders","row":{"id":1,"buyer":"z","at":"2024-06-10"}}`, `shop.jsonl:3: shop.orders[1].buyer: there is no buyer "z"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := shop.ReadFixtures("shop.yaml", []byte(document), state.Lines{File: "shop.jsonl", Data: []byte(c.lines)})
			if got := fmt.Sprint(err); got != c.want && (err != nil || c.want != "") {
				t.Errorf("error\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestLinesOfAnotherKindEndEarly(t *testing.T) {
	_, err := shop.ReadFixtures("shop.yaml", nil, state.Lines{File: "shop.jsonl", Data: []byte(strings.Repeat("x\n", 100_000))})
	var found state.Problems
	if !errors.As(err, &found) || len(found) != 100 {
		t.Errorf("%d problems are told of a file of another kind", len(found))
	}
}

func TestFixturesAreDatedAnew(t *testing.T) {
	for _, order := range []string{
		"orders:\n  - {id: 1, buyer: a, at: +2m, paid: -1h}\n  - {id: 2, buyer: a, at: 2024-06-10}\n",
		"",
	} {
		lines := state.Lines{}
		if order == "" {
			lines.Data = []byte(`{"table":"orders","row":{"id":1,"buyer":"a","at":"+2m","paid":"-1h"}}` + "\n" + `{"table":"orders","row":{"id":2,"buyer":"a","at":"2024-06-10"}}`)
		}
		f, err := shop.ReadFixtures("shop.yaml", []byte("buyers: [{name: a}]\n"+order), lines)
		if err != nil {
			t.Fatal(err)
		}
		datedAnew(t, f)
	}
}

func datedAnew(t *testing.T, f *state.Fixtures) {
	t.Helper()
	if !f.Dated() {
		t.Error("Dated = false for a file with offsets")
	}
	tx := state.NewWorld(shop, other).Edit()
	f.Put(tx, 1000)
	before, _ := orders.Get(tx, 2)
	world := tx.World()
	again := world.Edit()
	f.Redate(again, 5000)
	first, _ := orders.Get(again, 1)
	if first.At != 5000+120_000 || *first.Paid != 5000-3600_000 {
		t.Errorf("dated from 5000: at %d, paid %d", first.At, *first.Paid)
	}
	if second, _ := orders.Get(again, 2); second != before {
		t.Error("a row without offset moved")
	}
	if newest := state.After(again, byBuyer.Of(state.Key("").Text("a")), "", 2); len(newest) != 2 || newest[0].ID != 2 || newest[1].At != first.At {
		t.Errorf("the index has %v", newest)
	}
	if old, _ := orders.Get(world.Read(), 1); old.At != 1000+120_000 {
		t.Error("the world that was dated before has changed")
	}
}

func FuzzFixtures(f *testing.F) {
	f.Add("buyers:\n  - {name: a, tags: [x]}\norders:\n  - {id: 1, buyer: a, at: +2m}\n")
	f.Add("buyers: &x\n  name: *x\n")
	f.Add("? [a]\n: b\n")
	f.Add("orders: {<<: {id: 1}}\n")
	f.Fuzz(func(t *testing.T, file string) {
		read, err := shop.ReadFixtures("f.yaml", []byte(file))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f.yaml:") {
				t.Errorf("the error does not name its place: %v", err)
			}
			return
		}
		tx := state.NewWorld(shop, other).Edit()
		read.Put(tx, 0)
	})
}

func FuzzLines(f *testing.F) {
	f.Add(`{"table":"buyers","row":{"name":"a","tags":["x"]}}` + "\n" + `{"table":"orders","row":{"id":1,"buyer":"a","at":"+2m"}}`)
	f.Add("{}\n[]\nnull\n")
	f.Add(`{"table":"orders","row":{"id":1e3,"paid":null}}`)
	f.Fuzz(func(t *testing.T, lines string) {
		read, err := shop.ReadFixtures("f.yaml", nil, state.Lines{File: "f.jsonl", Data: []byte(lines)})
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f.jsonl:") {
				t.Errorf("the error does not name its place: %v", err)
			}
			return
		}
		tx := state.NewWorld(shop, other).Edit()
		read.Put(tx, 0)
	})
}

func BenchmarkPut(b *testing.B) {
	for _, size := range []int64{1_000, 1_000_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			store := newStore()
			fill(store, size)
			b.ReportAllocs()
			id := size
			for b.Loop() {
				id++
				tx := store.Begin()
				orders.Put(tx, order{ID: id, Buyer: "a", At: clock.Instant(id)})
				tx.Commit()
			}
		})
	}
}

func BenchmarkPageOf(b *testing.B) {
	for _, size := range []int64{1_000, 1_000_000} {
		store := newStore()
		fill(store, size)
		for _, page := range []int64{1, size / 20} {
			b.Run(fmt.Sprintf("%d/page=%d", size, page), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					state.PageOf(store.Read(), byBuyer.Of(state.Key("").Text("a")), int(page), 10)
				}
			})
		}
	}
}

func BenchmarkFork(b *testing.B) {
	store := newStore()
	fill(store, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		state.NewStore(store.World())
	}
}

func fill(store *state.Store, size int64) {
	tx := store.Begin()
	for id := range size {
		orders.Put(tx, order{ID: id, Buyer: "a", At: clock.Instant(id)})
	}
	tx.Commit()
}

// TestRowsAreThoseThatThereWereWhenTheLoopBegan: whatever its body does to the table,
// whether or not the transaction has written before.
func TestRowsAreThoseThatThereWereWhenTheLoopBegan(t *testing.T) {
	t.Parallel()
	for _, written := range []bool{false, true} {
		tx := newStore().Begin()
		for id := range int64(1000) {
			orders.Put(tx, order{ID: id})
		}
		if !written {
			tx = tx.World().Edit()
		}
		var seen int64
		for o := range orders.Rows(tx) {
			if o.ID != seen {
				t.Fatalf("written before: %v; row %d comes, want %d", written, o.ID, seen)
			}
			seen++
			orders.Delete(tx, o.ID)
			orders.Delete(tx, o.ID+1)
			orders.Put(tx, order{ID: o.ID + 1000})
		}
		if seen != 1000 || orders.Len(tx) != 999 { // the row behind the last one was put in by the first
			t.Errorf("written before: %v; %d rows came, and there are %d, want 999", written, seen, orders.Len(tx))
		}
	}
}

// TestPrimaryKeysOfAnyTextAreFoundByAnIndex: in the order of their bytes, whatever these
// are.
func TestPrimaryKeysOfAnyTextAreFoundByAnIndex(t *testing.T) {
	t.Parallel()
	type tag struct{ Name string }
	schema := state.NewSchema("any")
	tags := state.NewTable(schema, "tags", func(t tag) string { return t.Name })
	all := tags.Index(func(tag) (state.Key, bool) { return state.Key("").Int(7), true })
	want := []tag{{""}, {"\x00"}, {"\x00\x00\x01"}, {"\x00\xff"}, {"a"}, {"a\x00"}, {"a\x00\x01"}, {"a\x00\xff\x00"}, {"a\x01"}, {"圈"}}
	tx := state.NewWorld(schema).Edit()
	for _, row := range slices.Backward(want) {
		tags.Put(tx, row)
	}
	for order, r := range map[string]state.Range[tag]{"index": all.Of(""), "primary key": tags.All()} {
		if got := state.All(tx, r.Oldest()); !slices.Equal(got, want) {
			t.Errorf("by %s: %q, want %q", order, got, want)
		}
		rest := state.After(tx, r.Oldest(), "", 3)
		if number, _ := state.PageOf(tx, r.Oldest(), 1, 3); !slices.Equal(number, rest) {
			t.Errorf("by %s: the first page is %q by number, %q by cursor", order, number, rest)
		}
	}
	for i, row := range want {
		if got, ok := tags.Get(tx, row.Name); !ok || got != row {
			t.Errorf("the row %q is not found by its key", row.Name)
		}
		if left := all.Of(""); !tags.Delete(tx, row.Name) || state.Count(tx, left) != len(want)-i-1 {
			t.Errorf("the row %q cannot be deleted", row.Name)
		}
	}
}
