// Package fix mends findings. It offers a change of the code only if it is certain:
// the finding is gone afterwards, and a run that was healthy before goes on as it
// did. What shapes of code that is true of is said at each fix; they are narrow on
// purpose.
package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// A Fixer knows the syntax of a package.
type Fixer struct {
	pass *analysis.Pass
	// at resolves the positions in findings.
	at   func(model.Pos) token.Pos
	root inspector.Cursor // all files; made when there is a finding
}

// New returns the fixer of a package; at resolves the positions in its findings.
func New(pass *analysis.Pass, at func(model.Pos) token.Pos) *Fixer {
	return &Fixer{pass: pass, at: at}
}

// For returns the fix of a finding, nothing if there is none that is certain.
func (x *Fixer) For(f *detect.Finding) []analysis.SuggestedFix {
	if !x.root.Valid() {
		x.root = inspector.New(x.pass.Files).Root()
	}
	site, other, release := x.at(f.Site.Pos), x.at(f.Other.Pos), x.at(f.Release.Pos)
	var c *change
	switch f.Kind {
	case detect.Leak:
		if f.Op == model.Send {
			c = x.makeRoom(site)
		}
	case detect.UnclosedRange:
		c = x.closeAfterSends(site)
	case detect.NilChan, detect.CloseNil:
		c = x.makeChannel(site)
	case detect.CloseClosed:
		if !f.Foreign {
			c = x.removeClose(site, other)
		}
	case detect.HeldOnReturn:
		c = x.unlock(site, other)
	case detect.AddRace:
		c = x.addBeforeGo(other)
	case detect.MissingDone:
		c = x.deferDone(release)
	case detect.MainExit:
		c = x.waitInMain(site, other)
	}
	if c == nil {
		return nil
	}
	for _, e := range c.edits {
		if !x.isWritten(e) {
			return nil
		}
	}
	return []analysis.SuggestedFix{{Message: c.message, TextEdits: c.edits}}
}

// isWritten reports whether an edit changes code that the user wrote, and no comment:
// cgo and other generators say what they are, or leave //line directives.
func (x *Fixer) isWritten(e analysis.TextEdit) bool {
	for _, f := range x.pass.Files {
		if e.Pos < f.FileStart || e.Pos > f.FileEnd {
			continue
		}
		for _, g := range f.Comments {
			for _, c := range g.List {
				if c.Pos() < e.Pos && e.Pos < c.End() || c.Pos() < e.End && e.End < c.End() {
					return false
				}
			}
		}
		return !ast.IsGenerated(f) && x.position(e.Pos) == x.pass.Fset.Position(e.Pos)
	}
	return false
}

// A change of the code.
type change struct {
	message string
	edits   []analysis.TextEdit
}

// replace changes the text between two positions.
func (c *change) replace(from, to token.Pos, text string) *change {
	c.edits = append(c.edits, analysis.TextEdit{Pos: from, End: to, NewText: []byte(text)})
	return c
}

// insert inserts text.
func (c *change) insert(at token.Pos, text string) *change { return c.replace(at, at, text) }

// insertBefore inserts a statement before another one, on a line of its own if that
// begins one.
func (x *Fixer) insertBefore(c *change, stmt inspector.Cursor, text string) *change {
	sep := "; "
	if x.beginsLine(stmt) {
		sep = "\n" + x.indent(stmt)
	}
	return c.insert(stmt.Node().Pos(), text+sep)
}

// insertAfter inserts a statement after another one, behind the comment on its line.
func (x *Fixer) insertAfter(c *change, stmt inspector.Cursor, text string) *change {
	if !x.beginsLine(stmt) || !x.endsLine(stmt) {
		return c.insert(stmt.Node().End(), "; "+text)
	}
	return x.insertLine(c, stmt.Node().End(), x.indent(stmt)+text)
}

// insertFirst inserts a statement at the beginning of the body of a function, which
// is not empty.
func (x *Fixer) insertFirst(c *change, body inspector.Cursor, text string) *change {
	first, _ := body.FirstChild()
	if !x.beginsLine(first) {
		return x.insertBefore(c, first, text)
	}
	return x.insertLine(c, body.Node().Pos(), x.indent(first)+text)
}

// insertLine inserts a line below the one of a position.
func (x *Fixer) insertLine(c *change, at token.Pos, text string) *change {
	file := x.pass.Fset.File(at)
	line := x.position(at).Line
	if line >= file.LineCount() {
		return nil
	}
	return c.insert(file.LineStart(line+1), text+"\n")
}

// indent returns the tabs before a statement that begins a line.
func (x *Fixer) indent(stmt inspector.Cursor) string {
	return strings.Repeat("\t", x.position(stmt.Node().Pos()).Column-1)
}

// remove removes a statement, with its line if nothing else stands there.
func (x *Fixer) remove(c *change, stmt inspector.Cursor) *change {
	n := stmt.Node()
	next, hasNext := stmt.NextSibling()
	switch {
	case x.beginsLine(stmt) && x.endsLine(stmt):
		file := x.pass.Fset.File(n.Pos())
		from, to := x.position(n.Pos()).Line, x.position(n.End()).Line+1
		if to > file.LineCount() {
			return nil
		}
		return c.replace(file.LineStart(from), file.LineStart(to), "")
	case hasNext && isStatement(next):
		return c.replace(n.Pos(), next.Node().Pos(), "")
	}
	return c.replace(n.Pos(), n.End(), "")
}

// beginsLine reports whether no code stands before a statement of a list on its line.
func (x *Fixer) beginsLine(stmt inspector.Cursor) bool {
	line := x.position(stmt.Node().Pos()).Line
	if prev, ok := stmt.PrevSibling(); ok {
		return x.position(prev.Node().End()).Line < line
	}
	return x.position(start(stmt.Parent().Node())).Line < line
}

// endsLine reports whether no code stands behind a statement of a list on its line.
func (x *Fixer) endsLine(stmt inspector.Cursor) bool {
	line := x.position(stmt.Node().End()).Line
	if next, ok := stmt.NextSibling(); ok {
		return line < x.position(next.Node().Pos()).Line
	}
	if block, ok := stmt.Parent().Node().(*ast.BlockStmt); ok {
		return line < x.position(block.Rbrace).Line
	}
	return true
}

// start returns the end of what stands before the statements of a list.
func start(list ast.Node) token.Pos {
	switch list := list.(type) {
	case *ast.BlockStmt:
		return list.Lbrace
	case *ast.CaseClause:
		return list.Colon
	case *ast.CommClause:
		return list.Colon
	}
	return list.Pos()
}

func (x *Fixer) position(at token.Pos) token.Position { return x.pass.Fset.PositionFor(at, false) }

// find returns the smallest node of type T around a position for which at holds.
func find[T ast.Node](x *Fixer, pos token.Pos, at func(T) bool) (inspector.Cursor, T, bool) {
	var none T
	if !pos.IsValid() {
		return inspector.Cursor{}, none, false
	}
	c, ok := x.root.FindByPos(pos, pos)
	if !ok {
		return inspector.Cursor{}, none, false
	}
	for e := range c.Enclosing() {
		if n, ok := e.Node().(T); ok && at(n) {
			return e, n, true
		}
	}
	return inspector.Cursor{}, none, false
}

// call returns the call whose parenthesis is at a position.
func (x *Fixer) call(pos token.Pos) (inspector.Cursor, *ast.CallExpr, bool) {
	return find(x, pos, func(c *ast.CallExpr) bool { return c.Lparen == pos })
}

// isStatement reports whether a node is an element of a list of statements.
func isStatement(c inspector.Cursor) bool {
	_, ok := c.Node().(ast.Stmt)
	return ok && isList(c.Parent())
}

// isList reports whether a node holds a list of statements.
func isList(c inspector.Cursor) bool {
	switch c.Node().(type) {
	case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
		return true
	}
	return false
}

// asStatement returns the statement that consists of an expression, if that stands
// in a list.
func asStatement(expr inspector.Cursor) (inspector.Cursor, bool) {
	stmt := expr.Parent()
	_, ok := stmt.Node().(*ast.ExprStmt)
	return stmt, ok && isStatement(stmt) && !isComm(stmt)
}

// isComm reports whether a statement is what a case of a select waits for.
func isComm(stmt inspector.Cursor) bool {
	clause, ok := stmt.Parent().Node().(*ast.CommClause)
	return ok && clause.Comm == stmt.Node()
}

// function returns the function that a node stands in, a FuncDecl or a FuncLit.
func function(c inspector.Cursor) inspector.Cursor {
	for f := range c.Parent().Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		return f
	}
	return c.Inspector().Root()
}

// declaration returns the outermost function that a node stands in.
func declaration(c inspector.Cursor) (inspector.Cursor, bool) {
	for f := range c.Enclosing((*ast.FuncDecl)(nil)) {
		return f, true
	}
	return inspector.Cursor{}, false
}

// body returns the body of a function; it is not valid if there are no statements.
func body(fn inspector.Cursor) inspector.Cursor {
	var b *ast.BlockStmt
	switch n := fn.Node().(type) {
	case *ast.FuncDecl:
		b = n.Body
	case *ast.FuncLit:
		b = n.Body
	}
	if b == nil || len(b.List) == 0 {
		return inspector.Cursor{}
	}
	return fn.Child(b)
}

// within returns the nodes of some types below c that do not stand in a function
// literal below c.
func within(c inspector.Cursor, types ...ast.Node) []inspector.Cursor {
	var list []inspector.Cursor
	types = append(types, (*ast.FuncLit)(nil))
	c.Inspect(types, func(n inspector.Cursor) bool {
		if _, ok := n.Node().(*ast.FuncLit); ok && n != c {
			return false
		}
		if n != c {
			list = append(list, n)
		}
		return true
	})
	return list
}

// launched returns the go statement whose goroutine is a function literal.
func launched(lit inspector.Cursor) (inspector.Cursor, bool) {
	call, ok := lit.Parent().Node().(*ast.CallExpr)
	if !ok || call.Fun != lit.Node() {
		return inspector.Cursor{}, false
	}
	stmt := lit.Parent().Parent()
	_, ok = stmt.Node().(*ast.GoStmt)
	return stmt, ok && isStatement(stmt)
}

// launchedByGroup returns the statement that runs a function literal by a method Go
// of a WaitGroup.
func (x *Fixer) launchedByGroup(lit inspector.Cursor) (inspector.Cursor, bool) {
	call, ok := lit.Parent().Node().(*ast.CallExpr)
	if !ok || call.Fun == lit.Node() {
		return inspector.Cursor{}, false
	}
	if fn := typeutil.StaticCallee(x.pass.TypesInfo, call); fn == nil || fn.FullName() != "(*sync.WaitGroup).Go" {
		return inspector.Cursor{}, false
	}
	return asStatement(lit.Parent())
}

// runsOnce reports whether a statement runs at most once for each run of another
// one, which stands before it in the same function: no loop and no function lies
// between them.
func runsOnce(stmt, before inspector.Cursor) bool {
	for c := range stmt.Parent().Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil)) {
		if !c.Contains(before) {
			return false
		}
	}
	return true
}

// jumps reports whether there is a label or a fallthrough in a function: what is
// said here about what runs once or before is not true then.
func jumps(fn inspector.Cursor) bool {
	for c := range fn.Preorder((*ast.LabeledStmt)(nil), (*ast.BranchStmt)(nil)) {
		b, ok := c.Node().(*ast.BranchStmt)
		if !ok || b.Tok == token.FALLTHROUGH {
			return true
		}
	}
	return false
}

// isGlobal reports whether a variable is one of a package.
func isGlobal(v *types.Var) bool { return v.Parent() != nil && v.Parent() == v.Pkg().Scope() }

// means reports whether a name means an object at a position.
func (x *Fixer) means(name string, at token.Pos, obj types.Object) bool {
	scope := x.pass.Pkg.Scope().Innermost(at)
	if scope == nil {
		return false
	}
	_, found := scope.LookupParent(name, at)
	return found == obj
}

// isBuiltin reports whether a call is one of a builtin function.
func (x *Fixer) isBuiltin(call *ast.CallExpr, name string) bool {
	id, ok := call.Fun.(*ast.Ident)
	if !ok {
		return false
	}
	b, ok := x.pass.TypesInfo.Uses[id].(*types.Builtin)
	return ok && b.Name() == name
}
