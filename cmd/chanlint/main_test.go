package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
)

func TestSpeaksVet(t *testing.T) {
	for args, want := range map[string]bool{
		"":                        false,
		"-V=full":                 true,
		"-flags":                  true,
		"unit.cfg":                true,
		"-json -nilchan unit.cfg": true,
		"./...":                   false,
		"-json ./...":             false,
		"help":                    false,
		"-V":                      false,
	} {
		if got := speaksVet(strings.Fields(args)); got != want {
			t.Errorf("speaksVet(%s) = %t", args, got)
		}
	}
}

func TestPrepareUnit(t *testing.T) {
	for _, test := range []struct {
		name, unit string
		factsOnly  bool
		wantErr    string
	}{
		{"package", `{"GoVersion": "go1.26"}`, false, ""},
		{"dependency", `{"GoVersion": "go1.20", "VetxOnly": true}`, true, ""},
		{"newer", `{"GoVersion": "go1.27.0", "VetxOnly": true}`, false, "built with go1.26, but the go command is go1.27"},
		{"malformed", `[]`, false, "malformed unit"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "vet.cfg")
			if err := os.WriteFile(file, []byte(test.unit), 0o666); err != nil {
				t.Fatal(err)
			}
			called := false
			err := prepareUnit(file, "go1.26.8", func() { called = true })
			if (err != nil) != (test.wantErr != "") || err != nil && !strings.Contains(err.Error(), test.wantErr) {
				t.Errorf("error %v, want %q", err, test.wantErr)
			}
			if called != test.factsOnly {
				t.Errorf("facts only: %t, want %t", called, test.factsOnly)
			}
		})
	}
	if err := prepareUnit("-flags", "go1.26", nil); err != nil {
		t.Error(err)
	}
}

func TestParseFlags(t *testing.T) {
	pass := &analysis.Analyzer{Name: "leak"}
	pass.Flags.Bool("all", false, "report all")
	pass.Flags.String("skip", "", "skip these")
	passes := []*analysis.Analyzer{pass}

	opts, err := parseFlags(strings.Fields("-leak -leak.all=true -leak.skip x -tags a,b -mod=mod -c 3 -tests=false -- a b"), passes)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"-leak=true", "-leak.all=true", "-leak.skip=x"}; !slices.Equal(opts.pass, want) {
		t.Errorf("pass flags %q, want %q", opts.pass, want)
	}
	if want := []string{"-tags=a,b", "-mod=mod"}; !slices.Equal(opts.build, want) {
		t.Errorf("build flags %q, want %q", opts.build, want)
	}
	if opts.context != 3 || opts.tests || opts.json || !slices.Equal(opts.packages, []string{"a", "b"}) {
		t.Errorf("options %+v", opts)
	}

	opts, err = parseFlags(nil, passes)
	if err != nil || opts.context >= 0 || !opts.tests || !slices.Equal(opts.packages, []string{"."}) {
		t.Errorf("defaults %+v, %v", opts, err)
	}
	if _, err := parseFlags([]string{"-h"}, passes); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-h: %v", err)
	}
}

// TestDemo runs the command on the example programs: each of them has a
// mistake.
func TestDemo(t *testing.T) {
	demo := filepath.Join("..", "..", "testdata", "demo")
	programs, err := os.ReadDir(demo)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("chanlint", "-C", demo, "./...").Output()
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != exitFindings {
		t.Errorf("chanlint: %v", err)
	}
	for _, program := range programs {
		line := regexp.MustCompile(`(?m)^` + program.Name() + `/main\.go:\d+:\d+: `)
		if !line.Match(out) {
			t.Errorf("no finding in %s:\n%s", program.Name(), out)
		}
	}
}
