package report

import (
	"fmt"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes/internal/concurrency"
	"github.com/chanlint/chanlint/passes/internal/ignore"
)

// BadIgnore returns the analyzer of the pass that reports ignore directives.
//
// It has all findings of the package before it, also those of passes that are
// switched off and of the other level. So what it says does not depend on the
// flags of a run, and a directive is reported by it alone.
func BadIgnore(name, doc string) *analysis.Analyzer {
	return newAnalyzer(name, doc, func(r *reporter) {
		if len(r.directives.All()) == 0 {
			return
		}
		b := &ignores{reporter: r, used: map[use]bool{}, prose: map[*ignore.Directive]bool{}}
		b.findUses()
		for _, d := range r.directives.All() {
			if !d.Nolint && !d.Blank && !r.generated[r.pass.Fset.File(d.Comment.Pos())] {
				b.form(d)
			}
		}
		// Directives about this pass itself come last: the others may need them.
		b.unused(func(pass string) bool { return pass != name && isPass(pass) })
		b.unused(func(pass string) bool { return pass == name })
	})
}

// ignores judges the directives of a package.
type ignores struct {
	*reporter
	used  map[use]bool
	prose map[*ignore.Directive]bool // reported to be no directives
}

// A use is that a directive suppresses a finding of a pass.
type use struct {
	directive *ignore.Directive
	pass      string
}

// findUses notes which directives suppress what, and reports those that only a blank
// keeps from it.
func (b *ignores) findUses() {
	for _, f := range slices.Concat(b.result.Findings, b.result.Doubtful) {
		if b.withheld(&f) != "" {
			continue
		}
		for _, d := range b.silencing(&f) {
			b.used[use{d, passOf[f.Kind]}] = true
		}
		at, _ := b.rangeOf(&f)
		for _, d := range b.directives.Prose(passOf[f.Kind], at) {
			if !b.prose[d] {
				b.prose[d] = true
				b.complain(d, d.Comment.Pos(), d.Comment.End(), b.pass.Analyzer.Name, "ignore directive has a blank before its first word")
			}
		}
	}
}

// form reports what is wrong with a directive, wherever it stands.
func (b *ignores) form(d *ignore.Directive) {
	own := b.pass.Analyzer.Name
	switch {
	case d.Verb != "ignore":
		b.complain(d, d.Comment.Pos(), d.Comment.End(), own, "unknown directive chanlint:"+d.Verb)
		return
	case len(d.Passes) == 0:
		b.complain(d, d.Comment.Pos(), d.Comment.End(), own, "ignore directive names no pass")
		return
	case d.Reason == "":
		b.complain(d, d.Comment.Pos(), d.Comment.End(), own, "ignore directive gives no reason")
	}
	for _, n := range d.Passes {
		switch {
		case n.Text == "":
			b.complain(d, d.Comment.Pos(), d.Comment.End(), own, "ignore directive has an empty name among its passes")
		case n.Text != own && !isPass(n.Text):
			b.complain(d, n.Pos, n.Pos+token.Pos(len(n.Text)), own, fmt.Sprintf("ignore directive names %s, which is not a pass", n.Text))
		}
	}
}

// isPass reports whether there is a pass of this name that reports findings.
func isPass(name string) bool {
	for _, pass := range passOf {
		if pass == name {
			return true
		}
	}
	return false
}

// unused reports the names of some passes in directives that suppress nothing of
// them. It needs all findings, so it does nothing if a root failed.
func (b *ignores) unused(about func(pass string) bool) {
	if slices.ContainsFunc(b.result.Roots, func(root concurrency.RootReport) bool { return root.Failed }) {
		return
	}
	for _, d := range b.directives.All() {
		if d.Verb != "ignore" || d.Blank || d.Reason == "" || b.generated[b.pass.Fset.File(d.Comment.Pos())] {
			continue
		}
		for _, n := range d.Passes {
			if about(n.Text) && !b.used[use{d, n.Text}] {
				b.complain(d, n.Pos, n.Pos+token.Pos(len(n.Text)), b.pass.Analyzer.Name+"-unused",
					"ignore directive suppresses nothing of "+n.Text)
			}
		}
	}
}

// complain reports what is wrong with a directive, unless another one silences
// that.
func (b *ignores) complain(d *ignore.Directive, from, to token.Pos, category, message string) {
	own, silent := b.pass.Analyzer.Name, false
	for _, other := range b.directives.Silencing(own, from) {
		if other != d {
			b.used[use{other, own}], silent = true, true
		}
	}
	if !silent {
		b.out = append(b.out, analysis.Diagnostic{Pos: from, End: to, Category: category, URL: URL(own, category), Message: message})
	}
}
