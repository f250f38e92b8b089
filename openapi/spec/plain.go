package spec

import (
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	yaml "github.com/oasdiff/yaml3"
	"github.com/tidwall/gjson"
)

// loadPlain reads a document of OpenAPI 3.0 that is one file of plain YAML: without aliases, tags and
// keys that are no text. What it makes is what load makes, places included, in half the
// time, since kin reads YAML by way of a generic value and of JSON, and the places as
// part of that value. It is false for any other document, also for one with anything
// wrong, for load to tell what.
func (f *files) loadPlain(file string) (*openapi3.T, bool) {
	data, err := f.whole(file)
	if err != nil || json.Valid(data) {
		return nil, false
	}
	root := top(f.root(file))
	if version := child(root, "openapi"); version == nil || !strings.HasPrefix(version.Value, "3.0.") {
		return nil, false
	}
	text, ok := appendJSON(make([]byte, 0, len(data)), root)
	if !ok {
		return nil, false
	}
	loader := openapi3.NewLoader()
	loader.ReadFromURIFunc = func(*openapi3.Loader, *url.URL) ([]byte, error) { return nil, errClosed }
	location := &url.URL{Path: file}
	kin, err := loader.LoadFromDataWithPath(text, location)
	if err != nil {
		return nil, false
	}
	places{file: location.String()}.of(reflect.ValueOf(kin), &yaml.Node{Line: root.Line, Column: root.Column}, root)
	return kin, true
}

// appendJSON appends a value of YAML as JSON; false if that is not plain.
func appendJSON(to []byte, value *yaml.Node) ([]byte, bool) {
	ok := value.Style&yaml.TaggedStyle == 0
	switch value.Kind { //nolint:exhaustive // nothing else is plain
	case yaml.MappingNode:
		to = append(to, '{')
		for i := 0; i+1 < len(value.Content) && ok; i += 2 {
			if i > 0 {
				to = append(to, ',')
			}
			key := value.Content[i]
			if ok = key.Kind == yaml.ScalarNode && (key.Tag == "!!str" || key.Tag == "!!int" && plainNumber(key.Value)); ok {
				to = append(gjson.AppendJSONString(to, key.Value), ':')
				to, ok = appendJSON(to, value.Content[i+1])
			}
		}
		return append(to, '}'), ok
	case yaml.SequenceNode:
		to = append(to, '[')
		for i := 0; i < len(value.Content) && ok; i++ {
			if i > 0 {
				to = append(to, ',')
			}
			to, ok = appendJSON(to, value.Content[i])
		}
		return append(to, ']'), ok
	case yaml.ScalarNode:
		switch value.Tag {
		case "!!str", "!!timestamp":
			return gjson.AppendJSONString(to, value.Value), ok
		case "!!null":
			return append(to, "null"...), ok
		case "!!int", "!!float":
			return append(to, value.Value...), ok && plainNumber(value.Value)
		case "!!bool":
			return append(to, value.Value...), ok && (value.Value == "true" || value.Value == "false")
		}
	}
	return to, false
}

// plainNumber tells whether a number of YAML is the same in JSON.
func plainNumber(text string) bool { return json.Valid([]byte(text)) }

// places gives the parts of what kin has read their places in a file, as kin does with
// YAML: where the key stands that a part is the value of, and where its own keys do.
type places struct{ file string }

// of goes through a part and what YAML says of it, which is the value of a key.
func (p places) of(part reflect.Value, key, value *yaml.Node) {
	for part.Kind() == reflect.Pointer {
		if part.IsNil() {
			return
		}
		switch like := part.Interface().(type) {
		case *openapi3.Paths:
			p.members(reflect.ValueOf(like.Map()), value)
		case *openapi3.Responses:
			p.members(reflect.ValueOf(like.Map()), value)
		case *openapi3.Callback:
			p.members(reflect.ValueOf(like.Map()), value)
		}
		part = part.Elem()
	}
	switch part.Kind() { //nolint:exhaustive // nothing else has parts
	case reflect.Struct:
		if value.Kind == yaml.MappingNode {
			p.object(part, key, value)
		}
	case reflect.Map:
		p.members(part, value)
	case reflect.Slice:
		for i := 0; i < part.Len() && i < len(value.Content) && value.Kind == yaml.SequenceNode; i++ {
			if item := value.Content[i]; item.Kind == yaml.MappingNode && len(item.Content) > 0 {
				p.of(part.Index(i), item.Content[0], item)
			}
		}
	}
}

// object gives a struct its place, and goes through its fields.
func (p places) object(part reflect.Value, key, value *yaml.Node) {
	layout := layoutOf(part.Type())
	if layout.origin != nil {
		part.FieldByIndex(layout.origin).Set(reflect.ValueOf(p.origin(key, value)))
	}
	if layout.ref >= 0 && part.Field(layout.ref).String() != "" { // its value has a place of its own
		return
	}
	for _, at := range layout.inner {
		p.of(part.Field(at), key, value)
	}
	for i := 0; i+1 < len(value.Content); i += 2 {
		if at, ok := layout.fields[value.Content[i].Value]; ok {
			p.of(part.Field(at), value.Content[i], value.Content[i+1])
		}
	}
}

// members goes through the values of a map.
func (p places) members(all reflect.Value, value *yaml.Node) {
	if value.Kind != yaml.MappingNode || all.Type().Elem().Kind() != reflect.Pointer {
		return
	}
	for i := 0; i+1 < len(value.Content); i += 2 {
		if part := all.MapIndex(reflect.ValueOf(value.Content[i].Value)); part.IsValid() {
			p.of(part, value.Content[i], value.Content[i+1])
		}
	}
}

func (p places) origin(key, value *yaml.Node) *openapi3.Origin {
	origin := &openapi3.Origin{
		Key:    &openapi3.Location{File: p.file, Line: key.Line, Column: key.Column, Name: key.Value},
		Fields: make(openapi3.FieldLocations, 0, len(value.Content)/2),
	}
	for i := 0; i+1 < len(value.Content); i += 2 {
		field := value.Content[i]
		origin.Fields = append(origin.Fields, openapi3.Location{File: p.file, Line: field.Line, Column: field.Column, Name: field.Value})
	}
	return origin
}

// layout is where a struct of kin's has what.
type layout struct {
	origin []int          // nil if it has none; it may be that of an embedded struct
	ref    int            // -1 if it has none
	inner  []int          // of pointers to what stands in its place
	fields map[string]int // by their names in documents
}

var layouts sync.Map // of layout by reflect.Type

func layoutOf(t reflect.Type) layout {
	if known, ok := layouts.Load(t); ok {
		return known.(layout)
	}
	s := layout{ref: -1, fields: map[string]int{}}
	if field, ok := t.FieldByName("Origin"); ok && field.Type == reflect.TypeFor[*openapi3.Origin]() {
		s.origin = field.Index
	}
	for i := range t.NumField() {
		field := t.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case !field.IsExported():
		case field.Name == "Ref":
			s.ref = i
		case name == "" && field.Type.Kind() == reflect.Pointer && (field.Name == "Value" || field.Name == "Schema"):
			s.inner = append(s.inner, i)
		case name != "" && name != "-":
			s.fields[name] = i
		}
	}
	layouts.Store(t, s)
	return s
}
