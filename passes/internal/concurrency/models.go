package concurrency

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/buildssa"
	"golang.org/x/tools/go/ssa"

	"github.com/chanlint/chanlint/passes/internal/extract"
	"github.com/chanlint/chanlint/passes/internal/known"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// models extracts the models of a package and exports, as a fact, those that
// callers in other packages can need.
var models = &analysis.Analyzer{
	Name:       "concurrencymodels",
	Doc:        "concurrencymodels: extract what functions do to channels and locks",
	Requires:   []*analysis.Analyzer{buildssa.Analyzer},
	ResultType: reflect.TypeFor[*extracted](),
	FactTypes:  []analysis.Fact{new(modelsFact)},
	Run:        runModels,
}

// extracted is the result of models.
type extracted struct {
	pkg *extract.Package
	lib *library
}

// modelsFact holds the encoded models of a package: of its exported functions
// and of what they call.
type modelsFact struct{ Data []byte }

func (*modelsFact) AFact() {}

func (f *modelsFact) String() string { return fmt.Sprintf("models of %d bytes", len(f.Data)) }

// maxFact bounds the size of a fact, in bytes, and maxExported the size of a
// function that goes into one, in instructions.
const (
	maxFact     = 64 << 10
	maxExported = 400
)

// HasFacts reports whether models of a package are exported: what the standard library
// does is in tables.
func HasFacts(path string) bool { return !extract.IsStd(path) }

func runModels(pass *analysis.Pass) (any, error) {
	lib := newLibrary(pass)
	in := pass.ResultOf[buildssa.Analyzer].(*buildssa.SSA)
	x := &extracted{pkg: &extract.Package{}, lib: lib}
	facts := HasFacts(pass.Pkg.Path())
	if !facts && factsOnly.Load() {
		return x, nil
	}
	x.pkg = extract.Extract(in.Pkg, in.SrcFuncs, pass.Files, pass.TypesInfo, lib)
	if facts {
		pass.ExportPackageFact(&modelsFact{Data: export(x.pkg)})
	}
	return x, lib.err
}

// export encodes the models of the exported functions of a package and of what
// they use. What does not fit is left out: callers treat it as unknown.
func export(pkg *extract.Package) []byte {
	byName := map[string]*model.FuncModel{}
	for _, m := range pkg.Funcs {
		byName[m.Name] = m
	}
	byType := map[string][]string{} // methods with models
	for _, key := range slices.Sorted(maps.Keys(pkg.Methods)) {
		t := key[:strings.LastIndexByte(key, '.')]
		byType[t] = append(byType[t], pkg.Methods[key])
	}
	var out []*model.FuncModel
	seen := map[string]bool{}
	var add func(name string)
	add = func(name string) {
		m := byName[name]
		if m == nil || seen[name] {
			return
		}
		seen[name] = true
		if len(m.Code) > maxExported {
			out = append(out, unknown(m))
			return
		}
		m = m.Without(func(in *model.Instr) bool { return in.Op == model.Access || in.Op == model.Fence })
		out = append(out, m)
		for i := range m.Code {
			in := &m.Code[i]
			switch in.Op {
			case model.Call, model.Closure:
				add(in.Sym)
			case model.MakeIface: // whoever gets it can call its methods
				for _, method := range byType[in.Sym] {
					add(method)
				}
			}
			in.EachArg(func(o model.Operand) {
				if o.Kind == model.KFunc {
					add(o.Sym)
				}
			})
		}
	}
	made := map[string]bool{} // roots that no function of the package is
	for _, r := range pkg.Roots {
		made[r.Name] = r.Made()
	}
	for _, m := range pkg.Funcs {
		if fn := pkg.Names[m.Name]; fn.Parent() == nil && isExported(fn) && !made[m.Name] {
			add(m.Name)
		}
	}
	for kept := len(out); kept > 0; {
		data := model.Encode(out)
		if len(data) <= maxFact {
			return data
		}
		for i := kept / 2; i < kept; i++ {
			out[i] = unknown(out[i])
		}
		kept /= 2
	}
	return nil
}

// unknown is the model of a function that does not fit: it may do anything with
// what it gets. Without it callers would take the function to do nothing.
func unknown(m *model.FuncModel) *model.FuncModel {
	u := &model.FuncModel{Name: m.Name, Params: m.Params, Caps: m.Caps, Slots: m.Params + m.Caps, Results: m.Results, Recover: -1}
	in := model.Instr{Op: model.Unknown, Fn: -1}
	for s := range model.Slot(u.Slots) {
		in.Args = append(in.Args, model.S(s))
	}
	u.Code = []model.Instr{in, {Op: model.Ret, Fn: -1}}
	return u
}

func isExported(fn *ssa.Function) bool { return fn.Object() != nil && fn.Object().Exported() }

// library is what is known of other packages: the tables of the standard
// library, and the facts of the imports, decoded when they are first asked for.
type library struct {
	facts  map[string][]byte // by package path
	models map[string]map[string]*model.FuncModel
	byType map[string]map[string]string // methods of the types of decoded packages
	// wrappers are what the compiler makes of method values, and packages export of
	// each other's and the standard library's methods, all alike.
	wrappers map[string]*model.FuncModel
	err      error // of the first fact that could not be read
}

func newLibrary(pass *analysis.Pass) *library {
	l := &library{facts: map[string][]byte{}, models: map[string]map[string]*model.FuncModel{},
		byType: map[string]map[string]string{}, wrappers: map[string]*model.FuncModel{}}
	for _, f := range pass.AllPackageFacts() {
		if m, ok := f.Fact.(*modelsFact); ok && f.Package != pass.Pkg {
			l.facts[f.Package.Path()] = m.Data
		}
	}
	return l
}

// Lookup implements extract.Library.
func (l *library) Lookup(name string) *model.FuncModel {
	if m := known.Lookup(extract.Unvendored(name)); m != nil {
		return m
	}
	path := l.packageOf(name)
	if path == "" || known.Harmless(path) {
		return nil
	}
	return l.decode(path)[name]
}

// linked is the library as link.Library: decoded models and the package refer to
// wrappers, too.
type linked struct{ *library }

// Lookup implements link.Library.
func (l linked) Lookup(name string) *model.FuncModel {
	if m := l.library.Lookup(name); m != nil {
		return m
	}
	return l.wrappers[name]
}

func isWrapper(name string) bool {
	return strings.HasSuffix(name, "$bound") || strings.HasSuffix(name, "$thunk")
}

// decode returns the models of a package, which is unknown if its fact cannot be read.
func (l *library) decode(path string) map[string]*model.FuncModel {
	if m, ok := l.models[path]; ok {
		return m
	}
	byName := map[string]*model.FuncModel{}
	if data := l.facts[path]; len(data) > 0 {
		funcs, err := model.Decode(data)
		if err != nil {
			delete(l.facts, path)
			if l.err == nil {
				l.err = fmt.Errorf("reading what is known of package %s: %w (go clean -cache removes it)", path, err)
			}
		}
		for _, m := range funcs {
			m.Flags |= model.Transparent
			if !known.Primitives(extract.Unvendored(path)) {
				m.Flags |= model.Foreign
			}
			byName[m.Name] = m
			if isWrapper(m.Name) {
				l.wrappers[m.Name] = m
			}
			if recv, method, ok := strings.Cut(m.Name, ")."); ok && !strings.Contains(method, "$") {
				typ := recv[1:]
				if generic, _, ok := strings.Cut(typ, "["); ok {
					typ = generic + model.AnyInstance
				}
				if l.byType[typ] == nil {
					l.byType[typ] = map[string]string{}
				}
				l.byType[typ][method] = m.Name
			}
		}
	}
	l.models[path] = byName
	return byName
}

// HasMethod implements extract.Library.
func (l *library) HasMethod(path, name string) (has, effect bool) {
	first, _, _ := strings.Cut(path, "/")
	if !l.Analyzed(path) || known.Harmless(path) || !strings.Contains(first, ".") {
		return false, false
	}
	for full, m := range l.decode(path) {
		if recv, method, ok := strings.Cut(full, ")."); ok && strings.HasPrefix(recv, "(") && method == name {
			if extract.HasEffect(m) {
				return true, true
			}
			has = true
		}
	}
	return has, false
}

// Analyzed implements extract.Library.
func (l *library) Analyzed(path string) bool {
	_, ok := l.facts[path]
	return ok
}

// Methods implements link.Library. A method of a type is one of pointers to it, too, if
// they have none of their own.
func (l *library) Methods(typ string) map[string]string {
	out := map[string]string{}
	if elem, ok := strings.CutPrefix(typ, "*"); ok {
		maps.Copy(out, l.Methods(elem))
	}
	if path := l.packageOf(typ); path != "" {
		l.decode(path)
		maps.Copy(out, l.byType[typ])
	}
	maps.Copy(out, known.Methods(typ))
	return out
}

// packageOf returns the path of the package that a function's full name starts
// with ("path/pkg.Func", "(*path/pkg.Type).Method", "path/pkg.Func$1"), among
// those that have a fact, or "". A path may have dots itself.
func (l *library) packageOf(name string) string {
	name = strings.TrimLeft(name, "(*")
	end := strings.LastIndexByte(name, '/') + 1
	for {
		dot := strings.IndexByte(name[end:], '.')
		if dot < 0 {
			return ""
		}
		if path := name[:end+dot]; l.Analyzed(path) {
			return path
		}
		end += dot + 1
	}
}
