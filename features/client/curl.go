package client

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Curl is the command line that sends the request with curl, from any POSIX shell.
// It has the request's secrets in it, as it must.
func (c *Client) Curl(x *Exchange) string {
	return curl("-gsS", x, c.base(x), c.header(x), func(text string) string { return text })
}

// Curl is the command line that has sent the request to a base URL, and shows the whole
// answer. Its secrets are masked; what a base hides, whoever shows the line must hide.
func (x *Exchange) Curl(base string) string {
	header := http.Header{}
	for name, values := range x.Header {
		header[name] = nil
		for _, value := range values {
			header[name] = append(header[name], hidden(x.hide, MaskHeader(name, value)))
		}
	}
	return curl("-gsSi", x, base, header, func(text string) string { return hidden(x.hide, Mask(text)) })
}

// curl is a command line with curl's flags, the header, and the body and URL as shown.
func curl(flags string, x *Exchange, base string, header http.Header, shown func(string) string) string {
	words := []string{"curl", flags, "--path-as-is", "-X", x.Method}
	if len(x.Body) > 0 && len(header["Content-Type"]) == 0 {
		header["Content-Type"] = nil // curl would say that it is a form
	}
	for _, name := range slices.Sorted(maps.Keys(header)) {
		if len(header[name]) == 0 {
			words = append(words, "-H", Word(name+":"))
		}
		for _, value := range header[name] {
			line := name + ": " + value
			if value == "" {
				line = name + ";" // which is how curl sends an empty one
			}
			words = append(words, "-H", Word(line))
		}
	}
	if len(x.Body) > 0 {
		words = append(words, "--data-raw", Word(shown(string(x.Body))))
	}
	return strings.Join(append(words, Word(strings.TrimSuffix(base, "/")+shown(x.URL))), " ")
}

// bare are the letters that mean nothing to a shell.
const bare = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@"

// Word is a text as one word of a shell's command line.
func Word(text string) string {
	if text != "" && strings.Trim(text, bare) == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
