package witness

import (
	"slices"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
	"github.com/chanlint/chanlint/passes/trace"
)

// functionOf returns the readable name of the function that a process runs. If
// that belongs to a library, which runs one of the program in turn, it is this
// one.
func (b *builder) functionOf(serial int32) string {
	fn := int32(b.f.Start)
	if i := slices.IndexFunc(b.replay.events, func(e explore.Event) bool { return e.Kind == explore.EvSpawn && e.Peer == serial }); i >= 0 {
		fn = b.replay.events[i].Off
	}
	if inLibrary(b.f.Prog, fn) {
		for _, e := range b.replay.events {
			if e.Proc == serial && e.Site != (explore.Site{}) && !inLibrary(b.f.Prog, e.Site.Fn) {
				return readable(b.f.Prog.Funcs[e.Site.Fn].Name)
			}
		}
		for _, p := range b.f.Stuck {
			if p.Serial == serial && !inLibrary(b.f.Prog, p.Entry.Fn) {
				return readable(b.f.Prog.Funcs[p.Entry.Fn].Name)
			}
		}
	}
	return readable(b.f.Prog.Funcs[fn].Name)
}

func inLibrary(prog *link.Program, fn int32) bool { return prog.Funcs[fn].Flags&model.Transparent != 0 }

// readable returns the name of a function as the runtime writes it, without the
// package: (*Pool).run, First.func1.
func readable(name string) string {
	name = strings.TrimSuffix(strings.TrimSuffix(name, "$bound"), "$thunk")
	if i := strings.IndexByte(name, '['); i >= 0 { // type arguments
		name = name[:i] + name[strings.LastIndexByte(name, ']')+1:]
	}
	name, literals, _ := strings.Cut(name, "$")
	recv, method, isMethod := strings.Cut(strings.TrimPrefix(name, "("), ").")
	if isMethod {
		star := strings.HasPrefix(recv, "*")
		recv = unqualified(strings.TrimPrefix(recv, "*"))
		if star {
			recv = "(*" + recv + ")"
		}
		name = recv + "." + method
	} else {
		name = unqualified(name)
	}
	if literals != "" {
		name += ".func" + strings.ReplaceAll(literals, "$", ".")
	}
	return name
}

// unqualified removes the path of the package from a name.
func unqualified(name string) string {
	name = name[strings.LastIndexByte(name, '/')+1:]
	if _, rest, ok := strings.Cut(name, "."); ok {
		return rest
	}
	return name
}

// libraryCall names the function of a library that is called at a site, as
// written there: g.Wait, io.ReadAll. It is "" if the site is an operation of the
// program itself; those of package sync, contexts and sleeps count as such.
func libraryCall(prog *link.Program, at explore.Site) string {
	in := instruction(prog, at)
	if in == nil || inLibrary(prog, at.Fn) {
		return ""
	}
	switch {
	case in.Op == model.Invoke && !strings.Contains(in.Sym, "(sync.") && !strings.Contains(in.Sym, "(context."):
		// What the program's own methods do has sites in them.
		return method(in.Name, link.MethodName(in))
	case in.Op != model.Call, in.Fn < 0, !inLibrary(prog, in.Fn), in.Sym == "time.Sleep",
		strings.HasPrefix(in.Sym, "(*sync."), strings.HasPrefix(in.Sym, "sync."), strings.HasPrefix(in.Sym, "context."):
		return ""
	}
	short := in.Sym[strings.LastIndexByte(in.Sym, '/')+1:]
	if strings.HasPrefix(in.Sym, "(") {
		return method(in.Name, short[strings.LastIndexByte(short, '.')+1:])
	}
	return short
}

// calls words the call of a library function at a site, "" if there is none.
func calls(prog *link.Program, at explore.Site) string {
	if call := libraryCall(prog, at); call != "" {
		return "calls " + call
	}
	return ""
}

// instruction returns the instruction at a site, nil if there is none.
func instruction(prog *link.Program, at explore.Site) *model.Instr {
	if at.Fn < 0 || int(at.Fn) >= len(prog.Funcs) || int(at.PC) >= len(prog.Funcs[at.Fn].Code) {
		return nil
	}
	return &prog.Funcs[at.Fn].Code[at.PC]
}

// lockKind says what kind of lock is taken at a site.
func lockKind(prog *link.Program, at explore.Site) trace.Kind {
	if lockOp(prog, at) == trace.RLock {
		return trace.RWMutex
	}
	return kindOf(prog, model.Lock, at)
}

// lockOp says how a lock is taken at a site.
func lockOp(prog *link.Program, at explore.Site) trace.Op {
	if in := instruction(prog, at); in != nil && (in.Op == model.RLock || in.Op == model.TryRLock || strings.HasSuffix(in.Sym, "RLock")) {
		return trace.RLock
	}
	return trace.Lock
}

func method(name, m string) string {
	if name == "" {
		return m
	}
	return name + "." + m
}
