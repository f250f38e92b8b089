package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/lmittmann/tint"
	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
	"contractmock/features/client"
	"contractmock/features/proxy"
	"contractmock/features/target"
)

// proxyFlags are the flags of proxy.
type proxyFlags struct {
	upstream, listen, record string
	timeout, lasts           time.Duration
	recordLimit              int
	ci, forwarded            bool
}

func newProxy(env command.Environment) *cobra.Command {
	var f proxyFlags
	cmd := &cobra.Command{
		Use:   "proxy --upstream URL|PROFILE",
		Short: "Pass traffic through and say what departs from the specifications",
		Long: `Pass requests on to the upstream and its answers back, as they are, and say what
departs from the specifications: in the header Contract-Findings of the answer, in
the log, and in a summary when the proxy is interrupted.

What is no API's does not depart, and is listed apart: a probe of /, a file, OPTIONS.

Exit codes: 0 after an orderly end, 1 with --ci if anything departed, no call of an
API passed or none could be checked, 2 the command line was not understood.`,
		Example: `  contract proxy --upstream http://127.0.0.1:4700
  contract proxy --upstream https://staging.example --ci --for 10m
  contract proxy --upstream http://127.0.0.1:4700 --record recorded`,
		Args: command.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return runProxy(cmd, f, env) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.upstream, "upstream", "", "`URL` that requests are passed on to, or the profile of a deployment, for its base, headers, tls and timeout")
	flags.StringVar(&f.listen, "listen", "127.0.0.1:4800", "`address` to listen on; port 0 takes a free one")
	flags.BoolVar(&f.ci, "ci", false, "end with 1 if anything departed, no call of an API passed, or none could be checked")
	flags.DurationVar(&f.lasts, "for", 0, "`duration` after which the proxy ends by itself")
	flags.DurationVar(&f.timeout, "timeout", proxy.DefaultTimeout, "`duration` that the upstream may take to begin an answer")
	flags.BoolVar(&f.forwarded, "forwarded", false, "add X-Forwarded-For, -Host and -Proto to requests")
	flags.StringVar(&f.record, "record", "", "`folder`, empty or new, for the exchanges as examples and scenarios, secrets masked")
	flags.IntVar(&f.recordLimit, "record-limit", proxy.DefaultLimit, "most `exchanges` of an operation that are kept, for each status")
	return cmd
}

// options checks the flags, but for what is recorded.
func (f proxyFlags) options(env command.Environment) (proxy.Options, error) {
	options := proxy.Options{Timeout: f.timeout, Forwarded: f.forwarded, Wall: target.Wall}
	switch {
	case f.upstream == "":
		return options, command.Usagef("where to? Give the URL of a mock or a deployment with --upstream, such as %s", defaultMock)
	case f.timeout <= 0:
		return options, command.Usagef("--timeout must be above 0")
	case f.lasts < 0:
		return options, command.Usagef("--for cannot be below 0")
	case f.recordLimit < 1:
		return options, command.Usagef("--record-limit must be above 0")
	}
	if !strings.Contains(f.upstream, "://") {
		return options, f.profiled(&options, env)
	}
	upstream, err := url.Parse(f.upstream)
	if err == nil && upstream.User != nil {
		return options, command.Usagef("--upstream: %s has a name and a password in it; clients send their own", upstream.Redacted())
	}
	if err != nil || upstream.Scheme != "http" && upstream.Scheme != "https" || upstream.Host == "" || upstream.RawQuery != "" || upstream.Fragment != "" {
		return options, command.Usagef("--upstream: %q is no URL to pass requests on to; write scheme://host[:port][/path], such as %s", f.upstream, defaultMock)
	}
	options.Upstream = upstream
	return options, nil
}

// profiled takes from a profile how the upstream is met.
func (f proxyFlags) profiled(options *proxy.Options, env command.Environment) error {
	profile, err := target.Load(f.upstream, env)
	if err != nil {
		return command.Usagef("--upstream: %w", err)
	}
	if len(profile.Bases) > 0 || profile.Base == target.InProcess {
		return command.Usagef("--upstream: the profile %s must have a base, the URL of all APIs, and no bases: a proxy has one upstream", f.upstream)
	}
	if options.TLS, err = profile.TLSConfig(); err != nil {
		return command.Usagef("--upstream: %w", err)
	}
	options.Header = http.Header{}
	for name, value := range profile.Headers {
		options.Header.Set(name, value)
	}
	options.Name = f.upstream
	if f.timeout == proxy.DefaultTimeout {
		options.Timeout = time.Duration(profile.Timeout)
	}
	options.Upstream, err = url.Parse(profile.Base)
	return err
}

// runProxy passes traffic through until the context ends.
func runProxy(cmd *cobra.Command, f proxyFlags, env command.Environment) error {
	options, err := f.options(env)
	if err != nil {
		return err
	}
	options.Log = proxyLog(cmd.ErrOrStderr(), env)
	if f.record != "" {
		people := askUpstream(cmd.Context(), f.upstream, env, introduction)
		defer people.close()
		if people.silent != nil {
			fmt.Fprintln(cmd.ErrOrStderr(), "warning: callers are recorded as somebody: "+people.silent.Error())
		}
		if options.Recorder, err = proxy.NewRecorder(f.record, f.recordLimit, people.personas); err != nil {
			return command.Usagef("--record: %w", err)
		}
	}
	between, err := proxy.New(options)
	if err != nil {
		return err
	}
	defer between.Close()
	ctx := cmd.Context()
	if f.lasts > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, f.lasts)
		defer cancel()
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", f.listen)
	if err != nil {
		return command.Usagef("--listen: cannot listen on %s: %w", f.listen, err)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "contract proxy listens on http://%s and passes requests on to %s\n", listener.Addr(), cmp.Or(options.Name, options.Upstream.String()))
	err = serve(ctx, between, listener)
	if options.Recorder != nil {
		err = errors.Join(err, options.Recorder.Save())
		if options.Recorder.Full() {
			fmt.Fprintf(cmd.ErrOrStderr(), "warning: the recording has %d MiB, and not all that passed\n", proxy.DefaultBudget>>20)
		}
	}
	summary := between.Summary()
	err = errors.Join(err, summary.Print(cmd.OutOrStdout()))
	switch {
	case err != nil || !f.ci:
		return err
	case summary.Exchanges == 0:
		return errors.New("no call of an API has passed through the proxy")
	case summary.Unchecked == summary.Exchanges:
		return errors.New("of every exchange that passed through the proxy a body was not checked")
	case summary.Departed > 0:
		return fmt.Errorf("%d exchanges departed from the specification", summary.Departed)
	default:
		return nil
	}
}

// grace is how long exchanges that are under way may take when the proxy ends.
const grace = 10 * time.Second

// serve serves until the context ends, ends the event streams, and lets other exchanges
// that are under way end. None is when it returns.
func serve(ctx context.Context, between *proxy.Proxy, listener net.Listener) error {
	server := &http.Server{Handler: between, ReadHeaderTimeout: grace, IdleTimeout: 2 * time.Minute}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	defer between.Wait()
	between.EndStreams()
	patient, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := server.Shutdown(patient); err != nil {
		return errors.Join(fmt.Errorf("exchanges were cut off that took longer than %s: %w", grace, err), server.Close())
	}
	return nil
}

// proxyLog is the log, coloured on a terminal.
func proxyLog(w io.Writer, env command.Environment) *slog.Logger {
	return slog.New(tint.NewTextHandler(w, &tint.Options{NoColor: !command.Coloured(w, env), TimeFormat: time.TimeOnly}))
}

// introduction is how long an upstream may take to say whom it knows.
const introduction = 2 * time.Second

// upstreamPeople are those whom the upstream knows: a mock, or a deployment by its profile.
type upstreamPeople struct {
	at     *target.Target
	limit  time.Duration
	silent error // why it names nobody; it is not asked again
}

// askUpstream asks an upstream once whether it is a mock that tells whom it knows.
func askUpstream(ctx context.Context, upstream string, env command.Environment, limit time.Duration) *upstreamPeople {
	u := &upstreamPeople{limit: limit}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	u.at, u.silent = openTarget(ctx, io.Discard, strings.TrimSuffix(upstream, "/"), "", env)
	return u
}

// personas are those of an API in a session. The recorder asks for one at a time.
func (u *upstreamPeople) personas(ctx context.Context, session, api string) ([]client.Credentials, error) {
	if u.silent != nil {
		return nil, u.silent
	}
	if p := u.at.Profile(); p.ControlPlane == nil {
		var all []client.Credentials
		for _, name := range slices.Sorted(maps.Keys(p.Personas[api])) {
			all = append(all, client.Credentials{API: api, Persona: name, Values: p.Personas[api][name]})
		}
		return all, nil
	}
	short, cancel := context.WithTimeout(ctx, u.limit)
	defer cancel()
	all, err := u.at.Visitor(session, nil).Personas(short, api)
	if ctx.Err() == nil { // or the client has gone away
		u.silent = err
	}
	return all, err
}

func (u *upstreamPeople) close() {
	if u.at != nil {
		_ = u.at.Close() // it is another's, and there is nothing to lose
	}
}
