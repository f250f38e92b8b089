package proxy

import (
	"time"

	"contractmock/features/client"
)

// FeatureOf is the feature with a call, and why the call cannot be said, if it cannot.
func FeatureOf(x *client.Exchange) (feature1 []byte, wrong string) {
	s := &scenario{api: x.Operation.API, kept: map[string]int{}}
	s.add(x, staff{}, time.Time{}, DefaultLimit)
	return feature(s.api, []*scenario{s}), s.steps[0].wrong
}

// AsYAML is JSON as a block of YAML.
var AsYAML = asYAML
