package sign_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"contractmock/mockserver/sign"
)

var scheme = sign.Scheme{Delimiter: "$$$", SecretName: "accessSecret"}

// The secret of callers who are not logged in, and that of a user.
const (
	anybody = "Hx!0k!K}5E.]EoP"
	user    = "e31bc25bcc6641a1a998eacb6ca9d244"
)

// decode reads a JSON object, its numbers as they are written.
func decode(text string) (map[string]any, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var members map[string]any
	err := decoder.Decode(&members)
	return members, err
}

// object is the JSON object of that text, which must be one.
func object(t testing.TB, text string) map[string]any {
	t.Helper()
	members, err := decode(text)
	if err != nil {
		t.Fatal(err)
	}
	return members
}

// vectors are those of the documented service, each as JSON.
var vectors = []struct{ name, sent, secret, text, sum string }{
	{
		"a captcha", `{"ts":1620736603909,"mobile":"13800138000","countryCode":"86"}`, anybody,
		"countryCode=86$$$mobile=13800138000$$$ts=1620736603909", "b480fe91b20a75efb789754d838a0fba",
	},
	{
		"a log-in", `{"mobile":"13800138000","captcha":"8888","ts":1620736603909,"countryCode":"86"}`, anybody,
		"captcha=8888$$$countryCode=86$$$mobile=13800138000$$$ts=1620736603909", "50aa9919fdf99acbb0f8358a62f2c3e7",
	},
	{"the time alone", `{"ts":1620736603909}`, user, "ts=1620736603909", "9c865014a575d4daa12c9597d0267dfa"},
	{"a page", `{"ts":1620736603909,"count":10}`, user, "count=10$$$ts=1620736603909", "b4c0cef994a7c247a0e6d70c400d155a"},
	{
		"a later page", `{"lastId":"1616747477657:250228d2eb8e4db8b4fc6b8e3e2a902d","count":10,"ts":1620736603909}`, user,
		"count=10$$$lastId=1616747477657:250228d2eb8e4db8b4fc6b8e3e2a902d$$$ts=1620736603909", "ee4785e65587033ebfd9b9b1b763c2a0",
	},
	{
		"an event", `{"name":"测试日程","desc":"测试介绍","eventTime":1620748800000,"ts":1620736603909,
			"memberUidList":["6ce4443c8fcd4a2b8b407bda86ab4408", "800fd752a5284eeb82396fe7478175eb"]}`, user,
		`desc=测试介绍$$$eventTime=1620748800000$$$memberUidList=["6ce4443c8fcd4a2b8b407bda86ab4408","800fd752a5284eeb82396fe7478175eb"]$$$name=测试日程$$$ts=1620736603909`,
		"d6d18323326c0fc0d7c116f8404e6675",
	},
	{
		"a link", `{"url":"https://dev-h5.chaoqer.com/room/1","ts":1620736603909}`, anybody,
		"ts=1620736603909$$$url=https://dev-h5.chaoqer.com/room/1", "49f7ab8635c4fe1099f58436af78defd",
	},
}

func TestTheVectors(t *testing.T) {
	t.Parallel()
	for _, c := range vectors {
		inJSON, inQuery := object(t, c.sent), map[string]any{}
		for name, value := range inJSON {
			inQuery[name] = sign.Value(value)
		}
		for place, parameters := range map[string]map[string]any{"JSON": inJSON, "a query": inQuery} {
			t.Run(c.name+" in "+place, func(t *testing.T) {
				t.Parallel()
				text := scheme.Text(parameters)
				if text != c.text {
					t.Errorf("text\n%s, want\n%s", text, c.text)
				}
				if sum := scheme.Sum(text, c.secret); sum != c.sum {
					t.Errorf("sum %s, want %s", sum, c.sum)
				}
			})
		}
	}
}

func TestTheTextOfParameters(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, sent, want string }{
		{"none at all", `{}`, ""},
		{"an empty text", `{"lastId":"","ts":1}`, "lastId=$$$ts=1"},
		{"an empty name", `{"":"x"}`, "=x"},
		{"null", `{"desc":null,"ts":1}`, "desc=null$$$ts=1"},
		{"true and false", `{"b":true,"a":false}`, "a=false$$$b=true"},
		{"texts that look like something else", `{"a":"1E3","b":"null","c":"[ 1 ]","d":" x "}`, "a=1E3$$$b=null$$$c=[ 1 ]$$$d= x "},
		{"a text as it is, with what JSON escapes", `{"a":"\u0000\n\t\"\\\/\u2028é"}`, "a=\x00\n\t\"\\/\u2028é"},
		{"another script and pictures", `{"名":"圈子","p":"\ud83d\ude00👍🏽"}`, "p=😀👍🏽$$$名=圈子"},
		{"what divides names, values and pairs", `{"a&b":"x=1&y=2","c=d":"$$$","e":"%20+"}`, "a&b=x=1&y=2$$$c=d=$$$$$$e=%20+"},

		{"an empty list and object", `{"a":[],"b":{}}`, "a=[]$$$b={}"},
		{"a list without blanks", `{"a":[ 1 , "x" , true , [ ] , { } ]}`, `a=[1,"x",true,[],{}]`},
		{"null in a list, which stays", `{"a":[null,[null],1]}`, "a=[null,[null],1]"},
		{"null in an object, which goes", `{"a":{"z":null,"y":1,"x":null,"w":{"v":null}},"b":{"u":null}}`, `a={"w":{},"y":1}$$$b={}`},
		{"objects sorted at every depth", `{"a":[{"c":{"e":1,"d":2},"b":3}]}`, `a=[{"b":3,"c":{"d":2,"e":1}}]`},
		{"numbers inside", `{"a":[1.50,1e3,-0.0,12345678901234567890]}`, "a=[1.50,1E+3,0.0,12345678901234567890]"},
		{"escapes inside", `{"a":["\"\\\b\f\n\r\t","\u0000\u0001\u0010","\u2028\u2029"]}`, `a=["\"\\\b\f\n\r\t","\u0000\u0001\u0010","\u2028\u2029"]`},
		{"an escape in a name inside", `{"a":{"\n":1}}`, `a={"\n":1}`},
		{"what needs no escape inside", `{"a":["/<>&'圈é😀\u2027\u202a"]}`, "a=[\"/<>&'圈é😀\u2027\u202a\"]"},
		{"half a picture inside", `{"a":["\ud83d"]}`, `a=["�"]`},

		{"capitals before small letters", `{"b":1,"B":2,"a":3,"_":4}`, "B=2$$$_=4$$$a=3$$$b=1"},
		{"a name before those that it begins", `{"ab":1,"a":2,"a!":3}`, "a=2$$$a!=3$$$ab=1"},
		{"a picture before a wide letter, by UTF-16", `{"～":1,"😀":2,"z":3,"圈":4}`, "z=3$$$圈=4$$$😀=2$$$～=1"},
		{"that inside too", `{"a":{"～":1,"😀":2}}`, `a={"😀":2,"～":1}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := scheme.Text(object(t, c.sent)); got != c.want {
				t.Errorf("text\n%s, want\n%s", got, c.want)
			}
		})
	}
}

func TestNumbersAreWrittenAsBigDecimalWritesThem(t *testing.T) {
	t.Parallel()
	// What new BigDecimal(text).toString() answers in Java 17.
	for _, c := range []struct{ sent, want string }{
		{"0", "0"},
		{"-0", "0"},
		{"1", "1"},
		{"-1", "-1"},
		{"1000", "1000"},
		{"12345678901234567890123", "12345678901234567890123"},
		{"1.0", "1.0"},
		{"2.50", "2.50"},
		{"-2.50", "-2.50"},
		{"1E3", "1E+3"},
		{"1e+3", "1E+3"},
		{"1.5e3", "1.5E+3"},
		{"1.50E3", "1.50E+3"},
		{"15e3", "1.5E+4"},
		{"1.5e1", "15"},
		{"1.5e0", "1.5"},
		{"10e0", "10"},
		{"100e-2", "1.00"},
		{"1.0E-2", "0.010"},
		{"0.000001", "0.000001"},
		{"1e-6", "0.000001"},
		{"0.0000001", "1E-7"},
		{"1e-7", "1E-7"},
		{"0.00000012", "1.2E-7"},
		{"0.0000010", "0.0000010"},
		{"123e-8", "0.00000123"},
		{"12345e-10", "0.0000012345"},
		{"0.00", "0.00"},
		{"-0.0", "0.0"},
		{"0.0e1", "0"},
		{"0E3", "0E+3"},
		{"-0e2", "0E+2"},
		{"0e-6", "0.000000"},
		{"0e-7", "0E-7"},
		{"1E007", "1E+7"},
		{"9.99e22", "9.99E+22"},
		{"1e400", "1E+400"},
		{"-1.25E-400", "-1.25E-400"},
		{"12e2147483647", "1.2E+2147483648"},
		{"1e-2147483647", "1E-2147483647"},
	} {
		if got := sign.Value(object(t, `{"n":`+c.sent+`}`)["n"]); got != c.want {
			t.Errorf("%s is written %s, want %s", c.sent, got, c.want)
		}
	}
	for _, beyond := range []string{"1e2147483648", "-1.50E99999999999999999999", "0e-9999999999"} {
		if got := sign.Value(json.Number(beyond)); got != beyond {
			t.Errorf("%s, which BigDecimal does not read, is written %s", beyond, got)
		}
	}
}

func TestWhatIsNoUTF8(t *testing.T) {
	t.Parallel()
	for range 20 { // the names of a map come in another order each time
		got := scheme.Text(map[string]any{"\xff": "\xfe", "\xfe": []any{"a\xff"}, "\xfd": map[string]any{"\xed\xa0\xbd": "x"}})
		if want := "\xfd={\"���\":\"x\"}$$$\xfe=[\"a�\"]$$$\xff=\xfe"; got != want {
			t.Fatalf("text %q, want %q", got, want)
		}
	}
}

func TestWhatIsNoJSONValue(t *testing.T) {
	t.Parallel()
	defer func() {
		if got, want := fmt.Sprint(recover()), "sign: a float64 is no JSON value"; got != want {
			t.Errorf("panic %s, want %s", got, want)
		}
	}()
	sign.Value([]any{1.5})
}

func TestTheSecretIsTheLastPair(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		scheme       sign.Scheme
		text, secret string
		want         string
	}{
		{"alone where there are no parameters", scheme, "", "s", "99bff1b64b722c818dc60f2d0cb1a51a"},
		{"an empty one", scheme, "a=1", "", "1b5460aa70ca19a12b65b36dd0a83c6d"},
		{"in another scheme", sign.Scheme{Delimiter: "&", SecretName: "key"}, "a=1&b=圈", "s", "5ea60bf521b666236b853f0fbd14e933"},
	} {
		if got := c.scheme.Sum(c.text, c.secret); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestASignatureThatWasSent(t *testing.T) {
	t.Parallel()
	const text, digest = "countryCode=86$$$mobile=13800138000$$$ts=1620736603909", "b480fe91b20a75efb789754d838a0fba"
	whole := []byte(scheme.Whole(text, anybody))
	for _, c := range []struct {
		name, sent string
		want       bool
	}{
		{"the digest", digest, true},
		{"in capitals", strings.ToUpper(digest), true},
		{"in letters of both cases", "B480fe91B20a75efb789754d838a0fbA", true},
		{"with line feeds", "\nb480fe91b20a75ef\n\nb789754d838a0fba\n", true},
		{"with carriage returns", "b480fe91b20a75efb789754d838a0fba\r\n", false},
		{"with a blank", digest + " ", false},
		{"another last digit", "b480fe91b20a75efb789754d838a0fbb", false},
		{"its beginning", digest[:31], false},
		{"more than it", digest + "0", false},
		{"a letter that is no digit", "g480fe91b20a75efb789754d838a0fba", false},
		{"nothing", "", false},
		{"a line feed alone", "\n", false},
	} {
		if got := sign.Read(c.sent).Of(whole); got != c.want {
			t.Errorf("%s: %t, want %t", c.name, got, c.want)
		}
	}
	if sign.Read(digest).Of(whole[1:]) {
		t.Error("it is the signature of another text too")
	}
}

var hexadecimal = regexp.MustCompile(`^[0-9a-f]{32}$`)

func FuzzText(f *testing.F) {
	for _, c := range vectors {
		f.Add(c.sent)
	}
	f.Add(`{"a":{"～":null,"😀":[1.50,1e-7,-0.0,null,"\u2028\ud800"]},"":true,"a!":"$$$"}`)
	f.Add(`{"n":[1e2147483648,0e-2147483648,-1.5E-9223372036854775808,100e-2]}`)
	f.Fuzz(func(t *testing.T, sent string) {
		parameters, err := decode(sent)
		if err != nil {
			return
		}
		text := scheme.Text(parameters)
		if sum := scheme.Sum(text, user); !hexadecimal.MatchString(sum) {
			t.Errorf("the sum %q is no MD5", sum)
		}
		var reversed strings.Builder
		backwards(&reversed, parameters)
		if got := scheme.Text(object(t, reversed.String())); got != text {
			t.Errorf("text\n%s, with its members in another order\n%s", text, got)
		}
		for name, value := range parameters {
			if _, isText := value.(string); isText {
				continue
			}
			written := sign.Value(value)
			if again := sign.Value(object(t, `{"a":`+written+`}`)["a"]); again != written {
				t.Errorf("%q is written %s, and that is written %s", name, written, again)
			}
		}
	})
}

// backwards writes a value as JSON, the members of objects in the reverse order of
// their bytes.
func backwards(b *strings.Builder, value any) {
	switch v := value.(type) {
	case map[string]any:
		names := slices.Sorted(maps.Keys(v))
		slices.Reverse(names)
		for i, name := range names {
			b.WriteByte("{,"[min(i, 1)])
			backwards(b, name)
			b.WriteByte(':')
			backwards(b, v[name])
		}
		if len(names) == 0 {
			b.WriteByte('{')
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				b.WriteString(" ,\n")
			}
			backwards(b, item)
		}
		b.WriteByte(']')
	default:
		text, _ := json.Marshal(v)
		b.Write(text)
	}
}

func BenchmarkSum(b *testing.B) {
	for _, c := range vectors {
		b.Run(c.name, func(b *testing.B) {
			parameters := object(b, c.sent)
			b.ReportAllocs()
			for b.Loop() {
				scheme.Sum(scheme.Text(parameters), c.secret)
			}
		})
	}
}
