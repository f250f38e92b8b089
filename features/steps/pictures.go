package steps

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"maps"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"contractmock/openapi/nearest"
)

// picture is what is uploaded.
type picture struct {
	content []byte
	media   string
}

// maxPicture is the most bytes of a file that is uploaded, above what any API takes.
const maxPicture = 32 << 20

// kinds of pictures that are made, each with its encoder.
var kinds = map[string]func(io.Writer, image.Image) error{
	"jpeg": func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) },
	"png":  png.Encode,
	"gif":  func(w io.Writer, m image.Image) error { return gif.Encode(w, m, nil) },
	"webp": func(w io.Writer, _ image.Image) error {
		_, err := io.Copy(w, base64.NewDecoder(base64.StdEncoding, strings.NewReader(webp)))
		return err
	},
}

// webp is a picture of one point: the standard library writes none.
const webp = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="

// aPicture is a small picture of a kind, or what is in a file beside the feature's.
func (w *world) aPicture(name string) (*picture, error) {
	if encode, ok := kinds[name]; ok {
		m := image.NewRGBA(image.Rect(0, 0, 8, 8))
		for i := range 8 {
			m.Set(i, i, color.White)
		}
		var b bytes.Buffer
		err := encode(&b, m)
		return &picture{b.Bytes(), "image/" + name}, err
	}
	if !strings.Contains(name, ".") {
		return nil, fmt.Errorf("there is no kind of picture %q%s; a file's name has a dot", name, nearest.Hint(name, slices.Collect(maps.Keys(kinds))))
	}
	content, err := w.file(name)
	if err != nil {
		return nil, fmt.Errorf("the picture %s cannot be read: %w", name, err)
	}
	return &picture{content, http.DetectContentType(content)}, nil
}

// file is what is in a file beside the feature's.
func (w *world) file(name string) ([]byte, error) {
	var file io.ReadCloser
	var err error
	if w.suite.Files != nil {
		file, err = w.suite.Files.Open(path.Join(path.Dir(filepath.ToSlash(w.feature)), name))
	} else {
		file, err = os.Open(filepath.Join(filepath.Dir(w.feature), name))
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxPicture+1))
	if err == nil && len(content) > maxPicture {
		err = fmt.Errorf("it has more than %d MiB", maxPicture>>20)
	}
	return content, err
}

func (w *world) putPicture(name, value string) error {
	name, err := w.recall(name)
	if err != nil {
		return err
	}
	p, err := w.aPicture(name)
	if err != nil {
		return err
	}
	address, err := w.recall(strings.Trim(value, `"`))
	if err != nil {
		return err
	}
	header := w.header.Clone()
	header.Set("Content-Type", p.media)
	x, err := w.there.At(w.ctx, http.MethodPut, address, header, p.content)
	if err != nil {
		return err
	}
	w.put = p
	return w.check(x)
}

func (w *world) pictureIsThere(value string) error {
	if w.put == nil {
		return errors.New("no picture has been put anywhere yet")
	}
	address, err := w.recall(strings.Trim(value, `"`))
	if err != nil {
		return err
	}
	x, err := w.there.At(w.ctx, http.MethodGet, address, w.header.Clone(), nil)
	if err != nil {
		return err
	}
	if err := w.check(x); err != nil {
		return err
	}
	media := x.AnswerHeader.Get("Content-Type")
	switch {
	case x.Status != http.StatusOK:
		return w.failf("there is no picture at %s: the status is %d", value, x.Status)
	case !bytes.Equal(x.AnswerBody, w.put.content):
		return w.failf("what is at %s is not the picture that was put: it has %d bytes, want %d", value, len(x.AnswerBody), len(w.put.content))
	case media != w.put.media:
		return w.failf("the picture at %s is of the type %q, want %q", value, media, w.put.media)
	default:
		return nil
	}
}
