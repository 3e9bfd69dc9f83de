package passes_test

import (
	"cmp"
	"flag"
	"fmt"
	"go/format"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

var update = flag.Bool("update", false, "write the fixed fixtures to their .golden files")

// TestFixes applies every fix that is offered in the fixtures, all at once, and
// analyzes the fixed code again: it compiles, what was fixed is not reported any
// more, what was not fixed still is, and nothing else.
func TestFixes(t *testing.T) {
	list, err := diagnostics()
	if err != nil {
		t.Fatal(err)
	}
	edits := map[string][]textEdit{}
	fixed := map[string]int{} // findings by file
	for _, d := range list {
		for _, f := range d.SuggestedFixes {
			for _, e := range f.TextEdits {
				at := d.position(e.Pos)
				edits[at.Filename] = append(edits[at.Filename], textEdit{at.Offset, d.position(e.End).Offset, string(e.NewText)})
			}
			t.Logf("%s: %s: %s", d.place(), d.pass, f.Message)
			fixed[d.position(d.Pos).Filename]++
		}
	}
	if len(fixed) == 0 {
		t.Fatal("no fix is offered")
	}
	overlay := map[string][]byte{}
	for file, list := range edits {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		overlay[file] = apply(t, file, source, list)
		if *update {
			if err := os.WriteFile(file+".golden", overlay[file], 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}

	pkgs, err := loadFixtures(overlay)
	if err != nil {
		t.Fatal(err)
	}
	pkgs = slices.DeleteFunc(pkgs, func(p *packages.Package) bool {
		return !slices.ContainsFunc(p.GoFiles, func(file string) bool { return overlay[file] != nil })
	})
	again, err := analyze(pkgs)
	if err != nil {
		t.Fatal(err)
	}
	want, got := map[string][]string{}, map[string][]string{}
	for _, d := range list {
		if file := d.position(d.Pos).Filename; len(d.SuggestedFixes) == 0 && overlay[file] != nil {
			want[file] = append(want[file], unnumbered(d))
		}
	}
	for _, d := range again.findings {
		file := d.position(d.Pos).Filename
		got[file] = append(got[file], unnumbered(d))
	}
	for file, source := range overlay {
		if !slices.Equal(sorted(got[file]), sorted(want[file])) {
			t.Errorf("%s: after the fixes there is\n\t%s\nwant\n\t%s\nThe code:\n%s", file, strings.Join(got[file], "\n\t"), strings.Join(want[file], "\n\t"), source)
		}
	}
}

func sorted(list []string) []string { slices.Sort(list); return list }

// unnumbered returns a diagnostic without what changes when lines move.
func unnumbered(d diagnostic) string {
	return fmt.Sprintf("%s: %s: %s", enclosing(d), d.pass, numbers.ReplaceAllString(d.Message, "line N"))
}

// A textEdit replaces a part of a file.
type textEdit struct {
	start, end int
	text       string
}

// apply returns a source with edits, formatted. Two edits may be the same.
func apply(t *testing.T, file string, source []byte, list []textEdit) []byte {
	slices.SortFunc(list, func(a, b textEdit) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end)) })
	var out []byte
	at := 0
	for _, e := range slices.Compact(list) {
		if e.start < at {
			t.Fatalf("%s: two fixes change the same place", file)
		}
		out = append(append(out, source[at:e.start]...), e.text...)
		at = e.end
	}
	out, err := format.Source(append(out, source[at:]...)) // as all drivers do
	if err != nil {
		t.Errorf("%s: after the fixes: %v", file, err)
	}
	return out
}

// numbers matches the places that messages name.
var numbers = regexp.MustCompile(`lines? \d+( and \d+)?`)
