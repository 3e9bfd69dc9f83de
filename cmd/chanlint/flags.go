package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/render"
	allpasses "github.com/chanlint/chanlint/passes"
)

const debugFlag = "debug"

// options is a parsed command line of the standalone face.
type options struct {
	dir           string   // -C
	outputs       []output // -format and -json; never empty
	color         string   // -color
	context       int      // -c
	tests         bool     // -tests
	debug         bool     // -debug=roots
	baseline      string   // -baseline
	writeBaseline string   // -write-baseline
	newFrom       string   // -new-from
	maxFindings   int      // -max-findings; 0 means all
	fix           bool     // -fix
	diff          bool     // -diff
	pass          []string // flags of the passes, for go vet
	build         []string // build flags, for every go command
	packages      []string
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
	if len(opts.outputs) == 0 {
		opts.outputs = []output{{format: render.Formats()[0].Name}}
	}
	if opts.diff && !opts.fix {
		return options{}, errors.New("-diff shows the changes of -fix; use both")
	}
	if opts.fix && opts.writeBaseline != "" {
		return options{}, errors.New("-write-baseline writes all findings; it does not go with -fix")
	}
	return opts, checkOutputs(opts.outputs)
}

// newFlagSet defines the flags, which set opts. Those for the passes and for
// the build are kept as written: the go command reads them.
func newFlagSet(opts *options, passes []*analysis.Analyzer) *flag.FlagSet {
	flags := flag.NewFlagSet("chanlint", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // errors are worded by the caller
	flags.Usage = func() {}

	flags.StringVar(&opts.dir, "C", "", "change to `dir` first; findings are relative to it")
	flags.Func("c", "print `N` lines of source around that of a finding", natural(&opts.context))
	flags.Func("format", "print in this `format`, or FORMAT:FILE to write it there; may be repeated", func(value string) error {
		o, err := parseOutput(value)
		opts.outputs = append(opts.outputs, o)
		return err
	})
	flags.BoolFunc("json", "print one JSON object, in the shape of go vet -json", func(value string) error {
		on, err := strconv.ParseBool(value)
		if err != nil {
			return errors.New("want true or false")
		}
		if on {
			opts.outputs = append(opts.outputs, output{format: vetFormat})
		}
		return nil
	})
	opts.color = "auto"
	flags.Func("color", "use colors `when`: auto, always or never (auto: on a terminal, unless NO_COLOR is set)", func(value string) error {
		if value != "auto" && value != "always" && value != "never" {
			return errors.New("want auto, always or never")
		}
		opts.color = value
		return nil
	})
	flags.StringVar(&opts.baseline, "baseline", "", "print only findings that are not in this `file`")
	flags.StringVar(&opts.writeBaseline, "write-baseline", "", "write all findings to this `file`, for -baseline, and print none")
	flags.StringVar(&opts.newFrom, "new-from", "", "print only findings on lines that have changed since this git `revision`")
	flags.Func("max-findings", "print at most `N` findings", natural(&opts.maxFindings))
	flags.BoolVar(&opts.fix, "fix", false, "make the changes that mend findings for certain, and print what is left")
	flags.BoolVar(&opts.diff, "diff", false, "with -fix, print the changes instead")
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

// natural returns the parser of a flag that is a number, not a negative one.
func natural(n *int) func(string) error {
	return func(value string) error {
		i, err := strconv.Atoi(value)
		if err != nil || i < 0 {
			return errors.New("want a number")
		}
		*n = i
		return nil
	}
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
