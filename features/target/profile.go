package target

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"contractmock/openapi/nearest"
)

// Schema is the JSON Schema of profiles, for editors. A profile is held against it.
//
//go:embed profile.schema.json
var Schema []byte

//go:embed profiles/*.yaml
var shipped embed.FS

// Profile says where scenarios run, as whom, what may be done there, and in what the
// target is known to deviate.
type Profile struct {
	// Name is what the profile was loaded by.
	Name string `json:"-"`
	// Base is where all APIs are, [InProcess] for a mock of this process, or "" where
	// Bases has each.
	Base string `json:"base"`
	// Bases are where single APIs are.
	Bases map[string]string `json:"bases"`
	// ControlPlane tells that the target is a mock that may be steered; nil is that it
	// cannot.
	ControlPlane *ControlPlane `json:"control-plane"`
	// Cannot are the abilities that the control plane may not be used for.
	Cannot []string `json:"cannot"`
	// ReadOnly forbids operations that may change something.
	ReadOnly bool `json:"readonly"`
	// Personas are what proves people: by API, name and name of the credential.
	Personas map[string]map[string]map[string]string `json:"personas"`
	// Values are what scenarios remember from the beginning.
	Values map[string]string `json:"values"`
	// Headers are sent with every request.
	Headers map[string]string `json:"headers"`
	// Pace is the least time between the beginnings of two requests, Patience the longest
	// that a scenario waits for real, Timeout the longest that a request takes.
	Pace     Duration `json:"pace"`
	Patience Duration `json:"patience"`
	Timeout  Duration `json:"timeout"`
	// TLS is how an https target is trusted.
	TLS TLS `json:"tls"`
	// Deviations are the known ones.
	Deviations []Deviation `json:"deviations"`

	text    *profileText      // nil where there is none
	secrets map[string]string // values that came from the environment, by name
	hide    *strings.Replacer
}

// ControlPlane is how a mock is steered.
type ControlPlane struct {
	// Token is what it wants of who steers it; "" is nothing.
	Token string `json:"token"`
}

// TLS is how an https target is trusted, and who it trusts. Files are PEM.
type TLS struct {
	// CA are the authorities that are trusted, "" for the system's.
	CA string `json:"ca"`
	// Certificate and Key are the client's, "" for none.
	Certificate string `json:"certificate"`
	Key         string `json:"key"`
	// Insecure trusts any certificate.
	Insecure bool `json:"insecure"`
}

// Duration is a length of time that is written as 200ms or 1m30s.
type Duration time.Duration

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Duration) UnmarshalText(text []byte) error {
	length, err := time.ParseDuration(string(text))
	if err != nil || length <= 0 {
		return fmt.Errorf("%q is no length of time; write 200ms or 1m30s", text)
	}
	*d = Duration(length)
	return nil
}

// What holds where a profile says nothing.
const (
	defaultTimeout  = Duration(30 * time.Second)
	defaultPatience = Duration(time.Second)
)

// Profiles are the names of the profiles that come with the harness.
func Profiles() []string {
	files, err := fs.Glob(shipped, "profiles/*.yaml")
	if err != nil {
		return nil // the pattern is a good one
	}
	var names []string
	for _, file := range files {
		file = strings.TrimPrefix(file, "profiles/")
		names = append(names, strings.TrimSuffix(strings.TrimSuffix(file, ".yaml"), ".example"))
	}
	return names
}

// Show is the text of a profile that comes with the harness, for a folder that has its
// schema as profile.schema.json. The error names those that there are.
func Show(name string) ([]byte, error) {
	for _, file := range []string{name + ".yaml", name + ".example.yaml"} {
		if data, err := fs.ReadFile(shipped, "profiles/"+file); err == nil {
			return bytes.Replace(data, []byte("$schema=../"), []byte("$schema="), 1), nil
		}
	}
	return nil, fmt.Errorf("no profile %q comes with the harness%s", name, nearest.Hint(name, Profiles()))
}

// Load is the profile of that name: the URL of a mock, one that comes with the harness,
// or a file. Values in it come from the environment. The error says what is wrong with
// it, by file and line; it never shows such a value.
func Load(name string, env func(name string) (value string, ok bool)) (*Profile, error) {
	if strings.Contains(name, "://") {
		base, err := url.Parse(name)
		if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "" || strings.Trim(base.Path, "/") != "" || base.RawQuery != "" {
			return nil, noTarget(name)
		}
		if base.User != nil { // which reports and lists of processes would show
			return nil, fmt.Errorf("the target %s has a user in it, and passwords do not belong into URLs; write a profile with headers: {Authorization: \"Basic ${…}\"}", base.Redacted())
		}
		p := &Profile{Name: name, Base: base.Scheme + "://" + base.Host, ControlPlane: &ControlPlane{}}
		return p, p.settle()
	}
	if data, err := Show(name); err == nil {
		return ParseProfile(name, data, env)
	}
	data, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !strings.HasSuffix(name, ".yaml") && !strings.HasSuffix(name, ".yml"):
		return nil, noTarget(name)
	case err != nil:
		return nil, fmt.Errorf("the profile cannot be read: %w", err)
	}
	return ParseProfile(name, data, env)
}

func noTarget(name string) error {
	return fmt.Errorf("the target is %q; it can be %s, the URL of a mock such as http://127.0.0.1:4700, or a profile: a file, or one of %s", name, InProcess, nearest.List(Profiles(), "and"))
}

// ParseProfile reads a profile; file is the name it has in errors, and where the files
// that it names are.
func ParseProfile(file string, data []byte, env func(name string) (value string, ok bool)) (*Profile, error) {
	text, err := parseProfile(file, data)
	if err != nil {
		return nil, err
	}
	p := &Profile{Name: file, text: text, secrets: map[string]string{}}
	var missing []error
	filled := text.fill(text.tree, nil, func(name string, at []string) string {
		value, ok := env(name)
		if !ok || value == "" {
			missing = append(missing, text.wrong(at, "the environment has no %s", name))
		}
		p.secrets[name] = value
		return value
	})
	if missing != nil {
		return nil, errors.Join(missing...)
	}
	p.hide = hider(p.secrets, nil)
	for _, name := range []string{"pace", "patience", "timeout"} {
		if length, ok := filled.(map[string]any)[name]; ok {
			if err := new(Duration).UnmarshalText([]byte(length.(string))); err != nil {
				return nil, p.wrong([]string{name}, "%s: %w", name, err)
			}
		}
	}
	raw, err := json.Marshal(filled)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if err := json.Unmarshal(raw, p); err != nil {
		return nil, fmt.Errorf("%s: %s", file, p.Hide(err.Error())) // the error itself may show a secret
	}
	tree, _ := text.tree.(map[string]any)
	if _, ok := tree["control-plane"]; ok && p.ControlPlane == nil {
		p.ControlPlane = &ControlPlane{} // nothing need stand behind the colon
	}
	p.hide = hider(p.secrets, p.literal())
	if err := p.settle(); err != nil {
		return nil, err
	}
	for i := range p.Deviations {
		if err := p.Deviations[i].settle(); err != nil {
			return nil, p.wrong([]string{"deviations", strconv.Itoa(i)}, "%w", err)
		}
		p.Deviations[i].Place = fmt.Sprintf("%s:%d", file, text.line([]string{"deviations", strconv.Itoa(i)}))
	}
	for _, pem := range []*string{&p.TLS.CA, &p.TLS.Certificate, &p.TLS.Key} {
		if *pem != "" && !filepath.IsAbs(*pem) {
			*pem = filepath.Join(filepath.Dir(file), *pem)
		}
	}
	return p, nil
}

// literal are the credentials that stand in the profile itself.
func (p *Profile) literal() []string {
	var all []string
	for _, people := range p.Personas {
		for _, values := range people {
			for _, name := range []string{"token", "secret", "weixin", "app_secret"} {
				all = append(all, values[name])
			}
		}
	}
	if p.ControlPlane != nil {
		all = append(all, p.ControlPlane.Token)
	}
	return slices.DeleteFunc(all, func(value string) bool { return p.Hide(value) != value }) // they have a name
}

// wrong is an error about what stands at a path of the profile, by file and line.
func (p *Profile) wrong(at []string, format string, args ...any) error {
	why := p.Hide(fmt.Errorf(format, args...).Error()) // an error of another may show a secret
	if p.text == nil {
		return fmt.Errorf("%s: %s", p.Name, why)
	}
	return p.text.wrong(at, "%s", why)
}

// settle checks what a schema cannot, and gives what is not said its default.
func (p *Profile) settle() error {
	if p.Base == "" && len(p.Bases) == 0 {
		return p.wrong(nil, "there is no base; it is the URL of all APIs, and bases has one for each")
	}
	if p.Base == InProcess && p.ControlPlane == nil {
		p.ControlPlane = &ControlPlane{}
	}
	if len(p.Cannot) > 0 && p.ControlPlane == nil {
		return p.wrong([]string{"cannot"}, "cannot takes away from a control plane, and there is none; without it a target can do nothing beyond its APIs")
	}
	for _, name := range slices.Sorted(maps.Keys(p.Bases)) {
		if err := checkBase("bases."+name, p.Bases[name]); err != nil {
			return p.wrong([]string{"bases", name}, "%w", err)
		}
	}
	if p.Base != "" && p.Base != InProcess {
		if err := checkBase("base", p.Base); err != nil {
			return p.wrong([]string{"base"}, "%w", err)
		}
	}
	if p.ControlPlane != nil && p.Base == "" {
		return p.wrong([]string{"control-plane"}, "a control plane is at base, and there is none")
	}
	if p.Timeout == 0 {
		p.Timeout = defaultTimeout
	}
	if p.Patience == 0 {
		p.Patience = defaultPatience
	}
	return nil
}

func checkBase(member, value string) error {
	base, err := url.Parse(value)
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "" || base.RawQuery != "" || base.User != nil {
		return fmt.Errorf("%s is %q, and must be a URL such as https://staging.example.com, without query and password", member, value)
	}
	return nil
}

// Hide puts the names of environment variables in the place of their values, wherever
// these stand in a text, and *** in that of tokens and secrets that the profile itself
// has. Values of less than four characters are no secrets.
func (p *Profile) Hide(text string) string {
	if p.hide == nil {
		return text
	}
	return p.hide.Replace(text)
}

// hider replaces values by their names, and literal ones by ***, also as they stand in
// URLs and JSON; longer ones first, since one may be a part of another.
func hider(secrets map[string]string, literal []string) *strings.Replacer {
	type secret struct{ value, name string }
	var all []secret
	add := func(value, name string) {
		quoted, err := json.Marshal(value)
		if err != nil || len(value) < 4 {
			return
		}
		for _, form := range []string{value, url.QueryEscape(value), url.PathEscape(value), strings.Trim(string(quoted), `"`)} {
			all = append(all, secret{form, name})
		}
	}
	for name, value := range secrets {
		add(value, "${"+name+"}")
	}
	for _, value := range literal {
		add(value, "***")
	}
	slices.SortFunc(all, func(a, b secret) int {
		if len(a.value) != len(b.value) {
			return len(b.value) - len(a.value)
		}
		return strings.Compare(a.name+a.value, b.name+b.value)
	})
	var pairs []string
	for _, s := range all {
		pairs = append(pairs, s.value, s.name)
	}
	return strings.NewReplacer(pairs...)
}

// profileText is a profile as it is written.
type profileText struct {
	file string
	body ast.Node
	tree any
}

// Bounds of a profile: none needs more.
const (
	maxProfile = 1 << 20
	maxNesting = 32
)

// parseProfile reads the YAML of a profile and holds it against the schema.
func parseProfile(file string, data []byte) (*profileText, error) {
	if len(data) > maxProfile {
		return nil, fmt.Errorf("%s: a profile has at most %d bytes", file, maxProfile)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	tokens := lexer.Tokenize(string(data))
	deep := 0
	for _, t := range tokens {
		switch t.Type { //nolint:exhaustive // nothing else nests or repeats
		case token.SequenceStartType, token.MappingStartType:
			deep++
		case token.SequenceEndType, token.MappingEndType:
			deep--
		case token.AliasType:
			return nil, fmt.Errorf("%s:%d: a profile has no aliases; write it out", file, t.Position.Line)
		}
		if deep > maxNesting {
			return nil, fmt.Errorf("%s:%d: brackets are nested deeper than %d levels", file, t.Position.Line, maxNesting)
		}
	}
	parsed, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, yamlError(file, err)
	}
	if len(parsed.Docs) == 0 || parsed.Docs[0].Body == nil {
		return nil, fmt.Errorf("%s: the profile is empty", file)
	}
	if len(parsed.Docs) > 1 {
		return nil, fmt.Errorf("%s:%d: a second document begins here; a profile is one", file, parsed.Docs[1].Start.Position.Line)
	}
	text := &profileText{file: file, body: parsed.Docs[0].Body}
	if err := yaml.NodeToValue(text.body, &text.tree); err != nil {
		return nil, yamlError(file, err)
	}
	raw, err := json.Marshal(text.tree)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if text.tree, err = jsonschema.UnmarshalJSON(bytes.NewReader(raw)); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return text, text.check()
}

func yamlError(file string, err error) error {
	var at yaml.Error
	if errors.As(err, &at) && at.GetToken() != nil {
		return fmt.Errorf("%s:%d: %s", file, at.GetToken().Position.Line, at.GetMessage())
	}
	return fmt.Errorf("%s: %w", file, err)
}

var compiled = sync.OnceValues(func() (*jsonschema.Schema, error) {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("profile.schema.json", document); err != nil {
		return nil, err
	}
	return c.Compile("profile.schema.json")
})

// check holds the profile against the schema.
func (t *profileText) check() error {
	schema, err := compiled()
	if err != nil {
		return err
	}
	var wrong *jsonschema.ValidationError
	if !errors.As(schema.Validate(t.tree), &wrong) {
		return nil
	}
	return errors.Join(t.misfits(schema, wrong)...)
}

// misfits are the innermost of a schema's complaints, each with its line.
func (t *profileText) misfits(schema *jsonschema.Schema, e *jsonschema.ValidationError) []error {
	var all []error
	for _, cause := range e.Causes {
		all = append(all, t.misfits(schema, cause)...)
	}
	if all != nil {
		return all
	}
	at := e.InstanceLocation
	if extra, ok := e.ErrorKind.(*kind.AdditionalProperties); ok {
		known := slices.Collect(maps.Keys(within(schema, at).Properties))
		for _, name := range extra.Properties {
			all = append(all, t.wrong(append(slices.Clone(at), name), "there is no %s here%s", name, nearest.Hint(name, known)))
		}
		return all
	}
	why := e.ErrorKind.LocalizedString(message.NewPrinter(language.English))
	if len(at) > 0 {
		why = strings.Join(at, ".") + ": " + why
	}
	return []error{t.wrong(at, "%s", why)}
}

// within is the schema of what stands at a path.
func within(schema *jsonschema.Schema, path []string) *jsonschema.Schema {
	for schema.Ref != nil {
		schema = schema.Ref
	}
	if len(path) == 0 {
		return schema
	}
	further, _ := schema.AdditionalProperties.(*jsonschema.Schema)
	switch {
	case schema.Properties[path[0]] != nil:
		further = schema.Properties[path[0]]
	case schema.Items2020 != nil:
		further = schema.Items2020
	}
	return within(further, path[1:])
}

// variable is where the value of an environment variable goes.
var variable = regexp.MustCompile(`\$\{(\w+)\}`)

// fill is a value with the environment's values in its texts.
func (t *profileText) fill(value any, at []string, resolve func(name string, at []string) string) any {
	switch value := value.(type) {
	case map[string]any:
		filled := make(map[string]any, len(value))
		for _, name := range slices.Sorted(maps.Keys(value)) {
			filled[name] = t.fill(value[name], append(slices.Clone(at), name), resolve)
		}
		return filled
	case []any:
		filled := make([]any, len(value))
		for i := range value {
			filled[i] = t.fill(value[i], append(slices.Clone(at), strconv.Itoa(i)), resolve)
		}
		return filled
	case string:
		return variable.ReplaceAllStringFunc(value, func(slot string) string {
			return resolve(variable.FindStringSubmatch(slot)[1], at)
		})
	default:
		return value
	}
}

// wrong is an error about what stands at a path.
func (t *profileText) wrong(at []string, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", t.file, t.line(at), fmt.Sprintf(format, args...))
}

// line is where a path stands, or as much of it as is written.
func (t *profileText) line(path []string) int {
	node, line := t.body, t.body.GetToken().Position.Line
	for _, step := range path {
		next := ast.Node(nil)
		switch n := node.(type) {
		case *ast.MappingNode:
			for _, member := range n.Values {
				if member.Key.GetToken().Value == step {
					next, line = member.Value, member.Key.GetToken().Position.Line
				}
			}
		case *ast.SequenceNode:
			if i, err := strconv.Atoi(step); err == nil && i < len(n.Values) {
				next, line = n.Values[i], first(n.Values[i])
			}
		}
		if next == nil {
			break
		}
		node = next
	}
	return line
}

// first is the line on which a value begins: of a mapping, its first member.
func first(node ast.Node) int {
	if mapping, ok := node.(*ast.MappingNode); ok && len(mapping.Values) > 0 {
		return mapping.Values[0].Key.GetToken().Position.Line
	}
	return node.GetToken().Position.Line
}
