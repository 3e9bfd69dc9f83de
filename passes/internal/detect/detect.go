// Package detect says what is a bug in a graph of states.
//
// A panic is reported where it happens. A process is stuck in a node if it is
// blocked there and no way from that node lets it move: that needs no state in
// which everything has stopped, so it works beside goroutines that go on for
// ever. What the search has cut off counts as a way to move.
package detect

import (
	"slices"
	"sort"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// Kind is what a finding is about.
type Kind uint8

// The kinds of findings.
const (
	SendClosed Kind = iota
	CloseClosed
	CloseNil
	NilChan       // a send, receive or range on a nil channel
	UnclosedRange // a range over a channel that nobody closes
	MainExit
	MainSleep
	Leak
	Deadlock
	NegativeCounter
	UnlockUnlocked
	HeldOnReturn // a function returns with a lock that it releases elsewhere
	DoubleLock   // a process waits for a lock that it holds itself
	MissingDone  // a Wait whose counter nobody is left to bring to zero
	AddRace      // an Add that may come after the Wait that should wait for it
	Spin         // a loop that receives from a closed channel for ever
	LockOrder    // locks that are taken in opposite orders
	DataRace     // two accesses to memory that nothing orders
)

// Level says how sure a finding is.
type Level uint8

// The levels, of which a user chooses how far to go. What is doubtful rests on
// weak decisions, is left behind by a test that fails anyway, or may be meant,
// as select {} is.
const (
	Sure Level = iota
	Doubtful
)

// A Finding is one bug, in the run in which it is nearest.
type Finding struct {
	Kind  Kind
	Level Level
	Doubt string // why it is doubtful, "" if it is not
	Op    model.Op
	Imm   int64
	Site  explore.Site // where it happens
	// At is where it is reported: Site, or for a goroutine that is blocked in a
	// function that it called, the call in the goroutine's own function.
	At    explore.Site
	Name  string
	Call  string       // full name of the library function that is blocked, if any
	Other explore.Site // the other site: the close, the return, the lock
	// Foreign reports whether another process did what happened at Other.
	Foreign bool
	// Writer is where a writer waits for the read lock of Other, which keeps the
	// reader of this finding out; Pos 0 if that is not so.
	Writer explore.Site
	// Release is the return without the lock that Other took, or the Done that is
	// not reached; Pos 0 if there is not exactly one.
	Release explore.Site
	Loop    bool // Other is Site itself, in an earlier round or call
	Proc    int32
	Root    bool // the process is the root function itself
	Target  explore.Target
	Targets []explore.Target
	Node    int
	Weak    int
	allowed int  // how many of them a sure finding may rest on
	unsure  bool // it is doubtful because of them alone
	// Prog is what was explored, from function Start on.
	Prog  *link.Program
	Start int
	// Stuck are the processes that can never go on, if this one cannot; of an
	// AddRace it is the one that adds.
	Stuck []explore.Proc
	// Events are all events of the run, in order. Later are those of a way on from
	// there, to where all who could end the wait of this process are stuck or gone.
	Events, Later []explore.Event
	// OtherOp is, for DataRace, what happens at Other: a load or a store. Lock is
	// where the lock was taken that is held there but not here; Pos 0 if none is.
	OtherOp model.Op
	Lock    explore.Site
	// Chains are, for LockOrder, the places at which each of the goroutines takes
	// its locks.
	Chains [][]explore.Site
}

// maxWeak is how many weak decisions the run of a sure finding may rest on:
// none, but for an early exit of main, where the shortest way out of main is
// often taken for a reason that is not known, and for locks, where what decides
// the way seldom has to do with who holds them.
func (f *Finding) maxWeak() int {
	switch f.Kind {
	case MainExit, MainSleep, HeldOnReturn:
		return 1
	case DoubleLock:
		return 2
	}
	return 0
}

// maxOthers is how many runs of a finding are kept.
const maxOthers = 6

// blocks reports whether findings of a kind are about something that waits: a
// test that fails may leave it behind.
func (k Kind) blocks() bool {
	switch k {
	case Leak, Deadlock, UnclosedRange, MissingDone:
		return true
	}
	return false
}

// Find returns the findings of a graph in the order of their sites.
func Find(g *explore.Graph) []Finding {
	d := &detector{g: g, best: map[findingKey]Finding{}, also: map[findingKey][]int{}, others: map[findingKey][]Finding{}, handed: map[keptLock]bool{}}
	d.panics()
	d.stuck()
	d.exits()
	d.addRaces()
	d.spins()
	d.races()
	var out []Finding
	for _, f := range d.best {
		f.Events, f.Prog, f.Start = d.g.Path(f.Node), d.g.Prog, d.g.Root
		out = append(out, f)
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := &out[i], &out[j]
		if a.At.Pos != b.At.Pos {
			return a.At.Pos < b.At.Pos
		}
		return a.Kind < b.Kind
	})
	for i := range out {
		d.explain(&out[i])
		if out[i].unsure && d.needed(&out[i]) <= out[i].allowed {
			out[i].Level, out[i].Doubt = Sure, ""
		}
		if out[i].Level == Sure {
			d.settle(&out[i])
		}
		if out[i].Level == Sure && d.overconditioned(&out[i]) {
			out[i].doubt("it rests on several conditions, which need not be possible together")
		}
		d.rest(&out[i])
	}
	var kept []Finding
	for i := range out {
		if !slices.ContainsFunc(out, out[i].SaidBy) {
			kept = append(kept, out[i])
		}
	}
	for _, f := range d.raced {
		f.Prog, f.Start = d.g.Prog, d.g.Root
		kept = append(kept, f)
	}
	return kept
}

// settle takes another run of a finding if what the best one shows speaks against it, but
// what that one shows does not.
func (d *detector) settle(f *Finding) {
	if f.doubtRun(); f.Level == Sure {
		return
	}
	for _, o := range d.others[findingKey{f.Kind, f.At.Pos}] {
		if o.Node == f.Node {
			continue
		}
		o.Events, o.Prog, o.Start = d.g.Path(o.Node), d.g.Prog, d.g.Root
		d.explain(&o)
		if o.doubtRun(); o.Level == Sure {
			*f = o
			return
		}
	}
}

// SaidBy reports whether g, of a more specific kind or from which f follows, says what f says.
func (f *Finding) SaidBy(g Finding) bool {
	switch g.Kind {
	case MissingDone:
		return (f.Kind == Deadlock || f.Kind == Leak) && g.Level <= f.Level && g.Site.Pos == f.Site.Pos
	case DoubleLock:
		// A lock that the function waits for itself in the next round it also
		// leaves locked after the last one.
		return f.Kind == HeldOnReturn && g.Target.Taken.Pos == f.Other.Pos && g.Site.Fn == f.Other.Fn
	case Deadlock:
		// A goroutine that hangs together with the root is left by what stops that.
		return f.Kind == Leak && g.Root && g.Level <= f.Level && slices.ContainsFunc(f.Stuck, func(p explore.Proc) bool { return p.Root && p.Site.Pos == g.Site.Pos })
	case Leak:
		// Who only closes a channel after others have ended hangs together with them.
		return f.Kind == Leak && f.Op == model.WgWait && f.closesAfter() && g.Op != model.WgWait && g.Level <= f.Level && slices.ContainsFunc(f.Stuck, func(p explore.Proc) bool { return p.Site.Pos == g.Site.Pos })
	}
	return false
}

// closesAfter reports whether all that a goroutine does is to wait for a group, and then to
// close a channel.
func (f *Finding) closesAfter() bool {
	closes := false
	for _, in := range f.Prog.Funcs[f.At.Fn].Code {
		switch in.Op {
		case model.Close:
			closes = true
		case model.Load, model.FieldAt, model.Ret:
		case model.Call:
			if in.Sym != "(*sync.WaitGroup).Wait" {
				return false
			}
		default:
			return false
		}
	}
	return closes
}

type findingKey struct {
	kind Kind
	pos  model.Pos
}

type detector struct {
	g       *explore.Graph
	best    map[findingKey]Finding
	moves   []uint16          // see canMove
	polls   []uint16          // see canPoll; nil until somebody asks
	handed  map[keptLock]bool // see handedOver
	raced   []Finding         // data races, whose runs need not lead to a node
	passing []bool            // by node, see passes
	// also lists the nodes in which a finding shows, whatever became of it.
	also   map[findingKey][]int
	others map[findingKey][]Finding // some runs of a finding, none of which goes on with another one
}

// add keeps the better of two findings at one place: the one that rests on
// fewer weak decisions, then the nearer one.
func (d *detector) add(f Finding) {
	n := d.g.Nodes[f.Node]
	if n.Never {
		return
	}
	weak, worst := n.Weak, n.Worst
	f.allowed = f.maxWeak()
	switch {
	case f.Kind == DoubleLock && d.inTest():
		f.allowed = 0 // with the right data a test does not hang
	case f.Kind == HeldOnReturn || f.Kind == DoubleLock:
		weak, worst = d.doubtsSinceLock(&f)
	case weak == 1 && d.sendsTwice(&f):
		f.allowed = 1
	}
	if worst >= explore.VeryWeak || f.Site.Pos == 0 || n.Failed && f.Kind.blocks() {
		return // what comes after a panic is not the root cause
	}
	if f.At.Pos == 0 {
		f.At = f.Site
	}
	f.Weak = weak
	k := findingKey{f.Kind, f.At.Pos}
	if f.Level == Sure && !n.GaveUp {
		d.also[k] = append(d.also[k], f.Node)
		if f.unsure = weak > f.allowed; !f.unsure {
			d.keep(k, f)
		}
	}
	switch {
	case n.GaveUp:
		f.doubt("a test has failed before")
	case f.unsure:
		f.doubt(restsOnDecisions)
	}
	if old, ok := d.best[k]; ok {
		o := d.g.Nodes[old.Node]
		if old.Level != f.Level {
			if old.Level < f.Level {
				return
			}
		} else if o.Weak < n.Weak || o.Weak == n.Weak && o.Depth <= n.Depth {
			return
		}
	}
	d.best[k] = f
}

// keep adds a run of a finding to others, unless it goes on with one of them.
func (d *detector) keep(k findingKey, f Finding) {
	goesOn := func(o Finding) bool { return d.leadsTo(o.Node, f.Node) }
	if len(d.others[k]) < maxOthers && !slices.ContainsFunc(d.others[k], goesOn) {
		d.others[k] = append(d.others[k], f)
	}
}

// leadsTo reports whether the run to a node goes through another one.
func (d *detector) leadsTo(through, node int) bool {
	for node > through {
		node = d.g.Nodes[node].Parent
	}
	return node == through
}

// sendsTwice reports whether a process is stuck with a send since it has sent on the channel
// before, in the same function, and that on a way which exists for the weak decision of the
// run: whoever wrote that send has thought of the decision, but not of the second send.
func (d *detector) sendsTwice(f *Finding) bool {
	if f.Kind != Leak || f.Op != model.Send {
		return false
	}
	code := d.g.Prog.Funcs[f.Site.Fn]
	var arm []int // of the decision that was taken, and the other one
	return slices.ContainsFunc(d.g.Path(f.Node), func(e explore.Event) bool {
		switch {
		case e.Proc != f.Proc || e.Site.Fn != f.Site.Fn:
		case e.Kind == explore.EvChoice && e.Aux >= explore.Weak:
			if br := &code.Code[e.Site.PC]; br.Op == model.Br {
				arm = []int{br.To[1-e.Off], br.To[e.Off]}
			}
		case e.Kind == explore.EvOp && e.Op == model.Send && e.Obj == f.Target.Serial && e.Site.Pos != f.Site.Pos && arm != nil:
			is := func(in *model.Instr) bool { return in == &code.Code[e.Site.PC] }
			return code.Reaches(arm[:1], is, never) && !code.Reaches(arm[1:], is, never)
		}
		return false
	})
}

// doubtsSinceLock returns how many weak decisions the process of f took since it
// took the lock that f is about, and the worst of them: what was before has no
// part in it.
func (d *detector) doubtsSinceLock(f *Finding) (weak int, worst uint8) {
	events := d.g.Path(f.Node)
	for i := len(events) - 1; i >= 0; i-- {
		e := events[i]
		switch {
		case e.Proc != f.Proc:
		case e.Kind == explore.EvChoice:
			if e.Aux >= explore.Weak {
				weak++
			}
			worst = max(worst, uint8(e.Aux))
		case f.takes(e):
			return weak, worst
		}
	}
	return weak, worst
}

func (d *detector) panics() {
	kinds := map[explore.BugKind]Kind{
		explore.SendClosed: SendClosed, explore.CloseClosed: CloseClosed, explore.CloseNil: CloseNil,
		explore.NegativeCounter: NegativeCounter, explore.UnlockUnlocked: UnlockUnlocked, explore.HeldOnReturn: HeldOnReturn,
	}
	for i, n := range d.g.Nodes {
		for _, e := range n.Events {
			if e.Kind != explore.EvBug || e.Inner {
				continue
			}
			if explore.BugKind(e.Aux) == explore.HeldOnReturn && d.handedOver(e) {
				continue
			}
			d.add(Finding{Kind: kinds[explore.BugKind(e.Aux)], Op: e.Op, Site: e.Site, Name: e.Site.Name, Proc: e.Proc, Node: i,
				Target: explore.Target{Serial: e.Obj, Off: e.Off}})
		}
	}
}

// canMove computes for every node which of its processes can still move.
func (d *detector) canMove() []uint16 {
	return d.backward(func(i int) uint16 {
		n := d.g.Nodes[i]
		switch {
		case n.End != explore.Alive:
			return ^uint16(0)
		case n.Cut:
			return ^abandoned(n)
		}
		return 0
	}, func(e *explore.Edge) uint16 { return e.Moves }, nobody)
}

// abandoned returns the processes of a node that cannot move whatever the others do:
// they wait for what nobody can reach but processes of which the same is true. It is
// what the leak profile of the Go runtime looks for, too.
func abandoned(n *explore.Node) (mask uint16) {
	if n.Worst >= explore.VeryWeak {
		return 0 // there may be more processes
	}
	lost := map[int32]bool{}
	for _, p := range n.Procs {
		lost[p.Serial] = p.Blocked && len(p.Objs) > 0 && !slices.ContainsFunc(p.Objs, func(t explore.Target) bool { return t.Env || t.Given })
	}
	for changed := true; changed; {
		changed = false
		for _, p := range n.Procs {
			if lost[p.Serial] && slices.ContainsFunc(p.Objs, func(t explore.Target) bool {
				return slices.ContainsFunc(t.Reach, func(by int32) bool { return !lost[by] })
			}) {
				lost[p.Serial], changed = false, true
			}
		}
	}
	for pos, p := range n.Procs {
		if lost[p.Serial] {
			mask |= 1 << pos
		}
	}
	return mask
}

// backward computes for every node which of its processes have a property, now
// or on some way from there, by going backward over the edges until nothing
// changes. here says who has it in a node, on who has it on an edge, and not who does not
// get it over an edge.
func (d *detector) backward(here func(node int) uint16, on, not func(*explore.Edge) uint16) []uint16 {
	g := d.g
	have := make([]uint16, len(g.Nodes))
	preds := make([][]int32, len(g.Nodes))
	work := make([]int, 0, len(g.Nodes))
	for i, n := range g.Nodes {
		for _, e := range n.Out {
			preds[e.To] = append(preds[e.To], int32(i))
		}
		have[i] = here(i)
		work = append(work, len(g.Nodes)-1-i)
	}
	queued := make([]bool, len(g.Nodes))
	for i := range queued {
		queued[i] = true
	}
	for len(work) > 0 {
		i := work[0]
		work = work[1:]
		queued[i] = false
		m := have[i]
		for k := range g.Nodes[i].Out {
			e := &g.Nodes[i].Out[k]
			over := on(e)
			to := have[e.To]
			for pos, bit := range e.Map {
				if to&(1<<pos) != 0 {
					over |= bit
				}
			}
			m |= over &^ not(e)
		}
		if m == have[i] {
			continue
		}
		have[i] = m
		for _, p := range preds[i] {
			if !queued[p] {
				queued[p] = true
				work = append(work, int(p))
			}
		}
	}
	return have
}

// nobody is the set of no processes, for each edge.
func nobody(*explore.Edge) uint16 { return 0 }

func (d *detector) stuck() {
	d.moves = d.canMove()
	for i, n := range d.g.Nodes {
		if n.End != explore.Alive {
			continue
		}
		var stuck, inner []explore.Proc
		for pos, p := range n.Procs {
			switch {
			case !d.isStuck(i, pos):
			case d.meant(p):
				d.add(Finding{Kind: Leak, Level: Doubtful, Doubt: "it blocks on purpose", Op: p.Op, Site: p.Site, At: p.Entry, Proc: p.Serial, Root: p.Root, Node: i})
				inner = append(inner, p)
			case p.Delegates:
			case p.Known || p.Inner || reachable(p):
				inner = append(inner, p)
			default:
				stuck = append(stuck, p)
			}
		}
		stuck = slices.DeleteFunc(stuck, func(p explore.Proc) bool {
			return slices.ContainsFunc(inner, func(q explore.Proc) bool { return q.Inner && !q.Known && dependsOn(p, q) })
		})
		for _, p := range stuck {
			d.classify(i, p, stuck)
		}
	}
}

// meant reports whether a process blocks on purpose: select {}, or a receive from a
// channel that is made just there, or a nil one, or is that of context.Background(). A channel of empty
// structs, and in a helper of tests, which stands for what never answers, or where main has
// started servers, any one, may get a name before.
func (d *detector) meant(p explore.Proc) bool {
	fn := d.g.Prog.Funcs[p.Site.Fn]
	serving := p.Root && fn.Flags&model.Endures != 0 && strings.HasSuffix(fn.Name, ".main")
	named := serving || fn.Flags&(model.TestCode|model.TestFunc) == model.TestCode || fn.Flags&model.TestFunc == 0 && model.Class(p.Imm&0xff) == model.Struct
	switch {
	case p.Op == model.Select:
		return len(p.Objs) == 0
	case p.Op == model.Recv && (p.Site.Name == "context.Background().Done()" || strings.HasSuffix(p.Site.Name, ")(nil)") ||
		p.Site.Name == "" && fn.Code[p.Site.PC].Args[0].Kind == model.KNil):
		return true
	case p.Op != model.Recv || p.Site.Name != "" && !named || len(p.Objs) != 1:
		return false
	}
	made, pc := p.Objs[0].MadeAt()
	if made != p.Site.Fn || p.Site.Name != "" && !serving && p.Site.PC != pc+1 {
		return false
	}
	isIt := func(o model.Operand) bool {
		return o.Kind == model.KSlot && slices.Contains(fn.Code[pc].Dst, model.Slot(o.N))
	}
	uses := 0
	for i := range fn.Code {
		fn.Code[i].EachArg(func(o model.Operand) {
			if isIt(o) {
				uses++
			}
		})
	}
	return uses == 1 && isIt(fn.Code[p.Site.PC].Args[0])
}

// reachable reports whether unknown code can end the wait of a process: it can
// reset a timer, or have given it a channel that is not nil.
func reachable(p explore.Proc) bool {
	for _, t := range p.Objs {
		if t.Given || t.Env && (p.Op == model.Recv || p.Op == model.Select) {
			return true
		}
	}
	return false
}

// isStuck reports whether a process of a node can never go on.
func (d *detector) isStuck(node, pos int) bool {
	return d.g.Nodes[node].Procs[pos].Blocked && d.moves[node]&(1<<pos) == 0
}

// isOf makes p the process of f, and what it waits for the targets.
func (f *Finding) isOf(p explore.Proc) {
	f.Proc, f.Targets = p.Serial, p.Objs
	if len(p.Objs) > 0 {
		f.Target = p.Objs[0]
	}
}

// classify names the kind of a stuck process.
func (d *detector) classify(node int, p explore.Proc, stuck []explore.Proc) {
	f := Finding{Kind: Leak, Op: p.Op, Imm: p.Imm, Site: p.Site, Name: p.Site.Name, Call: p.Call, Root: p.Root, Node: node, Stuck: stuck}
	f.isOf(p)
	switch {
	case p.Panicking:
		f.doubt("most panics are for what cannot happen")
	case d.polled(node, p):
		f.doubt("a loop that could end the wait goes on for reasons that are not known")
	case !d.passes(node):
		f.doubt("the test does not pass then")
	}
	if hangs(p, stuck) {
		return // there is a better report
	}
	rootStuck := slices.ContainsFunc(stuck, func(q explore.Proc) bool { return q.Root })
	switch {
	case (p.Op == model.Send || p.Op == model.Recv) && f.Target.Nil:
		f.Kind = NilChan
	case ownLock(p):
		f.Kind = DoubleLock
	case p.Op == model.WgWait && (p.Call == "" || strings.HasSuffix(p.Call, "sync.WaitGroup).Wait")) && unserved(p, d.g.Nodes[node].Procs):
		f.Kind = MissingDone
	case unclosed(p, stuck):
		f.Kind = UnclosedRange
	case p.Root:
		f.Kind = Deadlock
	case rootStuck:
		return // it hangs together with the function that started it
	case isLocking(p.Op):
		for _, q := range stuck {
			if q.Serial == f.Target.Holder {
				f.Kind = Deadlock
			}
		}
		if f.Target.Env && f.Kind == Leak {
			return // whoever lent the lock to the root function gets it back
		}
	}
	if f.Kind == Leak || (f.Kind == Deadlock || f.Kind == MissingDone || f.Kind == DoubleLock && f.Target.Taken.Fn != p.Site.Fn) && !f.Root {
		f.At = p.Entry
	}
	d.add(f)
}

// hangs reports whether a stuck process hangs on another one that is reported by a more
// specific pass, by itself or over others.
func hangs(p explore.Proc, stuck []explore.Proc) bool {
	if specific(p, stuck) {
		return false
	}
	seen := map[int32]bool{p.Serial: true}
	for work := []explore.Proc{p}; len(work) > 0; {
		x := work[len(work)-1]
		work = work[:len(work)-1]
		for _, q := range stuck {
			if seen[q.Serial] || !dependsOn(x, q) {
				continue
			}
			if specific(q, stuck) {
				return true
			}
			seen[q.Serial] = true
			work = append(work, q)
		}
	}
	return false
}

// dependsOn reports whether stuck process q could end the wait of p if it could
// go on: it holds the lock, or can reach what p waits for.
func dependsOn(p, q explore.Proc) bool {
	for _, t := range p.Objs {
		if isLocking(p.Op) {
			return t.Holder == q.Serial
		}
		for _, serial := range t.Reach {
			if serial == q.Serial {
				return true
			}
		}
	}
	return false
}

// unclosed reports whether p ranges over a channel that no process can send to
// or close any more.
func unclosed(p explore.Proc, stuck []explore.Proc) bool {
	if !isRange(p) {
		return false
	}
	for _, q := range stuck {
		if q.Serial != p.Serial && dependsOn(p, q) && !(q.Op == model.Recv && q.Objs[0].Serial == p.Objs[0].Serial) {
			return false
		}
	}
	return true
}

// passes reports whether the test that was explored can still pass after a node: it
// may end, or hang, without that it has failed. What is not a test does.
func (d *detector) passes(node int) bool {
	if !d.inTest() {
		return true
	}
	if d.passing == nil {
		d.passing = make([]bool, len(d.g.Nodes))
		for changed := true; changed; {
			changed = false
			for i, n := range slices.Backward(d.g.Nodes) {
				if !d.passing[i] && !n.GaveUp && (d.ended(i) || slices.ContainsFunc(n.Out, func(e explore.Edge) bool { return d.passing[e.To] })) {
					d.passing[i], changed = true, true
				}
			}
		}
	}
	return d.passing[node]
}

// inTest reports whether the root is code of a test.
func (d *detector) inTest() bool { return d.g.Prog.Funcs[d.g.Root].Flags&model.TestCode != 0 }

// ended reports whether the root has ended in a node, or can do nothing more there, or
// what it does is not known.
func (d *detector) ended(node int) bool {
	n := d.g.Nodes[node]
	at := slices.IndexFunc(n.Procs, func(p explore.Proc) bool { return p.Root })
	return at < 0 || n.Cut || n.End != explore.Alive || d.moves[node]&(1<<at) == 0
}

// specific reports whether the stuck process q is reported by a more specific
// pass than those for blocked goroutines.
func specific(q explore.Proc, stuck []explore.Proc) bool {
	return (q.Op == model.Send || q.Op == model.Recv) && q.Objs[0].Nil || unclosed(q, stuck) ||
		ownLock(q)
}

// ownLock reports whether p waits for a lock that it holds itself.
func ownLock(p explore.Proc) bool {
	lock := p.Call == "" || strings.HasSuffix(strings.ToLower(strings.TrimSuffix(p.Call, "$bound")), "lock") // and not the one inside of a Once
	return lock && isLocking(p.Op) && p.Objs[0].Own != explore.NotOwn
}

// unserved reports whether no other process is left that can reach the wait group
// that p waits for. The root function does not count if it waits, too.
func unserved(p explore.Proc, procs []explore.Proc) bool {
	return !slices.ContainsFunc(procs, func(q explore.Proc) bool {
		waits := q.Root && q.Blocked && q.Op == model.WgWait && q.Objs[0].Serial == p.Objs[0].Serial && q.Objs[0].Off == p.Objs[0].Off
		return q.Serial != p.Serial && !waits && dependsOn(p, q)
	})
}

func isLocking(op model.Op) bool { return op == model.Lock || op == model.RLock }

func isRange(p explore.Proc) bool { return p.Op == model.Recv && p.Imm&model.RecvRange != 0 }

// exits finds the goroutines that main does not wait for.
func (d *detector) exits() {
	for i, n := range d.g.Nodes {
		if n.End != explore.MainReturned || len(n.Exit) == 0 {
			continue
		}
		events := d.g.Path(i)
		for _, u := range n.Exit {
			d.exit(i, u, events)
		}
	}
}

func (d *detector) exit(node int, u explore.Unfinished, events []explore.Event) {
	f := Finding{Kind: MainExit, Op: model.Call, Proc: u.Serial, Node: node}
	started := false
	skipped := false         // what main called was not looked into
	sent := map[int32]bool{} // channels
	var given explore.Event  // the last value that main got of it
	for _, e := range events {
		if e.Kind == explore.EvOp && e.Op == model.Send && e.Proc == u.Serial && e.Peer != 0 && isRoot(events, e.Peer) {
			given = e
		}
		switch {
		case e.Kind == explore.EvSpawn && e.Peer == u.Serial:
			if !isRoot(events, e.Proc) {
				return // an affair of the goroutine that started it
			}
			if in := &d.g.Prog.Funcs[e.Site.Fn].Code[e.Site.PC]; in.Imm != int64(model.Go) && !u.Own {
				return // the function called here started it, for itself
			}
			if d.serves(e.Off) {
				return // it is to end with the program
			}
			if d.onlyStops(e.Off) {
				return // those whom it tells to stop have ended before, or end with the program
			}
			f.Site, started = e.Site, true
		case e.Kind == explore.EvSkip:
			skipped = true
			fallthrough
		case e.Kind == explore.EvChoice && e.Inner:
			if started && isRoot(events, e.Proc) {
				f.doubt("main may have waited in a call")
			}
		case e.Kind == explore.EvOp && e.Op == model.Send:
			sent[e.Obj] = true
		case !started || e.Kind != explore.EvOp:
		case e.Op == model.Service:
			return // main serves; what runs beside it may end with it
		case e.IsValue() && (skipped || e.Proc == u.Serial):
			f.doubt("what is received may be made in a call, or stop the program")
		case e.Proc == u.Serial && e.FindsClosed() && !sent[e.Obj]:
			f.doubt("somebody told the goroutine to stop")
		case (e.Op == model.Close || e.Op == model.Cancel) && !sent[e.Obj] && slices.Contains(u.Closed, e.Obj):
			if isRoot(events, e.Proc) {
				return // main told it to stop
			}
			f.doubt("goroutines tell each other to stop")
		case !isRoot(events, e.Proc):
		case e.Op == model.Sleep:
			f.Kind, f.Other = MainSleep, e.Site
		case e.Op == model.Recv && e.Peer == 0 && explore.FromEnvironment(e):
			return
		}
	}
	if !started {
		return
	}
	if given.Op == model.Send && d.sendsMore(given.Site) {
		f.doubt("main takes no more of what the goroutine makes")
	}
	if f.Kind == MainExit {
		f.Other = lastReturn(events)
		if code := d.g.Prog.Funcs[f.Other.Fn].Code; f.Other.PC < int32(len(code)) && code[f.Other.PC].Op == model.Ret && code[f.Other.PC].Imm == model.GivenUp {
			f.doubt("main gives up")
		}
	}
	d.add(f)
}

// serves reports whether a function is, or calls, one that runs a server, or goes on until
// something fails.
func (d *detector) serves(fn int32) bool {
	if fn < 0 {
		return false
	}
	f := d.g.Prog.Funcs[fn]
	return f.Flags&model.Endures != 0 || model.Serves(f.Name) ||
		slices.ContainsFunc(f.Code, func(in model.Instr) bool { return in.Op == model.Call && model.Serves(in.Sym) })
}

// sendsMore reports whether a function that sends at a site goes on to send on the same channel.
func (d *detector) sendsMore(at explore.Site) bool {
	fn := d.g.Prog.Funcs[at.Fn]
	name := link.LastPart(at.Name)
	return fn.Reaches(fn.Next(int(at.PC)), func(in *model.Instr) bool {
		return in.Op == model.Send && link.LastPart(in.Name) == name || in.Op == model.Call && in.Fn >= 0 && d.g.Prog.SendsOn(in.Fn, name)
	}, never)
}

// onlyStops reports whether the last thing that a function does is to close a channel from which
// goroutines receive, and not only main: the signal that they are to stop.
func (d *detector) onlyStops(fn int32) bool {
	if fn < 0 {
		return false
	}
	f := d.g.Prog.Funcs[fn]
	more := func(in *model.Instr) bool {
		return in.Op != model.Ret && in.Op != model.Jmp && in.Op != model.RunDefers
	}
	for pc := range f.Code {
		in := &f.Code[pc]
		if in.Op == model.Close && !f.Reaches(f.Next(pc), more, never) && slices.ContainsFunc(d.g.Prog.Funcs, func(g *model.FuncModel) bool {
			return g != d.g.Prog.Funcs[d.g.Root] && link.Receives(g, in.Name)
		}) {
			return true
		}
	}
	return false
}

// isRoot reports whether a process is the one that returned.
func isRoot(events []explore.Event, serial int32) bool {
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].Kind == explore.EvReturn {
			return events[i].Proc == serial
		}
	}
	return false
}

func lastReturn(events []explore.Event) explore.Site {
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].Kind == explore.EvReturn {
			return events[i].Site
		}
	}
	return explore.Site{}
}

// returned returns where, of some events, the process has returned that made what f waits
// for, or the one that started who waits, or else the root.
func (f *Finding) returned(events []explore.Event) explore.Site {
	maker, starter := int32(0), int32(0)
	var by explore.Site // where the starter has
	for _, e := range events {
		switch {
		case e.Kind == explore.EvOp && e.Op == model.MakeChan && e.Obj == f.Target.Serial:
			maker = e.Proc
		case e.Kind == explore.EvSpawn && e.Peer == f.Proc:
			starter = e.Proc
		case e.Kind != explore.EvEnd || e.Aux != 0 || e.Site.Pos == 0:
		case maker != 0 && e.Proc == maker:
			return e.Site
		case starter != 0 && e.Proc == starter && by.Pos == 0:
			by = e.Site
		}
	}
	if by.Pos != 0 {
		return by
	}
	return lastReturn(events)
}

// explain finds the other site of a finding.
func (d *detector) explain(f *Finding) {
	switch f.Kind {
	case SendClosed, CloseClosed:
		for i := len(f.Events) - 1; i >= 0; i-- {
			e := f.Events[i]
			if e.Kind == explore.EvOp && (e.Op == model.Close || e.Op == model.Cancel) && e.Obj == f.Target.Serial {
				f.Other, f.Foreign, f.Loop = e.Site, e.Proc != f.Proc, e.Site.Pos == f.Site.Pos
				return
			}
		}
	case Spin:
		for i := len(f.Events) - 1; i >= 0; i-- {
			if e := f.Events[i]; e.Kind == explore.EvOp && (e.Op == model.Close || e.Op == model.Cancel) && e.Obj == f.Target.Serial {
				f.Other, f.Foreign = e.Site, e.Proc != f.Proc
				return
			}
		}
	case DoubleLock:
		f.Other = f.Target.Taken
		f.explainWriter()
	case HeldOnReturn:
		f.explainHeld(d.g.Prog)
	case UnlockUnlocked:
		f.explainUnlock()
	case NegativeCounter:
		f.Call = "Done"
		if in := &d.g.Prog.Funcs[f.Site.Fn].Code[f.Site.PC]; strings.HasSuffix(in.Sym, ".Add") {
			f.Call = "Add"
		}
	case MissingDone:
		f.explainDone(d.g.Prog)
	case Leak, UnclosedRange, Deadlock:
		switch {
		case isLocking(f.Op):
			f.explainLock()
		case f.returns():
			f.Other = f.returned(f.Events)
		}
	}
}

// returns reports whether where the starter of its process returns explains f.
func (f *Finding) returns() bool {
	switch f.Kind {
	case Leak, UnclosedRange, Deadlock:
		return !f.Root && !isLocking(f.Op)
	}
	return false
}
