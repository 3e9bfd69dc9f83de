package extract

import "github.com/chanlint/chanlint/passes/internal/model"

// tidy leads jumps to jumps to where they end and drops code that cannot be
// reached.
func tidy(m *model.FuncModel) {
	final := func(pc int) (int, int64) {
		flags := int64(0)
		for n := 0; n < 32 && m.Code[pc].Op == model.Jmp; n++ {
			flags |= m.Code[pc].Imm
			if pc == m.Code[pc].To[0] {
				break
			}
			pc = m.Code[pc].To[0]
		}
		return pc, flags
	}
	for pc := range m.Code {
		in := &m.Code[pc]
		for i, t := range in.To {
			end, flags := final(t)
			if in.Op == model.Jmp {
				in.Imm |= flags
			} else if flags != 0 {
				continue // the jump back must stay
			}
			in.To[i] = end
		}
	}
	live := make([]bool, len(m.Code))
	work := []int{0}
	if m.Recover >= 0 {
		work = append(work, m.Recover)
	}
	for len(work) > 0 {
		pc := work[len(work)-1]
		work = work[:len(work)-1]
		if pc >= len(m.Code) || live[pc] {
			continue
		}
		live[pc] = true
		work = append(work, m.Next(pc)...)
		if in := &m.Code[pc]; in.Op == model.Br && len(in.To) == 3 {
			work = append(work, in.To[2])
		}
	}
	at := make([]int, len(m.Code))
	kept := m.Code[:0]
	for pc := range live {
		at[pc] = len(kept)
		if live[pc] {
			kept = append(kept, m.Code[pc])
		}
	}
	m.Code = kept
	for pc := range m.Code {
		for i, t := range m.Code[pc].To {
			m.Code[pc].To[i] = at[t]
		}
	}
	if m.Recover >= 0 {
		m.Recover = at[m.Recover]
	}
}
