package admin

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// maxListed is about how many bytes of the journal one answer holds.
const maxListed = 8 << 20

// filter is what a request asks of the journal. The specification has checked its
// parameters.
func filter(params spec.Values) (journal.Filter, error) {
	f := journal.Filter{
		Session:   params.Text("session"),
		API:       params.Text("api"),
		Operation: params.Text("operation"),
		Persona:   params.Text("persona"),
		Caller:    params.Text("caller"),
		Method:    params.Text("method"),
		Path:      params.Text("path"),
		Verdict:   params.Text("verdict"),
		Finding:   params.Text("finding"),
		Stage:     params.Text("stage"),
		Table:     params.Text("table"),
		Key:       params.Text("key"),
		Text:      params.Text("text"),
		AtLeast:   time.Duration(params.Int("millis")) * time.Millisecond,
		Since:     params.Int("since"),
		Until:     params.Int("until"),
		Limit:     int(params.Int("limit")),
		Bytes:     maxListed,
	}
	if params.Has("since") && f.Since == 0 {
		f.Since = journal.FromFirst
	}
	if params.Has("control") {
		control := params.Bool("control")
		f.Control = &control
	}
	var err error
	if params.Has("status") {
		f.Status, err = journal.ParseStatuses(params.Text("status"))
	}
	return f, err
}

// knows refuses a filter that names what there is not: it would never find anything.
func (c *control) knows(f journal.Filter) *op.Refusal {
	apis := []string{c.document.Name}
	operations := operationIDs(c.document)
	var tables []string
	for _, api := range c.played() {
		apis = append(apis, api.Document.Name)
		operations = append(operations, operationIDs(api.Document)...)
	}
	for _, schema := range c.schemas() {
		tables = append(tables, schema.Tables()...)
	}
	for _, named := range []struct {
		id, noun, value string
		there           []string
	}{
		{"api-not-found", "API", f.API, apis},
		{"operation-not-found", "operation", f.Operation, operations},
		{"table-not-found", "table", f.Table, tables},
		{"stage-not-found", "stage", f.Stage, c.Stages},
	} {
		if named.value != "" && !slices.Contains(named.there, named.value) {
			return notFound(named.id, "there is no %s %s%s", named.noun, named.value, nearest.Hint(named.value, named.there))
		}
	}
	return nil
}

func operationIDs(document *spec.Document) []string {
	var ids []string
	for _, o := range document.Operations {
		ids = append(ids, o.ID)
	}
	return ids
}

// wanted is the filter of a request, or the refusal that it names what there is not.
func (c *control) wanted(call *op.Call) (journal.Filter, *op.Refusal, error) {
	f, err := filter(call.Params)
	return f, c.knows(f), err
}

// answerWith answers with what is made of the exchanges that a request asks for.
func (c *control) answerWith(call *op.Call, unmatched bool, with func([]journal.Entry) op.Reply) (op.Reply, error) {
	f, unknown, err := c.wanted(call)
	if unknown != nil || err != nil {
		return op.Reply{Refusal: unknown}, err
	}
	f.Unmatched = unmatched
	return with(c.Journal.Find(f)), nil
}

func listed(found []journal.Entry) op.Reply { return op.Reply{Value: found} }

// listRequests serves GET /requests.
func (c *control) listRequests(call *op.Call) (op.Reply, error) {
	return c.answerWith(call, false, listed)
}

// listUnmatched serves GET /requests/unmatched.
func (c *control) listUnmatched(call *op.Call) (op.Reply, error) {
	return c.answerWith(call, true, listed)
}

// exportRequests serves GET /requests/har.
func (c *control) exportRequests(call *op.Call) (op.Reply, error) {
	return c.answerWith(call, false, func(found []journal.Entry) op.Reply {
		return op.Reply{
			Value:  journal.Archive(found, call.BaseURL(), c.Version),
			Header: http.Header{"Content-Disposition": {"attachment; filename=contractmock.har"}},
		}
	})
}

// clearRequests serves DELETE /requests.
func (c *control) clearRequests(call *op.Call) (op.Reply, error) {
	return call.OK(map[string]int{"cleared": c.Journal.Clear(call.Params.Text("session"))})
}

// getRequest serves GET /requests/{id}.
func (c *control) getRequest(call *op.Call) (op.Reply, error) {
	entry, ok := c.Journal.Get(call.Path("id"))
	if !ok {
		return call.Refuse(*notFound("request-not-found", "the journal has no request %s, or has it no longer", call.Path("id")))
	}
	return call.OK(entry)
}

// awaitRequests serves GET /requests/wait: the first exchanges that fit, or none in
// time. It also ends with the server, or when the caller goes.
func (c *control) awaitRequests(call *op.Call) (op.Reply, error) {
	f, unknown, err := c.wanted(call)
	if unknown != nil || err != nil {
		return op.Reply{Refusal: unknown}, err
	}
	reader, ok := c.Journal.Reader(f)
	if !ok {
		return call.Refuse(ErrJournalBusy)
	}
	defer reader.Close()
	seconds, _ := call.Params.Get("timeout").(float64)
	ctx, cancel := context.WithTimeout(call.HTTP.Context(), time.Duration(seconds*float64(time.Second)))
	defer cancel()
	for {
		found, _, err := reader.Read(ctx)
		if err != nil {
			return call.OK([]journal.Entry{})
		}
		if len(found) > 0 {
			return call.OK(found)
		}
	}
}

// heartbeat is after how long without exchange a stream shows that it lives.
const heartbeat = 15 * time.Second

// streamRequests serves GET /requests/stream. What a reconnecting EventSource says wins
// over the address, which is the one that it began with.
func (c *control) streamRequests(call *op.Call) (op.Reply, error) {
	f, unknown, err := c.wanted(call)
	if unknown != nil || err != nil {
		return op.Reply{Refusal: unknown}, err
	}
	if call.Params.Has("Last-Event-ID") {
		f.Since = cmp.Or(call.Params.Int("Last-Event-ID"), journal.FromFirst)
	}
	reader, ok := c.Journal.Reader(f)
	if !ok {
		return call.Refuse(ErrJournalBusy)
	}
	release := func() {}
	if found, ok := c.Sessions.Lookup(f.Session); ok {
		release = found.Hold()
	}
	end := func() { reader.Close(); release() }
	context.AfterFunc(call.HTTP.Context(), end) // even if it never begins
	return op.Reply{
		Type:   "text/event-stream",
		Header: http.Header{"Cache-Control": {"no-store"}, "X-Accel-Buffering": {"no"}},
		Stream: func(ctx context.Context, w io.Writer) error {
			defer end()
			return stream(ctx, w, reader)
		},
	}, nil
}

// stream writes what a reader reads as server-sent events, until the context ends. An
// end is no error.
func stream(ctx context.Context, w io.Writer, reader *journal.Reader) error {
	if _, err := io.WriteString(w, "retry: 1000\n\n"); err != nil {
		return err
	}
	for ctx.Err() == nil {
		beat, cancel := context.WithTimeout(ctx, heartbeat)
		found, dropped, _ := reader.Read(beat) // its error is that nothing came
		cancel()
		var b bytes.Buffer
		if len(found) == 0 {
			b.WriteString(":\n\n")
		}
		if dropped > 0 {
			fmt.Fprintf(&b, "event: dropped\ndata: {\"count\":%d}\n\n", dropped)
		}
		for _, e := range found {
			fmt.Fprintf(&b, "id: %s\ndata: ", e.ID)
			encoder := json.NewEncoder(&b)
			encoder.SetEscapeHTML(false)
			if err := encoder.Encode(e); err != nil {
				return err
			}
			b.WriteString("\n")
		}
		if ctx.Err() == nil {
			if _, err := w.Write(b.Bytes()); err != nil {
				return err
			}
		}
	}
	return nil
}
