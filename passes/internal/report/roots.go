package report

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/concurrency"
)

// The categories of what Roots reports.
const (
	rootExplored = "roots-explored" // the root was explored, or need not be
	rootStopped  = "roots-stopped"  // the budget did not suffice
	RootFailed   = "roots-failed"   // a bug of the engine ended it
)

// Roots returns the analyzer that tells what became of each root: the functions
// that are explored by themselves. It is for those who wonder about silence, and
// has its say as diagnostics because a driver keeps these, and may lose whatever
// else is printed. Unless its flag asks for them, there are none.
func Roots() *analysis.Analyzer {
	show := ""
	a := newAnalyzer("roots", "", func(r *reporter) {
		for i := range r.result.Roots {
			if root := &r.result.Roots[i]; show == "all" || show == "failed" && root.Failed {
				r.root(root)
			}
		}
	})
	a.Doc = "roots: internal to the chanlint command, which asks what was explored"
	a.URL = ""
	a.Flags.Func("show", "internal: tell what became of `failed` roots, or of all", func(s string) error {
		if s != "failed" && s != "all" {
			return errors.New("want failed or all")
		}
		show = s
		return nil
	})
	return a
}

// root reports what became of a root, and of what was detected there.
func (r *reporter) root(root *concurrency.RootReport) {
	d := analysis.Diagnostic{Pos: root.Pos, Category: rootExplored}
	if !d.Pos.IsValid() {
		d.Pos = r.pass.Files[0].Package
	}
	name := strings.ReplaceAll(root.Name, r.pass.Pkg.Path()+".", "")
	switch {
	case root.Failed:
		d.Category = RootFailed
		d.Message = fmt.Sprintf("%s: internal error: %s", name, root.Reason)
	case root.Steps == 0:
		d.Message = fmt.Sprintf("%s: not explored by itself: %s", name, root.Reason)
	default:
		if !root.Done && root.Depth == 0 {
			d.Category = rootStopped
		}
		doubted := ""
		if root.Doubted > 0 {
			doubted = fmt.Sprintf(" (%d too doubtful to go on from)", root.Doubted)
		}
		d.Message = fmt.Sprintf("%s: %s: %d states%s, %d steps; left %d states, %d steps, %d full budgets; %s",
			name, root.Reason, root.States, doubted, root.Steps, root.StatesLeft, root.StepsLeft, root.FullLeft, count(len(root.Candidates), "candidate"))
	}
	for _, c := range root.Candidates {
		at, _ := r.rangeOf(&c.Finding)
		what := fmt.Sprintf("%s (%s)", r.message(&c.Finding), passOf[c.Kind])
		// The searches of a root find much of the same.
		old := slices.ContainsFunc(d.Related, func(n analysis.RelatedInformation) bool {
			return n.Pos == at && strings.HasSuffix(n.Message, ": "+what)
		})
		if at.IsValid() && !old {
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: at, Message: r.fate(c) + ": " + what})
		}
	}
	slices.SortStableFunc(d.Related, func(a, b analysis.RelatedInformation) int { return cmp.Compare(a.Pos, b.Pos) })
	r.out = append(r.out, d)
}

// fate says what became of something that was detected.
func (r *reporter) fate(c *concurrency.Candidate) string {
	why := r.withheld(&c.Finding)
	directives := r.silencing(&c.Finding)
	switch {
	case c.Rule == concurrency.Doubtful:
		why = "it is doubtful (see -level), since " + c.Doubt
	case c.Rule == concurrency.Repeated:
		why = "there is a finding at this place already"
	case c.Rule == concurrency.Misuse:
		why = "callers need not use the type in this way"
	case c.Rule == concurrency.Scaled:
		why = "it may come from scaling a constant down"
	case why == "" && len(directives) > 0:
		why = fmt.Sprintf("there is a directive on line %d", r.pass.Fset.Position(directives[0].Comment.Pos()).Line)
	case why == "":
		return "reported"
	}
	return "withheld because " + why
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
