package check

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"contractmock/features/client"
)

// maxAttempts is how many smaller requests are tried for one failure.
const maxAttempts = 60

// shrink makes a failed case as small as it can be while it fails in the same way:
// it drops what is not required, and makes values simpler that stay what the case is
// about. The result is then that of the smallest request.
func (r *Runner) shrink(ctx context.Context, result *Result) error {
	attempts := 0
	// smaller keeps a case that fails in the same way.
	smaller := func(c Case) (bool, error) {
		if attempts == maxAttempts {
			return false, nil
		}
		attempts++
		tried, err := r.run(ctx, c)
		for _, left := range tried.Left {
			if !slices.Contains(result.Left, left) {
				result.Left = append(result.Left, left)
			}
		}
		if err != nil || tried.way() != result.way() {
			return false, err
		}
		tried.Left = result.Left
		tried.Dropped, tried.Simplified = result.Dropped, result.Simplified
		*result = tried
		return true, nil
	}
	for _, p := range slices.Backward(result.Case.Parameters) {
		c := result.Case
		c.Parameters = withoutPart(c.Parameters, p)
		dropped := len(result.Case.Parameters) - len(c.Parameters)
		if dropped == 0 {
			continue
		}
		ok, err := smaller(c)
		if err != nil {
			return err
		}
		if ok {
			result.Dropped += dropped
		}
	}
	for i := range result.Case.Parameters {
		for better := true; better; {
			better = false
			for _, value := range simpler(result.Case.Parameters[i].Value) {
				c := result.Case
				c.Parameters = slices.Clone(c.Parameters)
				was := c.Parameters[i]
				c.Parameters[i].Value = value
				if was.From != nil || was.Value == value || !slices.Equal(broken(&c, was), broken(&c, c.Parameters[i])) {
					continue
				}
				ok, err := smaller(c)
				if err != nil {
					return err
				}
				if ok {
					result.Simplified++
					better = true
					break
				}
			}
		}
	}
	return nil
}

// way is how a result fails, "" if it does not: requests that fail in the same way
// are taken for the same failure.
func (r Result) way() string {
	if r.Mismatch == nil {
		return ""
	}
	if r.Mismatch.Kind == silent {
		return silent
	}
	finding := ""
	if len(r.Exchange.Findings) > 0 {
		finding = r.Exchange.Findings[0].ID
	}
	said := gjson.GetManyBytes(r.Exchange.AnswerBody, "errorCode", "message", "error")
	return fmt.Sprint(r.Mismatch.Kind, r.Exchange.Status, finding, said, keys(string(r.Exchange.AnswerBody)))
}

// withoutPart are parameters without one that can be done without, and without what
// is beside it in the smallest object that can be; all of them where a call needs it, or
// the case is about it.
func withoutPart(parameters []Parameter, p Parameter) []Parameter {
	part := p.Name
	if p.field != nil {
		f := p.field
		for f != nil && f.Required {
			f = f.Within
		}
		if f == nil {
			return parameters
		}
		part = f.Name
	}
	inside := func(p Parameter) bool {
		return p.Name == part || strings.HasPrefix(p.Name, part+".") || strings.HasPrefix(p.Name, part+"[")
	}
	if slices.ContainsFunc(parameters, func(p Parameter) bool { return p.Kept && inside(p) }) {
		return parameters
	}
	return slices.DeleteFunc(slices.Clone(parameters), inside)
}

// broken are the keywords that a parameter of a case breaks.
func broken(c *Case, p Parameter) []string {
	if p.field == nil {
		return nil
	}
	at, text := c.sent(p), p.Value
	if at != client.InJSON {
		text = bare(text)
	}
	var keywords []string
	for _, found := range p.field.Broken(at, text) {
		keywords = append(keywords, found.Keyword)
	}
	return keywords
}
