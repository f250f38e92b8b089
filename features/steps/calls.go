package steps

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"
	"github.com/tidwall/gjson"

	"contractmock/features/client"
	"contractmock/openapi/spec"
)

func (w *world) calls(persona, operation string) error { return w.call(persona, operation, nil) }

func (w *world) strangerCalls(operation string) error { return w.call("", operation, nil) }

func (w *world) strangerCallsWith(operation string, table *godog.Table) error {
	return w.call("", operation, table)
}

// call calls an operation and holds the answer against the specification.
func (w *world) call(persona, name string, table *godog.Table) error {
	operation, parameters, as, err := w.prepare(persona, name, table)
	if err != nil {
		return err
	}
	return w.send(operation, parameters, as, w.how())
}

// send makes a call that may be repeated, and holds the answer against the specification.
func (w *world) send(operation *spec.Operation, parameters []client.Parameter, as *client.Credentials, manner client.Manner) error {
	r := &repetition{operation, func() (*client.Exchange, error) {
		return w.there.Call(w.ctx, as, operation, parameters, manner)
	}}
	x, err := r.call()
	if err != nil {
		return err
	}
	w.repeat = r
	return w.check(x)
}

// how is how calls are made.
func (w *world) how() client.Manner {
	manner := w.manner
	manner.Header = w.header
	return manner
}

func (w *world) prepare(persona, name string, table *godog.Table) (*spec.Operation, []client.Parameter, *client.Credentials, error) {
	operation, err := client.Find(w.api, strings.Trim(name, `"`))
	if err != nil {
		return nil, nil, nil, err
	}
	var parameters []client.Parameter
	if table != nil {
		if parameters, err = w.parameters(table); err != nil {
			return nil, nil, nil, err
		}
	}
	if persona == "" {
		return operation, parameters, nil, nil
	}
	as, err := w.credentials(operation.API, persona)
	return operation, parameters, as, err
}

// check fails the step if the answer breaks the specification.
func (w *world) check(x *client.Exchange) error {
	found := w.unknown(x)
	if len(found) == 0 {
		return nil
	}
	var lines []string
	for _, f := range found {
		lines = append(lines, f.ID+": "+f.String())
	}
	return w.failf("the answer breaks the specification:\n  %s", strings.Join(lines, "\n  "))
}

func (w *world) sendHeader(name, value string) error {
	value, err := w.recall(value)
	if err != nil {
		return err
	}
	w.header[http.CanonicalHeaderKey(name)] = []string{value}
	return nil
}

func (w *world) leaveHeader(name string) { w.header[http.CanonicalHeaderKey(name)] = nil }

func (w *world) sendRaw(text *godog.DocString) error {
	content, err := w.recall(text.Content)
	if err != nil {
		return err
	}
	head, body, _ := strings.Cut(content, "\n\n")
	lines := strings.Split(head, "\n")
	method, path, ok := strings.Cut(lines[0], " ")
	if !ok {
		return fmt.Errorf("a request begins with a method and a target, such as GET /v1/status/getTicket, not with %q", lines[0])
	}
	header := w.header.Clone()
	for _, line := range lines[1:] {
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return fmt.Errorf("%q is no header; write Name: value", line)
		}
		header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	x, err := w.there.Raw(w.ctx, method, path, header, []byte(body))
	if err != nil {
		return err
	}
	return w.check(x)
}

func (w *world) readsAll(persona, operation string) error {
	return w.readsAllWith(persona, operation, nil)
}

// maxPages is where reading gives up: a list that never ends is wrong.
const maxPages = 1000

func (w *world) readsAllWith(persona, name string, table *godog.Table) error {
	operation, parameters, as, err := w.prepare(persona, name, table)
	if err != nil {
		return err
	}
	pages := operation.Pages
	if pages == nil {
		return fmt.Errorf("%s does not say how its pages are read (x-pages)", operation.ID)
	}
	items := []json.RawMessage{}
	read := map[string]bool{} // cursors
	next := "1"
	if pages.Cursor != "" {
		next = ""
	}
	for page := 1; page <= maxPages; page++ {
		asked := slices.Clone(parameters)
		if next != "" {
			asked = append(asked, client.Parameter{Name: pages.Parameter, Value: next})
		}
		x, err := w.there.Call(w.ctx, as, operation, asked, w.how())
		if err != nil {
			return err
		}
		if err := w.check(x); err != nil {
			return err
		}
		if ok, why := x.Succeeded(); !ok {
			return w.failf("page %d could not be read: %s", page, why)
		}
		rows := gjson.GetBytes(x.AnswerBody, pages.Items).Array()
		if len(rows) == 0 {
			return w.collected(x, items, page-1)
		}
		for _, row := range rows {
			items = append(items, json.RawMessage(row.Raw))
		}
		if pages.Cursor == "" {
			next = strconv.Itoa(page + 1)
			continue
		}
		next = rows[len(rows)-1].Get(pages.Cursor).String()
		switch {
		case next == "":
			return w.failf("the last row of page %d has no %s, which is the cursor of the next page", page, pages.Cursor)
		case read[next]:
			return w.failf("page %d ends with the cursor %s, as one before it did, so that reading would never end", page, next)
		}
		read[next] = true
	}
	return w.failf("after %d pages there are still more", maxPages)
}

// collected makes what was read the last answer.
func (w *world) collected(x *client.Exchange, items []json.RawMessage, pages int) error {
	body, err := json.Marshal(map[string]any{"items": items, "pages": pages})
	if err != nil {
		return err
	}
	all := *x
	all.AnswerBody = body
	w.last = &all
	return nil
}

func (w *world) logsIn(persona string) error {
	persona = strings.Trim(persona, `"`)
	if _, err := w.credentials(w.api, persona); err != nil {
		return err
	}
	issued, err := w.there.LogIn(w.ctx, w.api, persona)
	if err != nil {
		return err
	}
	w.proves(issued)
	return nil
}

func (w *world) usesTokenOf(persona, other string) error {
	own, err := w.credentials(w.api, persona)
	if err != nil {
		return err
	}
	others, err := w.credentials(w.api, other)
	if err != nil {
		return err
	}
	mixed := *own
	mixed.Values = maps.Clone(own.Values)
	mixed.Values["token"] = others.Values["token"]
	w.proves(mixed)
	return nil
}

// logsInWithWeChat does what a browser does, from the page that asks for the login to
// the cookie (C75).
func (w *world) logsInWithWeChat(persona string) error {
	if err := w.there.Authorizes(); err != nil {
		return err
	}
	as, err := w.credentials(w.api, persona)
	if err != nil {
		return err
	}
	asked, err := w.there.Raw(w.ctx, http.MethodGet, "/h5/club/1", http.Header{"Accept": {"text/html"}}, nil)
	if err != nil {
		return err
	}
	page, err := url.Parse(asked.AnswerHeader.Get("Location"))
	if err != nil || asked.Status != http.StatusFound {
		return w.failf("a browser that opens an H5 page was not sent to the authorization page")
	}
	form := url.Values{"state": {page.Query().Get("state")}, "uid": {as.Values["uid"]}}
	chosen, err := w.there.Raw(w.ctx, http.MethodPost, page.Path, http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, []byte(form.Encode()))
	if err != nil {
		return err
	}
	cookie, err := http.ParseSetCookie(chosen.AnswerHeader.Get("Set-Cookie"))
	if err != nil || chosen.Status != http.StatusSeeOther {
		return w.failf("the authorization page did not send the browser back with a cookie")
	}
	w.header["Cookie"] = []string{cookie.Name + "=" + cookie.Value}
	return nil
}

func (w *world) rememberLogIn(persona string) error {
	values := map[string]string{}
	for _, of := range []struct{ name, path string }{{"uid", "result.uid"}, {"token", "result.accessToken"}, {"secret", "result.accessSecret"}} {
		got, err := w.member(of.path)
		if err != nil {
			return err
		}
		values[of.name] = got.String()
	}
	w.proves(client.Credentials{API: w.api, Persona: persona, Values: values})
	return nil
}

func (w *world) goesBack(persona string) error {
	key := w.api + "." + persona
	if len(w.people[key]) < 2 {
		return errors.New(persona + " has not logged in again, so that there is no token before")
	}
	w.people[key] = w.people[key][:len(w.people[key])-1]
	return nil
}
