package detect

import (
	"strings"

	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// addRaces finds nodes in which one process can pass a Wait and another one can
// add to the same counter: whether Wait waits for it is a matter of luck.
func (d *detector) addRaces() {
	for i, n := range d.g.Nodes {
		for _, p := range n.Procs {
			if p.Op != model.WgWait || p.Blocked || len(p.Objs) == 0 || p.Objs[0].Env {
				continue
			}
			for _, q := range n.Procs {
				if q.Adds && q.Serial != p.Serial && len(q.Objs) > 0 && q.Objs[0].Serial == p.Objs[0].Serial && q.Objs[0].Off == p.Objs[0].Off {
					d.add(Finding{Kind: AddRace, Op: p.Op, Site: p.Site, At: q.Site, Name: p.Site.Name, Proc: p.Serial, Root: p.Root, Node: i, Target: p.Objs[0], Other: q.Site, Call: q.Call, Foreign: true, Stuck: []explore.Proc{q}})
				}
			}
		}
	}
}

// explainDone finds a process that ended without the Done that f waits for, and
// the Done that it would have had to reach.
func (f *Finding) explainDone(prog *link.Program) {
	entry := map[int32]int32{}
	done := map[int32]bool{}
	for _, e := range f.Events {
		switch {
		case e.Kind == explore.EvSpawn:
			entry[e.Peer] = int32(e.Aux)
		case e.Kind == explore.EvOp && e.Op == model.WgAdd && e.Obj == f.Target.Serial && e.Off == f.Target.Off && e.Aux < 0:
			done[e.Proc] = true
		case e.Kind == explore.EvEnd && !done[e.Proc] && f.Release.Pos == 0:
			fn, ok := entry[e.Proc]
			if !ok {
				continue
			}
			if done := doneIn(prog, fn, f.Name, 0); done.Pos != 0 {
				f.Release, f.Other = done, e.Site
			}
		}
	}
	if f.Release.Pos != 0 {
		return
	}
	// The goroutine may not have been started at all.
	name := prog.Funcs[f.Site.Fn].Name
	for i, g := range prog.Funcs {
		if !strings.HasPrefix(g.Name, name+"$") {
			continue
		}
		if done := doneIn(prog, int32(i), f.Name, 0); done.Pos != 0 && done.Name == f.Name {
			f.Release = done
			return
		}
	}
}

// doneIn returns where Done is called in a function or in what it calls, of a group that has
// the given name in the code, whatever it is a field of; Pos 0 if it is not.
func doneIn(prog *link.Program, fn int32, name string, depth int) (done explore.Site) {
	if depth > 3 || fn < 0 || prog.Funcs[fn].Flags&model.Transparent != 0 {
		return done
	}
	code := prog.Funcs[fn].Code
	for pc := range code {
		if in := &code[pc]; in.Op == model.Call && strings.HasSuffix(in.Sym, "sync.WaitGroup).Done") && link.LastPart(in.Name) == link.LastPart(name) {
			return explore.Site{Fn: fn, PC: int32(pc), Pos: in.Pos, Name: in.Name}
		}
	}
	for pc := range code {
		if in := &code[pc]; in.Op == model.Call && in.Fn >= 0 {
			if done = doneIn(prog, in.Fn, name, depth+1); done.Pos != 0 {
				return done
			}
		}
	}
	return done
}

// doneAtExit reports whether the Done that is not reached comes only before the program ends:
// who waits for it lets the program run.
func (f *Finding) doneAtExit() bool {
	return f.Kind == MissingDone && f.Release.Pos != 0 && f.Prog.GivesUp(f.Release.Fn, int(f.Release.PC))
}
