package explore

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// key identifies a state up to the names of processes, objects and symbols.
type key [2]uint64

// canon computes canonical forms. Its buffers are reused.
type canon struct {
	prog *link.Program
	st   *state
	buf  []byte
	objN []int32 // number of each object, 0: not reached
	symN []int32
	objs []int32 // reached objects in order
	syms []int32
	rank []int32 // of processes: index -> canonical position
	// What order and reach return.
	sorted []int
	group  []uint16
	sig    []uint64
	mark   reacher
}

// encode returns the key of a state and the order in which the processes
// appear in it, which is valid until the next call.
func (c *canon) encode(st *state) (key, []int) {
	c.st = st
	c.buf = c.buf[:0]
	c.objN = resize(c.objN, len(st.objs))
	c.symN = resize(c.symN, len(st.syms))
	c.objs, c.syms = c.objs[:0], c.syms[:0]
	order := c.order()
	c.rank = resize(c.rank, len(order))
	for pos, i := range order {
		c.rank[i] = int32(pos)
	}
	for _, i := range order {
		c.process(st.procs[i])
	}
	for _, g := range st.globals {
		c.int(int64(g.n))
		c.value(ref(g.obj, 0))
	}
	for n := 0; n < len(c.objs); n++ {
		c.object(st.objs[c.objs[n]])
	}
	for n := 0; n < len(c.syms); n++ {
		c.symbol(st.syms[c.syms[n]])
	}
	c.relations()
	return hash(c.buf), order
}

func resize(s []int32, n int) []int32 {
	if cap(s) < n {
		return make([]int32, n, 2*n)
	}
	s = s[:n]
	clear(s)
	return s
}

// order sorts processes by where they stand, so that workers started by one
// loop are interchangeable.
func (c *canon) order() []int {
	st := c.st
	order, sig := c.sorted[:0], c.sig[:0]
	for i, p := range st.procs {
		order = append(order, i)
		h := uint64(14695981039346656037)
		mix := func(x int64) { h = (h ^ uint64(x)) * 1099511628211 }
		mix(int64(p.spawned))
		for j := range p.frames {
			f := p.frames[j]
			mix(int64(f.fn))
			mix(int64(f.pc))
			live := c.live(f)
			for s := range live.All() {
				if v := *f.slot(s); v.k != vRef && v.k != vSym {
					mix(int64(v.k)<<32 ^ v.n)
				}
			}
		}
		sig = append(sig, h)
	}
	c.sorted, c.sig = order, sig
	slices.SortStableFunc(order, func(a, b int) int {
		pa, pb := st.procs[a], st.procs[b]
		switch {
		case pa.root != pb.root:
			if pa.root {
				return -1
			}
			return 1
		case sig[a] < sig[b]:
			return -1
		case sig[a] > sig[b]:
			return 1
		}
		return 0
	})
	return order
}

// live returns the slots of a frame that it can still read.
func (c *canon) live(f *frame) model.SlotSet { return c.prog.Funcs[f.fn].Live[f.pc] }

func (c *canon) int(n int64) { c.buf = binary.AppendVarint(c.buf, n) }

func (c *canon) byte(b byte) { c.buf = append(c.buf, b) }

func (c *canon) locks(locks []heldLock) {
	c.byte(byte(len(locks)))
	for _, h := range locks {
		c.value(h.at)
		c.byte(byte(b2i(h.read)))
		c.int(int64(h.depth)<<32 | int64(h.site.Pos))
	}
}

func (c *canon) process(p *process) {
	c.byte(byte(len(p.frames)))
	c.int(int64(p.spawned))
	c.byte(byte(b2i(p.yield)) | byte(b2i(p.crowd))<<1 | byte(b2i(p.parked))<<2 | p.phase<<3)
	if p.ticket != 0 {
		c.int(c.ticketRank(p))
		c.value(p.cond)
	}
	c.locks(p.held)
	c.locks(p.lent)
	for j := range p.frames {
		f := p.frames[j]
		c.int(int64(f.fn))
		c.int(int64(f.pc))
		c.byte(f.unwind | byte(b2i(f.recovered))<<2 | byte(b2i(f.isDefer))<<3)
		live := c.live(f)
		for s := range live.All() {
			c.value(*f.slot(s))
		}
		for d := range f.defers {
			c.int(int64(f.defers[d].fn))
			c.int(int64(f.defers[d].pc))
			for _, v := range f.defers[d].args {
				c.value(v)
			}
		}
		c.byte(byte(len(f.loops)))
		for _, l := range f.loops {
			c.int(int64(l.pc))
			c.int(int64(l.n))
		}
	}
}

func (c *canon) ticketRank(p *process) int64 {
	if p.ticket < 0 {
		return -1
	}
	n := int64(1)
	for _, q := range c.st.procs {
		if q.ticket > 0 && q.ticket < p.ticket {
			n++
		}
	}
	return n
}

func (c *canon) value(v value) {
	v = c.st.norm(v)
	c.byte(byte(v.k))
	switch v.k {
	case vInt, vBool, vStr, vTok, vNil:
		c.int(v.n)
	case vRef:
		c.int(int64(c.object1(v.a)))
		c.int(v.n)
		c.int(int64(v.t))
	case vFunc:
		c.int(int64(v.a))
		if v.n >= 0 {
			c.int(int64(c.object1(int32(v.n))))
		}
	case vSym:
		if c.symN[v.a] == 0 {
			c.syms = append(c.syms, v.a)
			c.symN[v.a] = int32(len(c.syms))
		}
		c.int(int64(c.symN[v.a]))
		c.int(v.n)
	case vMutex:
		c.int(int64(c.holder(v.a)))
		c.int(v.n)
		c.byte(byte(v.t))
	}
}

func (c *canon) holder(serial int32) int32 {
	if serial < 0 {
		return -1
	}
	for i, p := range c.st.procs {
		if p.serial == serial {
			return c.rank[i]
		}
	}
	return -2 // it ended and left the lock behind
}

func (c *canon) object1(i int32) int32 {
	if c.objN[i] == 0 {
		c.objs = append(c.objs, i)
		c.objN[i] = int32(len(c.objs))
	}
	return c.objN[i]
}

func (c *canon) object(o *object) {
	c.byte(byte(o.kind))
	c.int(int64(o.flags &^ fShared))
	c.byte(o.timer | byte(b2i(o.armed))<<4 | o.closed<<5 | byte(b2i(o.made))<<7)
	c.int(o.site)
	switch o.kind {
	case oChan:
		c.value(o.cap)
		if o.parent >= 0 {
			c.value(ref(o.parent, 0))
		}
	case oList, oMap:
		c.value(o.len)
	}
	c.int(int64(len(o.cells)))
	for i := range o.cells {
		c.int(o.cells[i].off)
		c.value(o.cells[i].v)
	}
	for _, off := range o.stale {
		c.int(off)
	}
	c.int(int64(len(o.copied)))
	for i := range o.copied {
		c.int(o.copied[i].lo)
		c.int(o.copied[i].hi)
		c.value(o.copied[i].from)
	}
	for i := range o.keys {
		c.value(o.keys[i])
	}
	c.int(int64(len(o.queue)))
	for i := range o.queue {
		c.value(o.queue[i])
	}
}

func (c *canon) symbol(s *symbol) {
	c.byte(byte(s.class))
	c.byte(s.weak<<2 | byte(b2i(s.stable))<<1 | byte(b2i(s.nonnil)))
	if s.mod != 0 {
		c.int(s.mod)
		c.value(s.of)
	}
	c.int(s.lo)
	c.int(s.hi)
	for _, v := range s.not {
		c.value(v)
	}
}

func (c *canon) relations() {
	for _, r := range c.st.rels {
		a, b := c.symN[r.a], c.symN[r.b]
		if a == 0 || b == 0 || c.st.syms[r.a].known || c.st.syms[r.b].known {
			continue
		}
		c.int(int64(a))
		c.int(int64(b))
		c.int(r.lo)
		c.int(r.hi)
	}
}

// hash mixes data into 128 bits: two multiplications by different constants
// over words, finished as in murmur3.
func hash(data []byte) key {
	h1, h2 := uint64(len(data)), uint64(0x9e3779b97f4a7c15)
	mix := func(w uint64) {
		w *= 0x87c37b91114253d5
		w = bits.RotateLeft64(w, 31) * 0x4cf5ad432745937f
		h1 = bits.RotateLeft64(h1^w, 27)*5 + 0x52dce729 + h2
		h2 = bits.RotateLeft64(h2^w, 31)*0xff51afd7ed558ccd + h1
	}
	for len(data) >= 8 {
		mix(binary.LittleEndian.Uint64(data))
		data = data[8:]
	}
	var tail [8]byte
	copy(tail[:], data)
	mix(binary.LittleEndian.Uint64(tail[:]))
	return key{fmix(h1 + h2), fmix(h2)}
}

func fmix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// reach sets fShared on every object that two processes can reach, and clears
// it on all others. It returns the processes in groups that share nothing; they are
// valid until the next call.
func (c *canon) reach(st *state) []uint16 {
	v := &c.mark
	v.reset(st)
	masks := v.masks
	for i, p := range st.procs {
		v.bit = 1 << i
		v.globals = v.globals[:0]
		c.frames(v, p)
		v.value(p.cond, c)
		v.variables(c)
	}
	group := c.group[:0]
	for i := range st.procs {
		group = append(group, 1<<i)
	}
	c.group = group
	for i, o := range st.objs {
		shared := masks[i]&(masks[i]-1) != 0
		if shared != (o.flags&fShared != 0) {
			st.mut(int32(i)).flags ^= fShared
			if shared {
				st.objs[i].flags |= fLent
			}
		}
		if shared && o.flags&fConst == 0 {
			join(group, masks[i])
		}
	}
	return group
}

// frames marks what the stack of a process leads to, and notes which package
// variables its functions use.
func (c *canon) frames(v *reacher, p *process) {
	for j := range p.frames {
		c.frame(v, p.frames[j])
	}
}

func (c *canon) frame(v *reacher, f *frame) {
	v.globals = append(v.globals, c.prog.GlobalsOf(f.fn))
	for s := range c.live(f).All() {
		v.value(*f.slot(s), c)
	}
	for d := range f.defers {
		if f.defers[d].in.Fn >= 0 {
			v.globals = append(v.globals, c.prog.GlobalsOf(f.defers[d].in.Fn))
		}
		for _, x := range f.defers[d].args {
			v.value(x, c)
		}
	}
}

// variables marks what the functions that were met lead to by package variables.
func (v *reacher) variables(c *canon) {
	for again := true; again; {
		again = false
		for _, g := range v.st.globals {
			if v.masks[g.obj]&v.bit != 0 {
				continue
			}
			for _, set := range v.globals {
				if set.Has(int(g.n)) {
					v.object(g.obj, c)
					again = true
					break
				}
			}
		}
	}
}

// join merges the groups of the processes in mask.
func join(group []uint16, mask uint16) {
	all := mask
	for i := range group {
		if mask&(1<<i) != 0 {
			all |= group[i]
		}
	}
	for i := range group {
		if all&(1<<i) != 0 {
			group[i] = all
		}
	}
}

// reacher marks what one process can reach.
type reacher struct {
	st      *state
	masks   []uint16
	bit     uint16
	globals []model.SlotSet
}

// reset prepares for another state.
func (v *reacher) reset(st *state) {
	v.st, v.globals = st, v.globals[:0]
	v.masks = slices.Grow(v.masks[:0], len(st.objs))[:len(st.objs)]
	clear(v.masks)
}

func (v *reacher) value(x value, c *canon) {
	x = v.st.norm(x)
	switch {
	case x.k == vRef:
		v.object(x.a, c)
	case x.k == vFunc:
		v.globals = append(v.globals, c.prog.GlobalsOf(x.a))
		if x.n >= 0 {
			v.object(int32(x.n), c)
		}
	}
}

func (v *reacher) object(i int32, c *canon) {
	if v.masks[i]&v.bit != 0 {
		return
	}
	v.masks[i] |= v.bit
	o := v.st.objs[i]
	for j := range o.cells {
		v.value(o.cells[j].v, c)
	}
	for j := range o.keys {
		v.value(o.keys[j], c)
	}
	for j := range o.queue {
		v.value(o.queue[j], c)
	}
	if o.parent >= 0 {
		v.object(o.parent, c)
	}
	for j := range o.copied {
		v.value(o.copied[j].from, c)
	}
}

// compact drops objects and symbols that nothing reaches. encode must have run
// on st just before.
func (c *canon) compact(st *state) {
	if len(st.objs) < 2*len(c.objs)+16 && len(st.syms) < 2*len(c.syms)+32 {
		return
	}
	objs := make([]*object, len(c.objs))
	fix := func(v *value) {
		*v = st.norm(*v)
		switch {
		case v.k == vRef:
			if c.objN[v.a] == 0 {
				*v = value{}
			} else {
				v.a = c.objN[v.a] - 1
			}
		case v.k == vFunc && v.n >= 0:
			if c.objN[v.n] == 0 {
				*v = value{}
			} else {
				v.n = int64(c.objN[v.n] - 1)
			}
		case v.k == vSym:
			if c.symN[v.a] == 0 {
				*v = value{}
			} else {
				v.a = c.symN[v.a] - 1
			}
		}
	}
	for n, i := range c.objs {
		o := st.mut(i)
		fix(&o.cap)
		for j := range o.copied {
			fix(&o.copied[j].from)
		}
		fix(&o.len)
		for j := range o.cells {
			fix(&o.cells[j].v)
		}
		for j := range o.keys {
			fix(&o.keys[j])
		}
		for j := range o.queue {
			fix(&o.queue[j])
		}
		if o.parent >= 0 {
			o.parent = c.objN[o.parent] - 1
		}
		objs[n] = o
	}
	for i := range st.procs {
		p := st.proc(i)
		fix(&p.cond)
		p.ownFrames(0)
		p.held, p.lent = slices.Clone(p.held), slices.Clone(p.lent)
		for j := range p.held {
			fix(&p.held[j].at)
		}
		for j := range p.lent {
			fix(&p.lent[j].at)
		}
		for j := range p.frames {
			f := p.frames[j]
			for s := range f.regs {
				fix(&f.regs[s])
			}
			f.defers = slices.Clone(f.defers)
			for d := range f.defers {
				args := append([]value(nil), f.defers[d].args...)
				for a := range args {
					fix(&args[a])
				}
				f.defers[d].args = args
			}
		}
	}
	st.globals = slices.Clone(st.globals)
	for i := range st.globals {
		st.globals[i].obj = c.objN[st.globals[i].obj] - 1
	}
	syms := make([]*symbol, len(c.syms))
	for n, i := range c.syms {
		s := *st.syms[i]
		s.owner = st.id
		s.not = append([]value(nil), s.not...)
		for j := range s.not {
			fix(&s.not[j])
		}
		fix(&s.of)
		syms[n] = &s
	}
	var rels []rel
	for _, r := range st.rels {
		a, b := c.symN[r.a], c.symN[r.b]
		if a == 0 || b == 0 || st.syms[r.a].known || st.syms[r.b].known {
			continue
		}
		r.a, r.b = a-1, b-1
		if r.a > r.b {
			r = rel{r.b, r.a, -r.hi, -r.lo}
		}
		rels = append(rels, r)
	}
	st.objs, st.syms, st.rels = objs, syms, rels
	st.ownSyms = true
}
