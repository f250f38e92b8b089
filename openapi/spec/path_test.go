package spec_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/openapi"
	"contractmock/openapi/spec"
)

func TestAPathGivesItsParametersTheirValues(t *testing.T) {
	t.Parallel()
	d, err := spec.Compile("rooms", "rooms.yaml", []byte(`openapi: 3.0.3
info: {title: Rooms, version: "1"}
paths:
  /rooms/{room}/guests/{guest}:
    parameters:
      - {name: guest, in: path, required: true, schema: {type: string, pattern: '^(a|b)+$'}}
      - {name: room, in: path, required: true, schema: {type: string}}
    get:
      operationId: guest
      responses: {"200": {description: ok}}
`))
	if err != nil {
		t.Fatal(err)
	}
	o, _ := d.Operation("guest")
	for path, want := range map[string]map[string]string{
		"/rooms/7/guests/aba":           {"room": "7", "guest": "aba"},
		"/rooms/%E5%9C%88%2F1/guests/a": {"room": "圈/1", "guest": "a"},
		"/rooms/%zz/guests/b":           {"room": "%zz", "guest": "b"},
		"/rooms/7/guests/c":             nil,
		"/rooms/7/guests/a/more":        nil,
		"/rooms/7/8/guests/a":           nil,
	} {
		got, ok := o.PathValues(path)
		if diff := cmp.Diff(want, got); diff != "" || ok != (want != nil) {
			t.Errorf("%s: %v\n%s", path, ok, diff)
		}
	}
}

func TestTheLeavesOfAParameterAreWhatACallCanSay(t *testing.T) {
	t.Parallel()
	leaves := func(api, operation, parameter string) (names []string) {
		d, err := openapi.Document(api)
		if err != nil {
			t.Fatal(err)
		}
		o, _ := d.Operation(operation)
		for _, p := range o.Parameters {
			if p.Name == parameter {
				for _, leaf := range p.Leaves() {
					names = append(names, leaf.Name)
				}
			}
		}
		return names
	}
	if got := leaves("tickets", "getTicket", "uid"); !cmp.Equal(got, []string{"uid"}) {
		t.Error(got)
	}
	if got := leaves("lexiang", "listEvents", "filter"); !cmp.Equal(got[:1], []string{"filter[ended_at][since]"}) {
		t.Error(got)
	}
	if got := leaves("lexiang", "createEvent", "data"); !cmp.Equal(got[:1], []string{"data.attributes.attend_end_at"}) {
		t.Error(got)
	}
}
