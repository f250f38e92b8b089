package spec

// AnswerShapes are the shapes of the operation's answers in JSON, by status, nil for those
// that have none.
func (o *Operation) AnswerShapes() map[int]func(body []byte) bool {
	all := map[int]func([]byte) bool{}
	for _, r := range o.Responses {
		content := r.kin.Content.Get("application/json")
		if content == nil || content.Schema == nil {
			continue
		}
		all[r.Status] = nil
		if s := o.document.shapes.of(content.Schema.Value); s != nil {
			all[r.Status] = s.fits
		}
	}
	return all
}

// AnswerMisfits are what the whole check finds in an answer in JSON, without its shape.
func (o *Operation) AnswerMisfits(status int, body []byte) []Finding {
	r, _ := o.Response(status)
	value, err := decodeJSON(body)
	if err != nil {
		return []Finding{{ID: "answer-json", Got: err.Error()}}
	}
	return checkBody(r.kin.Content.Get("application/json").Schema, value)
}

// QuickJSON and SlowJSON are the two ways to read a JSON value.
var QuickJSON, SlowJSON = quickJSON, slowJSON
