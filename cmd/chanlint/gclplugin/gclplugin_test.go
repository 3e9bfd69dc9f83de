package gclplugin_test

import (
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/chanlint/chanlint/cmd/chanlint/gclplugin"
)

// build returns the analyzer as golangci-lint gets it, with settings as it decodes
// them.
func build(t *testing.T, settings any) *analysis.Analyzer {
	t.Helper()
	newPlugin, err := register.GetPlugin("chanlint")
	if err != nil {
		t.Fatal(err)
	}
	plugin, err := newPlugin(settings)
	if err != nil {
		t.Fatal(err)
	}
	if mode := plugin.GetLoadMode(); mode != register.LoadModeTypesInfo {
		t.Errorf("load mode %q", mode)
	}
	list, err := plugin.BuildAnalyzers()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].Name != "chanlint" {
		t.Fatalf("analyzers %v, want chanlint alone", list)
	}
	if err := analysis.Validate(list); err != nil {
		t.Fatal(err)
	}
	return list[0]
}

func TestPlugin(t *testing.T) {
	// All are made before any runs: instances must not share their settings.
	plain := build(t, nil)
	doubtful := build(t, map[string]any{"level": "all"})
	enabled := build(t, map[string]any{"enable": []any{"sendclosed", "doubleclose"}, "disable": []any{"doubleclose"}})
	disabled := build(t, map[string]any{"disable": []any{"doubleclose", "nilchan"}, "level": "default"})
	noTests := build(t, map[string]any{"tests": false})

	tests := []struct {
		name, fixture string
		analyzer      *analysis.Analyzer
	}{
		{"defaults", "plain", plain},
		{"level", "doubtful", doubtful},
		{"enable and disable", "selected", enabled},
		{"disable", "selected", disabled},
		{"tests", "tests", noTests},
		{"defaults again", "plain", plain},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, r := range analysistest.Run(t, analysistest.TestData(), test.analyzer, test.fixture) {
				for _, d := range r.Diagnostics {
					if len(d.Related) > 0 {
						t.Errorf("golangci-lint makes issues of the related messages of %q", d.Message)
					}
				}
			}
		})
	}
}

func TestTestsAreReported(t *testing.T) {
	for _, settings := range []any{nil, map[string]any{"tests": true}} {
		found := false
		for _, r := range analysistest.Run(silent{}, analysistest.TestData(), build(t, settings), "tests") {
			for _, d := range r.Diagnostics {
				found = found || strings.HasSuffix(r.Pass.Fset.Position(d.Pos).Filename, "_test.go")
			}
		}
		if !found {
			t.Errorf("settings %v: nothing is reported in the test file", settings)
		}
	}
}

// silent ignores that diagnostics are not those that the fixture wants.
type silent struct{}

func (silent) Errorf(string, ...any) {}

func TestWrongSettings(t *testing.T) {
	tests := []struct {
		settings any
		want     string
	}{
		{map[string]any{"levels": "all"}, `unknown field "levels"`},
		{map[string]any{"level": "most"}, `level "most" does not exist: want default or all`},
		{map[string]any{"enable": []any{"closedsend"}}, `no pass is called "closedsend"`},
		{map[string]any{"disable": []any{""}}, `no pass is called ""`},
		{map[string]any{"tests": "no"}, "cannot unmarshal string"},
		{[]any{"all"}, "cannot unmarshal array"},
	}
	for _, test := range tests {
		plugin, err := gclplugin.New(test.settings)
		if err == nil {
			t.Errorf("%v: plugin %v, want an error", test.settings, plugin)
			continue
		}
		if !strings.HasPrefix(err.Error(), "settings of chanlint: ") || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: error %q, want %q", test.settings, err, test.want)
		}
	}
}
