package model

// maxColored bounds the slots of a function whose slots share registers: the
// interference of more takes too much memory.
const maxColored = 2048

// allocate fills f.Reg and f.Regs: slots that are never needed at the same time share a
// register, by greedy coloring of their interference graph in the order of the slots
// (Chaitin et al., Register allocation via coloring, 1981). Parameters and captured
// variables keep their own numbers. f.Live must be there.
func (f *FuncModel) allocate() {
	f.Reg, f.Regs = make([]int32, f.Slots), f.Slots
	for s := range f.Reg {
		f.Reg[s] = int32(s)
	}
	given := f.Params + f.Caps
	if f.Slots > maxColored || f.Slots <= given {
		return
	}
	words := (f.Slots + 63) / 64
	back := make(SlotSet, f.Slots*words)
	meets := func(s Slot) SlotSet { return back[int(s)*words : (int(s)+1)*words] }
	interfere := func(some, all SlotSet) {
		for s := range some.All() {
			meets(s).Union(all)
			for o := range all.All() {
				meets(o).add(int(s))
			}
		}
	}
	// What is written stays apart from all that is read by the same instruction or later.
	written, now := make(SlotSet, words), make(SlotSet, words)
	for pc := range f.Code {
		in := &f.Code[pc]
		clear(written)
		clear(now)
		in.eachDst(func(s Slot) { written.add(int(s)) })
		in.eachArg(func(o Operand) {
			if o.Kind == KSlot {
				now.add(int(o.N))
			}
		})
		for _, n := range f.Next(pc) {
			now.Union(f.Live[n])
		}
		now.Union(written)
		interfere(written, now)
	}
	// What is there when the function starts.
	clear(now)
	now.Union(f.Live[0])
	for s := range given {
		now.add(s)
	}
	interfere(now, now)

	f.Regs = given
	var taken []bool
	for s := given; s < f.Slots; s++ {
		taken = append(taken[:0], make([]bool, f.Regs)...)
		for o := range meets(Slot(s)).All() {
			if int(o) < s {
				taken[f.Reg[o]] = true
			}
		}
		r := 0
		for r < len(taken) && taken[r] {
			r++
		}
		f.Reg[s] = int32(r)
		f.Regs = max(f.Regs, r+1)
	}
}
