package driver

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/answer"
)

// A diagnostic is a finding in the JSON of go vet.
type diagnostic struct {
	Category string `json:"category"`
	Posn     string `json:"posn"`
	End      string `json:"end"`
	Message  string `json:"message"`
	Related  []struct {
		Posn    string `json:"posn"`
		End     string `json:"end"`
		Message string `json:"message"`
	} `json:"related"`
	Fixes []struct {
		Message string `json:"message"`
		Edits   []struct {
			Filename string `json:"filename"`
			Start    int    `json:"start"`
			End      int    `json:"end"`
			New      string `json:"new"`
		} `json:"edits"`
	} `json:"suggested_fixes"`
}

// decode reads the stream of objects that go vet -json prints: one per unit,
// from the unit's ID to the name of a pass to its diagnostics, or to its error.
func (vet *vetRun) decode(stdout []byte) error {
	for dec := json.NewDecoder(bytes.NewReader(stdout)); ; {
		var tree map[string]map[string]json.RawMessage
		err := dec.Decode(&tree)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(tree)) {
			if err := vet.addUnit(id, tree[id]); err != nil {
				return err
			}
		}
	}
}

// addUnit adds what the passes said about a unit, unless that is a dependency
// which was checked on another occasion and came from the cache.
func (vet *vetRun) addUnit(id string, results map[string]json.RawMessage) error {
	ok, err := vet.wants(id, results[answer.Name])
	if err != nil || !ok {
		return err
	}
	vet.answers[id]++
	delete(results, answer.Name)
	for _, pass := range slices.Sorted(maps.Keys(results)) {
		raw := results[pass]
		if raw[0] != '[' {
			if err := vet.addError(id, raw); err != nil {
				return err
			}
			continue
		}
		var list []json.RawMessage
		if err := json.Unmarshal(raw, &list); err != nil {
			return err
		}
		for _, d := range list {
			f, err := newFinding(id, pass, d)
			if err != nil {
				return err
			}
			vet.findings = append(vet.findings, f)
		}
	}
	return nil
}

// wants reports whether a unit with this ID and this answer is one to check.
func (vet *vetRun) wants(id string, raw json.RawMessage) (bool, error) {
	files, ok := vet.files[id]
	if !ok || raw == nil {
		return false, nil
	}
	var list []diagnostic
	if err := json.Unmarshal(raw, &list); err != nil {
		return false, err
	}
	for _, d := range list {
		n, err := answer.Files(d.Message)
		if err != nil {
			return false, err
		}
		if n >= files {
			return true, nil
		}
	}
	return false, nil // a package without its tests, say
}

// addError notes that a pass failed. Passes fail alike if what they all
// require fails, so the same words are kept once per unit.
func (vet *vetRun) addError(id string, raw json.RawMessage) error {
	var failure struct {
		Error string `json:"error"`
	}
	if err := json.Unmarshal(raw, &failure); err != nil {
		return err
	}
	problem := fmt.Sprintf("%s: analysis failed: %s", id, failure.Error)
	if !slices.Contains(vet.problems, problem) {
		vet.problems = append(vet.problems, problem)
	}
	return nil
}

func newFinding(id, pass string, raw json.RawMessage) (Finding, error) {
	var d diagnostic
	if err := json.Unmarshal(raw, &d); err != nil {
		return Finding{}, err
	}
	pos, end, err := parseRange(d.Posn, d.End)
	if err != nil {
		return Finding{}, err
	}
	f := Finding{Package: id, Pass: pass, Category: d.Category, Pos: pos, End: end, Message: d.Message, Raw: raw}
	for _, r := range d.Related {
		pos, end, err := parseRange(r.Posn, r.End)
		if err != nil {
			return Finding{}, err
		}
		f.Steps = append(f.Steps, Step{Pos: pos, End: end, Message: r.Message})
	}
	for _, x := range d.Fixes {
		fix := Fix{Message: x.Message}
		for _, e := range x.Edits {
			fix.Edits = append(fix.Edits, Edit{File: e.Filename, Start: e.Start, End: e.End, New: e.New})
		}
		f.Fixes = append(f.Fixes, fix)
	}
	return f, nil
}

// parseRange parses a position and its end, which may be missing.
func parseRange(from, to string) (pos, end Position, err error) {
	if pos, err = parsePosition(from); err != nil {
		return pos, end, err
	}
	if end, err = parsePosition(to); err != nil {
		end = pos
	}
	return pos, end, nil
}
