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

// An objectID tells objects apart: locks and wait groups are cells of others.
type objectID struct{ serial, off int32 }

// An object is something that processes share.
type object struct {
	name    string
	kind    trace.Kind
	made    model.Pos
	natural bool    // the name is what an operation of the program itself is applied to
	parent  *object // of a context

	sized    bool // the capacity is known
	capacity int
	state
	holds []int // the events that took the lock, and whose lock is held
	waits []int // the events by which writers wait for readers
}

// state is what changes of an object.
type state struct {
	closed  bool
	length  int
	holder  int32 // serial of the process that holds the lock to write, 0 if none
	readers int
	counted bool // the counter is known
	count   int
}

// replay is a run with what its objects go through.
type replay struct {
	prog    *link.Program
	events  []explore.Event
	objects map[objectID]*object
	after   []state // of the object of each event, after it
}

// replayed follows the run of a finding up to the event that goes wrong.
func replayed(f *detect.Finding) *replay {
	r := &replay{prog: f.Prog, events: slices.Concat(f.Events[:bad(f)], f.Later), objects: map[objectID]*object{}}
	r.after = make([]state, len(r.events))
	for i, e := range r.events {
		o := r.of(e)
		if o == nil {
			continue
		}
		o.describe(r.prog, e)
		if e.Op == model.ChildDone {
			o.parent = r.objects[objectID{serial: int32(e.Aux)}]
		}
		o.apply(i, r.events)
		r.after[i] = o.now()
		if i > 0 && r.isHandover(i-1) {
			r.after[i].length++
		}
	}
	return r
}

// isHandover reports whether the events i and i+1 are a receive and a send that
// the explorer took as one step although the channel has a buffer: the value goes
// through it.
func (r *replay) isHandover(i int) bool {
	if i+1 >= len(r.events) {
		return false
	}
	e, next := r.events[i], r.events[i+1]
	o := r.of(e)
	return o != nil && o.capacity > 0 && e.Op == model.Recv && next.Op == model.Send && next.Peer == e.Proc && e.Peer == next.Proc && r.of(next) == o
}

// bad returns the index of the event that goes wrong; if the run ends before that
// happens, it is the number of events.
func bad(f *detect.Finding) int {
	switch f.Kind {
	case detect.SendClosed, detect.CloseClosed, detect.CloseNil, detect.NegativeCounter, detect.UnlockUnlocked, detect.HeldOnReturn:
		for i, e := range f.Events {
			if e.Kind == explore.EvBug && e.Proc == f.Proc && e.Site.Pos == f.Site.Pos && e.Op == f.Op {
				return i
			}
		}
	case detect.DataRace:
		return len(f.Events) - 1
	case detect.MainExit, detect.MainSleep:
		for i := len(f.Events) - 1; i >= 0; i-- {
			if f.Events[i].Kind == explore.EvReturn {
				return i
			}
		}
	}
	return len(f.Events)
}

// of returns the object of an event, nil if it has none.
func (r *replay) of(e explore.Event) *object {
	if e.Kind != explore.EvOp || e.Obj <= 0 {
		return nil
	}
	return r.object(e.Obj, e.Off)
}

// memory returns the variable of an access.
func (r *replay) memory(e explore.Event) *object {
	o := r.object(e.Obj, e.Off)
	if o.kind == "" {
		o.kind, o.name = trace.Variable, e.Site.Name
	}
	return o
}

// target returns the object that a process waits for.
func (r *replay) target(t explore.Target, op model.Op) *object {
	if t.Serial <= 0 {
		return &object{name: t.Name, kind: kindOf(r.prog, op, explore.Site{Fn: -1})}
	}
	o := r.object(t.Serial, t.Off)
	if o.kind == "" {
		o.kind = kindOf(r.prog, op, explore.Site{Fn: -1})
	}
	if o.name == "" {
		o.rename(t.Name)
	}
	return o
}

func (r *replay) object(serial, off int32) *object {
	id := objectID{serial, off}
	o := r.objects[id]
	if o == nil {
		o = &object{state: state{counted: true}}
		r.objects[id] = o
	}
	return o
}

// describe notes what an event tells of its object.
func (o *object) describe(prog *link.Program, e explore.Event) {
	if kind := kindOf(prog, e.Op, e.Site); o.kind == "" || kind == trace.RWMutex || kind == trace.Once {
		o.kind = kind
	}
	name := e.Site.Name
	if o.kind == trace.Context {
		name = strings.TrimSuffix(name, ".Done()")
	}
	natural := isNatural(prog, e)
	if in := instruction(prog, e.Site); e.Op == model.MakeChan && !natural && in.Fn >= 0 && prog.IsForeign(in.Fn) {
		// The name there is that of what the function was given.
		name = "the channel of " + libraryCall(prog, e.Site)
	}
	if name != "" && (o.name == "" || natural && !o.natural) {
		o.name, o.natural = name, natural
	}
	switch e.Op {
	case model.MakeChan, model.ChildDone:
		o.made = e.Site.Pos
		o.sized, o.capacity = e.Op == model.MakeChan && e.Aux >= 0, int(max(e.Aux, 0))
	}
}

// rename gives an object the name that a finding has for it, unless that is a call
// and there is a better one.
func (o *object) rename(name string) {
	if o.kind == trace.Context {
		name = strings.TrimSuffix(name, ".Done()")
	}
	if name != "" && (!strings.HasSuffix(name, ")") || !o.natural) {
		o.name = name
	}
}

// isNatural reports whether an event is what the program says at its site, and
// not what a function of a library that is called there does.
func isNatural(prog *link.Program, e explore.Event) bool {
	in := instruction(prog, e.Site)
	return libraryCall(prog, e.Site) == "" && !(in != nil && strings.HasSuffix(in.Sym, "sync.Cond).Wait") && e.Op != model.CondPark)
}

// kindOf says what an operation at a site is applied to.
func kindOf(prog *link.Program, op model.Op, at explore.Site) trace.Kind {
	switch op {
	case model.ChildDone, model.Cancel:
		return trace.Context
	case model.Lock, model.TryLock, model.Unlock:
		in := instruction(prog, at)
		switch {
		case in == nil:
		case strings.Contains(in.Sym, "sync.RWMutex)"), in.Op == op && in.Imm != 0:
			return trace.RWMutex
		case strings.Contains(in.Sym, "sync.Once)"), strings.HasPrefix(prog.Funcs[at.Fn].Name, "(*sync.Once)"):
			return trace.Once
		}
		return trace.Mutex
	case model.RLock, model.RUnlock, model.TryRLock:
		return trace.RWMutex
	case model.WgAdd, model.WgWait:
		return trace.WaitGroup
	case model.CondPark, model.Signal:
		return trace.Cond
	}
	return trace.Channel
}

// apply changes the state of an object as event i does.
func (o *object) apply(i int, events []explore.Event) {
	e := events[i]
	o.length += e.Buffered()
	switch e.Op {
	case model.Close, model.Cancel:
		o.closed = true
	case model.Recv:
		o.closed = o.closed || e.FindsClosed()
	case model.Lock, model.TryLock:
		if e.Aux == explore.Announces {
			o.waits = append(o.waits, i)
			return
		}
		o.waits = slices.DeleteFunc(o.waits, func(j int) bool { return events[j].Proc == e.Proc })
		o.holds = append(o.holds, i)
		o.holder = e.Proc
	case model.RLock, model.TryRLock:
		o.holds = append(o.holds, i)
		o.readers++
	case model.Unlock:
		o.release(e.Proc, false, events)
		o.holder = 0
	case model.RUnlock:
		o.release(e.Proc, true, events)
		o.readers = max(o.readers-1, 0)
	case model.WgAdd:
		o.count += int(e.Aux)
		o.counted = o.counted && e.Aux != 0 && o.count >= 0
	}
}

// release notes that a process releases the lock, which another one may have
// taken.
func (o *object) release(proc int32, read bool, events []explore.Event) {
	at := -1
	for k, i := range o.holds {
		if isRead := events[i].Op == model.RLock || events[i].Op == model.TryRLock; isRead == read && (at < 0 || events[i].Proc == proc) {
			at = k
		}
	}
	if at >= 0 {
		o.holds = slices.Delete(o.holds, at, at+1)
	}
}

// now returns the state of an object. A context is cancelled with its parents.
func (o *object) now() state {
	s := o.state
	for p := o.parent; p != nil; p = p.parent {
		s.closed = s.closed || p.closed
	}
	return s
}
