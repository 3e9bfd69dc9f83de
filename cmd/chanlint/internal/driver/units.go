package driver

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// units is what go vet should check.
type units struct {
	count int      // answers to expect
	dirs  []string // directories of the packages
}

// A listedPackage is a package as go list prints it.
type listedPackage struct {
	ImportPath, Dir                              string
	Standard                                     bool
	GoFiles, CgoFiles, TestGoFiles, XTestGoFiles []string
}

// listUnits asks go list for the packages. Packages with errors are listed
// too: go vet will say what is wrong with them.
func listUnits(goCmd goCommand, cfg Config) (units, error) {
	args := []string{"list", "-e", "-json=ImportPath,Dir,Standard,GoFiles,CgoFiles,TestGoFiles,XTestGoFiles"}
	args = append(args, cfg.BuildFlags...)
	args = append(args, "--")
	args = append(args, cfg.Packages...)
	data, err := goCmd.query(args...)
	if err != nil {
		return units{}, err
	}
	var all units
	seen := make(map[string]bool)
	for dec := json.NewDecoder(bytes.NewReader(data)); ; {
		var pkg listedPackage
		err := dec.Decode(&pkg)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return units{}, fmt.Errorf("reading the output of go list: %w", err)
		}
		if !seen[pkg.ImportPath] {
			seen[pkg.ImportPath] = true
			all.count += pkg.units()
			all.dirs = append(all.dirs, pkg.Dir)
		}
	}
}

// units returns the number of units that go vet makes of a package: one of its
// files and its in-package tests, and one of its external tests.
func (pkg *listedPackage) units() int {
	if pkg.Standard && (pkg.ImportPath == "unsafe" || pkg.ImportPath == "builtin") {
		return 0 // documentation in the shape of a package
	}
	n := 0
	if len(pkg.GoFiles)+len(pkg.CgoFiles)+len(pkg.TestGoFiles) > 0 {
		n++
	}
	if len(pkg.XTestGoFiles) > 0 {
		n++
	}
	return n
}
