package passes

import (
	"fmt"
	"maps"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/internal/ignore"
)

// Combine returns a new analyzer called name that does the work of several passes
// of All, for drivers that know a linter as one analyzer and have settings for each
// of its instances. At level "all" it reports doubtful findings, too; the flag Level
// does not matter to it. It leaves nolint comments to the driver. Diagnostics are
// those of the passes. The error is about a level that does not exist.
func Combine(name, doc, level string, list []*analysis.Analyzer) (*analysis.Analyzer, error) {
	if level != "default" && level != "all" {
		return nil, fmt.Errorf("level %q does not exist: want default or all", level)
	}
	a := &analysis.Analyzer{Name: name, Doc: doc}
	for _, pass := range list {
		for _, r := range pass.Requires {
			if !slices.Contains(a.Requires, r) {
				a.Requires = append(a.Requires, r)
			}
		}
	}
	a.Run = func(pass *analysis.Pass) (any, error) {
		results := maps.Clone(pass.ResultOf)
		if r, ok := results[concurrency.Analyzer].(*concurrency.Result); ok {
			results[concurrency.Analyzer] = r.At(level)
		}
		if d, ok := results[ignore.Analyzer].(*ignore.Directives); ok {
			results[ignore.Analyzer] = d.WithoutNolint()
		}
		for _, one := range list {
			p := *pass
			p.Analyzer, p.ResultOf = one, results
			if _, err := one.Run(&p); err != nil {
				return nil, fmt.Errorf("%s: %w", one.Name, err)
			}
		}
		return nil, nil
	}
	return a, nil
}
