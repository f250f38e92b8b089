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
	size := 0
	for _, p := range pairs {
		size += len(p.Name) + 1 + len(p.Value) + len(s.Delimiter)
	}
	var b strings.Builder
	b.Grow(size)
	for i, p := range pairs {
		if i > 0 {
			b.WriteString(s.Delimiter)
		}
		b.WriteString(p.Name)
		b.WriteByte('=')
		b.WriteString(p.Value)
	}
	return b.String()
}

// Sum is the digest of a text and the secret: MD5, as 32 lower-case hexadecimal digits.
func (s Scheme) Sum(text, secret string) string { return Digest(s.Whole(text, secret)) }

// Whole is a text with the secret at its end: what is hashed.
func (s Scheme) Whole(text, secret string) string {
	if text != "" {
		text += s.Delimiter
	}
	return text + s.SecretName + "=" + secret
}

// Digest is the MD5 of a whole text, as 32 lower-case hexadecimal digits.
func Digest(text string) string {
	sum := md5.Sum([]byte(text)) //nolint:gosec // the document says MD5
	return hex.EncodeToString(sum[:])
}

// Fits tells whether a signature that was sent is the digest, in letters of any
// case and whatever line feeds a client has put into it. It takes as long for one
// that is nearly right as for any other.
func Fits(sent, digest string) bool {
	sent = strings.ToLower(strings.ReplaceAll(sent, "\n", ""))
	return subtle.ConstantTimeCompare([]byte(sent), []byte(digest)) == 1
}

// Value is a parameter's value as it is signed.
func Value(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	var b strings.Builder
	write(&b, value)
	return b.String()
}

// write writes a value as JSON: compact, keys sorted, null members left out and null
// elements kept, nothing escaped but what JSON must have and the two line separators
// that JavaScript cannot read.
func write(b *strings.Builder, value any) {
	switch v := value.(type) {
	case map[string]any:
		b.WriteByte('{')
		first := true
		for _, name := range sorted(v) {
			if v[name] == nil {
				continue
			}
			if !first {
				b.WriteByte(',')
			}
			first = false
			quote(b, name)
			b.WriteByte(':')
			write(b, v[name])
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			write(b, item)
		}
		b.WriteByte(']')
	case string:
		quote(b, v)
	case json.Number:
		b.WriteString(number(v.String()))
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case nil:
		b.WriteString("null")
	default:
		panic(fmt.Sprintf("sign: a %T is no JSON value", v))
	}
}

// Quoted is a text as it stands in a nested value, in quotes.
func Quoted(text string) string {
	var b strings.Builder
	quote(&b, text)
	return b.String()
}

// quote writes a text as JSON does.
func quote(b *strings.Builder, s string) {
	const hexDigits = "0123456789abcdef"
	const short, letters = "\"\\\b\f\n\r\t", `"\bfnrt`
	b.WriteByte('"')
	for _, r := range s {
		escape := strings.IndexRune(short, r)
		switch {
		case r > '\\' && r < '\u2028': // most of them
			b.WriteRune(r)
		case escape >= 0:
			b.WriteByte('\\')
			b.WriteByte(letters[escape])
		case r < ' ' || r == '\u2028' || r == '\u2029':
			b.WriteString(`\u`)
			for shift := 12; shift >= 0; shift -= 4 {
				b.WriteByte(hexDigits[r>>shift&0xf])
			}
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
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
