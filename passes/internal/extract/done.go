package extract

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// closedOnly finds the unexported fields that hold channels on which nobody can send:
// the package makes them itself, gives them to others for receiving only, and does
// nothing but receive from them and close them. That a receive succeeds means that
// they are closed.
func (x *extractor) findClosedOnly() {
	x.closedOnly = map[*types.Var]bool{}
	closed := map[*types.Var]bool{}
	sent := map[*types.Var]bool{}
	for _, f := range x.order {
		for _, b := range f.fn.Blocks {
			for _, in := range b.Instrs {
				switch in := in.(type) {
				case *ssa.FieldAddr:
					v := fieldVar(in.X.Type(), in.Field)
					if v == nil || v.Exported() || !isBothWays(v.Type()) {
						continue
					}
					for _, r := range *in.Referrers() {
						closes, sends := false, true
						switch r := r.(type) {
						case *ssa.DebugRef:
							sends = false
						case *ssa.UnOp:
							closes, sends = usesOf(r, nil)
						case *ssa.Store:
							switch val := r.Val.(type) {
							case *ssa.MakeChan:
								closes, sends = usesOf(val, in)
							case *ssa.Const: // nil
								sends = false
							}
						}
						closed[v], sent[v] = closed[v] || closes, sent[v] || sends
					}
				case *ssa.Field:
					if v := fieldVar(in.X.Type(), in.Field); v != nil && !v.Exported() && isBothWays(v.Type()) {
						closes, sends := usesOf(in, nil)
						closed[v], sent[v] = closed[v] || closes, sent[v] || sends
					}
				}
			}
		}
	}
	for v := range closed {
		if closed[v] && !sent[v] {
			x.closedOnly[v] = true
		}
	}
}

// usesOf reports whether a channel is closed by what uses the value, and whether
// something is or may be sent on it. It may be stored in one field.
func usesOf(ch ssa.Value, field *ssa.FieldAddr) (closes, sends bool) {
	for _, r := range *ch.Referrers() {
		switch r := r.(type) {
		case *ssa.DebugRef, *ssa.BinOp:
		case *ssa.UnOp: // a receive
		case *ssa.Store:
			sends = sends || field == nil || r.Addr != field
		case *ssa.Select:
			for _, s := range r.States {
				sends = sends || s.Dir == types.SendOnly && s.Chan == ch || s.Send == ch
			}
		case *ssa.ChangeType:
			c, ok := r.Type().Underlying().(*types.Chan)
			sends = sends || !ok || c.Dir() != types.RecvOnly
		case ssa.CallInstruction:
			b, ok := r.Common().Value.(*ssa.Builtin)
			switch {
			case ok && b.Name() == "close":
				closes = true
			case !ok || b.Name() != "len" && b.Name() != "cap":
				sends = true
			}
		default:
			sends = true
		}
	}
	return closes, sends
}

func isBothWays(t types.Type) bool {
	c, ok := t.Underlying().(*types.Chan)
	return ok && c.Dir() == types.SendRecv
}
