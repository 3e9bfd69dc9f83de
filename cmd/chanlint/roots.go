package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/driver"
	"github.com/chanlint/chanlint/passes"
)

// rootsFlag returns the flag that asks the tool what became of the roots: of
// those that failed, or of all.
func (c command) rootsFlag(all bool) string {
	if all {
		return "-" + c.roots + ".show=all"
	}
	return "-" + c.roots + ".show=failed"
}

// takeRoots removes what is told of roots from the findings, and returns it.
func (c command) takeRoots(result *driver.Result) []driver.Finding {
	var roots []driver.Finding
	result.Findings = slices.DeleteFunc(result.Findings, func(f driver.Finding) bool {
		if f.Pass == c.roots {
			roots = append(roots, f)
		}
		return f.Pass == c.roots
	})
	return roots
}

// isFailure reports whether what is told of a root is that chanlint has a bug.
func isFailure(root driver.Finding) bool { return root.Category == passes.RootFailed }

// printRoots prints what is told of roots, each with what was found there on
// indented lines.
func printRoots(w io.Writer, roots []driver.Finding, dir string) {
	for _, root := range roots {
		fmt.Fprintf(w, "%s: %s\n", relative(root.Pos, dir), root.Message)
		for _, step := range root.Steps {
			fmt.Fprintf(w, "\t%s: %s\n", relative(step.Pos, dir), step.Message)
		}
	}
}

// relative returns a position with the name of its file relative to a directory
// above it.
func relative(pos driver.Position, dir string) driver.Position {
	if rel, err := filepath.Rel(dir, pos.File); err == nil && filepath.IsLocal(rel) {
		pos.File = filepath.ToSlash(rel)
	}
	return pos
}
