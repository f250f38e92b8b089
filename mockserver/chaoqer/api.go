package chaoqer

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

// New is the API over its specification.
func New(document *spec.Document) *op.API {
	gate := gateway{document}
	return &op.API{
		Document: document,
		Schema:   schema,
		Operations: map[string]op.Operation{
			"sendCaptcha":    {Run: sendCaptcha},
			"logIn":          {Run: logIn},
			"logOut":         {Run: logOut},
			"initProfile":    {Run: initProfile},
			"updateProfile":  {Run: updateProfile},
			"getProfile":     {Run: getProfile},
			"listBlocks":     {Run: listBlocks},
			"block":          {Run: block},
			"unblock":        {Run: unblock},
			"listMessages":   {Run: listMessages},
			"getUnreadTotal": {Run: getUnreadTotal},
			"sendCard":       {Run: sendCard},
			"deleteCard":     {Run: deleteCard},
			"listCards":      {Run: listCards},

			"createClub":      {Run: createClub},
			"getClub":         {Run: getClub},
			"listClubs":       {Run: listClubs},
			"listClubMembers": {Run: listClubMembers},
			"joinClub":        {Run: joinClub},
			"leaveClub":       {Run: leaveClub},

			"createRoom":   {Run: createRoom},
			"getRoom":      {Run: getRoom},
			"listRooms":    {Run: listRooms},
			"getRoomToken": {Run: getRoomToken},
			"closeRoom":    {Run: closeRoom},
			"cacheRoom":    {Run: cacheRoom},
			"inviteToRoom": {Run: inviteToRoom},

			"createEvent": {Run: createEvent},
			"editEvent":   {Run: editEvent},
			"deleteEvent": {Run: deleteEvent},
			"getEvent":    {Run: getEvent},
			"listEvents":  {Run: listEvents},
			"notifyEvent": {Run: notifyEvent},
			"startEvent":  {Run: startEvent},

			"uploadImage":       {Run: uploadImage},
			"setPush":           {Run: setPush},
			"getVersionUpgrade": {Run: getVersionUpgrade},
			"sendFeedback":      {Run: sendFeedback},
			"sendReport":        {Run: sendReport},
			"getLinkPreview":    {Run: getLinkPreview},

			"getH5WeixinConfig": {Run: getH5WeixinConfig},
			"getH5Room":         {Run: getH5Room},
			"getH5Club":         {Run: getH5Club},
			"getH5Profile":      {Run: getH5Profile},
			"getH5Event":        {Run: getH5Event},
		},
		Stages: op.Stages{
			Headers:  headers,
			Body:     body,
			Identify: identify,
			Standing: standing,
			Verify:   gate.verify,
			Judge:    judge,
			Guard:    guard,
		},
		CORS:             cors,
		Envelope:         envelope,
		NotFound:         ErrNotFound,
		MethodNotAllowed: ErrMethodNotAllowed,
		Personas:         gate.personas,
		Persona:          gate.personaNamed,
		LogIn:            logPersonaIn,
		Testers:          map[string]op.Operation{"getSMS": {Run: getSMS}, "issueWeixinCode": {Run: issueWeixinCode}, "computeSignature": {Run: gate.computeSignature}},
		Otherwise:        navigated, // C75
		TrailingSlash:    true,      // C01.1
	}
}

// gateway is what of the specification the code needs.
type gateway struct{ document *spec.Document }

// integer is a whole number of any size.
var integer = regexp.MustCompile(`^-?\d+$`)

// Client types (C06).
const (
	clientWeb     = 0
	clientIOS     = 1
	clientAndroid = 2
)

// clientType is the kind of client that the headers name; another integer is Web.
func clientType(r *op.Request) int64 {
	if kind := r.Params.Int("Client-Type"); kind == clientIOS || kind == clientAndroid {
		return kind
	}
	return clientWeb
}

// versionCode is the version that the client says it is, the largest there can be
// where it is larger (C06).
func versionCode(r *op.Request) int64 {
	code, err := strconv.ParseInt(r.HTTP.Header.Get("Version-Code"), 10, 64)
	if errors.Is(err, strconv.ErrRange) || err == nil {
		return code
	}
	return 0
}

// oneLine is a name without line breaks.
func oneLine(name string) string { return lineBreaks.Replace(name) }

var lineBreaks = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")

// headers refuses client headers that are no integers (C06).
func headers(r *op.Request) (op.Reply, bool) {
	for _, name := range []string{"Client-Type", "Version-Code"} {
		value := r.HTTP.Header.Get(name)
		if value != "" && !integer.MatchString(value) {
			return r.Stop(ErrHeader.Because("%s: got %q, want a whole number", name, value))
		}
	}
	return r.Pass()
}

// body refuses a body that cannot be read as what it says it is.
func body(r *op.Request) (op.Reply, bool) {
	if malformed := r.Input.Malformed; malformed != nil {
		refusal := ErrBody.Because("%s", malformed)
		refusal.ID = malformed.ID
		return r.Stop(refusal)
	}
	if _, ok := r.Input.JSON.(map[string]any); r.Input.HasJSON && !ok {
		return r.Stop(ErrBody.Because("the body is JSON, but no object, so that it has no parameters"))
	}
	return r.Pass()
}

// judge answers the first parameter that breaks its rule (C12). A JSON member that
// cannot be read at all is found before any rule is looked at.
func judge(r *op.Request, found []spec.Finding) (op.Reply, bool) {
	r.Notes = slices.DeleteFunc(r.Notes, func(n op.Note) bool {
		return slices.ContainsFunc(found, func(f spec.Finding) bool { return needless(r, f) && n == op.NoteOf(f) })
	})
	broken := slices.DeleteFunc(slices.Clone(found), func(f spec.Finding) bool { // C06, and unknown members are ignored
		return f.In == "header" || f.ID == "param-unknown" || needless(r, f)
	})
	for _, f := range broken {
		if f.Message == "" && f.In == "json" {
			return r.Stop(ErrParameterType.Because("%s", f))
		}
	}
	if len(broken) == 0 {
		return r.Pass()
	}
	first := broken[0]
	refusal := op.Refusal{ID: first.ID, Rule: first.Rule, Message: first.Message}
	if first.Message == "" {
		name, _, _ := strings.Cut(first.At, ".")
		refusal.Rule, refusal.Message = "C12", name+"类型不正确"
	}
	return r.Stop(refusal)
}

// needless tells whether a parameter is missing that need not be there: the club of
// a room that is for those who are invited (C50).
func needless(r *op.Request, f spec.Finding) bool {
	return r.Operation.ID == "createRoom" && f.At == "clubId" && f.Keyword == "required" && r.Params.Int("inviteOnly") > 0
}

// countedWithClient are the operations for which another client is another call (C13).
var countedWithClient = []string{"sendCaptcha", "logIn"}

// guard refuses the same guarded call by the same user within the window of the
// first one with ErrRepeated (C13). Whatever becomes of a call that passes, it
// counts.
func guard(r *op.Request) (op.Reply, bool) {
	window := repeatWindow(r.View)
	if window == 0 || !slices.Contains(r.Operation.Rules, "C13") {
		return r.Pass()
	}
	key, repeated := callKey(r), false
	r.Aside(func(tx *state.Tx) { repeated = !calls.Once(tx, r.Clock, key, window) })
	if !repeated || r.Relaxes(op.RelaxDuplicates, ErrRepeated.Because("the same call came less than %s ago", window)) {
		return r.Pass()
	}
	return r.Stop(ErrRepeated.Because("the same call came less than %s ago; nothing was done", window))
}

// repeatWindow is the window of the guard. It is on where nothing is said.
func repeatWindow(tx *state.Tx) time.Duration {
	s, ok := settings.Get(tx, "settings")
	if !ok {
		return 500 * time.Millisecond
	}
	return time.Duration(s.RepeatWindow) * time.Millisecond
}

// callKey is the same for two calls that are the same one: operation, caller and
// parameters, whatever their signature and time, and however they were sent.
func callKey(r *op.Request) string {
	digest := sha256.New()
	encoder := json.NewEncoder(digest)
	for _, p := range r.Operation.Parameters {
		if slices.Contains(p.Places, "header") && !slices.Contains(countedWithClient, r.Operation.ID) {
			continue
		}
		value := r.Params.Get(p.Name)
		if p.Name == "Client-Type" {
			value = clientType(r)
		}
		if err := encoder.Encode(&[2]any{&p.Name, value}); err != nil { // by reference, which takes less to box
			panic(err) // values of JSON can be written
		}
	}
	return r.Operation.ID + " " + r.Caller.ID + " " + hex.EncodeToString(digest.Sum(nil)[:16])
}
