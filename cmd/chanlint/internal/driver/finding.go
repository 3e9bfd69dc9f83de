package driver

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Finding is a diagnostic of a pass.
type Finding struct {
	Package  string // ID of the unit, such as "a/b" or "a/b [a/b.test]"
	Pass     string
	Category string
	Pos      Position
	End      Position
	Message  string
	Steps    []Step          // the way to the bad state
	Fixes    []Fix           // ways to mend it, any one of which will do
	Raw      json.RawMessage // as go vet printed it
}

// A Step is one of the steps that lead to a finding.
type Step struct {
	Pos     Position
	End     Position
	Message string
}

// A Fix is a change of the code that mends a finding.
type Fix struct {
	Message string
	Edits   []Edit
}

// An Edit replaces the bytes of a file from Start to End.
type Edit struct {
	File       string
	Start, End int
	New        string
}

// A Position is a place in a file. Line and Col count from 1; 0 is unknown.
type Position struct {
	File      string
	Line, Col int
}

func (p Position) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col) }

// parsePosition parses "file:line:col" or "file:line"; the file may contain
// colons.
func parsePosition(s string) (Position, error) {
	rest, col, ok := cutNumber(s)
	if !ok {
		return Position{}, fmt.Errorf("malformed position %q", s)
	}
	file, line, ok := cutNumber(rest)
	if !ok {
		return Position{File: rest, Line: col}, nil
	}
	return Position{File: file, Line: line, Col: col}, nil
}

// cutNumber cuts a colon and a number off the end of s.
func cutNumber(s string) (rest string, n int, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i <= 0 {
		return s, 0, false
	}
	n, err := strconv.Atoi(s[i+1:])
	return s[:i], n, err == nil && n >= 0
}

// DropTests removes the findings in test files.
func (r *Result) DropTests() {
	r.Findings = slices.DeleteFunc(r.Findings, func(f Finding) bool {
		return strings.HasSuffix(f.Pos.File, "_test.go")
	})
}

// inOrder sorts findings by position and pass, and removes those that are the
// same but for the unit: a file can be in a package and in its test variant.
func inOrder(findings []Finding) []Finding {
	slices.SortFunc(findings, func(a, b Finding) int {
		return cmp.Or(compare(a, b), cmp.Compare(a.Package, b.Package), slices.Compare(a.Raw, b.Raw))
	})
	return slices.CompactFunc(findings, func(a, b Finding) bool { return compare(a, b) == 0 })
}

func compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Pos.File, b.Pos.File),
		cmp.Compare(a.Pos.Line, b.Pos.Line),
		cmp.Compare(a.Pos.Col, b.Pos.Col),
		cmp.Compare(a.Pass, b.Pass),
		cmp.Compare(a.Category, b.Category),
		cmp.Compare(a.Message, b.Message),
	)
}
