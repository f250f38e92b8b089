package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"contractmock/cmd/internal/command"
	"contractmock/features/output"
	"contractmock/openapi/nearest"
)

// place is where a scenario begins: its own line, or of an outline the line of the row.
type place struct {
	file string
	line int64
}

// String is the place as a command line has it.
func (p place) String() string { return fmt.Sprintf("%s:%d", p.file, p.line) }

func placeAt(file string, line int64) place { return place{path.Clean(filepath.ToSlash(file)), line} }

// planned is a scenario that may run: one of an outline for each row.
type planned struct {
	id      string // the pickle's
	at      place
	heading int64 // the line of the scenario or outline itself
}

// begins tells whether the scenario begins at a place, or its outline does.
func (s planned) begins(p place) bool {
	return s.at.file == p.file && (s.at.line == p.line || s.heading == p.line)
}

// scenariosOf are the scenarios of a suite, in the order of the files.
func scenariosOf(suite godog.TestSuite) ([]planned, error) {
	found, err := suite.RetrieveFeatures()
	if err != nil {
		return nil, command.Usage{Err: err}
	}
	var all []planned
	for _, f := range found {
		for _, pickle := range f.Pickles {
			scenario := f.FindScenario(pickle.AstNodeIds[0])
			p := planned{id: pickle.Id, at: placeAt(f.Uri, scenario.Location.Line), heading: scenario.Location.Line}
			if len(pickle.AstNodeIds) > 1 {
				if _, row := f.FindExample(pickle.AstNodeIds[1]); row != nil {
					p.at.line = row.Location.Line
				}
			}
			all = append(all, p)
		}
	}
	return all, nil
}

// stripped is a path of the command line, and the line that stood behind it.
type stripped struct {
	path string
	line int64 // 0 is the whole
}

// stripLines takes the lines from the paths of a run, and is the paths as they were.
func stripLines(options *godog.Options) []stripped {
	var all []stripped
	for i, text := range options.Paths {
		s := stripped{path: text}
		if p, ok := parsePlace(text); ok {
			s = stripped{lineNumber.ReplaceAllString(text, ""), p.line}
			options.Paths[i] = s.path
		}
		all = append(all, s)
	}
	return all
}

// plan is what runs of a suite: what paths and tags choose, of that the shard's part,
// and of that what failed last time, if anything did. The suite's files lose what does
// not run. Whole tells that they lose nothing, and no tags choose.
func plan(suite godog.TestSuite, paths []stripped, part shard, failed rerunFile) (chosen []planned, whole bool, err error) {
	if chosen, err = chosenOf(suite, paths); err != nil {
		return nil, false, err
	}
	chosen = part.take(chosen)
	var again []place
	if failed != "" {
		if again, err = failed.read(); err != nil {
			return nil, false, err
		}
	}
	if again != nil {
		if chosen, err = failed.among(chosen, again, part); err != nil {
			return nil, false, err
		}
	}
	lined := slices.ContainsFunc(paths, func(s stripped) bool { return s.line > 0 })
	if !lined && part.of == 0 && again == nil {
		return chosen, suite.Options.Tags == "", nil
	}
	if suite.Options.FS, err = selectOnly(suite, chosen); err != nil || len(chosen) == 0 {
		return nil, false, err
	}
	chosen, err = scenariosOf(suite) // they have other ids now
	return chosen, false, err
}

// errNone is the error of files and tags that choose nothing.
var errNone = errors.New("there is no scenario to run")

// chosenOf are the scenarios of the folders and files without a line, and those at the
// lines of the others.
func chosenOf(suite godog.TestSuite, paths []stripped) ([]planned, error) {
	all, err := scenariosOf(suite)
	if err == nil && len(all) == 0 {
		err = command.Usage{Err: errNone}
	}
	if err != nil {
		return nil, err
	}
	var places []place
	var unlined []string
	for _, p := range paths {
		if p.line > 0 {
			places = append(places, placeAt(p.path, p.line))
		} else {
			unlined = append(unlined, p.path)
		}
	}
	if places == nil {
		return all, nil
	}
	picked, err := pick(all, places)
	if err != nil {
		return nil, command.Usage{Err: err}
	}
	if unlined != nil {
		options := *suite.Options
		options.Paths = unlined
		others, err := scenariosOf(godog.TestSuite{Options: &options})
		if err != nil {
			return nil, err
		}
		picked = append(picked, others...)
	}
	wanted := map[place]bool{}
	for _, s := range picked {
		wanted[s.at] = true
	}
	return slices.DeleteFunc(all, func(s planned) bool { return !wanted[s.at] }), nil
}

// pick are the scenarios that begin at the places: at its own line a whole outline, at a
// row's line that row. The error names a place at which none begins.
func pick(all []planned, places []place) ([]planned, error) {
	wanted := map[int]bool{}
	for _, p := range places {
		found := false
		var lines []string
		for i, s := range all {
			if s.at.file != p.file {
				continue
			}
			lines = append(lines, strconv.FormatInt(s.at.line, 10))
			if s.begins(p) {
				found, wanted[i] = true, true
			}
		}
		if !found {
			return nil, fmt.Errorf("there is no scenario to run at %s; FILE:LINE must be the line of the scenario itself, or of a row of its examples%s", p, nearest.Hint(strconv.FormatInt(p.line, 10), lines))
		}
	}
	var picked []planned
	for i, s := range all {
		if wanted[i] {
			picked = append(picked, s)
		}
	}
	return picked, nil
}

// shard is one of several parts of a run, counted from 1; the zero value is the whole.
type shard struct{ part, of int }

var shardForm = regexp.MustCompile(`^(\d{1,6})/(\d{1,6})$`)

// parseShard reads i/n; "" is the whole.
func parseShard(text string) (shard, error) {
	if text == "" {
		return shard{}, nil
	}
	form := shardForm.FindStringSubmatch(text)
	if form == nil {
		return shard{}, command.Usagef("--shard is %q; write 1/4 for the first of four parts", text)
	}
	part, err := strconv.Atoi(form[1])
	of, err2 := strconv.Atoi(form[2])
	if err := errors.Join(err, err2); err != nil {
		return shard{}, command.Usagef("--shard: %w", err)
	}
	if part < 1 || part > of {
		return shard{}, command.Usagef("--shard is %s, and there are only the parts 1/%d to %d/%d", text, of, of, of)
	}
	return shard{part, of}, nil
}

// String is i/n.
func (s shard) String() string { return fmt.Sprintf("%d/%d", s.part, s.of) }

// take is the shard's part of the scenarios: they are dealt out like cards, so that all
// shards have as many, but for one, and neighbours, which are much alike, are spread.
func (s shard) take(all []planned) []planned {
	if s.of == 0 {
		return all
	}
	var own []planned
	for i := s.part - 1; i < len(all); i += s.of {
		own = append(own, all[i])
	}
	return own
}

// selection is a file system with nothing but some scenarios in its feature files. The
// others' lines are blank, so that each scenario stays on its line.
type selection struct {
	files fs.FS
	blank map[string]map[int64]bool // lines by file, counted from 1
}

// selectOnly is the selection of the chosen ones among all scenarios of a suite without
// tags.
func selectOnly(suite godog.TestSuite, chosen []planned) (fs.FS, error) {
	untagged := *suite.Options
	untagged.Tags = ""
	suite.Options = &untagged
	found, err := suite.RetrieveFeatures()
	if err != nil {
		return nil, command.Usage{Err: err}
	}
	keep := map[place]bool{}
	for _, c := range chosen {
		keep[c.at] = true
		keep[place{c.at.file, c.heading}] = true
	}
	s := selection{files: suite.Options.FS, blank: map[string]map[int64]bool{}}
	for _, f := range found {
		s.blank[f.Uri] = unwanted(f.Feature, int64(1+bytes.Count(f.Content, []byte("\n"))), func(line int64) bool { return keep[placeAt(f.Uri, line)] })
	}
	return s, nil
}

// unwanted are the lines of the scenarios and rows that are not kept.
func unwanted(feature *messages.Feature, last int64, keep func(line int64) bool) map[int64]bool {
	type block struct {
		from     int64 // with its tags
		scenario *messages.Scenario
	}
	first := func(at *messages.Location, tags []*messages.Tag) int64 {
		line := at.Line
		for _, t := range tags {
			line = min(line, t.Location.Line)
		}
		return line
	}
	var blocks []block
	add := func(background *messages.Background, scenario *messages.Scenario) {
		if background != nil {
			blocks = append(blocks, block{from: background.Location.Line})
		}
		if scenario != nil {
			blocks = append(blocks, block{first(scenario.Location, scenario.Tags), scenario})
		}
	}
	for _, c := range feature.Children {
		add(c.Background, c.Scenario)
		if c.Rule != nil {
			blocks = append(blocks, block{from: first(c.Rule.Location, c.Rule.Tags)})
			for _, inner := range c.Rule.Children {
				add(inner.Background, inner.Scenario)
			}
		}
	}
	slices.SortFunc(blocks, func(a, b block) int { return cmp.Compare(a.from, b.from) })
	blank := map[int64]bool{}
	for i, b := range blocks {
		until := last + 1
		if i+1 < len(blocks) {
			until = blocks[i+1].from
		}
		switch {
		case b.scenario == nil:
		case !keep(b.scenario.Location.Line):
			for line := b.from; line < until; line++ {
				blank[line] = true
			}
		default:
			for _, examples := range b.scenario.Examples {
				for _, row := range examples.TableBody {
					if !keep(row.Location.Line) {
						blank[row.Location.Line] = true
					}
				}
			}
		}
	}
	return blank
}

// Open implements fs.FS.
func (s selection) Open(name string) (fs.File, error) {
	file, err := s.files.Open(name)
	if err != nil || len(s.blank[name]) == 0 {
		return file, err
	}
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	lines := bytes.Split(data, []byte("\n"))
	for i := range lines {
		if s.blank[name][int64(i+1)] {
			lines[i] = nil
		}
	}
	return keptFile{File: file, left: bytes.NewReader(bytes.Join(lines, []byte("\n")))}, nil
}

// keptFile is what is left of a feature file.
type keptFile struct {
	fs.File
	left *bytes.Reader
}

// Read implements fs.File.
func (f keptFile) Read(p []byte) (int, error) { return f.left.Read(p) }

// rerunFile are the scenarios that failed in the last run.
type rerunFile string

// read are the places in the file; none if there is no file, or nothing in it.
func (f rerunFile) read() ([]place, error) {
	data, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, command.Usagef("--rerun-failed: %w", err)
	}
	var places []place
	for i, line := range strings.Split(string(data), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		p, ok := parsePlace(line)
		if !ok {
			return nil, command.Usagef("--rerun-failed: %s:%d: %q is no FILE:LINE", f, i+1, line)
		}
		places = append(places, p)
	}
	return places, nil
}

// among are the scenarios that failed last time. Those of another shard are that one's
// to run.
func (f rerunFile) among(chosen []planned, again []place, part shard) ([]planned, error) {
	if part.of > 0 {
		again = slices.DeleteFunc(again, func(p place) bool { return !has(chosen, p) })
	}
	picked, err := pick(chosen, again)
	if err != nil {
		return nil, command.Usagef("--rerun-failed: %s: %w; delete the file to run all", f, err)
	}
	return picked, nil
}

// has tells whether any of the scenarios begins at a place.
func has(all []planned, p place) bool {
	return slices.ContainsFunc(all, func(s planned) bool { return s.begins(p) })
}

// write keeps the places of the scenarios that failed, and those that other shards have
// written and this run has not met; none if all passed, so that the next run is a whole one.
func (f rerunFile) write(failed []place, ran []planned) error {
	last, err := f.read()
	if err != nil {
		return err
	}
	for _, p := range last {
		if !has(ran, p) {
			failed = append(failed, p)
		}
	}
	slices.SortFunc(failed, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line))
	})
	err = output.Output{Path: string(f)}.Write(nil, func(w io.Writer) error {
		var wrong error
		for _, p := range slices.Compact(failed) {
			_, err := fmt.Fprintln(w, p)
			wrong = errors.Join(wrong, err)
		}
		return wrong
	})
	if err != nil {
		return fmt.Errorf("--rerun-failed: %w", err)
	}
	return nil
}

// parsePlace reads FILE:LINE.
func parsePlace(text string) (place, bool) {
	number := lineNumber.FindString(text)
	if number == "" || number == text {
		return place{}, false
	}
	line, err := strconv.ParseInt(number[1:], 10, 64)
	return placeAt(strings.TrimSuffix(text, number), line), err == nil
}
