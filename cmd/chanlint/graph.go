package main

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/graph"
	"github.com/chanlint/chanlint/cmd/chanlint/internal/render"
)

const graphUsage = "usage: chanlint graph [flags] [packages]"

// graphOptions is a parsed command line of graph.
type graphOptions struct {
	dir     string
	outputs []output
	config  graph.Config
}

// graph prints who makes, sends, receives, closes, locks and starts what in packages.
func (c command) graph(args []string) int {
	var opts graphOptions
	flags := newGraphFlags(&opts)
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return c.write(graphHelp())
	} else if err != nil {
		return c.usageError(err)
	}
	opts.config.Packages = flags.Args()
	for _, pkg := range opts.config.Packages {
		if strings.HasPrefix(pkg, "-") {
			return c.usageError(fmt.Errorf("flag %s must come before the packages", pkg))
		}
	}
	if len(opts.outputs) == 0 {
		opts.outputs = []output{{format: render.GraphFormats()[0].Name}}
	}
	if err := checkOutputs(opts.outputs); err != nil {
		return c.usageError(err)
	}
	dir, err := workingDir(opts.dir)
	if err != nil {
		return c.fail(err)
	}
	opts.config.Dir = dir
	g, err := graph.Load(opts.config)
	if err != nil {
		return c.fail(err)
	}
	for _, o := range opts.outputs {
		if err := c.printGraph(o, &render.GraphReport{Graph: g, Root: dir}); err != nil {
			return c.fail(err)
		}
	}
	return exitClean
}

func newGraphFlags(opts *graphOptions) *flag.FlagSet {
	flags := flag.NewFlagSet("graph", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	flags.StringVar(&opts.dir, "C", "", "change to `dir` first; files are named from it")
	flags.Func("format", "print in this `format`, or FORMAT:FILE to write it there; may be repeated", func(value string) error {
		name, file, hasFile := strings.Cut(value, ":")
		if _, ok := graphFormat(name); !ok {
			return fmt.Errorf("want %s, with :FILE if it is to be written there", alternatives(graphFormatNames()))
		}
		if hasFile && file == "" {
			return errors.New("no file after the colon")
		}
		opts.outputs = append(opts.outputs, output{name, file})
		return nil
	})
	flags.BoolVar(&opts.config.Tests, "tests", false, "look at _test.go files, too")
	flags.Func("mod", "module `mode`: readonly, vendor, or mod", keep(&opts.config.BuildFlags, "mod"))
	flags.Func("tags", "comma-separated `list` of build tags", keep(&opts.config.BuildFlags, "tags"))
	return flags
}

func graphHelp() string {
	var b strings.Builder
	b.WriteString("Graph shows who makes, sends, receives, ranges, closes, locks and starts what.\n\n" + graphUsage + "\n\nFlags:\n")
	newGraphFlags(new(graphOptions)).VisitAll(func(f *flag.Flag) {
		arg, usage := flag.UnquoteUsage(f)
		fmt.Fprintf(&b, "  %-20s %s\n", strings.TrimSpace("-"+f.Name+" "+arg), usage)
	})
	b.WriteString("\nFormats:\n")
	for _, f := range render.GraphFormats() {
		fmt.Fprintf(&b, "  %-14s %s\n", f.Name, f.Summary)
	}
	return b.String()
}

func graphFormatNames() []string {
	var names []string
	for _, f := range render.GraphFormats() {
		names = append(names, f.Name)
	}
	return names
}

func graphFormat(name string) (render.GraphFormat, bool) {
	for _, f := range render.GraphFormats() {
		if f.Name == name {
			return f, true
		}
	}
	return render.GraphFormat{}, false
}

// printGraph prints a graph in one format. That nobody reads it is no error.
func (c command) printGraph(o output, r *render.GraphReport) error {
	format, _ := graphFormat(o.format)
	if o.file != "" {
		var buffer bytes.Buffer
		if err := format.Write(&buffer, r); err != nil {
			return err
		}
		return os.WriteFile(inDir(r.Root, o.file), buffer.Bytes(), 0o666)
	}
	out := bufio.NewWriter(c.stdout)
	err := format.Write(out, r)
	if err == nil {
		err = out.Flush()
	}
	if errors.Is(err, syscall.EPIPE) {
		return nil
	}
	return err
}
