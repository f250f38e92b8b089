package steps

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// suggestion is a clause for the end of a message that names suggestions out of some
// phrases, and what the open slots of the first one take; "" if there are none.
func suggestion(sentence string, among []Phrase) string {
	near := suggestions(sentence, among)
	if len(near) == 0 {
		return ""
	}
	clause := "; did you mean " + strings.Join(near, "\n            or ")
	for _, s := range Slots {
		if strings.Contains(near[0], "{"+s.Name+"}") {
			clause += fmt.Sprintf("\n{%s} is %s", s.Name, s.Means)
		}
	}
	return clause
}

// takers are the phrases that a table or a text follows.
func takers(argument string) []Phrase {
	return slices.DeleteFunc(slices.Clone(Phrasebook), func(p Phrase) bool { return p.Argument != argument })
}

const (
	// maxTokens is how long a sentence may be for suggestions.
	maxTokens = 60
	// tolerance is the share of a sentence's tokens that may be wrong.
	tolerance = 0.5
)

// suggestions are the phrases that a sentence may have been meant to be, in either
// language, the nearest first, at most three. What the sentence says stands in their
// slots where it fits, quoted if quotes were missing; other slots are left in braces.
func suggestions(sentence string, among []Phrase) []string {
	sentence = halfWidth.Replace(sentence)
	for _, r := range rephrased {
		sentence = r.said.ReplaceAllString(sentence, r.meant)
	}
	words := tokens(sentence)
	if len(words) == 0 || len(words) > maxTokens {
		return nil
	}
	type near struct {
		filled string
		cost   float64
	}
	var found []near
	known := map[[2]string]step{} // many phrases have the same slots
	fits := func(name, text string) step {
		s, ok := known[[2]string{name, text}]
		if !ok {
			s = fit(name, text)
			known[[2]string{name, text}] = s
		}
		return s
	}
	for _, p := range among {
		for _, phrase := range []string{p.English, p.Chinese} {
			own := tokens(phrase)
			filled, cost := align(phrase, own, sentence, words, fits)
			if 2*cost <= float64(len(own)+len(words))*tolerance {
				found = append(found, near{filled, cost})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.cost, b.cost) })
	var best []string
	for _, n := range found {
		if len(best) < 3 && n.cost <= found[0].cost+maxWorse && !slices.Contains(best, n.filled) {
			best = append(best, n.filled)
		}
	}
	return best
}

// rephrased are other words for how a call ended, which are not near to the phrases' own.
var rephrased = []struct {
	said  *regexp.Regexp
	meant string
}{
	{regexp.MustCompile(`^(?i:(?:the|this|that) (?:call|request|response|answer)) (succeed|fail)`), "it $1"},
	{regexp.MustCompile(`^(?i:it|(?:the|this|that) (?:call|request|response|answer)) (?:is|was) (?:successful|a success|ok|OK)$`), "it succeeds"},
	{regexp.MustCompile(`^(?i:it|(?:the|this|that) (?:call|request|response|answer)) (?:is|was) (?:unsuccessful|a failure)$`), "it fails"},
	{regexp.MustCompile(`^(?:调用|请求|返回|响应|接口)? *(成功|失败) *(?:调用|请求|返回|响应)?了?`), "调用$1"},
	{regexp.MustCompile(`^it fails$`), `it fails with {code} "…"`},
	{regexp.MustCompile(`^调用失败$`), `调用失败, 错误码 {code}, 信息 "…"`},
}

// halfWidth are the marks of Chinese keyboards, as phrases have them.
var halfWidth = strings.NewReplacer("，", ", ", "：", ":", "“", `"`, "”", `"`, "「", `"`, "」", `"`, "｛", "{", "｝", "}", "。", "", "\u3000", " ")

// token is where a piece of a text stands: a word, a Chinese character, a comma or
// colon, or what is in quotes or braces.
type token struct {
	start, end int
	text       string
}

// tokens are the pieces of a text. A quote that has no other one is dropped.
func tokens(text string) []token {
	var all []token
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		end := at + size
		switch {
		case unicode.IsSpace(r):
			at = end
			continue
		case r == '"' || r == '{':
			closing := strings.IndexByte(text[end:], map[rune]byte{'"': '"', '{': '}'}[r])
			if closing < 0 || r == '"' && at > 0 && isWord(text[:at]) {
				at = end
				continue
			}
			end += closing + 1
		case !unicode.Is(unicode.Han, r) && !isMark(text[at:]):
			for end < len(text) && !isMark(text[end:]) {
				r, size = utf8.DecodeRuneInString(text[end:])
				if unicode.IsSpace(r) || r == '"' || r == '{' || unicode.Is(unicode.Han, r) {
					break
				}
				end += size
			}
		}
		all = append(all, token{at, end, text[at:end]})
		at = end
	}
	return all
}

// isWord tells whether a text ends within a word.
func isWord(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) || unicode.IsDigit(r)
}

// isMark tells whether a text begins with a comma or colon that ends a word.
func isMark(text string) bool {
	return (text[0] == ',' || text[0] == ':') && (len(text) == 1 || text[1] == ' ')
}

// What departing from a phrase costs, in words.
const (
	costMark     = 0.2  // a comma or colon too few, or a comma too many
	costColon    = 1.1  // a colon too many: whoever writes one means something to follow
	costWord     = 1.0  // a word too many or too few
	costOther    = 1.2  // another word
	costAnything = 0.1  // a slot that takes almost any word
	costQuotes   = 0.25 // a slot whose quotes are missing
	costNeedless = 0.55 // a slot that takes words without quotes, but not these
	costSecond   = 0.6  // each further word in one slot
	costJoined   = 0.1  // each further Chinese character in one slot
	costEmpty    = 0.8  // a slot without anything
	costMisfit   = 0.9  // a slot with what it does not take

	maxWorse  = 1.5 // how much worse a suggestion may be than the first one
	maxInSlot = 8   // tokens
)

// step is one step along a phrase and a sentence.
type step struct {
	cost       float64
	own, words int    // how many tokens it takes of the one and the other
	value      string // what stands in a slot
	sure       bool   // it shows that the phrase is meant
}

// align lays a sentence beside a phrase so that it costs least, and is the phrase with
// what then stands in its slots. The cost is infinite if not half as many tokens show
// that the phrase is meant as it has words.
func align(phrase string, own []token, sentence string, words []token, fits func(name, text string) step) (filled string, cost float64) {
	best := steps(own, sentence, words, fits)
	literals, evidence := 0, 0
	var values []string
	for i, j := len(own), len(words); i+j > 0; {
		s := best[i][j]
		if s.own == 1 && s.value == "" && plain(own[i-1]) {
			literals++
		}
		if s.sure {
			evidence++
		}
		if s.value != "" {
			values = append(values, s.value)
		}
		i, j = i-s.own, j-s.words
	}
	if 2*evidence < literals {
		return "", math.Inf(1)
	}
	slices.Reverse(values)
	next := -1
	filled = slotName.ReplaceAllStringFunc(phrase, func(string) string { next++; return values[next] })
	return filled, best[len(own)][len(words)].cost
}

// steps are the cheapest last steps by which so many tokens of the phrase come to stand
// beside so many of the sentence, with what it costs to get there.
func steps(own []token, sentence string, words []token, fits func(name, text string) step) [][]step {
	best := make([][]step, len(own)+1)
	for i := range best {
		best[i] = make([]step, len(words)+1)
		for j := range best[i] {
			if i+j == 0 {
				continue
			}
			here := step{cost: math.Inf(1)}
			try := func(s step) {
				if s.cost += best[i-s.own][j-s.words].cost; s.cost < here.cost {
					here = s
				}
			}
			if j > 0 {
				try(step{cost: weight(words[j-1].text, costColon), words: 1})
			}
			if i > 0 {
				ofPhrase(own[i-1].text, sentence, words[:j], fits, try)
			}
			best[i][j] = here
		}
	}
	return best
}

// ofPhrase tries the steps that end with a token of the phrase, beside the last words.
func ofPhrase(text, sentence string, words []token, fits func(name, text string) step, try func(step)) {
	j := len(words)
	name := slotName.FindStringSubmatch(text)
	if name == nil {
		try(step{cost: weight(text, costMark), own: 1})
		if j > 0 {
			try(unlike(text, words[j-1].text))
		}
		return
	}
	try(step{cost: costEmpty, own: 1, value: text})
	further := 0.0
	for k := 1; k <= min(j, maxInSlot) && (k == 1 || plain(words[j-1]) && plain(words[j-k])); k++ {
		s := fits(name[1], sentence[words[j-k].start:words[j-1].end])
		s.own, s.words = 1, k
		if s.cost < costMisfit {
			s.cost += further
		} else {
			s.cost += further / 2 // they are lost, as the first one is
		}
		try(s)
		if k < j && words[j-k-1].end == words[j-k].start {
			further += costJoined
		} else {
			further += costSecond
		}
	}
}

// weight is what a token costs that is too many or too few, where a colon costs this.
func weight(text string, colon float64) float64 {
	switch text {
	case ":":
		return colon
	case ",":
		return costMark
	default:
		return costWord
	}
}

// plain tells whether a token is a word, neither a mark nor in quotes or braces.
func plain(t token) bool { return !strings.ContainsAny(t.text[:1], `,:"{`) }

// unlike is one word in the place of another.
func unlike(a, b string) step {
	a, b = strings.ToLower(a), strings.ToLower(b)
	longest := max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	share := float64(levenshtein.ComputeDistance(a, b)) / float64(longest)
	if share > 0.5 {
		return step{cost: costOther, own: 1, words: 1}
	}
	return step{cost: share, own: 1, words: 1, sure: a != ":" && a != ","}
}

// slotPatterns are what the slots take, by name.
var slotPatterns = sync.OnceValue(func() map[string]*regexp.Regexp {
	all := map[string]*regexp.Regexp{}
	for _, s := range Slots {
		all[s.Name] = regexp.MustCompile("^(?:" + s.pattern + ")$")
	}
	return all
})

// fit is a slot that takes a text: as it is, with quotes or without them. If it cannot,
// it stays open.
func fit(name, text string) step {
	pattern, bare := slotPatterns()[name], strings.Trim(text, `"`)
	open := step{cost: costMisfit, value: "{" + name + "}"}
	switch {
	case name == "path" && strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
		return open // names of members are seldom Chinese
	case pattern.MatchString(text) && pattern.MatchString("x"):
		return step{cost: costAnything, value: text, sure: name == "path" && strings.Contains(text, ".")}
	case pattern.MatchString(text):
		return step{value: text, sure: true}
	case pattern.MatchString(`"`+bare+`"`) && pattern.MatchString("x"):
		return step{cost: costNeedless, value: `"` + bare + `"`}
	case pattern.MatchString(`"` + bare + `"`):
		return step{cost: costQuotes, value: `"` + bare + `"`}
	case pattern.MatchString(bare):
		return step{cost: costQuotes, value: bare}
	default:
		return open
	}
}
