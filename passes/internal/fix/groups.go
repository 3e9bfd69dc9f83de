package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// A group is a local WaitGroup of which every use is known: it is neither handed on
// nor copied, and there are no jumps around it.
type group struct {
	v     *types.Var
	adds  []inspector.Cursor // the calls
	dones []inspector.Cursor
	waits []inspector.Cursor
	gos   []inspector.Cursor
}

// group returns the group of which a call is a method, nil if not every use of it is
// known.
func (x *Fixer) group(at inspector.Cursor) *group {
	sel, ok := at.Node().(*ast.CallExpr).Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return nil
	}
	v, ok := x.pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || isGlobal(v) || !isSync(v.Type(), "WaitGroup") {
		return nil
	}
	decl, ok := declaration(at)
	if !ok || jumps(decl) {
		return nil
	}
	g := &group{v: v}
	for c := range decl.Preorder((*ast.Ident)(nil)) {
		if x.pass.TypesInfo.Uses[c.Node().(*ast.Ident)] != v {
			continue
		}
		call, ok := c.Parent().Parent().Node().(*ast.CallExpr)
		if !ok || call.Fun != c.Parent().Node() {
			return nil
		}
		list := map[string]*[]inspector.Cursor{"Add": &g.adds, "Done": &g.dones, "Wait": &g.waits, "Go": &g.gos}[call.Fun.(*ast.SelectorExpr).Sel.Name]
		if list == nil {
			return nil
		}
		*list = append(*list, c.Parent().Parent())
	}
	return g
}

// isSync reports whether a type is one of those of package sync.
func isSync(t types.Type, names ...string) bool {
	n, ok := t.(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "sync" && slices.Contains(names, n.Obj().Name())
}

// isOne reports whether a call is one of Add(1).
func isOne(add inspector.Cursor) bool {
	one, ok := add.Node().(*ast.CallExpr).Args[0].(*ast.BasicLit)
	return ok && one.Value == "1"
}

// addBeforeGo counts a goroutine before it starts instead of near its beginning. What
// stands before the Add only prints, so whoever starts the goroutine counts it for
// certain.
//
//	go func() { log.Print("start"); wg.Add(1); defer wg.Done(); ... }()
func (x *Fixer) addBeforeGo(add token.Pos) *change {
	at, _, ok := x.call(add)
	if !ok {
		return nil
	}
	g := x.group(at)
	if g == nil || !isOneOf(at, g.adds) || !isOne(at) {
		return nil
	}
	stmt, ok := asStatement(at)
	if !ok {
		return nil
	}
	lit := function(stmt)
	start, ok := launched(lit)
	if !ok || stmt.Parent() != body(lit) || !x.means(g.v.Name(), start.Node().Pos(), g.v) {
		return nil
	}
	for s, ok := stmt.PrevSibling(); ok; s, ok = s.PrevSibling() {
		if !x.onlyPrints(s) {
			return nil
		}
	}
	c := &change{message: "Count the goroutine before it starts"}
	return x.remove(x.insertBefore(c, start, g.v.Name()+".Add(1)"), stmt)
}

// onlyPrints reports whether a statement only prints what is there already.
func (x *Fixer) onlyPrints(stmt inspector.Cursor) bool {
	e, ok := stmt.Node().(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := e.X.(*ast.CallExpr)
	if !ok || !areSimple(call.Args) {
		return false
	}
	fn := typeutil.StaticCallee(x.pass.TypesInfo, call)
	if fn == nil {
		return false
	}
	switch fn.FullName() {
	case "fmt.Print", "fmt.Printf", "fmt.Println", "log.Print", "log.Printf", "log.Println":
		return true
	}
	return false
}

// deferDone defers the Done that is the last thing that a goroutine does, so that it
// is done on its other ways out, too. The goroutine is counted right before it starts,
// and nothing else is counted, so a Wait for one that went another way blocked forever.
//
//	wg.Add(1)
//	go func() { ...; wg.Done() }()
func (x *Fixer) deferDone(done token.Pos) *change {
	at, _, ok := x.call(done)
	if !ok {
		return nil
	}
	g := x.group(at)
	if g == nil || len(g.adds) != 1 || !isOne(g.adds[0]) || len(g.dones) != 1 || g.dones[0] != at || len(g.gos) > 0 {
		return nil
	}
	stmt, ok := asStatement(at)
	if !ok {
		return nil
	}
	lit := function(stmt)
	start, ok := launched(lit)
	if !ok || stmt.Parent() != body(lit) {
		return nil
	}
	if before, ok := start.PrevSibling(); !ok || before != g.adds[0].Parent() {
		return nil
	}
	if last, _ := body(lit).LastChild(); last != stmt || len(within(lit, (*ast.DeferStmt)(nil))) > 0 {
		return nil
	}
	c := x.insertFirst(&change{message: "Defer " + g.v.Name() + ".Done"}, body(lit), "defer "+g.v.Name()+".Done()")
	if c == nil {
		return nil
	}
	return x.remove(c, stmt)
}

// waitInMain waits at the end of main for the goroutines that main starts, if one
// group counts all of them and nobody waits for it. All of them end by themselves:
// they only compute, print and loop over what is there. So the program does what it
// did when the goroutines happened to end before main.
//
//	func main() { var wg sync.WaitGroup; wg.Go(func() { ... }) }
func (x *Fixer) waitInMain(start, end token.Pos) *change {
	main, ok := x.main(start)
	if !ok || body(main).Node().(*ast.BlockStmt).Rbrace != end {
		return nil
	}
	var g *group
	counted := 0
	for lit := range main.Preorder((*ast.FuncLit)(nil)) {
		of, ok := x.counted(lit)
		if !ok || g != nil && of.v != g.v || !x.endsByItself(lit) {
			return nil
		}
		g = of
		counted++
	}
	if g == nil || len(g.waits) > 0 || len(g.adds)+len(g.gos) != counted || !x.means(g.v.Name(), end, g.v) {
		return nil
	}
	last, _ := body(main).LastChild()
	return x.insertAfter(&change{message: "Wait for the goroutines at the end of main"}, last, g.v.Name()+".Wait()")
}

// main returns the function main of a program, if a position is in it.
func (x *Fixer) main(at token.Pos) (inspector.Cursor, bool) {
	c, ok := x.root.FindByPos(at, at)
	if !ok || x.pass.Pkg.Name() != "main" {
		return inspector.Cursor{}, false
	}
	fn, ok := declaration(c)
	if !ok {
		return inspector.Cursor{}, false
	}
	decl := fn.Node().(*ast.FuncDecl)
	return fn, decl.Recv == nil && decl.Name.Name == "main" && body(fn).Valid()
}

// counted returns the group that counts the goroutine of a function literal: it is
// started by Go, or counted right before and done when it ends.
func (x *Fixer) counted(lit inspector.Cursor) (*group, bool) {
	if stmt, ok := x.launchedByGroup(lit); ok {
		call, _ := stmt.FirstChild()
		g := x.group(call)
		return g, g != nil
	}
	start, ok := launched(lit)
	if !ok || !body(lit).Valid() {
		return nil, false
	}
	first, _ := body(lit).FirstChild()
	d, ok := first.Node().(*ast.DeferStmt)
	if !ok {
		return nil, false
	}
	done := first.Child(d.Call)
	g := x.group(done)
	if g == nil || !isOneOf(done, g.dones) {
		return nil, false
	}
	before, ok := start.PrevSibling()
	return g, ok && slices.ContainsFunc(g.adds, func(add inspector.Cursor) bool { return add.Parent() == before && isOne(add) })
}

// endsByItself reports whether a function certainly ends: it does nothing that can
// block or run forever.
func (x *Fixer) endsByItself(lit inspector.Cursor) bool {
	for c := range lit.Preorder((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.SendStmt)(nil), (*ast.UnaryExpr)(nil),
		(*ast.SelectStmt)(nil), (*ast.CallExpr)(nil)) {
		switch n := c.Node().(type) {
		case *ast.ForStmt, *ast.SendStmt, *ast.SelectStmt:
			return false
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				return false
			}
		case *ast.RangeStmt:
			if !x.isFinite(n.X) {
				return false
			}
		case *ast.CallExpr:
			if !x.returns(n) {
				return false
			}
		}
	}
	return true
}

// isFinite reports whether a range over an expression ends.
func (x *Fixer) isFinite(e ast.Expr) bool {
	switch x.pass.TypesInfo.TypeOf(e).Underlying().(type) {
	case *types.Basic, *types.Slice, *types.Array, *types.Map, *types.Pointer:
		return true
	}
	return false
}

// returns reports whether a call certainly returns: it is a conversion, a builtin, or
// a function that only computes, prints, or waits for a time.
func (x *Fixer) returns(call *ast.CallExpr) bool {
	if tv := x.pass.TypesInfo.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return true
	}
	fn := typeutil.StaticCallee(x.pass.TypesInfo, call)
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	switch name := fn.FullName(); fn.Pkg().Path() {
	case "fmt":
		return strings.HasPrefix(name, "fmt.Print") || strings.HasPrefix(name, "fmt.Sprint")
	case "strconv", "math":
		return true
	default:
		return name == "(*sync.WaitGroup).Done" || name == "time.Sleep"
	}
}
