package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
)

var (
	taking    = []string{"Lock", "RLock", "TryLock", "TryRLock"}
	releasing = []string{"Unlock", "RUnlock"}
)

// A lock is one that only this package can reach, and of which it does nothing but
// take and release it: a local variable, a global one, or a field.
type lock struct {
	v    *types.Var
	text string     // as it is written in the function
	base *types.Var // the variable that the text begins with
}

// unlock releases a lock before the return that forgets it. The lock is certainly held there: it is taken by a statement before, in a list
// of statements that leads there, and nothing that runs in between releases it. And
// nobody else does later: whatever releases it has taken it before. What is returned
// does not need the lock.
func (x *Fixer) unlock(site, lockPos token.Pos) *change {
	at, call, ok := x.call(lockPos)
	if !ok {
		return nil
	}
	taken, ok := asStatement(at)
	if !ok {
		return nil
	}
	fn := function(taken)
	decl, ok := declaration(taken)
	if !ok || jumps(decl) {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	release := map[string]string{"Lock": "Unlock", "RLock": "RUnlock"}[sel.Sel.Name]
	l, ok := x.lock(sel.X, decl)
	if !ok || release == "" || !x.means(l.base.Name(), site, l.base) || x.isReleasedLater(l, decl, fn) || x.isReleasedElsewhere(l, fn) {
		return nil
	}
	ret, stmt, ok := find(x, site, func(r *ast.ReturnStmt) bool { return r.Return == site })
	if !ok || function(ret) != fn || !isStatement(ret) || !x.needsNoLock(stmt.Results) || !x.isHeld(taken, ret, l) {
		return nil
	}
	return x.insertBefore(&change{message: "Unlock " + l.text + " before the return"}, ret, l.text+"."+release+"()")
}

// lock returns the lock that an expression such as mu or s.mu is in a function.
func (x *Fixer) lock(expr ast.Expr, decl inspector.Cursor) (lock, bool) {
	l := lock{v: x.variable(expr), text: types.ExprString(expr)}
	if l.v == nil || !isSync(l.v.Type(), "Mutex", "RWMutex") || l.v.Exported() && (l.v.IsField() || isGlobal(l.v)) {
		return lock{}, false
	}
	if sel, ok := expr.(*ast.SelectorExpr); ok {
		if s := x.pass.TypesInfo.Selections[sel]; s == nil || len(s.Index()) != 1 {
			return lock{}, false
		}
		expr = sel.X
	}
	id, ok := expr.(*ast.Ident)
	if !ok {
		return lock{}, false
	}
	l.base, ok = x.pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || l.base != l.v && (isGlobal(l.base) || x.isReassigned(l.base, decl)) {
		return lock{}, false
	}
	return l, true
}

// variable returns the variable or field that an expression is about.
func (x *Fixer) variable(expr ast.Expr) *types.Var {
	var id *ast.Ident
	switch e := expr.(type) {
	case *ast.Ident:
		id = e
	case *ast.SelectorExpr:
		id = e.Sel
	default:
		return nil
	}
	v, ok := x.pass.TypesInfo.Uses[id].(*types.Var)
	if !ok {
		return nil
	}
	return v.Origin()
}

// isReassigned reports whether a function may assign a variable other than where it
// declares it.
func (x *Fixer) isReassigned(v *types.Var, decl inspector.Cursor) bool {
	for c := range decl.Preorder((*ast.Ident)(nil)) {
		id := c.Node().(*ast.Ident)
		if x.pass.TypesInfo.Uses[id] != v {
			continue
		}
		switch parent := c.Parent().Node().(type) {
		case *ast.AssignStmt:
			if slices.Contains(parent.Lhs, ast.Expr(id)) {
				return true
			}
		case *ast.RangeStmt:
			if parent.Key == id || parent.Value == id {
				return true
			}
		case *ast.UnaryExpr:
			if parent.Op == token.AND {
				return true
			}
		}
	}
	return false
}

// ops returns the selectors of some methods of a lock below a node.
func (x *Fixer) ops(c inspector.Cursor, l lock, methods ...string) []inspector.Cursor {
	var list []inspector.Cursor
	for e := range c.Preorder((*ast.SelectorExpr)(nil)) {
		sel := e.Node().(*ast.SelectorExpr)
		if slices.Contains(methods, sel.Sel.Name) && x.variable(sel.X) == l.v {
			list = append(list, e)
		}
	}
	return list
}

// isReleasedLater reports whether a function releases a lock by a defer, or in a
// function literal.
func (x *Fixer) isReleasedLater(l lock, decl, fn inspector.Cursor) bool {
	for _, c := range x.ops(decl, l, releasing...) {
		if function(c) != fn {
			return true
		}
		for range c.Enclosing((*ast.DeferStmt)(nil), (*ast.GoStmt)(nil)) {
			return true
		}
	}
	return false
}

// isReleasedElsewhere reports whether the package may release a lock, outside of a
// function, that was not taken just there, or does something else with it than to
// take and release it.
func (x *Fixer) isReleasedElsewhere(l lock, fn inspector.Cursor) bool {
	for _, c := range x.ops(x.root, l, releasing...) {
		f := function(c)
		if f == fn {
			continue
		}
		if !slices.ContainsFunc(x.ops(f, l, taking...), func(t inspector.Cursor) bool {
			stmt, ok := asStatement(t.Parent())
			return ok && function(stmt) == f && x.isHeld(stmt, c, l)
		}) {
			return true
		}
	}
	for c := range x.root.Preorder((*ast.Ident)(nil)) {
		id := c.Node().(*ast.Ident)
		v, ok := x.pass.TypesInfo.Uses[id].(*types.Var)
		if !ok || v.Origin() != l.v {
			continue
		}
		operand := c
		if sel, ok := c.Parent().Node().(*ast.SelectorExpr); ok && sel.Sel == id {
			operand = c.Parent()
		}
		sel, ok := operand.Parent().Node().(*ast.SelectorExpr)
		if !ok || sel.X != operand.Node() {
			return true // its address is taken, say
		}
		if call, ok := operand.Parent().Parent().Node().(*ast.CallExpr); !ok || call.Fun != sel {
			return true // the method is a value
		}
	}
	return false
}

// isHeld reports whether a lock that a statement takes is held at another place of
// the function, whatever way leads there.
func (x *Fixer) isHeld(taken, target inspector.Cursor, l lock) bool {
	for c := target; ; {
		if isList(c.Parent()) && !isList(c) {
			for s, ok := c.PrevSibling(); ok; s, ok = s.PrevSibling() {
				if s == taken {
					return true
				}
				if x.mayRelease(s, l) {
					return false
				}
			}
		}
		if c.Parent() == taken.Parent() {
			return false // it stands before
		}
		c = c.Parent()
		switch c.Node().(type) {
		case *ast.FuncLit, *ast.FuncDecl:
			return false
		case *ast.ForStmt, *ast.RangeStmt:
			if x.mayRelease(c, l) { // in the round before
				return false
			}
		case *ast.IfStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			for _, op := range x.ops(c, l, releasing...) {
				if op != target && !hasListBelow(op, c) {
					return false
				}
			}
		}
	}
}

// hasListBelow reports whether a node stands in a list of statements below another
// one.
func hasListBelow(c, top inspector.Cursor) bool {
	for c = c.Parent(); c != top; c = c.Parent() {
		if isList(c) {
			return true
		}
	}
	return false
}

// mayRelease reports whether control may come out of a statement with a lock in
// another state than before: the statement uses it, and does not return then.
func (x *Fixer) mayRelease(stmt inspector.Cursor, l lock) bool {
	for _, c := range x.ops(stmt, l, slices.Concat(taking, releasing)...) {
		op, ok := asStatement(c.Parent())
		if !ok || !stmt.Contains(op) || op == stmt || len(within(op.Parent(), (*ast.BranchStmt)(nil))) > 0 {
			return true
		}
		last, _ := op.Parent().LastChild()
		if _, ok := last.Node().(*ast.ReturnStmt); !ok {
			return true
		}
	}
	return false
}

// needsNoLock reports whether results can be computed without the lock: they are
// constants, local variables, errors of packages, or errors made of these.
func (x *Fixer) needsNoLock(results []ast.Expr) bool {
	return !slices.ContainsFunc(results, func(e ast.Expr) bool { return !x.isIndependent(e) })
}

func (x *Fixer) isIndependent(e ast.Expr) bool {
	if tv := x.pass.TypesInfo.Types[e]; tv.Value != nil || tv.IsNil() {
		return true
	}
	switch e := e.(type) {
	case *ast.Ident:
		v, ok := x.pass.TypesInfo.Uses[e].(*types.Var)
		return ok && (isError(v.Type()) || !isGlobal(v) && !x.isCaptured(v))
	case *ast.SelectorExpr: // io.EOF
		v, ok := x.pass.TypesInfo.Uses[e.Sel].(*types.Var)
		return ok && isGlobal(v) && isError(v.Type())
	case *ast.CallExpr:
		fn := x.pass.TypesInfo.Uses[calledName(e)]
		if fn, ok := fn.(*types.Func); !ok || fn.FullName() != "errors.New" && fn.FullName() != "fmt.Errorf" {
			return false
		}
		return !slices.ContainsFunc(e.Args, func(a ast.Expr) bool {
			t := x.pass.TypesInfo.TypeOf(a)
			_, isBasic := t.(*types.Basic)
			return !x.isIndependent(a) || !isBasic && !isError(t)
		})
	}
	return false
}

// calledName returns the name of the function that a call of one of another package
// is about, nil for other calls.
func calledName(call *ast.CallExpr) *ast.Ident {
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
		return sel.Sel
	}
	return nil
}

// isCaptured reports whether a function literal uses a local variable from outside.
func (x *Fixer) isCaptured(v *types.Var) bool {
	for lit := range x.root.Preorder((*ast.FuncLit)(nil)) {
		if lit.Node().Pos() <= v.Pos() && v.Pos() < lit.Node().End() {
			continue
		}
		for c := range lit.Preorder((*ast.Ident)(nil)) {
			if x.pass.TypesInfo.Uses[c.Node().(*ast.Ident)] == v {
				return true
			}
		}
	}
	return false
}

func isError(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }
