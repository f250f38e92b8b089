package target

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"contractmock/features/client"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// inverse says which call takes back what a successful one has done.
type inverse struct {
	by        string // the operationId; "" where no call does
	parameter string // of its path
	from      string // where its value stands in the answer; "" for the same parameter of the call
	receiver  bool   // the person in the path takes it back, and names who made the call
	own       bool   // the log-in that the call gave takes it back

	look    string // the operationId of a read by the caller that shows what was there before
	shows   string // where, in its answer
	changes string // what stands there, in JSON, if the call changes anything; none is nothing

	harmless bool   // there is nothing that a later scenario would meet
	stays    string // why no call takes it back; "" is that the API has none
	with     string // a parameter: what the scenario has made, and the call has changed, takes the change with it
	would    string // what the call does to somebody that other scenarios need
	whose    string // who that is: whose token it carries, or whose mobile
}

// Why what calls did stays.
const (
	unknownBefore = "no answer says what was there before"
	goneForGood   = "what was there before cannot be made again"
)

// none is what was there before where there was nothing.
const none = "none"

// endsLogIn is what log-outs do, and log-ins to the one before.
const endsLogIn = "end the log-in of"

// inverses has every operation that writes.
var inverses = map[string]inverse{
	"chaoqer.sendCaptcha":   {stays: "an SMS was sent, and counts against the limits of the mobile"},
	"chaoqer.logIn":         {by: "logOut", own: true, would: endsLogIn, whose: "mobile"},
	"chaoqer.logOut":        {harmless: true, would: endsLogIn, whose: "token"},
	"chaoqer.initProfile":   {would: "use up", whose: "token"},
	"chaoqer.updateProfile": {stays: unknownBefore},
	"chaoqer.block":         {by: "unblock", parameter: "uid", look: "getProfile", shows: "result.blocked", changes: "0"},
	"chaoqer.unblock":       {by: "block", parameter: "uid", look: "getProfile", shows: "result.blocked", changes: "1"},
	"chaoqer.listMessages":  {stays: "the messages have been read"},
	"chaoqer.sendCard":      {by: "deleteCard", parameter: "uid", receiver: true, look: "getProfile", shows: "result.sendCard", changes: "0"},
	"chaoqer.deleteCard":    {stays: unknownBefore},
	"chaoqer.createClub":    {by: "leaveClub", parameter: "clubId", from: "result.clubId"},
	"chaoqer.joinClub":      {by: "leaveClub", parameter: "clubId", look: "getClub", shows: "result.joined", changes: "0"},
	"chaoqer.leaveClub":     {stays: unknownBefore},
	"chaoqer.createRoom":    {by: "closeRoom", parameter: "roomId", from: "result.roomId"},
	"chaoqer.getRoomToken":  {with: "roomId", stays: "who has been in a room is counted"},
	"chaoqer.closeRoom":     {stays: goneForGood},
	"chaoqer.cacheRoom":     {harmless: true},
	"chaoqer.inviteToRoom":  {stays: "the message was sent"},
	"chaoqer.createEvent":   {by: "deleteEvent", parameter: "eventId", from: "result.eventId"},
	"chaoqer.editEvent":     {with: "eventId", stays: unknownBefore},
	"chaoqer.deleteEvent":   {stays: goneForGood},
	"chaoqer.notifyEvent":   {with: "eventId", look: "getEvent", shows: "result.notify", changes: "0"},
	"chaoqer.startEvent":    {by: "closeRoom", parameter: "roomId", from: "result.roomId", look: "getEvent", shows: "result.roomResult", changes: none},
	"chaoqer.uploadImage":   {harmless: true},
	"chaoqer.setPush":       {stays: unknownBefore},
	"chaoqer.sendFeedback":  {},
	"chaoqer.sendReport":    {},
	"lexiang.issueToken":    {harmless: true},
	"lexiang.createEvent":   {},
	"lexiang.editEvent":     {stays: unknownBefore},
}

// spare is [Cannot] for a request that would take one of the profile's people from other
// scenarios, where no session keeps these apart: it ends their log-in, or their being
// without profile. With those that it has logged in itself a scenario does as it likes.
func (w *World) spare(x *client.Exchange) error {
	if w.target.profile.ControlPlane != nil || x.Operation == nil {
		return nil
	}
	does := inverses[x.Operation.API+"."+x.Operation.ID]
	if does.would == "" {
		return nil
	}
	sent := fmt.Sprintf("%s %s %s", x.Header, x.URL, x.Body) // credentials and parameters may stand anywhere
	for _, as := range w.target.personas(x.Operation.API) {
		proof := as.Values[does.whose]
		if proof != "" && does.whose == "token" {
			proof = strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(as.Values["uid"]+":"+proof)), "=")
		}
		if proof != "" && strings.Contains(sent, proof) {
			return cannot("%s would %s %s, and no session keeps that from other scenarios", x.Operation.ID, does.would, w.target.profile.Hide(as.Persona))
		}
	}
	return nil
}

// undo is a call that takes back what another has done.
type undo struct {
	of        string // the operation that it takes back
	operation *spec.Operation
	as        *client.Credentials
	path      []client.Parameter
}

func (u undo) same(v undo) bool {
	return u.operation == v.operation && slices.Equal(u.path, v.path) && (u.as == nil) == (v.as == nil) && (u.as == nil || maps.Equal(u.as.Values, v.as.Values))
}

// Call calls an operation as [client.Client.Call] does. On a target without sessions
// the world remembers how to take back what it does, and a call that is refused since
// another scenario has just made it is made again, after a while; nobody is told of the
// first one.
func (w *World) Call(ctx context.Context, as *client.Credentials, operation *spec.Operation, parameters []client.Parameter, manner client.Manner) (*client.Exchange, error) {
	if w.target.profile.ControlPlane != nil || operation.Effect != spec.Writes {
		return w.Client.Call(ctx, as, operation, parameters, manner)
	}
	was := w.before(ctx, as, operation, parameters)
	own := w.counts(as, operation, parameters)
	quiet := *w.Client
	quiet.Sent = nil
	x, err := quiet.Call(ctx, as, operation, parameters, manner)
	if err == nil && repeated(x) && own() == 1 {
		if err := w.target.Wait(ctx, repeatWindow); err != nil {
			return nil, err
		}
		x, err = quiet.Call(ctx, as, operation, parameters, manner)
	}
	if err != nil {
		return x, err
	}
	if w.Sent != nil {
		w.Sent(x)
	}
	w.note(x, as, was)
	return x, nil
}

// repeatWindow is how long the same call of the same user is refused (C13), and a little
// longer.
const repeatWindow = 600 * time.Millisecond

// repeated tells whether a call was refused as the repetition of another.
func repeated(x *client.Exchange) bool {
	return slices.Contains(x.Operation.Rules, "C13") && gjson.GetBytes(x.AnswerBody, "errorCode").Raw == "-1"
}

// counts counts a call that is about to be made. The function tells how often the
// scenario has made it by then.
func (w *World) counts(as *client.Credentials, operation *spec.Operation, parameters []client.Parameter) func() int {
	key := fmt.Sprintf("%s.%s %+v", operation.API, operation.ID, parameters)
	if as != nil {
		key = as.Values["uid"] + " " + key
	}
	w.noting.Lock()
	defer w.noting.Unlock()
	if w.made == nil {
		w.made = map[string]int{}
	}
	w.made[key]++
	return func() int {
		w.noting.Lock()
		defer w.noting.Unlock()
		return w.made[key]
	}
}

// before is what a call that is about to be made would change, in JSON; "" where nothing
// tells.
func (w *World) before(ctx context.Context, as *client.Credentials, operation *spec.Operation, parameters []client.Parameter) string {
	back := inverses[operation.API+"."+operation.ID]
	document, err := openapi.Document(operation.API)
	if err != nil || as == nil || back.look == "" {
		return ""
	}
	look, ok := document.Operation(back.look)
	if !ok {
		return ""
	}
	quiet := *w.Client
	quiet.Sent = nil
	x, err := quiet.Call(ctx, as, look, slices.DeleteFunc(slices.Clone(parameters), func(p client.Parameter) bool {
		return !strings.Contains(look.Path, "{"+p.Name+"}")
	}), client.Manner{})
	if err != nil {
		return "" // the call itself will say so
	}
	if ok, _ := x.Succeeded(); !ok {
		return ""
	}
	return cmp.Or(gjson.GetBytes(x.AnswerBody, back.shows).Raw, none)
}

// note remembers how to take back what a call has done, or that it has taken something
// back itself. What was there before is not taken away.
func (w *World) note(x *client.Exchange, as *client.Credentials, was string) {
	if ok, _ := x.Succeeded(); !ok {
		return
	}
	w.noting.Lock() // calls may be made at the same time
	defer w.noting.Unlock()
	done := undo{operation: x.Operation, as: as, path: pathOf(x)}
	if i := slices.IndexFunc(w.undo, done.same); i >= 0 {
		w.undo = slices.Delete(w.undo, i, i+1)
		return
	}
	name := x.Operation.API + "." + x.Operation.ID
	back := inverses[name]
	if back.own && w.replaced(x) {
		return
	}
	switch {
	case back.harmless, back.with != "" && w.goesWith(done, back.with), was != "" && was != back.changes:
		return
	case back.look != "" && was == "":
		w.warn("what %s did stays: %s", name, unknownBefore)
		return
	case back.by == "":
		w.warn("what %s did stays: %s", name, cmp.Or(back.stays, "the API has no call that takes it back"))
		return
	}
	u, err := w.takesBack(back, x, as)
	if err != nil {
		w.warn("what %s did stays: %v", name, err)
		return
	}
	u.of = name
	if back.own { // which ended an earlier log-in of theirs
		w.undo = slices.DeleteFunc(w.undo, func(v undo) bool { return v.of == name && v.as.Values["uid"] == u.as.Values["uid"] })
	}
	if !slices.ContainsFunc(w.undo, u.same) {
		w.undo = append(w.undo, u)
	}
}

// goesWith tells whether what a call has changed is the scenario's own, by a parameter of
// its path, and is taken back with the whole.
func (w *World) goesWith(done undo, parameter string) bool {
	return slices.ContainsFunc(w.undo, func(u undo) bool {
		return slices.ContainsFunc(u.path, func(p client.Parameter) bool {
			return p.Name == parameter && slices.Contains(done.path, p)
		})
	})
}

// replaced tells whether a log-in was one of the profile's people, which ended the one in
// the profile. From now on they have the new one, or all that follow would be strangers.
func (w *World) replaced(x *client.Exchange) bool {
	now := loggedIn(x)
	as, ok := w.target.holder(x.Operation.API, now.Values["uid"])
	if !ok {
		return false
	}
	w.target.renew(as, now.Values)
	w.warn("%s.%s ended the log-in of %s, whose token in the profile holds no more: put a new one there, and their mobile, so that no scenario logs them in",
		x.Operation.API, x.Operation.ID, as.Persona)
	return true
}

// loggedIn is whom a log-in has logged in.
func loggedIn(x *client.Exchange) *client.Credentials {
	return &client.Credentials{API: x.Operation.API, Persona: "the one who logged in", Values: map[string]string{
		"uid":    gjson.GetBytes(x.AnswerBody, "result.uid").String(),
		"token":  gjson.GetBytes(x.AnswerBody, "result.accessToken").String(),
		"secret": gjson.GetBytes(x.AnswerBody, "result.accessSecret").String(),
	}}
}

// takesBack is the call that takes back what one has done.
func (w *World) takesBack(back inverse, x *client.Exchange, as *client.Credentials) (undo, error) {
	document, err := openapi.Document(x.Operation.API)
	if err != nil {
		return undo{}, err
	}
	operation, ok := document.Operation(back.by)
	if !ok {
		return undo{}, fmt.Errorf("the %s API has no operation %s", x.Operation.API, back.by)
	}
	u := undo{operation: operation, as: as}
	value := ""
	for _, p := range pathOf(x) {
		if p.Name == back.parameter {
			value = p.Value
		}
	}
	switch {
	case back.own:
		u.as = loggedIn(x)
		return u, nil
	case back.receiver:
		receiver, found := w.target.holder(x.Operation.API, value)
		if !found || as == nil {
			return undo{}, fmt.Errorf("the profile has no credentials of the receiver %s", value)
		}
		u.as, value = &receiver, as.Values["uid"]
	case back.from != "":
		value = gjson.GetBytes(x.AnswerBody, back.from).String()
	}
	if value == "" {
		return undo{}, fmt.Errorf("the answer does not say which %s it was", back.parameter)
	}
	u.path = []client.Parameter{{Name: back.parameter, Value: value}}
	return u, nil
}

// personas are the profile's people of an API, with the credentials that they have now.
func (t *Target) personas(api string) []client.Credentials {
	t.people.Lock()
	defer t.people.Unlock()
	var all []client.Credentials
	for _, name := range slices.Sorted(maps.Keys(t.profile.Personas[api])) {
		values := maps.Clone(t.profile.Personas[api][name])
		maps.Copy(values, t.renewed[values["uid"]])
		all = append(all, client.Credentials{API: api, Persona: name, Values: values})
	}
	return all
}

// renew gives one of the profile's people the credentials of a new log-in.
func (t *Target) renew(as client.Credentials, values map[string]string) {
	t.people.Lock()
	defer t.people.Unlock()
	if t.renewed == nil {
		t.renewed = map[string]map[string]string{}
	}
	t.renewed[as.Values["uid"]] = values
}

// holder is the persona with a uid.
func (t *Target) holder(api, uid string) (client.Credentials, bool) {
	people := t.personas(api)
	i := slices.IndexFunc(people, func(as client.Credentials) bool { return uid != "" && as.Values["uid"] == uid })
	if i < 0 {
		return client.Credentials{}, false
	}
	return people[i], true
}

// pathOf are the parameters in the path of a call.
func pathOf(x *client.Exchange) []client.Parameter {
	var found []client.Parameter
	path, _, _ := strings.Cut(x.URL, "?")
	sent := strings.Split(path, "/")
	for i, part := range strings.Split(x.Operation.Path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok && i < len(sent) {
			found = append(found, client.Parameter{Name: strings.TrimSuffix(name, "}"), Value: sent[i]})
		}
	}
	return found
}

// cleanUp takes back what the scenario has done, the last first. What cannot be is a
// warning.
func (w *World) cleanUp(ctx context.Context) {
	quiet := *w.Client
	quiet.Sent = nil
	for _, u := range slices.Backward(w.undo) {
		x, err := quiet.Call(ctx, u.as, u.operation, u.path, client.Manner{})
		if err == nil && repeated(x) { // the scenario, or one before it, has just made the call
			if err = w.target.Wait(ctx, repeatWindow); err == nil {
				x, err = quiet.Call(ctx, u.as, u.operation, u.path, client.Manner{})
			}
		}
		if err == nil {
			if ok, why := x.Succeeded(); !ok {
				err = fmt.Errorf("%s: %s %s", u.operation.ID, why, gjson.GetBytes(x.AnswerBody, "message").String())
			}
		}
		if err != nil {
			w.warn("what %s did stays: %v", u.of, err)
		}
	}
	w.undo = nil
}

func (w *World) warn(format string, args ...any) {
	w.warnings = append(w.warnings, w.target.profile.Hide(fmt.Sprintf(format, args...)))
}

// Warnings are what the scenario has left behind on a target without sessions, once the
// world is closed.
func (w *World) Warnings() []string { return w.warnings }
