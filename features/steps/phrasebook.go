package steps

import (
	"fmt"
	"regexp"
	"strings"
)

// types are the types that a value may be of.
const types = "integer|number|text|boolean|list|object|date|time|uuid|id|url|email"

// Phrase is one meaning, with its words in both languages. Slots stand in braces
// and are the same in both.
type Phrase struct {
	// English and Chinese are the phrases, with slots: "{persona} calls {operation}".
	English, Chinese string
	// Means says what it does, for the printed phrasebook.
	Means string
	// Group is the heading under which it is printed.
	Group string
	// Argument says what follows the sentence: "", "table" or "text".
	Argument string

	english, chinese *regexp.Regexp
	// bind is the function that does it, for one scenario's world.
	bind func(w *world) any
}

// Slot is a blank of a phrase.
type Slot struct {
	// Name is what stands in braces.
	Name string
	// Means says what may be put there, Sample is one such thing.
	Means, Sample string

	pattern string
}

// Pattern is the regular expression of what may be put there.
func (s Slot) Pattern() string { return s.pattern }

// Slots are all blanks, in the order in which they are printed.
var Slots = []Slot{
	{"persona", "a persona's name, in quotes", `"Lin"`, `"([^"]+)"`},
	{"operation", "an operationId, or the document's title in quotes; of another API with its name in front", `getTicket`, `([A-Za-z][A-Za-z0-9.]*|"[^"]+")`},
	{"path", "a place in the answer's JSON: member names, list positions from 0 and # for all items, joined by dots (gjson's syntax)", `data.0.id`, `((?:\{[^{}"]*\}|\S)+)`},
	{"value", "JSON (2, true, null, \"text\") or one bare word; {name} is what was remembered as name, {unique} a text that no other scenario has, {Toby's uid} or {Toby 的 uid} a persona's uid, token or secret, here and in tables and texts", `by_user_id_all`, `("[^"]*"|\{[^{}"]*\}|\S+)`},
	{"type", "integer, number, text, boolean, list, object, date (YYYY-MM-DD), time (YYYY-MM-DD HH:MM:SS), uuid, id (32 digits of hexadecimal), url or email", `integer`, "(" + types + ")"},
	{"text", "any text, in quotes", `"no-cache"`, `"([^"]*)"`},
	{"number", "a whole number", `200`, `(\d+)`},
	{"code", "an error code: a whole number, or -1", `-1`, `(-?\d+)`},
	{"place", "JSON, form (both are bodies) or query", `JSON`, `(JSON|form|query)`},
	{"duration", "a length of time such as 59m59s, 36h or 500ms", `59m59s`, `([0-9.]+(?:ms|s|m|h)(?:[0-9.]+(?:ms|s|m|h))*)`},
	{"table", "a table of the mock's state; GET /__admin/state/tickets lists them", `tickets`, `([a-z-]+)`},
	{"key", "a row's key", `5`, `(\{[^{}"]*\}|[^\s"]+)`},
	{"name", "a name of your own, in quotes", `"first"`, `"([^"]+)"`},
	{"fault", "reset (the connection is reset), empty (it is closed without an answer) or truncate (after half of the answer's body)", `reset`, `(reset|empty|truncate)`},
	{"expectation", "a sentence about the answer that neither a table nor a text follows", `it succeeds`, `(.+)`},
	{"id", "the id of a finding, such as param-unknown", `param-unknown`, `([a-z-]+)`},
}

var slotName = regexp.MustCompile(`\{([a-z]+)\}`)

// compile is the expression that a phrase's sentences match.
func compile(phrase string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString("^")
	rest := phrase
	for {
		at := slotName.FindStringSubmatchIndex(rest)
		if at == nil {
			break
		}
		b.WriteString(regexp.QuoteMeta(rest[:at[0]]))
		b.WriteString(slot(rest[at[2]:at[3]]).pattern)
		rest = rest[at[1]:]
	}
	b.WriteString(regexp.QuoteMeta(rest) + "$")
	return regexp.MustCompile(b.String())
}

func slot(name string) Slot {
	for _, s := range Slots {
		if s.Name == name {
			return s
		}
	}
	panic(fmt.Sprintf("steps: a phrase has the unknown slot {%s}", name))
}

// Matches are the phrases of which a sentence is one.
func Matches(sentence string) []Phrase { return matching(sentence, Phrasebook) }

func matching(sentence string, among []Phrase) []Phrase {
	var found []Phrase
	for _, p := range among {
		if p.english.MatchString(sentence) || p.chinese.MatchString(sentence) {
			found = append(found, p)
		}
	}
	return found
}

func init() {
	for i := range Phrasebook {
		p := &Phrasebook[i]
		p.english, p.chinese = compile(p.English), compile(p.Chinese)
	}
}

// Groups of the phrasebook.
const (
	groupCalls   = "Calls"
	groupSigning = "Signatures"
	groupAnswers = "Answers"
	groupWorld   = "The world"
	groupMock    = "A mock's own"
)

// Phrasebook is every phrase, in the order in which it is printed.
var Phrasebook = []Phrase{
	{
		Group: groupCalls, English: `{persona} calls {operation}`, Chinese: `{persona} 调用 {operation}`,
		Means: "The persona calls the operation without parameters.",
		bind:  func(w *world) any { return w.calls },
	},
	{
		Group: groupCalls, English: `{persona} calls {operation} with:`, Chinese: `{persona} 调用 {operation}:`, Argument: "table",
		Means: "The same with parameters: name and value, in the order in which they are sent. They go where the specification wants them. An empty cell is an empty text. Dots in a name lead into objects of a JSON body: data.attributes.title. A name that ends in (JSON) or （JSON）, such as bio (JSON), has a value that is sent as JSON in a JSON body, whatever the parameter's type: null, 5, \"5\" or {\"a\":1}; elsewhere a text in quotes, such as \" 5\", is sent without them.",
		bind:  func(w *world) any { return w.call },
	},
	{
		Group: groupCalls, English: `a stranger calls {operation}`, Chinese: `陌生人调用 {operation}`,
		Means: "Somebody without credentials calls the operation.",
		bind:  func(w *world) any { return w.strangerCalls },
	},
	{
		Group: groupCalls, English: `a stranger calls {operation} with:`, Chinese: `陌生人调用 {operation}:`, Argument: "table",
		Means: "The same with parameters.",
		bind:  func(w *world) any { return w.strangerCallsWith },
	},
	{
		Group: groupCalls, English: `{persona} calls {operation} with the body:`, Chinese: `{persona} 调用 {operation}, 请求体:`, Argument: "text",
		Means: "The persona calls the operation with the members of a JSON object as parameters: one that is named like a parameter of the path goes there, the others where the specification wants them, in a JSON body as they are. JSON that is no object is sent as the whole body.",
		bind:  func(w *world) any { return w.callWithBody },
	},
	{
		Group: groupCalls, English: `a stranger calls {operation} with the body:`, Chinese: `陌生人调用 {operation}, 请求体:`, Argument: "text",
		Means: "The same without credentials.",
		bind:  func(w *world) any { return w.strangerCallsWithBody },
	},
	{
		Group: groupCalls, English: `these calls are made at the same time:`, Chinese: `同时发出这些调用:`, Argument: "table",
		Means: "A row for each call: a persona (a stranger, 陌生人 or nothing is nobody), the operation, and a cell for each parameter, name=value, or a JSON object with several. Afterwards the answer has items, the bodies of the answers in the order of the rows. At most 100 calls.",
		bind:  func(w *world) any { return w.callsTogether },
	},
	{
		Group: groupCalls, English: `{persona} calls {operation} {number} times at the same time`, Chinese: `{persona} 同时调用 {operation} {number} 次`,
		Means: "The same call so many times at once.",
		bind:  func(w *world) any { return w.callsAtOnce },
	},
	{
		Group: groupCalls, English: `{persona} calls {operation} {number} times at the same time with:`, Chinese: `{persona} 同时调用 {operation} {number} 次:`, Argument: "table",
		Means: "The same with parameters.",
		bind:  func(w *world) any { return w.callsAtOnceWith },
	},
	{
		Group: groupCalls, English: `the header {name} is sent as {text}`, Chinese: `请求头 {name} 发送为 {text}`,
		Means: "All following calls send this header, instead of what the persona's credentials would.",
		bind:  func(w *world) any { return w.sendHeader },
	},
	{
		Group: groupCalls, English: `the header {name} is not sent`, Chinese: `不发送请求头 {name}`,
		Means: "All following calls leave this header out.",
		bind:  func(w *world) any { return w.leaveHeader },
	},
	{
		Group: groupCalls, English: `this request is sent:`, Chinese: `发送请求:`, Argument: "text",
		Means: "A request as it is written: method and target, then headers, then after an empty line the body. For malformed ones.",
		bind:  func(w *world) any { return w.sendRaw },
	},
	{
		Group: groupCalls, English: `{persona} reads all pages of {operation}`, Chinese: `{persona} 读取 {operation} 的所有页`,
		Means: "The persona calls the operation page after page, by number or cursor, until one is empty. Afterwards the answer has items, all rows in order, and pages, how many had any.",
		bind:  func(w *world) any { return w.readsAll },
	},
	{
		Group: groupCalls, English: `{persona} reads all pages of {operation} with:`, Chinese: `{persona} 读取 {operation} 的所有页:`, Argument: "table",
		Means: "The same with parameters.",
		bind:  func(w *world) any { return w.readsAllWith },
	},
	{
		Group: groupCalls, English: `{persona} calls {operation} and gets no whole answer`, Chinese: `{persona} 调用 {operation}, 得不到完整的响应`,
		Means: "The persona calls the operation without parameters, and the connection ends before the answer does.",
		bind:  func(w *world) any { return w.callsInVain },
	},
	{
		Group: groupCalls, English: `within {duration}, {expectation}`, Chinese: `{duration} 内, {expectation}`,
		Means: "The last call, which must be one that only reads, is repeated until this is so, 20 times at most, evenly over the time: a session's clock goes on by it, a deployment is waited for.",
		bind:  func(w *world) any { return w.within },
	},

	{
		Group: groupCalls, English: `parameters are sent as {place}`, Chinese: `参数以 {place} 发送`,
		Means: "All following calls send their parameters there, but for those in path and headers.",
		bind:  func(w *world) any { return w.sendAs },
	},
	{
		Group: groupCalls, English: `{text} is added to the query`, Chinese: `查询串加上 {text}`,
		Means: "All following calls have this at the end of their query, as it is written. It is not signed.",
		bind:  func(w *world) any { return w.addQuery },
	},

	{
		Group: groupSigning, English: `{text} is added to the query and signed`, Chinese: `查询串加上 {text} 并参与签名`,
		Means: "The same, but all that is added to the query is signed together with the other parameters, which win over it.",
		bind:  func(w *world) any { return w.addSignedQuery },
	},
	{
		Group: groupSigning, English: `calls are not signed`, Chinese: `调用不签名`,
		Means: "All following calls lack the signature, unless it is among their parameters.",
		bind:  func(w *world) any { return w.unsigned },
	},
	{
		Group: groupSigning, English: `calls carry no ts`, Chinese: `调用不带 ts`,
		Means: "All following calls lack the time, unless it is among their parameters.",
		bind:  func(w *world) any { return w.untimed },
	},
	{
		Group: groupSigning, English: `calls are signed with the secret {text}`, Chinese: `调用用密钥 {text} 签名`,
		Means: "All following calls are signed with this secret, whoever calls.",
		bind:  func(w *world) any { return w.signedWith },
	},
	{
		Group: groupSigning, English: `calls are signed with the default secret`, Chinese: `调用用默认密钥签名`,
		Means: "All following calls are signed with the secret of those who are not logged in, whoever calls.",
		bind:  func(w *world) any { return w.signedByDefault },
	},
	{
		Group: groupSigning, English: `calls are signed with the secret of {persona}`, Chinese: `调用用 {persona} 的密钥签名`,
		Means: "All following calls are signed with the secret that the persona has now, whoever calls.",
		bind:  func(w *world) any { return w.signedAs },
	},
	{
		Group: groupSigning, English: `after signing {name} is changed to {text}`, Chinese: `签名后把 {name} 改成 {text}`,
		Means: "All following calls send this value of the parameter, which is not the one that was signed; the parameter is added if they have none. Names may end in (JSON) as in tables.",
		bind:  func(w *world) any { return w.alterSigned },
	},
	{
		Group: groupSigning, English: `calls are signed as they should be`, Chinese: `调用恢复正常签名`,
		Means: "All following calls are made as the specification wants them: what was said about signature, ts, place of the parameters and query no longer holds. Headers stay.",
		bind:  func(w *world) any { return w.signedRightly },
	},

	{
		Group: groupAnswers, English: `it succeeds`, Chinese: `调用成功`,
		Means: "The answer is a success in the API's terms.",
		bind:  func(w *world) any { return w.succeeds },
	},
	{
		Group: groupAnswers, English: `it succeeds with the message {text}`, Chinese: `调用成功, 信息 {text}`,
		Means: "The same, and message is this text.",
		bind:  func(w *world) any { return w.succeedsWith },
	},
	{
		Group: groupAnswers, English: `it fails with {code} {text}`, Chinese: `调用失败, 错误码 {code}, 信息 {text}`,
		Means: "The HTTP status is 200, and the body has this errorCode, this message, status 0, and nothing else.",
		bind:  func(w *world) any { return w.failsWith },
	},
	{
		Group: groupAnswers, English: `the status is {number}`, Chinese: `状态码是 {number}`,
		Means: "The HTTP status is this.",
		bind:  func(w *world) any { return w.statusIs },
	},
	{
		Group: groupAnswers, English: `all of them succeed`, Chinese: `它们全部成功`,
		Means: "Of the calls that were made at the same time, all are successes.",
		bind:  func(w *world) any { return w.allSucceed },
	},
	{
		Group: groupAnswers, English: `exactly {number} of them succeed`, Chinese: `其中恰好 {number} 个成功`,
		Means: "So many are, and the others are not.",
		bind:  func(w *world) any { return w.someSucceed },
	},
	{
		Group: groupAnswers, English: `exactly {number} of them fail with {code} {text}`, Chinese: `其中恰好 {number} 个失败, 错误码 {code}, 信息 {text}`,
		Means: "So many fail like this, and the others do not.",
		bind:  func(w *world) any { return w.someFailWith },
	},
	{
		Group: groupAnswers, English: `exactly {number} of them have the status {number}`, Chinese: `其中恰好 {number} 个的状态码是 {number}`,
		Means: "So many have this HTTP status.",
		bind:  func(w *world) any { return w.someHaveStatus },
	},
	{
		Group: groupAnswers, English: `{path} is {value}`, Chinese: `{path} 是 {value}`,
		Means: "The member has this value, and this type: 2 is a number, \"2\" a text.",
		bind:  func(w *world) any { return w.memberIs },
	},
	{
		Group: groupAnswers, English: `{path} is not {value}`, Chinese: `{path} 不是 {value}`,
		Means: "The member is there and has another value.",
		bind:  func(w *world) any { return w.memberIsNot },
	},
	{
		Group: groupAnswers, English: `{path} is one of {text}`, Chinese: `{path} 是 {text} 之一`,
		Means: "The member is among these words, which are separated by commas.",
		bind:  func(w *world) any { return w.memberIsOneOf },
	},
	{
		Group: groupAnswers, English: `{path} is at least {value}`, Chinese: `{path} 不小于 {value}`,
		Means: "The number is this or greater; of a text, such as a time, that it is the same or comes later. data.# is how many items data has.",
		bind:  func(w *world) any { return w.atLeast },
	},
	{
		Group: groupAnswers, English: `{path} is at most {value}`, Chinese: `{path} 不大于 {value}`,
		Means: "The number is this or less; of a text, that it is the same or comes earlier.",
		bind:  func(w *world) any { return w.atMost },
	},
	{
		Group: groupAnswers, English: `{path} is above {value} by {number}`, Chinese: `{path} 比 {value} 多 {number}`,
		Means: "The number is greater than another one, such as a remembered one, by so much.",
		bind:  func(w *world) any { return w.above },
	},
	{
		Group: groupAnswers, English: `{path} is below {value} by {number}`, Chinese: `{path} 比 {value} 少 {number}`,
		Means: "The number is less than another one by so much.",
		bind:  func(w *world) any { return w.below },
	},
	{
		Group: groupAnswers, English: `{path} matches {text}`, Chinese: `{path} 匹配 {text}`,
		Means: "The member is a text that fits this regular expression (RE2) somewhere; ^ and $ are its ends. Nothing remembered is put into it.",
		bind:  func(w *world) any { return w.matches },
	},
	{
		Group: groupAnswers, English: `{path} contains {text}`, Chinese: `{path} 包含 {text}`,
		Means: "The member is a text with this in it.",
		bind:  func(w *world) any { return w.memberContains },
	},
	{
		Group: groupAnswers, English: `there is no {path}`, Chinese: `没有 {path}`,
		Means: "The answer does not have this member at all.",
		bind:  func(w *world) any { return w.noMember },
	},
	{
		Group: groupAnswers, English: `{path} has {number} items`, Chinese: `{path} 有 {number} 项`,
		Means: "The list has so many items.",
		bind:  func(w *world) any { return w.hasItems },
	},
	{
		Group: groupAnswers, English: `{path} has an item with:`, Chinese: `{path} 有这样一项:`, Argument: "table",
		Means: "The list has an item, an object, that has these members: name and value, JSON or plain text. Dots in a name lead into objects; the placeholders of equals: stand for any such value.",
		bind:  func(w *world) any { return w.hasItem },
	},
	{
		Group: groupAnswers, English: `{path} has no item with:`, Chinese: `{path} 没有这样的项:`, Argument: "table",
		Means: "The list has none that has all these members.",
		bind:  func(w *world) any { return w.hasNoItem },
	},
	{
		Group: groupAnswers, English: `every {path} is {value}`, Chinese: `每个 {path} 都是 {value}`,
		Means: "There is at least one, and all have this value: every data.#.user_id is 12322.",
		bind:  func(w *world) any { return w.everyIs },
	},
	{
		Group: groupAnswers, English: `every {path} is one of {text}`, Chinese: `每个 {path} 都是 {text} 之一`,
		Means: "There is at least one, and all are among these words, which are separated by commas.",
		bind:  func(w *world) any { return w.everyIsOneOf },
	},
	{
		Group: groupAnswers, English: `every {path} contains {text}`, Chinese: `每个 {path} 都包含 {text}`,
		Means: "There is at least one, and all are texts with this in them.",
		bind:  func(w *world) any { return w.everyContains },
	},
	{
		Group: groupAnswers, English: `every {path} is a valid {type}`, Chinese: `每个 {path} 都是合法的 {type}`,
		Means: "There is at least one, and all are of this type.",
		bind:  func(w *world) any { return w.everyIsOfType },
	},
	{
		Group: groupAnswers, English: `{path} is a valid {type}`, Chinese: `{path} 是合法的 {type}`,
		Means: "The member is of this type.",
		bind:  func(w *world) any { return w.isOfType },
	},
	{
		Group: groupAnswers, English: `{path} is in descending order`, Chinese: `{path} 按降序排列`,
		Means: "Each number of the list is less than the one before it, or each text, such as a time, comes before it.",
		bind:  func(w *world) any { return w.descends },
	},
	{
		Group: groupAnswers, English: `{path} is in ascending order`, Chinese: `{path} 按升序排列`,
		Means: "Each is greater than the one before it.",
		bind:  func(w *world) any { return w.ascends },
	},
	{
		Group: groupAnswers, English: `{path} has exactly these members:`, Chinese: `{path} 恰好有这些成员:`, Argument: "table",
		Means: "The object has these members and no others; @this is the whole answer.",
		bind:  func(w *world) any { return w.hasExactly },
	},
	{
		Group: groupAnswers, English: `{path} equals:`, Chinese: `{path} 等于:`, Argument: "text",
		Means: "The member is this JSON, members in any order; \"<integer>\", \"<text>\" and so on for each type, and \"<any>\", stand for any such value. A member \"name?\" may be missing, and the member \"<any>\" stands for all that are not named. @this is the whole answer.",
		bind:  func(w *world) any { return w.isJSON },
	},
	{
		Group: groupAnswers, English: `the body is exactly:`, Chinese: `响应体恰好是:`, Argument: "text",
		Means: "The body is this, byte for byte.",
		bind:  func(w *world) any { return w.bodyIs },
	},
	{
		Group: groupAnswers, English: `the body contains {text}`, Chinese: `响应体包含 {text}`,
		Means: "The body has this text in it.",
		bind:  func(w *world) any { return w.bodyContains },
	},
	{
		Group: groupAnswers, English: `the body is empty`, Chinese: `响应体为空`,
		Means: "There is no body.",
		bind:  func(w *world) any { return w.bodyIsEmpty },
	},
	{
		Group: groupAnswers, English: `the answer's header {name} is {text}`, Chinese: `响应头 {name} 是 {text}`,
		Means: "The answer has this header with this value.",
		bind:  func(w *world) any { return w.headerIs },
	},
	{
		Group: groupAnswers, English: `the answer's header {name} contains {text}`, Chinese: `响应头 {name} 包含 {text}`,
		Means: "The answer has this header, with this in its value.",
		bind:  func(w *world) any { return w.headerContains },
	},
	{
		Group: groupAnswers, English: `the answer's header {name} is remembered as {name}`, Chinese: `把响应头 {name} 记为 {name}`,
		Means: "Later sentences, tables and texts may use it in braces.",
		bind:  func(w *world) any { return w.rememberHeader },
	},
	{
		Group: groupAnswers, English: `the answer is the same as before`, Chinese: `响应与之前相同`,
		Means: "Status and body are those of the answer before the last one.",
		bind:  func(w *world) any { return w.sameAsBefore },
	},
	{
		Group: groupAnswers, English: `{path} is remembered as {name}`, Chinese: `把 {path} 记为 {name}`,
		Means: "Later sentences, tables and texts may use it in braces.",
		bind:  func(w *world) any { return w.remember },
	},

	{
		Group: groupWorld, English: `{duration} pass`, Chinese: `过了 {duration}`,
		Means: "The clock of the session goes on. It stands otherwise. A target whose clock cannot be set is waited for, if its profile's patience allows it.",
		bind:  func(w *world) any { return w.pass },
	},
	{
		Group: groupWorld, English: `half a second later`, Chinese: `半秒后`,
		Means: "The clock of the session goes on by 500ms, after which a repeated call is no duplicate.",
		bind:  func(w *world) any { return w.halfASecond },
	},
	{
		Group: groupWorld, English: `the time is {text}`, Chinese: `现在是 {text}`,
		Means: "The clock of the session stands at this time: 2024-06-10 12:00:00, which is in UTC+8, or RFC 3339.",
		bind:  func(w *world) any { return w.timeIs },
	},
	{
		Group: groupWorld, English: `the clock runs`, Chinese: `时钟开始走动`,
		Means: "The clock of the session goes on by itself from where it stands, until a time is set.",
		bind:  func(w *world) any { return w.clockRuns },
	},
	{
		Group: groupWorld, English: `the picture {text} is put to {value}`, Chinese: `把图片 {text} 上传到 {value}`,
		Means: "A small picture of this kind, jpeg, png, webp or gif, or the file of this name beside the feature file, is put to an address that an answer has given, with its Content-Type.",
		bind:  func(w *world) any { return w.putPicture },
	},
	{
		Group: groupWorld, English: `the picture at {value} is the one that was put`, Chinese: `{value} 处的图片就是上传的那张`,
		Means: "What is at this address are the bytes that were put last, with their Content-Type.",
		bind:  func(w *world) any { return w.pictureIsThere },
	},
	{
		Group: groupWorld, English: `the SMS code sent to {text} is remembered as {name}`, Chinese: `把发给 {text} 的短信验证码记为 {name}`,
		Means: "The code that was last sent to this mobile.",
		bind:  func(w *world) any { return w.rememberSMS },
	},
	{
		Group: groupWorld, English: `this log-in is remembered as {persona}`, Chinese: `把这次登录记为 {persona}`,
		Means: "The last answer's result.uid, accessToken and accessSecret are the persona's from now on. The name may be a new one.",
		bind:  func(w *world) any { return w.rememberLogIn },
	},
	{
		Group: groupWorld, English: `{persona} logs in with WeChat`, Chinese: `{persona} 用微信登录`,
		Means: "A browser opens an H5 page, is sent to the authorization page, chooses the persona there, and comes back. All following calls, whoever makes them, send the cookie it got.",
		bind:  func(w *world) any { return w.logsInWithWeChat },
	},
	{
		Group: groupWorld, English: `{persona} logs in again`, Chinese: `{persona} 重新登录`,
		Means: "The persona gets a new token and uses it from now on.",
		bind:  func(w *world) any { return w.logsIn },
	},
	{
		Group: groupWorld, English: `{persona} goes back to the token before`, Chinese: `{persona} 改用之前的令牌`,
		Means: "The persona uses the token that the last log-in replaced.",
		bind:  func(w *world) any { return w.goesBack },
	},
	{
		Group: groupWorld, English: `{persona} uses the token of {persona}`, Chinese: `{persona} 使用 {persona} 的令牌`,
		Means: "The first persona keeps their own uid and secret, and sends the other's token.",
		bind:  func(w *world) any { return w.usesTokenOf },
	},
	{
		Group: groupWorld, English: `the {table} row {key} changes to:`, Chinese: `{table} 表中 {key} 的记录改为:`, Argument: "table",
		Means: "Members of a row get other values: name and value, JSON or plain text. +20m is a time from now.",
		bind:  func(w *world) any { return w.changeRow },
	},
	{
		Group: groupWorld, English: `the {table} row {key} is added, like {key} but for:`, Chinese: `{table} 表新增 {key}, 仿照 {key}, 但:`, Argument: "table",
		Means: "A new row that is a copy of another one but for these members.",
		bind:  func(w *world) any { return w.addRow },
	},
	{
		Group: groupWorld, English: `the {table} row {key} is deleted`, Chinese: `删除 {table} 表中 {key} 的记录`,
		Means: "The row is gone.",
		bind:  func(w *world) any { return w.deleteRow },
	},

	{
		Group: groupMock, English: `the calls go to session {name}`, Chinese: `之后的调用使用会话 {name}`,
		Means: "The scenario goes on in another session of its own, which begins with the fixtures.",
		bind:  func(w *world) any { return w.visit },
	},
	{
		Group: groupMock, English: `the calls go to the first session`, Chinese: `之后的调用使用最初的会话`,
		Means: "The scenario goes on where it began.",
		bind:  func(w *world) any { return w.goHome },
	},
	{
		Group: groupMock, English: `the session is reset`, Chinese: `会话被重置`,
		Means: "State, clock and log-ins are again those of the fixtures.",
		bind:  func(w *world) any { return w.reset },
	},
	{
		Group: groupMock, English: `the snapshot {name} is taken`, Chinese: `保存快照 {name}`,
		Means: "What the session is now, rows, log-ins and time, is kept until the end of the scenario.",
		bind:  func(w *world) any { return w.takeSnapshot },
	},
	{
		Group: groupMock, English: `the snapshot {name} is restored`, Chinese: `恢复快照 {name}`,
		Means: "The session to which calls go becomes what it, or another one of the scenario, was when the snapshot was taken.",
		bind:  func(w *world) any { return w.restoreSnapshot },
	},
	{
		Group: groupMock, English: `the mock is strict`, Chinese: `模拟服务处于严格模式`,
		Means: "The session refuses parameters that break their rules where the API lets them pass.",
		bind:  func(w *world) any { return w.strict },
	},
	{
		Group: groupMock, English: `the mock relaxes {text}`, Chinese: `模拟服务放宽 {text}`,
		Means: "The session passes over these checks, with commas between them, and over no others: sign, ts, auth, duplicates.",
		bind:  func(w *world) any { return w.relax },
	},
	{
		Group: groupMock, English: `{operation} will answer with status {number}`, Chinese: `{operation} 将以状态码 {number} 响应`,
		Means: "All following calls of the operation get this failure, in the body that the specification has for it; nothing is executed. Of several faults the one that was planned first strikes.",
		bind:  func(w *world) any { return w.willAnswer },
	},
	{
		Group: groupMock, English: `{operation} will answer with status {number} once`, Chinese: `{operation} 将有一次以状态码 {number} 响应`,
		Means: "The next call of the operation does, that no earlier fault strikes.",
		bind:  func(w *world) any { return w.willAnswerOnce },
	},
	{
		Group: groupMock, English: `{operation} will fail with error code {code}`, Chinese: `{operation} 将以错误码 {code} 失败`,
		Means: "All following calls of the operation fail with this code of the API's table, and its message; nothing is executed.",
		bind:  func(w *world) any { return w.willFail },
	},
	{
		Group: groupMock, English: `{operation} will fail with error code {code} once`, Chinese: `{operation} 将有一次以错误码 {code} 失败`,
		Means: "The next call of the operation does, that no earlier fault strikes.",
		bind:  func(w *world) any { return w.willFailOnce },
	},
	{
		Group: groupMock, English: `{operation} will be cut off with {fault}`, Chinese: `{operation} 的连接将以 {fault} 中断`,
		Means: "The answers of all following calls of the operation do not come whole. With reset and empty nothing is executed, with truncate the operation is.",
		bind:  func(w *world) any { return w.willBeCutOff },
	},
	{
		Group: groupMock, English: `the diagnosis names {id}`, Chinese: `诊断指出 {id}`,
		Means: "Mock-Diagnosis has this finding.",
		bind:  func(w *world) any { return w.diagnosisNames },
	},
	{
		Group: groupMock, English: `the diagnosis says {text}`, Chinese: `诊断说明 {text}`,
		Means: "Mock-Diagnosis contains this text.",
		bind:  func(w *world) any { return w.diagnosisSays },
	},
	{
		Group: groupMock, English: `no diagnosis is given`, Chinese: `没有给出诊断`,
		Means: "The answer has no Mock-Diagnosis.",
		bind:  func(w *world) any { return w.noDiagnosis },
	},
	{
		Group: groupMock, English: `the journal names {id} about {text}`, Chinese: `日志指出 {id} 涉及 {text}`,
		Means: "The journal's entry of the last call has this finding about this parameter.",
		bind:  func(w *world) any { return w.journalNames },
	},
	{
		Group: groupMock, English: `the journal's entry has the verdict {id}`, Chinese: `日志条目的结论是 {id}`,
		Means: "The last call ended like this in the journal: ok, or the id of the refusal.",
		bind:  func(w *world) any { return w.journalVerdict },
	},
}
