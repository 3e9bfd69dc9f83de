// Command differential compares the engine with Go. It writes random programs,
// compiles them, and runs them with many schedules. Whatever goes wrong in a run,
// the engine must have said (recall). And whatever the engine says must happen,
// when the program is forced to take the steps that the engine gives for it
// (precision).
//
//	go run ./passes/internal/differential -n 20000
//
// The programs use channels, select, Mutex, RWMutex, WaitGroup, Once, Cond,
// contexts, timers and defer, and up to four goroutines. With -races they share
// variables, and what is compared are the data races, with what the race detector of
// Go sees (it needs cgo).
//
//	go run ./passes/internal/differential -races -n 10000 -runs 40
//
// The primitives are those of the runtime; only which goroutine takes the next step
// is decided by the command. The exit code is 1 if there is a difference.
package main

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/differential/testdata/gate"
)

//go:embed testdata/gate
var gateSource embed.FS

func main() {
	c := comparison{out: os.Stdout}
	n := flag.Int("n", 2000, "`number` of programs")
	seed := flag.Int64("seed", 1, "`number` that the programs follow from")
	flag.IntVar(&c.runs, "runs", 100, "`number` of random runs of each program")
	flag.IntVar(&c.show, "show", 10, "`number` of differences to show in full")
	races := flag.Bool("races", false, "compare data races, with what the race detector sees")
	flag.Parse()
	batch := c.batch
	if *races {
		batch = c.raceBatch
	}
	for *n > 0 {
		size := min(*n, batchSize)
		if err := batch(*seed, size); err != nil {
			fmt.Fprintln(os.Stderr, "differential:", err)
			os.Exit(2)
		}
		*n -= size
		*seed++
	}
	if *races {
		c.raceSummary()
	} else {
		c.summary()
	}
	if c.differences > 0 {
		os.Exit(1)
	}
}

// batchSize is how many programs go into one binary, and processSize how many
// into one process: goroutines that are stuck stay there.
const (
	batchSize   = 500
	processSize = 50
)

// times is how often a schedule is forced; what follows it differs.
const times = 4

// A comparison counts what was found.
type comparison struct {
	out         io.Writer
	runs, show  int
	differences int

	programs, faulty, cut    int
	observed, foreseen       int // recall
	elsewhere                int // the same panic, but only in another place
	noticed                  int // faulty programs with a finding
	claimed, forced, chanced int // precision of all that the graph has
	reported, shown          int // precision of the findings

	races // what the race detector sees
}

// batch compares some programs.
func (c *comparison) batch(seed int64, n int) error {
	plain, gated := generate(seed, n, false)
	e, err := newEngine(plain)
	if err != nil {
		return err
	}
	verdicts := make([]verdict, n)
	jobs := make([]gate.Job, n)
	for i := range n {
		verdicts[i] = e.judge(fmt.Sprintf("P%d", i))
		jobs[i] = gate.Job{Program: i, Seed: seed<<20 + int64(i)<<8, Runs: c.runs, Times: times}
		for _, claim := range verdicts[i].claims {
			jobs[i].Schedules = append(jobs[i].Schedules, claim.steps)
		}
	}
	binary, clean, err := build(gated)
	if err != nil {
		return err
	}
	defer clean()
	var results []gate.Result
	for chunk := range slices.Chunk(jobs, processSize) {
		some, _, err := execute(binary, chunk)
		if err != nil {
			return err
		}
		results = append(results, some...)
	}
	for i, r := range results {
		name := fmt.Sprintf("P%d", i)
		if diff := c.compare(verdicts[i], r); diff != "" {
			c.differences++
			if c.differences <= c.show {
				fmt.Fprintf(c.out, "== seed %d, %s\n%s%s\n", seed, name, diff, source(plain, name))
			}
		}
	}
	return nil
}

// source returns the part of the text that is about one program, with the
// numbers of the lines.
func source(text, name string) string {
	var b strings.Builder
	in := false
	for i, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "func ") {
			in = strings.HasPrefix(line, "func "+name+"(") || strings.HasPrefix(line, "func "+strings.ToLower(name)+"_")
		}
		if in && line != "" {
			fmt.Fprintf(&b, "%5d\t%s\n", i+1, line)
		}
	}
	return b.String()
}

// build compiles the programs, and returns the binary and what removes it.
func build(gated string, flags ...string) (binary string, clean func(), err error) {
	dir, err := os.MkdirTemp("", "differential")
	if err != nil {
		return "", nil, err
	}
	clean = func() { os.RemoveAll(dir) }
	defer func() {
		if err != nil {
			clean()
		}
	}()
	sources, err := fs.Sub(gateSource, "testdata")
	if err == nil {
		err = os.CopyFS(dir, sources)
	}
	if err != nil {
		return "", nil, err
	}
	for name, text := range map[string]string{"go.mod": "module differential\n\ngo 1.25\n", "main.go": gated} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			return "", nil, err
		}
	}
	cmd := exec.Command("go", slices.Concat([]string{"build", "-o", "programs"}, flags, []string{"."})...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", nil, fmt.Errorf("%w\n%s", err, out)
	}
	return filepath.Join(dir, "programs"), clean, nil
}

// execute does jobs in one process. It also returns what that printed to stderr.
func execute(binary string, jobs []gate.Job) ([]gate.Result, string, error) {
	var in, out, stderr bytes.Buffer
	to := json.NewEncoder(&in)
	for _, job := range jobs {
		if err := to.Encode(job); err != nil {
			return nil, "", err
		}
	}
	run := exec.Command(binary)
	run.Env = append(os.Environ(), "GORACE=suppress_equal_stacks=0 suppress_equal_addresses=0 exitcode=0 atexit_sleep_ms=0")
	run.Stdin, run.Stdout, run.Stderr = &in, &out, &stderr
	if err := run.Run(); err != nil {
		return nil, "", fmt.Errorf("%w\n%.3000s", err, stderr.String())
	}
	var results []gate.Result
	for from := json.NewDecoder(&out); ; {
		var r gate.Result
		if err := from.Decode(&r); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, "", err
		}
		results = append(results, r)
	}
	if len(results) != len(jobs) {
		return nil, "", fmt.Errorf("%d results for %d programs", len(results), len(jobs))
	}
	return results, stderr.String(), nil
}

// compare compares what the engine says of a program with what happens, and
// returns the differences.
func (c *comparison) compare(v verdict, r gate.Result) string {
	c.programs++
	if !v.whole {
		c.cut++
	}
	var diff strings.Builder
	happened := map[string]observation{}
	for _, o := range r.Random {
		for _, seen := range observations(o) {
			happened[seen.String()] = seen
		}
	}
	for _, outcomes := range r.Forced {
		for _, o := range outcomes {
			for _, seen := range observations(o) {
				happened[seen.String()] = seen
			}
		}
	}
	for text, seen := range happened {
		c.observed++
		switch {
		case slices.ContainsFunc(v.claims, seen.is):
			c.foreseen++
		case seen.op == "" && slices.ContainsFunc(v.claims, func(c claim) bool { return c.what == seen.what }):
			c.elsewhere++
		case v.whole:
			fmt.Fprintf(&diff, "missed: %s\n", text)
		}
	}
	if len(happened) > 0 {
		c.faulty++
		if len(v.findings) > 0 {
			c.noticed++
		}
	}
	for i, claim := range v.claims {
		happens := true
		for _, o := range r.Forced[i] {
			happens = happens && claim.happens(o)
		}
		chance := !happens && slices.ContainsFunc(r.Random, func(o gate.Outcome) bool {
			return slices.ContainsFunc(observations(o), func(o observation) bool { return o.is(claim) })
		})
		if claim.reported {
			c.reported++
			if happens {
				c.shown++
			}
		} else {
			c.claimed++
			if happens {
				c.forced++
			}
			if chance {
				c.chanced++
			}
		}
		if !happens {
			fmt.Fprintf(&diff, "does not follow (reported: %v, happens by chance: %v): %s\n", claim.reported, chance, claim)
			for _, s := range claim.steps {
				fmt.Fprintf(&diff, "\tgoroutine %d, line %d: %s %d\n", s.Proc, s.Line, s.Op, s.Peer)
			}
			text, _ := json.Marshal(r.Forced[i])
			fmt.Fprintf(&diff, "\tled to %s\n", text)
		}
	}
	return diff.String()
}

// happens reports whether a claim is true of a run that was forced to take its
// steps. A goroutine is stuck, too, if the program crashes while it is blocked: the
// engine follows goroutines apart that have nothing to do with each other.
func (c claim) happens(o gate.Outcome) bool {
	if c.what != "stuck" {
		return slices.ContainsFunc(observations(o), func(o observation) bool { return o.is(c) })
	}
	return slices.ContainsFunc(stuck(o), func(o observation) bool { return o.is(c) && o.proc == c.proc })
}

func (c *comparison) share(what string, n, of int) {
	fmt.Fprintf(c.out, "%-55s %6d of %6d  %.3f %%\n", what, n, of, 100*float64(n)/float64(max(of, 1)))
}

func (c *comparison) summary() {
	fmt.Fprintf(c.out, "%d programs, %d random runs of each\n", c.programs, c.runs)
	c.share("explored in part only", c.cut, c.programs)
	c.share("go wrong in some run", c.faulty, c.programs)
	c.share("... of these with a finding", c.noticed, c.faulty)
	c.share("recall: what went wrong, and the engine knew", c.foreseen, c.observed)
	c.share("... or knew of another place", c.elsewhere, c.observed)
	c.share("precision: what the engine knew, and its steps led to", c.forced, c.claimed)
	c.share("... what was reported, and its steps led to", c.shown, c.reported)
	fmt.Fprintf(c.out, "%d programs with a difference\n", c.differences)
}
