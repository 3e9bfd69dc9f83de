package render

import "io"

// A gitlabIssue is an entry of a code quality report of GitLab.
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

func writeGitLab(w io.Writer, r *Report, _ Options) error {
	src := newSources(r)
	issues := make([]gitlabIssue, 0, len(r.Findings)) // GitLab wants a list even if there are none
	prints := Fingerprints(r)
	for i, f := range r.Findings {
		begin := max(f.Pos.Line, 1)
		issues = append(issues, gitlabIssue{
			Description: visible(f.Message),
			CheckName:   f.Pass,
			Fingerprint: prints[i],
			Severity:    "major",
			Location:    gitlabLocation{src.name(f.Pos.File), gitlabLines{begin, max(begin, src.end(f.Pos, f.End).Line)}},
		})
	}
	return encodeJSON(w, issues)
}
