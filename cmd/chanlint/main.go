// Chanlint finds mistakes with goroutines and channels: sends on closed
// channels, leaked goroutines, deadlocks, and their kin.
//
// One binary has two faces. The go command may drive it:
//
//	go vet -vettool=$(which chanlint) ./...
//
// or it drives the go command itself:
//
//	chanlint [flags] [packages]
//
// The second form runs go vet with itself as the tool, so it shares the build
// cache, and prints the findings in order. Each has a line of its own,
//
//	pool.go:21:2: send on closed channel jobs (closed on line 18) (sendclosed)
//
// followed by indented ones: the source, and the goroutines that lead to it, side by
// side. The flag -format prints other formats, to stdout or to files.
//
// Packages are given as to the go command; without any, chanlint looks at the
// one in the current directory. Test files are included. The exit code is 0 if
// there is nothing to report, 1 if there are findings, and 2 if the command
// line is wrong, if some package could not be built or analyzed, or if anything
// else failed; findings in other packages are printed all the same. Anything else
// can be a bug of chanlint that costs the findings of a function: then it asks
// for a report.
//
// Plain go vet -vettool, with this tool or any other, is subject to a mistake
// of the go command (as of Go 1.26): its cache does not distinguish a package
// that was checked from one that was only a dependency of such. After
//
//	go vet -vettool=$(which chanlint) ./a
//
// it is silent about the packages that a imports, even if asked about them,
// until they change. So either run it on ./... consistently, or use the
// standalone form, which notices and repeats what is missing. For that, it
// passes the tool the flag -answer.salt, which is internal: with it, the tool
// marks its output for each package that it checked. The flags -roots.show and
// -traces.attach are internal, too: with them, the tool reports what became of each
// function that it explored, or only of those on which it failed, and the way to
// each finding in a form that can be drawn.
//
// Run "chanlint help" for the passes and flags, and "chanlint explain PASS" for
// the page of a pass.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/answer"
	"github.com/chanlint/chanlint/passes"
)

// The exit codes of the standalone face.
const (
	exitClean    = 0
	exitFindings = 1
	exitError    = 2
)

func main() { run(passes.All(), passes.Roots()) }

// run is main with these passes, and with the analyzer that tells what became of
// the roots.
func run(all []*analysis.Analyzer, roots *analysis.Analyzer) {
	args := os.Args[1:]
	if speaksVet(args) {
		delayGC()
		unit, err := readUnit(args[len(args)-1], runtime.Version())
		factless := err == nil && unit.factless()
		if factless {
			err = unit.answer()
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "chanlint:", err)
			os.Exit(exitError)
		}
		if factless {
			return
		}
		if unit.VetxOnly {
			passes.FactsOnly()
		}
		level := passes.Level()
		flag.Var(level.Value, level.Name, level.Usage)
		internal := []*analysis.Analyzer{answer.New(), roots, passes.Traces()}
		os.Args = append(os.Args[:1:1], answer.Enable(args, all, internal)...)
		unitchecker.Main(append(all, internal...)...) // exits
	}

	// An interrupt from the terminal reaches the go command too. Outliving it
	// means that its answer is still read, so that the cache never holds the
	// facts of a package without its findings.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt)
	// A closed stdout must be an error of Write, not death by signal.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)

	c := command{passes: all, roots: roots.Name, stdout: os.Stdout, stderr: os.Stderr, env: os.Getenv}
	os.Exit(c.run(args))
}
