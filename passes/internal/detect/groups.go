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
			if in := doneIn(prog, fn, f.Name, 0); in != nil {
				f.Release = explore.Site{Fn: fn, Pos: in.Pos, Name: in.Name}
				f.Other = e.Site
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
		if in := doneIn(prog, int32(i), f.Name, 0); in != nil && in.Name == f.Name {
			f.Release = explore.Site{Fn: int32(i), Pos: in.Pos, Name: in.Name}
			return
		}
	}
}

// doneIn returns a call of Done in a function or in what it calls, of a group that has the
// given name in the code, whatever it is a field of.
func doneIn(prog *link.Program, fn int32, name string, depth int) *model.Instr {
	if depth > 3 || fn < 0 || prog.Funcs[fn].Flags&model.Transparent != 0 {
		return nil
	}
	code := prog.Funcs[fn].Code
	for pc := range code {
		if in := &code[pc]; in.Op == model.Call && strings.HasSuffix(in.Sym, "sync.WaitGroup).Done") && link.LastPart(in.Name) == link.LastPart(name) {
			return in
		}
	}
	for pc := range code {
		if in := &code[pc]; in.Op == model.Call && in.Fn >= 0 {
			if found := doneIn(prog, in.Fn, name, depth+1); found != nil {
				return found
			}
		}
	}
	return nil
}
