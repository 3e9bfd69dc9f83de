package witness

import (
	"slices"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
	"github.com/chanlint/chanlint/passes/trace"
)

// weight says how much an event matters.
type weight uint8

const (
	none    weight = iota
	context        // what else the object goes through
	reason         // why something needed happens
	needed         // without it the end cannot be understood
)

// room is how many steps there may be before events of a weight are left out.
var room = [...]int{context: 6, reason: 10, needed: maxSteps}

const (
	maxSteps = 14
	// maxBlocked is how many goroutines are shown to be blocked.
	maxBlocked = 4
	// maxAlike is how many events are needed that do the same, such as sends that
	// fill a buffer.
	maxAlike = 2
)

// slicer chooses the events that are told.
type slicer struct {
	*replay
	f       *detect.Finding
	root    int32
	spawned map[int32]int // the events that start the processes
	weights []weight      // of the events
	ends    []end         // the steps that go wrong, that of the finding last
}

// An end is a step that goes wrong.
type end struct {
	proc       int32
	pos        model.Pos
	step       trace.Step
	object     *object
	nilChannel bool
	other      int32 // the process that the text is about
}

func newSlicer(f *detect.Finding, r *replay) *slicer {
	s := &slicer{replay: r, f: f, spawned: map[int32]int{}, weights: make([]weight, len(r.events))}
	for i, e := range r.events {
		if e.Kind == explore.EvSpawn {
			s.spawned[e.Peer] = i
		}
	}
	s.root = s.findRoot()
	switch f.Kind {
	case detect.SendClosed, detect.CloseClosed, detect.CloseNil:
		s.closed()
		s.ends = []end{s.ending(trace.Panics)}
	case detect.NegativeCounter, detect.UnlockUnlocked:
		s.all(s.target(f.Target, f.Op), reason)
		s.ends = []end{s.ending(trace.Panics)}
	case detect.HeldOnReturn:
		s.held(f.Proc, s.target(f.Target, model.Lock))
		s.ends = []end{s.ending(trace.Wrong)}
	case detect.Spin:
		s.closed()
		s.ends = []end{s.ending(trace.Wrong)}
	case detect.AddRace:
		s.addRace()
	case detect.MainExit, detect.MainSleep:
		s.mainExit()
	case detect.DataRace:
		s.race()
	default:
		s.blocked()
	}
	return s
}

// findRoot returns the process that nobody started.
func (s *slicer) findRoot() int32 {
	if s.f.Root {
		return s.f.Proc
	}
	for _, e := range s.events {
		if _, ok := s.spawned[e.Proc]; !ok {
			return e.Proc
		}
	}
	return s.f.Proc
}

// ending is the step of the finding itself.
func (s *slicer) ending(how trace.Outcome) end {
	f := s.f
	op := f.Op
	if f.Kind == detect.HeldOnReturn {
		op = model.Lock
	}
	o := s.target(f.Target, op)
	o.rename(f.Name)
	e := end{proc: f.Proc, pos: f.Site.Pos, object: o, nilChannel: f.Kind == detect.CloseNil}
	e.step = trace.Step{Op: operation(explore.Event{Op: f.Op, Aux: -1}, o), Outcome: how}
	if f.Kind == detect.NegativeCounter && f.Call == "Add" {
		e.step.Op = trace.Add
	}
	return e
}

// want says that an event matters, and the other half of a meeting too.
func (s *slicer) want(i int, w weight) {
	s.weights[i] = max(s.weights[i], w)
	if m := s.mate(i); m >= 0 {
		s.weights[m] = max(s.weights[m], w)
	}
}

// mate returns the event that happens together with event i, -1 if there is none.
func (s *slicer) mate(i int) int {
	e := s.events[i]
	if e.Kind != explore.EvOp || e.Peer == 0 || e.Op != model.Send && e.Op != model.Recv {
		return -1
	}
	j := i + 1 // the receive stands before the send
	if e.Op == model.Send {
		j = i - 1
	}
	if j < 0 || j >= len(s.events) || s.events[j].Proc != e.Peer || s.events[j].Peer != e.Proc || s.events[j].Obj != e.Obj {
		return -1
	}
	return j
}

// all wants all events of an object.
func (s *slicer) all(o *object, w weight) {
	for i, e := range s.events {
		if s.of(e) == o {
			s.want(i, w)
		}
	}
}

// closed wants what closes the channel of the finding.
func (s *slicer) closed() {
	o := s.target(s.f.Target, s.f.Op)
	s.all(o, context)
	for i := len(s.events) - 1; i >= 0; i-- {
		if e := s.events[i]; s.of(e) == o && (e.Op == model.Close || e.Op == model.Cancel) {
			s.want(i, needed)
			break
		}
	}
	s.maker(o, needed)
}

// maker wants the event that makes an object, or stops it if it is a timer.
func (s *slicer) maker(o *object, w weight) {
	for i, e := range s.events {
		if s.of(e) == o && (e.Op == model.MakeChan || e.Op == model.ChildDone || e.Op == model.StopTimer) {
			s.want(i, w)
		}
	}
}

// held wants how a process took the lock that it holds, or how others did if it
// does not.
func (s *slicer) held(proc int32, o *object) {
	own := false
	for _, i := range o.holds {
		own = own || s.events[i].Proc == proc
	}
	for _, i := range o.holds {
		if !own || s.events[i].Proc == proc {
			s.want(i, needed)
		}
	}
}

// addRace wants nothing but the two operations that race.
func (s *slicer) addRace() {
	f := s.f
	wait := s.ending("")
	wait.step.Op = trace.Wait
	s.all(wait.object, context)
	s.ends = []end{wait}
	for _, q := range f.Stuck {
		add := end{proc: q.Serial, pos: f.Other.Pos, object: wait.object, other: f.Proc}
		add.step = trace.Step{Op: trace.Add, Outcome: trace.Wrong}
		s.ends = append(s.ends, add)
	}
}

// race wants the first of the two accesses, and how the goroutines synchronise
// otherwise.
func (s *slicer) race() {
	last := s.f.Events[len(s.f.Events)-1]
	first := -1
	for i, e := range s.events {
		at := e.Site.Pos == s.f.Site.Pos || e.Site.Pos == s.f.Other.Pos
		if e.Kind == explore.EvAccess && e.Proc != last.Proc && e.Obj == last.Obj && at {
			first = i
		}
		if s.of(e) != nil && first >= 0 && (e.Proc == last.Proc || e.Proc == s.events[first].Proc) {
			s.want(i, context)
		}
	}
	e := end{proc: last.Proc, pos: last.Site.Pos, object: s.memory(last), step: trace.Step{Op: accessOp(last), Outcome: trace.Wrong}}
	if first >= 0 {
		s.want(first, needed)
		e.other = s.events[first].Proc
	}
	s.ends = []end{e}
}

// mainExit wants the start of the goroutine that main does not wait for, and what
// main does instead.
func (s *slicer) mainExit() {
	f := s.f
	at := s.spawned[f.Proc]
	s.want(at, needed)
	for i := at; i < len(s.events); i++ {
		switch e := s.events[i]; {
		case e.Kind != explore.EvOp || e.Proc != s.root:
		case f.Kind == detect.MainSleep && e.Op == model.Sleep && e.Site.Pos == f.Other.Pos:
			s.want(i, needed)
		case e.Op == model.Sleep || s.of(e) != nil:
			s.want(i, context)
		}
	}
	s.ends = []end{{proc: s.root, pos: returned(f).Pos, step: trace.Step{Op: trace.Return, Outcome: trace.Wrong}, other: f.Proc}}
}

// returned is where main returns.
func returned(f *detect.Finding) explore.Site {
	if at := bad(f); at < len(f.Events) {
		return f.Events[at].Site
	}
	return f.Other
}

// blocked wants why the process of the finding is blocked, and those whose
// blocking keeps it so.
func (s *slicer) blocked() {
	f := s.f
	self := explore.Proc{Serial: f.Proc, Op: f.Op, Imm: f.Imm, Site: f.Site, Call: f.Call, Objs: f.Targets, Root: f.Root}
	if len(self.Objs) == 0 && f.Target.Serial != 0 {
		self.Objs = []explore.Target{f.Target}
	}
	story := []explore.Proc{self}
	for n := 0; n < len(story); n++ {
		p := story[n]
		s.stuck(p, n == 0)
		for _, q := range f.Stuck {
			told := func(x explore.Proc) bool { return x.Serial == q.Serial || x.Op == q.Op && x.Site.Pos == q.Site.Pos }
			if len(story) < maxBlocked && s.keepsWaiting(p, q) && !slices.ContainsFunc(story, told) {
				story = append(story, q)
			}
		}
	}
	slices.Reverse(s.ends) // the finding itself comes last
}

// keepsWaiting reports whether p could go on if q, which is stuck, could: q holds
// the lock, or can do the opposite of what p does with the same object.
func (s *slicer) keepsWaiting(p, q explore.Proc) bool {
	if p.Serial == q.Serial {
		return false
	}
	for _, t := range p.Objs {
		if p.Op == model.Lock || p.Op == model.RLock {
			o := s.target(t, p.Op)
			if slices.ContainsFunc(o.holds, func(i int) bool { return s.events[i].Proc == q.Serial }) {
				return true
			}
			continue
		}
		same := slices.ContainsFunc(q.Objs, func(u explore.Target) bool { return u.Serial == t.Serial && u.Off == t.Off })
		if slices.Contains(t.Reach, q.Serial) && !(same && q.Op == p.Op) {
			return true
		}
	}
	return false
}

// stuck wants why one process is blocked.
func (s *slicer) stuck(p explore.Proc, self bool) {
	e := end{proc: p.Serial, pos: p.Site.Pos, step: trace.Step{Outcome: trace.Blocks, Text: calls(s.prog, p.Site)}}
	for _, t := range p.Objs {
		o := s.target(t, p.Op)
		if self && len(p.Objs) == 1 && e.step.Text == "" {
			o.rename(s.f.Name)
		}
		if len(p.Objs) == 1 && p.Op != model.Select {
			e.object, e.nilChannel = o, t.Nil
		}
		switch p.Op {
		case model.Lock, model.RLock:
			s.keptFrom(o)
		case model.WgWait:
			s.uncounted(p, o, t)
		default:
			s.unserved(p, o, t, self && len(p.Objs) <= 2)
		}
	}
	e.step.Op = operation(explore.Event{Op: p.Op}, e.object)
	s.ends = append(s.ends, e)
}

// keptFrom wants who holds a lock or is to have it next, and what became of them.
func (s *slicer) keptFrom(o *object) {
	for _, i := range slices.Concat(o.holds, o.waits) {
		s.want(i, needed)
		if at := s.ended(s.events[i].Proc); at >= 0 {
			s.want(at, needed)
			s.cause(at, o)
		}
	}
}

// uncounted wants what the counter of a wait group counts, and who ended without
// being counted.
func (s *slicer) uncounted(p explore.Proc, o *object, t explore.Target) {
	s.all(o, context)
	for i := len(s.events) - 1; i >= 0; i-- {
		if e := s.events[i]; s.of(e) == o && e.Op == model.WgAdd && e.Aux > 0 {
			s.want(i, needed)
			break
		}
	}
	s.partners(p, o, t, func(e explore.Event) bool { return e.Op == model.WgAdd && e.Aux < 0 })
}

// unserved wants what a channel or condition goes through, and what became of
// those that could have served the process.
func (s *slicer) unserved(p explore.Proc, o *object, t explore.Target, makes bool) {
	s.all(o, context)
	if makes && len(s.f.Stuck) < 2 {
		s.maker(o, needed) // with others to tell of, there is less room
	}
	for i, n := len(s.events)-1, min(o.length, maxAlike); i >= 0 && n > 0; i-- {
		if e := s.events[i]; s.of(e) == o && e.Buffered() > 0 {
			s.want(i, needed)
			n--
		}
	}
	s.partners(p, o, t, func(e explore.Event) bool {
		switch {
		case p.Op == model.CondPark:
			return e.Op == model.Signal
		case t.Send:
			return e.Op == model.Recv
		}
		return e.Op == model.Send || e.Op == model.Close || e.Op == model.Cancel
	})
}

// partners wants the ends of processes that served an object before, or that
// could have done so by what they run.
func (s *slicer) partners(p explore.Proc, o *object, t explore.Target, serves func(explore.Event) bool) {
	served := map[int32]bool{}
	for _, e := range s.events {
		if s.of(e) == o && serves(e) {
			served[e.Proc] = true
		}
	}
	alike := 0
	last := map[int32]bool{p.Serial: true} // processes of which a later event was seen
	for _, q := range s.f.Stuck {
		last[q.Serial] = true
	}
	for i := len(s.events) - 1; i >= 0; i-- {
		e := s.events[i]
		fn := e.Site.Fn
		if at, ok := s.spawned[e.Proc]; ok {
			fn = int32(s.events[at].Aux)
		}
		later := last[e.Proc]
		last[e.Proc] = true
		if e.Kind == explore.EvOp && e.Op == model.Recv && !later && s.of(e) != nil && s.of(e) != o && canServe(s.prog, fn, t, p.Op, map[int32]bool{}) {
			s.want(i, needed) // it has turned away, and will not come back
			s.closer(i)
			continue
		}
		if e.Kind != explore.EvReturn && e.Kind != explore.EvEnd || e.Proc == p.Serial {
			continue
		}
		other := (s.f.Kind != detect.MissingDone || s.f.Release.Pos != 0) && e.Site.Pos == s.f.Other.Pos
		switch {
		case other, e.Kind == explore.EvReturn && p.Op != model.WgWait:
			s.want(i, needed)
		case served[e.Proc] && p.Op == model.WgWait:
			continue
		case served[e.Proc], canServe(s.prog, fn, t, p.Op, map[int32]bool{}):
			if alike++; alike > maxAlike {
				s.want(i, context)
				continue
			}
			s.want(i, needed)
		default:
			continue
		}
		s.cause(i, o)
	}
}

// cause wants why a process ended, as far as the last thing that it did before
// tells: it received something else, found nobody ready, or failed a test.
func (s *slicer) cause(at int, o *object) {
	proc := s.events[at].Proc
	for i := at - 1; i >= 0; i-- {
		e := s.events[i]
		if e.Kind != explore.EvOp || e.Proc != proc {
			continue
		}
		other := s.of(e)
		if other == o || e.Op != model.Recv && e.Op != model.Select && e.Op != model.Fail ||
			e.Op == model.Fail && e.Site.Pos == s.events[at].Site.Pos { // the end says it
			return
		}
		s.want(i, reason)
		s.closer(i)
		return
	}
}

// closer wants what closed the channel of a receive that finds it closed.
func (s *slicer) closer(i int) {
	e := s.events[i]
	for o := s.of(e); o != nil && e.FindsClosed(); o = o.parent {
		for j, c := range s.events[:i] {
			if s.of(c) == o && (c.Op == model.Close || c.Op == model.Cancel) {
				s.want(j, reason)
			}
		}
	}
}

// ended returns the event that ends a process, -1 if it has not ended.
func (s *slicer) ended(proc int32) int {
	return slices.IndexFunc(s.events, func(e explore.Event) bool {
		return e.Proc == proc && (e.Kind == explore.EvEnd || e.Kind == explore.EvReturn)
	})
}

// canServe reports whether a function, or one that it calls, has an operation
// that ends the wait for an object, by the name of that.
func canServe(prog *link.Program, fn int32, t explore.Target, op model.Op, seen map[int32]bool) bool {
	if t.Name == "" || seen[fn] || inLibrary(prog, fn) {
		return false
	}
	seen[fn] = true
	for pc := range prog.Funcs[fn].Code {
		in := &prog.Funcs[fn].Code[pc]
		served := false
		switch {
		case in.Op == model.Call && in.Fn >= 0 && canServe(prog, in.Fn, t, op, seen):
			return true
		case op == model.WgWait:
			served = in.Op == model.Call && in.Name == t.Name && strings.HasSuffix(in.Sym, "sync.WaitGroup).Done")
		case op == model.CondPark:
			served = in.Op == model.Call && in.Name == t.Name
		case in.Op == model.Select:
			served = slices.ContainsFunc(in.Cases, func(c model.Case) bool { return c.Name == t.Name && c.Send != t.Send })
		case in.Name != t.Name:
		case t.Send:
			served = in.Op == model.Recv
		default:
			served = in.Op == model.Send || in.Op == model.Close
		}
		if served {
			return true
		}
	}
	return false
}

// choose returns the events that are told: as many as there is room for, what
// matters more and is nearer to the end first.
func (s *slicer) choose() map[int]bool {
	kept := map[int]bool{}
	for _, e := range s.ends {
		s.addStarts(e.proc, kept)
	}
	for w := needed; w > none; w-- {
		for i := len(s.events) - 1; i >= 0; i-- {
			if s.weights[i] != w || kept[i] || s.events[i].Site.Pos == 0 {
				continue
			}
			more := map[int]bool{i: true}
			s.addStarts(s.events[i].Proc, more)
			if m := s.mate(i); m >= 0 {
				more[m] = true
				s.addStarts(s.events[m].Proc, more)
			}
			if s.events[i].Kind == explore.EvSpawn {
				s.addStarts(s.events[i].Peer, more)
			}
			n := len(kept) + len(s.ends)
			for j := range more {
				if !kept[j] {
					n++
				}
			}
			if n <= room[w] {
				for j := range more {
					kept[j] = true
				}
			}
		}
	}
	return kept
}

// addStarts adds the events that start a process, and those that started it.
func (s *slicer) addStarts(proc int32, to map[int]bool) {
	for at, ok := s.spawned[proc]; ok && !to[at]; at, ok = s.spawned[s.events[at].Proc] {
		to[at] = true
	}
}

// matters reports whether an event that is left out is worth to be counted.
func (s *slicer) matters(i int) bool { return s.weights[i] > none && s.events[i].Site.Pos != 0 }
