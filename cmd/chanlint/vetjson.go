package main

import (
	"encoding/json"
	"io"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/driver"
)

// writeVetJSON prints the findings as one object in the shape of go vet -json:
// from the ID of a unit to the name of a pass to its diagnostics, which are printed
// as go vet gave them. Units without findings are left out.
func writeVetJSON(w io.Writer, findings []driver.Finding) error {
	tree := make(map[string]map[string][]json.RawMessage)
	for _, f := range findings {
		if tree[f.Package] == nil {
			tree[f.Package] = make(map[string][]json.RawMessage)
		}
		tree[f.Package][f.Pass] = append(tree[f.Package][f.Pass], f.Raw)
	}
	data, err := json.MarshalIndent(tree, "", "\t")
	if err != nil {
		return err
	}
	_, err = w.Write(append(data, '\n'))
	return err
}
