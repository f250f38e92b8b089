package spec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Input is what a request brought, read once and not yet interpreted.
type Input struct {
	// Path are the values of the path's parameters.
	Path map[string]string
	// Query and Form are the pairs in the order in which they were sent.
	Query, Form []Pair
	// JSON is the decoded body, with numbers as json.Number; HasJSON tells whether
	// there was one.
	JSON    any
	HasJSON bool
	// Header is the request's.
	Header http.Header
	// Body is the body's bytes.
	Body []byte
	// Malformed says why the body cannot be read as what its Content-Type says;
	// nil if it can, or is not looked at.
	Malformed *Finding
}

// Pair is one name and value of a query or form.
type Pair struct {
	Name, Value string
	// Malformed pairs have a bad percent-encoding, or one of something else than
	// UTF-8; what of the two cannot be decoded is as it was sent.
	Malformed bool
}

// Pairs reads a query or form without losing its order, repetitions or what is
// malformed in it.
func Pairs(raw string) []Pair {
	var pairs []Pair
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		decodedName, err1 := url.QueryUnescape(name)
		decodedValue, err2 := url.QueryUnescape(value)
		if err1 != nil || err2 != nil || !utf8.ValidString(decodedName+decodedValue) {
			if err1 == nil && utf8.ValidString(decodedName) { // a name can be read although its value cannot
				name = decodedName
			}
			pairs = append(pairs, Pair{name, value, true})
			continue
		}
		pairs = append(pairs, Pair{decodedName, decodedValue, false})
	}
	return pairs
}

// Read takes a request apart: path is what the router found, body what was read
// of the body. The body is decoded only if the operation takes one.
func (o *Operation) Read(r *http.Request, path map[string]string, body []byte) Input {
	in := Input{Path: path, Query: Pairs(r.URL.RawQuery), Header: r.Header, Body: body}
	if len(body) == 0 || !slices.Contains(o.bodies, inJSON) && !slices.Contains(o.bodies, inForm) {
		return in
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if errors.Is(err, mime.ErrInvalidMediaParameter) { // the type itself can be read
		err = nil
	}
	switch place := bodyPlace(media); {
	case err == nil && place == inForm && slices.Contains(o.bodies, inForm):
		in.Form = Pairs(string(body))
	case (err == nil && place == inJSON || r.Header.Get("Content-Type") == "") && slices.Contains(o.bodies, inJSON):
		value, err := decodeJSON(body)
		if err != nil {
			in.Malformed = &Finding{ID: "body-malformed", At: "body", Got: "a body that is no JSON: " + err.Error()}
			break
		}
		in.JSON, in.HasJSON = value, true
	case err == nil && place == "" && slices.Contains(o.mediaTypes(), media): // taken as it is
	default:
		in.Malformed = &Finding{ID: "body-content-type", At: "Content-Type", Got: quote(r.Header.Get("Content-Type")), Want: strings.Join(o.mediaTypes(), " or ")}
	}
	return in
}

// maxNesting is how deep a JSON value may be nested.
const maxNesting = 1000

// decodeJSON reads one JSON value, its numbers as they are written. Unlike
// json.Unmarshal it refuses what readers may disagree about: members that are
// there twice, what follows the value, and bytes that are no UTF-8.
func decodeJSON(data []byte) (any, error) {
	if value, ok := quickJSON(data); ok {
		return value, nil
	}
	return slowJSON(data)
}

// slowJSON is decodeJSON with words for what is wrong.
func slowJSON(data []byte) (any, error) {
	if !utf8.Valid(data) {
		return nil, errors.New("it is no UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	value, err := nextValue(decoder, maxNesting)
	if err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the JSON value")
	}
	return value, nil
}

// quickJSON is a JSON value as decodeJSON reads it. Where ok is false, it may still be one.
func quickJSON(data []byte) (value any, ok bool) {
	decoder := decoders.Get().(*jsontext.Decoder)
	defer decoders.Put(decoder)
	decoder.Reset(bytes.NewBuffer(data))
	if value, ok = quickNext(decoder, maxNesting); !ok {
		return nil, false
	}
	_, err := decoder.ReadToken()
	return value, errors.Is(err, io.EOF)
}

// quickNext is the decoder's next value, nested at most so deep.
func quickNext(decoder *jsontext.Decoder, deep int) (value any, ok bool) {
	token, err := decoder.ReadToken()
	if err != nil || deep == 0 {
		return nil, false
	}
	switch token.Kind() {
	case '{':
		object := map[string]any{}
		for decoder.PeekKind() == '"' {
			name, err := decoder.ReadToken()
			if err != nil {
				return nil, false
			}
			text := name.String()
			if object[text], ok = quickNext(decoder, deep-1); !ok {
				return nil, false
			}
		}
		end, err := decoder.ReadToken()
		return object, err == nil && end.Kind() == '}'
	case '[':
		list := []any{}
		for decoder.PeekKind() != ']' {
			item, ok := quickNext(decoder, deep-1)
			if !ok {
				return nil, false
			}
			list = append(list, item)
		}
		_, err := decoder.ReadToken()
		return list, err == nil
	case '"':
		return token.String(), true
	case '0':
		return json.Number(token.String()), true
	case 't', 'f':
		return token.Bool(), true
	case 'n':
		return nil, true
	default:
		return nil, false
	}
}

// nextValue is the value that begins with the decoder's next token, nested at most
// so deep.
func nextValue(decoder *json.Decoder, deep int) (any, error) {
	if deep == 0 {
		return nil, fmt.Errorf("it is nested deeper than %d levels", maxNesting)
	}
	token, err := decoder.Token()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		list := []any{}
		for decoder.More() {
			item, err := nextValue(decoder, deep-1)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err = decoder.Token()
		return list, err
	case json.Delim('{'):
		object := map[string]any{}
		for decoder.More() {
			key, err := decoder.Token()
			if err != nil {
				return nil, err
			}
			name := key.(string) // the decoder lets nothing else begin a member
			if _, twice := object[name]; twice {
				return nil, fmt.Errorf("the member %s is there twice", quote(name))
			}
			if object[name], err = nextValue(decoder, deep-1); err != nil {
				return nil, err
			}
		}
		_, err = decoder.Token()
		return object, err
	default:
		return token, nil
	}
}

func (o *Operation) mediaTypes() []string {
	var media []string
	if o.kin.RequestBody != nil {
		for m := range o.kin.RequestBody.Value.Content {
			media = append(media, m)
		}
	}
	slices.Sort(media)
	return media
}
