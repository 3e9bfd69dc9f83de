package extract

import (
	"go/ast"
	"go/types"
	"regexp"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// What comments ask of callers.
var (
	forbids   = regexp.MustCompile(`(?i)\b(must|should|may|can|do)(n['’]t| ?not)\b|\bnever\b|\b(must|may|can|should) only\b|\bonly (be )?call|\bpanic`)
	forOne    = regexp.MustCompile(`(?i)\bnot (be )?(safe|intended|meant) (for|to be used by) (concurrent|multiple goroutines|parallel)|\bnot (concurrency|concurrent|goroutine|thread)[- ]?safe\b|\bnot (be )?(called|used|accessed|invoked) (concurrently|from (multiple|several|different) goroutines|in parallel)`)
	sentences = regexp.MustCompile(`[.!;]\s|\n\s*\n`)
)

// kept reports whether the comments of two methods of a type, or that of the type, ask
// callers not to call them beside each other.
func (x *extractor) kept(typ *types.Named, m, end *ssa.Function) bool {
	return forOne.MatchString(x.typeDoc(typ)) || forOne.MatchString(doc(m)) || asks(m, end) || asks(end, m)
}

// asks reports whether a sentence of the comment of a method forbids something with
// another one.
func asks(fn, other *ssa.Function) bool {
	name := regexp.MustCompile(`\b` + regexp.QuoteMeta(other.Name()) + `\b`)
	for _, s := range sentences.Split(doc(fn), -1) {
		if forbids.MatchString(s) && name.MatchString(s) {
			return true
		}
	}
	return false
}

// doc returns the comment of a function.
func doc(fn *ssa.Function) string {
	if decl, ok := fn.Syntax().(*ast.FuncDecl); ok {
		return decl.Doc.Text()
	}
	return ""
}

// typeDoc returns the comment of a type of the package.
func (x *extractor) typeDoc(typ *types.Named) string {
	for _, file := range x.names.files {
		for _, d := range file.Decls {
			decl, ok := d.(*ast.GenDecl)
			if !ok || decl.Pos() > typ.Obj().Pos() || typ.Obj().Pos() > decl.End() {
				continue
			}
			for _, s := range decl.Specs {
				if s, ok := s.(*ast.TypeSpec); ok && s.Name.Pos() == typ.Obj().Pos() {
					return strings.Join([]string{decl.Doc.Text(), s.Doc.Text()}, "\n")
				}
			}
		}
	}
	return ""
}
