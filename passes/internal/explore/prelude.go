package explore

import (
	"slices"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// A prelude is what the root does before it comes to an instruction, if it does.
// Options.From makes a search begin in earnest there: calls of the prelude are not
// followed, where a decision is not known only the shorter way is taken, and it is no
// doubtful one, since somebody wrote what follows for somebody who gets there.
type prelude struct {
	before []bool // by instruction: it leads to the place, and does not come after it
	far    []int  // by instruction: how many lie between it and the place, or what comes after that
	merged []bool // by slot: several ways to the place set it, and it is loose
	loose  bool   // see Options.Loose
	long   bool
}

// nowhere is how far what does not lead to the place is.
const nowhere = 1 << 30

func newPrelude(f *model.FuncModel, opts Options) *prelude {
	preds := make([][]int, len(f.Code))
	for pc := range f.Code {
		for _, to := range f.Next(pc) {
			preds[to] = append(preds[to], pc)
		}
	}
	after := distances(opts.From, len(f.Code), f.Next)
	p := &prelude{loose: opts.Loose, long: opts.Long, merged: make([]bool, f.Slots), before: make([]bool, len(f.Code)), far: distances(opts.From, len(f.Code), func(pc int) []int { return preds[pc] })}
	set := make([]bool, f.Slots)
	for pc := range f.Code {
		p.before[pc] = p.far[pc] < nowhere && after[pc] == nowhere
		if after[pc] < nowhere {
			p.far[pc] = 0
		}
		if in := &f.Code[pc]; p.loose && p.before[pc] && in.Op == model.Mov && len(in.Dst) > 0 && in.Dst[0] >= 0 {
			p.merged[in.Dst[0]] = set[in.Dst[0]]
			set[in.Dst[0]] = true
		}
	}
	return p
}

// distances returns how far each of n instructions is from one of them.
func distances(from, n int, next func(int) []int) []int {
	far := make([]int, n)
	for pc := range far {
		far[pc] = nowhere
	}
	far[from] = 0
	for work := []int{from}; len(work) > 0; work = work[1:] {
		for _, to := range next(work[0]) {
			if far[to] == nowhere {
				far[to] = far[work[0]] + 1
				work = append(work, to)
			}
		}
	}
	return far
}

// leads reports whether the search goes one of the two ways of a branch.
func (p *prelude) leads(br *model.Instr, truth, unknown bool) bool {
	to, other := br.To[1], br.To[0]
	if truth {
		to, other = other, to
	}
	switch {
	case p.far[to] == nowhere:
		return false
	case !unknown || p.far[other] == nowhere:
		return true
	}
	shorter := p.far[to] < p.far[other] || p.far[to] == p.far[other] && to < other
	return shorter != (p.long && !br.LeavesLoop())
}

// inPrelude reports whether a process is in the prelude of the search.
func (m *machine) inPrelude(p *process) bool {
	return m.prelude != nil && p.root && len(p.frames) == 1 && m.prelude.before[p.top().pc]
}

// isMerged reports whether an instruction sets a slot that several ways to the place set.
func (p *prelude) isMerged(in *model.Instr) bool {
	return len(in.Dst) > 0 && in.Dst[0] >= 0 && p.merged[in.Dst[0]]
}

// onOtherWays returns what a slot may hold that is set to v on one of several ways to the
// place: which of them is taken says nothing.
func (m *machine) onOtherWays(st *state, v value) value {
	switch v.k {
	case vBool:
		return st.newSym(model.Bool, Neutral)
	case vInt:
		return st.newSym(model.Int, Neutral)
	case vStr:
		return st.newSym(model.String, Neutral)
	}
	return v
}

// From returns the first instruction of a function that makes a channel or starts a
// goroutine, if ways multiply before it, or else -1.
func From(f *model.FuncModel) int {
	const enough = 4
	ways := 0
	for pc := range f.Code {
		switch in := &f.Code[pc]; in.Op {
		case model.Br, model.Choose, model.Select:
			ways++
		case model.Call, model.CallDyn, model.Invoke:
			if model.Mode(in.Imm) != model.Go {
				ways++
				continue
			}
			fallthrough
		case model.MakeChan:
			if ways < enough {
				return -1
			}
			return pc
		}
	}
	return -1
}

// Unreleased returns the first few instructions of a function that take a lock with which
// it returns on some way.
func Unreleased(f *model.FuncModel) []int {
	const enough = 4
	var out []int
	for pc := range f.Code {
		lock := &f.Code[pc]
		if !lock.Locks() || model.Mode(lock.Imm) != model.Plain || lock.Name == "" || len(out) == enough {
			continue
		}
		releases := func(in *model.Instr) bool {
			return in.Releases() && in.Name == lock.Name
		}
		returns := func(in *model.Instr) bool { return in.Op == model.Ret }
		deferred := slices.ContainsFunc(f.Code, func(in model.Instr) bool { return releases(&in) && model.Mode(in.Imm) == model.Defer })
		if !deferred && f.Reaches(f.Next(pc), returns, releases) {
			out = append(out, pc)
		}
	}
	return out
}
