package explore

import (
	"slices"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// Kinds of decisions, by how much a finding that rests on them is worth.
const (
	Neutral  = iota // the environment can really choose it
	Weak            // it may never happen: two unknown values are related
	VeryWeak        // the model is known to be wrong here
)

// outcome is a possible result of a comparison with what it takes.
type outcome struct {
	truth bool
	weak  uint8
	apply func(*state)
}

// compare returns the possible outcomes of a op b. One outcome means that it is
// determined.
func (st *state) compare(op model.BinOp, a, b value) []outcome {
	a, b = st.norm(a), st.norm(b)
	switch op {
	case model.Ne:
		return negate(st.compare(model.Eq, a, b))
	case model.Gt:
		return st.compare(model.Lt, b, a)
	case model.Ge:
		return negate(st.compare(model.Lt, a, b))
	case model.Le:
		return negate(st.compare(model.Lt, b, a))
	case model.Lt:
		return st.less(a, b)
	case model.Is:
		return st.is(a, b)
	}
	return st.equal(a, b)
}

// is compares two errors, of which the first one may wrap the second one.
func (st *state) is(a, b value) []outcome {
	if out := st.equal(a, b); len(out) == 1 && (out[0].truth || a.k == vNil || b.k == vNil) {
		return out
	}
	out := either(Neutral)
	if a.k == vSym && b.k != vSym {
		out[0].apply = func(n *state) { n.sym(a.a).nonnil = true }
	}
	return out
}

func negate(out []outcome) []outcome {
	for i := range out {
		out[i].truth = !out[i].truth
	}
	return out
}

func sure(b bool) []outcome { return []outcome{{truth: b}} }

func either(weak uint8) []outcome {
	return []outcome{{truth: true, weak: weak}, {truth: false, weak: weak}}
}

// linear splits an integer value into symbol (-1: none) and constant.
func linear(v value) (sym int32, c int64, ok bool) {
	switch v.k {
	case vInt:
		return -1, v.n, true
	case vSym:
		return v.a, v.n, true
	}
	return 0, 0, false
}

// bounds returns what is known of a-b for two symbols (-1 stands for zero).
func (st *state) bounds(a, b int32) (lo, hi int64) {
	alo, ahi := st.symBounds(a)
	blo, bhi := st.symBounds(b)
	lo, hi = alo-bhi, ahi-blo
	if a >= 0 && b >= 0 {
		for _, r := range st.rels {
			if r.a == a && r.b == b {
				lo, hi = max(lo, r.lo), min(hi, r.hi)
			} else if r.a == b && r.b == a {
				lo, hi = max(lo, -r.hi), min(hi, -r.lo)
			}
		}
	}
	return lo, hi
}

func (st *state) symBounds(a int32) (lo, hi int64) {
	if a < 0 {
		return 0, 0
	}
	return st.syms[a].lo, st.syms[a].hi
}

// restrict adds lo <= a-b <= hi.
func (st *state) restrict(a, b int32, lo, hi int64) {
	switch {
	case b < 0:
		s := st.sym(a)
		s.lo, s.hi = max(s.lo, lo), min(s.hi, hi)
		st.trim(a)
	case a < 0:
		st.restrict(b, a, -hi, -lo)
	case a > b:
		st.restrict(b, a, -hi, -lo)
	default:
		for i := range st.rels {
			if r := st.rels[i]; r.a == a && r.b == b {
				st.rels = slices.Clone(st.rels)
				r := &st.rels[i]
				r.lo, r.hi = max(r.lo, lo), min(r.hi, hi)
				st.unify(*r)
				return
			}
		}
		if len(st.rels) < 32 {
			st.rels = append(st.rels, rel{a, b, lo, hi})
		}
		st.unify(rel{a, b, lo, hi})
	}
}

// unify lets a stand for b plus a constant once their difference is known.
func (st *state) unify(r rel) {
	if r.lo != r.hi {
		return
	}
	s, t := st.sym(r.a), st.sym(r.b)
	t.lo, t.hi = max(t.lo, s.lo-r.lo), min(t.hi, s.hi-r.lo)
	s.known, s.alias = true, value{k: vSym, a: r.b, n: r.lo}
}

// trim moves bounds over excluded values.
func (st *state) trim(a int32) {
	s := st.sym(a)
	for moved := true; moved; {
		moved = false
		for _, v := range s.not {
			if v.k == vInt && v.n == s.lo && s.lo < s.hi {
				s.lo++
				moved = true
			}
			if v.k == vInt && v.n == s.hi && s.lo < s.hi {
				s.hi--
				moved = true
			}
		}
	}
}

// weakOf returns the kind of the decisions on how two values are related.
func (st *state) weakOf(a, b value) uint8 {
	if a.k == vSym && b.k == vSym {
		return max(st.weakest(a, b), Weak)
	}
	return st.weakest(a, b)
}

// weakest returns the kind of the decisions on each of two values.
func (st *state) weakest(a, b value) uint8 {
	weak := uint8(Neutral)
	for _, v := range [...]value{a, b} {
		if v.k == vSym {
			weak = max(weak, st.syms[v.a].weak)
		}
	}
	return weak
}

func (st *state) less(a, b value) []outcome {
	sa, ca, ok1 := linear(a)
	sb, cb, ok2 := linear(b)
	if !ok1 || !ok2 {
		return either(Neutral)
	}
	if sa == sb {
		return sure(ca < cb)
	}
	// a < b  <=>  sa - sb <= cb - ca - 1
	lo, hi := st.bounds(sa, sb)
	limit := cb - ca - 1
	if hi <= limit {
		return sure(true)
	}
	if lo > limit {
		return sure(false)
	}
	weak := st.weakOf(a, b)
	yes, no := weak, weak
	// That a number of which nothing is known is negative is not to be built on.
	if sb < 0 && limit < 0 && st.syms[sa].lo < 0 {
		yes = max(yes, Weak)
	}
	if sa < 0 && limit >= 0 && st.syms[sb].lo < 0 {
		no = max(no, Weak)
	}
	return []outcome{
		{true, yes, func(n *state) { n.restrict(sa, sb, lo, limit) }},
		{false, no, func(n *state) { n.restrict(sa, sb, limit+1, hi) }},
	}
}

func isNumber(st *state, v value) bool {
	return v.k == vInt || v.k == vSym && st.syms[v.a].class == model.Int
}

func (st *state) equal(a, b value) []outcome {
	if b.k == vNone {
		a, b = b, a
	}
	if a.k == vNone && b.k == vNil {
		return either(Neutral)
	}
	if a.k == vNone {
		return []outcome{{truth: true, weak: Weak}, {truth: false}}
	}
	if a == b || a.k == b.k && a.a == b.a && a.n == b.n {
		return sure(true)
	}
	if isNumber(st, a) && isNumber(st, b) {
		return st.equalInts(a, b)
	}
	if b.k == vNil {
		a, b = b, a
	}
	if a.k == vNil {
		return st.isNil(b)
	}
	if a.k == vTok && b.k == vTok && (a.n == model.SomeError || b.n == model.SomeError) {
		return either(Weak)
	}
	if a.k != vSym && b.k != vSym {
		return sure(a.k == b.k && a.a == b.a && a.n == b.n)
	}
	if a.k != vSym {
		a, b = b, a
	}
	return st.equalSym(a, b)
}

func (st *state) equalInts(a, b value) []outcome {
	sa, ca, _ := linear(a)
	sb, cb, _ := linear(b)
	if sa == sb {
		return sure(ca == cb)
	}
	lo, hi := st.bounds(sa, sb)
	d := cb - ca
	if d < lo || d > hi || st.excluded(sa, sb, d) {
		return sure(false)
	}
	if lo == hi {
		return sure(true)
	}
	weak := st.weakOf(a, b)
	same := uint8(Weak) // that two values meet by chance is less likely
	if d == lo || d == hi || sa < 0 || sb < 0 {
		same = weak // an empty container, an end of a range, a constant that somebody expects
	}
	if sa < 0 || sb < 0 {
		weak = max(weak, st.noneOf(max(sa, sb)))
	}
	if sb < 0 && cb == 0 && d == hi || sa < 0 && ca == 0 && d == lo {
		weak = max(weak, Weak) // what is not positive is seldom negative
	}
	return []outcome{
		{true, same, func(n *state) { n.restrict(sa, sb, d, d) }},
		{false, weak, func(n *state) { n.exclude(sa, sb, d, lo, hi) }},
	}
}

// excluded reports whether sa - sb is known to differ from d.
func (st *state) excluded(sa, sb int32, d int64) bool {
	if sa < 0 {
		sa, sb, d = sb, sa, -d
	}
	if sb >= 0 {
		return st.differ(sa, value{k: vSym, a: sb, n: d}) || st.differ(sb, value{k: vSym, a: sa, n: -d})
	}
	return st.differ(sa, vint(d))
}

func (st *state) differ(sym int32, v value) bool {
	for _, x := range st.syms[sym].not {
		if x == v {
			return true
		}
	}
	return false
}

// exclude records that sa - sb is not d.
func (st *state) exclude(sa, sb int32, d, lo, hi int64) {
	switch {
	case d == lo:
		st.restrict(sa, sb, lo+1, hi)
		return
	case d == hi:
		st.restrict(sa, sb, lo, hi-1)
		return
	}
	if sa < 0 {
		sa, sb, d = sb, sa, -d
	}
	v := vint(d)
	if sb >= 0 {
		v = value{k: vSym, a: sb, n: d}
	}
	st.addNot(sa, v)
}

// decideBool lets a boolean be false, 0, or true, 1.
func (st *state) decideBool(sym int32, n int64) {
	s := st.sym(sym)
	s.known, s.n = true, n
}

// equate lets a symbol stand for a value.
func (st *state) equate(sym int32, v value) {
	s := st.sym(sym)
	s.known, s.alias = true, v
}

func (st *state) addNot(sym int32, v value) {
	if s := st.sym(sym); len(s.not) < 16 {
		s.not = append(s.not[:len(s.not):len(s.not)], v)
	}
}

func (st *state) isNil(v value) []outcome {
	switch v.k {
	case vNil:
		return sure(true)
	case vRef:
		o := st.objs[v.a]
		if o.flags&fMaybeNil == 0 || v.n != 0 || v.t != 0 {
			return sure(false) // an interface value that holds a nil pointer is not nil
		}
		obj, weak := v.a, uint8(Neutral)
		if o.kind == oChan {
			weak = Weak // who checks that has seen to it
		}
		return []outcome{
			{true, weak, func(n *state) { n.mut(obj).flags |= fIsNil }},
			{false, Neutral, func(n *state) { n.mut(obj).flags &^= fMaybeNil }},
		}
	case vSym:
		s := st.syms[v.a]
		if s.nonnil {
			return sure(false)
		}
		sym := v.a
		return []outcome{
			{true, s.weak, func(n *state) { n.equate(sym, vnil) }},
			{false, s.weak, func(n *state) { n.sym(sym).nonnil = true }},
		}
	case vNone:
		return either(Neutral)
	}
	return sure(false)
}

func (st *state) equalSym(a, b value) []outcome {
	if st.differ(a.a, b) || b.k == vSym && st.differ(b.a, a) {
		return sure(false)
	}
	sym := a.a
	weak := st.weakOf(a, b)
	if st.syms[sym].class == model.Bool {
		return either(Neutral)
	}
	same := max(weak, Weak)
	if b.k == vStr {
		same = weak // somebody expects that constant
	}
	differ := st.weakest(a, b) // two things that nothing relates differ
	if b.k == vStr {
		differ = max(differ, st.noneOf(sym))
	}
	return []outcome{
		{true, same, func(n *state) { n.equate(sym, b) }},
		{false, differ, func(n *state) { n.addNot(sym, b) }},
	}
}

// noneOf is the kind of the decision that a symbol differs from one more constant: that
// it is none of many, whoever sets it may have excluded.
func (st *state) noneOf(sym int32) uint8 {
	n := 0
	for _, v := range st.syms[sym].not {
		if v.k == vStr || v.k == vInt {
			n++
		}
	}
	if n < 2 {
		return Neutral
	}
	return Weak
}
