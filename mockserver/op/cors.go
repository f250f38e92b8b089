package op

import (
	"net/http"
	"strings"
)

// AnyOrigin sets the headers that let browsers of every origin call without
// credentials (T25, L46): the methods, and request headers beyond the usual ones.
func AnyOrigin(methods string, headers ...string) func(request *http.Request, answer http.Header) {
	allowed := strings.Join(append([]string{"Content-Type", "Authorization", "X-Requested-With", "Mock-Session", "Prefer"}, headers...), ", ")
	return func(_ *http.Request, answer http.Header) {
		answer.Set("Access-Control-Allow-Origin", "*")
		answer.Set("Access-Control-Allow-Headers", allowed)
		answer.Set("Access-Control-Allow-Methods", methods)
		answer.Set("Access-Control-Max-Age", "86400")
		answer.Set("Access-Control-Expose-Headers", "Mock-Diagnosis")
	}
}
