package chaoqer

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"contractmock/mockserver/op"
	"contractmock/openapi/spec"
)

// TestASessionKeepsSoManyPicturesAndNoMore: what takes the place of another counts
// once (C70).
func TestASessionKeepsSoManyPicturesAndNoMore(t *testing.T) {
	t.Parallel()
	c := calling(1)
	images.Put(c.Tx, Image{ImageID: "other", Type: "image/png", Data: make([]byte, maxPictures-3)})
	image := Image{ImageID: "i", UID: "u", ImageDir: "cover", Expires: c.Now() + 1, Signature: "s"}
	images.Put(c.Tx, image)
	put := func(body string) op.Reply {
		c.HTTP = httptest.NewRequest(http.MethodPut, "/?"+image.query(), nil)
		c.HTTP.Header.Set("Content-Type", "image/png")
		c.Input = spec.Input{Body: []byte(body), Path: map[string]string{"uid": "u", "imageDir": "cover", "imageFile": "i.jpg"}}
		reply, err := putImage(c)
		if err != nil {
			t.Fatal(err)
		}
		return reply
	}
	for _, s := range []struct {
		body string
		id   string
	}{{"123", ""}, {"1234", ErrBucketFull.ID}, {"12", ""}, {"123", ""}} {
		id := ""
		if refusal := put(s.body).Refusal; refusal != nil {
			id = refusal.ID
		}
		if id != s.id {
			t.Errorf("%d bytes more: %q, want %q", len(s.body), id, s.id)
		}
	}
}
