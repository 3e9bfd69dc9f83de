package concurrency

import (
	"strings"
	"testing"

	"github.com/chanlint/chanlint/passes/internal/extract"
	"github.com/chanlint/chanlint/passes/internal/model"
)

func TestPackageOf(t *testing.T) {
	lib := &library{facts: map[string][]byte{"main": nil, "example.com/a/b": nil, "gopkg.in/yaml.v3": nil}}
	for name, want := range map[string]string{
		"main.f":                         "main",
		"main.f$1":                       "main",
		"example.com/a/b.F":              "example.com/a/b",
		"(*example.com/a/b.T).M":         "example.com/a/b",
		"(example.com/a/b.T[K]).M":       "example.com/a/b",
		"(*gopkg.in/yaml.v3.Decoder).Do": "gopkg.in/yaml.v3",
		"example.com/other.F":            "",
		"builtin":                        "",
	} {
		if got := lib.packageOf(name); got != want {
			t.Errorf("packageOf(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestLibrary checks that a package is known by its fact, and that a fact which
// cannot be read makes it unknown rather than harmless.
func TestLibrary(t *testing.T) {
	funcs, err := model.Parse("func (*example.com/q.Queue).Close/1 {\n\tclose s0\n\tret\n}")
	if err != nil {
		t.Fatal(err)
	}
	data := model.Encode(funcs)
	lib := &library{facts: map[string][]byte{"example.com/q": data, "example.com/broken": data[:len(data)-2], "example.com/none": nil},
		models: map[string]map[string]*model.FuncModel{}, byType: map[string]map[string]string{}}
	var _ extract.Library = lib
	m := lib.Lookup("(*example.com/q.Queue).Close")
	if m == nil || m.Flags&model.Foreign == 0 {
		t.Errorf("model of Close: %v", m)
	}
	if got := lib.Methods("*example.com/q.Queue")["Close"]; got == "" {
		t.Error("the method is not found by its type")
	}
	if lib.Lookup("example.com/broken.F") != nil || lib.Analyzed("example.com/broken") {
		t.Error("a broken fact is taken for an empty one")
	}
	if lib.err == nil || !strings.Contains(lib.err.Error(), "example.com/broken") {
		t.Errorf("error %v, want one that names the package", lib.err)
	}
	if !lib.Analyzed("example.com/none") || lib.Analyzed("example.com/other") {
		t.Error("only packages with a fact are analyzed")
	}
}
