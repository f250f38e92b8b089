package spec

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
)

// JSON is the document as JSON in one piece, for tools that read OpenAPI: what it refers
// to in other files is in it, and its one server is the path below which the mock has it.
func (d *Document) JSON() ([]byte, error) {
	kin := *d.kin
	if len(d.Files) > 1 {
		joined, err := d.joined()
		if err != nil {
			return nil, err
		}
		kin = *joined
	}
	kin.Servers = openapi3.Servers{{URL: cmp.Or(d.Base, "/")}}
	text, err := json.Marshal(&kin)
	if err != nil {
		return nil, fmt.Errorf("%s: the document cannot be written as JSON: %w", d.File, err)
	}
	return text, nil
}

// ReadJSON reads one JSON value as [Operation.Read] reads bodies: numbers are as they are
// written ([json.Number]), and what readers may disagree about is refused.
func ReadJSON(data []byte) (any, error) { return decodeJSON(data) }

// joined reads a document anew and moves what it refers to in other files into it: in the
// one that requests are checked against, references cannot be moved.
func joined(sources *files, file string) (*openapi3.T, error) {
	kin, err := sources.load(file)
	if err != nil {
		return nil, sources.place(err)
	}
	kin.InternalizeRefs(context.Background(), nil)
	return kin, nil
}
