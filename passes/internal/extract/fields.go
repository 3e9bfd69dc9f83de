package extract

import (
	"go/constant"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A channelUse says what the package does with the channels that an unexported field
// holds, through that field or before they are put there.
type channelUse struct {
	made     bool // the package makes them
	buffered bool // ... with room for something
	sends    bool
	receives bool
	closes   bool
	shown    bool // others may get them for receiving
	given    bool // others may get them, or they come from others
}

// closedOnly reports whether nobody can send on the channels, and the package closes
// them: that a receive succeeds means that they are closed.
func (u *channelUse) closedOnly() bool { return u != nil && u.closes && !u.sends && !u.given }

// deserted reports whether the channels have no more than one side: whoever uses them
// blocks forever.
func (u *channelUse) deserted() bool {
	switch {
	case u == nil || !u.made || u.given || u.closes:
		return false
	case u.sends:
		return !u.receives && !u.shown && !u.buffered
	}
	return u.receives
}

// neverClosed reports whether nobody can close the channels.
func (u *channelUse) neverClosed() bool { return u != nil && u.made && !u.given && !u.closes }

// useAt returns what the package does with the channels at an address, nil if that is not
// known.
func (x *extractor) useAt(addr ssa.Value) *channelUse {
	field, ok := addr.(*ssa.FieldAddr)
	if !ok {
		return nil
	}
	return x.channels[fieldVar(field.X.Type(), field.Field)]
}

// findChannelUses finds what the package does with the channels that its types hold.
func (x *extractor) findChannelUses() {
	x.channels = map[*types.Var]*channelUse{}
	of := func(v *types.Var) *channelUse {
		if v == nil || v.Exported() || !isBothWays(v.Type()) {
			return nil
		}
		if x.channels[v] == nil {
			x.channels[v] = &channelUse{}
		}
		return x.channels[v]
	}
	for _, f := range x.order {
		for _, b := range f.fn.Blocks {
			for _, in := range b.Instrs {
				switch in := in.(type) {
				case *ssa.FieldAddr:
					if u := of(fieldVar(in.X.Type(), in.Field)); u != nil {
						u.noteAddress(in)
					}
				case *ssa.Field:
					if u := of(fieldVar(in.X.Type(), in.Field)); u != nil {
						u.note(in, nil)
					}
				case *ssa.ChangeType:
					// Others may do anything with the fields of another struct type.
					for _, t := range []types.Type{in.Type(), in.X.Type()} {
						s, ok := deref(t).Underlying().(*types.Struct)
						if !ok {
							continue
						}
						for field := range s.Fields() {
							if u := of(field.Origin()); u != nil {
								u.given = true
							}
						}
					}
				}
			}
		}
	}
}

// noteAddress notes what is done with a field at its address.
func (u *channelUse) noteAddress(field *ssa.FieldAddr) {
	for _, r := range *field.Referrers() {
		switch r := r.(type) {
		case *ssa.DebugRef:
		case *ssa.UnOp:
			u.note(r, nil)
		case *ssa.Store:
			switch val := r.Val.(type) {
			case *ssa.MakeChan:
				u.made = true
				size, ok := val.Size.(*ssa.Const)
				u.buffered = u.buffered || !ok || constant.Sign(size.Value) > 0
				u.note(val, field)
			case *ssa.Const: // nil
			default:
				u.given = true
			}
		default:
			u.given = true
		}
	}
}

// note notes what is done with a value that is a channel. It may be stored in one field.
func (u *channelUse) note(ch ssa.Value, field *ssa.FieldAddr) {
	for _, r := range *ch.Referrers() {
		switch r := r.(type) {
		case *ssa.DebugRef, *ssa.BinOp:
		case *ssa.UnOp:
			u.receives = true
		case *ssa.Send:
			u.sends = true
			u.given = u.given || r.X == ch
		case *ssa.Store:
			u.given = u.given || field == nil || r.Addr != field
		case *ssa.Select:
			for _, s := range r.States {
				u.sends = u.sends || s.Chan == ch && s.Dir == types.SendOnly
				u.receives = u.receives || s.Chan == ch && s.Dir == types.RecvOnly
				u.given = u.given || s.Send == ch
			}
		case *ssa.ChangeType:
			if c, ok := r.Type().Underlying().(*types.Chan); ok && c.Dir() == types.RecvOnly {
				u.shown = true
			} else {
				u.given = true
			}
		case ssa.CallInstruction:
			b, ok := r.Common().Value.(*ssa.Builtin)
			switch {
			case ok && b.Name() == "close":
				u.closes = true
			case !ok || b.Name() != "len" && b.Name() != "cap":
				u.given = true
			}
		default:
			u.given = true
		}
	}
}

func isBothWays(t types.Type) bool {
	c, ok := t.Underlying().(*types.Chan)
	return ok && c.Dir() == types.SendRecv
}

// isEndless reports whether a receive is that of a range over a channel which nobody
// can close, and that the loop does not leave in another way.
func (f *fnInfo) isEndless(v *ssa.UnOp) bool {
	load, ok := v.X.(*ssa.UnOp)
	if !ok {
		return false
	}
	if !f.x.isTicker(load.X) && !f.x.useAt(load.X).neverClosed() {
		return false
	}
	head := v.Block().Index
	body := f.flow.loop[head]
	if f.flow.head[head] != head {
		return false
	}
	for b := range body {
		for _, s := range f.flow.succs[b] {
			if b != head && !body[s] {
				return false
			}
		}
	}
	return true
}

// leftOpen reports whether a channel is one that a function has from its own package, which
// makes such channels and closes none.
func (x *extractor) leftOpen(ch ssa.Value) bool {
	p := parameter(ch)
	if p == nil || x.fromCaller(p) {
		return false
	}
	elem := chanElem(ch.Type())
	return x.makes[elem] && !x.closes[elem]
}

// parameter returns the parameter that a value is, by itself or through a variable that
// closures share; nil if it is none.
func parameter(v ssa.Value) *ssa.Parameter {
	v = peel(v)
	load, ok := v.(*ssa.UnOp)
	if !ok {
		p, _ := v.(*ssa.Parameter)
		return p
	}
	addr := load.X
	if fv, ok := addr.(*ssa.FreeVar); ok {
		addr = binding(fv)
	}
	a, ok := addr.(*ssa.Alloc)
	if !ok {
		return nil
	}
	var p *ssa.Parameter
	for _, set := range stored(a) {
		if p, ok = set.(*ssa.Parameter); !ok {
			return nil
		}
	}
	return p
}

// isTicker reports whether an address is that of a ticker's channel, and the package does
// not set tickers again that it has stopped.
func (x *extractor) isTicker(addr ssa.Value) bool {
	field, ok := addr.(*ssa.FieldAddr)
	if !ok || types.TypeString(deref(field.X.Type()), nil) != "time.Ticker" {
		return false
	}
	for fn := range x.calls {
		if funcName(fn) == "(*time.Ticker).Reset" {
			return false
		}
	}
	return true
}
