package lexiang

import (
	"encoding/json"
	"errors"
	"math"
	"mime"
	"slices"
	"strconv"
	"strings"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

// verify reads the body of a write: its Content-Type, that it is a JSON object, and
// what PHP makes of empty ones. It refuses with ErrContentType or ErrBody (L06).
func verify(r *op.Request) (op.Reply, bool) {
	if r.Operation.Effect != spec.Writes {
		return r.Pass()
	}
	body, isObject := r.Input.JSON.(map[string]any)
	if !actsForStaff(r.Operation) { // a token's body that is no object lacks all members (L02)
		if !isObject {
			if r.Input.Malformed != nil {
				r.Note(r.Input.Malformed.ID, "%s", r.Input.Malformed)
			}
			r.Input.JSON, r.Input.HasJSON = map[string]any{}, true
		}
		return r.Pass()
	}
	if sent := r.HTTP.Header.Get("Content-Type"); sent != "" {
		media, _, err := mime.ParseMediaType(sent)
		if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) || media != mediaType && media != "application/json" {
			return r.Stop(ErrContentType.Because("got %q, want %s or application/json", sent, mediaType))
		}
	}
	nothing := r.Input.HasJSON && r.Input.JSON == nil && r.Operation.ID == "editEvent" // L25
	switch {
	case r.Input.Malformed != nil:
		return r.Stop(ErrBody.Because("%s", r.Input.Malformed))
	case !isObject && !nothing:
		return r.Stop(ErrBody.Because("the body must be a JSON object"))
	}
	r.Input.JSON = regular(body)
	if _, misplaced := part(r.Input, "attributes")["relationships"]; misplaced {
		r.Note("param-unknown", "data.attributes.relationships has no effect; relationships stand in data, beside attributes")
	}
	if r.Operation.ID == "createEvent" {
		leavePrivilege(r, 0)
	}
	return r.Pass()
}

// regular is a body with data, attributes and relationships as objects, where they
// are absent or PHP has written an empty one as a list (L06).
func regular(body map[string]any) map[string]any {
	if body == nil {
		body = map[string]any{}
	}
	if absent(body["data"]) {
		body["data"] = map[string]any{}
	}
	if data, ok := body["data"].(map[string]any); ok {
		for _, name := range []string{"attributes", "relationships"} {
			if absent(data[name]) {
				data[name] = map[string]any{}
			}
		}
	}
	return body
}

// absent tells whether a value is none, or PHP's empty array.
func absent(value any) bool {
	list, isList := value.([]any)
	return value == nil || isList && len(list) == 0
}

// part is the attributes or the relationships of a body that [regular] has seen.
func part(in spec.Input, name string) map[string]any {
	body, _ := in.JSON.(map[string]any)
	data, _ := body["data"].(map[string]any)
	members, _ := data[name].(map[string]any)
	return members
}

// leavePrivilege leaves a privilege unread that does not count: with another
// privilege_type than 1, sent or the event's own (L12).
func leavePrivilege(r *op.Request, own int64) {
	kind := own
	if sent, ok := part(r.Input, "attributes")["privilege_type"]; ok {
		kind, _ = whole(sent)
	}
	if kind != 1 {
		delete(part(r.Input, "relationships"), "privilege")
	}
}

// judge answers all that is wrong with a request at once, by dotted path (L05, L26,
// L36).
func judge(r *op.Request, found []spec.Finding) (op.Reply, bool) {
	wrong := problems{}
	for _, f := range found {
		if f.At == "per_page" && tooMany(r.Input) {
			continue
		}
		if f.In != "header" && f.ID != "param-unknown" && f.At != "body" {
			wrong.add(f.At, says(f))
		}
	}
	switch r.Operation.ID {
	case "createEvent":
		validate(r, Event{}, wrong)
	case "editEvent":
		event, _ := events.Get(r.View, r.Input.Path["event_id"])
		validate(r, event, wrong)
	case "listEvents":
		validateFilters(r, wrong)
	}
	if len(wrong) == 0 {
		return r.Pass()
	}
	refusal := ErrInvalid.Because("%d parameters break their rules", len(wrong))
	return op.Reply{Refusal: &refusal, Value: wrong}, true
}

// fail notes what the specification cannot say, for the answer and the diagnosis.
func fail(r *op.Request, wrong problems, path, says, rule string) {
	wrong.add(path, path+says)
	r.Note("param-invalid", "%s%s (%s)", path, says, rule)
}

// says is what is wrong with a parameter, in the API's language.
func says(f spec.Finding) string {
	switch {
	case f.Message != "":
		return f.Message
	case f.ID == "param-missing", f.ID == "param-required", f.ID == "param-nullable", f.ID == "param-pattern" && strings.Trim(f.Got, "\" \u3000\\tn") == "":
		return f.At + " 不能为空."
	default:
		return f.At + " 格式不正确."
	}
}

// whole is a whole number of JSON, however it is written; false if it is none, or
// too large to count with.
func whole(value any) (int64, bool) {
	number, ok := value.(json.Number)
	if !ok {
		return 0, false
	}
	if n, err := number.Int64(); err == nil {
		return n, true
	}
	f, err := number.Float64()
	if err != nil || f != math.Trunc(f) || math.Abs(f) >= 1<<53 {
		return 0, false
	}
	return int64(f), true
}

// numbers are the attributes that are whole numbers.
var numbers = []string{"duration", "privilege_type", "participant_count_limit"}

// times are the attributes that are times; those that may be null say so.
var times = []string{"started_at", "ended_at", "closed_at", "attend_start_at", "attend_end_at"}

// validate holds what an event is to become against what the specification cannot
// say. Before is the event as it is, the zero one for one to be made.
func validate(r *op.Request, before Event, wrong problems) {
	attributes, relations := part(r.Input, "attributes"), part(r.Input, "relationships")
	for _, name := range times {
		path := "data.attributes." + name
		text, _ := attributes[name].(string)
		if _, err := clock.Parse(text); text != "" && err != nil && wrong[path] == nil { // a day that does not exist
			fail(r, wrong, path, " 不是一个有效的日期.", "L08")
		}
	}
	for _, name := range numbers {
		if name == "participant_count_limit" && before.ID != "" { // L24
			continue
		}
		path := "data.attributes." + name
		number, isNumber := attributes[name].(json.Number)
		if _, ok := whole(number); isNumber && !ok && wrong[path] == nil {
			fail(r, wrong, path, " 格式不正确.", "L10")
		}
	}
	lottery := before.EnableRandomExtract
	if before.ID == "" {
		lottery, _ = attributes["enable_random_extract"].(bool)
	}
	closedAt, sent := attributes["closed_at"]
	if lottery && (sent || before.ID == "") && (closedAt == nil || closedAt == "") {
		fail(r, wrong, "data.attributes.closed_at", " 不能为空.", "L09, L23")
	}
	for name, exists := range map[string]func(*state.Tx, string) bool{"team": hasTeam, "category": hasCategory} { // L13
		path := "data.relationships." + name + ".data.id"
		if id, named := identified(relations[name]); named && !exists(r.View, id) && wrong[path] == nil {
			fail(r, wrong, path, " 不存在.", "L13")
		}
	}
	for _, name := range []string{"title", "location"} { // L07: blanks that the specification's pattern does not know
		path := "data.attributes." + name
		if text, ok := attributes[name].(string); ok && strings.TrimSpace(text) == "" && wrong[path] == nil {
			fail(r, wrong, path, " 不能为空.", "L07")
		}
	}
}

func hasTeam(tx *state.Tx, id string) bool {
	_, ok := teams.Get(tx, id)
	return ok
}

func hasCategory(tx *state.Tx, id string) bool {
	_, ok := categories.Get(tx, id)
	return ok
}

// identified is the id that a to-one relationship names; false if it names none.
func identified(relationship any) (id string, named bool) {
	object, _ := relationship.(map[string]any)
	data, named := object["data"].(map[string]any)
	return idText(data["id"]), named
}

// idText is an id, which may be sent as a number.
func idText(id any) string {
	switch v := id.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	default:
		return ""
	}
}

// filtered are the members that time filters look at, and ends their ends (L31).
var (
	filtered = []string{"started_at", "ended_at", "updated_at"}
	ends     = []string{"since", "until"}
)

// validateFilters refuses days that do not exist.
func validateFilters(r *op.Request, wrong problems) {
	for _, member := range filtered {
		for _, end := range ends {
			path := strings.Join([]string{"filter", member, end}, ".")
			if _, ok := filterTime(r, member, end); !ok && wrong[path] == nil {
				fail(r, wrong, path, " 不是一个有效的日期.", "L36")
			}
		}
	}
}

// filterTime is one end of a time filter, nil where there is none; false if it is
// no time.
func filterTime(r *op.Request, member, end string) (*clock.Instant, bool) {
	name := "filter[" + member + "][" + end + "]"
	sent := slices.IndexFunc(r.Input.Query, func(p spec.Pair) bool { return p.Name == name })
	if sent < 0 || r.Input.Query[sent].Malformed { // the specification has found that
		return nil, true
	}
	at, err := clock.Parse(r.Input.Query[sent].Value)
	return &at, err == nil
}

// tooMany tells whether a per_page is a whole number so large that it is no int64: it
// counts as the most there can be (L36).
func tooMany(in spec.Input) bool {
	sent := slices.IndexFunc(in.Query, func(p spec.Pair) bool { return p.Name == "per_page" })
	if sent < 0 {
		return false
	}
	_, err := strconv.ParseUint(in.Query[sent].Value, 10, 63)
	return errors.Is(err, strconv.ErrRange)
}
