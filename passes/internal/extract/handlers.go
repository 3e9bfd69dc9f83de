package extract

import (
	"go/types"
	"regexp"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// A handler of requests runs once for each of them, at the same time. For each there is a
// synthesised root that calls it twice, as the server does, with the same receiver.

// maxHandlers bounds the number of such roots of a package.
const maxHandlers = 16

// routers are the packages that call handlers as they are.
var routers = []string{"net/http", "github.com/gorilla/mux", "github.com/go-chi/chi", "github.com/go-chi/chi/v5", "github.com/julienschmidt/httprouter",
	"github.com/gin-gonic/gin", "github.com/labstack/echo", "github.com/labstack/echo/v4", "github.com/gofiber/fiber/v2", "github.com/gofiber/fiber/v3"}

// requestTypes are the types of the parameters by which handlers get a request.
var requestTypes = []string{"*net/http.Request", "net/http.ResponseWriter", "*github.com/gin-gonic/gin.Context", "github.com/labstack/echo.Context",
	"github.com/labstack/echo/v4.Context", "*github.com/gofiber/fiber/v2.Ctx", "github.com/gofiber/fiber/v3.Ctx"}

// isHandler reports whether a function is, by its parameters, a handler of requests
// that serves many of them: a method of a type of which no value is made for a single
// request, or a function of the package, or a literal. A router has to get it, or know it by
// its name: what registers handlers in another way may run them one by one.
func (x *extractor) isHandler(fn *ssa.Function) bool {
	s := fn.Signature
	if fn.Synthetic != "" || s.Params().Len() > 2 || inTestFile(fn) {
		return false
	}
	if service, given := x.routed()[routedKey(fn)]; !service && !(takesRequest(s) && (given || fn.Name() == "ServeHTTP")) {
		return false
	}
	if s.Recv() == nil {
		return true
	}
	n, ok := namedOf(s.Recv().Type())
	_, isPtr := s.Recv().Type().(*types.Pointer)
	return ok && isPtr && n.TypeParams().Len() == 0 && !x.ofRequests()[n.Obj()]
}

// routedKey is the key of routed for a function: methods have several forms.
func routedKey(fn *ssa.Function) any {
	if o := fn.Object(); o != nil {
		return o
	}
	return fn
}

// registersService matches the names of functions by which programs give their services to a
// server of gRPC, as the code has them that is generated for these.
var registersService = regexp.MustCompile(`^Register\w+Server$`)

// noteService notes the methods of the services that a call registers: the server calls
// those of the interface that it asks for.
func (x *extractor) noteService(c *ssa.CallCommon) {
	for _, a := range c.Args {
		made, ok := a.(*ssa.MakeInterface)
		if !ok {
			continue
		}
		methods := x.pkg.Prog.MethodSets.MethodSet(made.X.Type())
		for m := range a.Type().Underlying().(*types.Interface).ExplicitMethods() {
			if sel := methods.Lookup(m.Pkg(), m.Name()); sel != nil && m.Exported() && len(sel.Index()) == 1 {
				x.toRouters[sel.Obj()] = true
			}
		}
	}
}

// routed returns the functions, methods and literals that the package gives to a router, and
// the methods of services: for these, the value is true.
func (x *extractor) routed() map[any]bool {
	if x.toRouters != nil {
		return x.toRouters
	}
	x.toRouters = map[any]bool{}
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
			switch {
			case callee == nil || callee.Pkg() == nil:
				return
			case registersService.MatchString(callee.Name()):
				x.noteService(k)
				return
			case !slices.Contains(routers, callee.Pkg().Path()):
				return
			}
			given := slices.Clip(k.Args)
			for _, a := range k.Args {
				if s, ok := a.(*ssa.Slice); ok {
					given = append(given, variadic(s)...)
				}
			}
			for _, a := range given {
				if fn := calledBack(a); fn != nil && !x.toRouters[routedKey(fn)] {
					x.toRouters[routedKey(fn)] = false
				}
			}
		})
	}
	return x.toRouters
}

// takesRequest reports whether a function has a request, or what it is answered by, among
// its parameters.
func takesRequest(s *types.Signature) bool {
	for v := range s.Params().Variables() {
		if slices.Contains(requestTypes, v.Type().String()) {
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
	unknown := func(c model.Class) model.Operand {
		s := next
		next++
		m.Code = append(m.Code, model.Instr{Op: model.Opaque, Dst: []model.Slot{s}, Imm: int64(c)})
		return model.S(s)
	}
	var shared []model.Operand // by both requests
	call := model.Instr{Op: model.Call, Sym: name, Imm: int64(model.Go), Pos: x.at.number(fn.Pos()), Name: fn.Name()}
	params := fn.Params
	switch {
	case fn.Signature.Recv() != nil:
		shared = append(shared, unknown(x.rootClass(fn.Params[0])))
		params = params[1:]
	case len(fn.FreeVars) > 0:
		var captured []model.Operand
		for _, v := range fn.FreeVars {
			captured = append(captured, unknown(x.ti.class(v.Type())))
		}
		shared = append(shared, model.S(next))
		m.Code = append(m.Code, model.Instr{Op: model.Closure, Dst: []model.Slot{next}, Sym: name, Args: captured})
		next++
		call.Op, call.Sym = model.CallDyn, ""
	}
	for range 2 {
		call.Args = slices.Clip(shared)
		for _, v := range params {
			call.Args = append(call.Args, unknown(x.rootClass(v)))
		}
		m.Code = append(m.Code, call)
	}
	m.Code = append(m.Code, model.Instr{Op: model.Ret, Pos: x.at.number(fn.Pos())})
	m.CountSlots()
	return m
}
