package model

// Op is the operation of an instruction.
type Op uint8

// The operations. d is the first result, a, b, c are the operands in order.
const (
	Nop       Op = iota
	Mov          // d = a
	Opaque       // d = unknown value of a class; one symbol for each execution. With a: result Sym of a method of a
	Param        // d = unknown value of a class that a caller chose
	Bin          // d = a op b
	Not          // d = !a
	New          // d = new object of Imm zero cells; Sym "sealed": unknown code leaves them alone
	MakeChan     // d = make(chan, a)
	MakeList     // d = list of a zero elements
	MakeMap      // d = empty map
	FieldAt      // d = a + Imm cells
	IndexAt      // d = address of element b of list or array a, elements of Imm cells
	Load         // d = *a, of class Imm; Sym "fixed": others do not write it; "set": nor is it nil, "pos": nor 0
	Store        // *a = b
	Clone        // d = copy of the Imm cells at a
	Copy         // copies Imm cells of b to a; without b: of something that is not known
	Closure      // d = function Sym with captured values Args
	MakeIface    // d = a with dynamic type Sym, which is not known if it is ""
	Assert       // d, ok = a.(Sym), of class Imm
	Len          // d = len(a)
	Cap          // d = cap(a)
	Append       // d = append(a, b...); b is a list
	Slice        // d = a[b:c]; a is a list or the address of an array of Imm elements
	MapGet       // d, ok = a[b], of class Imm
	MapPut       // a[b] = c
	MapDel       // delete(a, b)
	MapKey       // d = key of the b-th entry of a, of class Imm
	MapVal       // d = value of the b-th entry of a, of class Imm
	Jmp          // to To[0]
	Br           // to To[0] if a, else To[1]
	Choose       // to any of To
	Ret          // returns Args
	Call         // Dst = Sym(Args), Imm is the mode
	CallDyn      // Dst = a(rest), Imm is the mode; Sym: classes of the results
	Invoke       // Dst = a.method(rest), Imm is the mode; Sym: "method|interface method|classes"
	Unknown      // Dst = call of unknown code with Args; Sym: classes of the results
	RunDefers    // runs the deferred calls
	Recover      // d = recover()
	Panic        // panic(a)
	Goexit       // runtime.Goexit()
	Exit         // ends the program
	Work         // something that is worth waiting for (output, a call with effects)
	Sleep        // time.Sleep
	Fail         // a test fails here
	Service      // may block for reasons outside of the program (a server, a command)
	Escape       // a becomes reachable for unknown code, which calls its method Sym, if set
	Assume       // the run goes on only if a
	Access       // reads or writes memory from address a on; Imm: see AccessOf
	Fence        // unknown code that runs here may synchronise with other unknown code

	// Operations that other processes can observe.
	Send      // a <- b
	Recv      // d, ok = <-a
	Select    // d(index), ok, with Cases; Imm 1: blocking
	Close     // close(a)
	Cancel    // closes a unless it is closed
	Lock      // locks mutex at a; Imm 1: a RWMutex
	Unlock    // unlocks mutex at a; Imm 1: a RWMutex
	RLock     // read-locks RWMutex at a
	RUnlock   // read-unlocks RWMutex at a
	TryLock   // d = whether it could lock a; Imm 1: a RWMutex
	TryRLock  // d = whether it could read-lock a
	WgAdd     // adds b to the WaitGroup at a
	WgWait    // waits for the WaitGroup at a
	CondEnter // takes a ticket of the Cond at a
	CondPark  // waits until the ticket of a is called
	Signal    // wakes one waiter of a; Imm 1: all
	Swap      // d = *a, of class Imm; *a = b
	Cas       // d = *a == b, of class Imm; if so *a = c
	AtomicAdd // d = *a += b
	NewTimer  // d = timer channel of kind Imm, which fires after a duration if there is an argument
	StopTimer // d = whether a was armed; disarms it
	ResetTimer
	ChildDone // d = done channel that is closed with its parent a
	DoneErr   // d = error of done channel a: nil unless it is closed, then *b if the program closed it
	IsDone    // d = whether done channel a is closed
	Yield     // lets others run; ends a round of a busy loop
	numOps
)

// immKind says how Imm is written in text.
type immKind uint8

const (
	immNone immKind = iota
	immInt
	immClass
	immBin
	immMode
	immRecv
)

// opInfo is the syntax of an operation.
type opInfo struct {
	name string
	imm  immKind
	sym  bool
}

var ops = [numOps]opInfo{
	Nop: {name: "nop"}, Mov: {name: "mov"}, Opaque: {"opaque", immClass, true}, Param: {"param", immClass, false},
	Bin: {"bin", immBin, true}, Not: {name: "not"}, New: {"new", immInt, true}, MakeChan: {name: "makechan"},
	MakeList: {name: "makelist"}, MakeMap: {name: "makemap"}, FieldAt: {"field", immInt, false},
	IndexAt: {"index", immInt, false}, Load: {"load", immClass, true}, Store: {name: "store"},
	Clone: {"clone", immInt, false}, Copy: {"copy", immInt, false}, Closure: {"closure", immNone, true},
	MakeIface: {"iface", immNone, true}, Assert: {"assert", immClass, true}, Len: {name: "len"}, Cap: {name: "cap"},
	Append: {name: "append"}, Slice: {"slice", immInt, false}, MapGet: {"mapget", immClass, false},
	MapPut: {name: "mapput"}, MapDel: {name: "mapdel"}, MapKey: {"mapkey", immClass, false},
	MapVal: {"mapval", immClass, false}, Jmp: {"jmp", immInt, false}, Br: {"br", immInt, false},
	Choose: {name: "choose"}, Ret: {"ret", immInt, true}, Call: {"call", immMode, true}, CallDyn: {"calldyn", immMode, true},
	Invoke: {"invoke", immMode, true}, Unknown: {"unknown", immMode, true}, RunDefers: {name: "rundefers"},
	Recover: {name: "recover"}, Panic: {name: "panic"}, Goexit: {name: "goexit"}, Exit: {name: "exit"},
	Work: {name: "work"}, Sleep: {name: "sleep"}, Fail: {name: "fail"}, Service: {name: "service"}, Escape: {"escape", immNone, true},
	Assume: {name: "assume"}, Access: {"access", immInt, false}, Fence: {name: "fence"},
	Send: {name: "send"}, Recv: {"recv", immRecv, false}, Select: {"select", immInt, false}, Close: {name: "close"},
	Cancel: {name: "cancel"}, Lock: {"lock", immInt, false}, Unlock: {"unlock", immInt, false}, RLock: {name: "rlock"},
	RUnlock: {name: "runlock"}, TryLock: {"trylock", immInt, false}, TryRLock: {name: "tryrlock"},
	WgAdd: {name: "wgadd"}, WgWait: {name: "wgwait"}, CondEnter: {name: "condenter"}, CondPark: {name: "condpark"},
	Signal: {"signal", immInt, false}, Swap: {"swap", immClass, false}, Cas: {"cas", immClass, false}, AtomicAdd: {name: "atomicadd"},
	NewTimer: {"newtimer", immInt, false}, StopTimer: {name: "stoptimer"}, ResetTimer: {name: "resettimer"},
	ChildDone: {"childdone", immInt, false}, DoneErr: {name: "doneerr"}, IsDone: {name: "isdone"}, Yield: {name: "yield"},
}

func (op Op) String() string {
	if op < numOps {
		return ops[op].name
	}
	return "?"
}

var binNames = [...]string{Add: "+", Sub: "-", Mul: "*", Rem: "%", Eq: "==", Ne: "!=", Is: "is", Lt: "<", Le: "<=", Gt: ">", Ge: ">="}

func (b BinOp) String() string {
	if b >= 0 && int(b) < len(binNames) {
		return binNames[b]
	}
	return "?"
}

var modeNames = [...]string{Plain: "plain", Go: "go", Defer: "defer"}
