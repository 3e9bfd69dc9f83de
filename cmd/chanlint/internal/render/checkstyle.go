package render

import (
	"encoding/xml"
	"io"
)

type checkstyle struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"`
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr,omitempty"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

// writeCheckstyle prints XML, which cannot hold every character: hidden ones are
// written as in Go, also in the names of files.
func writeCheckstyle(w io.Writer, r *Report, _ Options) error {
	src := newSources(r)
	doc := checkstyle{Version: "5.0"} // of the format
	at := make(map[string]int)
	for _, f := range r.Findings {
		name := visible(src.name(f.Pos.File))
		i, ok := at[name]
		if !ok {
			i = len(doc.Files)
			at[name] = i
			doc.Files = append(doc.Files, checkstyleFile{Name: name})
		}
		doc.Files[i].Errors = append(doc.Files[i].Errors, checkstyleError{
			Line: f.Pos.Line, Column: src.columns(f.Pos, oneEach), Severity: "error",
			Message: visible(f.Message), Source: "chanlint." + visible(f.Pass),
		})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "\t")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
