// Package passes lists the analyzers of chanlint.
package passes

import (
	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/deadlock"
	"github.com/chanlint/chanlint/passes/doubleclose"
	"github.com/chanlint/chanlint/passes/goroutineleak"
	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/mainexit"
	"github.com/chanlint/chanlint/passes/nilchan"
	"github.com/chanlint/chanlint/passes/sendclosed"
	"github.com/chanlint/chanlint/passes/unclosedrange"
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
	}
}

// FactsOnly switches the exploration off in this process: what remains is the
// extraction of models for packages that import the current one. A driver calls
// it when it only wants the facts of a dependency.
func FactsOnly() { concurrency.FactsOnly() }
