package concurrency

import (
	"regexp"
	"slices"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/extract"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// misuses reports whether a finding in a root that was made takes a use of the type that
// this need not allow.
func (e *explorer) misuses(f *detect.Finding, root extract.Root, g *explore.Graph) bool {
	if len(root.Unguarded) > 0 {
		isField := func(name string) bool { return slices.Contains(root.Unguarded, name) }
		return f.Kind != detect.DataRace || f.Lock.Pos == 0 || !slices.ContainsFunc(strings.Split(f.Name, "."), isField)
	}
	return root.Whole && !e.inType(f, root.Private, g) || root.Handler && !betweenRequests(f)
}

// inType reports whether a finding in a root that uses a type as a whole is the
// type's own doing: what a caller must not do, as sending after Close, is not.
// g is the search that found it. Of private methods it is not known who calls them when,
// only what they are for.
func (e *explorer) inType(f *detect.Finding, private bool, g *explore.Graph) bool {
	if private && f.Kind != detect.UnclosedRange {
		return false
	}
	switch f.Kind {
	case detect.DoubleLock:
		return true
	case detect.Leak:
		if !isOwn(f, f.Proc) || f.Foreign {
			return false
		}
		if !inTurn(f) {
			return abandoned(f)
		}
		// Nobody gets at the channels of a goroutine but those of the type.
		return endsOtherwise(f, g) || !slices.ContainsFunc(f.Targets, func(t explore.Target) bool { return strings.Contains(t.Name, ".") || t.Env || t.Nil })
	case detect.Deadlock:
		return waitsForHeld(f) || f.Root && inTurn(f) && deserted(f) && (comesToEnd(g) || servedOnce(f))
	case detect.SendClosed:
		return !byCaller(f, f.Proc) || guarded(f) || refuses(f, f.Proc, f.Site.Pos, g)
	case detect.CloseClosed:
		// Of two methods that close the same, callers may have to choose one, also if one
		// is the other one in a goroutine.
		return !byCaller(f, f.Proc) && !inItsPlace(f) && (inTurn(f) || isOwn(f, f.Proc) || isOwn(f, closer(f)))
	case detect.UnclosedRange:
		return isOwn(f, f.Proc) && inTurn(f) && (e.endless[f.Site.Pos] || isStopped(f))
	case detect.AddRace:
		return inTurn(f) || refuses(f, f.Stuck[0].Serial, f.At.Pos, g)
	case detect.DataRace:
		// A caller has to know which methods may run at the same time; but what the type
		// does by itself it must keep apart from all of them. A method that takes the lock
		// for something else, as the other one does, is meant to be called beside it.
		return (isOwn(f, f.Proc) || isOwn(f, f.Stuck[0].Serial)) && !begunBeside(f) || e.locksToo(f)
	case detect.NegativeCounter:
		return isOwn(f, f.Proc) && inTurn(f)
	case detect.UnlockUnlocked:
		return isOwn(f, f.Proc)
	}
	return false
}

// isStopped reports whether the channel that a process waits for is that of a ticker which
// was stopped, in a package that sets none again.
func isStopped(f *detect.Finding) bool {
	resets := func(fn *model.FuncModel) bool {
		return slices.ContainsFunc(fn.Code, func(in model.Instr) bool { return in.Op == model.Call && in.Sym == "(*time.Ticker).Reset" })
	}
	return slices.ContainsFunc(f.Events, func(e explore.Event) bool { return e.Op == model.StopTimer && e.Obj == f.Target.Serial }) &&
		!slices.ContainsFunc(f.Prog.Funcs, resets)
}

// locksToo reports whether the function that accesses a variable without a lock which is
// held at the other access takes that lock elsewhere. One that releases it first has it from
// its caller.
func (e *explorer) locksToo(f *detect.Finding) bool {
	key := e.prog.LockKeys[f.Lock.Pos]
	if key == "" {
		return false
	}
	code := e.prog.Funcs[f.Site.Fn].Code
	first := slices.IndexFunc(code, func(in model.Instr) bool { return e.prog.LockKeys[in.Pos] == key })
	return first >= 0 && !code[first].Releases()
}

// begins matches the names of methods that run for as long as the work goes on.
var begins = regexp.MustCompile("^(Run|Serve|Listen|Start|Loop|Watch|Monitor|Wait)")

// begunBeside reports whether one of the processes of a race was started by a method that
// a caller runs at the same time as another one, and that may be meant to come before it.
func begunBeside(f *detect.Finding) bool {
	by := map[int32]bool{} // the method, and what it starts
	for _, e := range f.Events {
		if e.Kind != explore.EvSpawn {
			continue
		}
		if int(e.Site.Fn) == f.Start {
			by[e.Peer] = !begins.MatchString(e.Site.Name)
		} else if by[e.Proc] {
			by[e.Peer] = true
		}
	}
	return isOwn(f, f.Proc) && by[f.Proc] || isOwn(f, f.Stuck[0].Serial) && by[f.Stuck[0].Serial]
}

// betweenRequests reports whether a finding in a root that runs a handler for two requests
// is a race of the two.
func betweenRequests(f *detect.Finding) bool {
	return f.Kind == detect.DataRace && byCaller(f, f.Proc) && byCaller(f, f.Stuck[0].Serial)
}

// inTurn reports whether the root calls one method after the other.
func inTurn(f *detect.Finding) bool {
	return !slices.ContainsFunc(f.Events, func(e explore.Event) bool { return e.Kind == explore.EvSpawn && int(e.Site.Fn) == f.Start })
}

// waitsForHeld reports whether a blocked process waits, over locks that are held
// meanwhile, for one that waits for it. A method that sends to whoever a caller has receive
// does not, nor one that waits for what a caller has to begin.
func waitsForHeld(f *detect.Finding) bool {
	return slices.ContainsFunc(f.Stuck, func(p explore.Proc) bool {
		if p.Op != model.Lock && p.Op != model.RLock || len(p.Objs) == 0 {
			return false
		}
		holder := p.Objs[0].Holder
		return p.Serial != holder && (holder == f.Proc || p.Serial == f.Proc) && slices.ContainsFunc(f.Stuck, func(q explore.Proc) bool {
			if q.Serial != holder {
				return false
			}
			switch q.Op {
			case model.Send:
				return isOwn(f, holder) || slices.ContainsFunc(f.Stuck, func(r explore.Proc) bool {
					return r.Serial != holder && f.Prog.ReceivesOn(startFunc(f, r.Serial), q.Site.Name)
				})
			case model.Recv:
				return !notBegun(f, q)
			}
			return true
		})
	})
}

// notBegun reports whether a process receives from a channel to which others send, or which
// they close, but none of those that were started.
func notBegun(f *detect.Finding, p explore.Proc) bool {
	if p.Site.Name == "" || slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		return e.Kind == explore.EvSpawn && f.Prog.Serves(int32(e.Aux), p.Site.Name)
	}) {
		return false
	}
	for fn := range f.Prog.Funcs {
		if f.Prog.Serves(int32(fn), p.Site.Name) {
			return true
		}
	}
	return false
}

// startFunc returns the function that a process began with.
func startFunc(f *detect.Finding, serial int32) int32 {
	if start, ok := startOf(f, serial); ok {
		return int32(start.Aux)
	}
	return int32(f.Start)
}

// deserted reports whether the process that is blocked waits for a goroutine that
// has come, or will come, to its end.
func deserted(f *detect.Finding) bool {
	return len(f.Stuck) == 1 && slices.ContainsFunc(f.Events, func(e explore.Event) bool { return e.Kind == explore.EvSpawn })
}

// servedOnce reports whether a goroutine that the type started has done what the blocked
// process waits for, to another one, and has come to its end.
func servedOnce(f *detect.Finding) bool {
	served := map[int32]bool{}
	for _, e := range f.Events {
		switch {
		case e.Kind == explore.EvOp && e.Obj == f.Target.Serial:
			served[e.Proc], served[e.Peer] = true, true
		case e.Kind == explore.EvEnd && served[e.Proc] && isOwn(f, e.Proc):
			return true
		}
	}
	return false
}

// abandoned reports whether a process has answers for methods only that have returned: nobody
// else has the channels that they made, nor do they give these to their callers.
func abandoned(f *detect.Finding) bool {
	if f.Op != model.Send {
		return false
	}
	made, over := map[int32]int32{}, map[int32]bool{}
	for _, e := range f.Events {
		switch {
		case e.Kind == explore.EvOp && e.Op == model.MakeChan:
			made[e.Obj] = e.Proc
		case e.Kind == explore.EvEnd:
			over[e.Proc] = true
		}
	}
	return len(f.Targets) > 0 && !slices.ContainsFunc(f.Targets, func(t explore.Target) bool {
		by, ok := made[t.Serial]
		if !ok || t.Env || !over[by] || !byCaller(f, by) {
			return true
		}
		start, _ := startOf(f, by)
		return strings.ContainsAny(f.Prog.Funcs[start.Aux].Results, "pcdfolmv")
	})
}

// endsOtherwise reports whether a process that waits forever to be woken up came to its
// end if the same calls met it elsewhere: they are meant to end it.
func endsOtherwise(f *detect.Finding, g *explore.Graph) bool {
	switch f.Op {
	case model.Recv, model.Select, model.CondPark:
	default:
		return false
	}
	return endsSurely(f, g, f.Proc, func([]explore.Event) bool { return true })
}

// endsSurely reports whether a process of a finding comes to its end in a run in which it
// decides nothing that is not known, and of which that is true for its own events.
func endsSurely(f *detect.Finding, g *explore.Graph, serial int32, is func([]explore.Event) bool) bool {
	start, ok := startOf(f, serial)
	for i, n := range g.Nodes {
		if n.Weak > 0 || !slices.ContainsFunc(n.Events, func(e explore.Event) bool { return e.Kind == explore.EvEnd && e.Proc == serial }) {
			continue
		}
		path := g.Path(i)
		same := func(e explore.Event) bool { return e.Kind == explore.EvSpawn && e.Peer == serial && e.Aux == start.Aux }
		if ok && !slices.ContainsFunc(path, same) {
			continue // in this run the number is that of another process
		}
		own := slices.DeleteFunc(path, func(e explore.Event) bool { return e.Proc != serial })
		if !slices.ContainsFunc(own, func(e explore.Event) bool { return e.Kind == explore.EvChoice }) && is(own) {
			return true
		}
	}
	return false
}

// refuses reports whether the method that a process calls looks, in a way that is made for
// goroutines, for what the other method has done, and does not do what it does at pos if
// that came first: it is meant to be called beside the other one.
func refuses(f *detect.Finding, serial int32, pos model.Pos, g *explore.Graph) bool {
	if !byCaller(f, serial) {
		return false
	}
	start, _ := startOf(f, serial)
	looks := f.Prog.UsesAtomics(int32(start.Aux))
	return endsSurely(f, g, serial, func(own []explore.Event) bool {
		did := func(e explore.Event) bool { return e.Kind == explore.EvOp && e.Site.Pos == pos }
		return !slices.ContainsFunc(own, did) && (looks || slices.ContainsFunc(own, explore.Event.FindsClosed))
	})
}

// comesToEnd reports whether the root returns in some run.
func comesToEnd(g *explore.Graph) bool {
	return slices.ContainsFunc(g.Nodes, func(n *explore.Node) bool {
		return slices.ContainsFunc(n.Events, func(e explore.Event) bool { return e.Kind == explore.EvReturn })
	})
}

// byCaller reports whether a process is one that the root, in place of a caller,
// started to call a method.
func byCaller(f *detect.Finding, serial int32) bool {
	start, ok := startOf(f, serial)
	return ok && int(start.Site.Fn) == f.Start
}

// isOwn reports whether a process is one that the type started.
func isOwn(f *detect.Finding, serial int32) bool {
	start, ok := startOf(f, serial)
	return ok && int(start.Site.Fn) != f.Start
}

// startOf returns the event by which a process was started, if another one started it.
func startOf(f *detect.Finding, serial int32) (start explore.Event, ok bool) {
	i := slices.IndexFunc(f.Events, func(e explore.Event) bool { return e.Kind == explore.EvSpawn && e.Peer == serial })
	if i < 0 {
		return explore.Event{}, false
	}
	return f.Events[i], true
}

// inItsPlace reports whether something that a caller does and the same in a goroutine
// that another method starts come together.
func inItsPlace(f *detect.Finding) bool {
	return f.Other.Pos == f.Site.Pos && slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		return e.Kind == explore.EvSpawn && (e.Peer == f.Proc || e.Peer == closer(f)) && byCaller(f, e.Proc)
	})
}

// closer returns who closed the channel of a finding.
func closer(f *detect.Finding) (serial int32) {
	for _, e := range f.Events {
		if e.Kind == explore.EvOp && e.Op == model.Close && e.Obj == f.Target.Serial {
			serial = e.Proc
		}
	}
	return serial
}

// guarded reports whether a process looked, before what it did, for something
// that could have kept it from that, and that whoever closed the channel has to do
// with, too: the type means to allow such calls.
func guarded(f *detect.Finding) bool {
	closer := closer(f)
	type place struct{ obj, off int32 }
	touched := map[place]bool{} // by its operations
	for _, e := range f.Events {
		if e.Kind == explore.EvOp && e.Proc == closer {
			touched[place{e.Obj, e.Off}] = true
		}
	}
	return slices.ContainsFunc(f.Events, func(e explore.Event) bool {
		if e.Kind != explore.EvOp || e.Proc != f.Proc {
			return false
		}
		switch e.Op {
		case model.Lock, model.RLock, model.Recv, model.Select:
			return e.Obj != f.Target.Serial && touched[place{e.Obj, e.Off}]
		}
		return false
	})
}
