package fix

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
)

// A channel is a local channel variable of which every use is known: it is assigned
// only where it is declared, is not handed on, and there are no jumps around it.
type channel struct {
	name     string
	def      inspector.Cursor // the statement that declares it
	make     *ast.CallExpr    // its value; nil if it has none
	decl     *ast.ValueSpec   // its declaration, if it has no value
	sends    []inspector.Cursor
	receives []inspector.Cursor
	ranges   []inspector.Cursor
	closes   []inspector.Cursor // the calls
	inSelect bool               // a case of a select waits for it
}

// channel returns the channel that an expression names, nil if not every use of it
// is known.
func (x *Fixer) channel(at inspector.Cursor, expr ast.Expr) *channel {
	id, ok := expr.(*ast.Ident)
	if !ok {
		return nil
	}
	v, ok := x.pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || isGlobal(v) {
		return nil
	}
	decl, ok := declaration(at)
	if !ok || jumps(decl) {
		return nil
	}
	ch := &channel{name: v.Name()}
	for c := range decl.Preorder((*ast.Ident)(nil)) {
		id := c.Node().(*ast.Ident)
		switch {
		case x.pass.TypesInfo.Defs[id] == v:
			if !x.define(ch, c) {
				return nil
			}
		case x.pass.TypesInfo.Uses[id] == v:
			if !x.use(ch, c) {
				return nil
			}
		}
	}
	if ch.make == nil && ch.decl == nil || !isStatement(ch.def) {
		return nil
	}
	return ch
}

// define notes how a channel is declared.
func (x *Fixer) define(ch *channel, id inspector.Cursor) bool {
	switch parent := id.Parent().Node().(type) {
	case *ast.AssignStmt: // ch := make(chan T)
		ch.def = id.Parent()
		for i, l := range parent.Lhs {
			if l == id.Node() && len(parent.Lhs) == len(parent.Rhs) {
				ch.make = x.makeOf(parent.Rhs[i])
			}
		}
		return ch.make != nil
	case *ast.ValueSpec: // var ch = make(chan T), or var ch chan T
		spec := id.Parent()
		ch.def = spec.Parent().Parent() // of the GenDecl
		if len(parent.Names) != 1 || len(parent.Values) > 1 {
			return false
		}
		if len(parent.Values) == 1 {
			ch.make = x.makeOf(parent.Values[0])
			return ch.make != nil
		}
		ch.decl = parent
		return !spec.Parent().Node().(*ast.GenDecl).Lparen.IsValid()
	}
	return false
}

// makeOf returns the call of make that an expression is, if any.
func (x *Fixer) makeOf(e ast.Expr) *ast.CallExpr {
	call, ok := e.(*ast.CallExpr)
	if !ok || !x.isBuiltin(call, "make") {
		return nil
	}
	return call
}

// use notes a use of a channel.
func (x *Fixer) use(ch *channel, id inspector.Cursor) bool {
	op := id.Parent()
	switch parent := op.Node().(type) {
	case *ast.SendStmt:
		if parent.Chan != id.Node() {
			return false
		}
		ch.sends = append(ch.sends, op)
	case *ast.UnaryExpr:
		if parent.Op != token.ARROW {
			return false
		}
		ch.receives = append(ch.receives, op)
	case *ast.RangeStmt:
		if parent.X != id.Node() {
			return false
		}
		ch.ranges = append(ch.ranges, op)
	case *ast.CallExpr:
		if !x.isBuiltin(parent, "close") {
			return false
		}
		ch.closes = append(ch.closes, op)
	default:
		return false
	}
	for c := range op.Enclosing((*ast.CommClause)(nil)) {
		comm := c.Node().(*ast.CommClause).Comm
		if comm != nil && comm.Pos() <= id.Node().Pos() && id.Node().End() <= comm.End() {
			ch.inSelect = true
		}
	}
	return true
}

// makeRoom gives an unbuffered channel room for the one value that a goroutine sends
// as the last thing that it does. Whoever receives the value gets it as before; if
// nobody does, the goroutine ends all the same. Nothing happens after the send that
// could have relied on the receiver.
//
//	ch := make(chan T)
//	go func() { ch <- f() }()
func (x *Fixer) makeRoom(site token.Pos) *change {
	at, send, ok := find(x, site, func(s *ast.SendStmt) bool { return s.Arrow == site })
	if !ok {
		return nil
	}
	ch := x.channel(at, send.Chan)
	if ch == nil || ch.make == nil || len(ch.make.Args) != 1 {
		return nil
	}
	lit := function(at)
	start, ok := launched(lit)
	if !ok || !runsOnce(start, ch.def) {
		return nil
	}
	for _, s := range ch.sends {
		if function(s) != lit || !isStatement(s) || isComm(s) || !endsFunction(s, lit) {
			return nil
		}
	}
	for _, c := range append(ch.receives, ch.ranges...) {
		if lit.Contains(c) {
			return nil
		}
	}
	for _, d := range within(lit, (*ast.DeferStmt)(nil)) {
		if !isOneOf(d.Child(d.Node().(*ast.DeferStmt).Call), ch.closes) {
			return nil
		}
	}
	for _, c := range ch.closes {
		if _, ok := c.Parent().Node().(*ast.DeferStmt); !ok || function(c) != lit {
			return nil
		}
	}
	c := &change{message: fmt.Sprintf("Give %s room for the value, so that the send never blocks", ch.name)}
	return c.insert(ch.make.Args[0].End(), ", 1")
}

func isOneOf(c inspector.Cursor, list []inspector.Cursor) bool {
	for _, l := range list {
		if l == c {
			return true
		}
	}
	return false
}

// endsFunction reports whether a function ends right after a statement.
func endsFunction(stmt, fn inspector.Cursor) bool {
	for c := stmt; ; {
		if next, ok := c.NextSibling(); ok && isList(c.Parent()) {
			ret, ok := next.Node().(*ast.ReturnStmt)
			return ok && len(ret.Results) == 0
		}
		c = c.Parent()
		switch c.Node().(type) {
		case *ast.BlockStmt, *ast.IfStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
		case *ast.CaseClause, *ast.CommClause:
			c = c.Parent() // the others are no successors
		default:
			return c == fn
		}
	}
}

// closeAfterSends closes a channel of which all values are ranged over, when all are
// sent. A range that would never have ended does so; nobody receives in any other
// way, so nobody else can tell the difference. The sends are all in one goroutine of
// its own, whose end is then the place, or one after the other beside the make.
func (x *Fixer) closeAfterSends(site token.Pos) *change {
	at, loop, ok := find(x, site, func(r *ast.RangeStmt) bool { return r.For == site })
	if !ok {
		return nil
	}
	ch := x.channel(at, loop.X)
	if ch == nil || ch.make == nil || len(ch.closes)+len(ch.receives) > 0 || len(ch.sends) == 0 || ch.inSelect ||
		!x.means("close", site, types.Universe.Lookup("close")) {
		return nil
	}
	producer := function(ch.sends[0])
	for _, s := range ch.sends {
		if function(s) != producer {
			return nil
		}
	}
	if producer == function(ch.def) {
		return x.closeBesideMake(ch)
	}
	start, ok := launched(producer)
	if !ok {
		start, ok = x.launchedByGroup(producer)
	}
	if !ok || !runsOnce(start, ch.def) {
		return nil
	}
	for _, r := range ch.ranges {
		if producer.Contains(r) {
			return nil
		}
	}
	c := &change{message: fmt.Sprintf("Close %s when its sender ends", ch.name)}
	return x.insertFirst(c, body(producer), "defer close("+ch.name+")")
}

// closeBesideMake closes a channel after the last send, if that is certainly reached
// once after all sends:
//
//	ch := make(chan T)
//	go func() { for v := range ch { ... } }()
//	for ... { ch <- v }
func (x *Fixer) closeBesideMake(ch *channel) *change {
	list := ch.def.Parent()
	last := ch.def
	for _, s := range ch.sends {
		stmt, ok := childOf(list, s)
		if !ok {
			return nil
		}
		if stmt.Index() > last.Index() {
			last = stmt
		}
	}
	for _, r := range ch.ranges {
		if stmt, ok := childOf(list, r); !ok || function(r) == function(ch.def) && stmt.Index() <= last.Index() {
			return nil
		}
	}
	for c, ok := ch.def, true; ok && c.Index() <= last.Index(); c, ok = c.NextSibling() {
		if leaves(c) {
			return nil
		}
	}
	c := &change{message: fmt.Sprintf("Close %s after the last send", ch.name)}
	return x.insertAfter(c, last, "close("+ch.name+")")
}

// childOf returns the child of a node that contains another one.
func childOf(parent, c inspector.Cursor) (inspector.Cursor, bool) {
	for e := range c.Enclosing() {
		if e.Parent() == parent {
			return e, true
		}
	}
	return inspector.Cursor{}, false
}

// leaves reports whether control can leave a statement in another way than to the
// one after it.
func leaves(stmt inspector.Cursor) bool {
	for _, c := range append(within(stmt, (*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil)), stmt) {
		switch n := c.Node().(type) {
		case *ast.ReturnStmt:
			return true
		case *ast.BranchStmt:
			if n.Label != nil || !isInside(c, stmt, n.Tok) {
				return true
			}
		}
	}
	return false
}

// isInside reports whether the statement that a break or continue is about lies in
// another one.
func isInside(branch, stmt inspector.Cursor, tok token.Token) bool {
	targets := []ast.Node{(*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)}
	if tok == token.BREAK {
		targets = append(targets, (*ast.SwitchStmt)(nil), (*ast.TypeSwitchStmt)(nil), (*ast.SelectStmt)(nil))
	}
	for c := range branch.Enclosing(targets...) {
		return stmt.Contains(c)
	}
	return false
}

// makeChannel makes a channel that is nil for all its life, and so can but block or
// panic: it is closed once, or one goroutine sends one value to another one.
func (x *Fixer) makeChannel(site token.Pos) *change {
	at, ok := x.root.FindByPos(site, site)
	if !ok {
		return nil
	}
	var ch *channel
	for c := range at.Enclosing() {
		if expr := operand(c.Node(), site); expr != nil {
			ch = x.channel(c, expr)
			break
		}
	}
	if ch == nil || ch.decl == nil || ch.inSelect {
		return nil
	}
	if t, ok := ch.decl.Type.(*ast.ChanType); !ok || t.Dir != ast.SEND|ast.RECV || !x.means("make", site, types.Universe.Lookup("make")) {
		return nil
	}
	var ops []inspector.Cursor
	switch {
	case len(ch.ranges) > 0:
		return nil
	case len(ch.closes) == 1 && len(ch.sends)+len(ch.receives) == 0:
		ops = ch.closes
	case len(ch.closes) == 0 && len(ch.sends) == 1 && len(ch.receives) == 1:
		send, receive := ch.sends[0], ch.receives[0]
		_, sends := launched(function(send))
		_, receives := launched(function(receive))
		inFunction := function(ch.def)
		if !(sends && function(receive) == inFunction || receives && function(send) == inFunction) || function(send) == function(receive) {
			return nil
		}
		ops = []inspector.Cursor{send, receive}
	default:
		return nil
	}
	for _, op := range ops {
		if lit := function(op); lit != function(ch.def) {
			start, ok := launched(lit)
			if !ok || !runsOnce(start, ch.def) || !runsOnceIn(op, lit) {
				return nil
			}
		} else if !runsOnce(op, ch.def) {
			return nil
		}
	}
	c := &change{message: "Make " + ch.name}
	name := ch.decl.Names[0]
	c.replace(ch.def.Node().Pos(), name.Pos(), "")
	c.replace(name.End(), ch.decl.Type.Pos(), " := make(")
	return c.insert(ch.decl.Type.End(), ")")
}

// runsOnceIn reports whether an operation runs at most once in a call of a function.
func runsOnceIn(op, fn inspector.Cursor) bool {
	for c := range op.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
		if fn.Contains(c) {
			return false
		}
	}
	return true
}

// operand returns the channel of an operation at a position.
func operand(n ast.Node, at token.Pos) ast.Expr {
	switch n := n.(type) {
	case *ast.SendStmt:
		if n.Arrow == at {
			return n.Chan
		}
	case *ast.UnaryExpr:
		if n.OpPos == at {
			return n.X
		}
	case *ast.RangeStmt:
		if n.For == at {
			return n.X
		}
	case *ast.CallExpr:
		if n.Lparen == at && len(n.Args) == 1 {
			return n.Args[0]
		}
	case *ast.DeferStmt:
		if n.Defer == at && len(n.Call.Args) == 1 {
			return n.Call.Args[0]
		}
	}
	return nil
}

// removeClose removes a close that panics whenever it is reached, or after which the
// function ends and then panics, because a deferred one follows.
func (x *Fixer) removeClose(site, other token.Pos) *change {
	a, okA := x.closeAt(site)
	b, okB := x.closeAt(other)
	if !okA || !okB || a.stmt == b.stmt || a.fn != b.fn {
		return nil
	}
	ch := x.channel(a.call, a.call.Node().(*ast.CallExpr).Args[0])
	if ch == nil || !isOneOf(b.call, ch.closes) || a.fn != function(ch.def) && !runsInOneGoroutine(ch, a.fn) {
		return nil
	}
	if b.stmt.Index() < a.stmt.Index() {
		a, b = b, a
	}
	// From here on, a stands before b.
	if stmt, ok := childOf(a.stmt.Parent(), b.stmt); !ok || stmt.Index() <= a.stmt.Index() {
		return nil
	}
	if a.fn == function(ch.def) && !runsOnce(a.stmt, ch.def) || a.fn != function(ch.def) && !runsOnceIn(a.stmt, a.fn) {
		return nil
	}
	switch {
	case a.deferred == b.deferred:
		// Whoever comes to b has come past a.
	case a.deferred && endsWith(b.stmt, a.fn):
		// The deferred close comes right after b.
	default:
		return nil
	}
	c := &change{message: "Remove the second close of " + ch.name}
	return x.remove(c, b.stmt)
}

// runsInOneGoroutine reports whether a function literal is the body of a goroutine
// that is started once for the channel.
func runsInOneGoroutine(ch *channel, lit inspector.Cursor) bool {
	start, ok := launched(lit)
	return ok && runsOnce(start, ch.def)
}

// closing is a statement that closes a channel, now or when the function ends.
type closing struct {
	call, stmt, fn inspector.Cursor
	deferred       bool
}

// closeAt returns the statement that closes a channel at a position.
func (x *Fixer) closeAt(pos token.Pos) (closing, bool) {
	at, call, ok := x.call(pos)
	if !ok {
		var d *ast.DeferStmt
		if at, d, ok = find(x, pos, func(d *ast.DeferStmt) bool { return d.Defer == pos }); !ok {
			return closing{}, false
		}
		call = d.Call
		at = at.Child(call)
	}
	if !x.isBuiltin(call, "close") {
		return closing{}, false
	}
	c := closing{call: at, stmt: at.Parent(), fn: function(at)}
	switch c.stmt.Node().(type) {
	case *ast.ExprStmt:
	case *ast.DeferStmt:
		c.deferred = true
	default:
		return closing{}, false
	}
	return c, isStatement(c.stmt)
}

// endsWith reports whether a function ends right after a statement, with results
// that take no work.
func endsWith(stmt, fn inspector.Cursor) bool {
	if next, ok := stmt.NextSibling(); ok && isList(stmt.Parent()) {
		ret, ok := next.Node().(*ast.ReturnStmt)
		return ok && areSimple(ret.Results)
	}
	return endsFunction(stmt, fn)
}

// areSimple reports whether expressions are variables, constants and the like.
func areSimple(exprs []ast.Expr) bool {
	for _, e := range exprs {
		switch e := e.(type) {
		case *ast.Ident, *ast.BasicLit:
		case *ast.UnaryExpr:
			if _, ok := e.X.(*ast.BasicLit); !ok {
				return false
			}
		default:
			return false
		}
	}
	return true
}
