package detect

import (
	"slices"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// restsOnDecisions is the reason to doubt of a finding that rests on too many weak ones.
const restsOnDecisions = "it rests on decisions that are not known to be possible"

// doubt makes f doubtful, for a reason that goes on with "since".
func (f *Finding) doubt(why string) { f.Level, f.Doubt = Doubtful, why }

// runDoubts are what the run of a finding can show that speaks against it, besides the
// number of its weak decisions.
var runDoubts = []struct {
	applies func(*Finding) bool
	why     string
}{
	{(*Finding).inside, "it rests on decisions in another package"},
	{(*Finding).withinCall, "it is all within one call of another package"},
	{(*Finding).served, "a function that another package calls may end the wait"},
	{(*Finding).repeats, "what comes between the two times may prevent the second one"},
	{(*Finding).addsAgain, "who waits for the group adds to it again, and may know that it comes first"},
	{(*Finding).counted, "the loop ends by a count, too, and how many there are is not known"},
	{(*Finding).recounted, "as many are counted as are started, if a field does not change"},
	{(*Finding).indexed, "which one of several groups it is depends on an index"},
	{(*Finding).uncounted, "how many values come may go with what was counted"},
	{(*Finding).overfills, "whoever made the buffer may know how much goes into it"},
	{(*Finding).optional, "the lock may be taken and released on the same condition"},
	{(*Finding).remembered, "a field tells that the lock is held"},
	{(*Finding).unordered, "a call that was not looked into may prevent it"},
	{(*Finding).partly, "the test makes calls that were not looked into"},
	{(*Finding).asked, "the test knows how much comes from elsewhere"},
	{(*Finding).waitsBefore, "the goroutine may wait in a call before it comes there once more"},
	{(*Finding).paired, "the two conditions may be the same"},
	{(*Finding).contradicts, "a field would have to change in between"},
	{(*Finding).countedByField, "a field may count those who serve it"},
	{(*Finding).takenBack, "nobody finds set what is set and taken back with the lock held"},
	{(*Finding).relocked, "the two conditions may be the same"},
	{(*Finding).rearmed, "the timer may be set again"},
	{(*Finding).aliased, "the two objects may be the same"},
	{(*Finding).oneMore, "how many values are waited for may go with how many come"},
	{(*Finding).idle, "whoever calls it may see to it that something is there to wait for"},
	{(*Finding).callers, "a caller may hold the lock"},
	{(*Finding).passedOn, "who sends and who receives may pass the lock on"},
	{(*Finding).chosen, "whoever holds the lock may know that it is not taken again"},
	{(*Finding).recovered, "the function recovers from it"},
	{(*Finding).pipelined, "what a function returns may not be closed before what it was given"},
	{(*Finding).answered, "the value that was received before it was closed may be the only one"},
	{(*Finding).countedLate, "callers do not begin something new while they wait for the end"},
	{(*Finding).released, "a function that is not known may have released the lock"},
	{(*Finding).leftByTest, "a test left it to another package"},
	{(*Finding).neverEnds, "the goroutine is made to serve until the program ends"},
	{(*Finding).elsewhere, "another package adds to its own group"},
	{(*Finding).expected, "a test expects it"},
	{(*Finding).failsOtherwise, "a test fails unless it happens"},
	{(*Finding).noticed, "a test that does it each time would have been noticed"},
	{(*Finding).standsIn, "it stands in for what takes for ever"},
	{(*Finding).late, "the test sleeps for long enough"},
	{(*Finding).unset, "whoever calls it may know that it is set"},
	{(*Finding).tooSlow, "a select finds what is closed before a timer that it has just set"},
	{(*Finding).sureOf, "whoever leaves out the error of another package may know that there is none"},
	{(*Finding).forEver, "who gives others a context that is never done, and waits for it, means to wait for ever"},
	{(*Finding).madeMeanwhile, "code that is not known may have waited for the goroutine that makes it"},
	{(*Finding).lifelong, "it may be meant for as long as the program runs"},
	{(*Finding).atExit, "the program ends then"},
	{(*Finding).doneAtExit, "it is done only when the program ends"},
}

// doubtRun makes f doubtful if its run shows a reason for it.
func (f *Finding) doubtRun() {
	for _, d := range runDoubts {
		if d.applies(f) {
			f.doubt(d.why)
			return
		}
	}
}

// expected reports whether it happens after something in what a test gives to a function
// that expects it.
func (f *Finding) expected() bool {
	is := func(fn int32) bool { return f.Prog.Funcs[fn].Flags&model.Expected != 0 }
	return f.Kind != DataRace && (is(int32(f.Start)) || slices.ContainsFunc(f.Events, func(e explore.Event) bool { return is(e.Site.Fn) }))
}

// failsOtherwise reports whether a test fails when it hears from the goroutine, which it would
// once that goes on: it checks that the goroutine waits.
func (f *Finding) failsOtherwise() bool {
	return f.Kind == Leak && f.Prog.Funcs[f.At.Fn].Flags&model.TestCode != 0 && f.anyWithin(f.At.Fn, func(fn int32) bool {
		code := f.Prog.Funcs[fn].Code
		for pc := range code {
			for arm, c := range code[pc].Cases {
				if c.Send || !f.Prog.Serves(f.At.Fn, c.Name) {
					continue
				}
				if to := f.Prog.Funcs[fn].Arm(int32(pc), arm); to >= 0 && f.Prog.GivesUp(fn, to) {
					return true
				}
			}
		}
		return false
	})
}

// noticed reports whether a test panics or hangs on a way through it that it would take
// each time: decisions lead to it, and what they go by is the same each time. If other
// goroutines are there, that is asked of the test's own goroutine only.
func (f *Finding) noticed() bool {
	if f.Prog.Funcs[f.Start].Flags&model.TestFunc == 0 || f.Kind == HeldOnReturn {
		return false
	}
	decides := slices.ContainsFunc(f.Events, func(e explore.Event) bool { return e.Kind == explore.EvChoice })
	return decides && !slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		return e.Kind == explore.EvSpawn && (f.Kind == Leak || f.Kind == DataRace || e.Peer == f.Proc)
	})
}

// standsIn reports whether a literal in a test waits for a signal that nothing in the
// test gives: it stands in for what takes for ever.
func (f *Finding) standsIn() bool {
	fn := f.Prog.Funcs[f.Site.Fn]
	made, pc := f.Target.MadeAt()
	if f.Kind != Leak || f.Op != model.Recv || fn.Flags&model.TestCode == 0 || model.Class(f.Imm&0xff) != model.Struct ||
		made < 0 || made == f.Site.Fn || f.outermost(made) != f.outermost(f.Site.Fn) {
		return false
	}
	name := f.Prog.Funcs[made].Code[pc].Name
	return !f.anyWithin(made, func(fn int32) bool { return f.Prog.Serves(fn, name) })
}

// uncounted reports whether a counter gets negative by a process that receives values from
// unknown code: each may stand for one that was added.
func (f *Finding) uncounted() bool {
	return f.Kind == NegativeCounter && slices.ContainsFunc(f.Events, func(e explore.Event) bool { return e.Kind == explore.EvOp && e.Proc == f.Proc && e.IsValue() })
}

// late reports whether a test panics only if a timer goes off after a sleep of the test
// that began later: tests sleep for long enough.
func (f *Finding) late() bool {
	switch f.Kind {
	case SendClosed, CloseClosed, NegativeCounter, AddRace:
	default:
		return false
	}
	started, slept := false, false
	return f.Prog.Funcs[f.Start].Flags&model.TestFunc != 0 && slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		started = started || e.Kind == explore.EvSpawn && e.Peer == f.Proc
		slept = slept || started && e.Op == model.Sleep && e.Proc != f.Proc
		return slept && e.Fires() && e.Proc == f.Proc
	})
}

// lifelong reports whether a range is over a channel that a package variable is made
// with, or a goroutine of main receives from one: it may be meant for as long as the program
// runs, unless main hangs and all others.
func (f *Finding) lifelong() bool {
	made, _ := f.Target.MadeAt()
	ofMain := strings.HasSuffix(f.Prog.Funcs[f.Start].Name, ".main")
	return (f.Kind == UnclosedRange || f.Kind == Leak && f.Op == model.Recv && ofMain) && strings.HasSuffix(f.outermost(made), ".init") && !(f.Root && ofMain && f.allStuck())
}

// allStuck reports whether all processes have ended, or are stuck.
func (f *Finding) allStuck() bool {
	alive := map[int32]bool{}
	for _, e := range slices.Concat(f.Events, f.Later) {
		switch e.Kind {
		case explore.EvSpawn:
			alive[e.Peer] = true
		case explore.EvEnd:
			delete(alive, e.Proc)
		}
	}
	for _, p := range f.Stuck {
		delete(alive, p.Serial)
	}
	return len(alive) == 0
}

// unset reports whether a channel is nil because a function found something nil, such as
// its receiver, and returned at once.
func (f *Finding) unset() bool {
	isNil := func(o model.Operand) bool { return o.Kind == model.KNil }
	return f.Kind == NilChan && slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		in := f.branch(e)
		if in == nil {
			return false
		}
		code := f.Prog.Funcs[e.Site.Fn].Code
		way, _ := ways(in, e)
		return code[way].Op == model.Ret && slices.ContainsFunc(code[way].Args, isNil) && slices.ContainsFunc(code, func(c model.Instr) bool {
			return compares(&c, in.Args[0]) && isNil(c.Args[1]) && foundEqual(&c, e.Off != 0)
		})
	})
}

// tooSlow reports whether a select has waited for a timer although a channel of another case
// was closed before, by its own process.
func (f *Finding) tooSlow() bool {
	for i, e := range f.Events {
		in := f.Prog.Funcs[e.Site.Fn].Code[e.Site.PC]
		if in.Op != model.Select || !e.Fires() {
			continue
		}
		for _, before := range f.Events[:i] {
			if before.Op == model.Close && before.Proc == e.Proc && slices.ContainsFunc(in.Cases, func(c model.Case) bool {
				return !c.Send && c.Name != "" && link.LastPart(c.Name) == link.LastPart(before.Site.Name)
			}) {
				return true
			}
		}
	}
	return false
}

// sureOf reports whether a channel is nil because a function of another package has failed,
// whose error is thrown away: that of a parser, say, whose argument was looked at before.
func (f *Finding) sureOf() bool {
	if f.Kind != NilChan || len(f.Prog.Funcs[f.Site.Fn].Code[f.Site.PC].Args) == 0 {
		return false
	}
	code := f.Prog.Funcs[f.Site.Fn].Code
	made := definition(code, code[f.Site.PC].Args[0])
	if made == nil || made.Op != model.Call || len(made.Dst) < 2 || !f.Prog.IsForeign(made.Fn) {
		return false
	}
	results := f.Prog.Funcs[made.Fn].Results
	last := len(made.Dst) - 1
	return made.Dst[last] < 0 && last < len(results) && model.Class(results[last]) == model.Error
}

// forEver reports whether a function waits for a Background that it has got itself, and has
// given to others: what they do goes on until the program ends.
func (f *Finding) forEver() bool {
	if f.Kind != NilChan || !f.Root || !strings.HasSuffix(f.Name, ".Done()") {
		return false
	}
	code := f.Prog.Funcs[f.Site.Fn].Code
	done := definition(code, code[f.Site.PC].Args[0])
	if done == nil || done.Op != model.Invoke {
		return false
	}
	ctx := done.Args[0]
	made := definition(code, ctx)
	return made != nil && (made.Sym == "context.Background" || made.Sym == "context.TODO") && slices.ContainsFunc(code, func(in model.Instr) bool {
		return !(in.Op == model.Invoke && strings.Contains(in.Sym, "(context.Context)")) && slices.Contains(in.Args, ctx)
	})
}

// madeMeanwhile reports whether another process makes a channel, and is there when unknown code
// runs before the process that finds nil: that may have waited for it.
func (f *Finding) madeMeanwhile() bool {
	if f.Kind != NilChan && f.Kind != CloseNil {
		return false
	}
	there := false
	return slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		there = there || e.Kind == explore.EvSpawn && e.Peer != f.Proc && e.Off >= 0 && f.Prog.Makes(e.Off, f.Name)
		return there && e.Kind == explore.EvAcquire && e.Obj == explore.Environment && e.Proc == f.Proc
	})
}

// atExit reports whether a goroutine is left behind by a command, which can return: the
// program ends then, and it with it.
func (f *Finding) atExit() bool {
	return f.Kind.blocks() && !f.Root && f.Prog.Funcs[f.Start].Flags&model.Command != 0 &&
		!slices.ContainsFunc(f.Stuck, func(p explore.Proc) bool { return p.Root })
}

// repeats reports whether a process closes a channel in two rounds of a loop because
// of what it receives from unknown code, which need not send that twice; or is done twice
// at one place, or adds after it was done, because of what it finds in between.
func (f *Finding) repeats() bool {
	first, proc := -1, f.Proc
	done := func(e explore.Event) bool {
		return e.Kind == explore.EvOp && e.Op == model.WgAdd && e.Aux < 0 && e.Proc == proc && (f.Kind == AddRace || e.Site.Pos == f.Site.Pos)
	}
	switch f.Kind {
	case CloseClosed:
		if !f.Loop || f.Foreign {
			return false
		}
		first = slices.IndexFunc(f.Events, func(e explore.Event) bool {
			return e.Kind == explore.EvOp && e.Op == model.Close && e.Obj == f.Target.Serial
		})
	case NegativeCounter:
		first = slices.IndexFunc(f.Events, done)
	case AddRace:
		proc = f.Stuck[0].Serial
		first = slices.IndexFunc(f.Events, done)
	}
	return first >= 0 && slices.ContainsFunc(f.Events[first+1:], func(e explore.Event) bool {
		return e.Proc == proc && (e.Kind == explore.EvOp && e.IsValue() || e.Kind == explore.EvChoice && f.Kind != CloseClosed)
	})
}

// addsAgain reports whether a function that adds to a group waits for it after that, and then
// adds to it at another place: what a goroutine does between two Done may take longer.
func (f *Finding) addsAgain() bool {
	if f.Kind != NegativeCounter {
		return false
	}
	uses := func(in *model.Instr, method string) bool {
		return in.Op == model.Call && in.Sym == "(*sync.WaitGroup)."+method && in.Name == f.Name
	}
	return slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		if e.Kind != explore.EvOp || e.Op != model.WgAdd || e.Aux <= 0 || e.Obj != f.Target.Serial || e.Proc == f.Proc {
			return false
		}
		fn := f.Prog.Funcs[e.Site.Fn]
		first := &fn.Code[e.Site.PC]
		adds := func(in *model.Instr) bool { return in != first && uses(in, "Add") }
		for pc := range fn.Code {
			wait := &fn.Code[pc]
			isWait := func(in *model.Instr) bool { return in == wait }
			if uses(wait, "Wait") && fn.Reaches(fn.Next(int(e.Site.PC)), isWait, never) && fn.Reaches(fn.Next(pc), adds, never) {
				return true
			}
		}
		return false
	})
}

// overfills reports whether a process itself fills the buffer that it then waits for room
// in, by rounds of loops whose number is not known: whoever made the buffer with that
// capacity knows it.
func (f *Finding) overfills() bool {
	if !f.Kind.blocks() || f.Op != model.Send || f.Target.Cap < 1 {
		return false
	}
	first := slices.IndexFunc(f.Events, func(e explore.Event) bool {
		return e.Kind == explore.EvOp && e.Op == model.Send && e.Obj == f.Target.Serial
	})
	return first >= 0 && slices.ContainsFunc(f.Events[first+1:], func(e explore.Event) bool {
		return e.Proc == f.Proc && f.staysInLoop(e)
	})
}

// counted reports whether a range also ends by a count, where the rounds of some loop on
// the way, of those that start the senders perhaps, are not known: the two numbers may
// agree.
func (f *Finding) counted() bool {
	if f.Kind != UnclosedRange || !slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		in := f.branch(e)
		return in != nil && in.LeavesLoop()
	}) {
		return false
	}
	fn := f.Prog.Funcs[f.Site.Fn]
	isRange := func(in *model.Instr) bool { return in == &fn.Code[f.Site.PC] }
	goesOn := func(to int) bool { return fn.Reaches([]int{to}, isRange, never) }
	for pc := range fn.Code {
		in := &fn.Code[pc]
		if in.Op == model.Br && comparesNumbers(fn, in.Args[0]) && goesOn(in.To[0]) != goesOn(in.To[1]) &&
			fn.Reaches(fn.Next(int(f.Site.PC)), func(x *model.Instr) bool { return x == in }, isRange) {
			return true
		}
	}
	return false
}

// recounted reports whether a function adds to a group, which it or a literal in it then waits for,
// the number in a field that also ends a loop: that of those who start there, whatever may change
// it; or whether one that waits so is stuck together with another process.
func (f *Finding) recounted() bool {
	return f.waitsForGroup(func(at explore.Site) bool {
		return f.anyWithin(at.Fn, func(fn int32) bool { return addsAsCounted(f.Prog.Funcs[fn].Code) })
	})
}

// indexed reports whether a process waits for a group which is an element of several, itself or one
// that is stuck with it: others may be done with it under another index.
func (f *Finding) indexed() bool {
	return f.waitsForGroup(func(at explore.Site) bool { return strings.HasSuffix(at.Name, "]") })
}

// waitsForGroup reports whether a process waits for a group at such a site, itself or one that is
// stuck with it.
func (f *Finding) waitsForGroup(is func(at explore.Site) bool) bool {
	return f.Kind.blocks() && (f.Op == model.WgWait && is(f.Site) ||
		slices.ContainsFunc(f.Stuck, func(p explore.Proc) bool { return p.Op == model.WgWait && is(p.Site) }))
}

// addsAsCounted reports whether the number in a field is added to a group, and also ends a loop.
func addsAsCounted(code []model.Instr) bool {
	field := func(o model.Operand) *model.Instr { return fieldOf(code, definition(code, o), model.Load) }
	for i := range code {
		in := &code[i]
		if in.Op != model.Call || in.Sym != "(*sync.WaitGroup).Add" || in.Args[1].Kind != model.KSlot {
			continue
		}
		added := field(in.Args[1])
		if added != nil && slices.ContainsFunc(code, func(br model.Instr) bool {
			if !br.LeavesLoop() {
				return false
			}
			bin := definition(code, br.Args[0])
			return bin != nil && bin.Op == model.Bin && slices.ContainsFunc(bin.Args, func(o model.Operand) bool {
				bound := field(o)
				return bound != nil && bound != added && bound.Imm == added.Imm && sameStruct(code, bound.Args[0], added.Args[0])
			})
		}) {
			return true
		}
	}
	return false
}

// sameStruct reports whether two operands are the same, or the same field of the same struct.
func sameStruct(code []model.Instr, a, b model.Operand) bool {
	x, y := definition(code, a), definition(code, b)
	return isSame(code, a, b) || x != nil && y != nil && x.Op == model.FieldAt && y.Op == model.FieldAt && x.Imm == y.Imm && sameStruct(code, x.Args[0], y.Args[0])
}

// comparesNumbers reports whether a condition is a comparison of numbers.
func comparesNumbers(fn *model.FuncModel, cond model.Operand) bool {
	return slices.ContainsFunc(fn.Code, func(in model.Instr) bool {
		return compares(&in, cond) && (model.BinOp(in.Imm) >= model.Lt || in.Args[0].Kind == model.KInt || in.Args[1].Kind == model.KInt)
	})
}

// compares reports whether an instruction is the comparison, or other operation on two
// values, that a condition is the result of.
func compares(in *model.Instr, cond model.Operand) bool {
	return in.Op == model.Bin && cond.Kind == model.KSlot && in.Dst[0] == model.Slot(cond.N)
}

// foundEqual reports whether the two sides of a comparison are equal if it was decided to be
// true, or not.
func foundEqual(in *model.Instr, truth bool) bool {
	op := model.BinOp(in.Imm)
	return op == model.Eq && truth || op == model.Ne && !truth
}

// ways returns where a branch led by a decision, and where it did not.
func ways(in *model.Instr, e explore.Event) (way, other int) {
	if e.Off != 0 {
		return in.To[0], in.To[1]
	}
	return in.To[1], in.To[0]
}

// never is for model.FuncModel.Reaches: nothing stops there.
func never(*model.Instr) bool { return false }

// staysInLoop reports whether a decision is to go on with a loop that it could have left.
func (f *Finding) staysInLoop(e explore.Event) bool {
	in := f.branch(e)
	return in != nil && in.Leaves(e.Off == 0)
}

// branch returns the branch that was taken by a decision, nil if e is no decision or there
// is no branch at its place.
func (f *Finding) branch(e explore.Event) *model.Instr {
	code := f.Prog.Funcs[e.Site.Fn].Code
	if e.Kind != explore.EvChoice || e.Site.PC >= int32(len(code)) || code[e.Site.PC].Op != model.Br {
		return nil
	}
	return &code[e.Site.PC]
}

// unordered reports whether a call that was not looked into may prevent a panic, by a wait or
// by what it sets, or that a lock is held, by releasing it.
func (f *Finding) unordered() bool {
	taken, key := 0, ""
	locks := false
	switch f.Kind {
	case SendClosed, CloseClosed, NegativeCounter:
	case UnlockUnlocked:
		taken = max(0, slices.IndexFunc(f.Events, isLock))
	case HeldOnReturn, DoubleLock, Deadlock, Leak:
		taken = slices.IndexFunc(f.Events, f.takes)
		if taken < 0 {
			return false
		}
		locks, key = true, f.Prog.LockKeys[f.Events[taken].Site.Pos]
	default:
		return false
	}
	return slices.ContainsFunc(f.Events[taken:], func(e explore.Event) bool {
		return e.Kind == explore.EvSkip && (!locks || f.Prog.Releases(int32(e.Aux), key))
	})
}

// partly reports whether something happens in a test that also makes calls which may wait and
// were not looked into: tests wait for each other's goroutines in many ways. They do not receive
// there from a channel that is their own, and from which they never receive.
func (f *Finding) partly() bool {
	if !f.inTest() || !slices.ContainsFunc(f.Events, func(e explore.Event) bool { return e.Kind == explore.EvSkip }) {
		return false
	}
	made, _ := f.Target.MadeAt()
	own := f.Kind == Leak && f.Op == model.Send && f.outermost(made) == f.outermost(int32(f.Start))
	return !own || f.anyWithin(made, func(fn int32) bool { return link.Receives(f.Prog.Funcs[fn], f.Name) })
}

// inTest reports whether something happens in the code of the test that is the root.
func (f *Finding) inTest() bool {
	return f.Prog.Funcs[f.Start].Flags&model.TestFunc != 0 && f.Prog.Funcs[f.Site.Fn].Flags&model.TestCode != 0
}

// asked reports whether a goroutine of a test is stuck where it has been before, and came there
// again since there was no error meanwhile: what it reads may have an end, as the test knows.
func (f *Finding) asked() bool {
	if f.Kind != Leak || !f.inTest() {
		return false
	}
	before := false
	return slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		if e.Proc != f.Proc {
			return false
		}
		if in := f.branch(e); in != nil && before {
			def := definition(f.Prog.Funcs[e.Site.Fn].Code, in.Args[0])
			return def != nil && def.Sym == "error"
		}
		before = before || e.Kind == explore.EvOp && e.Op == f.Op && e.Site.Pos == f.Site.Pos
		return false
	})
}

// waitsBefore reports whether a process that is stuck with a send has sent there before, and
// has then made a call that was not looked into: it may get from there what it sends, and
// wait for that.
func (f *Finding) waitsBefore() bool {
	if f.Kind != Leak && f.Kind != Deadlock || f.Op != model.Send {
		return false
	}
	sent := false
	return slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		if e.Proc != f.Proc {
			return false
		}
		sent = sent || e.Kind == explore.EvOp && e.Op == model.Send && e.Site.Pos == f.Site.Pos
		return sent && e.Kind == explore.EvSkip
	})
}

// paired reports whether a counter is negative because a Done is reached on a condition,
// and an Add was not, on another one: of conditions that are not known the two may be the
// same.
func (f *Finding) paired() bool {
	if f.Kind != NegativeCounter {
		return false
	}
	adds := func(in model.Instr) bool {
		return in.Op == model.Call && in.Sym == "(*sync.WaitGroup).Add" && in.Name == f.Name
	}
	done, left := false, false
	for _, e := range f.Events {
		switch {
		case e.Kind == explore.EvOp && e.Op == model.WgAdd && e.Aux > 0 && e.Obj == f.Target.Serial && e.Off == f.Target.Off:
			return false
		case e.Kind == explore.EvChoice:
			left = left || slices.ContainsFunc(f.Prog.Funcs[e.Site.Fn].Code, adds)
			done = done || e.Proc == f.Proc && e.Site.Fn == f.Site.Fn
		}
	}
	return left && done
}

// contradicts reports whether a function finds a field of a parameter, or variable, equal to
// two different constants on the way, or finds a flag set and not set that no function sets, or
// that a number which none sets compares with a constant in two ways: calls of unknown code in
// between seldom change it. Who finds a channel nil that was not made for a flag must not find
// the flag set in another function either, whoever sets it.
func (f *Finding) contradicts() bool {
	type field struct {
		fn   int32
		proc int32
		base model.Operand
		off  int64
	}
	type question struct {
		fn   int32
		proc int32
		name string
		op   int64
		with model.Operand
	}
	found := map[field]model.Operand{}
	answers := map[question]bool{}
	for _, e := range f.Events {
		in := f.branch(e)
		if in == nil {
			continue
		}
		code := f.Prog.Funcs[e.Site.Fn].Code
		def := definition(code, in.Args[0])
		compared := def != nil && def.Op == model.Bin && (def.Args[1].Kind == model.KString || def.Args[1].Kind == model.KInt)
		asked, read := question{fn: e.Site.Fn, proc: e.Proc}, def
		if compared {
			asked.op, asked.with, read = def.Imm, def.Args[1], definition(code, def.Args[0])
		}
		if asked.name = readFrom(code, read); asked.name != "" {
			if f.Kind == NilChan {
				asked.fn = 0
			}
			if old, ok := answers[asked]; ok && old != (e.Off != 0) && (f.Kind == NilChan || !f.written(asked.name)) {
				return true
			}
			answers[asked] = e.Off != 0
		}
		if !compared || !foundEqual(def, e.Off != 0) {
			continue
		}
		at := fieldOf(code, read, model.Load)
		if at == nil {
			continue
		}
		key := field{e.Site.Fn, e.Proc, at.Args[0], at.Imm}
		if old, ok := found[key]; ok && old != def.Args[1] {
			return true
		}
		found[key] = def.Args[1]
	}
	return false
}

// readFrom returns the name, as written, of the shared field that an instruction loads; ""
// if it does not.
func readFrom(code []model.Instr, load *model.Instr) string {
	if fieldOf(code, load, model.Load) == nil {
		return ""
	}
	for _, in := range code {
		if in.Op == model.Access && in.Args[0] == load.Args[0] {
			return in.Name
		}
	}
	return ""
}

// written reports whether a function that is not of a test sets a field of the given name,
// whatever it is a field of, but for one that mends what it finds there before it is used.
func (f *Finding) written(name string) bool {
	name = link.LastPart(name)
	return slices.ContainsFunc(f.Prog.Funcs, func(fn *model.FuncModel) bool {
		if fn.Flags&model.TestCode != 0 || mends(fn, name) {
			return false
		}
		return slices.ContainsFunc(fn.Code, func(in model.Instr) bool {
			if in.Op != model.Access || link.LastPart(in.Name) != name {
				return false
			}
			_, write := model.ParseAccess(in.Imm)
			return write
		})
	})
}

// mends reports whether a function compares a field of the given name with constants, sets it to
// constants, and does nothing else that others can observe: it replaces what a configuration
// must not hold.
func mends(fn *model.FuncModel, name string) bool {
	compares := false
	for i := range fn.Code {
		in := &fn.Code[i]
		switch in.Op {
		case model.Bin:
			compares = compares || in.Args[1].Kind == model.KInt && link.LastPart(readFrom(fn.Code, definition(fn.Code, in.Args[0]))) == name
		case model.Store:
			if in.Args[1].Kind == model.KSlot {
				return false
			}
		case model.Nop, model.Jmp, model.Br, model.Ret, model.FieldAt, model.Load, model.Access:
		default:
			return false
		}
	}
	return compares
}

// takenBack reports whether a wait rests on a flag that a function finds set, although it
// sets it and takes it back itself, and holds a lock all the time.
func (f *Finding) takenBack() bool {
	return f.Kind.blocks() && slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		in := f.branch(e)
		if in == nil || e.Off == 0 {
			return false
		}
		code := f.Prog.Funcs[e.Site.Fn].Code
		flag := fieldOf(code, definition(code, in.Args[0]), model.Load)
		if flag == nil {
			return false
		}
		set, reset, keeps := false, false, false
		for i := range code {
			in := &code[i]
			if at := fieldOf(code, in, model.Store); at != nil && at.Args[0] == flag.Args[0] && at.Imm == flag.Imm {
				set = set || in.Args[1] == model.B(true)
				reset = reset || in.Args[1] == model.B(false)
			}
			if in.Unlocks(false) {
				if model.Mode(in.Imm) != model.Defer {
					return false
				}
				keeps = true
			}
		}
		return set && reset && keeps
	})
}

// countedByField reports whether a function comes to a wait by what it finds in a number
// that it keeps in a field, up and down: of those who serve it, perhaps.
func (f *Finding) countedByField() bool {
	if !f.Kind.blocks() || f.Op != model.Send && f.Op != model.Recv {
		return false
	}
	code := f.Prog.Funcs[f.Site.Fn].Code
	steps := func(field *model.Instr, op model.BinOp) bool {
		return slices.ContainsFunc(code, func(in model.Instr) bool {
			at := fieldOf(code, &in, model.Store)
			if at == nil || !isSame(code, at.Args[0], field.Args[0]) || at.Imm != field.Imm {
				return false
			}
			sum := definition(code, in.Args[1])
			return sum != nil && sum.Op == model.Bin && model.BinOp(sum.Imm) == op
		})
	}
	return slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		in := f.branch(e)
		if in == nil || e.Proc != f.Proc || e.Site.Fn != f.Site.Fn {
			return false
		}
		bin := definition(code, in.Args[0])
		return bin != nil && bin.Op == model.Bin && slices.ContainsFunc(bin.Args, func(o model.Operand) bool {
			field := fieldOf(code, definition(code, o), model.Load)
			return field != nil && steps(field, model.Add) && steps(field, model.Sub)
		})
	})
}

// isSame reports whether two operands are the same, or read from the same variable.
func isSame(code []model.Instr, a, b model.Operand) bool {
	x, y := definition(code, a), definition(code, b)
	return a == b || x != nil && y != nil && x.Op == model.Load && y.Op == model.Load && x.Args[0] == y.Args[0]
}

// fieldOf returns the instruction that tells which field an instruction, if it is of the given
// kind, loads or stores; nil if it is none.
func fieldOf(code []model.Instr, in *model.Instr, op model.Op) *model.Instr {
	if in == nil || in.Op != op {
		return nil
	}
	if at := definition(code, in.Args[0]); at != nil && at.Op == model.FieldAt {
		return at
	}
	return nil
}

// definition returns the instruction that sets a slot, nil if there is none or several do.
func definition(code []model.Instr, o model.Operand) *model.Instr {
	var def *model.Instr
	for i := range code {
		if o.Kind == model.KSlot && slices.Contains(code[i].Dst, model.Slot(o.N)) {
			if def != nil {
				return nil
			}
			def = &code[i]
		}
	}
	return def
}

// comparesToNil reports whether a condition is whether something is nil.
func comparesToNil(code []model.Instr, cond model.Operand) bool {
	bin := definition(code, cond)
	return bin != nil && bin.Op == model.Bin && bin.Args[1].Kind == model.KNil
}

// relocked reports whether a lock is released twice because a decision was not to take it
// again, where the function comes to the release only by another condition, which may be
// the same.
func (f *Finding) relocked() bool {
	if f.Kind != UnlockUnlocked {
		return false
	}
	fn := f.Prog.Funcs[f.Site.Fn]
	isLast := func(in *model.Instr) bool { return in == &fn.Code[f.Site.PC] }
	locks := func(in *model.Instr) bool { return in.Name == f.Name && in.Locks() }
	unlocks := func(in *model.Instr) bool { return in.Name == f.Name && in.UnlocksNow() }
	// How many rounds there are is no such condition.
	decides := func(in *model.Instr) bool { return in.Op == model.Br && !comparesNumbers(fn, in.Args[0]) }
	return slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		in := f.branch(e)
		if in == nil || e.Proc != f.Proc || e.Site.Fn != f.Site.Fn {
			return false
		}
		way, other := ways(in, e)
		return fn.Reaches([]int{other}, locks, unlocks) && fn.Reaches([]int{way}, isLast, locks) && !fn.Reaches([]int{way}, isLast, decides)
	})
}

// rearmed reports whether a range is over the channel of a timer that the function sets
// again: what decides whether it does so is not known to go with what has fired it.
func (f *Finding) rearmed() bool {
	return f.Kind == UnclosedRange && slices.ContainsFunc(f.Prog.Funcs[f.Site.Fn].Code, func(in model.Instr) bool {
		return in.Op == model.Call && in.Sym == "(*time.Timer).Reset"
	})
}

// aliased reports whether a process that keeps a lock, or takes it again, has released, of another
// object, one of the same name that it had not taken: the two may be the same object.
func (f *Finding) aliased() bool {
	if f.Kind != HeldOnReturn && f.Kind != DoubleLock {
		return false
	}
	key := f.Prog.LockKeys[f.Other.Pos]
	type lock struct{ obj, off int32 }
	taken := map[lock]bool{}
	return key != "" && slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		l := lock{e.Obj, e.Off}
		if isLock(e) {
			taken[l] = true
		}
		return isUnlock(e) && e.Proc == f.Proc && !taken[l] && f.Prog.LockKeys[e.Site.Pos] == key
	})
}

// recovered reports whether a function recovers from the panic itself, as one does that makes
// an error of it on purpose, or another one that is on the way in a test, which expects it.
func (f *Finding) recovered() bool {
	switch f.Kind {
	case SendClosed, CloseClosed, CloseNil:
	default:
		return false
	}
	recovers := f.Prog.Recovers
	return recovers(f.Site.Fn) || f.Prog.Funcs[f.Start].Flags&model.TestCode != 0 && (recovers(int32(f.Start)) ||
		slices.ContainsFunc(f.Events, func(e explore.Event) bool { return e.Proc == f.Proc && recovers(e.Site.Fn) }))
}

// pipelined reports whether a channel was closed by a process that had found closed what unknown
// code sends on, where a function was given a channel and returned one: a stage of a pipeline, which
// ends when that one is closed.
func (f *Finding) pipelined() bool {
	if f.Kind != SendClosed {
		return false
	}
	ended := map[int32]bool{} // processes
	closed := slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		ended[e.Proc] = ended[e.Proc] || e.FindsClosed() && explore.FromEnvironment(e)
		return e.Kind == explore.EvOp && e.Op == model.Close && e.Obj == f.Target.Serial && ended[e.Proc]
	})
	if !closed {
		return false
	}
	isChan := func(code []model.Instr, o model.Operand) bool {
		def := definition(code, o)
		return def != nil && (def.Op == model.MakeChan || def.Op == model.Load && model.Class(def.Imm) == model.Chan)
	}
	return f.anyWithin(f.Site.Fn, func(fn int32) bool {
		code := f.Prog.Funcs[fn].Code
		return slices.ContainsFunc(code, func(in model.Instr) bool {
			unknown := in.Op == model.Invoke || in.Op == model.CallDyn || in.Op == model.Unknown
			return unknown && len(in.Dst) > 0 && strings.Contains(in.Sym[strings.LastIndexByte(in.Sym, '|')+1:], string(rune(model.Chan))) &&
				slices.ContainsFunc(in.Args, func(o model.Operand) bool { return isChan(code, o) })
		})
	})
}

// answered reports whether a channel was closed by a process that had received a value from
// unknown code on it: what is sent after that may be sent in place of that value.
func (f *Finding) answered() bool {
	if f.Kind != SendClosed {
		return false
	}
	values := map[int32]bool{} // by process
	for _, e := range f.Events {
		if e.Kind != explore.EvOp || e.Obj != f.Target.Serial {
			continue
		}
		if e.Op == model.Close {
			return values[e.Proc]
		}
		values[e.Proc] = values[e.Proc] || e.IsValue()
	}
	return false
}

// countedLate reports whether a wait group was waited for before something was added to it
// for what sends, or closes, in another process.
func (f *Finding) countedLate() bool {
	if f.Kind != SendClosed && f.Kind != CloseClosed {
		return false
	}
	waited := map[int32]int32{} // the process that waited for a group
	return slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		if e.Kind != explore.EvOp {
			return false
		}
		if e.Op == model.WgWait {
			waited[e.Obj] = e.Proc
		}
		by, ok := waited[e.Obj]
		return e.Op == model.WgAdd && e.Aux > 0 && ok && by != e.Proc
	})
}

// released reports whether the lock is one inside of a value of another package's, and a
// function which may come from there is called after it was taken.
func (f *Finding) released() bool {
	if f.Kind != DoubleLock || f.Call == "" || strings.Contains(f.Call, "sync.") {
		return false
	}
	taken := slices.IndexFunc(f.Events, func(e explore.Event) bool { return isLock(e) && e.Proc == f.Proc && e.Obj == f.Target.Serial })
	if taken < 0 {
		return false
	}
	at := f.Events[taken].Site
	fn := f.Prog.Funcs[at.Fn]
	return fn.Reaches(fn.Next(int(at.PC)), func(in *model.Instr) bool { return in.Op == model.CallDyn }, func(in *model.Instr) bool { return in.Pos == f.Site.Pos })
}

// leftByTest reports whether a test leaves behind a goroutine of another package, which that
// started, and which is to be told something: tests often do not end what they use.
func (f *Finding) leftByTest() bool {
	return f.Kind == Leak && f.Op != model.Send && f.Prog.Funcs[f.Start].Flags&model.TestCode != 0 && f.isForeign(f.Proc)
}

// neverEnds reports whether a test leaves behind a goroutine that code which is no test started to
// wait for work, and that cannot return whatever it is told.
func (f *Finding) neverEnds() bool {
	if f.Kind != Leak || f.Op == model.Send || f.Prog.Funcs[f.Start].Flags&model.TestCode == 0 {
		return false
	}
	fn := f.Prog.Funcs[f.At.Fn]
	return fn.Flags&model.TestCode == 0 && !fn.Reaches(fn.Next(int(f.At.PC)), func(in *model.Instr) bool { return in.Op == model.Ret }, never) &&
		slices.ContainsFunc(f.Events, func(e explore.Event) bool {
			return e.Kind == explore.EvSpawn && e.Peer == f.Proc && f.Prog.Funcs[e.Site.Fn].Flags&model.TestCode == 0
		})
}

// isForeign reports whether a process runs a function of another package, which that started.
func (f *Finding) isForeign(serial int32) bool {
	return slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		return e.Kind == explore.EvSpawn && e.Peer == serial && f.Prog.IsForeign(e.Off)
	})
}

// inside reports whether something happens in code of another package, or waits for what
// such code has made, after decisions there which are not known to be possible together.
func (f *Finding) inside() bool {
	if !slices.ContainsFunc(f.Events, func(e explore.Event) bool { return e.Kind == explore.EvChoice && e.Inner }) {
		return false
	}
	name := strings.TrimSuffix(f.Call, "$bound")
	if f.Kind.blocks() {
		made, _ := f.Target.MadeAt()
		if f.Target.Serial > 0 && f.Prog.IsForeign(made) || f.endsInside() || f.closedInside() {
			return true
		}
	} else if c := f.callThere(); c != nil {
		name = c.Sym
	}
	return f.namesForeign(name)
}

// namesForeign reports whether a name is that of a function of another package which is there.
func (f *Finding) namesForeign(name string) bool {
	fn, err := f.Prog.Func(name)
	return err == nil && f.Prog.IsForeign(int32(fn))
}

// withinCall reports whether a panic, and what was done to the object before, or both times
// that a lock is taken, are within one call of a function of another package: that is where it
// belongs to.
func (f *Finding) withinCall() bool {
	switch {
	case f.Kind == DoubleLock: // a goroutine that runs such a function stands where it was started
		return f.Other.Pos == f.Site.Pos && f.Prog.IsForeign(f.Site.Fn)
	case f.Kind.blocks():
		return f.Target.Own != 0 && f.Target.Taken.Pos == f.Site.Pos && f.namesForeign(f.Call)
	case f.Target.Serial <= 0:
		return false
	}
	c := f.callThere()
	last := explore.Event{}
	for _, e := range f.Events {
		if e.Kind == explore.EvOp && e.Obj == f.Target.Serial && e.Off == f.Target.Off {
			last = e
		}
	}
	return c != nil && f.Prog.IsForeign(c.Fn) && last.Site.Pos == f.Site.Pos
}

// callThere returns the call at the place of a finding, a deferred one perhaps, or nil.
func (f *Finding) callThere() *model.Instr {
	code := f.Prog.Funcs[f.Site.Fn].Code
	for i := range slices.Backward(code) {
		if in := &code[i]; in.Op == model.Call && in.Pos == f.Site.Pos {
			return in
		}
	}
	return nil
}

// endsInside reports whether what another process does last is a decision in another
// package: it is blocked there, or ends there with runtime.Goexit.
func (f *Finding) endsInside() bool {
	last := map[int32]explore.Event{}
	for _, e := range f.Events {
		if e.Kind != explore.EvEnd || e.Aux != explore.EndedByGoexit {
			last[e.Proc] = e
		}
	}
	for proc, e := range last {
		if proc != f.Proc && e.Kind == explore.EvChoice && e.Inner {
			return true
		}
	}
	return false
}

// closedInside reports whether a goroutine of another package, which serves something that lasts,
// comes to close what was made there by a decision of its own: it may do so only if it is told.
func (f *Finding) closedInside() bool {
	serves, decided := map[int32]bool{}, map[int32]bool{} // by process
	return slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		serves[e.Proc] = serves[e.Proc] || e.Kind == explore.EvOp && e.Op == model.Service
		decided[e.Proc] = decided[e.Proc] || serves[e.Proc] && e.Kind == explore.EvChoice && e.Inner
		return e.Kind == explore.EvOp && e.Op == model.Close && e.Proc != f.Proc && decided[e.Proc] && f.isForeign(e.Proc)
	})
}

// served reports whether a function that another package got sends on, or closes, what f
// waits for: when it calls that function it decides itself.
func (f *Finding) served() bool {
	return f.Kind.blocks() && slices.ContainsFunc(f.Targets, func(t explore.Target) bool {
		if t.Send || t.Name == "" {
			return false
		}
		// What a function has by the same name, if it is made in another one, is not it.
		made, _ := t.MadeAt()
		local := !strings.Contains(t.Name, ".") && f.outermost(made) == f.outermost(f.Site.Fn)
		return f.Prog.CalledBack(func(fn int32) bool {
			return (!local || f.outermost(fn) == f.outermost(made)) && f.Prog.Serves(fn, t.Name)
		})
	})
}

// outermost returns the name of the declared function that a function is, or is a literal
// in; "" of what is no function.
func (f *Finding) outermost(fn int32) string {
	if fn < 0 || int(fn) >= len(f.Prog.Funcs) {
		return ""
	}
	name, _, _ := strings.Cut(f.Prog.Funcs[fn].Name, "$")
	return name
}

// anyWithin reports whether the declared function that function at is, or is a literal in, or one
// of the literals in that, is such a function.
func (f *Finding) anyWithin(at int32, is func(fn int32) bool) bool {
	name := f.outermost(at)
	for fn := range int32(len(f.Prog.Funcs)) {
		if f.outermost(fn) == name && is(fn) {
			return true
		}
	}
	return false
}

// elsewhere reports whether what adds to a group too late is a goroutine of another package,
// which that started: it is that package's affair.
func (f *Finding) elsewhere() bool {
	return f.Kind == AddRace && (f.isForeign(f.Proc) || f.isForeign(f.Stuck[0].Serial))
}

// oneMore reports whether a function waits for one more value in a loop of so many rounds as
// are not known: whoever counts them may know how many values come.
func (f *Finding) oneMore() bool {
	if f.Kind != Deadlock || f.Op != model.Recv {
		return false
	}
	for _, e := range slices.Backward(f.Events) {
		if e.Proc == f.Proc && e.Site.Fn == f.Site.Fn && f.branch(e) != nil {
			fn := f.Prog.Funcs[e.Site.Fn]
			return f.staysInLoop(e) && comparesNumbers(fn, fn.Code[e.Site.PC].Args[0])
		}
	}
	return false
}

// idle reports whether a function waits for a value although it started none of several
// goroutines that would send it, or of those that a loop starts, nor called what starts
// them: callers have no reason for that.
func (f *Finding) idle() bool {
	if f.Kind != Deadlock || f.Op != model.Recv || f.Name == "" {
		return false
	}
	sends := func(fn int32) bool { return fn >= 0 && f.Prog.Serves(fn, f.Name) }
	if slices.ContainsFunc(f.Events, func(e explore.Event) bool { return e.Kind == explore.EvSpawn && sends(e.Off) }) {
		return false
	}
	fn := f.Prog.Funcs[f.Site.Fn]
	n := 0
	for pc := range fn.Code {
		in := &fn.Code[pc]
		if (in.Op == model.Closure || in.Op == model.Call) && sends(in.Fn) {
			n++
			if fn.Reaches(fn.Next(pc), func(o *model.Instr) bool { return o == in }, never) {
				n++
			}
			if slices.ContainsFunc(f.Events, func(e explore.Event) bool { return e.Site.Fn == in.Fn }) {
				return false
			}
		}
	}
	return n > 1
}

// callers reports whether a process releases a lock that it has not taken, and that another
// process has, or keeps one that it takes by a deferred call, to give it back: whoever calls
// it may have held that lock all the time.
func (f *Finding) callers() bool {
	switch f.Kind {
	case UnlockUnlocked:
		locks := func(own bool) bool {
			return slices.ContainsFunc(f.Events, func(e explore.Event) bool {
				return f.takes(e) && own == (e.Proc == f.Proc)
			})
		}
		return !locks(true) && locks(false)
	case HeldOnReturn:
		return slices.ContainsFunc(f.Prog.Funcs[f.Other.Fn].Code, func(in model.Instr) bool {
			return in.Op == model.Call && model.Mode(in.Imm) == model.Defer && in.Pos == f.Other.Pos
		})
	}
	return false
}

// passedOn reports whether a function returns with a lock after it has sent something to one that
// releases the lock for others, or releases a lock after it has received something which one
// sends that returns with the lock.
func (f *Finding) passedOn() bool {
	key := f.Prog.LockKeys[f.Site.Pos]
	var passes func(e explore.Event, fn int32) bool
	switch f.Kind {
	case UnlockUnlocked:
		passes = func(e explore.Event, fn int32) bool {
			return e.IsValue() && f.Prog.SendsOn(fn, e.Site.Name) && f.Prog.LeavesLocked(fn, key)
		}
	case HeldOnReturn:
		key = f.Prog.LockKeys[f.Other.Pos]
		passes = func(e explore.Event, fn int32) bool {
			return e.Op == model.Send && link.Receives(f.Prog.Funcs[fn], e.Site.Name) && f.Prog.ReleasesForOthers(fn, key)
		}
	default:
		return false
	}
	return key != "" && slices.ContainsFunc(f.Events[max(0, f.taken(f.Events)):], func(e explore.Event) bool {
		if e.Kind != explore.EvOp || e.Proc != f.Proc {
			return false
		}
		for fn := range f.Prog.Funcs {
			if passes(e, int32(fn)) {
				return true
			}
		}
		return false
	})
}

// chosen reports whether a function takes a lock that its caller holds only on a condition
// that has to do with no error: the caller may know that it does not hold here.
func (f *Finding) chosen() bool {
	if f.Kind != DoubleLock {
		return false
	}
	taken := f.taken(f.Events)
	if taken < 0 || f.Events[taken].Site.Fn == f.Site.Fn {
		return false
	}
	fn := f.Prog.Funcs[f.Site.Fn]
	isLast := func(in *model.Instr) bool { return in == &fn.Code[f.Site.PC] }
	return slices.ContainsFunc(f.Events[taken:], func(e explore.Event) bool {
		in := f.branch(e)
		if in == nil || e.Proc != f.Proc || e.Site.Fn != f.Site.Fn || in.LeavesLoop() || comparesToNil(fn.Code, in.Args[0]) {
			return false
		}
		_, other := ways(in, e)
		return !fn.Reaches([]int{other}, isLast, never)
	})
}
