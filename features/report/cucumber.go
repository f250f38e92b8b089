package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// cucumber is the report in Cucumber's JSON, feature by feature.
type cucumber struct {
	w       *bufio.Writer
	feature *Feature
	first   bool
}

func newCucumber(w *bufio.Writer, _ palette) format { return &cucumber{w: w, first: true} }

type (
	cukeFeature struct {
		URI         string        `json:"uri"`
		ID          string        `json:"id"`
		Keyword     string        `json:"keyword"`
		Name        string        `json:"name"`
		Description string        `json:"description"`
		Line        int           `json:"line"`
		Tags        []cukeTag     `json:"tags,omitempty"`
		Elements    []cukeElement `json:"elements"`
	}
	cukeTag struct {
		Name string `json:"name"`
		Line int    `json:"line"`
	}
	cukeElement struct {
		ID          string     `json:"id"`
		Keyword     string     `json:"keyword"`
		Name        string     `json:"name"`
		Description string     `json:"description"`
		Line        int        `json:"line"`
		Type        string     `json:"type"`
		Tags        []cukeTag  `json:"tags,omitempty"`
		Steps       []cukeStep `json:"steps"`
	}
	cukeStep struct {
		Keyword string      `json:"keyword"`
		Name    string      `json:"name"`
		Line    int         `json:"line"`
		Doc     *cukeDoc    `json:"doc_string,omitempty"`
		Rows    []cukeCells `json:"rows,omitempty"`
		Match   cukeMatch   `json:"match"`
		Result  cukeResult  `json:"result"`
	}
	cukeDoc struct {
		Value       string `json:"value"`
		ContentType string `json:"content_type"`
		Line        int    `json:"line"`
	}
	cukeCells struct {
		Cells []string `json:"cells"`
	}
	cukeMatch struct {
		Location string `json:"location"`
	}
	cukeResult struct {
		Status   Status `json:"status"`
		Error    string `json:"error_message,omitempty"`
		Duration *int64 `json:"duration,omitempty"` // nanoseconds; a step that did not run has none
	}
)

func (c *cucumber) scenario(of *Feature, _ *Scenario) {
	if of != c.feature {
		c.write()
		c.feature = of
	}
}

func (c *cucumber) end(*Run) error {
	c.write()
	if c.first {
		fmt.Fprint(c.w, "[")
	}
	fmt.Fprintln(c.w, "]")
	return nil
}

// write writes the feature whose scenarios have all been added.
func (c *cucumber) write() {
	if c.feature == nil {
		return
	}
	between := ","
	if c.first {
		between = "["
	}
	c.first = false
	fmt.Fprint(c.w, between)
	encoder := json.NewEncoder(c.w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	_ = encoder.Encode(cukeOf(c.feature)) // the buffer keeps the error, and Close tells it
}

func cukeOf(f *Feature) cukeFeature {
	all := cukeFeature{
		URI: f.File, ID: cukeID(f.Name), Keyword: f.Keyword, Name: f.Name, Description: f.Description, Line: f.Line, Tags: cukeTags(f.Tags),
		Elements: []cukeElement{},
	}
	for _, s := range f.Scenarios {
		element := cukeElement{
			ID: fmt.Sprintf("%s;%s;%d", all.ID, cukeID(s.Name), s.Line), Keyword: s.Keyword, Name: s.Name, Description: s.Description,
			Line: s.Line, Type: "scenario", Tags: append(cukeTags(f.Tags), cukeTags(s.Tags)...), Steps: []cukeStep{},
		}
		for _, step := range s.Steps {
			element.Steps = append(element.Steps, cukeStepOf(s, step))
		}
		all.Elements = append(all.Elements, element)
	}
	return all
}

func cukeStepOf(s *Scenario, step *Step) cukeStep {
	cuke := cukeStep{
		Keyword: step.Keyword + " ", Name: step.Text, Line: step.Line, Match: cukeMatch{fmt.Sprintf("%s:%d", s.File, step.Line)},
		Result: cukeResult{Status: step.Status, Error: step.Error},
	}
	if step.Status != Skipped {
		cuke.Result.Duration = new(int64(step.Took / time.Nanosecond))
	}
	if step.DocLine > 0 {
		cuke.Doc = &cukeDoc{Value: step.Doc, Line: step.DocLine}
	}
	for _, row := range step.Table {
		cuke.Rows = append(cuke.Rows, cukeCells{row})
	}
	return cuke
}

func cukeTags(tags []Tag) []cukeTag {
	var all []cukeTag
	for _, t := range tags {
		all = append(all, cukeTag(t))
	}
	return all
}

// cukeID is a name as it stands in an id.
func cukeID(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }
