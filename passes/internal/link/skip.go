package link

import (
	"slices"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// maxStraight is the size, in instructions, of a function without branches that
// costs little.
const maxStraight = 60

// Skippable reports whether leaving a call of a function unknown does not mislead:
// the function returns, and it leaves the locks of its callers as they were. That
// of a function in which ways do not multiply is not worth it.
func (p *Program) Skippable(fn int32) bool {
	if p.skip == nil {
		p.findSkippable()
	}
	return p.skip[fn]
}

// Encloses reports whether function inner is written within function outer.
func (p *Program) Encloses(outer, inner int32) bool {
	rest, ok := strings.CutPrefix(p.Funcs[inner].Name, p.Funcs[outer].Name)
	return ok && strings.HasPrefix(rest, "$")
}

// findSkippable fills in skip.
func (p *Program) findSkippable() {
	stops := make([]bool, len(p.Funcs))
	stop := func(in *model.Instr) bool {
		return in.Op == model.Call && model.Mode(in.Imm) == model.Plain && in.Fn >= 0 && stops[in.Fn]
	}
	p.spread(stops, func(f *model.FuncModel) bool { return !returns(f, stop) })
	hands := make([]bool, len(p.Funcs))
	for i, f := range p.Funcs {
		hands[i] = !isTable(f) && handsLocksOver(f)
	}
	guards := map[string]bool{} // packages that keep functions which release locks
	for _, f := range p.Funcs {
		for pc := range f.Code {
			if in := &f.Code[pc]; in.Op == model.Closure && in.Fn >= 0 && hands[in.Fn] && keeps(f, in.Dst[0]) {
				guards[packageOf(f.Name)] = true
			}
		}
	}
	for i, f := range p.Funcs {
		hands[i] = hands[i] || guards[packageOf(f.Name)] && contains(f, func(in *model.Instr) bool { return in.Op == model.CallDyn && model.Mode(in.Imm) != model.Go })
	}
	p.spread(hands, func(f *model.FuncModel) bool {
		return !isTable(f) && contains(f, func(in *model.Instr) bool {
			return in.Op == model.Call && model.Mode(in.Imm) != model.Go && in.Fn >= 0 && hands[in.Fn]
		})
	})
	wide := make([]bool, len(p.Funcs))
	p.spread(wide, func(f *model.FuncModel) bool {
		return !isTable(f) && (len(f.Code) > maxStraight || contains(f, func(in *model.Instr) bool {
			return in.Op == model.Br || in.Op == model.Choose || in.Op == model.Select || in.Op == model.Invoke ||
				in.Op == model.Call && model.Mode(in.Imm) == model.Plain && in.Fn >= 0 && wide[in.Fn]
		}))
	})
	p.skip = make([]bool, len(p.Funcs))
	for i, f := range p.Funcs {
		// A small function that can end the program or the test is there for that.
		ends := len(f.Code) <= maxStraight && contains(f, stop)
		p.skip[i] = !isTable(f) && wide[i] && !stops[i] && !hands[i] && !ends
	}
}

// keeps reports whether a function does more with a function value than to call it.
func keeps(f *model.FuncModel, v model.Slot) bool {
	is := func(o model.Operand) bool { return o.Kind == model.KSlot && model.Slot(o.N) == v }
	return contains(f, func(in *model.Instr) bool {
		args := in.Args
		if in.Op == model.CallDyn {
			args = args[1:]
		}
		return slices.ContainsFunc(args, is)
	})
}

// packageOf returns the package in the full name of a function.
func packageOf(name string) string {
	name = strings.TrimLeft(name, "(*")
	slash := strings.LastIndexByte(name, '/') + 1
	if dot := strings.IndexByte(name[slash:], '.'); dot >= 0 {
		return name[:slash+dot]
	}
	return name
}

// spread sets what has a property that depends on the property of others, until
// nothing changes.
func (p *Program) spread(has []bool, test func(*model.FuncModel) bool) {
	for changed := true; changed; {
		changed = false
		for i := len(p.Funcs) - 1; i >= 0; i-- {
			if !has[i] && test(p.Funcs[i]) {
				has[i], changed = true, true
			}
		}
	}
}

func contains(f *model.FuncModel, is func(*model.Instr) bool) bool {
	for pc := range f.Code {
		if is(&f.Code[pc]) {
			return true
		}
	}
	return false
}

// isTable reports whether a function is one of the tables.
func isTable(f *model.FuncModel) bool {
	return f.Flags&model.Transparent != 0 && f.Flags&model.Foreign == 0
}

// returns reports whether a return can be reached without an instruction that
// stops.
func returns(f *model.FuncModel, stops func(*model.Instr) bool) bool {
	from := []int{0}
	if f.Recover >= 0 {
		from = append(from, f.Recover)
	}
	return f.Reaches(from, func(in *model.Instr) bool { return in.Op == model.Ret }, stops)
}

// handsLocksOver reports whether a function can return with a lock that it took, or
// releases one that it did not take.
func handsLocksOver(f *model.FuncModel) bool {
	var names []string // of locks, by bit
	bit := func(in *model.Instr, read bool) uint64 {
		name := in.Name
		if read {
			name += " read"
		}
		i := slices.Index(names, name)
		if i < 0 {
			i = len(names)
			names = append(names, name)
		}
		return 1 << min(i, 63)
	}
	type locks struct{ held, deferred uint64 }
	before := make([]locks, len(f.Code)) // on some way; deferred are unlocks
	seen := make([]bool, len(f.Code))
	work := []int{0}
	for len(work) > 0 {
		pc := work[len(work)-1]
		work = work[:len(work)-1]
		seen[pc] = true
		in := &f.Code[pc]
		now := before[pc]
		for _, read := range [...]bool{false, true} {
			switch {
			case in.Unlocks(read) && model.Mode(in.Imm) == model.Defer:
				now.deferred |= bit(in, read)
			case in.Unlocks(read):
				b := bit(in, read)
				if now.held&b == 0 {
					return true
				}
				now.held &^= b
			case in.Locks() && strings.HasSuffix(strings.TrimPrefix(in.Sym, "(*sync.RWMutex)"), "RLock") == read:
				now.held |= bit(in, read)
			}
		}
		if in.Op == model.Ret && now.held != now.deferred {
			return true
		}
		for _, n := range f.Next(pc) {
			old := before[n]
			if before[n] = (locks{old.held | now.held, old.deferred | now.deferred}); !seen[n] || before[n] != old {
				work = append(work, n)
			}
		}
	}
	return false
}

// Exits reports whether whoever comes to an instruction of a function ends the
// program, if nothing keeps him from going on.
func (p *Program) Exits(fn int32, pc int32) bool {
	return p.surely(&p.exits, fn, func(in *model.Instr) bool { return in.Op == model.Exit })[pc]
}

// GivesUp reports whether whoever comes to an instruction of a function panics, or ends the
// program or the test, or has the test fail, if nothing keeps him from going on.
func (p *Program) GivesUp(fn int32, pc int) bool {
	return p.surely(&p.givesUp, fn, func(in *model.Instr) bool {
		switch in.Op {
		case model.Exit, model.Fail, model.Panic:
			return true
		case model.Call:
			return model.Mode(in.Imm) == model.Plain && in.Fn >= 0 && len(p.Funcs[in.Fn].Code) > 0 && p.GivesUp(in.Fn, 0)
		}
		return false
	})[pc]
}

// WaitsForDone reports whether whoever calls a function waits there until a context is done,
// if nothing keeps him from going on.
func (p *Program) WaitsForDone(fn int32) bool {
	sure := p.surely(&p.waitsForDone, fn, func(in *model.Instr) bool {
		switch in.Op {
		case model.Recv:
			return strings.HasSuffix(in.Name, ".Done()")
		case model.Call:
			return model.Mode(in.Imm) == model.Plain && in.Fn >= 0 && p.WaitsForDone(in.Fn)
		}
		return false
	})
	return len(sure) > 0 && sure[0]
}

// surely tells for each instruction of a function whether whoever comes there comes to one
// that is. It keeps that in known.
func (p *Program) surely(known *map[int32][]bool, fn int32, is func(*model.Instr) bool) []bool {
	sure, ok := (*known)[fn]
	if ok {
		return sure
	}
	f := p.Funcs[fn]
	sure = make([]bool, len(f.Code))
	if *known == nil {
		*known = map[int32][]bool{}
	}
	(*known)[fn] = sure // a function that calls itself comes nowhere by that
	for at := range f.Code {
		sure[at] = is(&f.Code[at])
	}
	for changed := true; changed; {
		changed = false
		for at := len(f.Code) - 1; at >= 0; at-- {
			next := f.Next(at)
			if !sure[at] && len(next) > 0 && !slices.ContainsFunc(next, func(n int) bool { return !sure[n] }) {
				sure[at], changed = true, true
			}
		}
	}
	return sure
}
