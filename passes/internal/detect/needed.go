package detect

import (
	"slices"

	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// place is where a decision is taken.
type place struct{ fn, pc int32 }

// needed returns how many of the weak decisions on the run of f it rests on: it does not
// rest on one if it also comes to pass where that decision went the other way, with no
// more doubts, and without that a later decision goes the other way as well. (What
// decides later may have to do with what decided first.)
func (d *detector) needed(f *Finding) int {
	later := map[place][]explore.Took{}
	left := 0
	taken := -1
	for n := f.Node; n >= 0 && taken < 0; n = d.g.Nodes[n].Parent {
		events := d.g.Nodes[n].Events
		if f.Kind == HeldOnReturn || f.Kind == DoubleLock {
			taken = f.taken(events) // what was before has no part in it
		}
		for _, t := range slices.Backward(explore.Decisions(events[taken+1:])) {
			if t.Kind >= explore.Weak && !d.otherWay(f, d.g.Nodes[n].Parent, t, later) {
				left++
			}
			at := place{t.Fn, t.PC}
			later[at] = append(later[at], t)
		}
	}
	return left
}

// otherWay reports whether a finding like f comes to pass after a step from a node in
// which decision t went the other way.
func (d *detector) otherWay(f *Finding, from int, t explore.Took, later map[place][]explore.Took) bool {
	if t.Decision == 0 {
		return false
	}
	agrees := func(took []explore.Took) bool {
		return !slices.ContainsFunc(took, func(o explore.Took) bool {
			same := later[place{o.Fn, o.PC}]
			return len(same) > 0 && !slices.ContainsFunc(same, func(s explore.Took) bool { return s.True == o.True }) ||
				o.Kind >= explore.Weak && !slices.ContainsFunc(same, func(s explore.Took) bool { return s.True == o.True && s.Kind >= o.Kind })
		})
	}
	out := d.g.Start
	if from >= 0 {
		out = d.g.Nodes[from].Out
	}
	seen := map[int]bool{}
	var work []int
	visit := func(to int) {
		if !seen[to] {
			seen[to] = true
			work = append(work, to)
		}
	}
	for _, e := range out {
		i := slices.IndexFunc(e.Took, func(o explore.Took) bool { return o.Decision == t.Decision && o.True != t.True })
		if i >= 0 && agrees(e.Took[i+1:]) {
			visit(e.To)
		}
	}
	ends := d.also[findingKey{f.Kind, f.At.Pos}]
	for len(work) > 0 {
		n := work[len(work)-1]
		work = work[:len(work)-1]
		if slices.Contains(ends, n) {
			return true
		}
		for _, e := range d.g.Nodes[n].Out {
			if agrees(e.Took) {
				visit(e.To)
			}
		}
	}
	return false
}

// overconditioned reports whether the run of f rests on more conditions than are known to be
// possible together, if f is of a kind of which that is the usual false alarm.
func (d *detector) overconditioned(f *Finding) bool {
	switch f.Kind {
	case SendClosed, CloseClosed, NegativeCounter:
		return d.conditions(f) > 1
	case Deadlock, DoubleLock, UnlockUnlocked:
		return d.conditions(f) > 2
	}
	return false
}

// conditions returns how many conditions on the run of f, other than whether something is
// nil, it rests on: those of which the other way does not lead to it. Some count for more,
// see weight. What is decided before a lock is taken has no part in its being taken twice.
func (d *detector) conditions(f *Finding) int {
	later := map[place][]explore.Took{}
	met := map[place]bool{}
	n := 0
	for node := f.Node; node >= 0; node = d.g.Nodes[node].Parent {
		events := d.g.Nodes[node].Events
		taken := -1
		if f.Kind == DoubleLock {
			taken = f.taken(events)
		}
		for _, t := range slices.Backward(explore.Decisions(events[taken+1:])) {
			at := place{t.Fn, t.PC}
			if d.isCondition(f, t) && !d.otherWay(f, d.g.Nodes[node].Parent, t, later) {
				n += d.weight(t, met[at])
				met[at] = true
			}
			later[at] = append(later[at], t)
		}
		if taken >= 0 {
			break
		}
	}
	return n
}

// weight returns for how many conditions a decision counts that may have been met before. Two
// things that are told apart need not both be the one; and that two values which are not
// known are the same is a coincidence.
func (d *detector) weight(t explore.Took, met bool) int {
	code := d.g.Prog.Funcs[t.Fn].Code
	if code[t.PC].Op != model.Br {
		if met {
			return 2
		}
		return 1
	}
	bin := definition(code, code[t.PC].Args[0])
	if bin != nil && bin.Op == model.Bin && bin.Args[0].Kind == model.KSlot && bin.Args[1].Kind == model.KSlot && foundEqual(bin, t.True) {
		return 3
	}
	return 1
}

// isCondition reports whether a decision is one on something that need not go with how a call
// has ended. Another round of a loop is only one for a wait: how many values come may go with
// how many are waited for; and that there is no other round is none for the wait for a group,
// which would only have more to wait for.
func (d *detector) isCondition(f *Finding, t explore.Took) bool {
	code := d.g.Prog.Funcs[t.Fn].Code
	if t.PC >= int32(len(code)) {
		return false
	}
	if code[t.PC].Op != model.Br {
		// What is decided to be kept is noted behind the instruction.
		return t.PC > 0 && code[t.PC-1].Op == model.Bin && code[t.PC-1].Args[1].Kind != model.KNil
	}
	if in := &code[t.PC]; in.LeavesLoop() && (f.Kind != Deadlock || f.Op == model.WgWait && in.Leaves(t.True)) {
		return false
	}
	return !comparesToNil(code, code[t.PC].Args[0])
}
