package graph

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// A Config says which packages to look at.
type Config struct {
	Dir        string   // working directory
	BuildFlags []string // flags for the go command
	Tests      bool     // look at _test.go files, too
	Packages   []string // patterns
}

// Load returns the graph of packages. The error tells of those that do not build.
func Load(cfg Config) (*Graph, error) {
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedTypes |
			packages.NeedTypesSizes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedExportFile,
		Dir: cfg.Dir, BuildFlags: cfg.BuildFlags, Tests: cfg.Tests,
	}, cfg.Packages...)
	if err != nil {
		return nil, err
	}
	if len(pkgs) == 0 {
		return nil, errors.New("no packages")
	}
	if lines := problems(pkgs, cfg.Dir); len(lines) > 0 {
		return nil, fmt.Errorf("not every package could be read:\n%s", strings.Join(lines, "\n"))
	}
	if cfg.Tests { // without the main functions that the go command makes of them
		pkgs = slices.DeleteFunc(pkgs, func(p *packages.Package) bool { return p.Name == "main" && strings.HasSuffix(p.PkgPath, ".test") })
	}
	prog, built := ssautil.Packages(pkgs, ssa.InstantiateGenerics|ssa.GlobalDebug)
	prog.Build()
	return newSurvey(prog, built).graph(), nil
}

// problems says what is wrong with packages, in files relative to a directory. Of
// what the go command and the type checker both say, it takes the latter.
func problems(pkgs []*packages.Package, dir string) []string {
	var lines []string
	for _, pkg := range pkgs {
		isPlaced := func(e packages.Error) bool { return e.Pos != "" && e.Pos != "-" }
		placed := slices.ContainsFunc(pkg.Errors, isPlaced)
		for _, e := range pkg.Errors {
			line := e.Msg
			switch {
			case isPlaced(e):
				line = strings.TrimPrefix(e.Pos, dir+string(filepath.Separator)) + ": " + e.Msg
			case placed:
				continue
			}
			if !slices.Contains(lines, line) { // a package and its tests
				lines = append(lines, line)
			}
		}
	}
	return lines
}
