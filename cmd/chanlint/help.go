package main

import (
	"errors"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/render"
)

const usageLine = "usage: chanlint [flags] [packages]"

const overview = `Chanlint finds mistakes with goroutines, channels and locks.

` + usageLine + `
       chanlint help [pass]
       chanlint explain pass
       chanlint explain [-from file] [flags] fingerprint|file:line [packages]
       chanlint graph [flags] [packages]
       chanlint version
       go vet -vettool=$(which chanlint) [flags] [packages]

Packages are given as to the go command; the default is the one in the current
directory. If a pass is set to true, only those set to true run; if one is set
to false, all but those set to false run.

The comment //chanlint:ignore PASS[,PASS] REASON silences findings on its line,
on the line below, or, in the doc comment of a function, in that function.

Exit codes: 0 nothing to report, 1 findings, 2 bad usage, a package that does
not build, or any other failure.
`

// help prints the overview, or the documentation of a pass.
func (c command) help(args []string) int {
	switch len(args) {
	case 0:
		flags, debugging := flagTables(c.passes)
		return c.write(overview + "\nPasses:\n" + passTable(c.passes) + "\nFlags:\n" + flags + "\nFormats:\n" + formatTable() + "\nDebugging:\n" + debugging)
	case 1:
		a, err := c.pass(args[0])
		if err != nil {
			return c.usageError(err)
		}
		return c.write(passHelp(a))
	default:
		return c.usageError(errors.New("help takes one pass"))
	}
}

// version prints the version of chanlint and of the Go it was built with.
func (c command) version(args []string) int {
	if len(args) > 0 {
		return c.usageError(errors.New("version takes no arguments"))
	}
	return c.write(fmt.Sprintf("chanlint %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH))
}

// version returns the version of the module that this is built from.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

func (c command) write(text string) int {
	if _, err := c.stdout.Write([]byte(text)); err != nil {
		return c.fail(err)
	}
	return exitClean
}

// passTable lists the passes with their one-line summaries.
func passTable(passes []*analysis.Analyzer) string {
	var b strings.Builder
	for _, a := range passes {
		summary, _, _ := strings.Cut(a.Doc, "\n")
		fmt.Fprintf(&b, "  %-14s %s\n", a.Name, strings.TrimPrefix(summary, a.Name+": "))
	}
	return b.String()
}

// formatTable lists the formats with their one-line summaries.
func formatTable() string {
	var b strings.Builder
	for _, f := range render.Formats() {
		fmt.Fprintf(&b, "  %-14s %s\n", f.Name, f.Summary)
	}
	return b.String()
}

// flagTables list the flags, those for debugging by themselves. Those that switch
// passes have a line in common, since passTable has their names.
func flagTables(passes []*analysis.Analyzer) (flags, debugging string) {
	isPass := make(map[string]bool)
	for _, a := range passes {
		isPass[a.Name] = true
	}
	const row = "  %-20s %s\n"
	flags = fmt.Sprintf(row, "-PASS[=false]", "run this pass, or all but this pass")
	newFlagSet(new(options), passes).VisitAll(func(f *flag.Flag) {
		if isPass[f.Name] {
			return
		}
		arg, usage := flag.UnquoteUsage(f)
		name := strings.TrimSpace("-" + f.Name + " " + arg)
		if f.DefValue == "true" {
			name += "=true"
		}
		if f.Name == debugFlag {
			debugging += fmt.Sprintf(row, name, usage)
		} else {
			flags += fmt.Sprintf(row, name, usage)
		}
	})
	return flags, debugging
}

func passHelp(a *analysis.Analyzer) string {
	text := strings.TrimSpace(a.Doc) + "\n"
	a.Flags.VisitAll(func(f *flag.Flag) {
		text += fmt.Sprintf("\nFlag -%s.%s: %s (default %q)\n", a.Name, f.Name, f.Usage, f.DefValue)
	})
	if a.URL != "" {
		text += "\n" + a.URL + "\n"
	}
	return text
}
