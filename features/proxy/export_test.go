package proxy

import (
	"time"

	"contractmock/features/client"
)

// FeatureOf is the feature with a call, and why the call cannot be said, if it cannot.
func FeatureOf(x *client.Exchange) (feature1 []byte, wrong string) {
	s := &scenario{api: x.Operation.API, kept: map[string]int{}}
	s.add(x, staff{}, time.Time{}, DefaultLimit, func(int) bool { return true })
	return feature(s.api, []*scenario{s}), s.steps[0].wrong
}

// AsYAML is JSON as a block of YAML.
var AsYAML = asYAML

// Afford lets a recorder keep so many bytes.
func (r *Recorder) Afford(bytes int) { r.budget = bytes }
