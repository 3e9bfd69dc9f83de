// Package answer makes the vet tool say which units it checked.
//
// The go command keeps the facts of a unit in its cache, and what the tool
// printed beside them, under a key that does not tell whether the unit was to
// be checked or was a mere dependency. A unit that was a dependency first is
// later "checked" by replaying the nothing that was printed then; one that was
// checked first is replayed with its findings when it is a mere dependency. So
// neither silence nor findings say anything, unless the tool puts its mark on
// what it prints.
package answer

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Name is the name of the analyzer, which is the key of its answer in the JSON
// of a unit.
const Name = "answer"

const saltFlag = "salt"

// New returns the analyzer. If its salt is set, it reports a diagnostic for
// each unit that is checked: the number of its files. It has no facts, so it
// does not run for dependencies.
func New() *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name: Name,
		Doc:  "answer: internal to the chanlint command, which asks what was checked",
	}
	salt := a.Flags.String(saltFlag, "", "internal: answer for each unit; the value only matters to the cache of the go command")
	a.Run = func(pass *analysis.Pass) (any, error) {
		if *salt != "" && len(pass.Files) > 0 {
			pass.Reportf(pass.Files[0].Package, "%d", countFiles(pass))
		}
		return nil, nil
	}
	return a
}

// countFiles returns the number of files without the one that cgo adds.
func countFiles(pass *analysis.Pass) int {
	n := 0
	for _, f := range pass.Files {
		if filepath.Base(pass.Fset.File(f.FileStart).Name()) != "_cgo_gotypes.go" {
			n++
		}
	}
	return n
}

// Flag returns the flag that asks for answers. A different salt means
// different keys in the cache of the go command.
func Flag(salt string) string { return fmt.Sprintf("-%s.%s=%s", Name, saltFlag, salt) }

// Files returns the number of files that the message of an answer tells.
func Files(message string) (int, error) { return strconv.Atoi(message) }

// Enable returns the arguments of the tool with those of the internal analyzers
// enabled that have a flag among them, if they enable some of the passes: the
// others are disabled then.
func Enable(args []string, passes, internal []*analysis.Analyzer) []string {
	selects := false
	asked := make(map[string]bool) // the analyzers that a flag is for
	for _, arg := range args {
		name, value, hasValue := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if analyzer, _, ok := strings.Cut(name, "."); ok {
			asked[analyzer] = true
		}
		for _, a := range passes {
			on, _ := strconv.ParseBool(value)
			selects = selects || arg != name && name == a.Name && (on || !hasValue)
		}
	}
	var enable []string
	for _, a := range internal {
		if selects && asked[a.Name] {
			enable = append(enable, "-"+a.Name+"=true")
		}
	}
	return append(enable, args...)
}
