package mockserver

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/anishathalye/porcupine"

	"contractmock/mockserver/chaoqer"
)

// membership is what somebody does with a club: join or leave it, or look at who is in it.
type membership struct{ do, club, uid string }

// roll is who is in a club: its creator, then everybody, the newest first; "" once it is
// no more.
type roll string

func (r roll) members() []string { return strings.Fields(string(r))[1:] }

// clubModel is a club as one caller after the other would find it (C41, C42). An output
// is the message of a refusal, or the members that are seen.
var clubModel = porcupine.Model{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		byClub := map[string][]porcupine.Operation{}
		for _, o := range history {
			club := o.Input.(membership).club
			byClub[club] = append(byClub[club], o)
		}
		var parts [][]porcupine.Operation
		for _, part := range byClub {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() any { return roll(toby.uid + " " + toby.uid) },
	Step: func(state, input, output any) (fits bool, next any) {
		club, in := state.(roll), input.(membership)
		if club == "" {
			return output == chaoqer.ErrClubNotFound.Message, club
		}
		members, creator := club.members(), strings.Fields(string(club))[0]
		is := slices.Contains(members, in.uid)
		written := func(members []string) roll { return roll(creator + " " + strings.Join(members, " ")) }
		switch {
		case in.do == "list":
			return output == strings.Join(members, " "), club
		case in.do == "join" && is:
			return output == "Success", club
		case in.do == "join":
			return output == "Success", written(append([]string{in.uid}, members...))
		case !is:
			return output == chaoqer.ErrClubNotFound.Message, club
		case in.uid == creator && len(members) > 1:
			return output == chaoqer.ErrCreatorStays.Message, club
		case in.uid == creator:
			return output == "Success", roll("")
		default:
			return output == "Success", written(slices.DeleteFunc(members, func(uid string) bool { return uid == in.uid }))
		}
	},
	DescribeOperation: func(input, output any) string { return fmt.Sprint(input, " ", output) },
}

// recorded is what happens when many users do such things at once with some clubs of
// Toby's, in the order in which calls begin and end.
func recorded(t *testing.T, mock http.Handler, seed uint64) []porcupine.Operation {
	t.Helper()
	const callers, calls = 8, 30
	call := func(u user, method, path string, parameters map[string]string) answered {
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, u.request(method, path, parameters))
		var a answered
		if err := json.Unmarshal(w.Body.Bytes(), &a); w.Code != http.StatusOK || err != nil {
			t.Errorf("%s %s: %d %s", method, path, w.Code, w.Body)
		}
		return a
	}
	var clubs []string
	for range 3 {
		var made struct{ ClubID string }
		if err := json.Unmarshal(call(toby, "POST", "/club", map[string]string{"name": "圈", "cover": "c"}).Result, &made); err != nil {
			t.Fatal(err)
		}
		clubs = append(clubs, made.ClubID)
	}
	var moment atomic.Int64
	var mu sync.Mutex
	var history []porcupine.Operation
	var all sync.WaitGroup
	users := []user{toby, tony, kai, fengye}
	for n := range callers {
		all.Go(func() {
			chance, u := rand.New(rand.NewPCG(seed, uint64(n))), users[n%len(users)]
			for range calls {
				in := membership{[]string{"join", "join", "leave", "list", "list"}[chance.IntN(5)], clubs[chance.IntN(len(clubs))], u.uid}
				method, path, parameters := "POST", "/club/"+in.club+"/"+in.do, map[string]string(nil)
				if in.do == "list" {
					method, path, parameters = "GET", "/club/"+in.club+"/member", map[string]string{"count": "100"}
				}
				begun := moment.Add(1)
				a := call(u, method, path, parameters)
				ended := moment.Add(1)
				output := a.Message
				if in.do == "list" && a.Status == 1 {
					var page listed
					if err := json.Unmarshal(a.Result, &page); err != nil {
						t.Error(err)
					}
					var uids []string
					for _, item := range page.List {
						uids = append(uids, item.UID)
					}
					output = strings.Join(uids, " ")
				}
				mu.Lock()
				history = append(history, porcupine.Operation{ClientId: n, Input: in, Call: begun, Output: output, Return: ended})
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return history
}

func clubsMock(t *testing.T) http.Handler {
	t.Helper()
	return newGate(t, Options{Fixtures: gateFixtures(t, emptyGate)}).mock
}

// TestMembershipsAreLinearizable: what many users see of the clubs while they join and
// leave them at once is what they could have seen one after the other.
func TestMembershipsAreLinearizable(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		if history := recorded(t, clubsMock(t), seed); !porcupine.CheckOperations(clubModel, history) {
			t.Errorf("seed %d: no order of these %d calls explains their answers", seed, len(history))
		}
	}
}

// brokenMocks are mocks that are wrong in a way that a single caller might not notice.
var brokenMocks = map[string]func(http.Handler) http.Handler{
	"one that forgets every third join": func(mock http.Handler) http.Handler {
		var joins atomic.Int64
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/join") && joins.Add(1)%3 == 0 {
				_, _ = w.Write([]byte(`{"result":{},"message":"Success","status":1}`))
				return
			}
			mock.ServeHTTP(w, r)
		})
	},
	"one that now and then lists the members of before": func(mock http.Handler) http.Handler {
		var before sync.Map
		var reads atomic.Int64
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if old, ok := before.Load(r.URL.Path); ok && r.Method == http.MethodGet && reads.Add(1)%5 == 0 {
				_, _ = w.Write(old.([]byte))
				return
			}
			answer := httptest.NewRecorder()
			mock.ServeHTTP(answer, r)
			if r.Method == http.MethodGet {
				before.LoadOrStore(r.URL.Path, answer.Body.Bytes())
			}
			_, _ = w.Write(answer.Body.Bytes())
		})
	},
}

// TestABrokenMockIsNotLinearizable: the check above can fail.
func TestABrokenMockIsNotLinearizable(t *testing.T) {
	t.Parallel()
	for name, broken := range brokenMocks {
		found := false
		for seed := uint64(0); seed < 20 && !found; seed++ { // whether anybody sees it depends on who comes first
			found = !porcupine.CheckOperations(clubModel, recorded(t, broken(clubsMock(t)), seed))
		}
		if !found {
			t.Errorf("nothing is found about %s", name)
		}
	}
	history := recorded(t, clubsMock(t), 1)
	slices.SortFunc(history, func(a, b porcupine.Operation) int { return cmp.Compare(a.Call, b.Call) })
	last := slices.IndexFunc(history, func(o porcupine.Operation) bool {
		in := o.Input.(membership)
		return in.do == "list" && strings.Contains(o.Output.(string), in.uid)
	})
	if last < 0 {
		t.Fatal("nobody has seen themselves in a club")
	}
	history[last].Output = strings.TrimSpace(strings.ReplaceAll(history[last].Output.(string), toby.uid, "")) // the creator is always there
	if porcupine.CheckOperations(clubModel, history) {
		t.Error("nothing is found about a history in which an answer was changed")
	}
}
