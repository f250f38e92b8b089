package client_test

import (
	"encoding/json"
	"strings"
	"testing"

	"contractmock/features/client"
	"contractmock/openapi/spec"
)

// What the document says, and the secret of its sample.
const (
	defaultSecret = "Hx!0k!K}5E.]EoP"
	userSecret    = "e31bc25bcc6641a1a998eacb6ca9d244"
)

var gateway = &spec.Sign{Scheme: "paramSign", Digest: "md5", Delimiter: "$$$", SecretName: "accessSecret", Secret: defaultSecret, Parameter: "sign", Time: "ts"}

// members are a JSON object's, numbers as they are written.
func members(t *testing.T, text string) map[string]any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var all map[string]any
	if err := decoder.Decode(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestSignaturesAreThoseOfTheService: the vectors were made with the service's own code.
func TestSignaturesAreThoseOfTheService(t *testing.T) {
	for _, c := range []struct{ name, parameters, secret, text, want string }{
		{
			"a captcha", `{"mobile":"13800138000","countryCode":"86","ts":1620736603909}`, defaultSecret,
			`countryCode=86$$$mobile=13800138000$$$ts=1620736603909`, "b480fe91b20a75efb789754d838a0fba",
		},
		{
			"a log-in", `{"captcha":"8888","countryCode":"86","mobile":"13800138000","ts":1620736603909}`, defaultSecret,
			`captcha=8888$$$countryCode=86$$$mobile=13800138000$$$ts=1620736603909`, "50aa9919fdf99acbb0f8358a62f2c3e7",
		},
		{"the time alone", `{"ts":1620736603909}`, userSecret, `ts=1620736603909`, "9c865014a575d4daa12c9597d0267dfa"},
		{"a first page", `{"ts":"1620736603909","count":"10"}`, userSecret, `count=10$$$ts=1620736603909`, "b4c0cef994a7c247a0e6d70c400d155a"},
		{
			"a later page", `{"ts":"1620736603909","count":"10","lastId":"1616747477657:250228d2eb8e4db8b4fc6b8e3e2a902d"}`, userSecret,
			`count=10$$$lastId=1616747477657:250228d2eb8e4db8b4fc6b8e3e2a902d$$$ts=1620736603909`, "ee4785e65587033ebfd9b9b1b763c2a0",
		},
		{
			"a list in a body", `{"name":"测试日程","desc":"测试介绍","eventTime":1620748800000,"memberUidList":["6ce4443c8fcd4a2b8b407bda86ab4408", "800fd752a5284eeb82396fe7478175eb"],"ts":1620736603909,"sign":"x"}`, userSecret,
			`desc=测试介绍$$$eventTime=1620748800000$$$memberUidList=["6ce4443c8fcd4a2b8b407bda86ab4408","800fd752a5284eeb82396fe7478175eb"]$$$name=测试日程$$$ts=1620736603909`, "d6d18323326c0fc0d7c116f8404e6675",
		},
		{
			"a URL", `{"url":"https://dev-h5.chaoqer.com/room/1","ts":1620736603909}`, defaultSecret,
			`ts=1620736603909$$$url=https://dev-h5.chaoqer.com/room/1`, "49f7ab8635c4fe1099f58436af78defd",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			parameters := members(t, c.parameters)
			text, err := client.SignedText(gateway, c.secret, parameters)
			if want := c.text + "$$$accessSecret=" + c.secret; err != nil || text != want {
				t.Errorf("the text is %s, want %s (%v)", text, want, err)
			}
			got, err := client.Signature(gateway, c.secret, parameters)
			if err != nil || got != c.want {
				t.Errorf("the signature is %s, want %s (%v)", got, c.want, err)
			}
		})
	}
	sha := *gateway
	sha.Digest = "sha1"
	if _, err := client.Signature(&sha, "", nil); err == nil || err.Error() != "requests are to be signed with sha1 (x-sign.digest), and only md5 is known" {
		t.Errorf("an unknown digest: %v", err)
	}
}

func TestValuesAsTheyAreSigned(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"a text stands as it is", `"a \"b\"\n圈=$$$<&>"`, "a \"b\"\n圈=$$$<&>"},
		{"an empty text", `""`, ""},
		{"null", `null`, "null"},
		{"a truth", `true`, "true"},
		{"an integer", `-12`, "-12"},
		{"a long integer", `12345678901234567890123`, "12345678901234567890123"},
		{"a decimal", `2.50`, "2.50"},
		{"a whole decimal", `1.0`, "1.0"},
		{"a negative decimal below one", `-0.05`, "-0.05"},
		{"no negative zero among decimals", `-0.0`, "0.0"},
		{"an exponent", `1e3`, "1E+3"},
		{"an exponent in upper case", `1E3`, "1E+3"},
		{"a signed exponent", `1e+3`, "1E+3"},
		{"an exponent and decimals", `1.5e3`, "1.5E+3"},
		{"an exponent and digits", `15e2`, "1.5E+3"},
		{"a negative number with an exponent", `-15e2`, "-1.5E+3"},
		{"an exponent that the decimals use up", `1.50e2`, "150"},
		{"an exponent that they use up in part", `1.50e1`, "15.0"},
		{"an exponent of nothing", `1e0`, "1"},
		{"a small exponent", `1e-3`, "0.001"},
		{"the least plain decimal", `1e-6`, "0.000001"},
		{"a smaller one", `1e-7`, "1E-7"},
		{"a small one with digits", `0.00000012`, "1.2E-7"},
		{"an exponent that no machine reads", `1e99999999999`, "1e99999999999"},
		{"an empty list", `[]`, "[]"},
		{"an empty object", `{}`, "{}"},
		{"a list, nulls kept", `[1, null, "a", true, 1e3]`, `[1,null,"a",true,1E+3]`},
		{"an object, names sorted and nulls dropped", `{"b": 1, "a": {"d": null, "c": [{"f": null, "e": "x"}]}, "g": null}`, `{"a":{"c":[{"e":"x"}]},"b":1}`},
		{"nothing but nulls", `{"a": null}`, `{}`},
		{"texts within, escaped no more than must be", `["<a href='/x'>&圈\u2028", "\"\\\n"]`, `["<a href='/x'>&圈\u2028","\"\\\n"]`},
		{"names beyond U+FFFF, in the service's order", `{"\uff00": 1, "\ud83d\ude00": 2}`, `{"😀":2,"` + "\uff00" + `":1}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := client.SignedText(gateway, "s", members(t, `{"x":`+c.json+`}`))
			if want := "x=" + c.want + "$$$accessSecret=s"; err != nil || got != want {
				t.Errorf("signed as %s, want %s (%v)", got, want, err)
			}
		})
	}
}

func TestNamesAreSortedAsNames(t *testing.T) {
	got, err := client.SignedText(gateway, "s", members(t, `{"b":1,"a1":2,"a":3,"B":4,"":5}`))
	if want := "=5$$$B=4$$$a=3$$$a1=2$$$b=1$$$accessSecret=s"; err != nil || got != want {
		t.Errorf("signed as %s, want %s (%v)", got, want, err)
	}
}
