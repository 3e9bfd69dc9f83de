package render

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/chanlint/chanlint/passes/trace"
)

// JSONVersion is the version of JSONReport. It changes if a program that reads
// the old form would go wrong; new fields do not change it.
const JSONVersion = 1

// JSONReport is what the format json prints: one object.
//
// Names of files are relative to the directory that the findings are relative to,
// with slashes, or absolute if they are not below it. Lines and columns count from
// 1, columns count bytes, and 0 or no field means unknown. Texts are as the passes
// give them: a program that shows them escapes them.
type JSONReport struct {
	Version  int           `json:"version"` // JSONVersion
	Chanlint string        `json:"chanlint,omitempty"`
	Findings []JSONFinding `json:"findings"` // never null
}

// A JSONFinding is a finding.
type JSONFinding struct {
	Pass     string         `json:"pass"`
	Category string         `json:"category"` // the pass, if it has no categories
	Message  string         `json:"message"`
	URL      string         `json:"url,omitempty"` // of the page of the pass
	Package  string         `json:"package"`       // import path
	Pos      trace.Position `json:"pos"`
	End      trace.Position `json:"end,omitzero"` // behind the last byte
	// Fingerprint identifies the finding among all others, and stays if lines around
	// it move or the file gets another name.
	Fingerprint string        `json:"fingerprint"`
	Related     []JSONRelated `json:"related,omitempty"`
	Fixes       []JSONFix     `json:"fixes,omitempty"` // any one of them will do
	// Trace is the way to the finding, in the encoding of package passes/trace,
	// which has a version of its own.
	Trace json.RawMessage `json:"trace,omitempty"`
}

// A JSONRelated is a place that belongs to a finding.
type JSONRelated struct {
	Pos     trace.Position `json:"pos"`
	End     trace.Position `json:"end,omitzero"`
	Message string         `json:"message"`
}

// A JSONFix is a change of the code that mends a finding.
type JSONFix struct {
	Message string     `json:"message"`
	Edits   []JSONEdit `json:"edits"`
}

// A JSONEdit replaces the bytes of a file from Start to End, which count from 0.
type JSONEdit struct {
	File  string `json:"file"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	New   string `json:"new"`
}

func writeJSON(w io.Writer, r *Report, _ Options) error {
	src := newSources(r)
	relative := func(p trace.Position) trace.Position {
		if p.File != "" {
			p.File = src.name(p.File)
		}
		return p
	}
	urls := make(map[string]string)
	for _, a := range r.Passes {
		urls[a.Name] = a.URL
	}
	out := JSONReport{Version: JSONVersion, Chanlint: r.Version, Findings: make([]JSONFinding, 0, len(r.Findings))}
	prints := Fingerprints(r)
	for i, f := range r.Findings {
		j := JSONFinding{
			Pass: f.Pass, Category: f.Category, Message: f.Message, URL: urls[f.Pass], Package: packagePath(f.Package),
			Pos: relative(f.Pos), End: relative(f.End), Fingerprint: prints[i],
		}
		if j.Category == "" {
			j.Category = f.Pass
		}
		for _, rel := range f.Related {
			j.Related = append(j.Related, JSONRelated{relative(rel.Pos), relative(rel.End), rel.Message})
		}
		for _, x := range f.Fixes {
			fix := JSONFix{Message: x.Message}
			for _, e := range x.Edits {
				fix.Edits = append(fix.Edits, JSONEdit{src.name(e.File), e.Start, e.End, e.New})
			}
			j.Fixes = append(j.Fixes, fix)
		}
		if f.Trace != nil {
			var err error
			if j.Trace, err = trace.Encode(renamed(f.Trace, relative)); err != nil {
				return fmt.Errorf("%s: %w", f.Pos.File, err)
			}
		}
		out.Findings = append(out.Findings, j)
	}
	return encodeJSON(w, out)
}

// ReadJSON returns the findings that the format json has written, and their
// fingerprints. The error is for what is not of this format
// or of a newer version; a trace that cannot be read is left out.
func ReadJSON(data []byte) (*Report, []string, error) {
	var in JSONReport
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, nil, fmt.Errorf("not the format json of chanlint: %w", err)
	}
	if in.Version != JSONVersion {
		return nil, nil, fmt.Errorf("not version %d of the format json of chanlint", JSONVersion)
	}
	r := &Report{Version: in.Chanlint}
	var ids []string
	for _, j := range in.Findings {
		f := Finding{Pass: j.Pass, Category: j.Category, Message: j.Message, Package: j.Package, Pos: j.Pos, End: j.End}
		for _, rel := range j.Related {
			f.Related = append(f.Related, Related(rel))
		}
		for _, x := range j.Fixes {
			fix := Fix{Message: x.Message}
			for _, e := range x.Edits {
				fix.Edits = append(fix.Edits, Edit(e))
			}
			f.Fixes = append(f.Fixes, fix)
		}
		if len(j.Trace) > 0 {
			f.Trace, _ = trace.Decode(j.Trace)
		}
		r.Findings = append(r.Findings, f)
		ids = append(ids, j.Fingerprint)
	}
	return r, ids, nil
}

// renamed returns a copy of a trace with other positions.
func renamed(t *trace.Trace, f func(trace.Position) trace.Position) *trace.Trace {
	t = &trace.Trace{Goroutines: slices.Clone(t.Goroutines), Objects: slices.Clone(t.Objects), Steps: slices.Clone(t.Steps)}
	for i := range t.Goroutines {
		t.Goroutines[i].Start = f(t.Goroutines[i].Start)
	}
	for i := range t.Objects {
		t.Objects[i].Made = f(t.Objects[i].Made)
	}
	for i := range t.Steps {
		t.Steps[i].Pos, t.Steps[i].End = f(t.Steps[i].Pos), f(t.Steps[i].End)
	}
	return t
}

// encodeJSON prints a value as indented JSON.
func encodeJSON(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "\t")
	return enc.Encode(value)
}
