package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/driver"
	"github.com/chanlint/chanlint/passes"
)

// speaksVet reports whether the arguments are a call by go vet: a question
// about the tool itself, or a unit of work.
func speaksVet(args []string) bool {
	if len(args) == 0 {
		return false
	}
	switch last := args[len(args)-1]; last {
	case "-V=full", "--V=full", "-flags", "--flags":
		return len(args) == 1
	default:
		return strings.HasSuffix(last, ".cfg")
	}
}

// A unit of work is what chanlint needs to know of a package that go vet asks
// about, before unitchecker looks at it.
type unit struct {
	ImportPath string
	GoVersion  string // of the go command
	VetxOnly   bool   // a mere dependency: only facts are asked for
	VetxOutput string // file for the facts
}

// readUnit reads the description of a unit from the last argument of a call by go
// vet; of a question about the tool, there is none. It refuses units of a newer Go
// than chanlint was built with, on which the type checker would fail in obscure
// ways.
func readUnit(arg, builtWith string) (unit, error) {
	var u unit
	if !strings.HasSuffix(arg, ".cfg") {
		return u, nil
	}
	data, err := os.ReadFile(arg)
	if err != nil {
		return u, fmt.Errorf("reading the unit to check: %w", err)
	}
	if err := json.Unmarshal(data, &u); err != nil {
		return u, fmt.Errorf("malformed unit to check %s: %w", arg, err)
	}
	return u, driver.CheckGoVersion(builtWith, u.GoVersion)
}

// factless reports whether nothing is asked of the package: whoever imports it needs
// no facts of it, so it need not even be parsed.
func (u unit) factless() bool { return u.VetxOnly && !passes.HasFacts(u.ImportPath) }

// answer says that the package has no facts.
func (u unit) answer() error { return os.WriteFile(u.VetxOutput, nil, 0o666) }
