package mockserver

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"contractmock/mockserver/custom"
	"contractmock/mockserver/op"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// own are the APIs of the user's own specifications. What these have wrong and can be
// used without goes to the log; the error is of one that cannot be used.
func own(options Options) ([]*op.API, error) {
	var apis []*op.API
	taken := map[string]bool{}
	for _, file := range options.Specs {
		base := path.Base(filepath.ToSlash(file))
		name := strings.TrimSuffix(base, path.Ext(base))
		if name == openapi.Admin || name == openapi.Outside || slices.Contains(openapi.APIs(), name) {
			return nil, fmt.Errorf("%s: %s is the name of an API that the mock has; give the file another name", file, name)
		}
		for n, plain := 2, name; taken[name]; n++ {
			name = fmt.Sprintf("%s-%d", plain, n)
		}
		taken[name] = true
		document, err := spec.CompileFile(name, file)
		if err != nil {
			return nil, fmt.Errorf("the specification cannot be used:\n%w", err)
		}
		for _, warning := range document.Warnings {
			options.Log.Warn(warning, "api", name)
		}
		apis = append(apis, custom.New(document, options.Seed))
	}
	return apis, nil
}
