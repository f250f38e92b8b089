package steps_test

import (
	"fmt"
	"strings"
	"testing"

	"contractmock/features/steps"
)

// TestAWrongSentenceSuggestsWhatWasMeant: the first suggestion is what somebody who
// makes a typical mistake has meant.
func TestAWrongSentenceSuggestsWhatWasMeant(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ mistake, sentence, want string }{
		{"a letter too few", "it suceeds", "it succeeds"},
		{"a capital", "It succeeds", "it succeeds"},
		{"no quotes", "Toby calls createClub", `"Toby" calls createClub`},
		{"half of the quotes", `"Toby calls createClub`, `"Toby" calls createClub`},
		{"the other half", `Toby" calls createClub`, `"Toby" calls createClub`},
		{"quotes of another keyboard", "“Toby” calls createClub", `"Toby" calls createClub`},
		{"quotes in the other language", "「Toby」 调用 createClub", `"Toby" 调用 createClub`},
		{"a name of two words without quotes", "Old Toby calls createClub", `"Old Toby" calls createClub`},
		{"a title without quotes", `"Toby" 调用 创建圈子`, `"Toby" 调用 "创建圈子"`},
		{"another verb", `"Toby" invokes createClub with:`, `"Toby" calls createClub with:`},
		{"another verb in Chinese", `"Toby" 使用 createClub`, `"Toby" 调用 createClub`},
		{"no colon", `"Toby" calls createClub with`, `"Toby" calls createClub with:`},
		{"no comma", `调用失败 错误码 0, 信息 "x"`, `调用失败, 错误码 0, 信息 "x"`},
		{"a full-width colon", `"Toby" 调用 createClub：`, `"Toby" 调用 createClub:`},
		{"full-width commas", `调用失败，错误码 0，信息 "名字不能为空"`, `调用失败, 错误码 0, 信息 "名字不能为空"`},
		{"no spaces", `"Toby"调用createClub`, `"Toby" 调用 createClub`},
		{"both languages", `"Toby" 调用 createClub with:`, `"Toby" 调用 createClub:`},
		{"the other language's verb", `"Toby" calls "创建圈子":`, `"Toby" calls "创建圈子" with:`},
		{"a type that is none", "page is a valid int", "page is a valid {type}"},
		{"a unit in words", "5 minutes pass", "{duration} pass"},
		{"a character too few", "状态是 200", "状态码是 200"},
		{"a number in quotes", `the status is "200"`, "the status is 200"},
		{"a word too many", "the HTTP status is 200", "the status is 200"},
		{"a text without quotes", "the body contains error", `the body contains "error"`},
		{"the singular", "data has 1 item", "data has 1 items"},
		{"another word for a comparison", "page is at minimum 3", "page is at least 3"},
		{"a wait without its comma", "within 10s it succeeds", "within 10s, it succeeds"},
		{"a count without the word", "2 of them succeed", "exactly 2 of them succeed"},
		{"a mark for a word", "result.total = 3", "result.total is 3"},
		{"a call for it", "the call succeeds", "it succeeds"},
		{"a request that is a success", "The request is successful", "it succeeds"},
		{"a request that fails", `the request fails with 0 "x"`, `it fails with 0 "x"`},
		{"a failure without its code", "the call fails", `it fails with {code} "…"`},
		{"a failure in Chinese without its code", "失败", `调用失败, 错误码 {code}, 信息 "…"`},
		{"turned round in Chinese", "成功调用", "调用成功"},
		{"a request for a call in Chinese", "请求成功了", "调用成功"},
		{"a failure in Chinese", `请求失败, 错误码 0, 信息 "x"`, `调用失败, 错误码 0, 信息 "x"`},
		{"a count in Chinese", "其中 2 个成功", "其中恰好 2 个成功"},
	} {
		near := steps.Suggestions(c.sentence)
		if len(near) == 0 || near[0] != c.want {
			t.Errorf("%s: %q suggests %q, want %q first", c.mistake, c.sentence, near, c.want)
		}
		for _, sentence := range near {
			if !strings.Contains(sentence, "{") && len(steps.Matches(sentence)) == 0 {
				t.Errorf("%q suggests %q, which means nothing", c.sentence, sentence)
			}
		}
	}
}

func TestASentenceThatIsLikeNoneSuggestsNothing(t *testing.T) {
	t.Parallel()
	for _, sentence := range []string{"", " ", "x", "the quick brown fox jumps over the lazy dog", "我爱北京天安门", strings.Repeat("a ", 1000)} {
		if near := steps.Suggestions(sentence); len(near) > 0 {
			t.Errorf("%q suggests %q", sentence, near)
		}
	}
}

func TestThereAreThreeSuggestionsAtMostAndNoneTwice(t *testing.T) {
	t.Parallel()
	near := steps.Suggestions(`the header "A" is sent`)
	seen := map[string]bool{}
	for _, sentence := range near {
		if seen[sentence] {
			t.Errorf("%q is suggested twice", sentence)
		}
		seen[sentence] = true
	}
	if len(near) != 3 {
		t.Errorf("there are %d suggestions: %q", len(near), near)
	}
}

// FuzzSuggestions: whatever somebody types is answered, without what was not typed.
func FuzzSuggestions(f *testing.F) {
	for _, sentence := range []string{`"Toby calls createClub`, "状态是 200", `{a"b} is`, "\"", "{", "：", "a,b: c", "\xff\xfe", "within 5m, it"} {
		f.Add(sentence)
	}
	f.Fuzz(func(t *testing.T, sentence string) {
		if near := steps.Suggestions(sentence); len(near) > 3 {
			t.Errorf("%d suggestions", len(near))
		}
	})
}

func BenchmarkSuggestions(b *testing.B) {
	for _, sentence := range []string{"it suceeds", `"Toby" invokes createClub with:`, strings.Repeat("a word ", 30)} {
		b.Run(fmt.Sprintf("%d words", len(strings.Fields(sentence))), func(b *testing.B) {
			for b.Loop() {
				steps.Suggestions(sentence)
			}
		})
	}
}
