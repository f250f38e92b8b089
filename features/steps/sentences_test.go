package steps_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"contractmock/features/steps"
)

// TestASentenceSaysWhatIsWrong: of the sentences about bodies, calls at the same time,
// waiting, pictures, clock and comparisons, each fails where it is not so, or cannot be
// done, in words that say why.
func TestASentenceSaysWhatIsWrong(t *testing.T) {
	const (
		club  = "ea01330db4ad49288dce2b8bcb00240b"
		toby  = "When \"Toby\" calls getClub with:\n| clubId | " + club + " |\n"
		list  = "When \"Toby\" calls listClubMembers with:\n| clubId | " + club + " |\n| count | 10 |\n"
		twice = "When \"Toby\" calls getUnreadTotal 2 times at the same time\n"
		text  = "\n\"\"\"\n"
		event = "Given the time is \"2024-06-10 12:00:00\"\nWhen \"Toby\" calls createEvent with the body:" + text +
			`{"name": "x", "eventTime": 1717994700000, "memberUidList": ["{Toby's uid}"]}` + text + "Then result.eventId is remembered as \"event\"\n"
	)
	for _, c := range []struct{ call, sentence, want string }{
		{"", "When \"Toby\" calls createClub with the body:" + text + "{\"name\": \"a\",\n  \"cover\"}" + text, "the body is no JSON: line 2: invalid character '}' after object key"},
		{"", "When \"Toby\" calls createClub with the body:" + text + "{} {}" + text, "the body is no JSON: line 1: invalid character '{' after top-level value"},
		{"", "When \"Toby\" calls createClub with the body:" + text + text, "the body is no JSON: line 1: unexpected end of JSON input"},
		{"", "When \"Toby\" calls createClub with the body:\n| name | a |", "takes a text, and a text must follow it"},
		{"", "When \"Toby\" calls createClub with:" + text + "{}" + text, "takes a table, and a table must follow it"},
		{"", "When \"Toby\" calls createClub with the body:" + text + "{\"name\": \"{club}\"}" + text, "nothing is remembered as club"},
		{"", "When \"Toby\" calls joinClub with the body:" + text + "{\"clubID\": \"1\"}" + text, "joinClub needs a value for every parameter of its path"},
		{"", "When \"Nobody\" calls createClub with the body:" + text + "{}" + text, "the chaoqer API has no persona Nobody"},
		{"", "When a stranger calls creatClub with the body:" + text + "{}" + text, "did you mean createClub or getClub?"},

		{"", "When these calls are made at the same time:\n| Toby |\n| Tony |", "the table has 1 column; it needs a persona, an operation, and then parameters as name=value"},
		{"", "When these calls are made at the same time:\n| Toby | getUnreadTotal |", "there is nothing to be made at the same time as another call: there are 1"},
		{"", "When these calls are made at the same time:\n| Toby | getClub | clubId |\n| Tony | getClub | clubId |", `the cell "clubId" has no parameter; write name=value, or a JSON object`},
		{"", "When these calls are made at the same time:\n| Toby | getClub | {\"clubId\"} |\n| Tony | getClub | |", "the cell is no JSON: line 1: "},
		{"", "When these calls are made at the same time:\n| Tobby | getUnreadTotal |\n| Tony | getUnreadTotal |", "has no persona Tobby; did you mean Toby?"},
		{"", "When these calls are made at the same time:\n| Toby | getUnread |\n| Tony | getUnread |", "has no operation getUnread; did you mean getUnreadTotal?"},
		{"", "When these calls are made at the same time:\n| Toby | getClub | clubId={club} |\n| Tony | getClub | clubId=1 |", "nothing is remembered as club"},
		{"", "When these calls are made at the same time:\n| Toby | getClub |\n| Tony | getClub |", "getClub needs a value for every parameter of its path"},
		{"", "When \"Toby\" calls getUnreadTotal 1 times at the same time", "there is nothing to be made at the same time as another call: there are 1"},
		{"", "When \"Toby\" calls getUnreadTotal 101 times at the same time", "101 calls cannot be made at the same time; at most 100 can"},
		{"", "When \"Toby\" calls getUnreadTotal 1000000000 times at the same time", "at most 100 can"},
		{"", "Then all of them succeed", "the last step has made no calls at the same time"},
		{toby, "Then exactly 1 of them succeed", "the last step has made no calls at the same time"},
		{twice, "Then exactly 1 of them succeed", "2 of 2 succeed, want 1"},
		{twice, `Then exactly 1 of them fail with 0 "x"`, "0 of 2 fail with 0 \"x\", want 1\ncall 1: the answer is not {"},
		{twice, "Then exactly 1 of them have the status 401", "0 of 2 have the status 401, want 1\ncall 1: the status is 200"},
		{"When a stranger calls getProfile with:\n| uid | {Toby's uid} |\nWhen these calls are made at the same time:\n| | getUnreadTotal |\n| 陌生人 | getUnreadTotal |\n| a stranger | getUnreadTotal |\n| \"Toby\" | getUnreadTotal |\n", "Then all of them succeed", "1 of 4 succeed, want 4\ncall 1: the status is 401"},
		{"When \"Toby\" calls listBlocks 9 times at the same time\n", "Then exactly 9 of them have the status 401", "and 6 more"},
		{twice + toby, "Then exactly 2 of them succeed", "the last step has made no calls at the same time"},
		{twice, "Then it succeeds", "2 calls were made at the same time; say how many of them succeed, fail or have the status"},
		{twice, "Then the status is 200", "2 calls were made at the same time"},
		{twice, `Then it fails with 0 "x"`, "2 calls were made at the same time"},
		{twice, "Then items.2 is 1", "the answer has no items.2\n> 2 calls at the same time"},
		{twice, "Then the answer is the same as before", "there is no answer before"},

		{"", "Then within 5s, it succeeds", "nothing has been called yet"},
		{twice, "Then within 5s, items.0.status is 1", "only a call of one operation can be repeated until items.0.status is 1; the last step has made none"},
		{toby, "Then within 5s, result.memberTotal is 9", "it is still not so after 5s and 21 calls: result.memberTotal is 3, want 9\n> GET /club/"},
		{toby, "Then within 5s, result has 9 items", "it is still not so after 5s and 21 calls: result is no list but {"},
		{toby, "Then within 5s, result has 99999999999999999999 items", "99999999999999999999 is too great a number"},
		{toby, "Then within 5s, \"Toby\" calls getClub", "cannot be waited for: it is no sentence about the answer, without table and text after it"},
		{toby, "Then within 5s, it suceeds", "did you mean it succeeds"},
		{toby, "Then within 5s, within 5s, it succeeds", "cannot be waited for"},
		{toby, "Then within 5.5.5s, it succeeds", `"5.5.5s" is no length of time; write 59m59s, 36h or 500ms`},
		{event + toby + "When \"Toby\" calls getEvent with:\n| eventId | {event} |\nThen within 30m, result.eventTimeStatus is 1\n", "Then the answer is the same as before", "the answer is not the one before, which was\n> GET /club/"},
		{"When \"Toby\" calls sendReport\n", "Then within 5s, it succeeds", "sendReport may change something, and is not repeated; call an operation that only reads"},

		{"", `When the picture "tiff" is put to {address}`, `there is no kind of picture "tiff"; `},
		{"", `When the picture "jpg" is put to {address}`, `there is no kind of picture "jpg"; did you mean jpeg?`},
		{"", `When the picture "no.png" is put to "/a"`, "the picture no.png cannot be read: open folder/no.png: no such file"},
		{"", `When the picture "png" is put to {address}`, "nothing is remembered as address"},
		{"", `When the picture "png" is put to picture.jpg`, `"picture.jpg" is no address; it must be a URL such as https://example.com/a.jpg, or a path`},
		{"", `Then the picture at "/a" is the one that was put`, "no picture has been put anywhere yet"},
		{"When the picture \"png\" is put to \"/a\"\n", `Then the picture at "/a" is the one that was put`, `there is no picture at "/a": the status is 404`},
		{"When the picture \"png\" is put to \"/a\"\n", `Then the picture at "/club/1?x" is the one that was put`, `there is no picture at "/club/1?x": the status is 401`},
		{"When the picture \"png\" is put to \"/a\"\n", `Then the picture at "/__admin/health" is the one that was put`, `what is at "/__admin/health" is not the picture that was put: it has `},

		{"", `Given the time is "noon"`, "the control plane refuses PUT /clock: "},
		{"", `Given the time is "{then}"`, "nothing is remembered as then"},

		{toby, "Then result.memberTotal is at least 4", "result.memberTotal is 3, want at least 4"},
		{toby, "Then result.memberTotal is at most 2", "result.memberTotal is 3, want at most 2"},
		{toby, `Then result.memberTotal is at most "9"`, `result.memberTotal is 3, want at most "9"`},
		{toby, "Then result.name is at least Z圈", `result.name is "Bug交流圈", want at least "Z圈"`},
		{toby, "Then result is at least 1", "want at least 1"},
		{toby, "Then result.nothing is at least 1", "the answer has no result.nothing"},
		{toby, "Then result.createTime is at most 1614426859267.5", "result.createTime is 1614426859268, want at most 1614426859267.5"},
		{toby, "Then result.memberTotal is above 1 by 1", "result.memberTotal is 3, want 1 more than 1"},
		{toby, "Then result.memberTotal is below 9 by 1", "result.memberTotal is 3, want 1 less than 9"},
		{toby, "Then result.name is above 9 by 1", `result.name is "Bug交流圈", want 1 more than 9`},
		{toby, "Then result.memberTotal is above x by 1", `x is "x", which is no number that anything could be above or below`},
		{toby, `Then result.name matches "^圈"`, `result.name is "Bug交流圈", want a text that matches ^圈`},
		{toby, `Then result.memberTotal matches "3"`, "result.memberTotal is 3, want a text that matches 3"},
		{toby, `Then result.name matches "("`, `"(" is no regular expression (RE2): `},
		{toby, `Then result.name is one of "a, b"`, `result.name is "Bug交流圈", want one of a, b`},
		{list, "Then every result.list.#.uid contains \"-\"", `want a text with "-" in it`},
		{list, "Then result.list.#.createTime is in ascending order", "result.list.#.createTime is not in ascending order: 1614428000000 comes before 1614427000000"},
		{list, "Then result.list.#.userProfileResult is in ascending order", "is not in ascending order"},
		{list, "Then result has an item with:\n| uid | 1 |", "result is no list but {"},
		{list, "Then result.list has an item with:\n| uid |", "the table has 1 columns; it needs two, name and value"},
		{list, "Then result.list has an item with:\n| uid | {Toby's uid} |\n| nickname | x |", "none of the 3 items of result.list is so; the nearest: item "},
		{list, "Then result.list has an item with:\n| uid | {Toby's uid} |\n| nickname | x |", ": it has no nickname"},
		{list, "Then result.list has an item with:\n| uid | {铭恺's uid} |\n| nickname | x |", "the nearest: item 0: it has no nickname"},
		{list, "Then result.list has an item with:\n| uid | <integer> |", "want a valid integer"},
		{list, "Then result.list has no item with:\n| uid | {Toby's uid} |\n| userProfileResult.nickname | Toby |", "one of the 3 items of result.list is so"},
		{list, "Then result.list.5 has an item with:\n| uid | 1 |", "the answer has no result.list.5"},

		{toby, "Then result.memberTotal is a valid uuid", "result.memberTotal is 3, want a valid uuid"},
		{toby, "Then result.name is a valid id", "want a valid id"},
		{toby, "Then result.name is a valid url", "want a valid url"},
		{toby, "Then result.name is a valid email", "want a valid email"},
		{toby, "Then result.name is a valid number", "want a valid number"},
		{toby, "Then result.memberTotal equals:" + text + "\"<url>\"" + text, "it is 3, want a valid url"},
		{toby, "Then result equals:" + text + "{\"name\": \"<integr>\", \"<any>\": \"<any>\"}" + text, "<integr> stands for nothing; did you mean integer?"},
		{toby, "Then result equals:" + text + "[{\"a\": [\"<dat>\"]}]" + text, "<dat> stands for nothing; did you mean date?"},
		{toby, "Then result equals:" + text + "{\"name\": \"<text>\", \"<any>\": \"<text>\"}" + text, "want a valid text"},
		{toby, "Then result equals:" + text + "{\"name?\": 1, \"<any>\": \"<any>\"}" + text, `name is "Bug交流圈", want 1`},
		{toby, "Then result equals:" + text + "{\"nam\": \"<text>\", \"<any>\": \"<any>\"}" + text, "it has no nam"},
		{toby, "Then result equals:" + text + "{\"name?\": \"<text>\"}" + text, "which was not expected"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			t.Parallel()
			passed, report := runFeature(t, "@chaoqer @C01\nFeature: F\nScenario: S\n"+c.call+c.sentence, &steps.Suite{})
			if passed || !strings.Contains(report, c.want) {
				t.Errorf("passed %v; the report lacks %q:\n%s", passed, c.want, report)
			}
		})
	}
}

// TestSentencesThatHold are what is not in any scenario: files, backgrounds and outlines.
func TestSentencesThatHold(t *testing.T) {
	t.Parallel()
	const feature = `
@chaoqer @C70.6
Feature: F
Background:
  Given the time is "2024-06-10 12:00:00"
  And "Toby" calls uploadImage with:
    | imageDir | room |
  And result.uploadAddress is remembered as "address"
  And result.imageURL is remembered as "picture"
  And result.imageId is a valid id
  And result.imageURL is a valid url

Scenario Outline: S
  When the picture "<file>" is put to {address}
  Then the status is 200
  And the picture at {picture} is the one that was put
  And the answer's header "Content-Type" is "<type>"
  When these calls are made at the same time:
    | Toby | getUnreadTotal | <cell>  |
    | Tony | getUnreadTotal | {"a":1} |
  Then all of them succeed
  When "Toby" calls getClub with the body:
    """
    {"clubId": "ea01330db4ad49288dce2b8bcb00240b", "more": <more>}
    """
  Then result equals:
    """
    {"clubId": "<id>", "name?": "Bug交流圈", "nobody?": 1, "<any>": "<any>"}
    """
  And result.name is remembered as "quoted"
  And within 1h, result.name is {quoted}
  And result.createTime is at most 1614426859268
  And result.createTime is at least 1614426859268

Examples:
  | file       | type       | cell  | more        |
  | my.png     | image/png  | a=b=c | "a"         |
  | ../own.gif | image/jpeg |       | {"a": null} |
`
	files := fstest.MapFS{
		"folder/my.png": {Data: []byte("\x89PNG\r\n\x1a\nrest")},
		"own.gif":       {Data: []byte("\xff\xd8\xffrest")}, // what it is decides, not its name
	}
	if passed, report := runFeature(t, feature, &steps.Suite{Files: files}); !passed {
		t.Error(report)
	}
	t.Run("a picture that is there as another kind", func(t *testing.T) {
		files := fstest.MapFS{"folder/my.webp": {Data: []byte("RIFF1234WEBPVP8 x")}}
		passed, report := runFeature(t, `
@chaoqer @C70
Feature: F
Scenario: S
When "Toby" calls uploadImage with:
| imageDir | room |
Then result.uploadAddress is remembered as "address"
And result.imageURL is remembered as "picture"
When the picture "my.webp" is put to {address}
And this request is sent:
"""
PUT {address}
Content-Type: image/png

RIFF1234WEBPVP8 x
"""
Then the picture at {picture} is the one that was put
`, &steps.Suite{Files: files})
		if passed || !strings.Contains(report, `the picture at {picture} is of the type "image/png", want "image/webp"`) {
			t.Error(report)
		}
	})
	t.Run("a file that is too great", func(t *testing.T) {
		files := fstest.MapFS{"folder/my.png": {Data: make([]byte, 32<<20+1)}}
		passed, report := runFeature(t, "@chaoqer @C70\nFeature: F\nScenario: S\nWhen the picture \"my.png\" is put to \"/a\"", &steps.Suite{Files: files})
		if passed || !strings.Contains(report, "the picture my.png cannot be read: it has more than 32 MiB") {
			t.Error(report)
		}
	})
}

// TestATextThatIsRememberedIsEscapedInJSON: quotes and line feeds in it end nothing.
func TestATextThatIsRememberedIsEscapedInJSON(t *testing.T) {
	t.Parallel()
	passed, report := runFeature(t, `
@lexiang @L01
Feature: F
Scenario: S
When "lisi" calls editEvent with the body:
"""
{"event_id": "fb245e2c779411ed99a3d248086140f2", "data": {"attributes": {"title": "a\\d & <f> \"b\""}}}
"""
Then data.attributes.title is remembered as "title"
And data.attributes equals:
"""
{"title": "{title}", "<any>": "<any>"}
"""
And data.attributes.title equals:
"""
"a\\d & <f> \"b\""
"""
`, &steps.Suite{})
	if !passed {
		t.Error(report)
	}
}

// TestAPictureOfTheDiskIsBesideItsFeature: without other files, names are the disk's.
func TestAPictureOfTheDiskIsBesideItsFeature(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "folder", "my.png"), []byte("\x89PNG\r\n\x1a\nrest"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(folder)
	passed, report := runFeature(t, `
@chaoqer @C70
Feature: F
Scenario: S
When the picture "my.png" is put to "/a"
Then the status is 404
`, &steps.Suite{})
	if !passed {
		t.Error(report)
	}
}
