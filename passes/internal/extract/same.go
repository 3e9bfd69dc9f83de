package extract

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// maxUses bounds how many uses of a value are searched for one like another.
const maxUses = 100

// first returns a value that is computed like v, by the same operation from the same
// operands, on every way to v: a condition that is asked twice has one answer. It
// returns nil if there is none, or if what v is computed from may change meanwhile.
// This is value numbering by dominance, only for what is needed.
func (f *fnInfo) first(v ssa.Value) ssa.Value {
	if w, ok := f.firsts[v]; ok {
		return w
	}
	var found ssa.Value
	others := f.others(v)
	for _, r := range others[:min(len(others), maxUses)] {
		w, ok := r.(ssa.Value)
		if ok && w != v && precedes(r, v.(ssa.Instruction)) && f.alike(w, v) {
			found = w
			break
		}
	}
	if f.firsts == nil {
		f.firsts = map[ssa.Value]ssa.Value{}
	}
	f.firsts[v] = found
	return found
}

// others returns the instructions among which those are that compute the same as v: what
// uses an operand of it, or the calls of a function that has none and always says the same.
func (f *fnInfo) others(v ssa.Value) (out []ssa.Instruction) {
	if lead := f.lead(v); lead != nil {
		if w := f.first(lead); w != nil {
			lead = w
		}
		return *lead.Referrers()
	}
	if c, ok := v.(*ssa.Call); ok {
		if fn := c.Call.StaticCallee(); fn != nil && steadyFuncs[funcName(fn)] {
			for _, o := range f.x.calls[fn] {
				if o.Parent() == c.Parent() {
					out = append(out, o)
				}
			}
		}
	}
	return out
}

// lead returns an operand of a value that is computed from nothing but its operands, nil
// if it is not or has none.
func (f *fnInfo) lead(v ssa.Value) ssa.Value {
	if isMemory(v.Type()) || !f.x.isPure(v) {
		return nil
	}
	for _, op := range v.(ssa.Instruction).Operands(nil) {
		if *op != nil && (*op).Referrers() != nil {
			return *op
		}
	}
	return nil
}

// precedes reports whether an instruction has been executed whenever another one of the
// function is.
func precedes(a, b ssa.Instruction) bool {
	if a.Block() != b.Block() {
		return a.Block().Dominates(b.Block())
	}
	for _, in := range a.Block().Instrs {
		if in == a || in == b {
			return in == a
		}
	}
	return false
}

// alike reports whether two pure values are the results of one operation.
func (f *fnInfo) alike(a, b ssa.Value) bool {
	switch a := a.(type) {
	case *ssa.BinOp:
		if b, ok := b.(*ssa.BinOp); !ok || a.Op != b.Op {
			return false
		}
	case *ssa.UnOp:
		if b, ok := b.(*ssa.UnOp); !ok || a.Op != b.Op {
			return false
		}
	case *ssa.Convert:
		if _, ok := b.(*ssa.Convert); !ok {
			return false
		}
	case *ssa.Index:
		if _, ok := b.(*ssa.Index); !ok {
			return false
		}
	case *ssa.Call:
		if b, ok := b.(*ssa.Call); !ok || a.Call.Method != b.Call.Method {
			return false
		}
	default:
		return false
	}
	of, with := a.(ssa.Instruction).Operands(nil), b.(ssa.Instruction).Operands(nil)
	if len(of) != len(with) || !types.Identical(a.Type(), b.Type()) {
		return false
	}
	for i := range of {
		if !f.sameValue(*of[i], *with[i]) {
			return false
		}
	}
	return true
}

// sameValue reports whether two operands are known to be equal.
func (f *fnInfo) sameValue(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	switch a := a.(type) {
	case nil:
		return false
	case *ssa.Builtin:
		b, ok := b.(*ssa.Builtin)
		return ok && a.Name() == b.Name()
	case *ssa.Const:
		b, ok := b.(*ssa.Const)
		switch {
		case !ok || !types.Identical(a.Type(), b.Type()):
			return false
		case a.Value == nil || b.Value == nil:
			return a.Value == b.Value
		}
		return constant.Compare(a.Value, token.EQL, b.Value)
	case *ssa.MakeInterface:
		b, ok := b.(*ssa.MakeInterface)
		return ok && f.sameValue(a.X, b.X)
	case *ssa.UnOp:
		if g, ok := a.X.(*ssa.Global); ok && a.Op == token.MUL { // io.EOF, for one
			b, ok := b.(*ssa.UnOp)
			return ok && b.Op == token.MUL && b.X == g && (g.Pkg != f.x.pkg || f.x.initOnly[g])
		}
	}
	first, other := f.first(a), f.first(b)
	return first != nil && (first == b || first == other) || other != nil && other == a
}

// isPure reports whether a value is computed from nothing but its operands, and is the
// same whenever they are.
func (x *extractor) isPure(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.BinOp:
		return true
	case *ssa.Convert:
		return !isMemory(v.X.Type())
	case *ssa.Index:
		return !isMemory(v.X.Type())
	case *ssa.UnOp:
		return v.Op != token.MUL && v.Op != token.ARROW
	case *ssa.Call:
		c := v.Common()
		if _, ok := c.Value.(*ssa.Builtin); ok {
			return measured(v) != nil
		}
		if c.IsInvoke() {
			return pureMethods[c.Method.FullName()]
		}
		fn := c.StaticCallee()
		return fn != nil && x.isPureFunc(fn)
	}
	return false
}

// isMemory reports whether a value of a type refers to memory that can change.
func isMemory(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Slice, *types.Map, *types.Chan, *types.Signature:
		return true
	}
	return false
}

// pureMethods are those of interfaces that always return the same.
var pureMethods = map[string]bool{"(context.Context).Value": true, "(error).Error": true}

// purePackages are those of the standard library whose functions, and methods of values,
// compute what they return. Of others only methods of values do.
var purePackages = map[string]bool{
	"cmp": true, "html": true, "math": true, "math/bits": true, "math/cmplx": true, "net/netip": true, "path": true,
	"path/filepath": true, "strconv": true, "strings": true, "unicode": true, "unicode/utf16": true, "unicode/utf8": true,
	"io/fs": false, "net": false, "net/url": false, "reflect": false, "time": false,
}

// pureFuncs are others like these.
var pureFuncs = map[string]bool{
	"errors.Is": true, "os.IsExist": true, "os.IsNotExist": true, "os.IsPermission": true, "os.IsTimeout": true, "reflect.DeepEqual": true,
	"(*regexp.Regexp).Match": true, "(*regexp.Regexp).MatchString": true,
}

// steadyFuncs are those without parameters that always return the same.
var steadyFuncs = map[string]bool{"flag.Args": true, "flag.NArg": true, "flag.NFlag": true, "runtime.NumCPU": true}

// comparing are the packages whose functions tell of what slices hold, which seldom
// changes between two such questions.
var comparing = map[string]bool{"bytes": true, "slices": true}

func (x *extractor) isPureFunc(fn *ssa.Function) bool {
	fn = origin(fn)
	if is, ok := x.pure[fn]; ok {
		return is
	}
	x.pure[fn] = false // what calls itself is not looked into
	path := ""
	if obj := fn.Object(); obj != nil && obj.Pkg() != nil {
		path = obj.Pkg().Path()
	}
	switch {
	case pureFuncs[funcName(fn)], comparing[path] && fn.Signature.Recv() == nil:
		x.pure[fn] = true
	case takesMemory(fn.Signature):
	case len(fn.Blocks) > 0:
		x.pure[fn] = x.computes(fn)
	default:
		functions, known := purePackages[path]
		x.pure[fn] = known && (functions || fn.Signature.Recv() != nil)
	}
	return x.pure[fn]
}

func takesMemory(s *types.Signature) bool {
	for v := range s.Params().Variables() {
		if isMemory(v.Type()) {
			return true
		}
	}
	return s.Recv() != nil && isMemory(s.Recv().Type())
}

// computes reports whether a function does nothing but compute its results from numbers,
// strings and booleans, or structs of them.
func (x *extractor) computes(fn *ssa.Function) bool {
	if len(fn.FreeVars) > 0 {
		return false
	}
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			switch in := in.(type) {
			case *ssa.If, *ssa.Jump, *ssa.Return, *ssa.Phi, *ssa.Field, *ssa.Alloc, *ssa.DebugRef:
			case *ssa.FieldAddr:
				if _, own := in.X.(*ssa.Alloc); !own {
					return false
				}
			case *ssa.Store:
				if !inVariable(in.Addr) {
					return false
				}
			case *ssa.UnOp:
				if in.Op == token.MUL && !inVariable(in.X) || in.Op == token.ARROW {
					return false
				}
			case ssa.Value:
				if !x.isPure(in) {
					return false
				}
			default:
				return false
			}
		}
	}
	return true
}

// inVariable reports whether an address is one of a variable of the function, or of a field
// of one.
func inVariable(addr ssa.Value) bool {
	if fa, ok := addr.(*ssa.FieldAddr); ok {
		addr = fa.X
	}
	_, ok := addr.(*ssa.Alloc)
	return ok
}
