package report

import (
	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/witness"
	"github.com/chanlint/chanlint/passes/trace"
)

// Traces returns the analyzer that reports the way to each finding, encoded, for
// drivers that draw it. It is an analyzer of its own so that the findings are the
// same whether a driver wants that or not. Unless its flag asks for them, there are
// none.
func Traces() *analysis.Analyzer {
	attach := false
	a := newAnalyzer("traces", "", func(r *reporter) {
		if !attach {
			return
		}
		for i := range r.result.Findings {
			if f := &r.result.Findings[i]; r.isReported(f) {
				r.trace(f)
			}
		}
	})
	a.Doc = "traces: internal to the chanlint command, which draws the way to a finding"
	a.URL = ""
	a.Flags.BoolVar(&attach, "attach", false, "internal: report the way to each finding, encoded")
	return a
}

// trace reports the way to a finding. The finding is named by its place, the
// category and the related message.
func (r *reporter) trace(f *detect.Finding) {
	w := witness.Of(f, r.place)
	for i := range w.Steps {
		s := &w.Steps[i]
		if node := r.statement(r.pos(w.At[i])); node != nil {
			s.Pos, s.End = r.placeOf(node.Pos()), r.placeOf(node.End())
		}
	}
	data, err := trace.Encode(w.Trace)
	if err != nil || len(w.Steps) == 0 {
		return // the finding stands without it
	}
	start, end := r.rangeOf(f)
	r.out = append(r.out, analysis.Diagnostic{
		Pos: start, End: end, Category: passOf[f.Kind], Message: string(data),
		Related: []analysis.RelatedInformation{{Pos: start, Message: r.message(f)}},
	})
}
