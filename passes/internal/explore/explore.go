package explore

import (
	"slices"

	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// Options bounds a search.
type Options struct {
	Steps  int // instructions, 0: DefaultSteps
	States int // nodes, 0: DefaultStates
	// Depth is how many functions of a stack are followed, 0: all. What others call
	// beyond that is unknown code, unless it is small or would be missed.
	Depth int
	// Own makes that of the calls of other packages, at any depth.
	Own bool
	// From is the instruction of the root from which on a search is in earnest, see
	// prelude; 0 is the first one.
	From int
	// Loose makes the prelude one of which only the end counts: what several ways there set
	// is not known, nor is which of them is taken. Long makes that the longer one.
	Loose, Long bool
	Main        bool // the root is the main of a program, which ends when it returns
	// Init names a function to run to its end before the root (the
	// initialisation of the package variables), if not empty.
	Init string
	// Cells are the cells that searches in the same root have learnt to look at, to which
	// Run adds what it learns. If it is nil, nothing is known and nothing is kept.
	Cells Cells
	// Full switches all reductions off: every operation and every access to a
	// cell that others can reach is a step of its own, and independent processes
	// are interleaved. For tests.
	Full bool
}

// Cells are memory cells that some process writes while others use them: each access is a
// step of its own there. So are sends to channels of the environment that are closed
// later, and decrements of wait groups that fall below zero.
type Cells map[cellKey]bool

// The default budget of a search.
const (
	DefaultSteps  = 60_000
	DefaultStates = 4_000
)

// tooWeak is how many weak decisions on its way a node has of which nothing is worth
// reporting.
const tooWeak = 3

// maxRestarts bounds how often a search starts again with more shared cells.
const maxRestarts = 12

// A Graph is what a search found.
type Graph struct {
	Prog  *link.Program
	Root  int // the function that was explored
	Nodes []*Node
	Start []Edge // to where it begins
	Steps int
	Done  bool // everything was explored
	// Acquired lists how locks are taken under others.
	Acquired []Acquisition
	Doubted  int // nodes that nothing was followed from: too much is doubtful there
	// Followed tells, by function, whether it was called somewhere, and what it does was
	// followed to where it returns or waits for others.
	Followed []bool
	Large    bool // a function was called whose constants link.Program.Scaled replaces
	Crowded  bool // there were more processes somewhere than are followed
	// Deepest is the largest number of functions under a call on a stack, as Options.Depth
	// counts them; Foreign tells whether Options.Own would have left out a call.
	Deepest int
	Foreign bool
	Races   []Race
	Reason  string
}

// A Node is a state in which every process stands before an operation.
type Node struct {
	Parent int // index of the node before it on a shortest path, -1 for the first
	Depth  int
	Weak   int     // weak decisions on that path
	Worst  uint8   // the worst kind of decision on that path
	Events []Event // what happened on the way from Parent
	Out    []Edge
	GaveUp bool // a test failed or was skipped on the way
	Failed bool // something panicked on the way
	within bool // it stands within a step that was ended early
	Cut    bool // some of what can happen here was left out
	// Never is set if the program cannot get here: what unknown code was assumed to do
	// on the way contradicts what the program is about to do.
	Never bool
	End   End // how the program ended here
	Procs []Proc
	Exit  []Unfinished // at a return of main: who was still at work
}

// End says how the program ended in a node.
type End uint8

// How a program ends. A node in which processes are blocked is Alive.
const (
	Alive End = iota
	Crashed
	Exited
	MainReturned
)

// A Proc describes a process in a node.
type Proc struct {
	Serial  int32
	Spawned model.Pos
	Root    bool
	Blocked bool // it cannot move in this node
	Op      model.Op
	Imm     int64
	Site    Site
	// Entry is where the function that the process was started with stands: Site
	// itself, or the call that leads there.
	Entry Site
	// Objs are the serials of the objects of the operation it stands at, with
	// offsets; nil channels have serial -1.
	Objs  []Target
	Known bool // stands in library code that it was started with
	// Call is the full name of the function of a library that it called and that
	// is blocked, "" if the operation is the program's own.
	Call      string
	Inner     bool // waits for something that only library code can reach
	Delegates bool // waits for a process that it started, which is to be blamed
	Panicking bool // runs deferred calls after a panic
	Adds      bool // stands at an Add of a positive number
}

// A Target is an object that an operation waits for.
type Target struct {
	Serial int32
	Off    int32
	Nil    bool
	Given  bool    // it is nil, and came from unknown code
	Env    bool    // unknown code can reach it
	Handed bool    // another package has returned it to the one that is explored
	Reach  []int32 // serials of the processes that can reach it
	Name   string
	Pos    model.Pos
	Send   bool
	Holder int32 // serial of the process that holds the lock, -1: none
	Own    Own   // whether the process that waits holds the lock itself
	Taken  Site  // where, if it does
	Cap    int64 // capacity of a channel, if it is known
	Made   int64 // allocation site
}

// Own says how a process holds the lock that it waits for.
type Own uint8

// The ways in which a process can hold a lock.
const (
	NotOwn Own = iota
	OwnWrite
	OwnRead
)

// MadeAt returns the function and instruction that made the object.
func (t Target) MadeAt() (fn, pc int32) { return int32(t.Made >> 32), int32(t.Made & 0xffffffff) }

// An Unfinished process was still able to work when main returned.
type Unfinished struct {
	Serial  int32
	Spawned model.Pos
	// Own tells that it works for the package that is explored, whoever started it.
	Own bool
	// Closed are the serials of the closed channels that it, or unknown code that it
	// calls, can reach.
	Closed []int32
}

// An Edge leads to another node.
type Edge struct {
	To    int
	Moves uint16   // processes of this node that move, by index
	Ends  uint16   // those that end
	Spins []Spin   // receives from channels that the program closed
	Asks  uint16   // processes that receive what the environment sends, or find closed what it closed
	Fires uint16   // those that receive from a timer
	Took  []Took   // decisions on the way
	Map   []uint16 // for each process of the node it leads to: bit of the process here, 0 if it is new
}

// A Took is a decision between true and false.
type Took struct {
	Decision int32 // its number, 0 if there is nothing to doubt in it
	Fn, PC   int32
	True     bool
	Kind     uint8
}

// A Spin is a receive from a closed channel.
type Spin struct {
	Proc uint16 // bit of the process
	Obj  int32  // serial of the channel
	Site Site
}

type search struct {
	m        *machine
	c        *canon
	g        *Graph
	opts     Options
	seen     map[key]int
	state    []*state       // by node, nil once expanded
	expanded []bool         // by node
	queue    [tooWeak][]int // nodes to expand, by weak decisions on the way
	within   [tooWeak][]int // those that stand within a step which was ended early
	turn     int
	newest   bool // of those was taken
	held     []heldNode
	names    [][]int32 // by node, if races are looked for: see canon.serials
	events   []Event   // a buffer
}

// heldNode is an expanded node in which processes sleep while others can move.
type heldNode struct {
	n      int
	asleep uint16
}

// Run explores a function of the program. args are unknown values of the given
// classes.
func Run(prog *link.Program, fn int, classes []model.Class, opts Options) *Graph {
	if opts.Steps == 0 {
		opts.Steps = DefaultSteps
	}
	if opts.States == 0 {
		opts.States = DefaultStates
	}
	if opts.Cells == nil {
		opts.Cells = Cells{}
	}
	var before *prelude
	if opts.From > 0 {
		before = newPrelude(prog.Funcs[fn], opts)
	}
	for try := 0; ; try++ {
		s := &search{
			m: &machine{prog: prog, mutable: opts.Cells, read: map[cellKey]bool{}, isMain: opts.Main, test: prog.Funcs[fn].Flags&model.TestCode != 0,
				depth: opts.Depth, ownOnly: opts.Own, prelude: before, limit: opts.Steps, full: opts.Full, races: prog.Accesses(int32(fn))},
			c:    &canon{prog: prog},
			g:    &Graph{Prog: prog, Root: fn},
			opts: opts,
			seen: map[key]int{},
		}
		s.run(fn, classes, try < maxRestarts)
		if !s.m.learnt || try >= maxRestarts {
			s.g.Steps, s.g.Acquired, s.g.Followed, s.g.Large, s.g.Crowded = s.m.steps, s.m.acquired, s.m.followed, s.m.large, s.m.crowded
			s.g.Deepest, s.g.Foreign = s.m.deepest, s.m.foreign
			s.g.refute()
			return s.g
		}
	}
}

// Path returns the events from the start to node n, in their order.
func (g *Graph) Path(n int) []Event {
	var nodes []int
	for ; n >= 0; n = g.Nodes[n].Parent {
		nodes = append(nodes, n)
	}
	var out []Event
	for _, i := range slices.Backward(nodes) {
		out = append(out, g.Nodes[i].Events...)
	}
	return out
}

// refute finds the nodes that the program cannot get to, beginning with those that
// contradict themselves: some process can take a step there, and however that ends, it
// is in such a node.
func (g *Graph) refute() {
	for changed := true; changed; {
		changed = false
		for _, n := range g.Nodes {
			if n.Never || n.Cut || n.End != Alive {
				continue
			}
			var moves, other uint16 // who moves, and who can get to another node by that
			for _, e := range n.Out {
				moves |= e.Moves
				if !g.Nodes[e.To].Never {
					other |= e.Moves
				}
			}
			if moves&^other != 0 {
				n.Never, changed = true, true
			}
		}
	}
	g.Races = slices.DeleteFunc(g.Races, func(x Race) bool {
		return slices.ContainsFunc(x.nodes, func(n int) bool { return g.Nodes[n].Never })
	})
}

// argSite is the allocation site of the first argument of a root, those of the
// others, maxArgs at most, are below.
const (
	argSite = -1000
	maxArgs = 256
)

// start makes the first state.
func (s *search) start(fn int, classes []model.Class) *run {
	st := newState()
	r := &run{st: st}
	if s.opts.Init != "" {
		if i, err := s.m.prog.Func(s.opts.Init); err == nil {
			p := &process{run: true}
			s.m.push(st, p, callee{fn: int32(i), caps: -1}, 0, "")
			st.addProc(p)
			r = s.initialise(r)
			st = r.st
		}
	}
	f := s.m.prog.Funcs[fn]
	args := make([]value, f.Params+f.Caps)
	for i := range args {
		c := model.None
		if i < len(classes) {
			c = classes[i]
		}
		args[i] = st.unknown(c, Neutral, argSite-int64(i))
		if c == model.Int {
			st.sym(args[i].a).lo = 0 // counts and sizes
			st.sym(args[i].a).stable = true
		}
		// A receiver or parameter is rarely nil, unless the function asks.
		if i >= f.Params && args[i].k == vRef {
			st.mut(args[i].a).flags &^= fMaybeNil
		}
	}
	p := &process{run: true, root: true}
	if run := s.m.prog.Index("testing.run"); f.Flags&model.TestFunc != 0 && run >= 0 {
		t := s.newTest(st)
		s.m.push(st, p, callee{fn: run, caps: -1, args: []value{t, {k: vFunc, a: int32(fn), n: -1}}}, 0, "")
		st.addProc(p)
		return r
	}
	fr := s.m.push(st, p, callee{fn: int32(fn), caps: -1, args: args[:f.Params]}, 0, "")
	copy(fr.regs[f.Params:], args[f.Params:])
	st.addProc(p)
	return r
}

// newTest makes the testing.T of a test that package testing starts; the table
// of that package tells what its cells are.
func (s *search) newTest(st *state) value {
	done := ref(st.alloc(object{kind: oChan, timer: model.DoneChan, parent: -1, cap: vint(0)}), 0)
	t := object{kind: oCells, flags: fSealed, parent: -1}
	t.set(1, done)
	return ref(st.alloc(t), 0)
}

// initialise runs the first process to its end, along the first way found.
func (s *search) initialise(r *run) *run {
	s.m.init = true
	runs, _ := s.m.settle(r)
	s.m.init = false
	for _, n := range runs {
		if n.end == alive && len(n.st.procs) == 0 {
			n.before, n.events, n.weak = nil, nil, 0
			n.races, n.st.past = nil, nil
			return n
		}
	}
	s.m.blank = true
	return &run{st: newState()}
}

func (s *search) run(fn int, classes []model.Class, restart bool) {
	s.g.Reason = "explored"
	s.g.Done = true
	runs, cut := s.settle(s.start(fn, classes))
	for _, r := range runs {
		s.add(-1, r, 0)
	}
	if cut && len(s.g.Nodes) == 0 {
		s.g.Done, s.g.Reason = false, "no end of the first steps is in sight"
	}
	for {
		n := s.next()
		if n < 0 && s.wake() {
			continue
		}
		if n < 0 {
			if s.m.steps > s.opts.Steps { // the last step was cut short
				s.g.Done, s.g.Reason = false, "out of budget"
			}
			return
		}
		if restart && s.m.learnt {
			return
		}
		if s.m.steps > s.opts.Steps || len(s.g.Nodes) > s.opts.States {
			s.g.Done = false
			s.g.Reason = "out of budget"
			s.g.Nodes[n].Cut = true
			for w := range s.queue {
				for _, n := range slices.Concat(s.queue[w], s.within[w]) {
					s.g.Nodes[n].Cut = true
				}
			}
			for _, h := range s.held {
				s.g.Nodes[h.n].Cut = true
			}
			return
		}
		s.expand(n)
	}
}

// next takes a node to expand: the oldest one, which makes runs short, but every
// other time one that stands within a step: in turn the newest one, so that a way
// to the end of the step is found soon, and the oldest one, for the other ways.
func (s *search) next() int {
	for w := range s.queue {
		q, in := s.queue[w], s.within[w]
		s.turn++
		switch {
		case len(in) > 0 && (len(q) == 0 || s.turn%2 == 0):
			if s.newest = !s.newest; s.newest {
				s.within[w] = in[:len(in)-1]
				return in[len(in)-1]
			}
			s.within[w] = in[1:]
			return in[0]
		case len(q) > 0:
			s.queue[w] = q[1:]
			return q[0]
		}
	}
	return -1
}

// expand follows every transition of a node.
func (s *search) expand(n int) {
	node := s.g.Nodes[n]
	if s.expanded[n] {
		return // queued twice
	}
	s.expanded[n] = true
	st := s.state[n]
	s.state[n] = nil
	if len(st.objs) > maxObjects {
		node.Cut = true
		return
	}
	var asleep uint16
	within := slices.IndexFunc(st.procs, func(p *process) bool { return p.yield && p.crowd })
	for i := range st.procs {
		if within >= 0 && i != within {
			continue // it is in the middle of a step, of which the others see nothing
		}
		if s.m.asleep(st, i) {
			asleep |= 1 << i
			continue
		}
		for _, c := range s.m.choices(st, i) {
			s.fire(n, st, i, c)
		}
	}
	if asleep != 0 {
		s.held = append(s.held, heldNode{n, asleep})
		s.state[n] = st
	}
}

// wake ends sleeps beside processes that never come to rest, a ticker's loop for
// one. It reports whether there were any. That a sleep ends although others
// would come to rest is possible, too, but nothing to build a finding on: such
// nodes are cut.
func (s *search) wake() bool {
	if len(s.held) == 0 {
		return false
	}
	restless := make([]bool, len(s.g.Nodes))
	for _, h := range s.held {
		restless[h.n] = true
	}
	for changed := true; changed; {
		changed = false
		for _, h := range s.held {
			for _, e := range s.g.Nodes[h.n].Out {
				// States without the sleepers do not count.
				if restless[h.n] && !restless[e.To] && slices.ContainsFunc(e.Map, func(bit uint16) bool { return bit&h.asleep != 0 }) {
					restless[h.n], changed = false, true
				}
			}
		}
	}
	circle := s.g.Circles()
	held := s.held
	s.held = nil
	for _, h := range held {
		st := s.state[h.n]
		s.state[h.n] = nil
		if !restless[h.n] {
			s.g.Nodes[h.n].Cut = true
			continue
		}
		if !slices.ContainsFunc(s.g.Nodes[h.n].Out, func(e Edge) bool { return circle[e.To] == circle[h.n] }) {
			continue // time passes only where the others go round in circles
		}
		for i := range st.procs {
			if h.asleep&(1<<i) != 0 {
				for _, c := range s.m.choices(st, i) {
					s.fire(h.n, st, i, c)
				}
			}
		}
	}
	return true
}

// fire lets process i of node n execute its operation in one way.
func (s *search) fire(n int, st *state, i int, c choice) {
	r := &run{st: st.clone()}
	s.m.weak = int32(s.g.Nodes[n].Weak)
	p := r.st.proc(i)
	p.run, p.parked = true, false
	moves := uint16(1) << i
	if c.kind == cRendezvous {
		moves |= 1 << c.peer
	}
	if !p.crowd {
		p.rounds = 0
	}
	if p.yield {
		p.yield, p.crowd = false, false
	} else {
		r.grant, r.choice = p.serial, &c
	}
	s.m.refuted = false
	runs, cut := s.settle(r)
	if cut {
		s.g.Nodes[n].Cut = true
	} else if len(runs) == 0 && s.m.refuted {
		s.g.Nodes[n].Never = true
	}
	for _, x := range runs {
		s.add(n, x, moves)
	}
}

// settle lets the processes of r run up to their next operations. Where unknown
// code may order what they access meanwhile, it does so in either order.
func (s *search) settle(r *run) (runs []*run, cut bool) {
	if !s.m.races {
		return s.m.settle(r)
	}
	again := r.fork()
	s.m.fenced = false
	runs, cut = s.m.settle(r)
	if s.m.fenced {
		s.m.newFirst = true
		s.m.step-- // it is the same one
		more, _ := s.m.settle(again)
		s.m.newFirst = false
		runs = append(runs, more...)
	}
	return runs, cut
}

// add records the outcome of a step from node n, moves being who moved.
// Processes that share nothing with each other go on in states of their own:
// they cannot influence each other any more. (Unless they depend on main, or on one
// that is about to end the program, which ends them all.)
func (s *search) add(n int, r *run, moves uint16) {
	groups := s.c.reach(r.st)
	all := uint16(1)<<len(groups) - 1
	if s.opts.Main || s.opts.Full || r.end != alive || len(groups) == 0 || groups[0] == all || s.m.exiting(r.st) {
		s.raced(n, r, []int{s.addState(n, r, moves)})
		return
	}
	var done uint16
	var nodes []int
	for i, g := range groups {
		if done&(1<<i) != 0 {
			continue
		}
		done |= g
		x := *r
		x.st = r.st.clone()
		for j := len(groups) - 1; j >= 0; j-- {
			if g&(1<<j) == 0 {
				x.st.removeProc(j)
			}
		}
		nodes = append(nodes, s.addState(n, &x, moves))
	}
	s.raced(n, r, nodes)
}

// addState records a state and returns its node.
func (s *search) addState(n int, r *run, moves uint16) int {
	k, order := s.c.encode(r.st)
	var names []int32
	if s.m.races {
		names = s.c.serials(order)
		r.st.forget()
	}
	k[0] += uint64(r.end)
	events := r.inOrder(&s.events)
	if hasBug(events) {
		k[1] ^= bugKey(events) // a node of its own
	}
	to, ok := s.seen[k]
	node := s.node(n, r, events)
	switch {
	case !ok:
		to = len(s.g.Nodes)
		s.seen[k] = to
		s.g.Nodes = append(s.g.Nodes, node)
		s.state = append(s.state, nil)
		s.expanded = append(s.expanded, false)
		s.names = append(s.names, names)
		s.keep(to, node, r, order)
	case s.state[to] != nil && !s.expanded[to] && worse(s.g.Nodes[to], node):
		// A way with fewer doubts to a state that is still to be expanded.
		s.g.Nodes[to] = node
		s.names[to] = names
		s.keep(to, node, r, order)
	case s.m.races && s.state[to] != nil && !s.expanded[to]:
		s.join(n, to, r, node, names, order)
	}
	if n >= 0 {
		s.g.Nodes[n].Out = append(s.g.Nodes[n].Out, s.edge(n, to, r, events, order, moves))
	} else {
		s.g.Start = append(s.g.Start, Edge{To: to, Took: Decisions(events)})
	}
	return to
}

// node describes the outcome of a step, but for its events.
func (s *search) node(n int, r *run, events []Event) *Node {
	node := &Node{Parent: n, End: End(r.end), Weak: int(r.weak), Worst: r.worst}
	if n >= 0 {
		p := s.g.Nodes[n]
		node.Depth = p.Depth
		if !p.within {
			node.Depth++
		}
		node.Weak += p.Weak
		node.Worst = max(node.Worst, p.Worst)
		node.GaveUp, node.Failed = p.GaveUp, p.Failed
	}
	for _, e := range events {
		if e.Op == model.Fail {
			node.GaveUp = true
		}
		node.Failed = node.Failed || e.Kind == EvBug && BugKind(e.Aux) != HeldOnReturn
	}
	return node
}

// worse reports whether a finding in node a is worth less than one in b.
func worse(a, b *Node) bool {
	switch {
	case a.Worst != b.Worst && (a.Worst >= VeryWeak || b.Worst >= VeryWeak):
		return a.Worst > b.Worst
	case a.Weak != b.Weak:
		return a.Weak > b.Weak
	}
	return a.GaveUp && !b.GaveUp
}

// keep stores the state of a node, and its events, and queues it.
func (s *search) keep(to int, node *Node, r *run, order []int) {
	node.Events = r.all()
	s.c.compact(r.st)
	procs := make([]*process, len(order))
	for pos, i := range order {
		procs[pos] = r.st.procs[i]
	}
	r.st.procs = procs
	s.state[to] = r.st
	s.describe(node, r)
	switch {
	case r.end != alive:
	case node.Weak >= tooWeak || node.Worst >= VeryWeak:
		node.Cut = true // nothing beyond it would be reported
		s.g.Doubted++
	default:
		for _, p := range r.st.procs {
			for _, f := range p.frames {
				s.m.follows(f.fn)
			}
		}
		w := node.Weak
		if node.GaveUp {
			w = tooWeak - 1 // what a failed test leaves behind is seldom asked for
		}
		if slices.ContainsFunc(r.st.procs, func(p *process) bool { return p.yield && p.crowd }) {
			s.within[w] = append(s.within[w], to)
			node.within = true
		} else {
			s.queue[w] = append(s.queue[w], to)
		}
	}
}

// bugKey tells the places apart at which a step went wrong.
func bugKey(events []Event) uint64 {
	h := uint64(1469598103934665603)
	for _, e := range events {
		if e.Kind == EvBug {
			h = (h ^ uint64(e.Site.Pos)<<8 ^ uint64(e.Aux)) * 1099511628211
		}
	}
	return h
}

func hasBug(events []Event) bool {
	return slices.ContainsFunc(events, func(e Event) bool { return e.Kind == EvBug })
}

// edge maps the processes of the new node to those of the old one.
func (s *search) edge(n, to int, r *run, events []Event, order []int, moves uint16) Edge {
	e := Edge{To: to, Moves: moves, Took: Decisions(events)}
	old := s.g.Nodes[n].Procs
	procs := r.st.procs
	e.Map = make([]uint16, len(procs))
	for pos := range procs {
		p := procs[pos]
		if s.state[to] != r.st {
			p = procs[order[pos]]
		}
		for i := range old {
			if old[i].Serial == p.serial {
				e.Map[pos] = 1 << i
			}
		}
	}
	for _, ev := range events {
		if ev.Kind == EvChoice {
			continue
		}
		for i := range old {
			switch {
			case old[i].Serial != ev.Proc:
			case ev.Kind == EvOp && ev.Op == model.Recv && choiceKind(ev.Aux) == cClosed:
				e.Spins = append(e.Spins, Spin{1 << i, ev.Obj, ev.Site})
			case ev.Kind == EvOp && ev.Fires():
				e.Fires |= 1 << i
			case ev.Kind == EvOp && FromEnvironment(ev):
				e.Asks |= 1 << i
			case ev.Kind == EvEnd || ev.Kind == EvReturn || ev.Kind == EvBug:
				e.Ends |= 1 << i
			}
		}
	}
	return e
}

// Decisions lists the decisions among events.
func Decisions(events []Event) []Took {
	var out []Took
	for _, e := range events {
		if e.Kind == EvChoice {
			out = append(out, Took{Decision: e.Peer, Fn: e.Site.Fn, PC: e.Site.PC, True: e.Off != 0, Kind: uint8(e.Aux)})
		}
	}
	return out
}

// describe notes where every process of a new node stands.
func (s *search) describe(node *Node, r *run) {
	st := r.st
	var masks []uint16
	node.Procs = make([]Proc, 0, len(st.procs))
	for i, p := range st.procs {
		d := Proc{Serial: p.serial, Spawned: p.spawned, Root: p.root}
		if len(p.frames) > 0 && r.end == alive {
			f := p.top()
			fn := s.m.prog.Funcs[f.fn]
			in := &fn.Code[f.pc]
			d.Op, d.Imm, d.Site, d.Entry = in.Op, in.Imm, s.m.site(p), s.m.entry(p)
			d.Known = inLibrary(fn) && len(p.frames) == 1
			d.Delegates = fn.Flags&model.Delegates != 0
			if p.yield {
				d.Op = model.Yield
			}
			d.Call = s.m.libraryCall(p)
			d.Panicking = slices.ContainsFunc(p.frames, func(f *frame) bool { return f.unwind == unwindPanic })
			d.Blocked = !p.yield && in.Op >= model.Send && len(s.m.choices(st, i)) == 0
			if !p.yield && (in.Op == model.WgAdd || in.Op == model.WgWait) {
				s.targets(&d, st, p, in, &masks)
				n := s.m.eval(st, p.top(), in.Args[len(in.Args)-1])
				d.Adds = in.Op == model.WgAdd && n.k == vInt && n.n > 0
			}
			if d.Blocked && len(d.Objs) == 0 {
				s.targets(&d, st, p, in, &masks)
				d.Inner = d.Inner || s.m.prog.IsForeign(p.frames[0].fn) && s.foreign(&d)
			}
		}
		node.Procs = append(node.Procs, d)
	}
	if r.end == mainReturned {
		s.unfinished(node, r)
	}
}

// foreign reports whether all that a process waits for was made by functions of
// other packages, or never made: its wait is their affair, unless it sends on a channel
// that they returned to the program, which has to receive then.
func (s *search) foreign(d *Proc) bool {
	for _, t := range d.Objs {
		if fn, _ := t.MadeAt(); !t.Nil && (!s.m.prog.IsForeign(fn) || t.Send && t.Handed) {
			return false
		}
	}
	return true
}

// inLibrary reports whether a function is one of the tables.
func inLibrary(fn *model.FuncModel) bool {
	return fn.Flags&model.Transparent != 0 && fn.Flags&model.Foreign == 0
}

// targets lists what a blocked process waits for. masks is what reached returns, as
// soon as it is asked for.
func (s *search) targets(d *Proc, st *state, p *process, in *model.Instr, masks *[]uint16) {
	f := p.top()
	add := func(o model.Operand, name string, pos model.Pos, send bool) {
		v := s.m.eval(st, f, o)
		t := Target{Serial: -1, Name: name, Pos: pos, Send: send, Holder: -1, Made: -1}
		if v.k == vRef {
			x := st.objs[v.a]
			if *masks == nil {
				*masks = s.c.reached(st)
			}
			reach := (*masks)[v.a]
			for up := x.parent; up >= 0; up = st.objs[up].parent { // whoever closes that
				reach |= (*masks)[up]
				t.Env = t.Env || st.objs[up].flags&fEnv != 0
			}
			for i, q := range st.procs {
				if reach&(1<<i) != 0 {
					t.Reach = append(t.Reach, q.serial)
				}
			}
			t.Serial, t.Off = x.serial, int32(v.n)
			if x.kind == oChan && x.cap.k != vNone || x.kind != oChan && !x.found() {
				t.Made = x.site // of what was found it is no place in the code
			}
			t.Env, t.Handed = t.Env || x.flags&fEnv != 0, x.flags&fHanded != 0
			if c := st.norm(x.cap); c.k == vInt {
				t.Cap = c.n
			}
			if l, ok := x.get(v.n); ok && l.k == vMutex {
				t.Holder = l.a
			}
			for _, h := range p.held {
				if h.at == v {
					t.Own, t.Taken = OwnWrite, h.site
					if h.read {
						t.Own = OwnRead
					}
				}
			}
		} else {
			t.Nil, t.Given = v.k == vNil, v == givenNil
		}
		d.Objs = append(d.Objs, t)
	}
	if in.Op == model.Select {
		for n := range in.Cases {
			c := &in.Cases[n]
			add(c.Ch, c.Name, c.Pos, c.Send)
		}
		return
	}
	if len(in.Args) > 0 {
		add(in.Args[0], d.Site.Name, d.Site.Pos, in.Op == model.Send)
	}
}

// reached tells, for each object of a state, which processes can reach it.
func (c *canon) reached(st *state) []uint16 {
	v := reacher{st: st, masks: make([]uint16, len(st.objs))}
	for i, p := range st.procs {
		v.bit, v.globals = 1<<i, v.globals[:0]
		c.frames(&v, p)
		v.variables(c)
	}
	return v.masks
}

// unfinished finds the processes that could still have worked when main
// returned: those that, run alone, get to do something.
func (s *search) unfinished(node *Node, r *run) {
	masks := s.c.reached(r.st)
	for i, p := range r.st.procs {
		if p.root || len(p.frames) == 0 {
			continue
		}
		works, own := s.runAlone(r.st, p.serial)
		if inPackage := slices.ContainsFunc(p.frames, func(f *frame) bool { return s.m.own(f.fn) }); works || own && !inPackage {
			node.Exit = append(node.Exit, Unfinished{Serial: p.serial, Spawned: p.spawned, Own: own, Closed: r.st.closedFor(masks, 1<<i)})
		}
	}
}

// closedFor lists the closed channels that the process of a bit in masks, or unknown
// code, can reach.
func (st *state) closedFor(masks []uint16, bit uint16) []int32 {
	var out []int32
	for i, o := range st.objs {
		if (masks[i]&bit != 0 || o.flags&fEnv != 0) && o.kind == oChan && o.closed != chOpen {
			out = append(out, o.serial)
		}
	}
	return out
}

// runAlone reports whether a process, run alone for a while, ends after having
// executed some Work, and whether it ends after having done something for the
// package: Work in one of its functions, or to count down a wait group that it made.
func (s *search) runAlone(st *state, serial int32) (works, own bool) {
	m := &machine{prog: s.m.prog, mutable: map[cellKey]bool{}, read: map[cellKey]bool{}, limit: maxLocal, isMain: true,
		full: true} // stops at each operation, to see whether somebody else has to do his part
	n := st.clone()
	n.removeProc(0) // main
	for j, p := range n.procs {
		if p.serial != serial && p.run {
			n.proc(j).run = false
		}
	}
	work, _ := m.settle(&run{st: n}) // main may have returned before it came to an operation
	for tries := 0; len(work) > 0 && tries < 64; tries++ {
		r := work[len(work)-1]
		work = work[:len(work)-1]
		i := -1
		for j, p := range r.st.procs {
			if p.serial == serial {
				i = j
			}
		}
		if i < 0 {
			if m.work > 0 || m.ownWork {
				return m.work > 0, m.ownWork
			}
			continue
		}
		if r.end != alive {
			continue
		}
		for _, c := range m.choices(r.st, i) {
			switch c.kind {
			case cTimer, cDeadline, cEnvValue, cEnvClosed:
				continue // whether that happens is not up to the program
			}
			x := &run{st: r.st.clone()}
			p := x.st.proc(i)
			p.run = true
			if p.yield {
				p.yield, p.crowd = false, false
			} else {
				x.grant, x.choice = p.serial, &c
			}
			runs, _ := m.settle(x)
			work = append(work, runs...)
		}
	}
	return false, false
}
