package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A finding is what chanlint reports at one position.
type finding struct {
	key
	file    string // relative to the repository
	line    int
	column  int
	message string
}

// A key is what a finding and its label have in common. It survives that lines
// and files are moved.
type key struct {
	pass     string
	function string
	stem     string
}

func (f finding) String() string {
	return fmt.Sprintf("%s:%d:%d: %s (%s)", f.file, f.line, f.column, f.message, f.pass)
}

// runTool runs chanlint and returns what it finds, in the order of positions.
//
// If this binary has already checked this code, then most of the answers come
// from the build cache, and the cost is not that of chanlint.
func runTool(tool, dir string, r repository) ([]finding, cost, error) {
	dir, err := filepath.EvalSymlinks(dir) // positions are real paths
	if err != nil {
		return nil, cost{}, err
	}
	cmd := exec.Command(tool, append([]string{"-json"}, r.patterns...)...)
	cmd.Dir = dir
	// The module stands for itself, whatever surrounds the checkout.
	cmd.Env = append(os.Environ(), "PWD="+dir, "GOWORK=off")
	if r.goflags != "" {
		cmd.Env = append(cmd.Env, "GOFLAGS="+r.goflags)
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	start := time.Now()
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) { // 1 means that there are findings
		return nil, cost{}, fmt.Errorf("%w\n%s", err, stderr.Bytes())
	}
	c := cost{
		wall: time.Since(start),
		cpu:  cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(),
		peak: peakMemory(cmd.ProcessState),
	}
	findings, err := parse(&stdout, dir)
	return findings, c, err
}

// parse reads findings as JSON: by package, then by pass. A finding in a package
// and also in its variant for tests counts once.
func parse(r io.Reader, dir string) ([]finding, error) {
	var fs []finding
	functions := make(functions)
	for decoder := json.NewDecoder(r); ; {
		var packages map[string]map[string]json.RawMessage
		if err := decoder.Decode(&packages); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		for _, passes := range packages {
			for pass, raw := range passes {
				var diagnostics []struct{ Posn, Message string }
				if err := json.Unmarshal(raw, &diagnostics); err != nil {
					// A pass that fails is an object with its error.
					return nil, fmt.Errorf("pass %s: %s", pass, raw)
				}
				for _, d := range diagnostics {
					f, err := newFinding(pass, d.Posn, d.Message, dir, functions)
					if err != nil {
						return nil, err
					}
					fs = append(fs, f)
				}
			}
		}
	}
	slices.SortFunc(fs, func(f, g finding) int {
		return cmp.Or(cmp.Compare(f.file, g.file), f.line-g.line, f.column-g.column,
			cmp.Compare(f.pass, g.pass), cmp.Compare(f.message, g.message))
	})
	return slices.Compact(fs), nil
}

var positionPattern = regexp.MustCompile(`^(.*):(\d+):(\d+)$`)

func newFinding(pass, position, message, dir string, functions functions) (finding, error) {
	m := positionPattern.FindStringSubmatch(position)
	if m == nil {
		return finding{}, fmt.Errorf("position %q", position)
	}
	line, _ := strconv.Atoi(m[2])
	column, _ := strconv.Atoi(m[3])
	file, err := filepath.Rel(dir, m[1])
	if err != nil {
		return finding{}, err
	}
	name, err := functions.at(m[1], line)
	if err != nil {
		return finding{}, err
	}
	file = filepath.ToSlash(file)
	if i := strings.LastIndexByte(file, '/'); i >= 0 {
		name = file[:i] + "." + name
	}
	return finding{key{pass, name, stem(message)}, file, line, column, message}, nil
}

var (
	linePattern = regexp.MustCompile(`\b(lines?) \d+((?:,| and|, and) \d+)*`)
	filePattern = regexp.MustCompile(` of \S+\.go\b`)
)

// stem returns the message without what changes if code is moved: the numbers
// of lines and the names of files.
func stem(message string) string {
	return linePattern.ReplaceAllString(filePattern.ReplaceAllString(message, ""), "$1 N")
}

// functions has the functions of each file that was read.
type functions map[string][]function

type function struct {
	name        string
	first, last int // lines
}

// at returns the name of the function that a line is in, with its receiver as
// the source has it, but without type parameters.
func (fs functions) at(file string, line int) (string, error) {
	if _, ok := fs[file]; !ok {
		fset := token.NewFileSet()
		tree, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
		if err != nil {
			return "", err
		}
		fs[file] = []function{}
		for _, d := range tree.Decls {
			if d, ok := d.(*ast.FuncDecl); ok {
				// Not affected by line directives, as the findings are not.
				fs[file] = append(fs[file], function{
					functionName(d), fset.PositionFor(d.Pos(), false).Line, fset.PositionFor(d.End(), false).Line,
				})
			}
		}
	}
	for _, f := range fs[file] {
		if f.first <= line && line <= f.last {
			return f.name, nil
		}
	}
	return "package level", nil
}

func functionName(d *ast.FuncDecl) string {
	if d.Recv.NumFields() == 0 {
		return d.Name.Name
	}
	receiver, _, _ := strings.Cut(types.ExprString(d.Recv.List[0].Type), "[")
	if strings.HasPrefix(receiver, "*") {
		receiver = "(" + receiver + ")"
	}
	return receiver + "." + d.Name.Name
}
