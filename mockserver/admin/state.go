package admin

import (
	"errors"
	"net/http"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/nearest"
)

// audit serves GET /audit.
func (c *control) audit(call *op.Call) (op.Reply, error) {
	problems := state.Problems{}
	for _, api := range c.APIs() {
		if api.Schema != nil {
			problems = append(problems, api.Schema.Audit(call.Tx)...)
		}
	}
	return call.OK(map[string]state.Problems{"problems": problems})
}

// listTables serves GET /state/{api}.
func (c *control) listTables(call *op.Call) (op.Reply, error) {
	api, missing := c.api(call.Path("api"))
	if missing != nil {
		return call.Refuse(*missing)
	}
	type result struct {
		Table  string   `json:"table"`
		Rows   int      `json:"rows"`
		Fields []string `json:"fields"`
	}
	results := []result{}
	for _, name := range api.Schema.Tables() {
		table, _ := api.Schema.Table(name)
		results = append(results, result{name, table.Len(call.Tx), table.Fields()})
	}
	return call.OK(results)
}

// table is the table that the path names, and its schema, or the refusal that
// there is none.
func (c *control) table(call *op.Call) (state.Rows, *state.Schema, *op.Refusal) {
	api, missing := c.api(call.Path("api"))
	if missing != nil {
		return nil, nil, missing
	}
	name := call.Path("table")
	table, ok := api.Schema.Table(name)
	if !ok {
		return nil, nil, notFound("table-not-found", "the %s API has no table %s%s", api.Document.Name, name, nearest.Hint(name, api.Schema.Tables()))
	}
	if table.Secret() {
		call.Hide(call.Path("key"))
	}
	return table, api.Schema, nil
}

// listRows serves GET /state/{api}/{table}.
func (c *control) listRows(call *op.Call) (op.Reply, error) {
	table, _, missing := c.table(call)
	if missing != nil {
		return call.Refuse(*missing)
	}
	limit := int(call.Params.Int("limit"))
	rows, keys := table.Listing(call.Tx, call.Params.Text("after"), limit)
	var next *string
	if len(rows) == limit {
		next = &keys[limit-1]
	}
	return call.OK(map[string]any{"rows": rows, "keys": keys, "total": table.Len(call.Tx), "next": next})
}

// getRow serves GET /state/{api}/{table}/{key}.
func (c *control) getRow(call *op.Call) (op.Reply, error) {
	table, _, missing := c.table(call)
	if missing != nil {
		return call.Refuse(*missing)
	}
	row, ok := table.Lookup(call.Tx, call.Path("key"))
	if !ok {
		return call.Refuse(*noRow(call))
	}
	return call.OK(row)
}

func noRow(call *op.Call) *op.Refusal {
	return notFound("row-not-found", "%s.%s has no row %s in session %s", call.Path("api"), call.Path("table"), call.Path("key"), call.Session)
}

// putRow serves PUT /state/{api}/{table}/{key}.
func (c *control) putRow(call *op.Call) (op.Reply, error) {
	return c.write(call, func(table state.Rows) (any, error) {
		return table.PutJSON(call.Tx, call.Path("key"), call.Input.Body, call.Now())
	})
}

// patchRow serves PATCH /state/{api}/{table}/{key}.
func (c *control) patchRow(call *op.Call) (op.Reply, error) {
	return c.change(call, func(table state.Rows) (any, error) {
		return table.PatchJSON(call.Tx, call.Path("key"), call.Input.Body, call.Now())
	})
}

// deleteRow serves DELETE /state/{api}/{table}/{key}.
func (c *control) deleteRow(call *op.Call) (op.Reply, error) {
	reply, err := c.change(call, func(table state.Rows) (any, error) {
		table.Remove(call.Tx, call.Path("key"))
		return nil, nil
	})
	if err == nil && reply.Refusal == nil {
		reply = op.Reply{Status: http.StatusNoContent, Bare: true}
	}
	return reply, err
}

// change is write for a row that must be there.
func (c *control) change(call *op.Call, do func(table state.Rows) (any, error)) (op.Reply, error) {
	table, _, missing := c.table(call)
	if missing == nil {
		if _, ok := table.Lookup(call.Tx, call.Path("key")); !ok {
			missing = noRow(call)
		}
	}
	if missing != nil {
		return call.Refuse(*missing)
	}
	return c.write(call, do)
}

// write changes a table, and refuses the change if the audit finds anything wrong
// afterwards: types, uniqueness, references.
func (c *control) write(call *op.Call, do func(table state.Rows) (any, error)) (op.Reply, error) {
	table, schema, missing := c.table(call)
	if missing != nil {
		return call.Refuse(*missing)
	}
	row, err := do(table)
	problems := schema.Audit(call.Tx)
	if err != nil && !errors.As(err, &problems) {
		return op.Reply{}, err
	}
	for _, key := range problems.SecretKeys(schema) {
		call.Hide(key)
	}
	if len(problems) > 0 {
		refusal := op.Refusal{ID: "row-refused", Status: http.StatusUnprocessableEntity, Message: problems.Error()}
		return op.Reply{Refusal: &refusal, Value: problems}, nil
	}
	return call.OK(row)
}
