package graph

import (
	"errors"
	"fmt"
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
	var problems []error
	for _, pkg := range pkgs {
		for _, e := range pkg.Errors {
			problems = append(problems, fmt.Errorf("%s: %w", pkg.PkgPath, e))
		}
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	if cfg.Tests { // without the main functions that the go command makes of them
		pkgs = slices.DeleteFunc(pkgs, func(p *packages.Package) bool { return p.Name == "main" && strings.HasSuffix(p.PkgPath, ".test") })
	}
	prog, built := ssautil.Packages(pkgs, ssa.InstantiateGenerics|ssa.GlobalDebug)
	prog.Build()
	return newSurvey(prog, built).graph(), nil
}
