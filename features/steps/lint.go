package steps

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"

	"contractmock/openapi/nearest"
)

// LintAll is [Lint] of a feature file, or of all those below a folder.
func LintAll(files fs.FS, root string) error {
	var lost []error
	err := fs.WalkDir(files, root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".feature" {
			return err
		}
		data, err := fs.ReadFile(files, file)
		if err == nil {
			lost = append(lost, Lint(file, data))
		}
		return err
	})
	return errors.Join(append(lost, err)...)
}

// Lint finds what makes a feature file lose scenarios or steps without a word:
// keywords with a full-width colon, and misspelt ones, which Gherkin takes for a
// description. The error names file and line of each.
func Lint(file string, data []byte) error {
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		return fmt.Errorf("%s:1: the file begins with a byte order mark; save it as UTF-8 without one", file)
	}
	if !utf8.Valid(data) {
		return fmt.Errorf("%s: the file is no UTF-8; save it as such", file)
	}
	document, err := gherkin.ParseGherkinDocument(bytes.NewReader(data), (&messages.Incrementing{}).NewId)
	if err != nil && strings.Contains(err.Error(), "Language not supported") {
		return fmt.Errorf("%s: %w; write # language: zh-CN for Chinese", file, err)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if document.Feature == nil {
		return fmt.Errorf("%s:1: there is no feature in the file; Feature: or 功能: begins one", file)
	}
	dialect := gherkin.DialectsBuiltin().GetDialect(document.Feature.Language)
	var headings, steps []string
	for _, keyword := range []string{"feature", "background", "rule", "scenario", "scenarioOutline", "examples"} {
		headings = append(headings, dialect.Keywords[keyword]...)
	}
	for _, keyword := range []string{"given", "when", "then", "and", "but"} {
		for _, word := range dialect.Keywords[keyword] {
			if word = strings.TrimSpace(word); utf8.RuneCountInString(word) > 3 {
				steps = append(steps, word)
			}
		}
	}
	lines := strings.Split(string(data), "\n")
	var wrong []error
	lint := func(heading *messages.Location, description string, words []string) {
		for line := range strings.SplitSeq(description, "\n") {
			line = strings.TrimSpace(line)
			why := lostKeyword(line, headings, words)
			if why == "" {
				continue
			}
			at := int(heading.Line) // a description follows its heading
			for at < len(lines) && strings.TrimSpace(lines[at]) != line {
				at++
			}
			wrong = append(wrong, fmt.Errorf("%s:%d: %s", file, at+1, why))
		}
	}
	child := func(background *messages.Background, scenario *messages.Scenario) {
		lintChild(background, scenario, steps, lint)
		if scenario != nil && len(scenario.Steps) == 0 {
			wrong = append(wrong, fmt.Errorf("%s:%d: the scenario has no steps; in the language %s they begin with %s", file, scenario.Location.Line, document.Feature.Language, nearest.List(firstWords(dialect), "or")))
		}
	}
	lint(document.Feature.Location, document.Feature.Description, nil)
	for _, c := range document.Feature.Children {
		child(c.Background, c.Scenario)
		if c.Rule != nil {
			lint(c.Rule.Location, c.Rule.Description, nil)
			for _, inner := range c.Rule.Children {
				child(inner.Background, inner.Scenario)
			}
		}
	}
	return errors.Join(wrong...)
}

// firstWords are a word for each kind of step.
func firstWords(dialect *gherkin.Dialect) []string {
	var words []string
	for _, kind := range []string{"given", "when", "then"} {
		for _, word := range dialect.Keywords[kind] {
			if word = strings.TrimSpace(word); word != "*" {
				words = append(words, word)
				break
			}
		}
	}
	return words
}

func lintChild(background *messages.Background, scenario *messages.Scenario, steps []string, lint func(*messages.Location, string, []string)) {
	if background != nil {
		lint(background.Location, background.Description, steps)
	}
	if scenario != nil {
		lint(scenario.Location, scenario.Description, steps)
		for _, examples := range scenario.Examples {
			lint(examples.Location, examples.Description, nil)
		}
	}
}

// lostKeyword says why a line of a description was meant to be a keyword's, or "".
func lostKeyword(line string, headings, steps []string) string {
	if word, _, ok := strings.Cut(line, "："); ok {
		for _, keyword := range headings {
			if strings.TrimSpace(word) == keyword {
				return fmt.Sprintf("%s： has a full-width colon; write %s: or what follows is lost", keyword, keyword)
			}
		}
	}
	if word, _, ok := strings.Cut(line, ":"); ok {
		if near := nearest.Of(strings.TrimSpace(word), headings); len(near) > 0 {
			return fmt.Sprintf("%s: is no keyword, so that what follows is lost; did you mean %s:?", word, near[0])
		}
	}
	word, _, _ := strings.Cut(line, " ")
	if near := nearest.Of(word, steps); len(near) > 0 {
		return fmt.Sprintf("%s is no keyword, so that this step is lost; did you mean %s?", word, near[0])
	}
	return ""
}
