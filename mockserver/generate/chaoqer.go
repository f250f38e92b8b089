package generate

import (
	"cmp"
	"slices"
	"time"

	"contractmock/mockserver/chaoqer"
	"contractmock/mockserver/clock"
)

// One user in so many has no profile yet, and one in so many is frozen.
const (
	blankEvery  = 50
	frozenEvery = 100
)

func blank(i int) bool  { return i%blankEvery == blankEvery-1 }
func frozen(i int) bool { return i%frozenEvery == frozenEvery/2-2 }

// active is how many of so many users have a profile and are not frozen: they are whom
// all else is about.
func active(users int) int {
	return users - users/blankEvery - (users+frozenEvery/2+1)/frozenEvery
}

// firstMessage is where the ids of messages begin: above those of the embedded
// fixtures, below those of a session.
const firstMessage = 1_620_000_000_000_000

// world is what was made of Chaoqer so far, as far as the rest depends on it.
type world struct {
	*maker
	users     []string // the active ones
	nicknames map[string]string
	clubs     []club
	blocked   map[[2]string]bool // who blocked whom
	started   []chaoqer.Room     // public rooms that events can have started in
	messages  []chaoqer.Message  // what others can have been told of, newest last
}

// club is a club with its members, the creator first.
type club struct {
	id      string
	members []string
}

func makeChaoqer(m *maker, n counts) {
	w := &world{maker: m, nicknames: map[string]string{}, blocked: map[[2]string]bool{}}
	w.makeUsers(n["users"])
	w.makeClubs(n["clubs"])
	for _, p := range w.pairs(n["blocks"]) {
		w.blocked[p] = true
		m.put("blocks", chaoqer.Block{UID: p[0], Blocked: p[1], Time: m.ago(day, 300*day)})
	}
	for _, p := range w.pairs(n["cards"]) {
		card := chaoqer.Card{UID: p[0], Sender: p[1], Time: m.ago(time.Hour, 200*day)}
		m.put("cards", card)
		w.tell(card.UID, card.Sender, card.Time, w.nicknames[card.Sender], "给你发送了一张名片", "chaoqer://profile/"+card.Sender)
	}
	w.makeRooms(n["rooms"])
	w.makeEvents(n["events"])
	w.makeMessages(n["messages"])
}

// makeUsers makes accounts and profiles.
func (w *world) makeUsers(count int) {
	for i := range count {
		account := chaoqer.Account{UID: w.id(), Mobile: "+86" + mobile(i), Frozen: frozen(i)}
		w.put("accounts", account)
		if blank(i) {
			continue
		}
		profile := chaoqer.Profile{
			UID: account.UID, Nickname: w.nickname(), Avatar: w.image(account.UID, "avatar"), AllowLive: w.one(20),
		}
		if !w.one(4) {
			profile.Bio = w.word("bios")
		}
		w.put("profiles", profile)
		if !account.Frozen {
			w.users = append(w.users, account.UID)
			w.nicknames[account.UID] = profile.Nickname
		}
	}
}

func (w *world) nickname() string {
	switch w.Rand.Intn(6) {
	case 0:
		return w.FirstName()
	case 1, 2:
		return w.name()
	default:
		return w.word("nicknames")
	}
}

// image is the address of a picture that a user has uploaded.
func (w *world) image(uid, folder string) string {
	return "https://cdn.chaoqer.com/image/" + uid + "/" + folder + "/" + w.id() + ".jpg"
}

// user is an active one; some come more often than others.
func (w *world) user() string { return w.users[w.below(len(w.users))] }

// pairs are different pairs of different users. The first of a pair is one of those
// who come more often.
func (w *world) pairs(count int) [][2]string {
	others := len(w.users) - 1
	all := make([][2]string, count)
	for i, n := range distinct(count, len(w.users)*others, func() int { return w.below(len(w.users))*others + w.Rand.Intn(others) }) {
		first, second := n/others, n%others
		if second >= first {
			second++ // nobody is their own other
		}
		all[i] = [2]string{w.users[first], w.users[second]}
	}
	return all
}

// makeClubs makes clubs with their members, who joined more than two days ago.
func (w *world) makeClubs(count int) {
	const largest = 60
	for range count {
		members := w.some(1+w.below(largest), w.users)
		row := chaoqer.Club{
			ClubID: w.id(), UID: members[0], Name: w.word("club-topics") + w.word("club-kinds"),
			Cover: w.image(members[0], "cover"), CreateTime: w.ago(5*day, 700*day),
		}
		w.put("clubs", row)
		joined := row.CreateTime.Add(time.Duration(w.Number(100, 900)) * time.Millisecond)
		pause := clock.Offset(-2*day).Sub(joined) / largest
		for i, uid := range members {
			at := joined
			if i > 0 {
				at = joined.Add(time.Duration(i)*pause + w.between(0, pause/2)) // two members never join at once
			}
			w.put("members", chaoqer.Member{ClubID: row.ClubID, UID: uid, Time: at})
		}
		w.clubs = append(w.clubs, club{row.ClubID, members})
	}
}

// makeRooms makes rooms of the last two days with who has come into them: nobody whom
// the host has blocked.
func (w *world) makeRooms(count int) {
	for i := range count {
		guests := w.users
		room := chaoqer.Room{RoomID: w.id(), UID: w.user(), Name: w.word("room-titles"), CreateTime: w.ago(10*time.Minute, 2*day), Closed: i%6 == 5}
		switch {
		case i%3 == 0 && len(w.clubs) > 0:
			in := w.clubs[w.Rand.Intn(len(w.clubs))]
			room.ClubID, room.UID, guests = in.id, w.RandomString(in.members), in.members
		case i%8 == 7:
			room.InviteOnly = true
		case !room.Closed:
			w.started = append(w.started, room)
		}
		w.put("rooms", room)
		came := room.CreateTime
		for _, uid := range append([]string{room.UID}, w.some(w.below(15), guests)...) {
			if uid == room.UID && came != room.CreateTime || w.blocked[[2]string{room.UID, uid}] {
				continue
			}
			came = came.Add(w.between(time.Second, 20*time.Second))
			w.put("visitors", chaoqer.Visitor{RoomID: room.RoomID, UID: uid, Time: came})
		}
	}
}

// makeEvents makes events in all phases. One in five has started in a public room, as
// long as there are any.
func (w *world) makeEvents(count int) {
	for i := range count {
		event := chaoqer.Event{EventID: w.id(), UID: w.user(), Name: w.word("event-titles")}
		switch {
		case i%5 == 0 && len(w.started) > 0:
			room := w.started[0]
			w.started = w.started[1:]
			event.RoomID, event.UID, event.Name = room.RoomID, room.UID, room.Name
			event.EventTime = room.CreateTime.Add(w.between(-20*time.Minute, 20*time.Minute))
		case i%5 == 1:
			event.EventTime = w.ago(time.Hour, 60*day)
		case i%5 == 2:
			event.EventTime = clock.Offset(w.between(-20*time.Minute, 20*time.Minute))
		default:
			event.EventTime = clock.Offset(w.between(time.Hour, 30*day))
		}
		if !w.one(3) {
			event.Desc = w.word("event-notes")
		}
		event.CreateTime = min(event.EventTime.Add(-w.between(2*time.Hour, 10*day)), w.ago(30*time.Minute, 3*day))
		event.MemberUIDList = []string{event.UID}
		for _, uid := range w.some(w.Rand.Intn(6), w.users) {
			if uid == event.UID {
				continue
			}
			event.MemberUIDList = append(event.MemberUIDList, uid)
			w.tell(uid, event.UID, event.CreateTime, w.nicknames[event.UID]+"已添加你为活动嘉宾", event.Name, "chaoqer://event/"+event.EventID)
		}
		w.put("events", event)
		if event.EventTime < clock.Offset(-25*time.Minute) {
			continue // too late to be told of
		}
		for _, uid := range w.some(w.Rand.Intn(8), w.users) {
			if event.RoomID == "" && !event.Has(uid) {
				w.put("reservations", chaoqer.Reservation{EventID: event.EventID, UID: uid})
			}
		}
	}
}

// tell leaves a message for a user, to be written if so many are asked for.
func (w *world) tell(uid, from string, at clock.Instant, title, content, url string) {
	w.messages = append(w.messages, chaoqer.Message{
		UID: uid, OriginUID: from, OriginPushType: 2, Title: title, Content: content, URL: url, CreateTime: at,
	})
}

// makeMessages writes messages: what happened as far as it fits, and then words from
// other users. Most people have looked at theirs some time, and all until then is read.
func (w *world) makeMessages(count int) {
	for len(w.messages) < count {
		p := w.pairs(1)[0]
		w.tell(p[0], p[1], w.ago(5*time.Minute, 100*day), w.nicknames[p[1]], w.word("message-texts"), "chaoqer://profile/"+p[1])
	}
	w.Rand.Shuffle(len(w.messages), func(i, j int) { w.messages[i], w.messages[j] = w.messages[j], w.messages[i] })
	all := w.messages[:count]
	slices.SortStableFunc(all, func(a, b chaoqer.Message) int { return cmp.Compare(a.CreateTime, b.CreateTime) })
	looked := map[string]clock.Instant{} // until when somebody has
	seen := map[string]int64{}
	for i, message := range all {
		until, known := looked[message.UID]
		if !known && !w.one(4) {
			until = w.ago(time.Hour, 40*day)
		}
		looked[message.UID] = until
		message.ID = firstMessage + int64(i)*1000
		if message.CreateTime < until {
			message.Read = true
			seen[message.UID] = message.ID
		}
		w.put("messages", message)
	}
	for _, uid := range w.users {
		if id, ok := seen[uid]; ok {
			w.put("inboxes", chaoqer.Inbox{UID: uid, Seen: id})
		}
	}
}
