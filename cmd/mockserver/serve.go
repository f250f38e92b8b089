package main

import (
	"context"
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
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/lmittmann/tint"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"contractmock/cmd/internal/command"
	"contractmock/mockserver"
	"contractmock/mockserver/clock"
	"contractmock/mockserver/collector"
	"contractmock/mockserver/op"
	"contractmock/mockserver/watch"
	"contractmock/openapi/nearest"
)

// defaultListen is where the mock listens unless it is told otherwise: on this
// machine alone.
const defaultListen = "127.0.0.1:4700"

// serveFlags are the flags of serve.
type serveFlags struct {
	listen, now                string
	openapi, fixtures          string
	watch                      watching
	logFormat, logLevel        string
	seed                       uint64
	strict, noCheck            bool
	noAdmin, noHeaders         bool
	showSecrets                bool
	publicURL                  string
	adminOrigins, specs        []string
	adminToken                 string
	relax                      []string
	sessionIdle                time.Duration
	maxSessions                int
	journalEntries, journalMiB int
	state                      string
	stateEvery                 time.Duration
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
			return serve(cmd, f, env)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.listen, "listen", defaultListen, "`address` to listen on; port 0 takes a free one")
	flags.StringVar(&f.openapi, "openapi", "", "`directory` of <api>.yaml files that replace the embedded documents")
	flags.StringVar(&f.fixtures, "fixtures", "", "`directory` of <api>.yaml files that replace the embedded fixtures, and of <api>.jsonl files with further rows")
	addSpecs(flags, &f.specs)
	flags.Var(&f.watch, "watch", "read those files anew when they change; --watch=poll where the system does not tell of changes")
	flags.Lookup("watch").NoOptDefVal = "true"
	flags.Uint64Var(&f.seed, "seed", 1, "`number` that decides all ids and choices")
	flags.StringVar(&f.now, "now", "", "`time` at which every session's clock stands, frozen, such as \"2024-06-10 12:00:00\" (UTC+8)")
	flags.BoolVar(&f.strict, "strict", false, "refuse parameters that break their rules where the API lets them pass")
	flags.StringSliceVar(&f.relax, "relax", nil, "`checks` to pass over, noted in Mock-Diagnosis: sign, ts, auth, duplicates")
	flags.BoolVar(&f.noCheck, "no-answer-check", false, "send answers without holding them against the specification")
	flags.StringSliceVar(&f.adminOrigins, "admin-origin", nil, "`origin` whose pages may use /__admin, such as http://localhost:3000; repeatable")
	flags.StringVar(&f.adminToken, "admin-token", "", "`token` that /__admin wants of everybody, as Authorization: Bearer; without it /__admin is for this machine alone")
	flags.BoolVar(&f.noAdmin, "no-admin", false, "leave /__admin out")
	flags.BoolVar(&f.noHeaders, "no-mock-headers", false, "leave the Mock- headers out of answers")
	flags.StringVar(&f.publicURL, "public-url", "", "`URL` without path at which clients reach the mock, for links in answers; without it that of each request")
	flags.BoolVar(&f.showSecrets, "show-secrets", false, "let Mock-Diagnosis show the secrets that a signature was computed with")
	flags.DurationVar(&f.sessionIdle, "session-idle", mockserver.DefaultSessionIdle, "`duration` after which an idle named session is dropped")
	flags.IntVar(&f.maxSessions, "max-sessions", mockserver.DefaultMaxSessions, "most `sessions` there may be; the least recently used is dropped")
	flags.IntVar(&f.journalEntries, "journal-entries", mockserver.DefaultJournalEntries, "most `exchanges` that the journal keeps")
	flags.IntVar(&f.journalMiB, "journal-mib", mockserver.DefaultJournalBytes>>20, "most `MiB` that the journal takes")
	flags.StringVar(&f.state, "state", "", "`file` in which sessions and snapshots outlive the mock; made if there is none")
	flags.DurationVar(&f.stateEvery, "state-every", defaultStateEvery, "`duration` after which what has changed is saved to --state; also when the mock stops")
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
		Specs: f.specs, Seed: f.seed, Strict: f.strict, Relax: f.relax, Log: log,
		AdminOrigins: f.adminOrigins, AdminToken: f.adminToken, NoAdmin: f.noAdmin,
		NoHeaders: f.noHeaders, ShowSecrets: f.showSecrets, PublicURL: strings.TrimSuffix(f.publicURL, "/"),
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
		{"state-every", int64(f.stateEvery)},
		{"max-sessions", int64(f.maxSessions)},
		{"journal-entries", int64(f.journalEntries)},
		{"journal-mib", int64(f.journalMiB)},
	} {
		if limit.value < 1 {
			return options, command.Usagef("--%s must be above 0", limit.flag)
		}
	}
	if _, err := op.ParseRelaxed(f.relax); err != nil {
		return options, command.Usagef("--relax: %w", err)
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
	var err error
	if options.OpenAPI, options.OpenAPIName, err = directory("openapi", f.openapi); err != nil {
		return options, err
	}
	if options.Fixtures, options.FixturesName, err = directory("fixtures", f.fixtures); err != nil {
		return options, err
	}
	if f.watch.on() && f.sources() == nil {
		return options, command.Usagef("--watch has nothing to watch; give it files with --openapi, --fixtures or --spec")
	}
	return options, nil
}

// directory is the directory that a flag names, and what messages call it.
func directory(flag, name string) (fs.FS, string, error) {
	if name == "" {
		return nil, "", nil
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, "", command.Usagef("--%s: there is no directory %s", flag, name)
	case err != nil:
		return nil, "", command.Usagef("--%s: %w", flag, err)
	case !info.IsDir():
		return nil, "", command.Usagef("--%s: %s is a file; give the directory that holds it", flag, name)
	}
	return os.DirFS(name), filepath.ToSlash(name), nil
}

// watching is whether files are watched, and how: true, false or poll.
type watching string

func (w *watching) Set(text string) error {
	if !slices.Contains([]string{"true", "false", "poll"}, text) {
		return errors.New("it can only be poll")
	}
	*w = watching(text)
	return nil
}

func (w *watching) String() string { return string(*w) }

// Type lets the help show it like other switches.
func (w *watching) Type() string { return "bool" }

func (w *watching) on() bool { return *w == "true" || *w == "poll" }

// sources are the files and directories that the flags name.
func (f serveFlags) sources() (names []string) {
	for _, name := range append([]string{f.openapi, f.fixtures}, f.specs...) {
		if name != "" {
			names = append(names, filepath.ToSlash(name))
		}
	}
	return names
}

// logger is the log that the flags ask for: coloured on a terminal, unless NO_COLOR is set.
func (f serveFlags) logger(w io.Writer, env command.Environment) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(f.logLevel)); err != nil {
		return nil, command.Usagef("--log-level is debug, info, warn or error, not %q", f.logLevel)
	}
	switch f.logFormat {
	case "json":
		return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})), nil
	case "text":
		return slog.New(tint.NewTextHandler(w, &tint.Options{Level: level, NoColor: !command.Coloured(w, env), TimeFormat: time.TimeOnly})), nil
	default:
		return nil, command.Usagef("--log-format is text or json, not %q", f.logFormat)
	}
}

// serve runs the mock until the context ends.
func serve(cmd *cobra.Command, f serveFlags, env command.Environment) error {
	log, err := f.logger(cmd.ErrOrStderr(), env)
	if err != nil {
		return err
	}
	options, err := f.options(log)
	if err != nil {
		return err
	}
	collect := collector.Pause(startMemory)
	defer collect()
	watcher := watch.New(log, f.watch == "poll", f.sources()...) // before they are read, so that no change is missed
	mock, err := mockserver.New(options)
	switch {
	case errors.Is(err, mockserver.ErrAdminToken):
		return command.Usagef("--admin-token: %w", err)
	case err != nil:
		return err
	}
	listener, err := listen(cmd, f.listen)
	if err != nil {
		return err
	}
	stopState, err := f.keepState(cmd.Context(), mock)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := banner(cmd.OutOrStdout(), mock, listener.Addr(), !f.noAdmin); err != nil {
		return errors.Join(err, listener.Close(), stopState())
	}
	if address, err := netip.ParseAddrPort(listener.Addr().String()); err == nil && !address.Addr().IsLoopback() && !f.noAdmin {
		log.Warn(beyond(f.adminToken != ""))
	}
	if f.watch.on() {
		watcher.Add(mock.Sources())
		go watcher.Run(cmd.Context(), func(files []string) []string {
			_ = mock.Reload(files...) // the log has told it
			return mock.Sources()
		})
	}
	ctx, end := context.WithCancel(cmd.Context())
	var memory sync.WaitGroup
	memory.Go(func() { giveBack(ctx, collect) })
	defer memory.Wait()
	defer end()
	if err := errors.Join(mock.Serve(cmd.Context(), listener), stopState()); err != nil {
		return err
	}
	log.Info("stopped")
	return nil
}

// beyond is what to know of a control plane whose mock listens beyond this machine.
func beyond(token bool) string {
	if token {
		return "the mock listens beyond this machine, and so does its control plane, for all who have the admin token; HTTP does not hide it on its way"
	}
	return "the mock listens beyond this machine; its control plane answers this machine alone, unless --admin-token is given"
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
	if relaxed := mock.Relaxed(); len(relaxed) > 0 {
		fmt.Fprintf(&b, "relaxed: it passes over %s, where the APIs would refuse\n", nearest.List(relaxed, "and"))
	}
	api := ""
	for _, o := range mock.Operations() {
		if o.API != api {
			api = o.API
			fmt.Fprintf(&b, "\n%s\n", api)
			for p := range mock.Personas(api) {
				if len(p.Credentials) > 0 {
					fmt.Fprintf(&b, "  as %s (%s): %s\n", p.Name, p.Role, p.Try.Curl(base))
					break
				}
			}
		}
		fmt.Fprintf(&b, "  %-7s %s  %s %s\n", o.Method, o.Path, o.ID, o.Title)
	}
	if admin {
		fmt.Fprintf(&b, "\n%s/__admin/ is the console, %[1]s/__admin/docs the documents to try\n%[1]s/__admin/personas lists everybody with a line to paste\n", base)
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
