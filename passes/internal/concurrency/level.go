package concurrency

import (
	"cmp"
	"slices"

	"github.com/chanlint/chanlint/passes/internal/detect"
)

// At returns a copy of a result with the findings of a level, "default" or "all",
// whatever the flag says.
func (r *Result) At(level string) *Result {
	out := *r
	out.Findings, out.Doubtful = nil, nil
	for _, f := range slices.Concat(r.Findings, r.Doubtful) {
		if level == "all" || f.Level == detect.Sure {
			out.Findings = append(out.Findings, f)
		} else {
			out.Doubtful = append(out.Doubtful, f)
		}
	}
	slices.SortStableFunc(out.Findings, func(a, b detect.Finding) int { return cmp.Compare(a.At.Pos, b.At.Pos) })
	return &out
}
