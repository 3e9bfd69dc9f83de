package explore

import (
	"slices"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// zero is the zero value of a class.
func zero(c model.Class) value {
	switch c {
	case model.Bool:
		return vbool(false)
	case model.Int:
		return vint(0)
	case model.String:
		return value{k: vStr}
	case model.None:
		return value{}
	}
	return vnil
}

// unknown makes a value of which nothing is known but its class. weak is the
// kind of the decisions that will be taken on it.
func (st *state) unknown(c model.Class, weak uint8, site int64) value {
	switch c {
	case model.Bool, model.Int, model.String, model.Error, model.Func:
		return st.newSym(c, weak)
	case model.Ptr, model.Iface:
		return ref(st.alloc(object{kind: oCells, flags: fEnv | fInit | fMaybeNil, site: site, parent: -1}), 0)
	case model.Struct:
		return ref(st.alloc(object{kind: oCells, flags: fInit, site: site, parent: -1}), 0)
	case model.Chan:
		return ref(st.alloc(object{kind: oChan, flags: fEnv | fMaybeNil, site: site, parent: -1}), 0)
	case model.Done:
		return ref(st.alloc(object{kind: oChan, flags: fMaybeNil, timer: model.MayClose, armed: true, site: site, parent: -1}), 0)
	case model.List:
		n := st.newLen(weak)
		return ref(st.alloc(object{kind: oList, flags: fEnv | fInit | fMaybeNil, site: site, parent: -1, len: n}), 0)
	case model.Map:
		n := st.newLen(weak)
		return ref(st.alloc(object{kind: oMap, flags: fEnv | fInit | fMaybeNil | fOpen, site: site, parent: -1, len: n}), 0)
	}
	return value{}
}

func isScalar(v value) bool {
	switch v.k {
	case vInt, vBool, vStr, vSym, vTok, vNil:
		return true
	}
	return false
}

// load reads a cell.
func (st *state) load(addr value, c model.Class) value {
	addr = st.norm(addr)
	if addr.k != vRef {
		return st.anyone(st.unknown(c, Weak, 0))
	}
	o := st.objs[addr.a]
	if v, ok := o.get(addr.n); ok {
		return st.norm(v)
	}
	unknown, at := o.unknown(addr.n)
	if !unknown && o.flags&fOpen == 0 || c == model.None {
		return zero(c)
	}
	weak := uint8(Neutral)
	if o.flags&fStale != 0 || slices.Contains(o.stale, addr.n) {
		weak = Weak
	}
	if o.site < 0 && (c == model.Bool || c == model.List || c == model.Map) && !slices.Contains(o.stale, addr.n) {
		weak = Neutral // a setting, or a collection that may be empty
	}
	if o.flags&fBuilt != 0 {
		weak = Weak
	}
	if o.made {
		weak = VeryWeak // it escaped: who knows what happened to it
	}
	var v value
	switch {
	case at.k == vRef && !st.objs[at.a].written(at.n):
		v = st.load(at, c)
	case o.flags&fConst != 0 && (c == model.Error || c == model.Func), o.flags&fForeign != 0 && c == model.Error:
		v = value{k: vTok, n: 1<<32 - o.site<<16 + addr.n}
	default:
		v = st.unknown(c, weak, o.site<<8|addr.n&0xff)
		if v.k == vSym {
			st.sym(v.a).stable = true
		}
		if o.flags&fConst != 0 && v.k == vRef {
			st.mut(v.a).flags &^= fMaybeNil
		}
		if o.flags&fAnyone != 0 {
			st.anyone(v)
		}
		if v.k == vRef && o.flags&fShared != 0 { // who reaches the one, reaches the other
			st.mut(v.a).flags |= fShared | fLent
		}
		if v.k == vRef && o.flags&fBuilt != 0 {
			st.mut(v.a).flags |= fBuilt
		}
	}
	st.mut(addr.a).put(cell{off: addr.n, v: v})
	return v
}

// anyone notes of what was found at an unknown address that it may be something
// else the next time.
func (st *state) anyone(v value) value {
	if v.k == vRef {
		st.mut(v.a).flags |= fAnyone
	}
	return v
}

// elementSpan is how far the elements at unknown indices are apart.
const elementSpan = 1 << 20

// element returns the address of the element at an unknown index of an array or
// list whose content is not known: the same index means the same element, and
// two of which nothing is known differ.
func (st *state) element(a, n value) value {
	o := st.objs[a.a]
	if !st.syms[n.a].stable {
		return value{} // the next one may be the same
	}
	k := slices.Index(o.keys, n)
	if k < 0 {
		if k = len(o.keys); k >= 8 {
			return value{}
		}
		o = st.mut(a.a)
		o.keys = append(o.keys, n)
	}
	a.n += int64(k+1) * elementSpan
	return a
}

// store writes a cell. What is stored where unknown code or other processes
// can reach it becomes reachable for them, too.
func (st *state) store(addr, v value) {
	addr = st.norm(addr)
	if addr.k != vRef {
		st.escape(v)
		return
	}
	o := st.objs[addr.a]
	if o.flags&fEnv != 0 {
		st.escape(v)
	}
	if o.flags&fShared != 0 {
		st.share(v)
	}
	st.mut(addr.a).set(addr.n, v)
}

// mark sets flag on everything that can be reached from v.
func (st *state) mark(v value, flag uint32) {
	switch v.k {
	case vRef:
	case vFunc:
		if flag == fEnv && v.a >= 0 && !slices.Contains(st.escaped, v.a) {
			st.escaped = append(slices.Clip(st.escaped), v.a)
		}
		if v.n < 0 {
			return
		}
		v.a = int32(v.n)
	case vSym:
		if n := st.norm(v); n.k != vSym {
			st.mark(n, flag)
		}
		return
	default:
		return
	}
	if f := st.objs[v.a].flags; f&flag != 0 || flag == fSkipped && f&fEnv != 0 {
		return
	}
	if flag == fEnv && st.objs[v.a].flags&fSealed != 0 {
		return
	}
	if flag == fEnv && isDone(st.objs[v.a]) {
		return // a context's channel is closed only through its cancel function
	}
	o := st.mut(v.a)
	o.flags |= flag
	if flag == fShared {
		o.flags |= fLent
	}
	for i := range o.cells {
		if c := o.cells[i].v; flag == fEnv && o.kind == oClosure && c.k == vRef && isDone(st.objs[c.a]) {
			st.mut(c.a).timer = model.MayClose
		}
		st.mark(o.cells[i].v, flag)
		if flag == fEnv && o.flags&fUnlock != 0 && (len(o.cells) == 1 || st.isTaken(o.cells[i].v)) {
			st.anyone(o.cells[i].v) // unknown code may release it, and then others may take it
		}
	}
	for i := range o.keys {
		st.mark(o.keys[i], flag)
	}
	for i := range o.queue {
		st.mark(o.queue[i], flag)
	}
	if flag == fEnv && o.kind != oChan && o.kind != oClosure {
		o.made = o.made || o.flags&fInit == 0 && len(o.copied) == 0
		o.flags |= fInit | fStale
		if o.kind == oMap {
			o.flags |= fOpen
		}
	}
	if o.parent >= 0 && flag == fShared {
		st.mark(ref(o.parent, 0), flag)
	}
}

// isDone reports whether o is the done channel of a context.
func isDone(o *object) bool {
	return o.kind == oChan && (o.timer == model.DoneChan || o.timer == model.MayClose)
}

// escape makes v reachable for unknown code.
func (st *state) escape(v value) { st.mark(v, fEnv) }

// isTaken reports whether v leads to a lock that somebody has taken.
func (st *state) isTaken(v value) bool {
	if v = st.norm(v); v.k != vRef {
		return false
	}
	lock := st.lockAt(v)
	return lock.a >= 0 || lock.n > 0
}

// share makes v reachable for other processes.
func (st *state) share(v value) { st.mark(v, fShared) }

// clobber forgets the scalars that unknown code or a process of the
// environment can have changed.
func (st *state) clobber() {
	for i := range st.objs {
		o := st.objs[i]
		if o.flags&fEnv == 0 || o.flags&fConst != 0 || o.kind == oChan || o.kind == oClosure {
			continue
		}
		scalars := false
		for j := range o.cells {
			scalars = scalars || !o.cells[j].own && isScalar(o.cells[j].v)
		}
		if !scalars && o.flags&fInit != 0 && (o.kind != oMap || o.flags&fStale != 0) {
			continue
		}
		o = st.mut(int32(i))
		o.flags |= fInit
		if o.kind == oMap {
			o.flags |= fStale
			continue
		}
		kept := o.cells[:0]
		for _, c := range o.cells {
			if c.own || !isScalar(c.v) {
				kept = append(kept, c)
			} else if !slices.Contains(o.stale, c.off) {
				o.stale = append(o.stale, c.off)
			}
		}
		o.cells = kept
	}
}

// forgetLengths forgets how much is in the containers that others can have changed: what
// waits for a signal waits for that.
func (st *state) forgetLengths() {
	for i, o := range st.objs {
		if (o.kind == oMap || o.kind == oList) && o.flags&fEnv != 0 && o.flags&fConst == 0 {
			st.mut(int32(i)).len = st.unknownLen()
		}
	}
}

// forgetStored forgets the scalars that function fn of the program, which was not looked into,
// can have stored in what it was given, or functions that it was given in what they have
// captured: unlike unknown code, they change what the program has set.
func (m *machine) forgetStored(st *state, fn int32, args []value) {
	by := []int32{fn}
	var reached []int32
	var visit func(value)
	visit = func(v value) {
		v = st.norm(v)
		obj := int64(v.a)
		if v.k == vFunc {
			obj = v.n
			by = append(by, v.a)
		}
		if v.k != vRef && v.k != vFunc || obj < 0 || slices.Contains(reached, int32(obj)) || st.objs[obj].flags&(fConst|fSealed) != 0 {
			return
		}
		if o := st.objs[obj]; o.kind == oCells || o.kind == oClosure {
			reached = append(reached, int32(obj))
			for _, c := range o.cells {
				visit(c.v)
			}
		}
	}
	for _, a := range args {
		visit(a)
	}
	by = slices.DeleteFunc(by, func(fn int32) bool { return fn < 0 || !m.prog.Stores(fn) })
	if len(by) == 0 {
		return
	}
	stored := func(c cell) bool {
		return !c.fixed && isScalar(c.v) && slices.ContainsFunc(by, func(fn int32) bool { return m.prog.StoresTo(fn, c.off) })
	}
	for _, i := range reached {
		if o := st.objs[i]; o.kind == oCells && slices.ContainsFunc(o.cells, stored) {
			o = st.mut(i)
			o.cells = slices.DeleteFunc(slices.Clone(o.cells), stored)
		}
	}
}

// copyCells copies n cells from one object to another.
func (st *state) copyCells(dst, src value, n int64) {
	dst, src = st.norm(dst), st.norm(src)
	if dst.k != vRef {
		st.escape(src)
		return
	}
	d := st.mut(dst.a)
	for i := range st.objs {
		for j := range st.objs[i].copied {
			if from := st.objs[i].copied[j].from; from.k == vRef && from.a == dst.a {
				st.mut(int32(i)).copied[j].from = value{} // it is a copy of what was there before
			}
		}
	}
	kept := d.cells[:0]
	for _, c := range d.cells {
		if c.off < dst.n || c.off >= dst.n+n {
			kept = append(kept, c)
		}
	}
	d.cells = kept
	d.overwritten(dst.n, dst.n+n)
	if src.k != vRef {
		d.copied = append(d.copied, copied{lo: dst.n, hi: dst.n + n})
		return
	}
	s := st.objs[src.a]
	for _, c := range s.cells {
		if c.off >= src.n && c.off < src.n+n {
			st.store(ref(dst.a, c.off-src.n+dst.n), c.v)
		}
	}
	if d, s := st.mut(dst.a), st.objs[src.a]; dst.a != src.a {
		d.copied = append(d.copied, s.part(src, n, dst.n)...)
	} else if s.flags&fInit != 0 {
		d.copied = append(d.copied, copied{lo: dst.n, hi: dst.n + n})
	}
}

// overwritten notes that cells lo to hi-1 are no copies any more.
func (o *object) overwritten(lo, hi int64) {
	var left []copied
	for _, c := range o.copied {
		if c.lo < lo {
			left = append(left, copied{c.lo, min(c.hi, lo), c.from})
		}
		if c.hi > hi {
			rest := copied{max(c.lo, hi), c.hi, c.from}
			if rest.from.n += rest.lo - c.lo; rest.from.k != vRef {
				rest.from = value{}
			}
			left = append(left, rest)
		}
	}
	o.copied = left
}

// part returns what the n cells at src, in the object, are copies of once they are copied
// to offset to: of themselves, as far as they may hold anything.
func (o *object) part(src value, n, to int64) []copied {
	if o.flags&fInit != 0 {
		return []copied{{to, to + n, src}}
	}
	return o.copies(src, n, to)
}

// copies returns those of the n cells at src, in the object, that are copies, as what
// they are once they are copied to offset to.
func (o *object) copies(src value, n, to int64) []copied {
	var out []copied
	for _, c := range o.copied {
		if lo, hi := max(c.lo, src.n), min(c.hi, src.n+n); lo < hi {
			out = append(out, copied{lo - src.n + to, hi - src.n + to, ref(src.a, lo)})
		}
	}
	return out
}

// clone copies n cells into a new object.
func (st *state) cloneCells(src value, n, site int64) value {
	src = st.norm(src)
	if src.k != vRef {
		return st.unknown(model.Struct, Weak, site)
	}
	o := object{kind: oCells, site: site, parent: -1}
	s := st.objs[src.a]
	if s.kind == oMap { // the entries that a range over it visits
		o := *s
		o.site, o.flags = site, s.flags&^(fShared|fMaybeNil)
		o.cells = append([]cell(nil), s.cells...)
		o.keys = append([]value(nil), s.keys...)
		return ref(st.alloc(o), 0)
	}
	o.flags = s.flags&(fInit|fStale) | fCopy
	o.copied = s.part(src, n, 0)
	for _, c := range s.cells {
		if c.off >= src.n && c.off < src.n+n {
			o.cells = append(o.cells, cell{off: c.off - src.n, v: c.v, own: c.own})
		}
	}
	return ref(st.alloc(o), 0)
}

// appendList returns a list with the elements of a and b, of size cells each.
func (st *state) appendList(a, b value, size, site int64) value {
	a, b = st.norm(a), st.norm(b)
	if b.k == vNil {
		return a
	}
	if b.k != vRef || a.k != vRef && a.k != vNil {
		st.escape(a)
		st.escape(b)
		return st.openList(site)
	}
	o := object{kind: oList, site: site, parent: -1, len: vint(0)}
	if a.k == vRef {
		x := st.objs[a.a]
		o.cells = append(o.cells, x.cells...)
		o.len = st.norm(x.len)
		o.flags = x.flags & (fInit | fStale | fOpen | fEnv)
		o.copied = x.copies(a, o.len.n*size, 0)
	}
	y := st.objs[b.a]
	ylen := st.norm(y.len)
	if o.len.k != vInt || ylen.k != vInt || len(o.cells)+len(y.cells) > 64 {
		st.escape(a)
		st.escape(b)
		return st.openList(site)
	}
	shift := o.len.n * size
	for _, c := range y.cells {
		o.cells = append(o.cells, cell{off: c.off + shift, v: c.v, own: c.own})
	}
	o.copied = append(o.copied, y.copies(b, ylen.n*size, shift)...)
	o.len = vint(o.len.n + ylen.n)
	o.flags |= y.flags & (fInit | fStale | fOpen)
	if o.flags&fEnv != 0 {
		st.escape(b) // it becomes a part of what unknown code has
	}
	return ref(st.alloc(o), 0)
}

// openList makes a list of unknown content that is not empty.
func (st *state) openList(site int64) value {
	v := st.anyList(site)
	st.sym(st.objs[v.a].len.a).lo = 1
	return v
}

// anyList returns a list of which nothing is known, but that it is none that nobody made.
func (st *state) anyList(site int64) value {
	v := st.unknown(model.List, Weak, site)
	st.objs[v.a].flags &^= fMaybeNil
	return v
}

// slice returns a[lo:hi] of a list, or of the array at a.
func (st *state) slice(a, lo, hi value, size, site int64) value {
	a, lo, hi = st.norm(a), st.norm(lo), st.norm(hi)
	if a.k == vNil {
		return a
	}
	if a.k != vRef || st.objs[a.a].kind == oMap || st.objs[a.a].kind == oChan {
		st.escape(a)
		return st.anyList(site)
	}
	x := st.objs[a.a]
	from := int64(0)
	if lo.k == vInt {
		from = lo.n
	}
	if lo.k != vNone && lo.k != vInt {
		st.escape(a)
		return st.anyList(site)
	}
	n := hi
	if hi.k == vNone && x.kind == oList {
		n = st.norm(x.len)
	}
	if from == 0 && hi.k == vNone && x.kind == oList {
		return a
	}
	if n.k != vInt {
		st.escape(a)
		return st.anyList(site)
	}
	o := object{kind: oList, site: site, parent: -1, len: vint(max(n.n-from, 0)), flags: x.flags & (fInit | fStale | fOpen | fEnv)}
	base := a.n + from*size
	for _, c := range x.cells {
		if c.off >= base && c.off < a.n+n.n*size {
			o.cells = append(o.cells, cell{off: c.off - base, v: c.v, own: c.own})
		}
	}
	o.copied = x.copies(ref(a.a, base), o.len.n*size, 0)
	return ref(st.alloc(o), 0)
}

// findKey looks a key up in a map: its index, or -1 if it is certainly absent,
// or -2 if that is not known.
func (st *state) findKey(o *object, k value) int {
	unknown := o.flags&fOpen != 0
	for i := range o.keys {
		x := st.norm(o.keys[i])
		switch out := st.compare(model.Eq, x, k); {
		case len(out) == 1 && out[0].truth:
			return i
		case len(out) > 1, x.k == vRef && k.k == vRef && x.a == k.a && max(x.n, k.n) >= elementSpan, st.isCopy(x) && st.isCopy(k):
			unknown = true // elements at indices that are not known may be the same one, or equal structs
		}
	}
	if unknown {
		return -2
	}
	return -1
}

// isCopy reports whether a value is that of a struct or an array.
func (st *state) isCopy(v value) bool { return v.k == vRef && st.objs[v.a].flags&fCopy != 0 }

func (st *state) mapPut(m, k, v value) {
	m, k = st.norm(m), st.norm(k)
	if m.k != vRef || st.objs[m.a].kind != oMap {
		st.escape(v)
		st.escape(k)
		return
	}
	o := st.mut(m.a)
	if o.flags&fEnv != 0 {
		st.escape(k)
		st.escape(v)
	}
	if o.flags&fShared != 0 {
		st.share(k)
		st.share(v)
	}
	i := st.findKey(o, k)
	switch {
	case i >= 0:
		o.cells[i].v = v
		return
	case len(o.keys) >= 16:
		o.flags |= fOpen
		st.escape(k)
		st.escape(v)
	default:
		o.keys = append(o.keys, k)
		o.cells = append(o.cells, cell{off: int64(len(o.cells)), v: v, own: true})
	}
	if n := st.norm(o.len); n.k == vInt && i == -1 {
		o.len = vint(n.n + 1)
	} else {
		o.len = st.newSym(model.Int, Weak)
		st.sym(o.len.a).lo = 1
	}
}

func (st *state) mapDelete(m, k value) {
	m, k = st.norm(m), st.norm(k)
	if m.k != vRef || st.objs[m.a].kind != oMap {
		return
	}
	o := st.mut(m.a)
	switch i := st.findKey(o, k); {
	case i >= 0:
		o.keys = append(o.keys[:i], o.keys[i+1:]...)
		o.cells = append(o.cells[:i], o.cells[i+1:]...)
		for j := range o.cells {
			o.cells[j].off = int64(j)
		}
		if n := st.norm(o.len); n.k == vInt {
			o.len = vint(n.n - 1)
		} else {
			o.len = st.unknownLen()
		}
	case i == -2:
		o.flags |= fOpen
		o.len = st.unknownLen()
	}
}

func (st *state) unknownLen() value { return st.newLen(Weak) }

func (st *state) newLen(weak uint8) value {
	v := st.newSym(model.Int, weak)
	st.sym(v.a).lo = 0
	return v
}

// used notes that what a value refers to is read or written, or that it is called, or a
// method of it: it is not nil, or else the process would have panicked.
func (st *state) used(v value) {
	switch {
	case v.k == vSym && !st.syms[v.a].nonnil:
		st.sym(v.a).nonnil = true
	case v.k == vRef && st.objs[v.a].flags&fMaybeNil != 0:
		st.mut(v.a).flags &^= fMaybeNil
	}
}
