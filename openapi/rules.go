package openapi

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

// Rule is one documented behaviour.
type Rule struct {
	// ID is the rule's, T04, or a part's, T04.1.
	ID string
	// API is the name of the document it belongs to.
	API string
	// Says is the behaviour in one sentence.
	Says string
	// Basis is document, service or inferred.
	Basis string
	// Heading is where in the document it comes from.
	Heading string
	// Operations are the operationIds it concerns.
	Operations []string
	// Parts are the ids of its sub-rules; a rule without any is tested itself.
	Parts []string
}

// bases are what a rule can rest on.
var bases = []string{"document", "service", "inferred"}

// Parent is the id of the rule that a part belongs to, or the rule's own id.
func (r Rule) Parent() string {
	parent, _, _ := strings.Cut(r.ID, ".")
	return parent
}

// Rules is the catalogue: every rule, followed by its parts, in the order of
// rules.yaml.
var Rules = sync.OnceValues(func() ([]Rule, error) {
	data, err := Files.ReadFile("rules.yaml")
	if err != nil {
		return nil, fmt.Errorf("openapi: %w", err)
	}
	return parseRules(data)
})

func parseRules(data []byte) ([]Rule, error) {
	type entry struct {
		ID         string        `yaml:"id"`
		Says       string        `yaml:"says"`
		Basis      string        `yaml:"basis"`
		Heading    string        `yaml:"heading"`
		Operations []string      `yaml:"operations"`
		Parts      yaml.MapSlice `yaml:"parts"`
	}
	var order yaml.MapSlice
	var catalogue map[string][]entry
	if err := cmp.Or(yaml.Unmarshal(data, &order), yaml.UnmarshalWithOptions(data, &catalogue, yaml.Strict())); err != nil {
		return nil, fmt.Errorf("rules.yaml: %w", err)
	}
	var rules []Rule
	for _, item := range order {
		api := fmt.Sprint(item.Key)
		for _, e := range catalogue[api] {
			rule := Rule{ID: e.ID, API: api, Says: e.Says, Basis: e.Basis, Heading: e.Heading, Operations: e.Operations}
			switch {
			case e.ID == "" || e.Says == "" || e.Heading == "" || len(e.Operations) == 0:
				return nil, fmt.Errorf("rules.yaml: %s: %q: id, says, heading and operations are required", api, e.ID)
			case !slices.Contains(bases, e.Basis):
				return nil, fmt.Errorf("rules.yaml: %s: %s: basis is document, service or inferred, not %q", api, e.ID, e.Basis)
			case slices.ContainsFunc(rules, func(r Rule) bool { return r.ID == e.ID }):
				return nil, fmt.Errorf("rules.yaml: %s: %s is there twice", api, e.ID)
			}
			parts := []Rule{}
			for _, p := range e.Parts {
				part := rule
				part.ID, part.Parts = fmt.Sprint(p.Key), nil
				switch value := p.Value.(type) {
				case string:
					part.Says = value
				case map[string]any:
					part.Says, _ = value["says"].(string)
					part.Basis, _ = value["basis"].(string)
				default:
					part.Says = ""
				}
				switch {
				case !strings.HasPrefix(part.ID, e.ID+"."):
					return nil, fmt.Errorf("rules.yaml: %s: part %s of %s must begin with its id", api, part.ID, e.ID)
				case part.Says == "":
					return nil, fmt.Errorf("rules.yaml: %s: part %s says nothing", api, part.ID)
				case !slices.Contains(bases, part.Basis):
					return nil, fmt.Errorf("rules.yaml: %s: %s: basis is document, service or inferred, not %q", api, part.ID, part.Basis)
				}
				rule.Parts = append(rule.Parts, part.ID)
				parts = append(parts, part)
			}
			rules = append(append(rules, rule), parts...)
		}
	}
	return rules, nil
}
