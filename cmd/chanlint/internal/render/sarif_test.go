package render

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/chanlint/chanlint/passes/trace"
)

// TestSARIFSchema validates logs with the schema of the standard, which is in
// testdata as OASIS publishes it.
func TestSARIFSchema(t *testing.T) {
	for _, test := range []struct {
		name   string
		report *Report
	}{
		{"example", example(t)},
		{"nothing", &Report{}},
		{"unknown pass and place", &Report{Findings: []Finding{{Pass: "other", Message: "m"}}}},
		{"hostile", hostile()},
	} {
		t.Run(test.name, func(t *testing.T) {
			validateSARIF(t, printed(t, test.report, "sarif", Options{}))
		})
	}
}

func validateSARIF(t *testing.T, log string) {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("testdata", "sarif-schema-2.1.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(log))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Error(err)
	}
}

// TestSARIFFlows checks what the schema does not say: one thread for each
// goroutine, with the order over all of them, and all steps in the last flow.
func TestSARIFFlows(t *testing.T) {
	var log sarifLog
	if err := json.Unmarshal([]byte(printed(t, example(t), "sarif", Options{})), &log); err != nil {
		t.Fatal(err)
	}
	flows := log.Runs[0].Results[0].CodeFlows
	if len(flows) != 2 || len(flows[0].ThreadFlows) != 2 || len(flows[1].ThreadFlows) != 1 {
		t.Fatalf("flows %+v", flows)
	}
	order := make(map[int]bool)
	for _, thread := range flows[0].ThreadFlows {
		last := 0
		for _, l := range thread.Locations {
			if l.ExecutionOrder <= last || order[l.ExecutionOrder] {
				t.Errorf("%s: step %d after %d", thread.ID, l.ExecutionOrder, last)
			}
			last = l.ExecutionOrder
			order[last] = true
		}
	}
	if n := len(flows[1].ThreadFlows[0].Locations); n != 7 || len(order) != n {
		t.Errorf("%d steps by goroutine, %d in order of time", len(order), n)
	}
	for i, result := range log.Runs[0].Results {
		if rule := log.Runs[0].Tool.Driver.Rules[result.RuleIndex]; rule.ID != result.RuleID {
			t.Errorf("result %d: rule %s at the index of %s", i, rule.ID, result.RuleID)
		}
	}
}

// TestSARIFColumns checks that columns count UTF-16 code units.
func TestSARIFColumns(t *testing.T) {
	r := &Report{
		ReadFile: func(string) ([]byte, error) { return []byte("/* é𝄞 */ ch <- 1\n"), nil },
		Findings: []Finding{{Pass: "p", Message: "m", Pos: trace.Position{File: "a b.go", Line: 1, Column: 14}}},
	}
	var log sarifLog
	if err := json.Unmarshal([]byte(printed(t, r, "sarif", Options{})), &log); err != nil {
		t.Fatal(err)
	}
	got := log.Runs[0].Results[0].Locations[0].PhysicalLocation
	if want := (sarifRegion{1, 11, 1, 12}); *got.Region != want {
		t.Errorf("region %+v, want %+v", *got.Region, want)
	}
	if got.ArtifactLocation.URI != "a%20b.go" {
		t.Errorf("address %s", got.ArtifactLocation.URI)
	}
	src := newSources(&Report{Root: filepath.Join(t.TempDir(), "root")})
	if a := src.sarifArtifact(filepath.Join(t.TempDir(), "a.go")); !strings.HasPrefix(a.URI, "file:///") || a.URIBaseID != "" {
		t.Errorf("outside of the root: %+v", a)
	}
}
