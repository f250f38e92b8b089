package state_test

import (
	"cmp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"contractmock/mockserver/state"
)

// visit is somebody's visit to a place, which is listed by how high the place is.
type visit struct{ ID, Who, Place int64 }

type place struct{ ID, Height int64 }

// TestAnIndexWithAnotherTableAgainstMaps puts and deletes rows of both tables, in any
// order, and holds the list against one that is sorted anew.
func TestAnIndexWithAnotherTableAgainstMaps(t *testing.T) {
	t.Parallel()
	schema := state.NewSchema("travels")
	places := state.NewTable(schema, "places", func(p place) int64 { return p.ID })
	visits := state.NewTable(schema, "visits", func(v visit) int64 { return v.ID })
	byPlace := visits.Index(func(v visit) (state.Key, bool) { return state.Key("").Int(v.Place), true })
	byHeight := state.IndexWith(visits, func(v visit) state.Key { return state.Key("").Int(v.Who) },
		places, func(v visit) int64 { return v.Place }, byPlace, func(p place) state.Key { return state.Key("").Int(p.Height) })
	rapid.Check(t, func(t *rapid.T) {
		store := state.NewStore(state.NewWorld(schema))
		heights, kept := map[int64]int64{}, map[int64]visit{}
		id := rapid.Int64Range(-2, 4)
		write := func(do func(tx *state.Tx)) {
			tx := store.Begin()
			do(tx)
			tx.Commit()
		}
		t.Repeat(map[string]func(*rapid.T){
			"put a place": func(t *rapid.T) {
				p := place{id.Draw(t, "place"), id.Draw(t, "height")}
				heights[p.ID] = p.Height
				write(func(tx *state.Tx) { places.Put(tx, p) })
			},
			"delete a place": func(t *rapid.T) {
				p := id.Draw(t, "place")
				delete(heights, p)
				write(func(tx *state.Tx) { places.Delete(tx, p) })
			},
			"put a visit": func(t *rapid.T) {
				v := visit{id.Draw(t, "visit"), id.Draw(t, "who"), id.Draw(t, "place")}
				kept[v.ID] = v
				write(func(tx *state.Tx) { visits.Put(tx, v) })
			},
			"delete a visit": func(t *rapid.T) {
				v := id.Draw(t, "visit")
				delete(kept, v)
				write(func(tx *state.Tx) { visits.Delete(tx, v) })
			},
			"drop what was written": func(t *rapid.T) {
				tx := store.Begin()
				places.Put(tx, place{id.Draw(t, "place"), id.Draw(t, "height")})
				visits.Put(tx, visit{id.Draw(t, "visit"), id.Draw(t, "who"), id.Draw(t, "at")})
				tx.Drop()
			},
			"": func(t *rapid.T) {
				for who := int64(-2); who <= 4; who++ {
					var want []visit
					for _, v := range kept {
						if v.Who == who {
							want = append(want, v)
						}
					}
					slices.SortFunc(want, func(a, b visit) int {
						return cmp.Or(cmp.Compare(heights[a.Place], heights[b.Place]), cmp.Compare(a.ID, b.ID))
					})
					if diff := gocmp.Diff(want, state.All(store.Read(), byHeight.Of(state.Key("").Int(who)).Oldest())); diff != "" {
						t.Fatalf("the visits of %d (-want +got):\n%s", who, diff)
					}
				}
			},
		})
	})
}
