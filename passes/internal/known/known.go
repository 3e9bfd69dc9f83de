// Package known holds what functions of the standard library do, written in
// the modelling language: one table per package, in the .model files.
package known

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"github.com/chanlint/chanlint/passes/internal/model"
)

//go:embed *.model
var tables embed.FS

// common is what the names of the methods begin with that T, B and F get from an
// unexported type.
const common = "(*testing.common)."

type table struct {
	funcs map[string]*model.FuncModel
	err   error
}

var parse = sync.OnceValue(func() table {
	t := table{funcs: map[string]*model.FuncModel{}}
	files, err := tables.ReadDir(".")
	if err != nil {
		t.err = err
		return t
	}
	for _, f := range files {
		text, err := tables.ReadFile(f.Name())
		if err != nil {
			t.err = err
			continue
		}
		funcs, err := model.Parse(string(text))
		if err != nil {
			t.err = fmt.Errorf("%s: %w", f.Name(), err)
			continue
		}
		for _, m := range funcs {
			m.Flags |= model.Transparent
			if f.Name() == "testing.model" {
				m.Flags |= model.Delegates
			}
			m.ComputeLive()
			t.funcs[m.Name] = m
			if method, ok := strings.CutPrefix(m.Name, common); ok {
				ofTB := *m
				ofTB.Name = "(testing.TB)." + method
				t.funcs[ofTB.Name] = &ofTB
			}
		}
	}
	return t
})

// Lookup returns the model of a function by its full name, nil if the tables
// do not have it. The result is shared: link it only after copying it.
func Lookup(name string) *model.FuncModel { return parse().funcs[name] }

// Primitives reports whether the functions of a package are, like those of the
// tables, there to be waited in: who blocks in one is the one to blame.
func Primitives(path string) bool { return strings.HasPrefix(path, "golang.org/x/sync/") }

// Harmless reports whether the functions of a package that have no row do nothing
// that matters: whoever asserts something in a test may take it to hold.
func Harmless(path string) bool {
	return path == "github.com/stretchr/testify/require" || path == "github.com/stretchr/testify/assert"
}

// All returns the models of all functions, and the first error in the tables.
func All() (map[string]*model.FuncModel, error) {
	t := parse()
	return t.funcs, t.err
}

// Methods returns the methods of types that only exist in the tables or whose
// values are called through interfaces, as "type.method" -> function.
func Methods() map[string]string {
	m := map[string]string{"*sync.rlocker.Lock": "sync.rlock", "*sync.rlocker.Unlock": "sync.runlock"}
	for name := range parse().funcs {
		// (*sync.Mutex).Lock -> *sync.Mutex.Lock
		recv, method, ok := strings.Cut(name, ").")
		if ok && strings.HasPrefix(recv, "(*") {
			m[recv[1:]+"."+method] = name
		}
		if method, ok := strings.CutPrefix(name, common); ok {
			for _, t := range []string{"T", "B", "F"} {
				m["*testing."+t+"."+method] = name
			}
		}
	}
	return m
}
