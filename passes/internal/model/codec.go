package model

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// version is the first byte of encoded models. It changes with the encoding and
// with the numbers of operations, operand kinds, flags and attributes.
const version = 2

// The encoding: the version, the string table, the functions. Numbers are
// varints. The strings are sorted; each is the length of the prefix that it
// shares with the one before, the length of the rest, and the rest.

// maxShared bounds the shared prefix, so that a few bytes cannot ask for much
// memory.
const maxShared = 127

// maxCount bounds the numbers of slots, parameters and results.
const maxCount = 1 << 20

// The header of an instruction. The low bits are those that most instructions
// need: a header without a symbol and cases takes one byte.
const (
	hdrDst   = 3 << 0 // number of results; 3: it follows
	hdrArgs  = 3 << 2 // number of operands; 3: it follows
	hdrImm   = 1 << 4
	hdrTo    = 1 << 5
	hdrName  = 1 << 6
	hdrSym   = 1 << 7
	hdrCases = 1 << 8

	argsShift = 2
	manyFew   = 3
)

// The header of a case.
const (
	caseSend = 1 << iota
	caseVal
	caseDst
	caseCls
	caseName
)

// The first byte of an operand: a slot below tagNone, a tag, or from tagSmall
// on a small integer.
const (
	tagNone = 0xC0 + iota
	tagSlot
	tagInt
	tagFalse
	tagTrue
	tagString
	tagNil
	tagNonNil
	tagNonNilN
	tagFunc
	tagGlobal

	tagSmall = 0xD0
	minSmall = -8
	maxSmall = minSmall + 0xFF - tagSmall
)

// Encode writes functions in a compact form, which is always the same for the
// same functions. Positions, liveness and links between functions are left out.
func Encode(funcs []*FuncModel) []byte {
	// The first round only collects the strings.
	e := encoder{index: map[string]int{}}
	e.funcs(funcs)
	table := make([]string, 0, len(e.index))
	for s := range e.index {
		table = append(table, s)
	}
	slices.Sort(table)
	for i, s := range table {
		e.index[s] = i
	}
	e.buf = append(e.buf[:0], version)
	e.strings(table)
	e.funcs(funcs)
	return e.buf
}

type encoder struct {
	buf   []byte
	index map[string]int
}

func (e *encoder) uint(n uint64) { e.buf = binary.AppendUvarint(e.buf, n) }
func (e *encoder) num(n int)     { e.uint(uint64(n)) }
func (e *encoder) int(n int64)   { e.buf = binary.AppendVarint(e.buf, n) }
func (e *encoder) byte(b byte)   { e.buf = append(e.buf, b) }

func (e *encoder) str(s string) {
	i := e.index[s]
	e.index[s] = i
	e.num(i)
}

func (e *encoder) strings(table []string) {
	e.num(len(table))
	prev := ""
	for _, s := range table {
		n := 0
		for n < len(s) && n < len(prev) && n < maxShared && s[n] == prev[n] {
			n++
		}
		e.num(n)
		e.num(len(s) - n)
		e.buf = append(e.buf, s[n:]...)
		prev = s
	}
}

func (e *encoder) funcs(funcs []*FuncModel) {
	e.num(len(funcs))
	for _, f := range funcs {
		e.str(f.Name)
		e.num(f.Params)
		e.num(f.Caps)
		e.num(f.Slots)
		e.str(f.Results)
		e.num(f.Recover + 1)
		e.num(f.Flags)
		e.num(len(f.Code))
		for pc := range f.Code {
			e.instr(&f.Code[pc], pc)
		}
	}
}

func (e *encoder) instr(in *Instr, pc int) {
	h := min(len(in.Dst), manyFew) | min(len(in.Args), manyFew)<<argsShift
	set := func(bit int, on bool) {
		if on {
			h |= bit
		}
	}
	set(hdrImm, in.Imm != 0)
	set(hdrTo, len(in.To) > 0)
	set(hdrName, in.Name != "")
	set(hdrSym, in.Sym != "")
	set(hdrCases, len(in.Cases) > 0)
	e.byte(byte(in.Op))
	e.num(h)
	if len(in.Dst) >= manyFew {
		e.num(len(in.Dst))
	}
	for _, s := range in.Dst {
		e.slot(s)
	}
	if len(in.Args) >= manyFew {
		e.num(len(in.Args))
	}
	for i := range in.Args {
		e.operand(&in.Args[i])
	}
	if in.Imm != 0 {
		if hasClass(in.Op) {
			e.uint(uint64(in.Imm))
		} else {
			e.int(in.Imm)
		}
	}
	if len(in.To) > 0 {
		e.num(len(in.To))
		for _, t := range in.To {
			e.int(int64(t - pc))
		}
	}
	if in.Name != "" {
		e.str(in.Name)
	}
	if in.Sym != "" {
		e.str(in.Sym)
	}
	if len(in.Cases) > 0 {
		e.num(len(in.Cases))
		for i := range in.Cases {
			e.selectCase(&in.Cases[i])
		}
	}
}

// hasClass tells the instructions whose Imm holds a class. As an unsigned number
// that takes one byte.
func hasClass(op Op) bool {
	return op < numOps && (ops[op].imm == immClass || ops[op].imm == immRecv)
}

func (e *encoder) selectCase(c *Case) {
	h := byte(0)
	set := func(bit byte, on bool) {
		if on {
			h |= bit
		}
	}
	set(caseSend, c.Send)
	set(caseVal, c.Val.Kind != KNone)
	set(caseDst, c.Dst >= 0)
	set(caseCls, c.Cls != None)
	set(caseName, c.Name != "")
	e.byte(h)
	e.operand(&c.Ch)
	if h&caseVal != 0 {
		e.operand(&c.Val)
	}
	if h&caseDst != 0 {
		e.slot(c.Dst)
	}
	if h&caseCls != 0 {
		e.byte(byte(c.Cls))
	}
	if h&caseName != 0 {
		e.str(c.Name)
	}
}

// slot writes a result; NoSlot is 0.
func (e *encoder) slot(s Slot) { e.num(int(max(s, NoSlot)) + 1) }

func (e *encoder) operand(o *Operand) {
	switch o.Kind {
	case KSlot:
		if o.N >= 0 && o.N < tagNone {
			e.byte(byte(o.N))
			return
		}
		e.byte(tagSlot)
		e.uint(uint64(o.N))
	case KInt:
		if o.N >= minSmall && o.N <= maxSmall {
			e.byte(byte(o.N - minSmall + tagSmall))
			return
		}
		e.byte(tagInt)
		e.int(o.N)
	case KBool:
		if o.N != 0 {
			e.byte(tagTrue)
		} else {
			e.byte(tagFalse)
		}
	case KString:
		e.byte(tagString)
		e.str(o.Sym)
	case KNil:
		e.byte(tagNil)
	case KNonNil:
		if o.N == 0 {
			e.byte(tagNonNil)
			return
		}
		e.byte(tagNonNilN)
		e.int(o.N)
	case KFunc:
		e.byte(tagFunc)
		e.str(o.Sym)
	case KGlobal:
		e.byte(tagGlobal)
		e.str(o.Sym)
	default:
		e.byte(tagNone)
	}
}

// Decode reads what Encode wrote, and checks the functions. Functions and
// variables that operands and calls name are not linked.
func Decode(data []byte) ([]*FuncModel, error) {
	if len(data) == 0 {
		return nil, errTruncated
	}
	if data[0] != version {
		return nil, fmt.Errorf("model data of version %d, want %d", data[0], version)
	}
	d := decoder{buf: data[1:]}
	d.strings()
	funcs := d.funcs()
	if d.err == nil && len(d.buf) > 0 {
		d.fail("%d bytes behind the end", len(d.buf))
	}
	if d.err != nil {
		return nil, d.err
	}
	return funcs, nil
}

var errTruncated = errors.New("truncated model data")

// decoder reads from buf. After an error it reads zeros.
type decoder struct {
	buf   []byte
	table []string
	err   error
}

func (d *decoder) fail(format string, args ...any) {
	d.stop(fmt.Errorf("corrupt model data: "+format, args...))
}

func (d *decoder) stop(err error) {
	if d.err == nil {
		d.err = err
	}
	d.buf = nil
}

func (d *decoder) byte() byte {
	if len(d.buf) == 0 {
		d.stop(errTruncated)
		return 0
	}
	b := d.buf[0]
	d.buf = d.buf[1:]
	return b
}

func (d *decoder) uint() uint64 {
	v, n := binary.Uvarint(d.buf)
	if !d.skip(n) {
		return 0
	}
	return v
}

func (d *decoder) int() int64 {
	v, n := binary.Varint(d.buf)
	if !d.skip(n) {
		return 0
	}
	return v
}

// skip drops n bytes, the result of reading a varint.
func (d *decoder) skip(n int) bool {
	switch {
	case n == 0:
		d.stop(errTruncated)
	case n < 0:
		d.fail("number too large")
	default:
		d.buf = d.buf[n:]
		return true
	}
	return false
}

// num reads a number up to most.
func (d *decoder) num(most int) int {
	n := d.uint()
	if n > uint64(most) {
		d.fail("number %d too large", n)
		return 0
	}
	return int(n)
}

// count reads the number of things that follow, of size bytes or more each.
func (d *decoder) count(size int) int {
	n := d.uint()
	if n > uint64(len(d.buf)/size) {
		d.stop(errTruncated)
		return 0
	}
	return int(n)
}

func (d *decoder) str() string {
	i := d.uint()
	if i >= uint64(len(d.table)) {
		if d.err == nil {
			d.fail("string %d of %d", i, len(d.table))
		}
		return ""
	}
	return d.table[i]
}

func (d *decoder) strings() {
	n := d.count(2)
	if n > 0 {
		d.table = make([]string, 0, n)
	}
	prev := ""
	for i := range n {
		shared := d.num(min(maxShared, len(prev)))
		rest := d.count(1)
		if d.err != nil {
			return
		}
		s := prev[:shared] + string(d.buf[:rest])
		d.buf = d.buf[rest:]
		if i > 0 && strings.Compare(prev, s) >= 0 {
			d.fail("strings out of order")
			return
		}
		d.table = append(d.table, s)
		prev = s
	}
}

func (d *decoder) funcs() []*FuncModel {
	n := d.count(8)
	var funcs []*FuncModel
	for range n {
		f := &FuncModel{
			Name:    d.str(),
			Params:  d.num(maxCount),
			Caps:    d.num(maxCount),
			Slots:   d.num(maxCount),
			Results: d.str(),
			Recover: d.num(math.MaxInt32) - 1,
			Flags:   d.num(math.MaxInt32),
		}
		f.Code = make([]Instr, d.count(2))
		for pc := range f.Code {
			if d.instr(&f.Code[pc], pc); d.err != nil {
				return nil
			}
		}
		if d.err != nil {
			return nil
		}
		if err := f.Check(); err != nil {
			d.fail("%w", err)
			return nil
		}
		funcs = append(funcs, f)
	}
	return funcs
}

func (d *decoder) instr(in *Instr, pc int) {
	in.Op, in.Fn = Op(d.byte()), -1
	h := d.num(hdrCases<<1 - 1)
	n := h & hdrDst
	if n == manyFew {
		n = d.count(1)
	}
	if n > 0 {
		in.Dst = make([]Slot, n)
		for i := range in.Dst {
			in.Dst[i] = d.slot()
		}
	}
	n = h & hdrArgs >> argsShift
	if n == manyFew {
		n = d.count(1)
	}
	if n > 0 {
		in.Args = make([]Operand, n)
		for i := range in.Args {
			in.Args[i] = d.operand()
		}
	}
	if h&hdrImm != 0 {
		if hasClass(in.Op) {
			in.Imm = int64(d.uint())
		} else {
			in.Imm = d.int()
		}
	}
	if h&hdrTo != 0 {
		if n = d.count(1); n > 0 {
			in.To = make([]int, n)
		}
		for i := range in.To {
			t := d.int()
			if t < -math.MaxInt32 || t > math.MaxInt32 {
				d.fail("target too far")
			}
			in.To[i] = pc + int(t)
		}
	}
	if h&hdrName != 0 {
		in.Name = d.str()
	}
	if h&hdrSym != 0 {
		in.Sym = d.str()
	}
	if h&hdrCases != 0 {
		if n = d.count(2); n > 0 {
			in.Cases = make([]Case, n)
		}
		for i := range in.Cases {
			d.selectCase(&in.Cases[i])
		}
	}
}

func (d *decoder) selectCase(c *Case) {
	h := d.byte()
	if h >= caseName<<1 {
		d.fail("unknown kind of select case")
	}
	c.Send, c.Dst, c.Cls = h&caseSend != 0, NoSlot, None
	c.Ch = d.operand()
	if h&caseVal != 0 {
		c.Val = d.operand()
	}
	if h&caseDst != 0 {
		c.Dst = d.slot()
	}
	if h&caseCls != 0 {
		c.Cls = Class(d.byte())
	}
	if h&caseName != 0 {
		c.Name = d.str()
	}
}

func (d *decoder) slot() Slot { return Slot(d.num(maxCount) - 1) }

func (d *decoder) operand() Operand {
	b := d.byte()
	switch {
	case b < tagNone:
		return S(Slot(b))
	case b >= tagSmall:
		return N(int64(b) - tagSmall + minSmall)
	}
	switch b {
	case tagNone:
		return Operand{}
	case tagSlot:
		return S(Slot(d.num(maxCount)))
	case tagInt:
		return N(d.int())
	case tagFalse, tagTrue:
		return B(b == tagTrue)
	case tagString:
		return Operand{Kind: KString, Sym: d.str()}
	case tagNil:
		return Nil()
	case tagNonNil:
		return Operand{Kind: KNonNil}
	case tagNonNilN:
		return Operand{Kind: KNonNil, N: d.int()}
	case tagFunc:
		return Operand{Kind: KFunc, Sym: d.str(), N: -1}
	case tagGlobal:
		return Operand{Kind: KGlobal, Sym: d.str(), N: -1}
	}
	d.fail("unknown kind of operand %#x", b)
	return Operand{}
}
