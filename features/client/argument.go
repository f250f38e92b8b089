package client

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// ParseParameter reads a parameter as a command line has it: name=value, or name:=JSON
// for a value that is JSON whatever the parameter's type. A value @file is what read
// gives for that file, without the line feed at its end, and a lone - what it gives
// for "-", the standard input. A backslash in front of such a value, and of any
// backslashes before it, lets it stand for itself; every other value is taken as it is.
func ParseParameter(argument string, read func(file string) ([]byte, error)) (Parameter, error) {
	name, value, ok := strings.Cut(argument, "=")
	if !ok {
		return Parameter{}, fmt.Errorf("%q is no parameter; write name=value, or name:=JSON", argument)
	}
	p := Parameter{Name: name, Value: value}
	p.Name, p.JSON = strings.CutSuffix(name, ":")
	if p.Name == "" {
		return Parameter{}, fmt.Errorf("%q lacks the parameter's name; write name=value, or name:=JSON", argument)
	}
	file, fromFile := strings.CutPrefix(value, "@")
	if value == "-" {
		file, fromFile = value, true
	}
	switch bare := strings.TrimLeft(value, `\`); {
	case fromFile:
		content, err := read(file)
		if err != nil {
			return Parameter{}, fmt.Errorf("the value of %s cannot be read: %w", p.Name, err)
		}
		if !utf8.Valid(content) {
			return Parameter{}, fmt.Errorf("the value of %s in %s is no UTF-8 text", p.Name, file)
		}
		p.Value = strings.TrimSuffix(strings.TrimSuffix(string(content), "\n"), "\r")
	case bare != value && (bare == "-" || strings.HasPrefix(bare, "@")):
		p.Value = value[1:]
	}
	if p.JSON && !json.Valid([]byte(p.Value)) {
		return Parameter{}, fmt.Errorf("the value of %s is no JSON: %s; write a text as %s=…", p.Name, shortened(p.Value), p.Name)
	}
	return p, nil
}

// shortened is the beginning of a text, for a message.
func shortened(text string) string {
	const most = 60
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
