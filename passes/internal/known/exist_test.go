package known

import (
	"fmt"
	goimporter "go/importer"
	"go/types"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// method splits "(*pkg/path.Type).Method".
var method = regexp.MustCompile(`^\((\*?)(.+)\.(\w+)(?:\[T\])?\)\.(\w+)$`)

// resolve finds the function that a row of the tables is for.
func resolve(imp types.Importer, name string) *types.Func {
	if m := method.FindStringSubmatch(name); m != nil {
		pkg, err := imp.Import(m[2])
		if err != nil {
			return nil
		}
		obj, ok := pkg.Scope().Lookup(m[3]).(*types.TypeName)
		if !ok {
			// Unexported types, such as testing.common, are seen through those
			// that embed them.
			return embedded(pkg, name)
		}
		t := obj.Type()
		if m[1] != "" {
			t = types.NewPointer(t)
		}
		fn, _, _ := types.LookupFieldOrMethod(t, true, pkg, m[4])
		if fn, ok := fn.(*types.Func); ok && fn.FullName() == name {
			return fn
		}
		return nil
	}
	dot := strings.LastIndexByte(name, '.')
	pkg, err := imp.Import(name[:dot])
	if err != nil {
		return nil
	}
	fn, _ := pkg.Scope().Lookup(name[dot+1:]).(*types.Func)
	return fn
}

// An importer finds packages of the standard library by their export data, and
// those of the modules that have rows through the module in testdata.
type importer struct {
	std     types.Importer
	modules map[string]*types.Package
}

func newImporter(t *testing.T) importer {
	cfg := &packages.Config{Mode: packages.NeedName | packages.NeedImports | packages.NeedTypes | packages.NeedDeps, Dir: "testdata/modules"}
	roots, err := packages.Load(cfg, ".")
	if err != nil {
		t.Fatal(err)
	}
	imp := importer{goimporter.Default(), map[string]*types.Package{}}
	packages.Visit(roots, nil, func(p *packages.Package) {
		for _, e := range p.Errors {
			t.Fatal(e)
		}
		imp.modules[p.PkgPath] = p.Types
	})
	return imp
}

func (i importer) Import(path string) (*types.Package, error) {
	if strings.Contains(path, ".") {
		if p := i.modules[path]; p != nil {
			return p, nil
		}
		return nil, fmt.Errorf("no package %s in testdata/modules", path)
	}
	return i.std.Import(path)
}

func embedded(pkg *types.Package, name string) *types.Func {
	for _, n := range pkg.Scope().Names() {
		obj, ok := pkg.Scope().Lookup(n).(*types.TypeName)
		if !ok {
			continue
		}
		set := types.NewMethodSet(types.NewPointer(obj.Type()))
		for i := range set.Len() {
			if fn, ok := set.At(i).Obj().(*types.Func); ok && fn.FullName() == name {
				return fn
			}
		}
	}
	return nil
}

// TestExist checks that every row is a function that exists, with
// as many parameters and results as its model, or is used by another row.
func TestExist(t *testing.T) {
	funcs, err := All()
	if err != nil {
		t.Fatal(err)
	}
	helper := map[string]bool{}
	for _, m := range funcs {
		for i := range m.Code {
			helper[m.Code[i].Sym] = true
		}
	}
	for _, ofType := range methods() {
		for _, name := range ofType {
			helper[name] = helper[name] || !strings.HasPrefix(name, "(")
		}
	}
	imp := newImporter(t)
	for name, m := range funcs {
		if strings.HasPrefix(name, "builtin.") {
			continue
		}
		fn := resolve(imp, name)
		if fn == nil {
			if !helper[name] {
				t.Errorf("%s does not exist and nothing uses it", name)
			}
			continue
		}
		sig := fn.Signature()
		params := sig.Params().Len()
		if sig.Recv() != nil {
			params++
		}
		if m.Params != params || m.Caps != 0 {
			t.Errorf("%s takes %d values, its model %d and %d", name, params, m.Params, m.Caps)
		}
		for i := range m.Code {
			in := &m.Code[i]
			for n, a := range in.Args {
				// Results that are not tracked do not count.
				if in.Op == model.Ret && a.Kind != model.KNone && n >= sig.Results().Len() {
					t.Errorf("%s returns %d values, its model %d", name, sig.Results().Len(), len(in.Args))
				}
			}
		}
	}
}
