package model

import (
	"fmt"
	"strings"
)

// shape is how many operands, results and targets an operation has at least.
var shape = map[Op]struct{ args, to int }{
	Mov: {1, 0}, Bin: {2, 0}, Not: {1, 0}, MakeChan: {1, 0}, MakeList: {1, 0}, FieldAt: {1, 0}, IndexAt: {2, 0},
	Load: {1, 0}, Store: {2, 0}, Clone: {1, 0}, Copy: {2, 0}, MakeIface: {1, 0}, Assert: {1, 0}, Len: {1, 0},
	Cap: {1, 0}, Append: {2, 0}, Slice: {3, 0}, MapGet: {2, 0}, MapPut: {3, 0}, MapDel: {2, 0}, MapKey: {2, 0},
	MapVal: {2, 0}, Jmp: {0, 1}, Br: {1, 2}, Choose: {0, 1}, CallDyn: {1, 0}, Invoke: {1, 0}, Escape: {1, 0},
	Assume: {1, 0}, Access: {1, 0}, Send: {2, 0}, Recv: {1, 0}, Close: {1, 0}, Cancel: {1, 0}, Lock: {1, 0}, Unlock: {1, 0},
	RLock: {1, 0}, RUnlock: {1, 0}, TryLock: {1, 0}, TryRLock: {1, 0}, WgAdd: {2, 0}, WgWait: {1, 0},
	CondEnter: {1, 0}, CondPark: {1, 0}, Signal: {1, 0}, Swap: {2, 0}, Cas: {3, 0}, AtomicAdd: {2, 0},
	StopTimer: {1, 0}, ResetTimer: {1, 0}, ChildDone: {1, 0}, DoneErr: {2, 0}, IsDone: {1, 0},
}

// valid reports whether c is one of the classes listed in model.go.
func (c Class) valid() bool { return c < 0x80 && strings.ContainsRune("xbispcdfeolmv", rune(c)) }

func checkShape(in *Instr) error {
	if in.Op >= numOps {
		return fmt.Errorf("unknown operation %d", in.Op)
	}
	want := shape[in.Op]
	if len(in.Args) < want.args {
		return fmt.Errorf("%s takes %d operands, has %d", in.Op, want.args, len(in.Args))
	}
	if len(in.To) < want.to {
		return fmt.Errorf("%s takes %d targets, has %d", in.Op, want.to, len(in.To))
	}
	if want.to == 0 && len(in.To) > 0 {
		return fmt.Errorf("%s takes no targets", in.Op)
	}
	if in.Op != Select && len(in.Cases) > 0 {
		return fmt.Errorf("%s takes no cases", in.Op)
	}
	return checkImm(in)
}

// checkImm checks the attribute. A class that is not given is 0.
func checkImm(in *Instr) error {
	ok := true
	switch n := in.Imm; ops[in.Op].imm {
	case immClass:
		ok = n == 0 || n > 0 && n <= 0xff && Class(n).valid()
	case immRecv:
		c := Class(n & 0xff)
		ok = n&^(0xff|RecvRange|RecvOK) == 0 && (c == 0 || c.valid())
	case immBin:
		ok = n >= 0 && n < int64(len(binNames))
	case immMode:
		ok = n >= 0 && n < int64(len(modeNames))
	}
	if !ok {
		return fmt.Errorf("unknown attribute %d", in.Imm)
	}
	for i := range in.Cases {
		if c := in.Cases[i].Cls; c != 0 && !c.valid() {
			return fmt.Errorf("unknown class %d", c)
		}
	}
	return nil
}

// Check reports the first thing in f that the explorer could not execute.
func (f *FuncModel) Check() error {
	if len(f.Code) == 0 {
		return fmt.Errorf("function %s has no code", f.Name)
	}
	if f.Params < 0 || f.Caps < 0 || f.Params+f.Caps > f.Slots {
		return fmt.Errorf("function %s: %d parameters and %d captures in %d slots", f.Name, f.Params, f.Caps, f.Slots)
	}
	if f.Recover >= len(f.Code) || f.Recover < -1 {
		return fmt.Errorf("function %s: recover entry %d out of range", f.Name, f.Recover)
	}
	for pc := range f.Code {
		in := &f.Code[pc]
		err := checkShape(in)
		for _, t := range in.To {
			if t < 0 || t >= len(f.Code) {
				err = fmt.Errorf("target %d out of range", t)
			}
		}
		in.eachDst(func(s Slot) {
			if int(s) >= f.Slots {
				err = fmt.Errorf("slot %d out of range", s)
			}
		})
		in.eachArg(func(o Operand) {
			if o.Kind == KSlot && (o.N < 0 || o.N >= int64(f.Slots)) {
				err = fmt.Errorf("slot %d out of range", o.N)
			}
		})
		if err != nil {
			return fmt.Errorf("function %s, instruction %d (%s): %w", f.Name, pc, in.Op, err)
		}
	}
	last := f.Code[len(f.Code)-1].Op
	switch last {
	case Ret, Jmp, Br, Choose, Panic, Exit, Goexit:
		return nil
	}
	return fmt.Errorf("function %s: control falls off its end", f.Name)
}
