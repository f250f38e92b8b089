package client

import (
	"bytes"
	"cmp"
	"crypto/md5" //nolint:gosec // the document says MD5
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"contractmock/openapi/spec"
)

// SignedText is the text whose digest signs the parameters: name=value, sorted by
// name, and the secret as the last pair. Texts stand as they are, other values (nil,
// bool, json.Number, []any, map[string]any) as JSON: compact, names sorted, members
// that are null left out. Time is a parameter like any other, the signature none.
func SignedText(by *spec.Sign, secret string, parameters map[string]any) (string, error) {
	var pairs []string
	for _, name := range inOrder(parameters) {
		if name == by.Parameter {
			continue
		}
		value, ok := parameters[name].(string)
		if !ok {
			var b bytes.Buffer
			if err := compact(&b, parameters[name]); err != nil {
				return "", fmt.Errorf("%s cannot be signed: %w", name, err)
			}
			value = b.String()
		}
		pairs = append(pairs, name+"="+value)
	}
	return strings.Join(append(pairs, by.SecretName+"="+secret), by.Delimiter), nil
}

// Signature is the digest that signs the parameters.
func Signature(by *spec.Sign, secret string, parameters map[string]any) (string, error) {
	if by.Digest != "md5" {
		return "", fmt.Errorf("requests are to be signed with %s (x-sign.digest), and only md5 is known", by.Digest)
	}
	text, err := SignedText(by, secret, parameters)
	sum := md5.Sum([]byte(text)) //nolint:gosec // the document says MD5
	return hex.EncodeToString(sum[:]), err
}

// inOrder are the names of members in the order of their UTF-16 units: the service's,
// which is another one than that of bytes beyond U+FFFF.
func inOrder(members map[string]any) []string {
	return slices.SortedFunc(maps.Keys(members), func(a, b string) int {
		return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
	})
}

// compact writes a value as the JSON that is signed.
func compact(b *bytes.Buffer, value any) error {
	switch v := value.(type) {
	case map[string]any:
		open := "{"
		for _, name := range inOrder(v) {
			if v[name] == nil {
				continue
			}
			b.WriteString(open)
			if err := plain(b, name); err != nil {
				return err
			}
			b.WriteString(":")
			if err := compact(b, v[name]); err != nil {
				return err
			}
			open = ","
		}
		if open == "{" {
			b.WriteString(open)
		}
		b.WriteString("}")
	case []any:
		b.WriteString("[")
		for i, item := range v {
			if i > 0 {
				b.WriteString(",")
			}
			if err := compact(b, item); err != nil {
				return err
			}
		}
		b.WriteString("]")
	case json.Number:
		b.WriteString(decimal(v.String()))
	default:
		return plain(b, v)
	}
	return nil
}

// plain writes a value as JSON without the escapes that are for HTML.
func plain(b *bytes.Buffer, value any) error {
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the encoder ends it with a line feed
	return nil
}

// decimal is a number as the service writes the one it has read, Java's
// BigDecimal.toString: integers and plain decimals as they are, 1e3 as 1E+3.
func decimal(text string) string {
	if !strings.ContainsAny(text, ".eE") {
		return text
	}
	mantissa, power, _ := strings.Cut(strings.ToLower(text), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	unscaled, ok := new(big.Int).SetString(whole+fraction, 10)
	exponent, err := strconv.ParseInt(cmp.Or(power, "0"), 10, 32)
	if !ok || err != nil {
		return text // more than the service can read
	}
	sign, digits := "", unscaled.String()
	if unscaled.Sign() < 0 {
		sign, digits = "-", digits[1:]
	}
	scale := len(fraction) - int(exponent)
	adjusted := len(digits) - 1 - scale
	switch {
	case scale == 0:
		return sign + digits
	case scale > 0 && adjusted >= -6:
		if missing := scale + 1 - len(digits); missing > 0 {
			digits = strings.Repeat("0", missing) + digits
		}
		point := len(digits) - scale
		return sign + digits[:point] + "." + digits[point:]
	}
	if len(digits) > 1 {
		digits = digits[:1] + "." + digits[1:]
	}
	if adjusted == 0 {
		return sign + digits
	}
	return fmt.Sprintf("%s%sE%+d", sign, digits, adjusted)
}
