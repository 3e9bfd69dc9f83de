package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	allpasses "github.com/chanlint/chanlint/passes"
)

const debugFlag = "debug"

// options is a parsed command line of the standalone face.
type options struct {
	dir      string   // -C
	json     bool     // -json
	context  int      // -c; negative means no source lines
	tests    bool     // -tests
	debug    bool     // -debug=roots
	pass     []string // flags of the passes, for go vet
	build    []string // build flags, for every go command
	packages []string
}

// parseFlags parses a command line. The error is flag.ErrHelp if it asks for
// help.
func parseFlags(args []string, passes []*analysis.Analyzer) (options, error) {
	var opts options
	flags := newFlagSet(&opts, passes)
	if err := flags.Parse(args); err != nil {
		return options{}, err
	}
	opts.packages = flags.Args()
	for _, pkg := range opts.packages {
		if strings.HasPrefix(pkg, "-") {
			return options{}, fmt.Errorf("flag %s must come before the packages", pkg)
		}
	}
	if len(opts.packages) == 0 {
		opts.packages = []string{"."}
	}
	return opts, nil
}

// newFlagSet defines the flags, which set opts. Those for the passes and for
// the build are kept as written: the go command reads them.
func newFlagSet(opts *options, passes []*analysis.Analyzer) *flag.FlagSet {
	flags := flag.NewFlagSet("chanlint", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // errors are worded by the caller
	flags.Usage = func() {}

	flags.StringVar(&opts.dir, "C", "", "change to `dir` first; findings are relative to it")
	flags.IntVar(&opts.context, "c", -1, "print the line of a finding and `N` lines around it")
	flags.BoolVar(&opts.json, "json", false, "print one JSON object, in the shape of go vet -json")
	flags.BoolVar(&opts.tests, "tests", true, "report on _test.go files")
	flags.Func(debugFlag, "explain on stderr `what` was explored: roots", func(value string) error {
		if value != "roots" {
			return errors.New("want roots")
		}
		opts.debug = true
		return nil
	})
	flags.Func("mod", "module `mode`: readonly, vendor, or mod", keep(&opts.build, "mod"))
	flags.Func("tags", "comma-separated `list` of build tags", keep(&opts.build, "tags"))
	level := allpasses.Level()
	flags.Func(level.Name, level.Usage, func(value string) error {
		if err := level.Value.Set(value); err != nil {
			return err
		}
		return keep(&opts.pass, level.Name)(value)
	})
	for _, a := range passes {
		flags.BoolFunc(a.Name, "run the pass "+a.Name, keepBool(&opts.pass, a.Name))
		a.Flags.VisitAll(func(f *flag.Flag) {
			name := a.Name + "." + f.Name
			if isBool(f.Value) {
				flags.BoolFunc(name, f.Usage, keepBool(&opts.pass, name))
			} else {
				flags.Func(name, f.Usage, keep(&opts.pass, name))
			}
		})
	}
	return flags
}

// keep returns the parser of the flag of this name: it appends the flag to
// list.
func keep(list *[]string, name string) func(string) error {
	return func(value string) error {
		*list = append(*list, "-"+name+"="+value)
		return nil
	}
}

// keepBool is like keep, for a boolean flag.
func keepBool(list *[]string, name string) func(string) error {
	return func(value string) error {
		b, err := strconv.ParseBool(value)
		if err != nil {
			return errors.New("want true or false")
		}
		*list = append(*list, fmt.Sprintf("-%s=%t", name, b))
		return nil
	}
}

func isBool(v flag.Value) bool {
	b, ok := v.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}
