package spec

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// placed is why a document cannot be loaded, as "file:line: why". kin tells the line
// of some errors only, and of a syntax error not always the right one.
func placed(file string, data []byte, err error) error {
	why := plainly(err)
	if origin := originOf(err); origin != nil {
		return fmt.Errorf("%s:%d: %s", file, lineIn(origin, err, why), why)
	}
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			return fmt.Errorf("%s:%d: this is no UTF-8; save the file as such", file, i+1)
		}
	}
	parsed, syntax := parser.ParseBytes(data, 0)
	var at yaml.Error
	if errors.As(syntax, &at) && at.GetToken() != nil {
		return fmt.Errorf("%s:%d: %s", file, at.GetToken().Position.Line, at.GetMessage())
	}
	if told := yamlLine.FindStringSubmatch(why); told != nil {
		return fmt.Errorf("%s:%s: %s", file, told[1], told[2])
	}
	var lines []int
	if syntax == nil {
		lines = candidates(parsed, err, why)
	}
	switch len(lines) {
	case 0:
		return fmt.Errorf("%s:1: %s", file, why)
	case 1:
		return fmt.Errorf("%s:%d: %s", file, lines[0], why)
	default:
		others := strings.Trim(fmt.Sprint(lines[1:min(len(lines), maxCandidates)]), "[]")
		return fmt.Errorf("%s:%d: %s; it may also be line %s", file, lines[0], why, others)
	}
}

// maxCandidates is how many lines are named where it may be any of them.
const maxCandidates = 4

var (
	// yamlLine is how kin's YAML reader tells a line.
	yamlLine = regexp.MustCompile(`(?s)^yaml: (?:unmarshal errors:\s*)?line (\d+): (.*)$`)
	// wrongType is how it tells that a value is of another type than its keyword takes.
	wrongType = regexp.MustCompile(`cannot unmarshal (\w+) into (?:field (?:[\w.]*\.)?(\w+) of type|value of type) (\S+)`)
	// quoted is what an error quotes, such as the text of a $ref.
	quoted = regexp.MustCompile(`"([^"]+)"`)
	// before is what stands before the reason.
	before = regexp.MustCompile(`(?s)^failed to unmarshal data: json error: .*?, yaml error: (?:error converting YAML to JSON: |error unmarshaling JSON: while decoding JSON: )*`)
)

// maxReason is how many bytes of kin's reason are told: it may show whole schemas.
const maxReason = 300

// plainly is kin's reason on one line, without the Go types that it came by.
func plainly(err error) string {
	why := before.ReplaceAllString(err.Error(), "")
	if told := wrongType.FindStringSubmatch(why); told != nil {
		kinds := map[string]string{"string": "a text", "number": "a number", "bool": "true or false", "array": "a list", "object": "a mapping"}
		if told[2] == "" {
			return fmt.Sprintf("this is no OpenAPI document: it is %s, not a mapping", kinds[told[1]])
		}
		return fmt.Sprintf("%s: it cannot be %s", told[2], kinds[told[1]])
	}
	if len(why) > maxReason {
		why = strings.ToValidUTF8(why[:maxReason], "") + "…"
	}
	return strings.Join(strings.Fields(why), " ")
}

// originOf is where the innermost of kin's errors that knows it arose, nil if none
// does. Some thirty types of them have it, as a field.
func originOf(err error) (found *openapi3.Origin) {
	for ; err != nil; err = errors.Unwrap(err) {
		v := reflect.Indirect(reflect.ValueOf(err))
		if v.Kind() != reflect.Struct || !v.FieldByName("Origin").IsValid() {
			continue
		}
		if origin, ok := v.FieldByName("Origin").Interface().(*openapi3.Origin); ok && origin != nil && origin.Key != nil {
			found = origin
		}
	}
	return found
}

// lineIn is the line of the member that the reason names, or that of the whole.
func lineIn(origin *openapi3.Origin, err error, why string) int {
	words := strings.FieldsFunc(why, func(r rune) bool { return strings.ContainsRune(` '"[]:,`, r) })
	if pattern := (*openapi3.SchemaPatternRegexError)(nil); errors.As(err, &pattern) {
		words = append(words, "pattern") // its reason is that of the expression alone
	}
	for _, word := range slices.Backward(words) { // what is wrong comes after where it is
		if at, ok := origin.Fields.Lookup(word); ok {
			return at.Line
		}
	}
	return origin.Key.Line
}

// candidates are the lines that an error without place may be about, none if nothing
// tells.
func candidates(parsed *ast.File, err error, why string) []int {
	if told := wrongType.FindStringSubmatch(err.Error()); told != nil && told[2] != "" {
		return linesOf(parsed, func(n *ast.MappingValueNode) bool {
			return n.Key.String() == told[2] && kindOf(n.Value) == told[1]
		})
	}
	for _, told := range quoted.FindAllStringSubmatch(why, -1) {
		if lines := linesOf(parsed, func(n *ast.MappingValueNode) bool {
			text, ok := n.Value.(*ast.StringNode)
			return ok && text.Value == told[1]
		}); lines != nil {
			return lines
		}
	}
	place := (&yaml.PathBuilder{}).Root()
	var path *openapi3.PathValidationError
	var operation *openapi3.OperationValidationError
	if errors.As(err, &path) {
		place = place.Child("paths").Child(path.Path)
	}
	if errors.As(err, &operation) {
		place = place.Child(strings.ToLower(operation.Method))
	}
	if node, err := place.Build().FilterFile(parsed); err == nil && node != nil && path != nil {
		if mapping, ok := node.(*ast.MappingNode); ok && len(mapping.Values) > 0 {
			return []int{mapping.Values[0].Key.GetToken().Position.Line - 1}
		}
		return []int{node.GetToken().Position.Line}
	}
	return nil
}

// linesOf are the lines of the members that fit.
func linesOf(parsed *ast.File, fits func(*ast.MappingValueNode) bool) (lines []int) {
	for _, doc := range parsed.Docs {
		if doc.Body == nil {
			continue
		}
		for _, node := range ast.Filter(ast.MappingValueType, doc.Body) {
			if member, ok := node.(*ast.MappingValueNode); ok && fits(member) {
				lines = append(lines, member.Key.GetToken().Position.Line)
			}
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// kindOf is what JSON calls the kind of a node.
func kindOf(node ast.Node) string {
	switch node.Type() {
	case ast.StringType, ast.LiteralType:
		return "string"
	case ast.IntegerType, ast.FloatType:
		return "number"
	case ast.BoolType:
		return "bool"
	case ast.SequenceType:
		return "array"
	case ast.MappingType, ast.MappingValueType:
		return "object"
	default:
		return strconv.Itoa(int(node.Type()))
	}
}
