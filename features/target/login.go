package target

import (
	"encoding/json"
	"slices"

	"contractmock/features/client"
	"contractmock/openapi/spec"
)

// ending are the operations that end a log-in: that of the caller, or, if parameter is
// not "", an earlier one of the persona whose credential that parameter is.
var ending = map[string]struct{ parameter string }{
	"chaoqer.logOut": {},
	"chaoqer.logIn":  {parameter: "mobile"},
}

// Ends is [Cannot] where a call would end a log-in that the profile has, which nobody
// could make again: without sessions every other scenario and case has the same one.
func (w *World) Ends(as *client.Credentials, operation *spec.Operation, parameters []client.Parameter) error {
	end, ok := ending[operation.API+"."+operation.ID]
	if !ok || w.target.profile.ControlPlane != nil {
		return nil
	}
	own := func(values map[string]string) bool {
		return as != nil && values["token"] == as.Values["token"]
	}
	if end.parameter != "" {
		own = func(values map[string]string) bool {
			value := values[end.parameter]
			return value != "" && values["token"] != "" && slices.ContainsFunc(parameters, func(p client.Parameter) bool {
				var text string
				return p.Name == end.parameter && (p.Value == value || json.Unmarshal([]byte(p.Value), &text) == nil && text == value)
			})
		}
	}
	for name, values := range w.target.profile.Personas[operation.API] {
		if own(values) {
			return cannot("%s.%s would end the log-in that the profile has of %s, and all others need it", operation.API, operation.ID, name)
		}
	}
	return nil
}
