package mockserver

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// The headers of RFC 7240.
const (
	headerPrefer  = "Prefer"
	headerApplied = "Preference-Applied"
)

// prefers are the stages at which a request is answered with what its Prefer asks for: a
// failure, or why it cannot be had, before anybody looks at the request; what is no
// failure once its parameters fit. They are nil where it asks for none.
func (x *exchange) prefers() (failure, success op.Stage) {
	values := x.request.HTTP.Header.Values(headerPrefer)
	if x.entry.API == openapi.Admin || len(values) == 0 {
		return nil, nil
	}
	refusing := func(id string, err error) op.Stage {
		return func(*op.Request) (op.Reply, bool) {
			return x.inOwnWords(op.Refusal{ID: id, Message: headerPrefer + ": " + err.Error()})
		}
	}
	wish, applied, err := wished(values)
	switch {
	case err != nil:
		return refusing("prefer-malformed", err), nil
	case applied == "":
		return nil, nil
	}
	sample, err := x.route.operation.Sample(wish, x.seed())
	if err != nil {
		return refusing("prefer-impossible", err), nil
	}
	answer := func(*op.Request) (op.Reply, bool) {
		reply := op.ReplyOf(sample)
		reply.Header.Set(headerApplied, applied)
		why := op.Refusal{ID: "prefer-applied", Message: sample.Title, Bodyless: true}
		return x.instead(why.Because("the answer is the one that %s: %s asks for; nothing was executed", headerPrefer, applied), reply)
	}
	if sample.Status >= http.StatusBadRequest {
		return answer, nil
	}
	x.request.Aside = func(func(*state.Tx)) {} // nothing changes, not even the age of a log-in
	return nil, answer
}

// wished is what Prefer headers ask for (code, example and dynamic), and what
// Preference-Applied then says: "" if they ask for none of these. Other preferences
// are passed over; of one that stands there twice the first counts (RFC 7240).
func wished(values []string) (wish spec.Wish, applied string, err error) {
	all, err := preferences(strings.Join(values, ","))
	if err != nil {
		return wish, "", err
	}
	var said []string
	seen := map[string]bool{}
	for _, p := range all {
		name := strings.ToLower(p.name)
		if seen[name] {
			continue
		}
		seen[name] = true
		switch name {
		case "code":
			wish.Status, err = strconv.Atoi(p.value)
			if err != nil || wish.Status < 100 || wish.Status > 599 {
				return wish, "", fmt.Errorf("code is a status from 100 to 599, such as code=404, not %q", clipped(p.value))
			}
		case "example":
			if wish.Example = p.value; wish.Example == "" {
				return wish, "", errors.New("example is the name of an example, such as example=success")
			}
		case "dynamic":
			switch strings.ToLower(p.value) {
			case "", "true":
				p.value, wish.Dynamic = "true", true
			case "false":
			default:
				return wish, "", fmt.Errorf("dynamic is true or false, not %q", clipped(p.value))
			}
		default:
			continue
		}
		said = append(said, name+"="+word(p.value))
	}
	if wish == (spec.Wish{}) {
		return wish, "", nil
	}
	return wish, strings.Join(said, ", "), nil
}

// preference is one preference of a Prefer header, without its parameters.
type preference struct{ name, value string }

// preferences reads the value of a Prefer header (RFC 7240, section 2). The error says
// where it is none.
func preferences(header string) ([]preference, error) {
	var all []preference
	for s := (scanner{header}); ; {
		s.skip(" \t,")
		if s.rest == "" {
			return all, nil
		}
		p, err := s.preference()
		if err != nil {
			return nil, err
		}
		all = append(all, p)
		for s.skip(" \t"); s.take(";"); s.skip(" \t") {
			s.skip(" \t")
			if s.rest == "" || strings.ContainsRune(";,", rune(s.rest[0])) {
				continue // a parameter may be left out
			}
			if _, err := s.preference(); err != nil {
				return nil, err
			}
		}
		if s.rest != "" && s.rest[0] != ',' {
			return nil, fmt.Errorf("what begins with %q stands where a comma should; write code=404, example=success, dynamic=true", clipped(s.rest))
		}
	}
}

// scanner reads what is left of a header from its beginning.
type scanner struct{ rest string }

// skip skips what is one of the characters.
func (s *scanner) skip(characters string) { s.rest = strings.TrimLeft(s.rest, characters) }

// take skips a text if it comes next, and tells whether it does.
func (s *scanner) take(text string) (ok bool) {
	s.rest, ok = strings.CutPrefix(s.rest, text)
	return ok
}

// token reads what a token is made of (RFC 9110); "" if none comes next.
func (s *scanner) token() string {
	end := strings.IndexFunc(s.rest, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
	if end < 0 {
		end = len(s.rest)
	}
	token := s.rest[:end]
	s.rest = s.rest[end:]
	return token
}

// preference reads a name and its value: a token, or a text in quotes.
func (s *scanner) preference() (p preference, err error) {
	if p.name = s.token(); p.name == "" {
		return p, fmt.Errorf("%q begins with no name; write code=404, example=success, dynamic=true", clipped(s.rest))
	}
	s.skip(" \t")
	if !s.take("=") {
		return p, nil
	}
	s.skip(" \t")
	if !s.take(`"`) {
		p.value = s.token()
		return p, nil
	}
	var b strings.Builder
	for s.rest != "" {
		c := s.rest[0]
		s.rest = s.rest[1:]
		switch {
		case c == '"':
			p.value = b.String()
			return p, nil
		case c == '\\' && s.rest != "":
			c, s.rest = s.rest[0], s.rest[1:]
		}
		b.WriteByte(c)
	}
	return p, fmt.Errorf("the value of %s has no quote at its end", p.name)
}

// word is a value as a header has it: in quotes unless it is a token.
func word(value string) string {
	s := scanner{value}
	if value != "" && s.token() == value {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

// clipped is the beginning of a text, for a message.
func clipped(text string) string {
	const most = 20
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
