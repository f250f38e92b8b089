package state_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/state"
)

// export is what tells a world from base, as text; "" of gone is nothing.
func export(t interface{ Fatal(args ...any) }, w, base *state.World) (rows, gone string) {
	var b bytes.Buffer
	if err := w.Export(&b, base); err != nil {
		t.Fatal(err)
	}
	if base == nil {
		return b.String(), ""
	}
	keys, err := json.Marshal(w.Gone(base))
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), strings.TrimPrefix(string(keys), "{}")
}

func read(t interface{ Fatal(args ...any) }, text string) *state.Reader {
	if text == "" {
		return nil
	}
	r, err := state.NewReader("f", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestWhatIsExportedAndImportedIsTheSameWorld: whole, and as what tells it from an
// earlier one.
func TestWhatIsExportedAndImportedIsTheSameWorld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		store := newStore()
		write := func(label string) {
			tx := store.Begin()
			defer tx.Commit()
			for range rapid.IntRange(0, 12).Draw(t, label) {
				name := rapid.StringN(0, 3, -1).Draw(t, "name")
				id := rapid.Int64Range(-3, 6).Draw(t, "id")
				switch rapid.IntRange(0, 3).Draw(t, "what") {
				case 0:
					paid := clock.Instant(rapid.Int64Range(-1e12, 1e13).Draw(t, "paid"))
					buyers.Put(tx, buyer{Name: name, Tags: []string{}})
					orders.Put(tx, order{ID: id, Buyer: name, At: paid, Paid: &paid, Hidden: rapid.Bool().Draw(t, "hidden")})
				case 1:
					notes.Put(tx, buyer{Name: name, Mobile: rapid.String().Draw(t, "mobile"), Tags: rapid.SliceOf(rapid.String()).Draw(t, "tags")})
				case 2:
					orders.Delete(tx, id)
				default:
					notes.Delete(tx, name)
				}
			}
		}
		write("first")
		base := store.World()
		write("then")
		world := store.World()

		whole, _ := export(t, world, nil)
		copied, err := world.Empty().Import(read(t, whole), nil)
		if err != nil {
			t.Fatalf("%v\n%s", err, whole)
		}
		if rows, gone := export(t, copied, world); strings.TrimSpace(rows) != "{}" || gone != "" {
			t.Fatalf("the copy has other rows %s and lacks %s", rows, gone)
		}
		if copied.Rows() != world.Rows() {
			t.Fatalf("the copy has %d rows, want %d", copied.Rows(), world.Rows())
		}
		if again, _ := export(t, copied, nil); again != whole {
			t.Fatalf("the copy is exported as %s, want %s", again, whole)
		}

		rows, gone := export(t, world, base)
		led, err := base.Import(read(t, rows), read(t, gone))
		if err != nil {
			t.Fatalf("%v\n%s\n%s", err, rows, gone)
		}
		if again, _ := export(t, led, nil); again != whole {
			t.Fatalf("base with what is other is %s, want %s", again, whole)
		}
	})
}

func TestAWorldThatIsNoOtherHasNothingToExport(t *testing.T) {
	store := newStore()
	fill(store, 100)
	world := store.World()
	if rows, gone := export(t, world, world); rows != "{}" || gone != "" {
		t.Errorf("%s and %s", rows, gone)
	}
	tx := store.Begin()
	orders.Put(tx, order{ID: 7, Buyer: "x"})
	orders.Put(tx, order{ID: 7, Buyer: "a", At: 7}) // as it was
	orders.Delete(tx, 9)
	orders.Put(tx, order{ID: 8, Buyer: "<&>", At: 8})
	tx.Commit()
	rows, gone := export(t, store.World(), world)
	want := "{\n\"shop\":{\n\"orders\":[\n{\"id\":8,\"buyer\":\"<&>\",\"at\":\"1970-01-01 08:00:00.008\",\"hidden\":false,\"paid\":null}\n]}\n}"
	if diff := cmp.Diff(want, rows); diff != "" || gone != `{"shop":{"orders":["9"]}}` {
		t.Errorf("rows (-want +got):\n%s\ngone %s", diff, gone)
	}
}

func TestAWorldThatCannotBeImported(t *testing.T) {
	const nobody = `there is no buyer "nobody"`
	base := state.NewWorld(shop, other)
	tx := base.Edit()
	buyers.Put(tx, buyer{Name: "a"})
	orders.Put(tx, order{ID: 1, Buyer: "a"})
	base = tx.World()
	for _, c := range []struct{ name, rows, gone, want string }{
		{"a row that refers to none", "{\"shop\":{\"orders\":[\n{\"id\":2,\"buyer\":\"a\"},\n{\"id\":3,\"buyer\":\"nobody\"}]}}", "", "f:3: shop.orders[3].buyer: " + nobody},
		{"one that others refer to is gone", "", `{"shop":{"buyers":["a"]}}`, `shop.orders[1].buyer: there is no buyer "a"`},
		{"both go", "", `{"shop":{"buyers":["a"],"orders":["1"]}}`, ""},
		{"one goes and comes back", `{"shop":{"buyers":[{"name":"a"}]}}`, `{"shop":{"buyers":["a"]}}`, ""},
		{"two of the same mobile", `{"shop":{"buyers":[{"name":"b","mobile":"1"},` + "\n" + `{"name":"c","mobile":"1"}]}}`, "", "f:2: shop.buyers[c].mobile: row b has the same; it must be unique"},
		{"a key that is no text", "", `{"shop":{"buyers":[7]}}`, "f:1: a text is expected, not a number"},
		{"a key that is none", "", `{"shop":{"orders":["x"]}}`, "f:1: shop.orders[x]: there is no such row that could be gone"},
		{"two broken rows and a table that is none", `{"shop":{"orders":[{"id":"x"},{"id":2,"at":"noon"}],"order":[]}}`, "", "f:1: shop.orders[0].id: a whole number is expected, not a text (\"x\")\nf:1: shop.orders[2].at: \"noon\" is no time; write 2024-06-10 12:00:00 (UTC+8), an RFC 3339 time, or an offset such as +20m\nf:1: the shop API has no table order; did you mean orders?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, _ := export(t, base, nil)
			_, err := base.Import(read(t, c.rows), read(t, c.gone))
			if got := fmt.Sprint(err); got != c.want && (err != nil || c.want != "") {
				t.Errorf("error\n%s\nwant\n%s", got, c.want)
			}
			if after, _ := export(t, base, nil); after != before {
				t.Error("the base has changed")
			}
		})
	}
}

func TestTheProblemsOfAnImportAreBounded(t *testing.T) {
	for name, row := range map[string]string{"rows": `{"id":"x"}`, "the audit": `{"id":%d,"buyer":"nobody"}`} {
		var b strings.Builder
		for i := range 3000 {
			if i > 0 {
				b.WriteString(",")
			}
			b.WriteString(strings.ReplaceAll(row, "%d", fmt.Sprint(i)))
		}
		_, err := state.NewWorld(shop).Import(read(t, `{"shop":{"orders":[`+b.String()+`]}}`), nil)
		var found state.Problems
		if !errors.As(err, &found) || len(found) != 1000 {
			t.Errorf("%s: %d problems", name, len(found))
		}
	}
}

func FuzzImportOfRows(f *testing.F) {
	f.Add(`{"shop":{"buyers":[{"name":"a","tags":["x"]}],"orders":[{"id":1,"buyer":"a","at":"2024-06-10"}]}}`, `{"shop":{"buyers":["b"]}}`)
	f.Add(`{"other":{"notes":[{"name":"\u0000","mobile":"1"}]}}`, `{}`)
	f.Add("{\"shop\":{\n\"orders\":[{\"id\":1e3}]", `[]`)
	f.Fuzz(func(t *testing.T, rows, gone string) {
		base := state.NewWorld(shop, other)
		tx := base.Edit()
		buyers.Put(tx, buyer{Name: "b"})
		base = tx.World()
		fromRows, err1 := state.NewReader("f", []byte(rows))
		fromGone, err2 := state.NewReader("f", []byte(gone))
		if err1 != nil || err2 != nil {
			return
		}
		world, err := base.Import(fromRows, fromGone)
		var found state.Problems
		if err != nil {
			if !errors.As(err, &found) || len(found) == 0 {
				t.Fatalf("the error is a %T: %v", err, err)
			}
			return
		}
		whole, _ := export(t, world, nil)
		if again, err := world.Empty().Import(read(t, whole), nil); err != nil || again.Rows() != world.Rows() {
			t.Fatalf("what was imported cannot be exported and imported: %v\n%s", err, whole)
		}
	})
}

func BenchmarkExport(b *testing.B) {
	store := newStore()
	fill(store, 100_000)
	tx := store.Begin()
	buyers.Put(tx, buyer{Name: "a"})
	tx.Commit()
	world := store.World()
	whole, _ := export(b, world, nil)
	b.Run("write", func(b *testing.B) {
		b.SetBytes(int64(len(whole)))
		for b.Loop() {
			export(b, world, nil)
		}
	})
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(len(whole)))
		for b.Loop() {
			if _, err := world.Empty().Import(read(b, whole), nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	tx = store.Begin()
	orders.Put(tx, order{ID: 5, Buyer: "a"})
	tx.Commit()
	b.Run("differences", func(b *testing.B) {
		for b.Loop() {
			export(b, store.World(), world)
		}
	})
}
