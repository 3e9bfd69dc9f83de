package model

import "strings"

// Locks reports whether an instruction calls a method of package sync that takes
// a lock, or tries to.
func (in *Instr) Locks() bool {
	switch in.Op {
	case Call:
		return strings.HasPrefix(in.Sym, "(*sync.") && strings.HasSuffix(in.Sym, "Lock")
	case Invoke:
		return strings.HasPrefix(in.Sym, "Lock|(sync.Locker)")
	}
	return false
}

// Unlocks reports whether an instruction calls Unlock, or RUnlock.
func (in *Instr) Unlocks(read bool) bool {
	method := ").Unlock"
	if read {
		method = ").RUnlock"
	}
	switch in.Op {
	case Call:
		return strings.HasPrefix(in.Sym, "(*sync.") && strings.HasSuffix(in.Sym, method)
	case Invoke:
		return !read && strings.HasPrefix(in.Sym, "Unlock|(sync.Locker)")
	}
	return false
}

// Releases reports whether an instruction calls either of them.
func (in *Instr) Releases() bool { return in.Unlocks(false) || in.Unlocks(true) }

// UnlocksNow reports whether an instruction calls Unlock or RUnlock, and does not leave
// that to a defer or a goroutine.
func (in *Instr) UnlocksNow() bool {
	return in.Releases() && (in.Op != Call || in.Imm == int64(Plain))
}

// BindsUnlock reports whether an instruction makes a function value of Unlock or RUnlock.
func (in *Instr) BindsUnlock() bool {
	return in.Op == Closure && strings.HasSuffix(in.Sym, "nlock$bound")
}
