package detect

import (
	"maps"
	"slices"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// races finds pairs of accesses that nothing orders. The explorer proposes them;
// here the run is followed once more with vector clocks.
func (d *detector) races() {
	for i := range d.g.Races {
		x := &d.g.Races[i]
		if x.First.Site.Pos == 0 || x.Second.Site.Pos == 0 {
			continue
		}
		race, doubts := follow(x)
		if !race || doubts.worst >= explore.VeryWeak {
			continue
		}
		here, there := x.First, x.Second
		if swapped(&here, &there) {
			here, there = there, here
		}
		f := Finding{Kind: DataRace, Op: opOf(here), Imm: int64(here.Len), Site: here.Site, At: here.Site, Name: here.Site.Name,
			Other: there.Site, OtherOp: opOf(there), Proc: here.Proc, Weak: doubts.weak, Target: explore.Target{Serial: here.Obj, Off: here.Off},
			Stuck: []explore.Proc{{Serial: there.Proc}}, Events: x.Events}
		if len(here.Held) == 0 && len(there.Held) > 0 {
			f.Lock = there.Held[len(there.Held)-1].Site
		}
		switch {
		case doubts.weak > 0:
			f.doubt(restsOnDecisions)
		case doubts.gaveUp:
			f.doubt("a test has failed before")
		case d.mayShareLock(x, &here, &there):
			f.doubt("the two may share a lock")
		case decidedInside(x):
			f.doubt("another package may have waited in between")
		case takesTurns(x):
			f.doubt("the two may take turns")
		case d.listensTwice(x):
			f.doubt("only one of the two gets the address")
		case d.awaited(x, x.First, x.Second), d.awaited(x, x.Second, x.First):
			f.doubt("code that is not known may have waited for the other one")
		}
		if at := slices.IndexFunc(d.raced, f.samePlaces); at < 0 {
			d.raced = append(d.raced, f)
		} else if old := &d.raced[at]; f.Weak < old.Weak || f.Weak == old.Weak && f.writes() > old.writes() {
			*old = f
		}
	}
}

// mayShareLock reports whether a lock may keep two accesses apart after all: one
// that a caller of the root holds meanwhile, as functions that are not exported may
// expect, or one that the function releases for others, or two that need not be different
// ones.
func (d *detector) mayShareLock(x *explore.Race, here, there *explore.Access) bool {
	for _, b := range there.Held {
		if len(here.Held) == 0 && here.Root && b.Given && d.calledInside() && !locks(x.Events, here.Proc, b.Site, there.Proc) {
			return true
		}
		key := d.g.Prog.LockKeys[b.Pos]
		if key != "" && len(here.Held) == 0 && d.g.Prog.ReleasesForOthers(here.Site.Fn, key) {
			return true
		}
		if key != "" && slices.ContainsFunc(here.Held, func(a explore.HeldLock) bool {
			// What a function locks depends on what it is given: a name, perhaps.
			return (a.Found || b.Found || a.Kept && b.Kept && a.Fn == b.Fn) && d.g.Prog.LockKeys[a.Pos] == key
		}) {
			return true
		}
	}
	return false
}

// decidedInside reports whether the process that starts the one goroutine comes to start the
// other one, or to its own access, by what another package decides meanwhile: on the other way
// that may wait for the first one.
func decidedInside(x *explore.Race) bool {
	of := map[int32]explore.Access{x.First.Proc: x.First, x.Second.Proc: x.Second}
	first, decided := int32(-1), false
	var starter int32
	for _, e := range x.Events {
		by, accesses := of[e.Proc]
		_, starts := of[e.Peer]
		starts = starts && e.Kind == explore.EvSpawn
		switch {
		case first < 0 && starts:
			first, starter = e.Peer, e.Proc
		case first < 0 || e.Proc != starter:
		case starts && e.Peer != first, accesses && isAccess(e, &by):
			return decided
		default:
			decided = decided || e.Kind == explore.EvChoice && e.Inner
		}
	}
	return false
}

// takesTurns reports whether the two processes were started at one place, after
// something that only unknown code can allow: a token, for one, of which there may be
// only one.
func takesTurns(x *explore.Race) bool {
	var starts []explore.Event
	for _, e := range x.Events {
		if e.Kind == explore.EvSpawn && (e.Peer == x.First.Proc || e.Peer == x.Second.Proc) {
			starts = append(starts, e)
		}
	}
	return len(starts) == 2 && starts[0].Site.Pos == starts[1].Site.Pos && slices.ContainsFunc(x.Events, func(e explore.Event) bool {
		return e.Kind == explore.EvOp && (e.Proc == starts[0].Proc || e.Proc == starts[1].Proc) && e.IsValue()
	})
}

// listensTwice reports whether both processes listen at what may be the same address before
// their accesses: only one of them can.
func (d *detector) listensTwice(x *explore.Race) bool {
	listens := func(proc int32) model.Pos {
		for _, e := range x.Events {
			code := d.g.Prog.Funcs[e.Site.Fn].Code
			if e.Proc == proc && int(e.Site.PC) < len(code) && strings.HasPrefix(code[e.Site.PC].Sym, "net.Listen") {
				return e.Site.Pos
			}
		}
		return 0
	}
	at := listens(x.First.Proc)
	return at != 0 && at == listens(x.Second.Proc)
}

// awaited reports whether unknown code, which the process of an access ran before it when
// the other process was there, or of which it waited for an answer, may have waited for what
// that one does after its own access; or the one that started it before it did that, or one
// that it started and that has ended by then, as a subtest.
func (d *detector) awaited(x *explore.Race, by, other explore.Access) bool {
	there, ran := false, false
	var answers []string // names of channels
	ended := ownEnded(x.Events, by)
	starter := by.Proc
	if i := slices.IndexFunc(x.Events, func(e explore.Event) bool { return e.Kind == explore.EvSpawn && e.Peer == by.Proc }); i >= 0 {
		starter = x.Events[i].Proc
	}
	for _, e := range x.Events {
		if e.Kind == explore.EvSpawn && e.Peer == by.Proc {
			starter = by.Proc // what that does from here on comes too late
		}
		there = there || e.Kind == explore.EvSpawn && e.Peer == other.Proc
		switch {
		case !there || e.Proc != by.Proc && e.Proc != starter && !slices.Contains(ended, e.Proc):
		case e.Kind == explore.EvAcquire && e.Obj == explore.Environment:
			ran = true
		case e.Kind == explore.EvOp && explore.FromEnvironment(e):
			answers = append(answers, e.Site.Name)
		}
		if isAccess(e, &by) {
			break
		}
	}
	if !ran && len(answers) == 0 {
		return false
	}
	fn := d.g.Prog.Funcs[other.Site.Fn]
	// What is a field others may have got together with the struct.
	reaches := func(name string) bool { return slices.Contains(answers, name) || ran && strings.Contains(name, ".") }
	tells := func(in *model.Instr) bool {
		fences := in.Op == model.Fence || in.Op == model.Call && model.Mode(in.Imm) == model.Plain && in.Fn >= 0 && d.g.Prog.Fences(in.Fn)
		return ran && fences || (in.Op == model.Close || in.Op == model.Send) && reaches(in.Name) ||
			in.Op == model.Select && slices.ContainsFunc(in.Cases, func(c model.Case) bool { return c.Send && reaches(c.Name) })
	}
	// A function around it may have left that to a defer.
	defers := func(in model.Instr) bool {
		return in.Op == model.Call && in.Sym == "builtin.close" && model.Mode(in.Imm) == model.Defer && slices.Contains(answers, in.Name)
	}
	for i, outer := range d.g.Prog.Funcs {
		if (int32(i) == other.Site.Fn || d.g.Prog.Encloses(int32(i), other.Site.Fn)) && slices.ContainsFunc(outer.Code, defers) {
			return true
		}
	}
	return fn.Reaches(fn.Next(int(other.Site.PC)), tells, never)
}

// ownEnded lists the processes that the process of an access has started, and that have ended
// before it.
func ownEnded(events []explore.Event, by explore.Access) []int32 {
	var own, ended []int32
	for _, e := range events {
		switch {
		case e.Kind == explore.EvSpawn && e.Proc == by.Proc:
			own = append(own, e.Peer)
		case e.Kind == explore.EvEnd && slices.Contains(own, e.Proc):
			ended = append(ended, e.Proc)
		}
		if isAccess(e, &by) {
			break
		}
	}
	return ended
}

// calledInside reports whether only functions of its own package can call the
// function that was explored.
func (d *detector) calledInside() bool {
	f := d.g.Prog.Funcs[d.g.Root]
	name := f.Name[strings.LastIndexByte(f.Name, '.')+1:]
	exported := name >= "A" && name < "[" && !strings.Contains(name, "$") || strings.Contains(name, " ") // a root that was made has no callers
	return f.Flags&model.TestFunc == 0 && name != "main" && !exported
}

// locks reports whether a process ever takes the lock that another one took at a
// site.
func locks(events []explore.Event, proc int32, taken explore.Site, by int32) bool {
	at := slices.IndexFunc(events, func(e explore.Event) bool { return e.Proc == by && e.Site == taken && isLock(e) })
	return at >= 0 && slices.ContainsFunc(events, func(e explore.Event) bool {
		return e.Proc == proc && isLock(e) && e.Obj == events[at].Obj && e.Off == events[at].Off
	})
}

func isLock(e explore.Event) bool {
	switch e.Op {
	case model.Lock, model.RLock, model.TryLock, model.TryRLock:
		return e.Kind == explore.EvOp
	}
	return false
}

// takes reports whether a process takes the lock that f is about.
func (f *Finding) takes(e explore.Event) bool {
	return isLock(e) && e.Obj == f.Target.Serial && e.Off == f.Target.Off
}

// taken returns the index of the event by which the process of f last took the lock that f
// is about, or -1.
func (f *Finding) taken(events []explore.Event) int {
	for i, e := range slices.Backward(events) {
		if f.takes(e) && e.Proc == f.Proc {
			return i
		}
	}
	return -1
}

func isUnlock(e explore.Event) bool {
	return e.Kind == explore.EvOp && (e.Op == model.Unlock || e.Op == model.RUnlock)
}

// samePlaces reports whether two races are between the same places.
func (f *Finding) samePlaces(g Finding) bool {
	return f.Site.Pos == g.Site.Pos && f.Other.Pos == g.Other.Pos || f.Site.Pos == g.Other.Pos && f.Other.Pos == g.Site.Pos
}

// writes returns how many of the accesses of a race are writes.
func (f *Finding) writes() int {
	n := 0
	for _, op := range []model.Op{f.Op, f.OtherOp} {
		if op == model.Store {
			n++
		}
	}
	return n
}

func opOf(a explore.Access) model.Op {
	if a.Write {
		return model.Store
	}
	return model.Load
}

// swapped reports whether a race is better reported at b than at a: at the access
// that holds no lock, then at the write, then at the earlier place.
func swapped(a, b *explore.Access) bool {
	switch {
	case (len(a.Held) == 0) != (len(b.Held) == 0):
		return len(b.Held) == 0
	case a.Atomic != b.Atomic:
		return a.Atomic
	case a.Write != b.Write:
		return b.Write
	}
	return b.Site.Pos < a.Site.Pos
}

// A clock tells, for each process by its serial, how many of its steps are known.
type clock map[int32]int

func (c clock) join(other clock) {
	for p, t := range other {
		c[p] = max(c[p], t)
	}
}

// doubts are those of the accesses of a race.
type doubts struct {
	weak   int   // weak decisions before one of them
	worst  uint8 // the worst kind of decision before one of them
	gaveUp bool  // a test failed before one of them
}

// follow reports whether the second access of a race does not happen after the first
// one: by the rules of the Go memory model, with vector clocks. What happens before
// neither of them need not happen at all, and is no reason to doubt.
func follow(x *explore.Race) (race bool, why doubts) {
	clocks := map[int32]clock{}
	of := func(p int32) clock {
		if clocks[p] == nil {
			clocks[p] = clock{p: 1}
		}
		return clocks[p]
	}
	vars := map[explore.SyncVar]clock{}
	first := slices.IndexFunc(x.Events, func(e explore.Event) bool { return isAccess(e, &x.First) })
	if first < 0 || x.First.Proc == x.Second.Proc {
		return false, why
	}
	// Of several times that the process was there, the last one counts.
	for i, e := range x.Events[:len(x.Events)-1] {
		if isAccess(e, &x.First) {
			first = i
		}
	}
	times := make([]int, len(x.Events)) // of each event, by the clock of its process
	var before clock                    // what happens before the first access
	for i, e := range x.Events {
		c := of(e.Proc)
		times[i] = c[e.Proc]
		if i == first {
			before = maps.Clone(c)
		}
		o := e.Order()
		for v := range o.Acquires() {
			c.join(vars[v])
		}
		if o.Both {
			c.join(of(o.Peer))
			of(o.Peer)[o.Peer]++
		}
		if o.Peer != 0 {
			of(o.Peer).join(c)
			c[e.Proc]++
		}
		for v := range o.Releases() {
			if vars[v] == nil {
				vars[v] = clock{}
			}
			vars[v].join(c)
			c[e.Proc]++
		}
	}
	end := of(x.Second.Proc)
	why.weak = x.Lent
	for i, e := range x.Events {
		if !(times[i] <= end[e.Proc] || times[i] <= before[e.Proc] && (e.Proc != x.First.Proc || i < first)) {
			continue
		}
		switch {
		case e.Op == model.Fail:
			why.gaveUp = true
		case e.Kind == explore.EvChoice:
			if e.Aux >= explore.Weak {
				why.weak++
			}
			why.worst = max(why.worst, uint8(e.Aux))
		}
	}
	return end[x.First.Proc] < times[first], why
}

func isAccess(e explore.Event, a *explore.Access) bool {
	_, write := model.ParseAccess(e.Aux)
	return e.Kind == explore.EvAccess && e.Proc == a.Proc && e.Obj == a.Obj && e.Off == a.Off && e.Site == a.Site && write == a.Write
}
