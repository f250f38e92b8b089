package chaoqer

import (
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// What the bucket takes (C70).
const (
	uploadLife = 600 * time.Second
	// maxPictures is the most bytes of pictures that a session keeps.
	maxPictures = 64 << 20
)

// pictureTypes are the Content-Types that can be uploaded.
var pictureTypes = []string{"image/jpeg", "image/png", "image/webp"}

// uploadResult is where to put a picture, and where it is then (C70).
type uploadResult struct {
	UploadAddress string `json:"uploadAddress"`
	ImageID       string `json:"imageId"`
	ImageURL      string `json:"imageURL"`
}

// uploadImage serves POST /aliyun/image/upload (创建上传图片凭证): an address that takes a
// picture, by PUT, for ten minutes (C70). The bucket is the mock itself.
func uploadImage(c *op.Call) (op.Reply, error) {
	image := Image{
		ImageID: c.Clock.ID(), UID: c.Caller.ID, ImageDir: c.Params.Text("imageDir"), Expires: c.Now().Add(uploadLife),
		AccessKey: "STS." + c.Clock.ID(), Token: c.Clock.ID() + c.Clock.ID(),
		Signature: base64.StdEncoding.EncodeToString([]byte(c.Clock.ID()[:20])),
	}
	for _, old := range state.After(c.Tx, unusedImages.Of("").Until(state.Key("").Time(c.Now())).Oldest(), "", 2) {
		images.Delete(c.Tx, old.ImageID) // nobody can put a picture there any more
	}
	images.Put(c.Tx, image)
	at := c.BaseURL() + "/__aliyun/" + c.Session + image.path()
	return c.OK(uploadResult{UploadAddress: at + "?" + image.query(), ImageID: image.ImageID, ImageURL: at})
}

// path is where the picture is in the bucket.
func (i Image) path() string { return fmt.Sprintf("/image/%s/%s/%s.jpg", i.UID, i.ImageDir, i.ImageID) }

// query is what proves that a picture may be put there.
func (i Image) query() string {
	return url.Values{
		"Expires":        {strconv.FormatInt(int64(i.Expires)/1000, 10)},
		"OSSAccessKeyId": {i.AccessKey},
		"Signature":      {i.Signature},
		"security-token": {i.Token},
	}.Encode()
}

// imageOf is the picture that a request to the bucket names.
func imageOf(c *op.Call) (Image, bool) {
	image, ok := images.Get(c.Tx, strings.TrimSuffix(c.Path("imageFile"), ".jpg"))
	return image, ok && image.UID == c.Path("uid") && image.ImageDir == c.Path("imageDir")
}

// putImage serves PUT /__aliyun/{session}/image/{uid}/{imageDir}/{imageFile}: the
// bucket takes a picture. It refuses with ErrUploadDenied, ErrUploadType or
// ErrBucketFull (C70).
func putImage(c *op.Call) (op.Reply, error) {
	image, ok := imageOf(c)
	sent, err := url.ParseQuery(c.HTTP.URL.RawQuery)
	kind, _, _ := mime.ParseMediaType(c.HTTP.Header.Get("Content-Type"))
	switch {
	case !ok:
		return c.Refuse(ErrUploadDenied.Because("nobody was given this address in session %s", c.Session))
	case err != nil || subtle.ConstantTimeCompare([]byte(sent.Encode()), []byte(image.query())) == 0:
		return c.Refuse(ErrUploadDenied.Because("the address is not the one that was given"))
	case c.Now() >= image.Expires:
		return c.Refuse(ErrUploadDenied.Because("the address expired at %s", image.Expires))
	case !slices.Contains(pictureTypes, kind):
		return c.Refuse(ErrUploadType.Because("got %q, want %s", c.HTTP.Header.Get("Content-Type"), strings.Join(pictureTypes, ", ")))
	}
	kept := len(c.Input.Body)
	for other := range images.Rows(c.Tx) {
		if other.ImageID != image.ImageID {
			kept += len(other.Data)
		}
	}
	if kept > maxPictures {
		return c.Refuse(ErrBucketFull.Because("a session keeps at most %d bytes of pictures; reset it, or take another one", maxPictures))
	}
	image.Type, image.Data = kind, c.Input.Body
	images.Put(c.Tx, image)
	return op.Reply{Bare: true}, nil
}

// getImage serves GET of the same: the bytes that were put there. It refuses with
// ErrNoPicture.
func getImage(c *op.Call) (op.Reply, error) {
	image, ok := imageOf(c)
	if !ok || image.Type == "" {
		return c.Refuse(ErrNoPicture)
	}
	return op.Reply{Type: image.Type, Body: image.Data, Header: http.Header{"X-Content-Type-Options": {"nosniff"}}}, nil
}
