// Package passes lists the analyzers of chanlint.
package passes

import (
	"flag"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/badignore"
	"github.com/chanlint/chanlint/passes/closedrecv"
	"github.com/chanlint/chanlint/passes/datarace"
	"github.com/chanlint/chanlint/passes/deadlock"
	"github.com/chanlint/chanlint/passes/doubleclose"
	"github.com/chanlint/chanlint/passes/goroutineleak"
	"github.com/chanlint/chanlint/passes/heldlock"
	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/internal/report"
	"github.com/chanlint/chanlint/passes/lockorder"
	"github.com/chanlint/chanlint/passes/mainexit"
	"github.com/chanlint/chanlint/passes/nilchan"
	"github.com/chanlint/chanlint/passes/sendclosed"
	"github.com/chanlint/chanlint/passes/unclosedrange"
	"github.com/chanlint/chanlint/passes/wgcount"
)

// All returns every analyzer, in the order in which they are documented.
func All() []*analysis.Analyzer {
	return []*analysis.Analyzer{
		sendclosed.Analyzer,
		doubleclose.Analyzer,
		nilchan.Analyzer,
		unclosedrange.Analyzer,
		mainexit.Analyzer,
		goroutineleak.Analyzer,
		deadlock.Analyzer,
		heldlock.Analyzer,
		lockorder.Analyzer,
		wgcount.Analyzer,
		closedrecv.Analyzer,
		datarace.Analyzer,
		badignore.Analyzer,
	}
}

// Level is the flag that says how sure a finding must be to be reported, for all
// analyzers: "default", or "all" to see the doubtful ones, too.
func Level() *flag.Flag { return concurrency.Analyzer.Flags.Lookup("level") }

// Roots returns an analyzer that is not one of All: it tells what became of each
// function that chanlint explored, if its flag "show" asks for that. With "failed"
// it tells of those that were not explored because of a bug of chanlint, with "all"
// of all, and of what was found there and why it is not reported. The steps of
// its diagnostics are what was found.
func Roots() *analysis.Analyzer { return report.Roots() }

// RootFailed is the category of the diagnostics of Roots that are about a bug of
// chanlint.
const RootFailed = report.RootFailed

// Traces returns an analyzer that is not one of All: if its flag "attach" is set, it
// reports the way to each finding of the others, for drivers that draw it. Its
// diagnostics stand where the findings do. The category is the pass, the message the
// encoding of a trace (see package trace), and the only related message that of the
// finding.
func Traces() *analysis.Analyzer { return report.Traces() }

// FactsOnly switches the exploration off in this process: what remains is the
// extraction of models for packages that import the current one. A driver calls
// it when it only wants the facts of a dependency.
func FactsOnly() { concurrency.FactsOnly() }

// HasFacts reports whether the package of a path can have facts that those who import
// it need. A driver that wants only the facts of one that cannot need not run any
// analyzer.
func HasFacts(path string) bool { return concurrency.HasFacts(path) }
