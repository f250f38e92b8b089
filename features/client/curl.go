package client

import (
	"maps"
	"slices"
	"strings"
)

// Curl is the command line that sends the request with curl, from any POSIX shell.
// It has the request's secrets in it, as it must.
func (c *Client) Curl(x *Exchange) string {
	words := []string{"curl", "-gsS", "--path-as-is", "-X", x.Method}
	header := c.header(x)
	if len(x.Body) > 0 && len(header["Content-Type"]) == 0 {
		header["Content-Type"] = nil // curl would say that it is a form
	}
	for _, name := range slices.Sorted(maps.Keys(header)) {
		if len(header[name]) == 0 {
			words = append(words, "-H", quoted(name+":"))
		}
		for _, value := range header[name] {
			line := name + ": " + value
			if value == "" {
				line = name + ";" // which is how curl sends an empty one
			}
			words = append(words, "-H", quoted(line))
		}
	}
	if len(x.Body) > 0 {
		words = append(words, "--data-raw", quoted(string(x.Body)))
	}
	return strings.Join(append(words, quoted(strings.TrimSuffix(c.base(x), "/")+x.URL)), " ")
}

// quoted is a text as one word of a shell's command line.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
