package sign

import (
	"cmp"
	"crypto/md5" //nolint:gosec // the document says MD5
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Scheme is how the pairs of a text are put together.
type Scheme struct {
	// Delimiter stands between the pairs.
	Delimiter string
	// SecretName is the name of the last pair, whose value is the secret.
	SecretName string
}

// Text is the parameters as one text: name=value, sorted by name, joined with the
// delimiter. Texts stand as they are; JSON values (json.Number, bool, nil, []any,
// map[string]any) as their JSON text. The secret is not in it.
func (s Scheme) Text(parameters map[string]any) string { return s.Join(Pairs(parameters)) }

// Pair is a parameter as it is signed.
type Pair struct{ Name, Value string }

// Pairs are the parameters in the order in which they are signed.
func Pairs(parameters map[string]any) []Pair {
	pairs := make([]Pair, 0, len(parameters))
	for _, name := range sorted(parameters) {
		pairs = append(pairs, Pair{name, Value(parameters[name])})
	}
	return pairs
}

// Join is the pairs, in their order, as one text.
func (s Scheme) Join(pairs []Pair) string {
	var short [512]byte
	return string(s.Append(short[:0], pairs, nil))
}

// Append appends the pairs, in their order, as one text. As says with which value a
// pair stands in it, and whether it does; nil leaves them as they are.
func (s Scheme) Append(to []byte, pairs []Pair, as func(Pair) (value string, in bool)) []byte {
	first := true
	for _, p := range pairs {
		value, in := p.Value, true
		if as != nil {
			value, in = as(p)
		}
		if !in {
			continue
		}
		if !first {
			to = append(to, s.Delimiter...)
		}
		first = false
		to = append(append(append(to, p.Name...), '='), value...)
	}
	return to
}

// Sum is the digest of a text and the secret: MD5, as 32 lower-case hexadecimal digits.
func (s Scheme) Sum(text, secret string) string { return Digest(s.Whole(text, secret)) }

// Whole is a text with the secret at its end: what is hashed.
func (s Scheme) Whole(text, secret string) string {
	var short [512]byte
	return string(s.AppendSecret(append(short[:0], text...), secret))
}

// AppendSecret makes a text a whole one, as [Scheme.Whole] does.
func (s Scheme) AppendSecret(text []byte, secret string) []byte {
	if len(text) > 0 {
		text = append(text, s.Delimiter...)
	}
	return append(append(append(text, s.SecretName...), '='), secret...)
}

// Digest is the MD5 of a whole text, as 32 lower-case hexadecimal digits.
func Digest(text string) string {
	sum := md5.Sum([]byte(text)) //nolint:gosec // the document says MD5
	return hex.EncodeToString(sum[:])
}

// Signature is one that was sent, read once to be held against any number of texts.
type Signature struct {
	sum    [md5.Size]byte
	digest bool // it is one at all
}

// Read reads a signature: a digest in letters of any case, with whatever line feeds a
// client has put into it. Of anything else no text has the signature.
func Read(sent string) (s Signature) {
	digits := strings.ReplaceAll(sent, "\n", "")
	if len(digits) == hex.EncodedLen(md5.Size) {
		_, err := hex.Decode(s.sum[:], []byte(digits))
		s.digest = err == nil
	}
	return s
}

// Of tells whether it is the signature of a whole text. It takes as long for one that
// is nearly right as for any other.
func (s Signature) Of(whole []byte) bool {
	sum := md5.Sum(whole) //nolint:gosec // the document says MD5
	return subtle.ConstantTimeCompare(s.sum[:], sum[:]) == 1 && s.digest
}

// Value is a parameter's value as it is signed.
func Value(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case json.Number:
		return number(v.String())
	}
	var short [256]byte
	return string(write(short[:0], value))
}

// write appends a value as JSON: compact, keys sorted, null members left out and null
// elements kept, nothing escaped but what JSON must have and the two line separators
// that JavaScript cannot read.
func write(to []byte, value any) []byte {
	switch v := value.(type) {
	case map[string]any:
		to = append(to, '{')
		first := true
		for _, name := range sorted(v) {
			if v[name] == nil {
				continue
			}
			if !first {
				to = append(to, ',')
			}
			first = false
			to = append(quote(to, name), ':')
			to = write(to, v[name])
		}
		return append(to, '}')
	case []any:
		to = append(to, '[')
		for i, item := range v {
			if i > 0 {
				to = append(to, ',')
			}
			to = write(to, item)
		}
		return append(to, ']')
	case string:
		return quote(to, v)
	case json.Number:
		return append(to, number(v.String())...)
	case bool:
		return strconv.AppendBool(to, v)
	case nil:
		return append(to, "null"...)
	default:
		panic(fmt.Sprintf("sign: a %T is no JSON value", v))
	}
}

// Quoted is a text as it stands in a nested value, in quotes.
func Quoted(text string) string {
	var short [256]byte
	return string(quote(short[:0], text))
}

// quote appends a text as JSON does.
func quote(to []byte, s string) []byte {
	const hexDigits = "0123456789abcdef"
	const short, letters = "\"\\\b\f\n\r\t", `"\bfnrt`
	to = append(to, '"')
	for _, r := range s {
		escape := -1
		if r <= '\\' {
			escape = strings.IndexRune(short, r)
		}
		switch {
		case escape >= 0:
			to = append(to, '\\', letters[escape])
		case r < ' ' || r == '\u2028' || r == '\u2029':
			to = append(to, `\u`...)
			for shift := 12; shift >= 0; shift -= 4 {
				to = append(to, hexDigits[r>>shift&0xf])
			}
		default:
			to = utf8.AppendRune(to, r)
		}
	}
	return append(to, '"')
}

// sorted are the names in the order of their UTF-16 code units, as Java and
// JavaScript sort texts. Names that are no UTF-8 and the same there are sorted by
// their bytes.
func sorted(members map[string]any) []string {
	names := slices.AppendSeq(make([]string, 0, len(members)), maps.Keys(members))
	var units map[string][]uint16 // of the names whose bytes say nothing about the order
	for _, name := range names {
		if strings.ContainsFunc(name, func(r rune) bool { return r >= surrogates }) {
			if units == nil {
				units = map[string][]uint16{}
			}
			units[name] = utf16.Encode([]rune(name))
		}
	}
	if units == nil {
		slices.Sort(names)
		return names
	}
	slices.SortFunc(names, func(a, b string) int {
		if units[a] == nil || units[b] == nil {
			return strings.Compare(a, b)
		}
		return cmp.Or(slices.Compare(units[a], units[b]), strings.Compare(a, b))
	})
	return names
}

// surrogates is from where on the order of code units is not that of the characters,
// nor of their bytes.
const surrogates = 0xd800

// number is a JSON number as Java's BigDecimal writes it: as it was sent, but an
// exponent is written E+3 or E-7, small or large numbers are scientific, and zero has
// no sign. Numbers beyond BigDecimal are written as they were sent.
func number(text string) string {
	mantissa, exponentText, _ := strings.Cut(strings.ToLower(text), "e")
	exponent, err := strconv.ParseInt(exponentText, 10, 32)
	if err != nil && exponentText != "" {
		return text
	}
	sign := ""
	if strings.HasPrefix(mantissa, "-") {
		sign, mantissa = "-", mantissa[1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	scale := len(fraction) - int(exponent)
	digits := strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		digits, sign = "0", ""
	}
	// The exponent of the first digit.
	adjusted := len(digits) - 1 - scale
	switch {
	case scale >= 0 && adjusted >= -6:
		return sign + plain(digits, scale)
	case len(digits) == 1:
		return sign + digits + scientific(adjusted)
	default:
		return sign + digits[:1] + "." + digits[1:] + scientific(adjusted)
	}
}

func plain(digits string, scale int) string {
	if scale == 0 {
		return digits
	}
	if missing := scale + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) - scale
	return digits[:point] + "." + digits[point:]
}

func scientific(exponent int) string {
	if exponent >= 0 {
		return "E+" + strconv.Itoa(exponent)
	}
	return "E" + strconv.Itoa(exponent)
}
