package detect

import (
	"slices"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// holder is a process that holds a lock, or waits for it to write.
type holder struct {
	proc  int32
	write bool
	site  explore.Site
}

// holders lists who holds the lock of f at the end of the run, and which writers
// wait for readers.
func (f *Finding) holders() (held, waiting []holder) {
	drop := func(of *[]holder, proc int32, write bool) {
		at := -1
		for i, h := range *of {
			if h.write == write && (at < 0 || h.proc == proc) {
				at = i
			}
		}
		if at >= 0 {
			*of = slices.Delete(*of, at, at+1)
		}
	}
	for _, e := range f.Events {
		if e.Kind != explore.EvOp || e.Obj != f.Target.Serial || e.Off != f.Target.Off {
			continue
		}
		switch e.Op {
		case model.Lock, model.TryLock:
			h := holder{e.Proc, true, e.Site}
			if e.Aux == explore.Announces {
				waiting = append(waiting, h)
				continue
			}
			drop(&waiting, e.Proc, true)
			held = append(held, h)
		case model.RLock, model.TryRLock:
			held = append(held, holder{e.Proc, false, e.Site})
		case model.Unlock, model.RUnlock:
			drop(&held, e.Proc, e.Op == model.Unlock)
		}
	}
	return held, waiting
}

// explainLock finds who holds the lock that f waits for.
func (f *Finding) explainLock() {
	held, _ := f.holders()
	if len(held) == 0 {
		return
	}
	h := held[len(held)-1]
	f.Other, f.Foreign = h.site, h.proc != f.Proc
	f.explainWriter()
}

// explainWriter finds the writer that keeps a reader out.
func (f *Finding) explainWriter() {
	held, waiting := f.holders()
	if f.Op == model.RLock && len(waiting) > 0 && !slices.ContainsFunc(held, func(h holder) bool { return h.write }) {
		f.Writer = waiting[len(waiting)-1].site
	}
}

// explainHeld finds where the lock was taken that a function returns with, and
// the return before which it is released, if there is one such.
func (f *Finding) explainHeld(prog *link.Program) {
	if held, _ := f.holders(); len(held) > 0 {
		f.Other, f.Name = held[len(held)-1].site, held[len(held)-1].site.Name
		for _, h := range held {
			if h.proc == f.Proc && h.site.Fn == f.Site.Fn {
				f.Other, f.Name = h.site, h.site.Name
			}
		}
	}
	rets := releasing(prog, f.Site.Fn, f.Name, int(f.Other.PC))
	if len(rets) == 1 {
		f.Release = explore.Site{Fn: f.Site.Fn, Pos: rets[0].Pos}
	}
}

// explainUnlock finds the lock that is released the wrong way.
func (f *Finding) explainUnlock() {
	held, _ := f.holders()
	for _, h := range held {
		if h.write == (f.Op == model.RUnlock) {
			f.Other, f.Foreign = h.site, h.proc != f.Proc
		}
	}
}

// releasing lists the returns of a function that it reaches, from a Lock on,
// after the Unlock. It starts from the instruction at pc, or from every Lock if
// that is negative.
func releasing(prog *link.Program, fn int32, name string, pc int) []*model.Instr {
	f := prog.Funcs[fn]
	type place struct {
		pc   int
		free bool
	}
	var work []place
	for i := range f.Code {
		if i == pc || pc < 0 && f.Code[i].Name == name && f.Code[i].Locks() {
			for _, next := range f.Next(i) {
				work = append(work, place{next, false})
			}
		}
	}
	seen := map[place]bool{}
	var out []*model.Instr
	for len(work) > 0 {
		p := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[p] || p.pc >= len(f.Code) {
			continue
		}
		seen[p] = true
		in := &f.Code[p.pc]
		switch {
		case in.Name == name && in.Locks():
			continue
		case in.Name == name && in.UnlocksNow():
			p.free = true
		case in.Op == model.Ret && p.free && in.Pos != 0 && !slices.Contains(out, in):
			out = append(out, in)
		}
		for _, next := range f.Next(p.pc) {
			work = append(work, place{next, p.free})
		}
	}
	return out
}

// optional reports whether a function that returns with a lock also releases it on ways
// on which it has not taken it: it does both on a condition, of which too little is
// known to tell that it is the same one.
func (f *Finding) optional() bool {
	if f.Kind != HeldOnReturn {
		return false
	}
	return f.Prog.Funcs[f.Site.Fn].Reaches([]int{0},
		func(in *model.Instr) bool { return in.Name == f.Name && in.UnlocksNow() },
		func(in *model.Instr) bool { return in.Name == f.Name && in.Locks() })
}

// remembered reports whether a field tells that the lock is held: the function takes the
// lock on a condition of the field, and sets that before it can come to the return.
func (f *Finding) remembered() bool {
	fn := f.Prog.Funcs[f.Site.Fn]
	if f.Kind != HeldOnReturn || f.Other.Fn != f.Site.Fn {
		return false
	}
	locks := func(in *model.Instr) bool { return in == &fn.Code[f.Other.PC] }
	returns := func(in *model.Instr) bool { return in.Op == model.Ret && in.Pos == f.Site.Pos }
	isSet := func(asked model.Operand) bool {
		field := fieldOf(fn.Code, definition(fn.Code, asked), model.Load)
		return field != nil && !fn.Reaches(fn.Next(int(f.Other.PC)), returns, func(in *model.Instr) bool {
			at := fieldOf(fn.Code, in, model.Store)
			return at != nil && at.Args[0] == field.Args[0] && at.Imm == field.Imm
		})
	}
	return slices.ContainsFunc(fn.Code, func(in model.Instr) bool {
		if in.Op != model.Br || fn.Reaches(in.To[:1], locks, returns) == fn.Reaches(in.To[1:2], locks, returns) {
			return false
		}
		cond := definition(fn.Code, in.Args[0])
		return isSet(in.Args[0]) || cond != nil && (cond.Op == model.Bin || cond.Op == model.Not) && slices.ContainsFunc(cond.Args, isSet)
	})
}

// keptLock is a return with a lock, as far as handedOver looks at it.
type keptLock struct {
	fn     int32
	at     model.Pos
	name   string
	status explore.Status
}

// handedOver is handedOver of the program, asked once for each return: many runs
// come to the same.
func (d *detector) handedOver(e explore.Event) bool {
	k := keptLock{e.Site.Fn, e.Site.Pos, e.Site.Name, e.Peer}
	over, known := d.handed[k]
	if !known {
		over = handedOver(d.g.Prog, e)
		d.handed[k] = over
	}
	return over
}

// handedOver reports whether a function that returns with a lock leaves it to
// its caller on purpose: it says so by its name or its results, its callers
// release the lock, or a function that it makes does.
func handedOver(prog *link.Program, e explore.Event) bool {
	fn := prog.Funcs[e.Site.Fn]
	if saysLock(fn.Name[strings.LastIndexAny(fn.Name, "./")+1:]) {
		return true
	}
	var unlocks []*model.Instr
	for pc := range fn.Code {
		in := &fn.Code[pc]
		if in.BindsUnlock() {
			return true // somebody is to call it
		}
		if in.Name == e.Site.Name && in.Releases() {
			unlocks = append(unlocks, in)
		}
	}
	// Success with the lock, failure without.
	last := model.Pos(0)
	failures := true
	for _, ret := range releasing(prog, e.Site.Fn, e.Site.Name, -1) {
		last = max(last, ret.Pos)
		failures = failures && !explore.MaySucceed(prog, fn, ret)
	}
	if last == 0 || e.Peer == explore.Success && failures || e.Peer == explore.NoStatus && fn.Results == "" && e.Site.Pos > last {
		return true
	}
	for i, g := range prog.Funcs {
		if i == int(e.Site.Fn) {
			continue
		}
		if strings.HasPrefix(g.Name, fn.Name+"$") && unlocksFrom(prog, g, []int{0}, unlocks) {
			return true
		}
		for pc := range g.Code {
			if in := &g.Code[pc]; in.Op == model.Call && in.Fn == e.Site.Fn && unlocksFrom(prog, g, g.Next(pc), unlocks) {
				return true
			}
		}
	}
	return false
}

// saysLock reports whether a function is named after what it does to a lock.
func saysLock(name string) bool {
	lower := strings.ToLower(name)
	return strings.Contains(name, "Lock") || strings.HasPrefix(lower, "lock") || strings.HasPrefix(lower, "rlock") || lower == "acquire"
}

// sameLock reports whether an instruction releases one of the locks that others
// release.
func sameLock(prog *link.Program, unlocks []*model.Instr, in *model.Instr) bool {
	if !in.Releases() {
		return false
	}
	return slices.ContainsFunc(unlocks, func(u *model.Instr) bool {
		if a, b := prog.LockKeys[u.Pos], prog.LockKeys[in.Pos]; a != "" || b != "" {
			return a == b
		}
		return u.Name == in.Name
	})
}

// unlocksFrom reports whether a function, from some of its instructions on,
// releases one of the locks without taking it first.
func unlocksFrom(prog *link.Program, g *model.FuncModel, from []int, unlocks []*model.Instr) bool {
	return g.Reaches(from, func(in *model.Instr) bool { return sameLock(prog, unlocks, in) }, func(in *model.Instr) bool {
		return in.Locks() && slices.ContainsFunc(unlocks, func(u *model.Instr) bool { return prog.LockKeys[u.Pos] == prog.LockKeys[in.Pos] })
	})
}

// ReleasedAt returns where a lock was released last before it was released once too
// often, 0 if that is not what f is about, or there is no such place.
func (f *Finding) ReleasedAt() (at model.Pos) {
	if f.Kind != UnlockUnlocked {
		return 0
	}
	for _, e := range f.Events {
		if isUnlock(e) && e.Obj == f.Target.Serial && e.Off == f.Target.Off {
			at = e.Site.Pos
		}
	}
	return at
}
