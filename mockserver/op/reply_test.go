package op_test

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver/op"
)

func TestRepliesWithoutEnvelope(t *testing.T) {
	t.Parallel()
	picture := bytes.Repeat([]byte("\xff\xd8\xff\xe0"), 5<<20/4)
	redirect := http.Header{"Location": {"/h5/club/1?x=a&y=b"}, "Set-Cookie": {"chaoqer_wx_code=1; Path=/; HttpOnly"}}
	for _, c := range []struct {
		name  string
		reply op.Reply
		want  op.Answer
		ok    bool
	}{
		{"a 401 without body", op.Reply{Status: 401, Bare: true}, op.Answer{Status: 401, Header: http.Header{}}, true},
		{"a redirect with a cookie", op.Reply{Status: 303, Bare: true, Header: redirect}, op.Answer{Status: 303, Header: redirect}, true},
		{
			"five megabytes of JPEG",
			op.Reply{Type: "image/jpeg", Body: picture},
			op.Answer{Status: 200, Header: http.Header{"Content-Type": {"image/jpeg"}}, Body: picture},
			true,
		},
		{
			"an empty file, with a header of its own",
			op.Reply{Status: 206, Type: "text/plain", Body: []byte{}, Header: http.Header{"Content-Type": {"x"}, "Etag": {`"1"`}}},
			op.Answer{Status: 206, Header: http.Header{"Content-Type": {"text/plain"}, "Etag": {`"1"`}}, Body: []byte{}},
			true,
		},
		{"a value, which needs an envelope", op.Reply{Value: 1}, op.Answer{}, false},
		{"nothing at all, which may be a value too", op.Reply{}, op.Answer{}, false},
		{"a refusal, which needs an envelope", op.Reply{Refusal: &op.Refusal{ID: "x"}}, op.Answer{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			header := c.reply.Header.Clone()
			got, ok := c.reply.Plain()
			if diff := cmp.Diff(c.want, got, cmp.Comparer(bytes.Equal)); diff != "" || ok != c.ok {
				t.Errorf("ok %v, want %v (-want +got):\n%s", ok, c.ok, diff)
			}
			if ok {
				got.Header.Set("Content-Type", "changed")
			}
			if diff := cmp.Diff(header, c.reply.Header); diff != "" {
				t.Errorf("the reply's own header has changed:\n%s", diff)
			}
		})
	}
}

func TestAJSONAPIPage(t *testing.T) {
	t.Parallel()
	type link struct {
		Self string `json:"self"`
	}
	type page struct {
		Data  []any          `json:"data"`
		Links link           `json:"links"`
		Meta  map[string]int `json:"meta"`
	}
	reply := op.Reply{Status: 206, Header: http.Header{"Vary": {"Accept"}, "Content-Type": {"text/plain"}}}
	got, err := reply.JSON("application/vnd.api+json", page{Data: []any{}, Links: link{"/clubs?page=1&q=<圈子>"}, Meta: map[string]int{"total": 0}})
	want := op.Answer{
		Status: 206,
		Header: http.Header{"Vary": {"Accept"}, "Content-Type": {"application/vnd.api+json"}},
		Body:   []byte(`{"data":[],"links":{"self":"/clubs?page=1&q=<圈子>"},"meta":{"total":0}}`),
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if reply.Header.Get("Content-Type") != "text/plain" {
		t.Error("the reply's own header has changed")
	}
	const wrong = "the answer cannot be written as JSON: json: unsupported type: func()"
	if _, err := (op.Reply{}).JSON("application/json", func() {}); err == nil || err.Error() != wrong {
		t.Errorf("error %v, want %s", err, wrong)
	}
}

func TestWhatARefusalLeavesBehind(t *testing.T) {
	t.Parallel()
	refusal := op.Refusal{ID: "captcha-wrong", Rule: "C23", Code: 100, Message: "验证码不正确"}
	var call op.Call
	for _, c := range []struct {
		name    string
		answer  func() (op.Reply, error)
		refusal *op.Refusal
		value   any
		keeps   bool
	}{
		{"a success stays", func() (op.Reply, error) { return call.OK(7) }, nil, 7, true},
		{"a refusal leaves nothing", func() (op.Reply, error) { return call.Refuse(refusal) }, &refusal, nil, false},
		{"a refusal that keeps leaves its traces", func() (op.Reply, error) { return call.RefuseAndKeep(refusal) }, &refusal, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.answer()
			if err != nil || got.Keeps() != c.keeps || got.Value != c.value {
				t.Errorf("value %v, keeps %v, error %v; want %v, %v", got.Value, got.Keeps(), err, c.value, c.keeps)
			}
			if diff := cmp.Diff(c.refusal, got.Refusal, cmp.AllowUnexported(op.Refusal{})); diff != "" {
				t.Errorf("refusal (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStagesPassOrStop(t *testing.T) {
	t.Parallel()
	var r op.Request
	if _, done := r.Pass(); done {
		t.Error("Pass ends the request")
	}
	reply, done := r.Stop(op.Refusal{ID: "token-expired"})
	if !done || reply.Refusal == nil || reply.Refusal.ID != "token-expired" || reply.Keeps() {
		t.Errorf("Stop = %+v, %v", reply, done)
	}
	r.Note("param-type", "%s: %d", "page", 1)
	r.Note("param-type", "again")
	if diff := cmp.Diff([]op.Note{{"param-type", "page: 1"}, {"param-type", "again"}}, r.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}
