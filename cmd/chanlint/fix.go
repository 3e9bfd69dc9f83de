package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"go/format"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/render"
)

// mend makes the changes that the findings of a report come with, and returns how
// many findings that mends. No file is changed if there is an error in any.
func mend(r *render.Report) (int, error) {
	files, n, err := changed(r)
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		if err := os.WriteFile(f.name, f.new, 0o666); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// printDiff prints the changes that the findings of a report come with, as patch and
// git apply read them.
func (c command) printDiff(r *render.Report) error {
	files, _, err := changed(r)
	if err != nil {
		return err
	}
	for _, f := range files {
		name := filepath.ToSlash(f.name)
		if rel, err := filepath.Rel(r.Root, f.name); err == nil && filepath.IsLocal(rel) {
			name = filepath.ToSlash(rel)
		}
		if _, err := c.stdout.Write(diff.Diff("a/"+name, f.old, "b/"+name, f.new)); err != nil && !errors.Is(err, syscall.EPIPE) {
			return err
		}
	}
	return nil
}

// A mended file has been changed by fixes.
type mended struct {
	name     string
	old, new []byte
}

// changed returns the files that fixes change, in the order of their names, and how
// many findings have one. Of fixes that change the same place in different ways, the
// first one counts.
func changed(r *render.Report) (files []mended, findings int, err error) {
	edits := make(map[string][]render.Edit)
	for _, f := range r.Findings {
		if len(f.Fixes) == 0 || slices.ContainsFunc(f.Fixes[0].Edits, func(e render.Edit) bool { return conflicts(e, edits[e.File]) }) {
			continue
		}
		findings++
		for _, e := range f.Fixes[0].Edits {
			if !slices.Contains(edits[e.File], e) {
				edits[e.File] = append(edits[e.File], e)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(edits)) {
		old, err := os.ReadFile(name)
		if err != nil {
			return nil, 0, err
		}
		new, err := edited(old, edits[name])
		if err != nil {
			return nil, 0, fmt.Errorf("fixing %s: %w", name, err)
		}
		files = append(files, mended{name, old, new})
	}
	return files, findings, nil
}

// conflicts reports whether an edit changes what another one does, in another way.
func conflicts(e render.Edit, others []render.Edit) bool {
	return slices.ContainsFunc(others, func(o render.Edit) bool {
		return e != o && (e.Start < o.End && o.Start < e.End || e.Start == o.Start)
	})
}

// edited returns a source with edits that do not overlap, formatted if it was before.
func edited(source []byte, edits []render.Edit) ([]byte, error) {
	slices.SortFunc(edits, func(a, b render.Edit) int { return cmp.Compare(a.Start, b.Start) })
	var out []byte
	at := 0
	for _, e := range edits {
		if e.Start < at || e.End < e.Start || e.End > len(source) {
			return nil, errors.New("it has changed since it was read")
		}
		out = append(append(out, source[at:e.Start]...), e.New...)
		at = e.End
	}
	out = append(out, source[at:]...)
	formatted, err := format.Source(out)
	if err != nil {
		return nil, err
	}
	if before, err := format.Source(source); err != nil || !bytes.Equal(before, source) {
		return out, nil // do not touch lines that have nothing to do with it
	}
	return formatted, nil
}
