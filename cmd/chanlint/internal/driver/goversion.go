package driver

import (
	"go/version"
	"strings"
)

// language returns the language version of a version as runtime.Version, go
// env GOVERSION or a go.mod file gives it, such as go1.27 for "devel
// go1.27-8a5b2ad X:nodwarf5", or "" if there is none.
func language(v string) string {
	for field := range strings.FieldsSeq(v) {
		if lang := version.Lang(field); lang != "" {
			return lang
		}
	}
	return ""
}

func newer(a, b string) bool { return version.Compare(a, b) > 0 }
