package answer

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
)

func TestEnable(t *testing.T) {
	passes := []*analysis.Analyzer{{Name: "leak"}, {Name: "send"}}
	internal := []*analysis.Analyzer{{Name: "answer"}, {Name: "roots"}}
	for args, enabled := range map[string]string{
		"-json u.cfg":                                       "",
		"-json -leak=true u.cfg":                            "",
		"-json -answer.salt=1 u.cfg":                        "",
		"-json -answer.salt=1 -leak=true u.cfg":             "-answer=true",
		"-json -answer.salt=1 --leak u.cfg":                 "-answer=true",
		"-json -answer.salt=1 -leak=false -send=1 u.cfg":    "-answer=true",
		"-json -answer.salt=1 -leak=false u.cfg":            "",
		"-json -answer.salt=1 -roots.show=all -leak u.cfg":  "-answer=true -roots=true",
		"-json -roots.show=all -leak u.cfg":                 "-roots=true",
		"-json -answer.salt=1 -leak.all=true -c leak u.cfg": "",
	} {
		want := append(strings.Fields(enabled), strings.Fields(args)...)
		if got := Enable(strings.Fields(args), passes, internal); !slices.Equal(got, want) {
			t.Errorf("%q: got %q", args, got)
		}
	}
}
