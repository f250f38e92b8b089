package steps

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/cucumber/godog"
	"github.com/tidwall/gjson"

	"contractmock/features/client"
)

func (w *world) strangerCallsWithBody(operation string, text *godog.DocString) error {
	return w.callWithBody("", operation, text)
}

// callWithBody calls an operation with the members of a JSON object as parameters, or
// with other JSON as the whole body.
func (w *world) callWithBody(persona, name string, text *godog.DocString) error {
	operation, _, as, err := w.prepare(persona, name, nil)
	if err != nil {
		return err
	}
	content, err := w.recallJSON(text.Content)
	if err != nil {
		return err
	}
	if err := validJSON("the body", content); err != nil {
		return err
	}
	manner := w.how()
	var parameters []client.Parameter
	if gjson.Parse(content).IsObject() {
		parameters = membersOf(content)
	} else {
		manner.Body = []byte(content)
	}
	return w.send(operation, parameters, as, manner)
}

// membersOf are the members of a JSON object as parameters, in their order.
func membersOf(object string) []client.Parameter {
	var parameters []client.Parameter
	gjson.Parse(object).ForEach(func(name, value gjson.Result) bool {
		parameters = append(parameters, client.Parameter{Name: name.String(), Value: value.Raw, Member: true})
		return true
	})
	return parameters
}

// validJSON says where a text that a scenario has is no JSON.
func validJSON(what, text string) error {
	var value json.RawMessage
	err := json.Unmarshal([]byte(text), &value)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line := 1 + strings.Count(text[:min(int(syntax.Offset), len(text))], "\n")
		return fmt.Errorf("%s is no JSON: line %d: %w\n%s", what, line, err, text)
	}
	return err
}

// recallJSON puts what is remembered in the place of its name in a JSON text: a text
// without its quotes, and escaped, so that they are to be written around the braces.
func (w *world) recallJSON(text string) (string, error) {
	return w.replaced(text, func(value string) string {
		if bare := gjson.Parse(value); bare.Type == gjson.String {
			quoted := encode(bare.String())
			return quoted[1 : len(quoted)-1]
		}
		return value
	})
}
