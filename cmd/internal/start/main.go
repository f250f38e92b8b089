// Command start measures how long the mock takes from exec to its first answer, how much
// memory it has when it is idle, and how large it is, beside the least that a server in Go
// can be: both built by the same toolchain, started in turns, each on one core.
//
//	go run ./cmd/internal/start -rounds 25
//
// The ratio of the two says more than their times where the machine has other work. With
// -realtime, which root may, the scheduler lets nothing else go before them.
package main

import (
	"bufio"
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"contractmock/mockserver/clock"
)

// settled is after how long without work the memory is looked at.
const settled = 2 * time.Second

// subject is a server that is measured.
type subject struct {
	name, source string
	args         []string
	// ask is the request whose answer counts, with its Authorization; also is one that
	// must be answered then, with all the words.
	ask, authorization, also string
	words                    []string

	binary string
	size   int64
	starts []start
}

// start is what one start took.
type start struct {
	// from exec to the first answer, by the clock and of the processor; that is 0 where
	// the system does not tell
	first, cpu time.Duration
	resident   int // KiB of memory then; 0 where the system does not tell
}

func main() {
	rounds := flag.Int("rounds", 15, "how `often` each is started")
	realtime := flag.Bool("realtime", false, "let nothing else run before them (chrt, for root)")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, *rounds, *realtime); err != nil {
		fmt.Fprintln(os.Stderr, "start:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, rounds int, realtime bool) error {
	directory, err := os.MkdirTemp("", "start")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(directory) }()
	subjects := []*subject{
		{name: "floor", source: "./cmd/internal/start/floor", ask: "/", also: "/"},
		{
			name: "mockserver", source: "./cmd/mockserver", args: []string{"--listen", "127.0.0.1:0", "--log-level", "error"},
			ask: "/v1/status/getTicket?uid=12322", authorization: "Bearer lin-token",
			also: "/__admin/routes", words: []string{`"tickets"`, `"chaoqer"`, `"lexiang"`},
		},
	}
	for _, s := range subjects {
		if err := s.build(ctx, directory); err != nil {
			return err
		}
	}
	prefix := onOneCore(realtime)
	for range rounds {
		for _, s := range subjects {
			once, err := s.start(ctx, prefix)
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			s.starts = append(s.starts, once)
		}
	}
	return table(out, subjects, len(prefix) > 0)
}

// build makes the program, with the flags that anybody builds it with.
func (s *subject) build(ctx context.Context, directory string) error {
	s.binary = filepath.Join(directory, s.name)
	build := exec.CommandContext(ctx, "go", "build", "-o", s.binary, s.source) //nolint:gosec // the two programs that are named above
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("%s cannot be built: %w", s.source, err)
	}
	info, err := os.Stat(s.binary)
	if err == nil {
		s.size = info.Size()
	}
	return err
}

// onOneCore is what a command begins with that keeps to the first core, as far as the
// machine has the means.
func onOneCore(realtime bool) (prefix []string) {
	for _, tool := range [][]string{{"chrt", "-f", "10"}, {"taskset", "-c", "0"}} {
		if path, err := exec.LookPath(tool[0]); err == nil && (realtime || tool[0] != "chrt") {
			prefix = append(append(prefix, path), tool[1:]...)
		}
	}
	return prefix
}

// start starts the program, asks it, and ends it.
func (s *subject) start(ctx context.Context, prefix []string) (once start, err error) {
	line := slices.Concat(prefix, []string{s.binary}, s.args)
	server := exec.CommandContext(ctx, line[0], line[1:]...) //nolint:gosec // what has just been built
	output, err := server.StdoutPipe()
	if err != nil {
		return once, err
	}
	server.Stderr = os.Stderr
	began := clock.Wall()
	if err := server.Start(); err != nil {
		return once, err
	}
	defer func() {
		_ = server.Process.Kill()
		_ = server.Wait() // it was killed, which is an error
	}()
	lines := bufio.NewReader(output)
	banner, err := lines.ReadString('\n')
	if err != nil {
		return once, fmt.Errorf("it ends without listening: %w", err)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	_, base, _ := strings.Cut(strings.TrimSpace(banner), "listens on ")
	if _, err := s.get(ctx, base+s.ask); err != nil {
		return once, err
	}
	once.first, once.cpu = clock.Wall().Sub(began), used(server.Process.Pid)
	answer, err := s.get(ctx, base+s.also)
	for _, word := range s.words {
		if !strings.Contains(answer, word) {
			return once, fmt.Errorf("%s says nothing of %s", s.also, word)
		}
	}
	clock.Sleep(ctx, settled)
	once.resident = resident(server.Process.Pid)
	return once, err
}

// get is the answer to a request, which must be 200.
func (s *subject) get(ctx context.Context, url string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", s.authorization)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s is answered with %s: %s", url, answer.Status, body)
	}
	return string(body), err
}

// used is how long a process has had a processor, all of its threads together; 0 where
// there is no /proc.
func used(process int) (total time.Duration) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", process))
	for _, thread := range threads {
		text, _ := os.ReadFile(thread)
		var ns int64
		_, _ = fmt.Sscan(string(text), &ns)
		total += time.Duration(ns)
	}
	return total
}

// resident is how much memory a process has, in KiB; 0 where there is no /proc.
func resident(process int) (kib int) {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	_, _ = fmt.Sscan(rest, &kib)
	return kib
}

// table says what was measured, and how many times the floor the mock is.
func table(out io.Writer, subjects []*subject, pinned bool) error {
	where := "as the system has it"
	if pinned {
		where = "on one core"
	}
	fmt.Fprintf(out, "%d starts each, in turns, %s; times in ms until the first 200\n\n", len(subjects[0].starts), where)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\tby the clock\tat least\tprocessor\tat least\tidle MiB\tbinary MiB\t")
	var rows [][]float64
	for _, s := range subjects {
		ms := func(of func(start) time.Duration) (median, least float64) {
			slices.SortFunc(s.starts, func(a, b start) int { return cmp.Compare(of(a), of(b)) })
			return of(s.starts[len(s.starts)/2]).Seconds() * 1000, of(s.starts[0]).Seconds() * 1000
		}
		first, firstLeast := ms(func(s start) time.Duration { return s.first })
		cpu, cpuLeast := ms(func(s start) time.Duration { return s.cpu })
		most := slices.MaxFunc(s.starts, func(a, b start) int { return cmp.Compare(a.resident, b.resident) }).resident
		row := []float64{first, firstLeast, cpu, cpuLeast, float64(most) / (1 << 10), float64(s.size) / (1 << 20)}
		rows = append(rows, row)
		fmt.Fprint(w, s.name)
		for _, value := range row {
			fmt.Fprintf(w, "\t%.1f", value)
		}
		fmt.Fprintln(w, "\t")
	}
	fmt.Fprint(w, "times")
	for i, value := range rows[1] {
		fmt.Fprintf(w, "\t%.1f", value/max(rows[0][i], 0.001))
	}
	fmt.Fprintln(w, "\t")
	return w.Flush()
}
