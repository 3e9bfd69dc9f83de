package extract

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// What comments ask of callers.
var (
	forbids   = regexp.MustCompile(`(?i)\b(must|should|may|can|do)(n['’]t| ?not)\b|\bnever\b|\b(must|may|can|should) only\b|\bonly (be )?call|\bpanic`)
	notShared = regexp.MustCompile(`(?i)\bnot (be )?(safe|intended|meant) (for|to be used by) (concurrent|multiple goroutines|parallel)|\bnot (concurrency|concurrent|goroutine|thread)[- ]?safe\b|\bnot (be )?(called|used|accessed|invoked) (concurrently|from (multiple|several|different) goroutines|in parallel)`)
	early     = regexp.MustCompile(`(?i)\b(must|should|has to|have to|is to|needs? to) (only )?be called (\S+\s+){0,8}before\b|\b(meant|intended|only|used) (only )?(for|in|by) test(s|ing)\b`)
	ofLocks   = regexp.MustCompile(`(?i)lock|mutex|concurren|goroutine|thread|\brac[ey]|approximat|snapshot`)
	sentences = regexp.MustCompile(`[.!;]\s|\n\s*\n`)
	words     = regexp.MustCompile(`\w+`)
)

// keptApart reports whether the comments of two methods of a type ask callers not to call
// them beside each other, or the first one only before there is anything beside it.
func keptApart(m, end *ssa.Function) bool {
	text := comment(m).Text()
	return notShared.MatchString(text) || early.MatchString(text) || asks(m, end) || asks(end, m)
}

// asks reports whether a sentence of the comment of a method forbids something with
// another one.
func asks(fn, other *ssa.Function) bool {
	for _, s := range sentences.Split(comment(fn).Text(), -1) {
		if forbids.MatchString(s) && slices.Contains(words.FindAllString(s, -1), other.Name()) {
			return true
		}
	}
	return false
}

// comment returns the comment of a function, nil if it has none.
func comment(fn *ssa.Function) *ast.CommentGroup {
	if decl, ok := fn.Syntax().(*ast.FuncDecl); ok {
		return decl.Doc
	}
	return nil
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
					return decl.Doc.Text() + "\n" + s.Doc.Text()
				}
			}
		}
	}
	return ""
}
