// Package gclplugin makes chanlint a module plugin of golangci-lint. Importing it
// registers one linter, called chanlint.
//
// Its settings are those of [Settings], in .golangci.yml:
//
//	linters:
//	  enable:
//	    - chanlint
//	  settings:
//	    custom:
//	      chanlint:
//	        type: module
//	        settings:
//	          level: all
package gclplugin

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/passes"
)

// Name is the name of the linter.
const Name = "chanlint"

func init() { register.Plugin(Name, New) }

// Settings are what users set. The zero value reports what the command reports
// without flags.
type Settings struct {
	// Enable names the passes that run; empty, all of them do.
	Enable []string `json:"enable"`
	// Disable names passes that do not run.
	Disable []string `json:"disable"`
	// Level is "all" for doubtful findings, too; else it is "default" or empty.
	Level string `json:"level"`
	// Tests is whether to report on test files; it is true if it is not set.
	Tests *bool `json:"tests"`
}

// New returns the linter with settings as golangci-lint decodes them from YAML. An
// error tells of a setting, a pass or a level that does not exist.
func New(settings any) (register.LinterPlugin, error) {
	s, err := register.DecodeSettings[Settings](settings)
	if err != nil {
		return nil, fmt.Errorf("settings of %s: %w", Name, err)
	}
	a, err := s.analyzer()
	if err != nil {
		return nil, fmt.Errorf("settings of %s: %w", Name, err)
	}
	return linter{a}, nil
}

// linter is an instance of the linter.
type linter struct{ analyzer *analysis.Analyzer }

func (l linter) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	return []*analysis.Analyzer{l.analyzer}, nil
}

func (linter) GetLoadMode() string { return register.LoadModeTypesInfo }

// analyzer returns a new analyzer with these settings.
func (s Settings) analyzer() (*analysis.Analyzer, error) {
	all := passes.All()
	for _, name := range slices.Concat(s.Enable, s.Disable) {
		if !slices.ContainsFunc(all, func(a *analysis.Analyzer) bool { return a.Name == name }) {
			return nil, fmt.Errorf("no pass is called %q", name)
		}
	}
	var list []*analysis.Analyzer
	for _, a := range all {
		if (len(s.Enable) == 0 || slices.Contains(s.Enable, a.Name)) && !slices.Contains(s.Disable, a.Name) {
			list = append(list, s.adapted(a))
		}
	}
	level := s.Level
	if level == "" {
		level = "default"
	}
	return passes.Combine(Name, "find mistakes with goroutines, channels and locks", level, list)
}

// adapted returns a pass whose diagnostics golangci-lint can show: that knows no
// names of passes, and makes an issue of its own of each related message.
func (s Settings) adapted(a *analysis.Analyzer) *analysis.Analyzer {
	adapted := *a
	adapted.Run = func(pass *analysis.Pass) (any, error) {
		p := *pass
		p.Report = func(d analysis.Diagnostic) {
			if s.Tests != nil && !*s.Tests && strings.HasSuffix(pass.Fset.Position(d.Pos).Filename, "_test.go") {
				return
			}
			d.Message = fmt.Sprintf("%s: %s", a.Name, d.Message)
			for i, r := range d.Related {
				at := pass.Fset.Position(r.Pos)
				d.Message += fmt.Sprintf("; %d. %s (%s:%d)", i+1, r.Message, filepath.Base(at.Filename), at.Line)
			}
			d.Related = nil
			pass.Report(d)
		}
		return a.Run(&p)
	}
	return &adapted
}
