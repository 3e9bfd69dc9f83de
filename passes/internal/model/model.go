package model

import (
	"iter"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// Slot is the index of a variable of a function.
type Slot int32

// NoSlot stands for a result that nobody uses.
const NoSlot Slot = -1

// Pos is a source position as the extractor numbers them; 0 is "unknown".
type Pos int32

// A Class says what kind of value an unknown value is.
type Class byte

// The classes.
const (
	None   Class = 'x' // not tracked
	Bool   Class = 'b'
	Int    Class = 'i'
	String Class = 's'
	Ptr    Class = 'p' // pointer to cells
	Chan   Class = 'c'
	Done   Class = 'd' // done channel of a context
	Func   Class = 'f'
	Error  Class = 'e' // interface of which only nil-ness matters
	Iface  Class = 'o' // interface whose dynamic value can hold sync objects
	List   Class = 'l' // slice
	Map    Class = 'm'
	Struct Class = 'v' // struct or array by value: a reference to a copy
)

// OperandKind distinguishes operands.
type OperandKind uint8

// The kinds of operands.
const (
	KNone   OperandKind = iota // value that is not tracked
	KSlot                      // N: slot
	KInt                       // N: value
	KBool                      // N: 0 or 1
	KString                    // Sym: text
	KNil
	KNonNil // some non-nil value; N tells different ones apart
	KFunc   // Sym: function; N: its index once linked
	KGlobal // Sym: package variable; N: its index once linked
)

// SomeError is the N of a KNonNil that may be any error, also one that others know.
const SomeError = 1

// Operand is a slot or a constant.
type Operand struct {
	Kind OperandKind
	N    int64
	Sym  string
}

// S returns the operand that reads slot s.
func S(s Slot) Operand { return Operand{Kind: KSlot, N: int64(s)} }

// N returns an integer constant.
func N(n int64) Operand { return Operand{Kind: KInt, N: n} }

// B returns a boolean constant.
func B(b bool) Operand {
	if b {
		return Operand{Kind: KBool, N: 1}
	}
	return Operand{Kind: KBool}
}

// Nil returns the nil constant.
func Nil() Operand { return Operand{Kind: KNil} }

// Mode says how a call is made.
type Mode int64

// The modes of a call.
const (
	Plain Mode = iota
	Go
	Defer
)

// BinOp is a binary operator.
type BinOp int64

// The operators; comparisons yield booleans.
const (
	Add BinOp = iota
	Sub
	Mul
	Rem
	Eq // Sym "error" if that is whether an error is nil
	Ne
	Is // of errors, see [errors.Is]; Sym "own" if the second one is a variable of the package
	Lt
	Le
	Gt
	Ge
)

// Infinite is the largest number in models. It stands for all constants of 2⁶² and more,
// which programs use for "never" and "no limit".
const Infinite = 1<<39 - 1

// Timer kinds (the attribute of newtimer).
const (
	OneShot  = 1 // delivers one value some time after it is armed
	Ticker   = 2 // delivers values again and again
	MayClose = 3 // may be closed by the environment at any time (a deadline)
	DoneChan = 4 // the done channel of a context, closed with its parent
	Endless  = 5 // is never over, until it is reset: then it is a OneShot
)

// Case is one arm of a select.
type Case struct {
	Send bool
	Ch   Operand
	Val  Operand // sent value
	Dst  Slot    // received value
	Cls  Class   // class of the received value
	Name string
	Pos  Pos
}

// Instr is one instruction. Which fields count depends on Op; the table ops
// tells how each is written.
type Instr struct {
	Op    Op
	Dst   []Slot
	Args  []Operand
	Imm   int64  // class, operator, mode, offset, size or flag
	Sym   string // callee, type or method
	Fn    int32  // index of the callee once linked, -1 if it is not known
	To    []int  // branch targets; of br: then, else, and, if known, the join
	Cases []Case
	Name  string // name of the object as written in the source
	Pos   Pos
}

// Branch flags (Imm of br).
const (
	ExitThen = 1 << iota // the first target leaves the loop around the branch
	ExitElse             // the second one does
	BackEdge             // of jmp: leads back to a loop header
)

// LeavesLoop reports whether an instruction is a branch one way of which leaves the loop
// around it.
func (in *Instr) LeavesLoop() bool { return in.Leaves(true) || in.Leaves(false) }

// Leaves reports whether an instruction is a branch that leaves the loop around it if its
// condition has a truth value.
func (in *Instr) Leaves(truth bool) bool {
	if truth {
		return in.Op == Br && in.Imm&ExitThen != 0
	}
	return in.Op == Br && in.Imm&ExitElse != 0
}

// ResultName names result i of a method, in the Sym of an opaque.
func ResultName(method string, i int) string { return method + "#" + strconv.Itoa(i) }

// AnyOf begins the Sym of an assert for an interface type, or for one that depends on a
// type parameter; others are for the type itself.
const AnyOf = "?"

// AnyInstance ends the name of a dynamic type that is an instance of a generic one: all
// instances have the same name.
const AnyInstance = "[]"

// AccessOf is the attribute of an access to n cells. ParseAccess takes it apart.
func AccessOf(n int64, write bool) int64 {
	imm := n << 1
	if write {
		imm |= 1
	}
	return imm
}

// ParseAccess tells what an access does by its attribute: see AccessOf.
func ParseAccess(imm int64) (n int64, write bool) { return imm >> 1, imm&1 != 0 }

// Receive flags (Imm of recv holds the class in the low byte).
const (
	RecvRange = 1 << (8 + iota) // head of a range loop
	RecvOK                      // the second result is used, and unknown code may close the channel
)

// Function flags.
const (
	Transparent = 1 << iota // library code: positions are those of the call
	Recovers                // calls recover
	Delegates               // waits for nothing but what it runs
	Foreign                 // of another package: positions are those of the call
	TestFunc                // a test, benchmark or fuzz function
	TestCode                // of a test file
	Command                 // a command of a program, which ends soon after it
	Expected                // a test expects that it blocks, leaves something behind, or panics
	Endures                 // of a program: goes on in a loop until something fails, or starts servers
)

// Serves reports whether the function of a name, a full one perhaps, runs a server.
func Serves(name string) bool {
	name = name[strings.LastIndexByte(name, '.')+1:]
	return strings.HasPrefix(name, "ListenAndServe") || strings.HasPrefix(name, "Serve")
}

// GivenUp is the Imm of a return of main after an error.
const GivenUp = 1

// FuncModel is the model of a function.
type FuncModel struct {
	Name    string
	Params  int // slots 0..Params-1
	Caps    int // slots Params..Params+Caps-1
	Slots   int
	Results string // class of each
	Recover int    // where execution goes on after a recovered panic, or -1
	Flags   int
	Code    []Instr
	Pos     Pos

	// Live[pc] is the set of slots whose values are read at or after pc; set by
	// ComputeLive.
	Live []SlotSet
	// Reg tells the register that each slot is kept in, of Regs; set by ComputeLive, too.
	Reg  []int32
	Regs int
	// Joins[pc] tells whether several ways lead to pc; set by ComputeLive, too.
	Joins []bool
}

// SlotSet is a bit set of slots.
type SlotSet []uint64

// Has reports whether s is in the set.
func (b SlotSet) Has(s int) bool { return b[s>>6]&(1<<(s&63)) != 0 }

// All lists the members of the set.
func (b SlotSet) All() iter.Seq[Slot] {
	return func(yield func(Slot) bool) {
		for w, word := range b {
			for ; word != 0; word &= word - 1 {
				if !yield(Slot(w<<6 + bits.TrailingZeros64(word))) {
					return
				}
			}
		}
	}
}

// Add adds s to the set.
func (b SlotSet) Add(s int) { b.add(s) }

// Union adds the members of c and reports whether that changed the set.
func (b SlotSet) Union(c SlotSet) bool {
	changed := false
	for w, bits := range c {
		if bits&^b[w] != 0 {
			b[w] |= bits
			changed = true
		}
	}
	return changed
}

func (b SlotSet) add(s int) { b[s>>6] |= 1 << (s & 63) }
func (b SlotSet) del(s int) { b[s>>6] &^= 1 << (s & 63) }

// Next returns the instructions that can follow pc in the same function.
func (f *FuncModel) Next(pc int) []int {
	in := &f.Code[pc]
	switch in.Op {
	case Ret, Panic, Exit, Goexit:
		return nil
	case Jmp, Choose:
		return in.To
	case Br:
		return in.To[:2]
	}
	if pc+1 < len(f.Code) {
		return []int{pc + 1}
	}
	return nil
}

// Arm returns the index of the instruction with which the function goes on after a case of the
// select at pc, or -1 if that is not known.
func (f *FuncModel) Arm(pc int32, arm int) int {
	if len(f.Code[pc].Dst) == 0 {
		return -1
	}
	index := S(f.Code[pc].Dst[0])
	for i := range f.Code[:len(f.Code)-1] {
		in, br := &f.Code[i], &f.Code[i+1]
		if in.Op == Bin && BinOp(in.Imm) == Eq && in.Args[0] == index && in.Args[1] == N(int64(arm)) && br.Op == Br && br.Args[0] == S(in.Dst[0]) {
			return br.To[0]
		}
	}
	return -1
}

// Reaches reports whether an instruction that is can be executed after those at from, or
// is one of them, on a way on which none stops.
func (f *FuncModel) Reaches(from []int, is, stops func(*Instr) bool) bool {
	seen := make([]bool, len(f.Code))
	work := slices.Clone(from)
	for len(work) > 0 {
		pc := work[len(work)-1]
		work = work[:len(work)-1]
		if pc >= len(f.Code) || seen[pc] {
			continue
		}
		seen[pc] = true
		in := &f.Code[pc]
		if is(in) {
			return true
		}
		if !stops(in) {
			work = append(work, f.Next(pc)...)
		}
	}
	return false
}

// Analyze does what ComputeLive does, unless that is done.
func (f *FuncModel) Analyze() {
	if f.Live == nil {
		f.ComputeLive()
	}
}

// ComputeLive fills f.Live by backward dataflow, and what depends on it.
func (f *FuncModel) ComputeLive() {
	f.Joins = make([]bool, len(f.Code)+1)
	met := make([]bool, len(f.Code)+1)
	for pc := range f.Code {
		for _, n := range f.Next(pc) {
			f.Joins[n], met[n] = met[n], true
		}
	}
	words := (f.Slots + 63) / 64
	back := make(SlotSet, (len(f.Code)+1)*words)
	f.Live = make([]SlotSet, len(f.Code)+1)
	for i := range f.Live {
		f.Live[i] = back[i*words : (i+1)*words]
	}
	now := make(SlotSet, words)
	for changed := true; changed; {
		changed = false
		for pc := len(f.Code) - 1; pc >= 0; pc-- {
			in := &f.Code[pc]
			clear(now)
			for _, n := range f.Next(pc) {
				now.Union(f.Live[n])
			}
			in.eachDst(func(s Slot) { now.del(int(s)) })
			in.eachArg(func(o Operand) {
				if o.Kind == KSlot {
					now.add(int(o.N))
				}
			})
			changed = f.Live[pc].Union(now) || changed
		}
	}
	// What a recovered panic needs is live wherever a panic can happen.
	if f.Recover >= 0 && f.Recover < len(f.Code) {
		for pc := range f.Code {
			f.Live[pc].Union(f.Live[f.Recover])
		}
	}
	f.allocate()
}

func (in *Instr) eachDst(do func(Slot)) {
	for _, s := range in.Dst {
		if s >= 0 {
			do(s)
		}
	}
	for i := range in.Cases {
		if s := in.Cases[i].Dst; s >= 0 {
			do(s)
		}
	}
}

func (in *Instr) eachArg(do func(Operand)) {
	for _, a := range in.Args {
		do(a)
	}
	for i := range in.Cases {
		do(in.Cases[i].Ch)
		if in.Cases[i].Send {
			do(in.Cases[i].Val)
		}
	}
}

// EachArg calls do for every operand of the instruction.
func (in *Instr) EachArg(do func(Operand)) { in.eachArg(do) }

// EachDst calls do for every slot that the instruction writes.
func (in *Instr) EachDst(do func(Slot)) { in.eachDst(do) }

// Without returns the function without the instructions of a kind, none of which
// may be a branch or the end of the function: itself, if it has none.
func (f *FuncModel) Without(drop func(*Instr) bool) *FuncModel {
	at := make([]int, len(f.Code)) // where each instruction goes
	n := 0
	for pc := range f.Code {
		at[pc] = n
		if !drop(&f.Code[pc]) {
			n++
		}
	}
	if n == len(f.Code) {
		return f
	}
	out := *f
	out.Code, out.Live = make([]Instr, 0, n), nil
	for pc := range f.Code {
		if drop(&f.Code[pc]) {
			continue
		}
		in := f.Code[pc]
		in.To = slices.Clone(in.To)
		for i, t := range in.To {
			in.To[i] = at[t]
		}
		out.Code = append(out.Code, in)
	}
	if f.Recover >= 0 {
		out.Recover = at[f.Recover]
	}
	return &out
}

// CountSlots sets f.Slots from the code.
func (f *FuncModel) CountSlots() {
	n := f.Params + f.Caps
	see := func(s Slot) {
		if int(s)+1 > n {
			n = int(s) + 1
		}
	}
	for i := range f.Code {
		f.Code[i].eachDst(see)
		f.Code[i].eachArg(func(o Operand) {
			if o.Kind == KSlot {
				see(Slot(o.N))
			}
		})
	}
	f.Slots = n
}

// A Global is a package variable.
type Global struct {
	Name string
	// Constant variables are stored only when the package is initialised: they
	// are not nil and differ from each other.
	Constant bool
	// Zero variables start as zero (the program runs their initialisation, or
	// nobody ever writes them); the content of others is unknown.
	Zero bool
	// Private variables cannot be reached by code that the program lacks.
	Private bool
	// Foreign variables are those of other packages, of which nothing else is known.
	Foreign bool
}
