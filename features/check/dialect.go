package check

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"contractmock/openapi/spec"
)

// promise is what an API promises, and the rule that says so.
type promise struct {
	Expect
	rule string
}

// dialect is what an API answers where the specification cannot say it.
type dialect struct {
	// broken is the answer to a parameter of which something is found where it is sent;
	// base is the same call without the parameter.
	broken func(f *spec.Field, found []spec.Finding, place string, base []Parameter) promise
	// fits is the answer to a parameter at the edge of what it may be.
	fits func(base []Parameter) promise
	// null is the answer to a member that is null in JSON; false where nobody says.
	null func(f *spec.Field) (promise, bool)
	// anonymous, malformed, unknown, others, superseded and expired are the answers to
	// callers who prove themselves so; a rule of "" is no promise.
	anonymous, malformed, unknown, others, superseded, expired promise
	// success is the rule about successful answers of an operation, "" that of all others.
	success map[string]string
	// life is how long a token holds.
	life time.Duration
	// mediaType is the answer to a body of a type that is not known, malformed to one
	// that is no JSON, list to one that is no object.
	mediaType, notJSON, notObject func(o *spec.Operation) promise
	// extra is the answer to a parameter that is not known, within the object that may
	// have some.
	extra  func(base []Parameter) promise
	within string
	// method is the answer to a method that the path does not have, path to a path that
	// is none.
	method, path promise
	// openChecked APIs look at what is sent to prove who calls on every operation.
	openChecked bool
}

// promised is a promise about every operation.
func promised(p promise) func(*spec.Operation) promise {
	return func(*spec.Operation) promise { return p }
}

var dialects = map[string]dialect{"tickets": tickets, "chaoqer": chaoqer, "lexiang": lexiang}

// tickets passes over what breaks its rule (T23), and over every body (T21, T26).
var tickets = dialect{
	broken: func(f *spec.Field, _ []spec.Finding, _ string, base []Parameter) promise {
		return promise{Expect{Beside: Same, Other: base}, f.Rule}
	},
	fits:       func(base []Parameter) promise { return promise{Expect{Beside: Different, Other: base}, "T23"} },
	null:       func(*spec.Field) (promise, bool) { return promise{}, false },
	anonymous:  promise{unauthorized(`{"error":"Unauthorized for no Authorization"}`), "T01"},
	malformed:  promise{unauthorized(`{"error":"Unauthorized for no Bearer"}`), "T02"},
	unknown:    promise{unauthorized(`{"error":"Unauthorized for invalid token"}`), "T03"},
	superseded: promise{unauthorized(`{"error":"Unauthorized for invalid token"}`), "T03"},
	expired:    promise{unauthorized(`{"error":"token_expired"}`), "T04"},
	life:       time.Hour,
	mediaType:  promised(promise{succeeds, "T26"}),
	notJSON:    promised(promise{succeeds, "T21"}),
	notObject:  promised(promise{succeeds, "T21"}),
	success:    map[string]string{"": "T20"},
	extra:      func(base []Parameter) promise { return promise{Expect{Beside: Same, Other: base}, "T22"} },
	method:     promise{Expect{Status: http.StatusMethodNotAllowed, Body: `{"error":"Method Not Allowed"}`, Headers: []string{"Allow"}}, "T26"},
}

// failure is the failure of a business or parameter rule of the gateway (C03).
func failure(code int, message string) Expect {
	return refused(http.StatusOK, fmt.Sprintf(`{"errorCode":%d,"message":%s,"status":0}`, code, quoted(message)))
}

// badRequest and the like are the gateway's HTTP errors, which have no body (C04).
var badRequest, noLogin = refused(http.StatusBadRequest, Empty), unauthorized(Empty)

// chaoqer answers the one message of what breaks its rule (C12).
var chaoqer = dialect{
	broken: func(f *spec.Field, found []spec.Finding, place string, _ []Parameter) promise {
		top, _, _ := strings.Cut(f.Path, ".")
		message := f.Messages[found[0].Keyword]
		if found[0].At != f.Path { // of an item, for which there are no texts
			message = ""
		}
		switch {
		case place == "header":
			return promise{badRequest, "C06"}
		case message != "":
			return promise{failure(0, message), f.Rule}
		case place == "json":
			return promise{badRequest, "C12"}
		default:
			return promise{failure(0, top+"类型不正确"), "C12"}
		}
	},
	fits: func([]Parameter) promise { return promise{succeeds, ""} },
	null: func(f *spec.Field) (promise, bool) { // C12: as if it were not there
		if f.Required {
			return promise{failure(0, f.Messages["required"]), f.Rule}, true
		}
		return promise{succeeds, f.Rule}, true
	},
	anonymous:   promise{noLogin, "C05"},
	malformed:   promise{noLogin, "C05"},
	unknown:     promise{noLogin, "C05"},
	others:      promise{noLogin, "C05"},
	superseded:  promise{noLogin, "C07"},
	expired:     promise{noLogin, "C05"},
	success:     map[string]string{"": "C02"},
	life:        30 * 24 * time.Hour,
	mediaType:   promised(promise{badRequest, "C01"}),
	notJSON:     promised(promise{badRequest, "C01"}),
	notObject:   promised(promise{badRequest, "C01"}),
	extra:       func([]Parameter) promise { return promise{succeeds, "C12"} },
	method:      promise{Expect{Status: http.StatusMethodNotAllowed, Body: Empty, Headers: []string{"Allow"}}, "C01"},
	path:        promise{refused(http.StatusNotFound, Empty), "C01"},
	openChecked: true,
}

// detail is a refusal of the events API that is about no parameter (L05).
func detail(status int, text string) Expect {
	return refused(status, `{"errors":{"detail":`+quoted(text)+`}}`)
}

// invalid is a refusal that names everything that is wrong by its path, with the
// message that the specification has for it (L05).
func invalid(f *spec.Field, found ...spec.Finding) Expect {
	e := Expect{Status: http.StatusBadRequest, Keys: []string{}}
	for _, wrong := range found {
		if !slices.Contains(e.Keys, wrong.At) {
			e.Keys = append(e.Keys, wrong.At)
		}
	}
	slices.Sort(e.Keys)
	if message := f.Messages[found[0].Keyword]; message != "" && len(e.Keys) == 1 {
		e.Body = fmt.Sprintf(`{"errors":{%s:[%s]}}`, quoted(e.Keys[0]), quoted(message))
	}
	return e
}

// noApp is what a token's body lacks that cannot be read (L02).
var noApp = Expect{Status: http.StatusBadRequest, Keys: []string{"app_key", "app_secret", "grant_type"}}

// ofWrites is a promise about operations that write for a member of staff; the bodies
// of reads are not looked at (L06), those of the token endpoint lack all members.
func ofWrites(e Expect) func(*spec.Operation) promise {
	return func(o *spec.Operation) promise {
		switch {
		case o.Effect == spec.Reads:
			return promise{succeeds, "L06"}
		case len(o.Security) == 0:
			return promise{noApp, "L02"}
		default:
			return promise{e, "L06"}
		}
	}
}

// noAccess is the answer to a token that does not hold (L03).
var noAccess = promise{detail(http.StatusUnauthorized, "access_token 无效或已过期"), "L03"}

// lexiang answers everything that is wrong, by its dotted path (L05).
var lexiang = dialect{
	broken: func(f *spec.Field, found []spec.Finding, _ string, _ []Parameter) promise {
		if found[0].Keyword == "required" && (f.Path == "data" || f.Path == "data.attributes") { // L07: what they would hold is missing
			found = nil
			for _, path := range requiredWithin(f) {
				found = append(found, spec.Finding{Keyword: "required", At: path})
			}
		}
		return promise{invalid(f, found...), f.Rule}
	},
	fits: func([]Parameter) promise { return promise{succeeds, ""} },
	null: func(f *spec.Field) (promise, bool) {
		switch found := f.Broken("json", "null"); {
		case found == nil:
			return promise{succeeds, f.Rule}, true
		case f.Members: // L06 speaks of empty ones alone
			return promise{}, false
		default:
			return promise{invalid(f, found...), f.Rule}, true
		}
	},
	anonymous:  noAccess,
	malformed:  noAccess,
	unknown:    noAccess,
	superseded: promise{succeeds, "L01"},
	expired:    noAccess,
	success: map[string]string{
		"issueToken": "L01", "createEvent": "L18", "editEvent": "L18", "listEvents": "L32", "getEvent": "L37",
		"listParticipants": "L39", "listStaffEvents": "L41",
	},
	life:      2 * time.Hour,
	mediaType: ofWrites(detail(http.StatusUnsupportedMediaType, "不支持的Content-Type")),
	notJSON:   ofWrites(detail(http.StatusBadRequest, "请求体不是合法的JSON")),
	notObject: ofWrites(detail(http.StatusBadRequest, "请求体不是合法的JSON")),
	extra:     func([]Parameter) promise { return promise{succeeds, "L07"} },
	within:    "data.attributes",
	method:    promise{Expect{Status: http.StatusMethodNotAllowed, Keys: []string{"detail"}, Headers: []string{"Allow"}}, "L46"},
}
