package explore

import (
	"slices"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// kind distinguishes values.
type kind uint8

const (
	vNone kind = iota
	vInt       // n
	vBool      // n
	vStr       // n: index of the string
	vNil
	vTok  // some non-nil value; n tells them apart
	vRef  // object a, offset n
	vFunc // function a, closure object n or -1
	vSym  // symbol a, plus n
	// What cells of sync types hold.
	vMutex // a: serial of the holder or -1; n: readers, or pending writer
	vCount // WaitGroup counter n
)

// value is a value of the modelling language. t is the dynamic type of an
// interface value, 0 if unknown.
type value struct {
	k kind
	t int16
	a int32
	n int64
}

func vint(n int64) value { return value{k: vInt, n: n} }

func vbool(b bool) value {
	if b {
		return value{k: vBool, n: 1}
	}
	return value{k: vBool}
}

func ref(obj int32, off int64) value { return value{k: vRef, a: obj, n: off} }

var vnil = value{k: vNil}

// givenNil is a channel that came from unknown code and turned out to be nil: what
// is done with it then is between that code and the program.
var givenNil = value{k: vNil, n: 1}

// objKind distinguishes objects.
type objKind uint8

const (
	oCells objKind = iota
	oChan
	oList
	oMap
	oClosure
)

// Object flags.
const (
	fEnv      = 1 << iota // unknown code can reach it
	fInit                 // its cells hold unknown values until they are read
	fMaybeNil             // a reference from the environment that may be nil
	fIsNil                // ... that was decided to be nil
	fShared               // several processes can reach it
	fStale                // unknown code may have written it since it was read
	fConst                // a constant of the package: not nil, not reassigned
	fOpen                 // a map or list that holds entries which are not known
	fLent                 // several processes could reach it at some time
	fSealed               // unknown code that can reach it leaves it alone
	fAnyone               // stands for an object of which it is not known which one it is
	fHanded               // a channel that another package has returned to this one
	fUnlock               // a closure that releases a lock which is in its cells
	fForeign              // a variable of another package: if it is an error, not nil, not reassigned
	fCopy                 // the value of a struct or an array, which equals others that it is not
	fSkipped              // only code of the program that was not looked into has made it known to unknown code
	fBuilt                // made by code of the program that was not looked into: what it holds goes together
)

// States of a channel.
const (
	chOpen      = iota
	chClosed    // closed by the program
	chEnvClosed // found closed by the environment
)

type cell struct {
	off   int64
	v     value
	own   bool // the program stored v, it was not just found there
	fixed bool // nothing changes it any more
}

// copied are the cells lo to hi-1 of an object that were copied: what they hold as far as
// that is not in cells is what is found at from, or not known if that is no address.
type copied struct {
	lo, hi int64
	from   value
}

// object is a heap object. Objects are shared between states and copied before
// they are written (state.mut).
type object struct {
	kind   objKind
	flags  uint32
	timer  uint8 // model.OneShot ... for channels of timers
	armed  bool
	made   bool // by the program: before it escaped, its cells were known
	closed uint8
	site   int64 // allocation site, function<<32 | pc
	serial int32 // identity along a path, not part of the state
	owner  int32 // id of the state that may write it
	parent int32 // done channel of the parent context, -1 if none
	cap    value // capacity of a channel
	len    value // length of a list or map
	cells  []cell
	copied []copied // parts that are copies
	stale  []int64  // cells that were read, and that others may have written since
	keys   []value  // keys of a map, one for each cell
	queue  []value  // contents of a channel
}

// found reports whether the program came upon the object, and has not made it.
func (o *object) found() bool { return o.flags&fInit != 0 && !o.made }

// unknown reports whether a cell that is not in cells may hold anything, and where that
// is to be found, if it is a copy.
func (o *object) unknown(off int64) (is bool, at value) {
	for _, c := range o.copied {
		if c.lo <= off && off < c.hi {
			if c.from.k == vRef {
				return true, ref(c.from.a, c.from.n+off-c.lo)
			}
			return true, value{}
		}
	}
	return o.flags&fInit != 0, value{}
}

func (o *object) get(off int64) (value, bool) {
	for i := range o.cells {
		if o.cells[i].off == off {
			return o.cells[i].v, true
		}
	}
	return value{}, false
}

// set stores a value that the program computed.
func (o *object) set(off int64, v value) { o.put(cell{off: off, v: v, own: true}) }

// written reports whether the program stored something in a cell.
func (o *object) written(off int64) bool {
	for i := range o.cells {
		if o.cells[i].off == off {
			return o.cells[i].own
		}
	}
	return false
}

// fix keeps the value of a cell as if the program had stored it.
func (o *object) fix(off int64) {
	for i := range o.cells {
		if o.cells[i].off == off {
			o.cells[i].own, o.cells[i].fixed = true, true
		}
	}
}

func (o *object) put(c cell) {
	for i := range o.cells {
		if o.cells[i].off == c.off {
			o.cells[i] = c
			return
		}
	}
	i := len(o.cells)
	o.cells = append(o.cells, cell{})
	for ; i > 0 && o.cells[i-1].off > c.off; i-- {
		o.cells[i] = o.cells[i-1]
	}
	o.cells[i] = c
}

// How a frame ends.
const (
	running = iota
	unwindPanic
	unwindExit // Goexit
)

type deferred struct {
	in   *model.Instr
	args []value // evaluated operands
	fn   int32   // where the defer statement is
	pc   int32
}

type loopCount struct {
	pc int32
	n  int32
}

// frame is an activation of a function. Its deferred calls and loops are copied to be
// changed.
type frame struct {
	fn        int32
	pc        int32
	unwind    uint8
	recovered bool
	isDefer   bool // was called by running the defers of the frame below
	forked    bool // the value of the next branch was decided just now
	at        model.Pos
	name      string
	regs      []value
	reg       []int32 // the register of each slot
	defers    []deferred
	loops     []loopCount
}

// process is a goroutine.
type process struct {
	serial  int32
	bit     uint16    // names it among the processes of its state
	spawned model.Pos // where it was started, 0 for the root
	root    bool
	run     bool  // has instructions to execute before its next operation
	yield   bool  // gave up its turn
	owner   int32 // id of the state that may write it
	crowd   bool  // ... not in a busy loop, but because it starts many others
	parked  bool  // waits in a send, receive or select since before somebody else slept
	phase   uint8 // progress within an operation of two phases
	ticket  int32 // of a condition; 0 none, -1 called
	cond    value // that the ticket is of
	rounds  int32 // of loops since its last operation
	held    []heldLock
	panicAt Site
	lent    []heldLock // locks of a caller that it released, to be taken again; depth 0: a caller that is not seen
	frames  []*frame
	own     int // frames from this index on may be written, too
}

// heldLock is a lock that a process has taken. The list of a process is copied
// to be changed.
type heldLock struct {
	at    value // address
	read  bool
	depth int // length of the stack, up to the function that took it
	site  Site
	since int32 // last serial given when it was taken
}

// slot is where a frame keeps the value of a slot.
func (f *frame) slot(s model.Slot) *value { return &f.regs[f.reg[s]] }

func (p *process) top() *frame { return p.frames[len(p.frames)-1] }

// pop removes the top frame and returns it.
func (p *process) pop() *frame {
	n := len(p.frames) - 1
	f := p.frames[n]
	p.frames = p.frames[:n]
	if n > 0 {
		p.ownFrames(n - 1)
	}
	return f
}

// ownFrames makes the frames from index i on the process's own.
func (p *process) ownFrames(i int) {
	for ; p.own > i; p.own-- {
		f := *p.frames[p.own-1]
		f.regs = slices.Clone(f.regs)
		p.frames[p.own-1] = &f
	}
}

type symbol struct {
	owner  int32 // id of the state that may write it
	class  model.Class
	weak   uint8 // kind of the decisions taken on it
	known  bool  // bool: n is its value; others: it stands for alias
	nonnil bool
	n      int64
	lo, hi int64
	alias  value
	not    []value // values that it is known not to equal
	// A stable symbol is the value of something that can be read again.
	stable bool
	of     value // what it is the remainder of, and
	mod    int64 // by which divisor, if that is not 0
}

// rel says lo <= a-b <= hi, a < b, for two integer symbols.
type rel struct {
	a, b   int32
	lo, hi int64
}

// A global is the object of a package variable.
type global struct{ n, obj int32 }

// state is a state of the program. What it consists of is copied on write: processes,
// objects and symbols one by one, accesses all at once, relations and globals with each
// change.
type state struct {
	id      int32  // of those processes, objects and symbols that are its own
	ids     *int32 // the last id given to a state of the search
	procs   []*process
	objs    []*object
	syms    []*symbol
	ownSyms bool // the list of them
	rels    []rel
	globals []global // package variables that were used, by number
	serial  int32    // last serial given to a process or object
	ticket  int32
	weak    int32
	past    []past // accesses that not all processes know of, see race.go
	ownPast bool
	escaped []int32 // functions that have become known to unknown code, see escapeCalled
}

func newState() *state { return &state{ids: new(int32)} }

// renew makes the state one that owns nothing.
func (st *state) renew() {
	*st.ids++
	st.id = *st.ids
	st.ownSyms, st.ownPast = false, false
}

func (st *state) clone() *state {
	st.renew()
	st.syms, st.rels, st.globals = slices.Clip(st.syms), slices.Clip(st.rels), slices.Clip(st.globals)
	n := *st
	n.renew()
	n.procs = append(make([]*process, 0, len(st.procs)+1), st.procs...)
	n.objs = append(make([]*object, 0, len(st.objs)+4), st.objs...)
	return &n
}

// proc returns process i for writing, with the top of its stack.
func (st *state) proc(i int) *process {
	if st.procs[i].owner == st.id {
		return st.procs[i]
	}
	p := *st.procs[i]
	p.owner = st.id
	p.frames = append(make([]*frame, 0, len(p.frames)+1), p.frames...)
	p.own = len(p.frames)
	if p.own > 0 {
		p.ownFrames(p.own - 1)
	}
	st.procs[i] = &p
	return &p
}

// mut returns object i for writing.
func (st *state) mut(i int32) *object {
	if st.objs[i].owner == st.id {
		return st.objs[i]
	}
	o := *st.objs[i]
	o.owner = st.id
	o.cells = append([]cell(nil), o.cells...)
	o.copied, o.stale = slices.Clone(o.copied), slices.Clip(o.stale)
	o.keys = append([]value(nil), o.keys...)
	o.queue = append([]value(nil), o.queue...)
	st.objs[i] = &o
	return &o
}

// sym returns symbol i for writing.
func (st *state) sym(i int32) *symbol {
	if st.syms[i].owner == st.id {
		return st.syms[i]
	}
	st.copySyms()
	s := *st.syms[i]
	s.owner = st.id
	st.syms[i] = &s
	return &s
}

func (st *state) copySyms() {
	if !st.ownSyms {
		st.syms, st.ownSyms = append(make([]*symbol, 0, len(st.syms)+4), st.syms...), true
	}
}

func (st *state) alloc(o object) int32 {
	st.serial++
	o.serial, o.owner = st.serial, st.id
	st.objs = append(st.objs, &o)
	return int32(len(st.objs) - 1)
}

func (st *state) addProc(p *process) {
	st.serial++
	p.serial, p.owner = st.serial, st.id
	used := uint16(0)
	for _, q := range st.procs {
		used |= q.bit
	}
	p.bit = ^used & (used + 1) // the lowest one that is free
	st.procs = append(st.procs, p)
}

func (st *state) removeProc(i int) {
	st.forgetProcess(st.procs[i].bit)
	st.procs = append(st.procs[:i:i], st.procs[i+1:]...)
}

const (
	minInt = -1 << 40
	maxInt = 1 << 40
)

func (st *state) newSym(c model.Class, weak uint8) value {
	st.copySyms()
	st.syms = append(st.syms, &symbol{owner: st.id, class: c, weak: weak, lo: minInt, hi: maxInt})
	return value{k: vSym, a: int32(len(st.syms) - 1)}
}

// norm resolves what is known of a value: decided symbols become constants,
// references that were decided to be nil become nil.
func (st *state) norm(v value) value {
	for {
		switch v.k {
		case vSym:
			s := st.syms[v.a]
			switch {
			case s.known && s.class == model.Bool:
				return vbool(s.n != 0)
			case s.known:
				a := s.alias
				if a.k == vInt || a.k == vSym {
					a.n += v.n
				}
				v = a
				continue
			case s.lo == s.hi:
				return vint(s.lo + v.n)
			}
			return v
		case vRef:
			if o := st.objs[v.a]; o.flags&fIsNil != 0 {
				if o.kind == oChan {
					return givenNil
				}
				return vnil
			}
		}
		return v
	}
}
