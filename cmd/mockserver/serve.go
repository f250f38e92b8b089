package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/lmittmann/tint"
	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"contractmock/cmd/internal/command"
	"contractmock/mockserver"
	"contractmock/mockserver/clock"
)

// defaultListen is where the mock listens unless it is told otherwise: on this
// machine alone.
const defaultListen = "127.0.0.1:4700"

// serveFlags are the flags of serve.
type serveFlags struct {
	listen, fixtures, now      string
	logFormat, logLevel        string
	seed                       uint64
	strict, noCheck            bool
	noAdmin, noHeaders         bool
	showSecrets                bool
	publicURL                  string
	adminOrigins, specs        []string
	sessionIdle                time.Duration
	maxSessions                int
	journalEntries, journalMiB int
}

func newServe(env command.Environment) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the mock until it is interrupted",
		Args:  command.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if port, _ := env("PORT"); port != "" && !cmd.Flags().Changed("listen") {
				f.listen = net.JoinHostPort("127.0.0.1", port)
			}
			return serve(cmd, f)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.listen, "listen", defaultListen, "`address` to listen on; port 0 takes a free one")
	flags.StringVar(&f.fixtures, "fixtures", "", "`directory` of <api>.yaml files that replace the embedded fixtures")
	addSpecs(flags, &f.specs)
	flags.Uint64Var(&f.seed, "seed", 1, "`number` that decides all ids and choices")
	flags.StringVar(&f.now, "now", "", "`time` at which every session's clock stands, frozen, such as \"2024-06-10 12:00:00\" (UTC+8)")
	flags.BoolVar(&f.strict, "strict", false, "refuse parameters that break their rules where the API lets them pass")
	flags.BoolVar(&f.noCheck, "no-answer-check", false, "send answers without holding them against the specification")
	flags.StringSliceVar(&f.adminOrigins, "admin-origin", nil, "`origin` whose pages may use /__admin, such as http://localhost:3000; repeatable")
	flags.BoolVar(&f.noAdmin, "no-admin", false, "leave /__admin out")
	flags.BoolVar(&f.noHeaders, "no-mock-headers", false, "leave the Mock- headers out of answers")
	flags.StringVar(&f.publicURL, "public-url", "", "`URL` without path at which clients reach the mock, for links in answers; without it that of each request")
	flags.BoolVar(&f.showSecrets, "show-secrets", false, "let Mock-Diagnosis show the secrets that a signature was computed with")
	flags.DurationVar(&f.sessionIdle, "session-idle", mockserver.DefaultSessionIdle, "`duration` after which an idle named session is dropped")
	flags.IntVar(&f.maxSessions, "max-sessions", mockserver.DefaultMaxSessions, "most `sessions` there may be; the least recently used is dropped")
	flags.IntVar(&f.journalEntries, "journal-entries", mockserver.DefaultJournalEntries, "most `exchanges` that the journal keeps")
	flags.IntVar(&f.journalMiB, "journal-mib", mockserver.DefaultJournalBytes>>20, "most `MiB` that the journal takes")
	flags.StringVar(&f.logFormat, "log-format", "text", "text or json")
	flags.StringVar(&f.logLevel, "log-level", "info", "debug, info, warn or error")
	return cmd
}

// addSpecs adds the flag for specifications of the user's own.
func addSpecs(flags *pflag.FlagSet, specs *[]string) {
	flags.StringArrayVar(specs, "spec", nil, "`file` of an OpenAPI 3.0 or 3.1 document of your own, mounted at its server's path; repeatable")
}

// options checks the flags and makes them the mock's options.
func (f serveFlags) options(log *slog.Logger) (mockserver.Options, error) {
	options := mockserver.Options{
		Specs: f.specs, Seed: f.seed, Strict: f.strict, Log: log, AdminOrigins: f.adminOrigins, NoAdmin: f.noAdmin, NoHeaders: f.noHeaders, ShowSecrets: f.showSecrets, PublicURL: strings.TrimSuffix(f.publicURL, "/"),
		SessionIdle: f.sessionIdle, MaxSessions: f.maxSessions,
		JournalEntries: f.journalEntries, JournalBytes: f.journalMiB << 20, Version: command.Version(),
	}
	if f.noCheck {
		options.Answers = mockserver.AnswersUnchecked
	}
	const mostMiB = 1 << 20
	if f.journalMiB > mostMiB {
		return options, command.Usagef("--journal-mib can be at most %d", mostMiB)
	}
	for _, limit := range []struct {
		flag  string
		value int64
	}{
		{"session-idle", int64(f.sessionIdle)},
		{"max-sessions", int64(f.maxSessions)},
		{"journal-entries", int64(f.journalEntries)},
		{"journal-mib", int64(f.journalMiB)},
	} {
		if limit.value < 1 {
			return options, command.Usagef("--%s must be above 0", limit.flag)
		}
	}
	for _, origin := range f.adminOrigins {
		if err := http.NewCrossOriginProtection().AddTrustedOrigin(origin); err != nil {
			return options, command.Usagef("--admin-origin: %w; write scheme://host[:port], such as http://localhost:3000", err)
		}
	}
	if f.publicURL != "" {
		if u, err := url.Parse(options.PublicURL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Path+u.RawQuery+u.Fragment != "" {
			return options, command.Usagef("--public-url: %q is no URL without path; write http://mock.example:4700", f.publicURL)
		}
	}
	if f.now != "" {
		now, err := clock.Parse(f.now)
		if err != nil || now.IsOffset() {
			return options, command.Usagef("--now: %q is no time; write 2024-06-10 12:00:00 (UTC+8) or an RFC 3339 time", f.now)
		}
		if now < clock.Earliest || now > clock.Latest {
			return options, command.Usagef("--now: a clock can stand from %s to %s", clock.Earliest, clock.Latest)
		}
		options.Now = &now
	}
	if f.fixtures != "" {
		info, err := os.Stat(f.fixtures)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return options, command.Usagef("--fixtures: there is no directory %s", f.fixtures)
		case err != nil:
			return options, command.Usagef("--fixtures: %w", err)
		case !info.IsDir():
			return options, command.Usagef("--fixtures: %s is a file; give the directory that holds it", f.fixtures)
		}
		options.Fixtures, options.FixturesName = os.DirFS(f.fixtures), filepath.ToSlash(f.fixtures)
	}
	return options, nil
}

// logger is the log that the flags ask for: coloured on a terminal.
func (f serveFlags) logger(w io.Writer) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(f.logLevel)); err != nil {
		return nil, command.Usagef("--log-level is debug, info, warn or error, not %q", f.logLevel)
	}
	switch f.logFormat {
	case "json":
		return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})), nil
	case "text":
		file, ok := w.(*os.File)
		terminal := ok && isatty.IsTerminal(file.Fd())
		return slog.New(tint.NewTextHandler(w, &tint.Options{Level: level, NoColor: !terminal, TimeFormat: time.TimeOnly})), nil
	default:
		return nil, command.Usagef("--log-format is text or json, not %q", f.logFormat)
	}
}

// serve runs the mock until the context ends.
func serve(cmd *cobra.Command, f serveFlags) error {
	log, err := f.logger(cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	options, err := f.options(log)
	if err != nil {
		return err
	}
	mock, err := mockserver.New(options)
	if err != nil {
		return err
	}
	listener, err := listen(cmd, f.listen)
	if err != nil {
		return err
	}
	if err := banner(cmd.OutOrStdout(), mock, listener.Addr(), !f.noAdmin); err != nil {
		return err
	}
	if address, err := netip.ParseAddrPort(listener.Addr().String()); err == nil && !address.Addr().IsLoopback() && !f.noAdmin {
		log.Warn("the mock listens beyond this machine, and so does its control plane; --no-admin leaves it out")
	}
	if err := mock.Serve(cmd.Context(), listener); err != nil {
		return err
	}
	log.Info("stopped")
	return nil
}

func listen(cmd *cobra.Command, address string) (net.Listener, error) {
	_, port, err := net.SplitHostPort(address)
	if err == nil {
		_, err = net.DefaultResolver.LookupPort(cmd.Context(), "tcp", port)
	}
	if err != nil {
		return nil, command.Usagef("--listen: %q is no address; write host:port, such as %s", address, defaultListen)
	}
	listener, err := new(net.ListenConfig).Listen(cmd.Context(), "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use; stop what listens there, or take another port with --listen (port 0 takes a free one)", address)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", address, err)
	}
	return listener, nil
}

// banner says where the mock is, what it has, and what to paste.
func banner(w io.Writer, mock *mockserver.Server, address net.Addr, admin bool) error {
	base := "http://" + reachable(address)
	var b strings.Builder
	fmt.Fprintf(&b, "contractmock listens on %s\n", base)
	api := ""
	personas := mock.Personas()
	for _, o := range mock.Operations() {
		if o.API != api {
			api = o.API
			fmt.Fprintf(&b, "\n%s\n", api)
			for _, p := range personas {
				if p.API == api && len(p.Credentials) > 0 {
					fmt.Fprintf(&b, "  as %s (%s): %s\n", p.Name, p.Role, p.Try.Curl(base))
					break
				}
			}
		}
		fmt.Fprintf(&b, "  %-7s %s  %s %s\n", o.Method, o.Path, o.ID, o.Title)
	}
	if admin {
		fmt.Fprintf(&b, "\n%s/__admin/personas lists everybody with a line to paste\n", base)
	}
	b.WriteString("\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// reachable is an address as this machine can reach it.
func reachable(address net.Addr) string {
	bound, err := netip.ParseAddrPort(address.String())
	if err == nil && bound.Addr().IsUnspecified() {
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), bound.Port()).String()
	}
	return address.String()
}
