package render

import (
	"go/doc/comment"
	"io"
	"net/url"
	"path/filepath"
	"strings"
	"unicode/utf16"

	"github.com/chanlint/chanlint/passes/trace"
)

// The part of SARIF 2.1.0 that code hosts and editors read. The fields have the
// names of the standard, which explains them.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		InformationURI string      `json:"informationUri"`
		Version        string      `json:"version,omitempty"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string         `json:"id"`
		ShortDescription     sarifText      `json:"shortDescription"`
		FullDescription      sarifText      `json:"fullDescription"`
		Help                 sarifText      `json:"help"`
		HelpURI              string         `json:"helpUri,omitempty"`
		DefaultConfiguration sarifLevel     `json:"defaultConfiguration"`
		Properties           map[string]any `json:"properties"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifResult struct {
		RuleID              string            `json:"ruleId"`
		RuleIndex           int               `json:"ruleIndex"`
		Level               string            `json:"level"`
		Message             sarifText         `json:"message"`
		Locations           []sarifLocation   `json:"locations"`
		RelatedLocations    []sarifLocation   `json:"relatedLocations,omitempty"`
		PartialFingerprints map[string]string `json:"partialFingerprints"`
		CodeFlows           []sarifCodeFlow   `json:"codeFlows,omitempty"`
		Fixes               []sarifFix        `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		ID               int            `json:"id,omitempty"`
		PhysicalLocation *sarifPhysical `json:"physicalLocation,omitempty"`
		Message          *sarifText     `json:"message,omitempty"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI       string `json:"uri"`
		URIBaseID string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifFix struct {
		Description     sarifText     `json:"description"`
		ArtifactChanges []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		ArtifactLocation sarifArtifact      `json:"artifactLocation"`
		Replacements     []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		DeletedRegion   sarifRegion `json:"deletedRegion"`
		InsertedContent sarifText   `json:"insertedContent"`
	}
	sarifCodeFlow struct {
		Message     sarifText         `json:"message"`
		ThreadFlows []sarifThreadFlow `json:"threadFlows"`
	}
	sarifThreadFlow struct {
		ID        string              `json:"id"`
		Message   *sarifText          `json:"message,omitempty"`
		Locations []sarifFlowLocation `json:"locations"`
	}
	sarifFlowLocation struct {
		Location       sarifLocation        `json:"location"`
		State          map[string]sarifText `json:"state,omitempty"`
		ExecutionOrder int                  `json:"executionOrder"`
		Importance     string               `json:"importance"`
	}
)

const sarifLevelOf = "error"

// writeSARIF prints a SARIF log. It gives no primaryLocationLineHash: GitHub's
// upload computes that itself and warns of any other.
func writeSARIF(w io.Writer, r *Report, _ Options) error {
	src := newSources(r)
	driver := sarifDriver{
		Name: "chanlint", InformationURI: "https://github.com/chanlint/chanlint",
		Version: r.Version, Rules: []sarifRule{},
	}
	index := make(map[string]int)
	for _, a := range r.Passes {
		index[a.Name] = len(driver.Rules)
		driver.Rules = append(driver.Rules, newSARIFRule(a.Name, a.Doc, a.URL))
	}
	results := make([]sarifResult, 0, len(r.Findings))
	prints := Fingerprints(r)
	for i, f := range r.Findings {
		rule, ok := index[f.Pass]
		if !ok {
			rule = len(driver.Rules)
			index[f.Pass] = rule
			driver.Rules = append(driver.Rules, newSARIFRule(f.Pass, "", ""))
		}
		result := sarifResult{
			RuleID: f.Pass, RuleIndex: rule, Level: sarifLevelOf,
			Message:             sarifText{Text: visible(f.Message)},
			Locations:           []sarifLocation{src.sarifLocation(f.Pos, f.End, "")},
			PartialFingerprints: map[string]string{"chanlint/v1": prints[i]},
		}
		for k, rel := range f.Related {
			l := src.sarifLocation(rel.Pos, rel.End, visible(rel.Message))
			l.ID = k + 1
			result.RelatedLocations = append(result.RelatedLocations, l)
		}
		if f.Trace != nil && len(f.Trace.Steps) > 0 {
			result.CodeFlows = src.sarifFlows(f)
		}
		for _, x := range f.Fixes {
			result.Fixes = append(result.Fixes, src.sarifFix(x))
		}
		results = append(results, result)
	}
	return encodeJSON(w, sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{{Tool: sarifTool{driver}, ColumnKind: "utf16CodeUnits", Results: results}},
	})
}

// newSARIFRule makes a rule of the documentation of a pass: "name: summary", a
// blank line, and the page.
func newSARIFRule(name, text, address string) sarifRule {
	first, rest, _ := strings.Cut(text, "\n\n")
	summary := strings.TrimPrefix(first, name+": ")
	if summary == "" {
		summary = name
	}
	rule := sarifRule{
		ID:                   name,
		ShortDescription:     sarifText{Text: summary},
		FullDescription:      sarifText{Text: summary},
		Help:                 sarifText{Text: summary},
		HelpURI:              address,
		DefaultConfiguration: sarifLevel{sarifLevelOf},
		Properties:           map[string]any{"tags": []string{"concurrency", "correctness"}, "precision": "high", "problem.severity": sarifLevelOf},
	}
	if rest != "" {
		var parser comment.Parser
		page := parser.Parse(rest)
		printer := comment.Printer{HeadingLevel: 2, HeadingID: func(*comment.Heading) string { return "" }, TextWidth: -1}
		rule.Help = sarifText{Text: string(printer.Text(page)), Markdown: string(printer.Markdown(page))}
	}
	return rule
}

// sarifFlows returns the steps of a finding twice: by goroutine, as the standard
// wants it, and in one list, for viewers that show but one thread.
func (s *sources) sarifFlows(f Finding) []sarifCodeFlow {
	t := f.Trace
	threads := make([]sarifThreadFlow, len(t.Goroutines))
	for i, g := range t.Goroutines {
		threads[i] = sarifThreadFlow{ID: title(i), Message: &sarifText{Text: title(i) + ": " + s.origin(g, f.Pos.File)}}
	}
	all := sarifThreadFlow{ID: "all"}
	for i, step := range t.Steps {
		l := sarifFlowLocation{
			Location:       s.sarifLocation(step.Pos, step.End, sentence(t, step)),
			ExecutionOrder: i + 1,
			Importance:     "important",
		}
		if step.Outcome.IsBad() {
			l.Importance = "essential"
		}
		if c := condition(t, step); c != "" {
			l.State = map[string]sarifText{objectName(t.Objects[step.Object-1]): {Text: c}}
		}
		thread := &threads[step.Goroutine-1]
		thread.Locations = append(thread.Locations, l)
		all.Locations = append(all.Locations, l)
	}
	var busy []sarifThreadFlow // the standard wants at least one location
	for _, thread := range threads {
		if len(thread.Locations) > 0 {
			busy = append(busy, thread)
		}
	}
	return []sarifCodeFlow{
		{sarifText{Text: "by goroutine"}, busy},
		{sarifText{Text: "in order of time"}, []sarifThreadFlow{all}},
	}
}

// sarifFix returns a fix. Its regions have columns, even where they are empty.
func (s *sources) sarifFix(x Fix) sarifFix {
	out := sarifFix{Description: sarifText{Text: visible(x.Message)}}
	index := make(map[string]int)
	for _, e := range x.Edits {
		i, ok := index[e.File]
		if !ok {
			i = len(out.ArtifactChanges)
			index[e.File] = i
			out.ArtifactChanges = append(out.ArtifactChanges, sarifChange{ArtifactLocation: s.sarifArtifact(e.File)})
		}
		start, end := s.at(e.File, e.Start), s.at(e.File, e.End)
		out.ArtifactChanges[i].Replacements = append(out.ArtifactChanges[i].Replacements, sarifReplacement{
			DeletedRegion:   sarifRegion{StartLine: start.Line, StartColumn: s.columns(start, utf16Units), EndLine: end.Line, EndColumn: s.columns(end, utf16Units)},
			InsertedContent: sarifText{Text: e.New},
		})
	}
	return out
}

// utf16Units counts the columns of a character as SARIF logs here do.
func utf16Units(r rune) int { return max(utf16.RuneLen(r), 1) }

// sarifLocation returns a range with a message, which may be empty.
func (s *sources) sarifLocation(pos, end trace.Position, message string) sarifLocation {
	var l sarifLocation
	if message != "" {
		l.Message = &sarifText{Text: message}
	}
	if !pos.IsValid() {
		return l
	}
	end = s.end(pos, end)
	region := sarifRegion{StartLine: pos.Line, StartColumn: s.columns(pos, utf16Units), EndLine: end.Line, EndColumn: s.columns(end, utf16Units)}
	if region.StartColumn == 0 {
		region.EndColumn = 0
	}
	l.PhysicalLocation = &sarifPhysical{s.sarifArtifact(pos.File), &region}
	return l
}

// sarifArtifact returns the address of a file.
func (s *sources) sarifArtifact(file string) sarifArtifact {
	name := s.name(file)
	if filepath.IsAbs(file) && filepath.ToSlash(file) == name { // not below the root
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(name, "/")}).String()}
	}
	return sarifArtifact{URI: (&url.URL{Path: name}).String(), URIBaseID: "%SRCROOT%"}
}
