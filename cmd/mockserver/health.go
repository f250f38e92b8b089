package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
)

// healthTimeout is how long a mock that is well may take to say so.
const healthTimeout = 3 * time.Second

func newHealth(env command.Environment) *cobra.Command {
	var address string
	var noAdmin bool
	cmd := &cobra.Command{
		Use:   "health",
		Short: "Ask a mock on this machine whether it is up",
		Long: `Ask the mock that listens on this machine whether it is up. The exit code is 0
if it is and 1 if it is not, for health checks of containers that have no other
program. It finds the mock by the same environment: MOCKSERVER_LISTEN or PORT.`,
		Args: command.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if port, _ := env("PORT"); port != "" && !cmd.Flags().Changed("listen") {
				address = net.JoinHostPort("127.0.0.1", port)
			}
			at, err := dialable(cmd.Context(), address)
			if err != nil {
				return err
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), healthTimeout)
			defer cancel()
			if err := healthy(ctx, at, noAdmin); err != nil {
				return fmt.Errorf("the mock at %s is not up: %w", at, err)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "the mock at %s is up\n", at)
			return err
		},
	}
	cmd.Flags().StringVar(&address, "listen", defaultListen, "`address` that the mock listens on")
	cmd.Flags().BoolVar(&noAdmin, "no-admin", false, "the mock has no /__admin: whatever it answers, it is up")
	return cmd
}

// dialable is where a mock can be reached from this machine that listens on an address.
func dialable(ctx context.Context, address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	number := 0
	if err == nil {
		number, err = net.DefaultResolver.LookupPort(ctx, "tcp", port)
	}
	if err != nil || number == 0 {
		return "", command.Usagef("--listen: %q is no address of a mock; write host:port, such as %s", address, defaultListen)
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "127.0.0.1"
		if ip.Is6() {
			host = "::1"
		}
	}
	return net.JoinHostPort(host, port), nil
}

// healthy is why the mock at an address is not up, nil if it is.
func healthy(ctx context.Context, address string, noAdmin bool) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/__admin/health", nil)
	if err != nil {
		return err
	}
	direct := http.Client{Transport: new(http.Transport)} // no proxy of the environment
	answer, err := direct.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	var health struct {
		Status string `json:"status"`
	}
	switch {
	case noAdmin:
		return nil
	case answer.StatusCode != http.StatusOK:
		return fmt.Errorf("GET /__admin/health gives %d", answer.StatusCode)
	case json.NewDecoder(answer.Body).Decode(&health) != nil || health.Status != "ok":
		return errors.New("what answers there is no mock")
	}
	return nil
}
