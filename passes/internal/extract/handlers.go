package extract

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// A handler of requests runs once for each of them, at the same time. For each there is a
// synthesised root that calls it twice, as the server does, with the same receiver.

// maxHandlers bounds the number of such roots of a package.
const maxHandlers = 16

// routers are the packages that call handlers as they are.
var routers = []string{"net/http", "github.com/gorilla/mux", "github.com/go-chi/chi", "github.com/go-chi/chi/v5", "github.com/julienschmidt/httprouter"}

// isHandler reports whether a function is, by its parameters, a handler of HTTP requests
// that serves many of them: a method of a type of which no value is made for a single
// request, or a function of the package. A router has to get it, or know it by its name:
// what registers handlers in another way may run them one by one.
func (x *extractor) isHandler(fn *ssa.Function) bool {
	s := fn.Signature
	if fn.Parent() != nil || fn.Synthetic != "" || s.Results().Len() > 0 || s.Params().Len() != 2 || !takesRequest(s) || inTestFile(fn) ||
		fn.Name() != "ServeHTTP" && !x.routed()[fn.Object()] {
		return false
	}
	if s.Recv() == nil {
		return true
	}
	n, ok := namedOf(s.Recv().Type())
	_, isPtr := s.Recv().Type().(*types.Pointer)
	return ok && isPtr && n.TypeParams().Len() == 0 && !x.ofRequests()[n.Obj()]
}

// routed returns the functions and methods that the package gives to a router.
func (x *extractor) routed() map[types.Object]bool {
	if x.toRouters != nil {
		return x.toRouters
	}
	x.toRouters = map[types.Object]bool{}
	for _, f := range x.order {
		if inTestFile(f.fn) {
			continue
		}
		eachCall(f.fn, func(c ssa.CallInstruction) {
			k := c.Common()
			var callee *types.Func
			if k.IsInvoke() {
				callee = k.Method
			} else if fn := k.StaticCallee(); fn != nil {
				callee, _ = fn.Object().(*types.Func)
			}
			if callee == nil || callee.Pkg() == nil || !slices.Contains(routers, callee.Pkg().Path()) {
				return
			}
			for _, a := range k.Args {
				if fn := calledBack(a); fn != nil && fn.Object() != nil {
					x.toRouters[fn.Object()] = true
				}
			}
		})
	}
	return x.toRouters
}

// takesRequest reports whether a function has a *http.Request, or a ResponseWriter, among
// its parameters.
func takesRequest(s *types.Signature) bool {
	for v := range s.Params().Variables() {
		switch v.Type().String() {
		case "*net/http.Request", "net/http.ResponseWriter":
			return true
		}
	}
	return false
}

// ofRequests returns the types of which values are made while a request is handled.
func (x *extractor) ofRequests() map[types.Object]bool {
	if x.requested != nil {
		return x.requested
	}
	x.requested = map[types.Object]bool{}
	for _, f := range x.order {
		handles := false
		for fn := f.fn; fn != nil; fn = fn.Parent() {
			handles = handles || takesRequest(fn.Signature)
		}
		if !handles {
			continue
		}
		for _, b := range f.fn.Blocks {
			for _, in := range b.Instrs {
				switch in := in.(type) {
				case *ssa.Alloc:
					x.noteRequested(in.Type())
				case *ssa.Call:
					for v := range in.Call.Signature().Results().Variables() {
						x.noteRequested(v.Type())
					}
				}
			}
		}
	}
	return x.requested
}

func (x *extractor) noteRequested(t types.Type) {
	if n, ok := namedOf(t); ok {
		x.requested[n.Obj()] = true
	}
}

// oneByOne reports whether a function lets handlers that it is given run under a lock.
func oneByOne(fn *ssa.Function) bool {
	if !takesRequest(fn.Signature) || !takes(fn) {
		return false
	}
	calls := false
	eachCall(fn, func(c ssa.CallInstruction) {
		calls = calls || c.Common().StaticCallee() == nil && takesRequest(c.Common().Signature())
	})
	return calls
}

// answersOnce reports whether a function tells somebody by a channel or wait group that it
// has run: who waits for that wants a single request, often.
func answersOnce(fn *ssa.Function) bool {
	answers := callsSync(fn, "Done")
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			switch in := in.(type) {
			case *ssa.Send, *ssa.Select:
				answers = true
			case ssa.CallInstruction:
				answers = answers || closes(in)
			}
		}
	}
	return answers
}

// handlers adds the roots of the package's handlers.
func (x *extractor) handlers(p *Package) {
	var found []*ssa.Function
	for _, f := range x.order {
		if f.relevant && x.isHandler(f.fn) && !answersOnce(f.fn) {
			found = append(found, f.fn)
		}
	}
	if len(found) == 0 || slices.ContainsFunc(x.order, func(f *fnInfo) bool { return oneByOne(f.fn) }) {
		return
	}
	for _, fn := range found[:min(len(found), maxHandlers)] {
		m := x.twice(fn)
		if m.Check() != nil {
			continue
		}
		p.Funcs = append(p.Funcs, m)
		p.Names[m.Name] = fn
		p.Roots = append(p.Roots, Root{Name: m.Name, Heavy: true, Handler: true})
	}
}

// twice is the model of a root that calls a handler in two goroutines.
func (x *extractor) twice(fn *ssa.Function) *model.FuncModel {
	name := funcName(fn)
	m := &model.FuncModel{Name: name + " for two requests", Recover: -1, Pos: x.at.number(fn.Pos())}
	next := model.Slot(0)
	unknown := func(v *ssa.Parameter) model.Operand {
		s := next
		next++
		m.Code = append(m.Code, model.Instr{Op: model.Opaque, Dst: []model.Slot{s}, Imm: int64(x.rootClass(v))})
		return model.S(s)
	}
	var recv []model.Operand
	if fn.Signature.Recv() != nil {
		recv = append(recv, unknown(fn.Params[0]))
	}
	for range 2 {
		args := recv[:len(recv):len(recv)]
		for _, v := range fn.Params[len(recv):] {
			args = append(args, unknown(v))
		}
		m.Code = append(m.Code, model.Instr{Op: model.Call, Sym: name, Args: args, Imm: int64(model.Go), Pos: x.at.number(fn.Pos()), Name: fn.Name()})
	}
	m.Code = append(m.Code, model.Instr{Op: model.Ret, Pos: x.at.number(fn.Pos())})
	m.CountSlots()
	return m
}
