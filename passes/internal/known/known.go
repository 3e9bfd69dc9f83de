// Package known holds what functions of the standard library do, written in
// the modelling language: one table per package, in the .model files.
package known

import (
	"embed"
	"errors"
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

// A row is the model of a function, which is parsed when it is asked for: a process
// that analyzes one package needs few of them.
type row struct {
	file string
	text string
	line int // of the file, at which the text begins
	name string

	once  sync.Once
	model *model.FuncModel
	err   error
}

// rows finds the rows of all tables, by the names of their functions. Methods that
// testing.TB shares with T, B and F have two.
var rows = sync.OnceValues(func() (map[string]*row, error) {
	rows := map[string]*row{}
	files, err := tables.ReadDir(".")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		text, err := tables.ReadFile(f.Name())
		if err != nil {
			return nil, err
		}
		for _, part := range model.Split(string(text)) {
			add := func(name string) {
				rows[name] = &row{file: f.Name(), text: part.Text, line: part.Line, name: name}
			}
			add(part.Name)
			if method, ok := strings.CutPrefix(part.Name, common); ok {
				add("(testing.TB)." + method)
			}
		}
	}
	return rows, nil
})

func (r *row) parse() (*model.FuncModel, error) {
	r.once.Do(func() {
		funcs, err := model.Parse(r.text)
		if err != nil {
			r.err = fmt.Errorf("%s, function at line %d: %w", r.file, r.line, err)
			return
		}
		m := funcs[0]
		m.Name = r.name
		m.Flags |= model.Transparent
		if r.file == "testing.model" {
			m.Flags |= model.Delegates
		}
		m.ComputeLive()
		r.model = m
	})
	return r.model, r.err
}

// Lookup returns the model of a function by its full name, nil if the tables
// do not have it. The result is shared: link it only after copying it.
func Lookup(name string) *model.FuncModel {
	rows, _ := rows() // the tests see to it that there are no errors
	r := rows[name]
	if r == nil {
		return nil
	}
	m, _ := r.parse()
	return m
}

// Primitives reports whether the functions of a package are, like those of the
// tables, there to be waited in: who blocks in one is the one to blame.
func Primitives(path string) bool { return strings.HasPrefix(path, "golang.org/x/sync/") }

// Harmless reports whether the functions of a package that have no row do nothing
// that matters: whoever asserts something in a test may take it to hold.
func Harmless(path string) bool {
	return path == "github.com/stretchr/testify/require" || path == "github.com/stretchr/testify/assert"
}

// All returns the models of all functions, and the errors in the tables.
func All() (map[string]*model.FuncModel, error) {
	rows, err := rows()
	funcs := map[string]*model.FuncModel{}
	errs := []error{err}
	for name, r := range rows {
		m, err := r.parse()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		funcs[name] = m
	}
	return funcs, errors.Join(errs...)
}

// Methods returns the methods of a type in the tables, names of functions by names of
// methods: of types that only exist there, or whose values are called through interfaces.
func Methods(typ string) map[string]string { return methods()[typ] }

var methods = sync.OnceValue(func() map[string]map[string]string {
	m := map[string]map[string]string{"*sync.rlocker": {"Lock": "sync.rlock", "Unlock": "sync.runlock"}}
	add := func(typ, method, name string) {
		if m[typ] == nil {
			m[typ] = map[string]string{}
		}
		m[typ][method] = name
	}
	rows, _ := rows()
	for name := range rows {
		// (*sync.Mutex).Lock -> *sync.Mutex, Lock
		recv, method, ok := strings.Cut(name, ").")
		if ok && strings.HasPrefix(recv, "(*") {
			add(recv[1:], method, name)
		}
		if method, ok := strings.CutPrefix(name, common); ok {
			for _, t := range []string{"T", "B", "F"} {
				add("*testing."+t, method, name)
			}
		}
	}
	return m
})

// Tables is the library of nothing but the tables.
type Tables struct{}

// Lookup implements link.Library.
func (Tables) Lookup(name string) *model.FuncModel { return Lookup(name) }

// Methods implements link.Library.
func (Tables) Methods(typ string) map[string]string { return Methods(typ) }
