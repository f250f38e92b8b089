package mockserver

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// Paths beyond these are near to nothing: they are not compared.
const (
	maxNearBytes    = 512
	maxNearSegments = 16
	maxNear         = 3
)

// What a misfit costs, so that the nearest operations are those of the least cost: a
// segment of another word is as far as one that is missing, and a bit more.
const (
	costCase    = 0.25
	costMethod  = 0.25
	costSlash   = 0.25
	costBase    = 0.5
	costNear    = 0.5
	costPattern = 0.5
	costSegment = 1
	costWord    = 1.1
)

// pathShape is an operation as near misses are measured by.
type pathShape struct {
	operation *spec.Operation
	api       *op.API
	base      int // how many segments the server's path has
	segments  []segment
}

// segment is one of a path template: a literal, or what a parameter takes.
type segment struct {
	text    string
	pattern *regexp.Regexp // nil for a literal
	wants   string         // what the pattern says, "" if any text does
}

var parameterInPath = regexp.MustCompile(`\{[^{}]+\}`)

// shapes are all operations of the APIs.
func shapes(apis []*op.API) []pathShape {
	var all []pathShape
	for _, api := range apis {
		for _, o := range api.Document.Operations {
			s := pathShape{operation: o, api: api, base: len(split(api.Document.Base))}
			for _, text := range split(o.Path) {
				s.segments = append(s.segments, segmentOf(o, text))
			}
			all = append(all, s)
		}
	}
	return all
}

func split(path string) []string {
	if path = strings.TrimPrefix(path, "/"); path == "" {
		return nil
	}
	return strings.Split(path, "/")
}

func segmentOf(o *spec.Operation, text string) segment {
	s := segment{text: text}
	places := parameterInPath.FindAllStringIndex(text, -1)
	if places == nil {
		return s
	}
	var b strings.Builder
	end := 0
	for _, place := range places {
		name, pattern := text[place[0]+1:place[1]-1], ".+"
		for _, p := range o.Parameters {
			if p.Name == name && p.Pattern() != "" {
				pattern, s.wants = p.Pattern(), name+" must match "+p.Pattern()
			}
		}
		b.WriteString(regexp.QuoteMeta(text[end:place[0]]) + "(?:" + pattern + ")")
		end = place[1]
	}
	b.WriteString(regexp.QuoteMeta(text[end:]))
	s.pattern = regexp.MustCompile("^(?:" + b.String() + ")$") // its parts are compiled already
	if s.wants == "" {
		s.wants = text + " is wanted"
	}
	return s
}

// misses measures how far a request is from operations.
type misses struct {
	method   string
	segments []string
	slash    bool // the path ends in one
	compared map[[3]string]compared
	steps    []step
}

// nearMisses are the operations that a request without one is nearest to, the nearest
// first, at most three, and why each does not fit. Of all APIs; of two that are equally
// near, the one with more of the path's words comes first, then that of the given API.
func (r *router) nearMisses(api *op.API, method, path string) []journal.NearMiss {
	m := misses{method: method, compared: map[[3]string]compared{}}
	bare := strings.TrimSuffix(path, "/")
	m.slash, m.segments = bare != path, split(bare)
	if len(path) > maxNearBytes || len(m.segments) > maxNearSegments {
		return []journal.NearMiss{}
	}
	type candidate struct {
		journal.NearMiss
		cost           float64
		words, foreign int
	}
	var found []candidate
	for _, s := range r.shapes {
		cost, words, why := m.measure(s)
		if cost > limit(len(s.segments)) {
			continue
		}
		if method != s.operation.Method {
			cost += costMethod
			why = append([]journal.Misfit{{Kind: "method", Text: fmt.Sprintf("%s: %s is wanted", method, s.operation.Method)}}, why...)
		}
		if why == nil { // the same path in another spelling
			continue
		}
		c := candidate{journal.NearMiss{
			API: s.operation.API, Operation: s.operation.ID, Method: s.operation.Method, Path: s.operation.Path, Why: why,
		}, cost, words, 0}
		if s.api != api {
			c.foreign = 1
		}
		found = append(found, c)
	}
	slices.SortStableFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(b.words, a.words), cmp.Compare(a.foreign, b.foreign))
	})
	nearMisses, paths := []journal.NearMiss{}, map[string]float64{}
	for _, c := range found {
		// What is much farther than the nearest says nothing, nor does another method of a
		// path that has a nearer one.
		if before, seen := paths[c.Path]; len(nearMisses) == maxNear || c.cost >= found[0].cost+costNear || seen && before < c.cost {
			continue
		}
		paths[c.Path] = c.cost
		nearMisses = append(nearMisses, c.NearMiss)
	}
	return nearMisses
}

// measure is how far a path is from an operation's, and why it is not that one.
func (m *misses) measure(s pathShape) (cost float64, words int, why []journal.Misfit) {
	cost, words, why = m.align(s.segments)
	if s.base > 0 {
		if beyond, more, whyBeyond := m.align(s.segments[s.base:]); beyond+costBase < cost {
			missing := journal.Misfit{Kind: "base", Text: s.api.Document.Base + " is missing at the beginning"}
			cost, words, why = beyond+costBase, more, append([]journal.Misfit{missing}, whyBeyond...)
		}
	}
	if m.slash && !s.api.TrailingSlash {
		cost += costSlash
		why = append(why, journal.Misfit{Kind: "slash", Text: "the slash at the end is too many"})
	}
	return cost, words, why
}

// step is the cheapest way to pair the first segments of the path with the first of a
// template; its last pair took one of each, or one of either alone.
type step struct {
	cost            float64
	words           int // how much of the template's words is in the path
	segment, wanted int // how many the last pair took
	kind            string
}

// align pairs the path's segments with a template's in the cheapest way. It is
// infinitely dear where no word of the template has its like in the path, or where the
// two are too unlike in length.
func (m *misses) align(template []segment) (cost float64, words int, why []journal.Misfit) {
	over := len(m.segments) - len(template)
	if float64(max(over, -over)) > limit(len(template)) {
		return math.Inf(1), 0, nil
	}
	width := len(template) + 1
	m.steps = slices.Grow(m.steps[:0], (len(m.segments)+1)*width)
	steps := m.steps[:(len(m.segments)+1)*width] // each is set before it is read
	for i := range len(m.segments) + 1 {
		for j := range width {
			best := step{cost: math.Inf(1)}
			if i == 0 && j == 0 {
				best.cost = 0
			}
			if i > 0 && j > 0 {
				c, before := m.compare(m.segments[i-1], &template[j-1]), steps[(i-1)*width+j-1]
				best = step{before.cost + c.cost, before.words + c.words, 1, 1, c.kind}
			}
			if j > 0 {
				if before := steps[i*width+j-1]; before.cost+costSegment < best.cost {
					best = step{before.cost + costSegment, before.words, 0, 1, "missing"}
				}
			}
			if i > 0 {
				if before := steps[(i-1)*width+j]; before.cost+costSegment < best.cost {
					best = step{before.cost + costSegment, before.words, 1, 0, "surplus"}
				}
			}
			steps[i*width+j] = best
		}
	}
	end := steps[len(steps)-1]
	if end.words == 0 {
		return math.Inf(1), 0, nil
	}
	if end.cost > limit(len(template)) {
		return end.cost, end.words, nil
	}
	for i, j := len(m.segments), len(template); i > 0 || j > 0; {
		at := steps[i*width+j]
		if at.kind != "" {
			why = append(why, misfit(at.kind, m.segments[max(0, i-1)], &template[max(0, j-1)]))
		}
		i, j = i-at.segment, j-at.wanted
	}
	slices.Reverse(why)
	return end.cost, end.words, why
}

// limit is from which cost on an operation with so many segments is not near any more.
func limit(segments int) float64 { return max(1, 0.42*float64(segments)) }

// misfit is a pair that does not fit, in words.
func misfit(kind, got string, want *segment) journal.Misfit {
	text := shown(got) + ": " + want.text + " is wanted"
	switch kind {
	case "missing":
		text = want.text + " is missing"
	case "surplus":
		text = shown(got) + " is a segment too many"
	case "case":
		text += "; letter case counts"
	case "pattern":
		text = shown(got) + ": " + want.wants
	}
	return journal.Misfit{Kind: kind, Text: text}
}

// compared is how far a segment is from the one that is wanted.
type compared struct {
	cost  float64
	words int    // 2 if it is the word that is wanted, 1 if it is like it
	kind  string // of the misfit, "" for none
}

// compare remembers what it has found: paths have many words in common.
func (m *misses) compare(got string, want *segment) compared {
	if want.pattern == nil && got == want.text {
		return compared{words: 2}
	}
	pair := [3]string{got, want.text, want.wants}
	c, known := m.compared[pair]
	if known {
		return c
	}
	switch {
	case want.pattern != nil && want.pattern.MatchString(got):
	case want.pattern != nil:
		c = compared{cost: costPattern, kind: "pattern"}
	case strings.EqualFold(got, want.text):
		c = compared{costCase, 1, "case"}
	case len(nearest.Of(got, []string{want.text})) > 0:
		c = compared{costNear, 1, "segment"}
	default:
		c = compared{cost: costWord, kind: "segment"}
	}
	m.compared[pair] = c
	return c
}

// shown is a segment as a message shows it.
func shown(segment string) string {
	const most = 60
	switch {
	case segment == "":
		return "nothing (two slashes)"
	case len(segment) > most:
		return strings.ToValidUTF8(segment[:most], "") + "…"
	default:
		return segment
	}
}

// hint is near misses as a clause for the end of a message.
func hint(near []journal.NearMiss) string {
	var words []string
	for _, miss := range near {
		var why []string
		for _, misfit := range miss.Why {
			why = append(why, misfit.Text)
		}
		words = append(words, fmt.Sprintf("%s (%s)", miss.Path, strings.Join(why, ", ")))
	}
	if words == nil {
		return ""
	}
	return fmt.Sprintf("; did you mean %s?", nearest.List(words, "or"))
}
