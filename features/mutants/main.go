// Command mutants breaks a package, one small change at a time, and runs the
// scenarios against each broken mock: a change that no scenario notices is a
// behaviour that nothing tests. Of an API's package these are the scenarios in
// the folder of its name, and those of the mock itself.
//
// What no scenario notices is tried on the tests of the package and of the mock, and
// counted apart.
//
// It is an overlay runner: the files on the disk stay as they are, and go test
// -overlay is shown the changed one. Changes that do not compile do not count.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

func main() {
	budget := flag.Duration("budget", 20*time.Minute, "stop after this long; what is not tried by then is counted as such")
	seed := flag.Uint64("seed", 1, "the order in which the mutants are tried")
	least := flag.Float64("least", 90, "the least percentage that must be killed")
	list := flag.Bool("list", false, "list the mutants without trying them")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: mutants [flags] package-directory…")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ok, err := run(ctx, flag.Args(), *budget, *seed, *least, *list)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// verdict is what became of a mutant.
type verdict int

const (
	untried verdict = iota
	notViable
	killed
	killedByTests // which a user cannot read
	survived
)

func (v verdict) String() string {
	return [...]string{"untried", "does not compile", "killed", "no scenario", "survived"}[v]
}

// run tries the mutants of the packages and tells whether enough were killed.
func run(ctx context.Context, packages []string, budget time.Duration, seed uint64, least float64, list bool) (bool, error) {
	var all []mutant
	for _, dir := range packages {
		found, err := mutantsOf(dir)
		if err != nil {
			return false, err
		}
		all = append(all, found...)
	}
	if list {
		for _, m := range all {
			fmt.Println(m)
		}
		fmt.Println(len(all), "mutants")
		return true, nil
	}
	order := rand.New(rand.NewPCG(seed, 0))
	order.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })

	// The suite must pass unbroken, or everything would count as killed.
	for _, dir := range packages {
		if out, err := scenarios(ctx, dir, ""); err != nil {
			return false, fmt.Errorf("the scenarios fail before anything is broken:\n%s", out)
		}
		if out, err := tests(ctx, dir, ""); err != nil {
			return false, fmt.Errorf("the tests fail before anything is broken:\n%s", out)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, budget)
	defer cancel()
	verdicts := make([]verdict, len(all))
	queue := make(chan int)
	var wait sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for range max(1, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := range queue {
				v, err := all[i].try(ctx)
				mu.Lock()
				verdicts[i] = v
				done++
				switch {
				case err != nil:
					fmt.Fprintln(os.Stderr, "mutants:", err)
				case v == survived, v == killedByTests:
					fmt.Printf("%s  %s\n", v, all[i])
				}
				if done%25 == 0 {
					fmt.Printf("%d of %d tried\n", done, len(all))
				}
				mu.Unlock()
			}
		})
	}
	for i := range all {
		if ctx.Err() != nil {
			break
		}
		queue <- i
	}
	close(queue)
	wait.Wait()
	return report(all, verdicts, least), nil
}

// report prints the figures and the survivors, and tells whether enough were killed.
func report(all []mutant, verdicts []verdict, least float64) bool {
	count := map[verdict]int{}
	var survivors []string
	for i, v := range verdicts {
		count[v]++
		if v == survived || v == killedByTests {
			survivors = append(survivors, fmt.Sprintf("%s  %s", v, all[i]))
		}
	}
	slices.Sort(survivors)
	fmt.Printf("\n%d mutants: %d killed by scenarios, %d by tests alone, %d survived, %d do not compile, %d not tried\n",
		len(all), count[killed], count[killedByTests], count[survived], count[notViable], count[untried])
	for _, s := range survivors {
		fmt.Println("  " + s)
	}
	tried := count[killed] + count[killedByTests] + count[survived]
	if tried == 0 {
		fmt.Println("nothing was tried")
		return false
	}
	percent := 100 * float64(count[killed]) / float64(tried)
	fmt.Printf("scenarios killed %.1f %% of those tried; at least %.0f %% are wanted\n", percent, least)
	return percent >= least
}

// try runs the scenarios against the mutant.
func (m mutant) try(ctx context.Context) (verdict, error) {
	dir, err := os.MkdirTemp("", "mutant")
	if err != nil {
		return untried, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	broken := filepath.Join(dir, filepath.Base(m.file))
	if err := os.WriteFile(broken, m.apply(), 0o600); err != nil {
		return untried, err
	}
	original, err := filepath.Abs(m.file)
	if err != nil {
		return untried, err
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{original: broken}})
	if err != nil {
		return untried, err
	}
	file := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		return untried, err
	}
	build := exec.CommandContext(ctx, "go", "build", "-overlay", file, "./"+filepath.Dir(m.file)) //nolint:gosec // the package is the one that make mutants names
	if err := build.Run(); err != nil {
		return ended(ctx, notViable), nil
	}
	if _, err := scenarios(ctx, filepath.Dir(m.file), file); err != nil {
		return ended(ctx, killed), nil
	}
	if _, err := tests(ctx, filepath.Dir(m.file), file); err != nil {
		return ended(ctx, killedByTests), nil
	}
	return ended(ctx, survived), nil
}

// ended is a verdict, unless it only came about because the time was up.
func ended(ctx context.Context, v verdict) verdict {
	if ctx.Err() != nil {
		return untried
	}
	return v
}

// scenarios runs those that concern a package, with an overlay, "" for none.
func scenarios(ctx context.Context, dir, overlay string) (string, error) {
	args := []string{"-run=^TestFeatures$", "./features"}
	folder := filepath.Base(dir)
	if _, err := os.Stat(filepath.Join("features", folder)); err == nil {
		args = append(args, "-only="+folder+",mockserver")
	}
	return goTest(ctx, overlay, args...)
}

// tests runs those of a package and of the mock.
func tests(ctx context.Context, dir, overlay string) (string, error) {
	return goTest(ctx, overlay, "./"+filepath.Clean(dir), "./mockserver")
}

func goTest(ctx context.Context, overlay string, args ...string) (string, error) {
	first := []string{"test", "-count=1", "-timeout=120s", "-vet=off", "-ldflags=-s -w"}
	if overlay != "" {
		first = append(first, "-overlay="+overlay)
	}
	out, err := exec.CommandContext(ctx, "go", append(first, args...)...).CombinedOutput() //nolint:gosec // nobody else chooses the arguments
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		return "", err
	}
	return strings.TrimSpace(string(out)), err
}
