//go:build linux

// Command cost compares what chanlint costs with what nilness of x/tools costs,
// which needs the SSA form, too. Both are tools of go vet on the same code, in
// alternation, so that what else the machine does is the same for both.
//
//	go run ./testdata/cost -n 5 -C DIR ./...
//
// The code is built before. Each run is a new binary, so that no answer comes from
// the build cache, unless the tool runs for the second time: those are the warm runs.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

var tools = []struct{ name, pkg string }{
	{"nilness", "golang.org/x/tools/go/analysis/passes/nilness/cmd/nilness"},
	{"chanlint", "./cmd/chanlint"},
}

// A cost is what a run took: the CPU time of all processes, the memory of the
// largest one in bytes.
type cost struct {
	cpu  time.Duration
	peak int64
}

func main() {
	n := flag.Int("n", 5, "`number` of runs of each tool")
	dir := flag.String("C", ".", "`directory` of the code")
	flag.Parse()
	patterns := flag.Args()
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	if err := run(*n, *dir, patterns); err != nil {
		fmt.Fprintln(os.Stderr, "cost:", err)
		os.Exit(2)
	}
}

func run(n int, dir string, patterns []string) error {
	scratch, err := os.MkdirTemp("", "cost")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	// The export data of the code, and what the standard library needs, for both.
	if _, err := measure(dir, slices.Concat([]string{"vet", "-unreachable"}, patterns)); err != nil {
		return err
	}
	cold, warm := make([][]cost, len(tools)), make([][]cost, len(tools))
	for range n {
		for i, tool := range tools {
			binary := filepath.Join(scratch, tool.name)
			stamp := "-ldflags=-X=main.cost=" + time.Now().Format(time.RFC3339Nano)
			if _, err := measure("", []string{"build", stamp, "-o", binary, tool.pkg}); err != nil {
				return err
			}
			args := slices.Concat([]string{"vet", "-vettool=" + binary}, patterns)
			for _, costs := range [][][]cost{cold, warm} {
				c, err := measure(dir, args)
				if err != nil {
					return err
				}
				costs[i] = append(costs[i], c)
			}
		}
	}
	fmt.Printf("%d runs of each in alternation; the medians\n", n)
	fmt.Printf("%-10s %14s %14s %14s\n", "", "cold CPU s", "warm CPU s", "peak MB")
	for i, tool := range tools {
		fmt.Printf("%-10s %14.1f %14.1f %14d\n", tool.name, median(cold[i]).cpu.Seconds(), median(warm[i]).cpu.Seconds(), highest(cold[i])>>20)
	}
	fmt.Printf("%-10s %14.2f %14.2f\n", "ratio",
		float64(median(cold[1]).cpu)/float64(median(cold[0]).cpu), float64(median(warm[1]).cpu)/float64(median(warm[0]).cpu))
	return nil
}

// measure runs the go command. That a tool finds something is no error.
func measure(dir string, args []string) (cost, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !(args[0] == "vet" && errors.As(err, &exit) && exit.ExitCode() == 1) {
		return cost{}, fmt.Errorf("%s: %w\n%.2000s", cmd, err, out)
	}
	c := cost{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.peak = int64(usage.Maxrss) << 10
	}
	return c, nil
}

func median(costs []cost) cost {
	s := slices.SortedFunc(slices.Values(costs), func(a, b cost) int { return cmp.Compare(a.cpu, b.cpu) })
	return s[len(s)/2]
}

func highest(costs []cost) int64 {
	return slices.MaxFunc(costs, func(a, b cost) int { return cmp.Compare(a.peak, b.peak) }).peak
}
