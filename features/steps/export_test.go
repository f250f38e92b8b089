package steps

import "strings"

// Sample is the phrase with something in every slot.
func Sample(phrase string) string {
	return slotName.ReplaceAllStringFunc(phrase, func(s string) string { return slot(strings.Trim(s, "{}")).Sample })
}

// SlotsOf are the slots of a phrase, in its order.
func SlotsOf(phrase string) []string { return slotName.FindAllString(phrase, -1) }
