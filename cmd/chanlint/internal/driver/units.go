package driver

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A unit is what the vet tool checks at a time: a package with its in-package
// tests, or the external tests of a package. Units of dependencies may have the
// same ID: that of a package without its tests, and that of a package whose
// path ends in _test.
type unit struct {
	id    string // as the tool gets it
	files int    // Go files, without those that are generated for cgo
	pkg   string // import path of the package that it belongs to
}

// units is what go vet should check.
type units struct {
	all  []unit
	dirs []string // directories of the packages
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
	var list units
	seen := make(map[string]bool)
	for dec := json.NewDecoder(bytes.NewReader(data)); ; {
		var pkg listedPackage
		err := dec.Decode(&pkg)
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return units{}, fmt.Errorf("reading the output of go list: %w", err)
		}
		if !seen[pkg.ImportPath] {
			seen[pkg.ImportPath] = true
			list.all = append(list.all, pkg.units()...)
			list.dirs = append(list.dirs, pkg.Dir)
		}
	}
}

// units returns the units that go vet makes of a package: one of its files and
// its in-package tests, and one of its external tests.
func (pkg *listedPackage) units() []unit {
	if pkg.Standard && (pkg.ImportPath == "unsafe" || pkg.ImportPath == "builtin") {
		return nil // documentation in the shape of a package
	}
	var list []unit
	if n := len(pkg.GoFiles) + len(pkg.CgoFiles) + len(pkg.TestGoFiles); n > 0 {
		list = append(list, unit{id: pkg.ImportPath, files: n, pkg: pkg.ImportPath})
	}
	if n := len(pkg.XTestGoFiles); n > 0 {
		list = append(list, unit{id: pkg.ImportPath + "_test", files: n, pkg: pkg.ImportPath})
	}
	return list
}

// missing returns those of the units that have no answer.
func missing(all []unit, answers map[string]int) []unit {
	wanted := make(map[string]int)
	for _, u := range all {
		wanted[u.id]++
	}
	var list []unit
	for _, u := range all {
		if answers[u.id] < wanted[u.id] {
			list = append(list, u)
		}
	}
	return list
}

// patterns returns arguments for the go command that stand for the packages of
// the units; they are some of those that the arguments given stand for.
func patterns(list []unit, given []string) []string {
	var pkgs []string
	for _, u := range list {
		if u.pkg == "command-line-arguments" { // given as files, and alone
			return given
		}
		if !slices.Contains(pkgs, u.pkg) {
			pkgs = append(pkgs, u.pkg)
		}
	}
	return pkgs
}

// digest returns a short hash of the units.
func digest(list []unit) string {
	var lines []string
	for _, u := range list {
		lines = append(lines, fmt.Sprintf("%q %d\n", u.id, u.files))
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "")))
	return fmt.Sprintf("%x", sum[:8])
}

// describe names some of the units.
func describe(list []unit) string {
	const most = 5
	var ids []string
	for _, u := range list[:min(most, len(list))] {
		ids = append(ids, u.id)
	}
	text := strings.Join(ids, ", ")
	if extra := len(list) - most; extra > 0 {
		text += fmt.Sprintf(" and %d more", extra)
	}
	return text
}
