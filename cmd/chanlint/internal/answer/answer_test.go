package answer

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
)

func TestEnable(t *testing.T) {
	passes := []*analysis.Analyzer{{Name: "leak"}, {Name: "send"}}
	for args, enabled := range map[string]bool{
		"-json u.cfg":                                       false,
		"-json -leak=true u.cfg":                            false,
		"-json -answer.salt=1 u.cfg":                        false,
		"-json -answer.salt=1 -leak=true u.cfg":             true,
		"-json -answer.salt=1 --leak u.cfg":                 true,
		"-json -answer.salt=1 -leak=false -send=1 u.cfg":    true,
		"-json -answer.salt=1 -leak=false u.cfg":            false,
		"-json -answer.salt=1 -leak.all=true -c leak u.cfg": false,
	} {
		want := strings.Fields(args)
		if enabled {
			want = append([]string{"-answer=true"}, want...)
		}
		if got := Enable(strings.Fields(args), passes); !slices.Equal(got, want) {
			t.Errorf("%q: got %q", args, got)
		}
	}
}
