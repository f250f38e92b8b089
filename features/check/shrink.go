package check

import (
	"context"
	"slices"

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
		if err != nil || tried.Mismatch == nil || tried.Mismatch.Kind != result.Mismatch.Kind {
			return false, err
		}
		tried.Dropped, tried.Simplified = result.Dropped, result.Simplified
		*result = tried
		return true, nil
	}
	for i := len(result.Case.Parameters) - 1; i >= 0; i-- {
		c := result.Case
		if p := c.Parameters[i]; p.Kept || p.field != nil && (p.field.Required || p.field.Parameter.Places[0] == "path") {
			continue
		}
		c.Parameters = slices.Delete(slices.Clone(c.Parameters), i, i+1)
		ok, err := smaller(c)
		if err != nil {
			return err
		}
		if ok {
			result.Dropped++
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
