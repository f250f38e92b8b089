package check

import (
	"net/http"
	"slices"
	"time"

	"contractmock/openapi/spec"
)

// Source is where a value comes from that no schema can give. One of its parts says so.
type Source struct {
	// ID is the persona whose id it is.
	ID string
	// Of is a persona, Value what of their credentials it is; Fixture is what it is on a
	// mock where they have no such credential, as JSON.
	Of, Value, Fixture string
	// Operation is called first, As a persona and with Parameters; Path is where its
	// answer has the value.
	Operation, As, Path string
	Parameters          []Parameter
	// InTime is a time so far from now, in milliseconds.
	InTime time.Duration
}

// cast is who plays which part in the cases of an API, by the names that scenarios
// know them by, and where values come from.
type cast struct {
	// caller calls, unless callers names somebody else for the operation, or nobody;
	// other is somebody else.
	caller, other string
	callers       map[string]string
	// credentials are what callers prove themselves with, by their names, and byScheme what
	// an operation wants besides that has the security scheme.
	credentials []string
	byScheme    map[string]string
	// id is the credential that is a persona's id, where only a profile tells of them.
	id string
	// numbers tells that ids are numbers, and no texts.
	numbers bool
	// sources are by "operation.path" or "path". The former win over examples of the
	// document, since those would not do.
	sources map[string]Parameter
	// needs are parameters that others have no effect without.
	needs map[string]Parameter
	// nothing are ids of nothing, and what they are answered, by path or
	// "operation.path".
	nothing map[string]unknownID
	// foreign are calls of what is somebody else's.
	foreign []foreign
	// once are operations that succeed but once for a persona, whom nobody can give back
	// what they had before.
	once []string
	// always are sent with every valid call of an operation.
	always map[string]Parameter
	// name is the header that says whom a call is for, unnamed what operations answer
	// that must be told.
	name    string
	unnamed map[string]promise
	// inQuery is the caller's token, where it may stand among the parameters.
	inQuery Parameter
}

type unknownID struct {
	value string
	promise
}

// foreign is a call with an id that is not for the caller.
type foreign struct {
	operation, name, as string
	parameters          []Parameter
	promise
}

// from is a value that another call's answer has.
func from(operation, as, path string, parameters ...Parameter) Parameter {
	return Parameter{Value: "%s", From: &Source{Operation: operation, As: as, Path: path, Parameters: parameters}}
}

// idOf is a persona's id.
func idOf(persona string) Parameter { return Parameter{Value: "%s", From: &Source{ID: persona}} }

// in is a time so far from now.
func in(d time.Duration) Parameter { return Parameter{Value: "%s", From: &Source{InTime: d}} }

// named gives a parameter its name.
func named(name string, p Parameter) Parameter {
	p.Name = name
	return p
}

// is is a value, as JSON.
func is(name, value string) Parameter { return Parameter{Name: name, Value: value} }

// listed turns a parameter's value into a list of it.
func listed(p Parameter) Parameter {
	p.Value = "[" + p.Value + "]"
	return p
}

// casts are who plays which part, by API.
var casts = map[string]cast{"tickets": ticketsCast, "chaoqer": chaoqerCast, "lexiang": lexiangCast}

// Tickets: Qian is an administrator, Lin and Wu are users, Chen is a technician.
var (
	forbidden = refused(http.StatusForbidden, `{"success":false,"requesttype":"","data":"权限不足"}`)

	// wusTicket is a ticket that Wu reported.
	wusTicket = named("orderid", from("getTicket", "Qian", "data.0.id", named("uid", idOf("Wu"))))

	ticketsCast = cast{
		caller: "Qian", other: "Lin", numbers: true,
		credentials: []string{"token"}, id: "uid",
		sources: map[string]Parameter{
			"getTicket.orderid": from("getTicket", "Qian", "data.0.id"),
			"getTicket.uid":     from("getTicket", "Qian", "data.0.user_id"),
			"getTicket.tid":     from("getTicket", "Qian", "data.#(assigned_technician_id>0).assigned_technician_id"),
		},
		nothing: map[string]unknownID{
			"orderid": {"2147483646", promise{forbidden, "T10"}},
			"uid":     {"2147483646", promise{Expect{Status: http.StatusOK, Members: map[string]string{"data": "[]", "request_type": `"by_user_id_all"`}}, "T11"}},
			"tid":     {"2147483646", promise{Expect{Status: http.StatusOK, Members: map[string]string{"data": "[]", "request_type": `"by_technician_id_all"`}}, "T11"}},
		},
		foreign: []foreign{
			{"getTicket", "all-as-user", "Lin", nil, promise{forbidden, "T09"}},
			{"getTicket", "all-as-technician", "Chen", nil, promise{forbidden, "T09"}},
			{"getTicket", "orderid-of-another", "Lin", []Parameter{wusTicket}, promise{forbidden, "T09"}},
			{"getTicket", "uid-of-another", "Lin", []Parameter{named("uid", idOf("Wu"))}, promise{forbidden, "T09"}},
			{"getTicket", "tid-of-another", "Chen", []Parameter{named("tid", idOf("Zhao"))}, promise{forbidden, "T09"}},
			{"getTicket", "uid-of-another-as-technician", "Chen", []Parameter{named("uid", idOf("Wu"))}, promise{forbidden, "T09"}},
			{"getTicket", "own-uid", "Lin", []Parameter{named("uid", idOf("Lin"))}, promise{succeeds, "T07"}},
			{"getTicket", "own-tid", "Chen", []Parameter{named("tid", idOf("Chen"))}, promise{succeeds, "T08"}},
			{"getTicket", "own-orderid", "Wu", []Parameter{wusTicket}, promise{succeeds, "T06"}},
		},
	}
)

// Chaoqer: Toby calls, 铭恺 is somebody else, 枫叶 is a member of clubs that are Toby's.
var (
	tenRows = is("count", "10")

	// tobysClub is a club that Toby has created for the case, mingkaisEvent an event
	// without Toby.
	tobysClub     = from("createClub", "Toby", "result.clubId", is("name", `"圈子"`), is("cover", `"https://example.com/cover.jpg"`))
	ownRoom       = from("createRoom", "Toby", "result.roomId", is("name", `"活动"`), is("clubId", `""`))
	privateRoom   = from("createRoom", "Toby", "result.roomId", is("name", `"活动"`), is("clubId", `""`), is("inviteOnly", "1"))
	ownEvent      = eventOf("Toby", time.Minute)
	mingkaisEvent = eventOf("铭恺", 24*time.Hour)
	eventSoon     = eventOf("铭恺", time.Minute)

	noUser, noClub, noRoom, noEvent = failure(200002, "用户不存在"), failure(500000, "圈子不存在"), failure(400000, "活动不存在"), failure(600000, "日程不存在")

	chaoqerCast = cast{
		caller: "Toby", other: "铭恺",
		credentials: []string{"uid", "token", "secret"}, id: "uid",
		byScheme: map[string]string{"weixinLogin": "weixin"},
		callers: map[string]string{
			"sendCaptcha": "", "logIn": "", "getVersionUpgrade": "", // open to all
			"initProfile": "Newcomer", // C30: who has no profile yet
			"leaveClub":   "枫叶",       // C42: a creator cannot leave
		},
		sources: map[string]Parameter{
			"uid":                       idOf("铭恺"),
			"clubId":                    from("listClubs", "Toby", "result.list.0.clubId", tenRows),
			"createRoom.clubId":         from("listClubs", "Toby", "result.list.0.clubId", tenRows),
			"leaveClub.clubId":          from("listClubs", "枫叶", "result.list.0.clubId", tenRows),
			"roomId":                    from("listRooms", "Toby", "result.list.0.roomId", tenRows),
			"closeRoom.roomId":          ownRoom,
			"getProfile.uid":            idOf("铭恺"), // the sample is of an account whose profile begins with it
			"roomCacheId":               from("cacheRoom", "Toby", "result", named("roomId", from("listRooms", "Toby", "result.list.0.roomId", tenRows))),
			"eventId":                   from("listEvents", "Toby", "result.list.0.eventId", tenRows),
			"editEvent.eventId":         ownEvent,
			"deleteEvent.eventId":       ownEvent,
			"startEvent.eventId":        ownEvent,
			"notifyEvent.eventId":       mingkaisEvent,
			"createEvent.memberUidList": listed(idOf("Toby")),
			"editEvent.memberUidList":   listed(idOf("Toby")),
			"createEvent.eventTime":     in(time.Hour),
			"editEvent.eventTime":       in(time.Hour),
			// C21: the fixtures' test mobiles take 8888; the first has an account.
			"sendCaptcha.mobile":      {Value: "%s", From: &Source{Of: "Tony", Value: "mobile", Fixture: `"13800138001"`}},
			"sendCaptcha.countryCode": is("", `"86"`),
			"logIn.mobile":            {Value: "%s", From: &Source{Of: "Tony", Value: "mobile", Fixture: `"13800138001"`}},
			"logIn.countryCode":       is("", `"86"`),
			"logIn.captcha":           {Value: "%s", From: &Source{Of: "Tony", Value: "captcha", Fixture: `"8888"`}},
		},
		nothing: map[string]unknownID{
			"uid":               {`"00000000000000000000000000000000"`, promise{noUser, "C32"}},
			"inviteToRoom.uid":  {`"00000000000000000000000000000000"`, promise{succeeds, "C55"}},
			"clubId":            {`"00000000000000000000000000000000"`, promise{noClub, "C41"}},
			"createRoom.clubId": {`"00000000000000000000000000000000"`, promise{noClub, "C50"}},
			"roomId":            {`"00000000000000000000000000000000"`, promise{noRoom, "C51"}},
			"roomCacheId":       {`"00000000000000000000000000000000"`, promise{noRoom, "C54"}},
			"eventId":           {`"00000000000000000000000000000000"`, promise{noEvent, "C66"}},
		},
		foreign: []foreign{
			{"leaveClub", "of-another", "枫叶", []Parameter{named("clubId", tobysClub)}, promise{noClub, "C42.4"}},
			{"leaveClub", "own-as-creator", "Toby", []Parameter{named("clubId", from("listClubs", "枫叶", "result.list.0.clubId", tenRows))}, promise{failure(0, "创建人暂时无法退出圈子"), "C42.5"}},
			{"createRoom", "in-club-of-another", "枫叶", []Parameter{named("clubId", tobysClub)}, promise{noClub, "C50.4"}},
			{"closeRoom", "of-another", "铭恺", []Parameter{named("roomId", ownRoom)}, promise{noRoom, "C53.2"}},
			{"editEvent", "of-another", "Toby", []Parameter{named("eventId", mingkaisEvent)}, promise{noEvent, "C60.7"}},
			{"startEvent", "of-another", "Toby", []Parameter{named("eventId", eventSoon)}, promise{failure(0, "权限不足"), "C65.2"}},
			{"notifyEvent", "own", "Toby", []Parameter{named("eventId", ownEvent)}, promise{failure(0, "嘉宾或者主持人无法预约日程"), "C64.2"}},
			{"deleteEvent", "of-another", "Toby", []Parameter{named("eventId", mingkaisEvent)}, promise{succeeds, "C62.2"}},
			{"getEvent", "of-another", "Toby", []Parameter{named("eventId", mingkaisEvent)}, promise{succeeds, "C66.1"}},
			{"getRoom", "private-of-another", "铭恺", []Parameter{named("roomId", privateRoom)}, promise{succeeds, "C51.3"}},
			{"getRoomToken", "private-of-another", "铭恺", []Parameter{named("roomId", privateRoom)}, promise{succeeds, "C52.6"}},
			{"getClub", "of-another", "铭恺", []Parameter{named("clubId", tobysClub)}, promise{Expect{Succeeds: true, Members: map[string]string{"result.joined": "0"}}, "C41.1"}},
			{"createEvent", "without-caller", "Toby", []Parameter{named("memberUidList", listed(idOf("铭恺")))}, promise{failure(0, "参数错误"), "C60.4"}},
			{"block", "self", "Toby", []Parameter{named("uid", idOf("Toby"))}, promise{failure(0, "无法屏蔽自己"), "C33.5"}},
			{"sendCard", "self", "Toby", []Parameter{named("uid", idOf("Toby"))}, promise{failure(0, "无法发送名片给自己"), "C34.5"}},
			{"initProfile", "twice", "Toby", nil, promise{failure(200001, "用户资料已初始化"), "C30.5"}},
		},
		once:   []string{"initProfile"},                                           // C30
		always: map[string]Parameter{"getVersionUpgrade": is("Client-Type", "1")}, // C72: for the Web there is none
	}
)

// eventOf is an event that a persona has created, alone and so far from now.
func eventOf(persona string, away time.Duration) Parameter {
	return from("createEvent", persona, "result.eventId",
		is("name", `"日程"`), named("eventTime", in(away)), named("memberUidList", listed(idOf(persona))))
}

// Lexiang: lisi writes, wangwu is another member of staff.
var (
	lisisEvent = from("createEvent", "lisi", "data.id",
		is("data.attributes.title", `"活动"`), is("data.attributes.location", `"地点"`),
		is("data.attributes.started_at", `"2026-01-01 10:00"`), is("data.attributes.ended_at", `"2026-01-01 12:00"`))
	allEvents = []Parameter{is("list_type", `"all"`)}

	noStaff = promise{detail(http.StatusBadRequest, "必须指定员工账号"), "L04"}

	lexiangCast = cast{
		caller: "lisi", other: "wangwu",
		credentials: []string{"token"}, id: "StaffID",
		callers: map[string]string{"issueToken": ""},
		sources: map[string]Parameter{
			"issueToken.app_key":    {Value: "%s", From: &Source{Of: "lisi", Value: "app_key", Fixture: `"contractmock"`}},
			"issueToken.app_secret": {Value: "%s", From: &Source{Of: "lisi", Value: "app_secret", Fixture: `"contractmock-secret"`}},
			"event_id":              from("listEvents", "lisi", "data.0.id", allEvents...),
			"editEvent.event_id":    lisisEvent,
			"staff_id":              idOf("lisi"),
			// L08: a day that exists, which no pattern can say.
			"data.attributes.started_at":          is("", `"2026-01-01 10:00"`),
			"data.attributes.ended_at":            is("", `"2026-01-01 12:00"`),
			"data.attributes.closed_at":           is("", `"2026-01-01 09:00"`),
			"data.attributes.attend_start_at":     is("", `"2026-01-01 09:30"`),
			"data.attributes.attend_end_at":       is("", `"2026-01-01 12:30"`),
			"data.relationships.team.data.id":     from("listEvents", "lisi", `included.#(type=="team").id`, allEvents...),
			"data.relationships.category.data.id": from("listEvents", "lisi", `included.#(type=="category").id`, allEvents...),
		},
		needs: map[string]Parameter{"data.relationships.privilege": is("data.attributes.privilege_type", "1")}, // L12
		nothing: map[string]unknownID{
			"event_id":              {`"00000000000000000000000000000000"`, promise{detail(http.StatusNotFound, "活动不存在"), "L37"}},
			"staff_id":              {`"nobody"`, promise{detail(http.StatusNotFound, "员工不存在"), "L41"}},
			"issueToken.app_key":    {`"nobody"`, promise{Expect{Status: http.StatusBadRequest, Body: `{"errors":{"app_key":["app key 是无效的."]}}`}, "L02"}},
			"issueToken.app_secret": {`"wrong"`, promise{detail(http.StatusUnauthorized, "app_secret错误,请核对"), "L02"}},
			"data.relationships.team.data.id": {
				`"00000000000000000000000000000000"`, promise{Expect{Status: http.StatusBadRequest, Keys: []string{"data.relationships.team.data.id"}}, "L13"},
			},
			"data.relationships.category.data.id": {
				`"00000000000000000000000000000000"`, promise{Expect{Status: http.StatusBadRequest, Keys: []string{"data.relationships.category.data.id"}}, "L13"},
			},
		},
		foreign: []foreign{
			{"editEvent", "of-another", "wangwu", []Parameter{named("event_id", lisisEvent)}, promise{detail(http.StatusForbidden, "没有权限操作该活动"), "L27"}},
		},
		name:    "StaffID",
		unnamed: map[string]promise{"createEvent": noStaff, "editEvent": noStaff},
		inQuery: Parameter{Name: "access_token", Value: "%s", From: &Source{Of: "lisi", Value: "token"}, Kept: true},
	}
)

// callerOf is who calls an operation where nothing else is said, "" nobody.
func (c cast) callerOf(o *spec.Operation) string {
	if as, ok := c.callers[o.ID]; ok {
		return as
	}
	return c.caller
}

// proofs are the names of the credentials that a caller of an operation must have: who
// has none of one cannot make any call of it that says anything.
func (c cast) proofs(o *spec.Operation) []string {
	all := slices.Clone(c.credentials)
	for _, scheme := range o.Security {
		if name, ok := c.byScheme[scheme]; ok {
			all = append(all, name)
		}
	}
	if _, named := c.unnamed[o.ID]; named {
		all = append(all, c.name)
	}
	return all
}

// source is where a field's value comes from; own tells whether the operation's own
// way, which wins over examples.
func (c cast) source(f *spec.Field, o *spec.Operation) (p Parameter, own, ok bool) {
	if p, own = c.sources[o.ID+"."+f.Path]; own {
		return p, true, true
	}
	p, ok = c.sources[f.Path]
	return p, false, ok
}
