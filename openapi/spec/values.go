package spec

// Values are the parameters of a request that fit their rules, in their types:
// int64, float64, bool, string, []any or map[string]any.
type Values struct {
	values   map[string]any
	defaults map[string]any
}

// Has tells whether a parameter was sent, with a value that counts.
func (v Values) Has(name string) bool {
	_, ok := v.values[name]
	return ok
}

// Get is the value of a parameter, or its default; nil if it has neither.
func (v Values) Get(name string) any {
	if value, ok := v.values[name]; ok {
		return value
	}
	return v.defaults[name]
}

// Int is the value of an integer parameter, or its default, or 0.
func (v Values) Int(name string) int64 {
	n, _ := v.Get(name).(int64)
	return n
}

// Text is the value of a string parameter, or its default, or "".
func (v Values) Text(name string) string {
	s, _ := v.Get(name).(string)
	return s
}

// Texts is the value of a parameter that is a list of texts, or nil.
func (v Values) Texts(name string) []string {
	list, _ := v.Get(name).([]any)
	var texts []string
	for _, item := range list {
		if text, ok := item.(string); ok {
			if texts == nil {
				texts = make([]string, 0, len(list))
			}
			texts = append(texts, text)
		}
	}
	return texts
}

// Bool is the value of a boolean parameter, or its default, or false.
func (v Values) Bool(name string) bool {
	b, _ := v.Get(name).(bool)
	return b
}
