// Package baseline tells new findings from those that are known: by a file of
// known findings, or by the lines that have changed since a revision.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/render"
)

// A Baseline is a set of known findings. They are known by what they are, not by
// where they are: pass, function and statement, and how often there is one like
// that. So they stay known if lines around them move or are formatted.
type Baseline struct {
	counts map[render.Identity]int
}

// An Entry is a kind of known findings.
type Entry struct {
	Pass      string `json:"pass"`
	Package   string `json:"package"`
	Function  string `json:"function,omitempty"`
	Statement string `json:"statement"`
	Count     int    `json:"count"`
}

func (e Entry) String() string {
	return fmt.Sprintf("%s: %s (%d)", e.Function, e.Statement, e.Count)
}

// version is the version of the file.
const version = 1

// Of returns the baseline that knows all findings of a report.
func Of(r *render.Report) *Baseline {
	b := &Baseline{make(map[render.Identity]int)}
	for _, id := range render.Identify(r) {
		b.counts[id]++
	}
	return b
}

// New returns the findings of a report that the baseline does not know. Of
// several that are alike, the last ones are new. It also returns what is known
// but gone. The caller knows better which passes and packages were checked: it
// drops the others from gone.
func (b *Baseline) New(r *render.Report) (found []render.Finding, gone []Entry) {
	known := make(map[render.Identity]int, len(b.counts))
	for id, n := range b.counts {
		known[id] = n
	}
	for i, id := range render.Identify(r) {
		if known[id] > 0 {
			known[id]--
		} else {
			found = append(found, r.Findings[i])
		}
	}
	return found, entries(known)
}

// entries returns the entries in order.
func entries(counts map[render.Identity]int) []Entry {
	var list []Entry
	for id, n := range counts {
		if n > 0 {
			list = append(list, Entry{id.Pass, id.Package, id.Function, id.Statement, n})
		}
	}
	slices.SortFunc(list, func(a, b Entry) int {
		return cmp.Or(
			cmp.Compare(a.Package, b.Package),
			cmp.Compare(a.Function, b.Function),
			cmp.Compare(a.Statement, b.Statement),
			cmp.Compare(a.Pass, b.Pass),
		)
	})
	return list
}

// Write writes the baseline to a file.
func (b *Baseline) Write(file string) error {
	data, err := b.encode()
	if err != nil {
		return fmt.Errorf("baseline: %w", err)
	}
	if err := os.WriteFile(file, data, 0o666); err != nil {
		return fmt.Errorf("baseline: %w", err)
	}
	return nil
}

// encode returns the file: JSON with one entry on a line, so that changes are
// easy to read and to merge.
func (b *Baseline) encode() ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\"version\": %d, \"findings\": [", version)
	sep := "\n"
	for _, e := range entries(b.counts) {
		out.WriteString(sep)
		enc := json.NewEncoder(&out)
		enc.SetEscapeHTML(false) // <- is common
		if err := enc.Encode(e); err != nil {
			return nil, err
		}
		out.Truncate(out.Len() - 1) // the newline, for a comma may follow
		sep = ",\n"
	}
	out.WriteString("\n]}\n")
	return out.Bytes(), nil
}

// Read reads a baseline from a file.
func Read(file string) (*Baseline, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("baseline: %w", err)
	}
	b, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("baseline %s: %w", file, err)
	}
	return b, nil
}

func decode(data []byte) (*Baseline, error) {
	var doc struct {
		Version  int     `json:"version"`
		Findings []Entry `json:"findings"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("line %d is damaged: %w", lineOf(data, err), err)
	}
	switch {
	case doc.Version < 1:
		return nil, errors.New("this is no baseline: it has no version")
	case doc.Version > version:
		return nil, fmt.Errorf("it has version %d, and this chanlint understands %d", doc.Version, version)
	}
	b := &Baseline{make(map[render.Identity]int)}
	for i, e := range doc.Findings {
		if e.Pass == "" || e.Count < 1 {
			return nil, fmt.Errorf("finding %d is damaged: it needs a pass and a count", i+1)
		}
		b.counts[render.Identity{Pass: e.Pass, Package: e.Package, Function: e.Function, Statement: e.Statement}] += e.Count
	}
	return b, nil
}

// lineOf returns the line of an error in JSON.
func lineOf(data []byte, err error) int {
	offset := int64(len(data))
	var syntax *json.SyntaxError
	var mismatch *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &mismatch):
		offset = mismatch.Offset
	}
	return 1 + bytes.Count(data[:min(offset, int64(len(data)))], []byte("\n"))
}
