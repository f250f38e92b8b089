package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

// ErrorCode is one of the codes with which an API says in its answers what failed.
type ErrorCode struct {
	Code int
	// Message is the API's text for it.
	Message string
}

// errorCodes are the document's x-error-codes: texts by code.
func (d *Document) errorCodes() ([]ErrorCode, error) {
	raw, ok := d.kin.Extensions["x-error-codes"]
	if !ok {
		return nil, nil
	}
	said, ok := raw.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s: x-error-codes must be a mapping from codes to texts", d.File)
	}
	var codes []ErrorCode
	for key, value := range said {
		code, err := strconv.Atoi(key)
		message, isText := value.(string)
		if err != nil || !isText || message == "" {
			return nil, fmt.Errorf("%s: x-error-codes must be a mapping from codes to texts; %q: %v is none", d.File, key, value)
		}
		codes = append(codes, ErrorCode{code, message})
	}
	slices.SortFunc(codes, func(a, b ErrorCode) int { return cmp.Compare(a.Code, b.Code) })
	return codes, nil
}
