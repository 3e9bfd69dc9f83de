package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/driver"
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

// prepareUnit looks at a unit of work before unitchecker does. It refuses
// units of a newer Go than chanlint was built with, on which the type checker
// would fail in obscure ways, and calls factsOnly for a unit that is a mere
// dependency.
func prepareUnit(arg, builtWith string, factsOnly func()) error {
	if !strings.HasSuffix(arg, ".cfg") {
		return nil // a question about the tool
	}
	data, err := os.ReadFile(arg)
	if err != nil {
		return fmt.Errorf("reading the unit to check: %w", err)
	}
	var unit struct {
		GoVersion string
		VetxOnly  bool
	}
	if err := json.Unmarshal(data, &unit); err != nil {
		return fmt.Errorf("malformed unit to check %s: %w", arg, err)
	}
	if err := driver.CheckGoVersion(builtWith, unit.GoVersion); err != nil {
		return err
	}
	if unit.VetxOnly {
		factsOnly()
	}
	return nil
}
