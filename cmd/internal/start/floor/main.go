// Command floor is the least that a server in Go can be: what the start of the mock is
// measured against.
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
)

func main() {
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("floor listens on http://%s\n", listener.Addr())
	http.HandleFunc("/", func(http.ResponseWriter, *http.Request) {})
	fmt.Fprintln(os.Stderr, http.Serve(listener, nil)) //nolint:gosec // nothing but the measurement asks it
	os.Exit(1)
}
