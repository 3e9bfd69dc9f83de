package explore

import "github.com/chanlint/chanlint/passes/internal/model"

// A prelude is what the root does before it comes to an instruction, if it does.
// Options.From makes a search begin in earnest there: calls of the prelude are not
// followed, where a decision is not known only the shorter way is taken, and it is no
// doubtful one, since somebody wrote what follows for somebody who gets there.
type prelude struct {
	before []bool // by instruction: it leads to the place, and does not come after it
	far    []int  // by instruction: how many lie between it and the place, or what comes after that
}

// nowhere is how far what does not lead to the place is.
const nowhere = 1 << 30

func newPrelude(f *model.FuncModel, from int) *prelude {
	preds := make([][]int, len(f.Code))
	for pc := range f.Code {
		for _, to := range f.Next(pc) {
			preds[to] = append(preds[to], pc)
		}
	}
	after := distances(from, len(f.Code), f.Next)
	p := &prelude{before: make([]bool, len(f.Code)), far: distances(from, len(f.Code), func(pc int) []int { return preds[pc] })}
	for pc := range f.Code {
		p.before[pc] = p.far[pc] < nowhere && after[pc] == nowhere
		if after[pc] < nowhere {
			p.far[pc] = 0
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

// leads reports whether the search goes one of the two ways of a branch, given the first
// instruction of each.
func (p *prelude) leads(to, other int, unknown bool) bool {
	return p.far[to] < nowhere && !(unknown && (p.far[to] > p.far[other] || p.far[to] == p.far[other] && to > other))
}

// inPrelude reports whether a process is in the prelude of the search.
func (m *machine) inPrelude(p *process) bool {
	return m.prelude != nil && p.root && len(p.frames) == 1 && m.prelude.before[p.top().pc]
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
