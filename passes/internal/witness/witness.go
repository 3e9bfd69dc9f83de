// Package witness turns the run that leads to a finding into the few steps that
// a reader needs.
//
// The run is followed from its start, to know the state of every object at every
// time (replay.go). Then the steps are chosen from its end backwards: who is
// blocked where, or panics; what made the object what it is; who could have helped,
// and what became of them; how these goroutines were started (slice.go).
package witness

import (
	"cmp"
	"fmt"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/model"
	"github.com/chanlint/chanlint/passes/trace"
)

// A Witness is the way to a finding.
type Witness struct {
	*trace.Trace
	// At are the positions of the steps.
	At []model.Pos
}

// Of returns the way to a finding; position resolves positions. There are no
// steps without a position, so there may be none at all.
func Of(f *detect.Finding, position func(model.Pos) trace.Position) Witness {
	b := &builder{
		f: f, position: position, witness: Witness{Trace: &trace.Trace{}},
		goroutines: map[int32]int{}, numbers: map[*object]int{},
	}
	if len(f.Chains) > 0 {
		b.chains()
		return b.witness
	}
	b.replay = replayed(f)
	s := newSlicer(f, b.replay)
	b.run(s)
	return b.witness
}

// builder builds a trace.
type builder struct {
	f          *detect.Finding
	position   func(model.Pos) trace.Position
	replay     *replay
	witness    Witness
	goroutines map[int32]int   // numbers of the goroutines, by serial
	numbers    map[*object]int // of the objects
}

// run tells the steps that a slicer has chosen, and the bad ones.
func (b *builder) run(s *slicer) {
	kept := s.choose()
	b.number(s, kept)
	skipped := 0
	tell := func(i int) {
		switch {
		case kept[i]:
			if step, ok := b.step(i); ok {
				step.Skipped, skipped = skipped, 0
				b.add(s.events[i].Site.Pos, step)
			}
		case s.matters(i):
			skipped++
		}
	}
	for i := 0; i < len(s.events); i++ {
		if b.replay.isHandover(i) {
			tell(i + 1)
			tell(i)
			i++
		} else {
			tell(i)
		}
	}
	for _, e := range s.ends {
		b.forgetWait(e)
		step := e.step
		step.Goroutine = b.goroutines[e.proc]
		if e.object != nil {
			step.Object = b.object(e.object)
			step.State = b.state(e.object, e.object.now())
		}
		if e.nilChannel {
			step.State = &trace.State{Nil: true}
		}
		if step.Outcome == trace.Wrong {
			step.Text = missed(b.f, b.goroutines[e.other])
		}
		if b.f.Kind == detect.AddRace && step.Op == trace.Add {
			step.State = nil // how much it adds is not known here
		}
		step.Skipped, skipped = skipped, 0
		b.add(e.pos, step)
	}
}

// forgetWait removes the last step if it is that the goroutine of an end begins to
// wait: the end says more.
func (b *builder) forgetWait(e end) {
	last := len(b.witness.Steps) - 1
	if last < 0 || b.witness.At[last] != e.pos || b.witness.Steps[last].Outcome != trace.Waits || b.witness.Steps[last].Goroutine != b.goroutines[e.proc] {
		return
	}
	b.witness.Steps, b.witness.At = b.witness.Steps[:last], b.witness.At[:last]
}

// add adds a step at a position, if that is known.
func (b *builder) add(at model.Pos, s trace.Step) {
	if n := len(b.witness.Steps) - 1; n >= 0 && b.witness.At[n] == at && s.Text != "" && s.Text == b.witness.Steps[n].Text &&
		s.Goroutine == b.witness.Steps[n].Goroutine && s.Outcome == "" {
		return // the same call does several things
	}
	if s.Pos = b.position(at); s.Pos.IsValid() {
		b.witness.Steps = append(b.witness.Steps, s)
		b.witness.At = append(b.witness.At, at)
	}
}

// number numbers the goroutines: the root first, the others as they are started.
func (b *builder) number(s *slicer, kept map[int]bool) {
	add := func(serial int32) {
		if _, ok := b.goroutines[serial]; !ok {
			g := trace.Goroutine{Name: b.functionOf(serial)}
			if at, ok := s.spawned[serial]; ok {
				g.Start = b.position(s.events[at].Site.Pos)
			}
			b.witness.Goroutines = append(b.witness.Goroutines, g)
			b.goroutines[serial] = len(b.goroutines) + 1
		}
	}
	add(s.root)
	for i, e := range s.events {
		if !kept[i] {
			continue
		}
		add(e.Proc)
		if e.Kind == explore.EvSpawn {
			add(e.Peer)
		}
	}
	for _, e := range s.ends {
		add(e.proc)
	}
}

// object returns the number of an object.
func (b *builder) object(o *object) int {
	n, ok := b.numbers[o]
	if !ok {
		b.witness.Objects = append(b.witness.Objects, trace.Object{Name: o.name, Kind: o.kind, Made: b.position(o.made)})
		n = len(b.witness.Objects)
		b.numbers[o] = n
	}
	return n
}

// state returns a state of an object as the reader sees it, nil if nothing is
// known of it.
func (b *builder) state(o *object, s state) *trace.State {
	st := &trace.State{}
	switch o.kind {
	case trace.Channel, trace.Context:
		st.Closed = s.closed
		if o.sized {
			st.Len, st.Cap = s.length, o.capacity
		} else if !s.closed {
			return nil
		}
	case trace.Mutex, trace.RWMutex, trace.Once:
		st.Holder, st.Readers = b.goroutines[s.holder], s.readers
		if s.holder != 0 && st.Holder == 0 {
			return nil // a goroutine that is not in the story
		}
	case trace.WaitGroup:
		if !s.counted {
			return nil
		}
		st.Count = s.count
	default:
		return nil
	}
	return st
}

// step words the event i.
func (b *builder) step(i int) (trace.Step, bool) {
	e := b.replay.events[i]
	s := trace.Step{Goroutine: b.goroutines[e.Proc], Peer: b.goroutines[e.Peer]}
	switch e.Kind {
	case explore.EvSpawn:
		s.Op = trace.Go
		return s, true
	case explore.EvReturn, explore.EvEnd:
		s.Peer = 0
		switch s.Op = trace.Return; {
		case e.Aux == explore.EndedByPanic:
			s.Op = trace.Panic
		case e.Aux == explore.EndedByGoexit:
			s.Op, s.Text = trace.Exit, calls(b.f.Prog, e.Site)
		case b.f.Kind == detect.MissingDone && b.f.Release.Pos != 0 && e.Site.Pos == b.f.Other.Pos:
			s.Text = "returns without " + method(b.f.Release.Name, "Done")
		}
		return s, true
	case explore.EvAccess:
		s.Peer, s.Op, s.Object = 0, accessOp(e), b.object(b.replay.memory(e))
		return s, true
	case explore.EvOp:
	default:
		return s, false
	}
	o := b.replay.of(e)
	if o != nil && o.capacity > 0 {
		s.Peer = 0
	}
	s.Op, s.Text = operation(e, o), calls(b.f.Prog, e.Site)
	if e.Op == model.Select {
		s.Text = "takes the default case"
	}
	if e.Op == model.Lock && e.Aux == explore.Announces {
		s.Outcome = trace.Waits
	}
	if o != nil {
		s.Object = b.object(o)
		s.State = b.state(o, b.replay.after[i])
	}
	return s, s.Op != ""
}

func accessOp(e explore.Event) trace.Op {
	if e.Op == model.Store {
		return trace.Write
	}
	return trace.Read
}

// operation names the operation of an event.
func operation(e explore.Event, o *object) trace.Op {
	if o != nil && o.kind == trace.Once && e.Op == model.Lock {
		return trace.Do
	}
	switch e.Op {
	case model.WgAdd:
		if e.Aux == -1 {
			return trace.Done
		}
	case model.Signal:
		if e.Aux != 0 {
			return trace.Broadcast
		}
	}
	return ops[e.Op]
}

var ops = map[model.Op]trace.Op{
	model.MakeChan: trace.Make, model.ChildDone: trace.Make,
	model.Send: trace.Send, model.Recv: trace.Receive, model.Select: trace.Select,
	model.Close: trace.Close, model.Cancel: trace.Cancel,
	model.Lock: trace.Lock, model.TryLock: trace.Lock, model.RLock: trace.RLock, model.TryRLock: trace.RLock,
	model.Unlock: trace.Unlock, model.RUnlock: trace.RUnlock,
	model.WgAdd: trace.Add, model.WgWait: trace.Wait, model.CondPark: trace.Wait, model.Signal: trace.Signal,
	model.Fail: trace.Fail, model.Sleep: trace.Sleep, model.StopTimer: trace.Stop, model.Ret: trace.Return, model.Panic: trace.Panic,
}

// chains tells how goroutines that take locks in opposite orders block each
// other: each one takes its first lock, and then waits for that of the next.
func (b *builder) chains() {
	var first []trace.Step
	var sites []explore.Site
	last := len(b.f.Chains) - 1
	for i, chain := range b.f.Chains {
		lock := chain[0]
		b.witness.Goroutines = append(b.witness.Goroutines, trace.Goroutine{Name: readable(b.f.Prog.Funcs[lock.Fn].Name)})
		b.witness.Objects = append(b.witness.Objects, trace.Object{Name: lock.Name, Kind: lockKind(b.f.Prog, lock)})
		s := trace.Step{Goroutine: i + 1, Op: lockOp(b.f.Prog, lock), Object: i + 1, State: &trace.State{Holder: i + 1}}
		if s.Op == trace.RLock {
			s.State = &trace.State{Readers: 1}
		}
		first, sites = append(first, s), append(sites, lock)
	}
	for i, s := range first {
		b.add(sites[i].Pos, s)
	}
	for i := last; i >= 0; i-- { // the finding is at that of the first goroutine
		wait, next := b.f.Chains[i][1], (i+1)%len(first)
		b.add(wait.Pos, trace.Step{Goroutine: i + 1, Op: lockOp(b.f.Prog, wait), Object: next + 1, State: first[next].State, Outcome: trace.Blocks})
	}
}

// missed words what goes wrong in steps that succeed.
func missed(f *detect.Finding, other int) string {
	switch f.Kind {
	case detect.HeldOnReturn:
		if f.Op == model.Panic {
			return "leaves " + orLock(f.Name) + " locked"
		}
		return "returns with " + orLock(f.Name) + " locked"
	case detect.Spin:
		return "receives zero values from now on"
	case detect.AddRace:
		return fmt.Sprintf("adds to %s, too late for goroutine %d", cmp.Or(f.Other.Name, f.Name), other)
	case detect.DataRace:
		verb := "reads "
		if f.Events[len(f.Events)-1].Op == model.Store {
			verb = "writes "
		}
		return fmt.Sprintf("%s%s, without synchronisation with goroutine %d", verb, cmp.Or(f.Events[len(f.Events)-1].Site.Name, "memory"), other)
	case detect.MainExit, detect.MainSleep:
		return fmt.Sprintf("returns, and the program ends before goroutine %d has finished", other)
	}
	return ""
}

func orLock(name string) string {
	if name == "" {
		return "a lock"
	}
	return name
}
