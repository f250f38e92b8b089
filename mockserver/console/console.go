// Package console is the control plane's pages for people: a console to look at and to
// steer the mock with, and the documentation of its APIs to try.
//
// The pages are still. What they show they ask the control plane for, over HTTP as
// everybody does: hand-written ES modules under assets, no framework, nothing from
// elsewhere, and no script or style in line, which the Content-Security-Policy holds.
// What the mock knows is written into them as text alone, never as HTML. Swagger UI is
// swaggest's copy.
package console

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/swaggest/swgui/v5/static"
)

//go:embed assets
var assets embed.FS

// File is a part of the pages.
type File struct {
	// Type is its Content-Type.
	Type string
	// Data is what is in it.
	Data []byte
	// Zipped is Data as gzip, nil where that is not at hand.
	Zipped []byte
}

// types are the Content-Types of the files that there are.
var types = map[string]string{
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".json": "application/json; charset=UTF-8",
}

// swagger are the files of Swagger UI that the documentation needs.
var swagger = []string{"swagger-ui-bundle.js", "swagger-ui.css"}

// bundle is all parts of the pages by name, and a digest of them all.
type bundle struct {
	files map[string]File
	build string
	pages *template.Template
}

var load = sync.OnceValues(func() (bundle, error) {
	b := bundle{files: map[string]File{}}
	entries, err := fs.ReadDir(assets, "assets")
	if err != nil {
		return b, fmt.Errorf("console: %w", err)
	}
	digest := sha256.New()
	for _, entry := range entries {
		data, err := assets.ReadFile("assets/" + entry.Name())
		if err != nil {
			return b, fmt.Errorf("console: %w", err)
		}
		digest.Write(data)
		if media := types[path.Ext(entry.Name())]; media != "" {
			b.files[entry.Name()] = File{Type: media, Data: data}
		}
	}
	for _, name := range swagger {
		zipped, err := static.FS.ReadFile(name + ".gz")
		if err != nil {
			return b, fmt.Errorf("console: %w", err)
		}
		data, err := unzip(zipped)
		if err != nil {
			return b, fmt.Errorf("console: %s: %w", name, err)
		}
		digest.Write(zipped)
		b.files[name] = File{Type: types[path.Ext(name)], Data: data, Zipped: zipped}
	}
	b.build = hex.EncodeToString(digest.Sum(nil))[:16]
	b.pages, err = template.ParseFS(assets, "assets/*.html")
	if err != nil {
		return b, fmt.Errorf("console: %w", err)
	}
	return b, nil
})

func unzip(zipped []byte) ([]byte, error) {
	reader, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(reader)
}

// Lookup is the part of that name, of the pages that are in this program: of another
// build there is none. The error is a defect of the program.
func Lookup(build, name string) (file File, ok bool, err error) {
	b, err := load()
	if err != nil || build != b.build {
		return File{}, false, err
	}
	file, ok = b.files[name]
	return file, ok, nil
}

// The pages there are.
const (
	Console = "console"
	Docs    = "docs"
)

// Page is a page as HTML, for a control plane below the path base.
func Page(name, base string) ([]byte, error) {
	b, err := load()
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	err = b.pages.ExecuteTemplate(&page, name+".html", struct{ Base, Files string }{base, base + "/console/" + b.build})
	if err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	return page.Bytes(), nil
}

// Policy is the Content-Security-Policy of a page: what is not of the mock itself is
// neither loaded nor run, and the page is in no other's frame. The console writes no HTML
// at all, and is held to that.
func Policy(name string) string {
	rules := []string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:",
		"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
	}
	if name == Console {
		rules = append(rules, "require-trusted-types-for 'script'", "trusted-types 'none'")
	}
	return strings.Join(rules, "; ")
}
