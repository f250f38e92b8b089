package steps

import "strings"

// Sample is the phrase with something in every slot.
func Sample(phrase string) string {
	return slotName.ReplaceAllStringFunc(phrase, func(s string) string { return slot(strings.Trim(s, "{}")).Sample })
}

// Patterns is how many of the patterns that godog is given match a sentence.
func Patterns(sentence string) int {
	count := 0
	for _, p := range Phrasebook {
		for _, pattern := range []interface{ MatchString(string) bool }{p.english, p.chinese} {
			if pattern.MatchString(sentence) {
				count++
			}
		}
	}
	return count
}

// SlotsOf are the names of a phrase's slots, in their order.
func SlotsOf(phrase string) []string { return slotName.FindAllString(phrase, -1) }

// Suggestions are the phrases that a sentence may have been meant to be.
func Suggestions(sentence string) []string { return suggestions(sentence, Phrasebook) }
