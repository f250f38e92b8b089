package spec

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// A packed document is what kin has read of it, as a graph of structs: each in the place
// of its first mention, so that references stay references. In front are a digest of the
// file and of kin's types, all texts once, and how many structs there are of each type, so
// that one piece of memory takes them all. Whole numbers are varints.

// Pack returns a document, which Compile must take, in a form that CompilePacked reads in
// a small part of Compile's time. The same document gives the same bytes. The error is
// Compile's, or of a part that has no such form.
func Pack(name, file string, data []byte) ([]byte, error) {
	d, err := Compile(name, file, data)
	if err != nil {
		return nil, err
	}
	packed, err := pack(d.kin, digest(file, data))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be packed: %w", file, err)
	}
	return packed, nil
}

// pack packs what kin has read of the file with this digest.
func pack(kin *openapi3.T, of []byte) ([]byte, error) {
	p := &packer{texts: map[string]uint64{}, seen: map[reflect.Type]map[uintptr]uint64{}}
	p.value(reflect.ValueOf(kin))
	if p.err != nil {
		return nil, p.err
	}
	head := &packer{to: slices.Clone(of)}
	head.uint(uint64(len(p.list)))
	for _, text := range p.list {
		head.uint(uint64(len(text)))
	}
	head.to = append(head.to, strings.Join(p.list, "")...)
	head.uint(uint64(len(p.order)))
	for _, kind := range p.order {
		head.uint(uint64(len(p.seen[kind])))
	}
	return append(head.to, p.to...), nil
}

// CompilePacked is Compile by way of what Pack has returned for the same file. Where
// packed is of another file, or of other types of kin-openapi's, it reads data: what kin
// reads otherwise into the same types is seen by packing anew. The document is then Packed.
func CompilePacked(name, file string, data, packed []byte) (*Document, error) {
	kin, ok := unpack(packed, digest(file, data))
	if !ok {
		return Compile(name, file, data)
	}
	return finished(&Document{Name: name, File: file, Packed: true, kin: kin})
}

// digest says which file a packed document was made from, and for which types of
// kin-openapi's.
func digest(file string, data []byte) []byte {
	sum := sha256.New()
	sum.Write([]byte(layoutOfAll() + file + "\n"))
	sum.Write(data)
	return sum.Sum(nil)
}

// layoutOfAll says how all structs are laid out that a document may have.
var layoutOfAll = sync.OnceValue(func() string {
	var b strings.Builder
	seen := map[reflect.Type]bool{}
	var walk func(kind reflect.Type)
	walk = func(kind reflect.Type) {
		if seen[kind] {
			return
		}
		seen[kind] = true
		switch kind.Kind() { //nolint:exhaustive // the others have no parts
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(kind.Elem())
		case reflect.Struct:
			b.WriteString(kind.String())
			for field := range kind.Fields() {
				b.WriteString(" " + field.Name + " " + field.Type.String())
				if field.IsExported() { // the others are not packed, and may be of Go's own types
					walk(field.Type)
				}
			}
			b.WriteByte('\n')
		}
	}
	walk(reflect.TypeFor[openapi3.T]())
	return b.String()
})

// unpacked are the fields that a packed document leaves out: what kin needs while it
// reads and validates.
var unpacked = []string{"visited", "url", "refPath", "extra"}

// packer writes a packed document.
type packer struct {
	to    []byte
	texts map[string]uint64
	list  []string
	order []reflect.Type                      // the types of structs
	seen  map[reflect.Type]map[uintptr]uint64 // those that pointers lead to, from 0
	err   error
}

func (p *packer) uint(n uint64) { p.to = binary.AppendUvarint(p.to, n) }

func (p *packer) text(text string) {
	at, known := p.texts[text]
	if !known {
		at = uint64(len(p.list))
		p.texts[text], p.list = at, append(p.list, text)
	}
	p.uint(at)
}

// value writes a value of whatever its type allows.
func (p *packer) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		p.text(v.String())
	case reflect.Bool:
		p.uint(packedTruth[v.Bool()])
	case reflect.Int:
		p.uint(uint64(v.Int())) //nolint:gosec // the numbers of lines and columns
	case reflect.Uint64:
		p.uint(v.Uint())
	case reflect.Float64:
		p.to = binary.LittleEndian.AppendUint64(p.to, math.Float64bits(v.Float()))
	case reflect.Pointer:
		p.pointer(v)
	case reflect.Struct:
		p.fields(v)
	case reflect.Slice:
		if p.length(v) {
			for i := range v.Len() {
				p.value(v.Index(i))
			}
		}
	case reflect.Map:
		if p.length(v) {
			keys := v.MapKeys()
			slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
			for _, key := range keys {
				p.text(key.String())
				p.value(v.MapIndex(key))
			}
		}
	case reflect.Interface:
		p.any(v)
	default:
		p.err = cmp.Or(p.err, fmt.Errorf("there is a %s in it", v.Type()))
	}
}

// length writes how long a list or map is, and tells whether it is there.
func (p *packer) length(v reflect.Value) bool {
	if v.IsNil() {
		p.uint(0)
		return false
	}
	p.uint(uint64(v.Len()) + 1) //nolint:gosec // a length is not below 0
	return true
}

func (p *packer) pointer(v reflect.Value) {
	kind := v.Type().Elem()
	switch {
	case v.IsNil():
		p.uint(0)
		return
	case kind.Kind() != reflect.Struct:
		p.uint(1)
		p.value(v.Elem())
		return
	}
	p.kind(kind)
	if at, known := p.seen[kind][v.Pointer()]; known {
		p.uint(at + 2)
		return
	}
	p.uint(1)
	p.seen[kind][v.Pointer()] = uint64(len(p.seen[kind]))
	p.fields(v.Elem())
	switch like := v.Interface().(type) {
	case *openapi3.Paths:
		p.value(reflect.ValueOf(like.Map()))
	case *openapi3.Responses:
		p.value(reflect.ValueOf(like.Map()))
	case *openapi3.Callback:
		p.value(reflect.ValueOf(like.Map()))
	}
}

// kind notes a type of structs when it is first met.
func (p *packer) kind(kind reflect.Type) {
	if p.seen[kind] == nil {
		p.order = append(p.order, kind)
		p.seen[kind] = map[uintptr]uint64{}
	}
}

// fields writes those of a struct's fields that are set, each behind its number.
func (p *packer) fields(v reflect.Value) {
	p.kind(v.Type())
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		switch {
		case value.IsZero(), slices.Contains(unpacked, field.Name), field.Name == "m": // what Map returns
		case !field.IsExported():
			p.err = cmp.Or(p.err, fmt.Errorf("%s.%s of kin-openapi is set", v.Type(), field.Name))
		default:
			p.uint(uint64(i) + 1)
			p.value(value)
		}
	}
	p.uint(0)
}

// What stands in front of a value whose type its place does not tell.
const (
	packedNil = iota
	packedFalse
	packedTrue
	packedText
	packedNumber
	packedList
	packedMap
)

var packedTruth = map[bool]uint64{false: packedFalse, true: packedTrue}

func (p *packer) any(v reflect.Value) {
	switch value := v.Interface().(type) {
	case nil:
		p.uint(packedNil)
	case bool:
		p.uint(packedTruth[value])
	case string:
		p.uint(packedText)
		p.text(value)
	case float64:
		p.uint(packedNumber)
		p.value(v.Elem())
	case []any:
		p.uint(packedList)
		p.value(v.Elem())
	case map[string]any:
		p.uint(packedMap)
		p.value(v.Elem())
	default:
		p.err = cmp.Or(p.err, fmt.Errorf("there is a %T in it", value))
	}
}

// unpacker reads a packed document.
type unpacker struct {
	data  []byte
	at    int // what is read next
	texts []string
	order []packedKind
	kinds map[reflect.Type]*packedKind
}

// packedKind is a type of structs.
type packedKind struct {
	room  reflect.Value // a slice for all that pointers lead to
	count int
	made  int
}

// errPacked is the cause of a panic of unpacker: what is packed cannot be read as this
// program would have it.
var errPacked = errors.New("this is no packed document of these types")

// unpack is the packed document of a file with this digest; false if it is another's.
func unpack(packed, of []byte) (kin *openapi3.T, ok bool) {
	defer func() { ok = recover() == nil && ok }() // errPacked, or what is read beyond the end
	if data, ours := bytes.CutPrefix(packed, of); ours {
		u := &unpacker{data: data, kinds: map[reflect.Type]*packedKind{}}
		u.head()
		u.value(reflect.ValueOf(&kin).Elem())
		ok = u.at == len(u.data)
	}
	return kin, ok
}

func (u *unpacker) head() {
	lengths := make([]int, u.int())
	whole := 0
	for i := range lengths {
		lengths[i] = u.int()
		whole += lengths[i]
	}
	all := string(u.data[u.at : u.at+whole])
	u.at += whole
	u.texts = make([]string, len(lengths))
	for i, length := range lengths {
		u.texts[i], all = all[:length], all[length:]
	}
	u.order = make([]packedKind, u.int())
	for i := range u.order {
		u.order[i].count = u.int()
	}
}

func (u *unpacker) uint() uint64 {
	n, size := binary.Uvarint(u.data[u.at:])
	if size <= 0 {
		panic(errPacked)
	}
	u.at += size
	return n
}

func (u *unpacker) int() int { return int(u.uint()) } //nolint:gosec // what has been an int

func (u *unpacker) text() string { return u.texts[u.uint()] }

func (u *unpacker) float() float64 {
	bits := binary.LittleEndian.Uint64(u.data[u.at:])
	u.at += 8
	return math.Float64frombits(bits)
}

// value reads a value into where it belongs.
func (u *unpacker) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(u.text())
	case reflect.Bool:
		v.SetBool(u.uint() == packedTrue)
	case reflect.Int:
		v.SetInt(int64(u.int()))
	case reflect.Uint64:
		v.SetUint(u.uint())
	case reflect.Float64:
		v.SetFloat(u.float())
	case reflect.Pointer:
		u.pointer(v)
	case reflect.Struct:
		u.fields(v)
	case reflect.Slice:
		if length := u.int(); length > 0 {
			v.Set(reflect.MakeSlice(v.Type(), length-1, length-1))
			for i := range length - 1 {
				u.value(v.Index(i))
			}
		}
	case reflect.Map:
		u.members(v)
	case reflect.Interface:
		if value := u.any(); value != nil {
			v.Set(reflect.ValueOf(value))
		}
	default:
		panic(errPacked)
	}
}

func (u *unpacker) members(v reflect.Value) {
	length := u.int() - 1
	if length < 0 {
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), length))
	key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
	for range length {
		key.SetString(u.text())
		value.SetZero()
		u.value(value)
		v.SetMapIndex(key, value)
	}
}

func (u *unpacker) pointer(v reflect.Value) {
	kind := v.Type().Elem()
	if kind.Kind() != reflect.Struct {
		if u.uint() == 1 {
			v.Set(reflect.New(kind))
			u.value(v.Elem())
		}
		return
	}
	at := u.int()
	if at == 0 {
		return
	}
	k := u.kind(kind)
	if at > 1 {
		v.Set(k.room.Index(at - 2).Addr())
		return
	}
	part := k.room.Index(k.made)
	k.made++
	v.Set(part.Addr())
	u.fields(part)
	switch like := v.Interface().(type) {
	case *openapi3.Paths:
		setAll(u, like.Set)
	case *openapi3.Responses:
		setAll(u, like.Set)
	case *openapi3.Callback:
		setAll(u, like.Set)
	}
}

// setAll reads the members of what is like a map.
func setAll[V any](u *unpacker, set func(key string, value V)) {
	var all map[string]V
	u.value(reflect.ValueOf(&all).Elem())
	for key, value := range all {
		set(key, value)
	}
}

// kind is what is known of a type of structs. The types come in the order in which they
// were first met.
func (u *unpacker) kind(kind reflect.Type) *packedKind {
	if k, known := u.kinds[kind]; known {
		return k
	}
	k := &u.order[len(u.kinds)]
	k.room = reflect.MakeSlice(reflect.SliceOf(kind), k.count, k.count)
	u.kinds[kind] = k
	return k
}

func (u *unpacker) fields(v reflect.Value) {
	u.kind(v.Type())
	for at := u.int(); at > 0; at = u.int() {
		u.value(v.Field(at - 1))
	}
}

func (u *unpacker) any() any {
	switch u.uint() {
	case packedNil:
		return nil
	case packedFalse:
		return false
	case packedTrue:
		return true
	case packedText:
		return u.text()
	case packedNumber:
		return u.float()
	case packedList:
		list := make([]any, u.int()-1)
		for i := range list {
			list[i] = u.any()
		}
		return list
	case packedMap:
		length := u.int() - 1
		members := make(map[string]any, length)
		for range length {
			name := u.text()
			members[name] = u.any()
		}
		return members
	default:
		panic(errPacked)
	}
}
