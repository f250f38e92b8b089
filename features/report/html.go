package report

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"contractmock/features/coverage"
	"contractmock/features/junit"
	"contractmock/openapi"
)

// The page and what is inlined into it.
var (
	//go:embed page.html
	pageText string
	//go:embed page.css
	pageStyle string
	//go:embed page.js
	pageScript string
)

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// html is the report as one page that needs nothing else: no network, and no script but
// for its filter.
type html struct{ w *bufio.Writer }

func newHTML(w *bufio.Writer, _ palette) format { return html{w} }

func (html) scenario(*Feature, *Scenario) {} // the head of the page has the sums

func (h html) end(r *Run) error {
	p, err := pageOf(r)
	if err != nil {
		return err
	}
	return pageTemplate.Execute(h.w, p)
}

// page is what the template is given.
type page struct {
	*Run
	Style      template.CSS
	Script     template.JS
	Policy     string
	Counts     counts
	Steps      counts
	Reasons    []reasonCount
	When, Took string
	Features   []pageFeature
	APIs       []pageAPI
	Totals     []coverage.Total
	Never      []coverage.Item
	Shortened  bool
}

type pageFeature struct {
	*Feature
	Counts    counts
	Open      bool
	Scenarios []pageScenario
}

type pageScenario struct {
	*Scenario
	ID      string
	Seconds string
	Calls   int
}

// pageAPI is what the page tells of an API: its rules, and its operations.
type pageAPI struct {
	Name       string
	Rules      []pageRule
	Operations []pageOperation
}

type pageRule struct {
	coverage.Item
	// Parent is the rule of which it is the first part, nil if it is none or another one.
	Parent    *openapi.Rule
	Scenarios []pageScenario
}

// IsPart tells whether the rule is a part of another one.
func (r pageRule) IsPart() bool { return strings.Contains(r.ID, ".") }

type pageOperation struct {
	coverage.Item
	Name                string
	Responses, Security []pageMark
}

// pageMark is an answer or a security case of an operation.
type pageMark struct {
	coverage.Item
	Label string
}

// policy allows the page its own style and script, and nothing else.
var policy = fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'", digest(pageStyle), digest(pageScript))

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

func pageOf(r *Run) (page, error) {
	rules, err := openapi.Rules()
	if err != nil {
		return page{}, err
	}
	parents := map[string]*openapi.Rule{}
	for i := range rules {
		if len(rules[i].Parts) > 0 {
			parents[rules[i].Parts[0]] = &rules[i]
		}
	}
	p := page{
		Run: r, Style: template.CSS(pageStyle), Script: template.JS(pageScript), Policy: policy, //nolint:gosec // both are embedded
		Counts: r.counts(), Steps: r.stepCounts(), Reasons: r.reasons(), When: r.Began.Format("2006-01-02 15:04:05 MST"), Took: r.Took.Round(time.Millisecond).String(),
		Totals: r.Coverage.Totals(), Never: r.Coverage.NeverSeen(),
	}
	number, citing := 0, map[string][]pageScenario{}
	for _, f := range r.Features {
		c := f.counts()
		of := pageFeature{Feature: f, Counts: c, Open: c.Failed > 0}
		for _, s := range f.Scenarios {
			number++
			shown := pageScenario{Scenario: s, ID: fmt.Sprintf("s%d", number), Seconds: junit.Seconds(s.Took), Calls: len(s.Exchanges) + s.Unshown}
			of.Scenarios = append(of.Scenarios, shown)
			for _, rule := range s.Rules {
				citing[rule] = append(citing[rule], shown)
			}
			p.Shortened = p.Shortened || s.Unshown > 0 || slices.ContainsFunc(s.Exchanges, func(x Exchange) bool { return x.Text == "" })
		}
		p.Features = append(p.Features, of)
	}
	for _, api := range openapi.APIs() {
		p.APIs = append(p.APIs, apiOf(api, r.Coverage, citing, parents))
	}
	return p, nil
}

func apiOf(name string, seen coverage.Coverage, citing map[string][]pageScenario, parents map[string]*openapi.Rule) pageAPI {
	api := pageAPI{Name: name}
	at := map[string]int{}
	for _, item := range seen.Items {
		if item.API != name {
			continue
		}
		id, label, _ := strings.Cut(item.ID, " ")
		switch item.Kind {
		case coverage.Rules:
			api.Rules = append(api.Rules, pageRule{item, parents[item.ID], citing[item.ID]})
		case coverage.Operations:
			at[id] = len(api.Operations)
			api.Operations = append(api.Operations, pageOperation{Item: item, Name: strings.TrimPrefix(id, name+".")})
		case coverage.Responses:
			o := &api.Operations[at[id]]
			o.Responses = append(o.Responses, pageMark{item, label})
		case coverage.Security:
			o := &api.Operations[at[id]]
			o.Security = append(o.Security, pageMark{item, label})
		}
	}
	return api
}
