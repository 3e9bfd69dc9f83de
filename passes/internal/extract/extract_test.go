package extract_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/chanlint/chanlint/passes/internal/extract"
	"github.com/chanlint/chanlint/passes/internal/known"
	"github.com/chanlint/chanlint/passes/internal/model"
)

var update = flag.Bool("update", false, "rewrite the models in testdata")

type library struct{ known.Tables }

func (library) HasMethod(_, _ string) (has, effect bool) { return false, false }
func (library) Analyzed(string) bool                     { return false }

// imports is shared by all tests: it reads the export data of std once.
var imports = importer.Default()

// extracted makes the models of a package that consists of one file.
func extracted(t *testing.T, name, src string) (*extract.Package, *token.FileSet) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	files := []*ast.File{file}
	pkg := types.NewPackage("example.com/"+file.Name.Name, file.Name.Name)
	if file.Name.Name == "main" {
		pkg = types.NewPackage("main", "main")
	}
	spkg, info, err := ssautil.BuildPackage(&types.Config{Importer: imports}, fset, pkg, files, 0)
	if err != nil {
		t.Fatal(err)
	}
	var funcs []*ssa.Function
	for _, d := range file.Decls {
		if d, ok := d.(*ast.FuncDecl); ok {
			funcs = append(funcs, spkg.Prog.FuncValue(info.Defs[d.Name].(*types.Func)))
		}
	}
	return extract.Extract(spkg, funcs, files, info, library{}), fset
}

// TestModels compares the models of the packages in testdata/*.go.txt with
// testdata/*.model. Positions are lines.
func TestModels(t *testing.T) {
	files, err := filepath.Glob("testdata/*.go.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".go.txt"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			pkg, fset := extracted(t, file, string(src))
			got := describe(pkg, fset)
			golden := strings.TrimSuffix(file, ".go.txt") + ".model"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s is out of date (-update rewrites it):\n%s", golden, difference(string(want), got))
			}
			// What was extracted must survive the text form.
			for _, f := range pkg.Funcs {
				back, err := model.Parse(model.Format(f))
				if err != nil || len(back) != 1 || model.Format(back[0]) != model.Format(f) {
					t.Errorf("%s does not survive its text form: %v", f.Name, err)
				}
			}
		})
	}
}

// difference shows the lines around the first one that differs.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	i := 0
	for i < len(w) && i < len(g) && w[i] == g[i] {
		i++
	}
	clip := func(s []string) string { return strings.Join(s[max(i-2, 0):min(i+5, len(s))], "\n") }
	return fmt.Sprintf("got, near line %d:\n%s\nwant:\n%s", i+1, clip(g), clip(w))
}

func describe(pkg *extract.Package, fset *token.FileSet) string {
	var b strings.Builder
	line := func(p model.Pos) model.Pos { return model.Pos(fset.Position(token.Pos(p)).Line) }
	for _, r := range pkg.Roots {
		fmt.Fprintf(&b, "// root %s", r.Name)
		if len(r.Classes) > 0 {
			fmt.Fprintf(&b, " %s", string(classes(r.Classes)))
		}
		if r.Main {
			b.WriteString(" main")
		}
		if r.Heavy {
			b.WriteString(" heavy")
		}
		b.WriteString("\n")
	}
	for _, g := range pkg.Globals {
		if strings.HasSuffix(g.Name, ".init$guard") {
			continue
		}
		fmt.Fprintf(&b, "// global %s constant=%v zero=%v private=%v\n", g.Name, g.Constant, g.Zero, g.Private)
	}
	for _, f := range pkg.Funcs {
		c := *f
		c.Pos = line(c.Pos)
		c.Code = append([]model.Instr(nil), f.Code...)
		for i := range c.Code {
			in := &c.Code[i]
			in.Pos = line(in.Pos)
			in.Cases = append([]model.Case(nil), in.Cases...)
			for j := range in.Cases {
				in.Cases[j].Pos = line(in.Cases[j].Pos)
			}
		}
		b.WriteString(model.Format(&c))
	}
	return b.String()
}

func classes(cs []model.Class) []byte {
	out := make([]byte, len(cs))
	for i, c := range cs {
		out[i] = byte(c)
	}
	return out
}
