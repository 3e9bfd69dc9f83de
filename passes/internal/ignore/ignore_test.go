package ignore

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		comment, want string // verb, names, reason
	}{
		{"//chanlint:ignore sendclosed the reader has gone", "ignore [sendclosed] the reader has gone"},
		{"//chanlint:ignore sendclosed,deadlock two passes", "ignore [sendclosed deadlock] two passes"},
		{"//chanlint:ignore\tsendclosed\t tabs\tand  blanks ", "ignore [sendclosed] tabs and blanks"},
		{"//chanlint:ignore sendclosed why // more", "ignore [sendclosed] why"},
		{"//chanlint:ignore sendclosed why // sendclosed why", "ignore [sendclosed] why"},
		{"//chanlint:ignore sendclosed // more", "ignore [sendclosed] "},
		{"//chanlint:ignore sendclosed see https://example.com/1", "ignore [sendclosed] see https://example.com/1"},
		{"//chanlint:ignore sendclosed", "ignore [sendclosed] "},
		{"//chanlint:ignore sendclosed, deadlock a blank", "ignore [sendclosed ] deadlock a blank"},
		{"//chanlint:ignore", "ignore [] "},
		{"//chanlint:ignore // more", "ignore [] "},
		{"//chanlint:ingore sendclosed why", "ingore [sendclosed] why"},
		{"//chanlint:ignored sendclosed why", "ignored [sendclosed] why"},

		{"// chanlint:ignore sendclosed prose", "prose ignore [sendclosed] prose"},
		{"//  chanlint:ignore sendclosed prose", ""},
		{"//  see //chanlint:ignore sendclosed why", ""},
		{"/*chanlint:ignore sendclosed a block*/", ""},
		{"//lint:ignore sendclosed why", ""},

		{"//nolint", "nolint"},
		{"// nolint", "nolint"},
		{"//nolint // more", "nolint"},
		{"//nolint:all", "nolint"},
		{"//nolint:chanlint", "nolint"},
		{"//nolint:chanlint // more", "nolint"},
		{"//nolint:govet, ChanLint", "nolint"},
		{"//nolint:govet", ""},
		{"//nolint:govet // not chanlint, all", ""},
		{"//nolintx", ""},
		{"/*nolint*/", ""},
	} {
		got := ""
		if d := parse(&ast.Comment{Slash: 1, Text: c.comment}); d != nil && d.Nolint {
			got = "nolint"
		} else if d != nil {
			var names []string
			for _, n := range d.Passes {
				names = append(names, n.Text)
				if at := int(n.Pos) - 1; !strings.HasPrefix(c.comment[at:], n.Text) {
					t.Errorf("%s: %s is not at %d", c.comment, n.Text, at)
				}
			}
			got = fmt.Sprintf("%s %v %s", d.Verb, names, d.Reason)
			if d.Blank {
				got = "prose " + got
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.comment, got, c.want)
		}
	}
}

// TestLines checks which lines directives are about. In each source, those with
// "yes" are, and no others.
func TestLines(t *testing.T) {
	for name, src := range map[string]string{
		"at the end of the line": `
func f() {
	before()
	call() //chanlint:ignore p r yes
	after()
}`,
		"on the line above": `
func f() {
	before()
	//chanlint:ignore p r
	call() // yes
	after()
}`,
		"above, among other comments": `
func f() {
	// The call is
	//chanlint:ignore p r
	// fine.
	call() // yes
	after()
}`,
		"above, but a line is between": `
func f() {
	//chanlint:ignore p r

	call()
}`,
		"after the end of a block": `
func f() {
	go func() {
		call()
	}() //chanlint:ignore p r yes
	after()
}`,
		"above a statement of several lines": `
func f() {
	//chanlint:ignore p r
	call( // yes
		1)
}`,
		"in the comment of a function": `
// f calls.
//
//chanlint:ignore p r
func f( // yes
	a int, // yes
) { // yes
	call() // yes
} // yes
func g() {
}`,
		"above the comment of a function": `
//chanlint:ignore p r
// f calls.
func (T) f() { // yes
	call() // yes
} // yes
`,
		"in the comment of a variable": `
// f calls.
//chanlint:ignore p r
var f = func() { // yes
	call()
}`,
		"without a reason": `
func f() {
	call() //chanlint:ignore p
}`,
		"another pass": `
func f() {
	call() //chanlint:ignore q r
}`,
		"another verb": `
func f() {
	call() //chanlint:ingore p r
}`,
		"several passes": `
func f() {
	call() //chanlint:ignore q,p r yes
}`,
		"line directive": `
func f() {
	//line other.go:1
	//chanlint:ignore p r
	call() // yes
//line other.go:3
	after()
	after()
}`,
		"nolint at the end of the line": `
func f() {
	call( //nolint yes
		1)
}`,
		"nolint above a statement": `
func f() {
	//nolint:chanlint
	call( // yes
		1) // yes
	after()
}`,
		"nolint above a function": `
//nolint
func f() { // yes
	call() // yes
} // yes
func g() {
}`,
		"nolint above the package is about the file": `
//nolint
package p // yes
func f() { // yes
	call() // yes
} // yes`,
		"nolint in another column": `
func f() {
//nolint
	call()
}`,
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(src, "package p") {
				src = "package p\n" + src
			}
			for _, src := range []string{src, strings.ReplaceAll(src, "\n", "\r\n")} {
				checkLines(t, src)
			}
		})
	}
}

func checkLines(t *testing.T, src string) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	directives := Read(fset, []*ast.File{f})
	tf := fset.File(f.FileStart)
	var got, want []int
	lines := strings.Split(strings.TrimSuffix(src, "\n"), "\n")
	for i, line := range lines {
		if len(directives.Silencing("p", tf.LineStart(i+1))) > 0 {
			got = append(got, i+1)
		}
		if strings.Contains(line, "yes") {
			want = append(want, i+1)
		}
	}
	// Only lines with code matter.
	empty := func(line int) bool {
		text := strings.TrimSpace(lines[line-1])
		return text == "" || strings.HasPrefix(text, "//")
	}
	if got, want = slices.DeleteFunc(got, empty), slices.DeleteFunc(want, empty); !slices.Equal(got, want) {
		t.Errorf("lines %v, want %v\n%s", got, want, src)
	}
}

// TestFiles checks that a directive is about its own file only.
func TestFiles(t *testing.T) {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range []string{"a.go", "b.go"} {
		src := "package p\n\nfunc f() {\n\tcall() //chanlint:ignore p " + name + "\n}\n"
		f, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	directives := Read(fset, files)
	if n := len(directives.All()); n != 2 {
		t.Fatalf("%d directives, want 2", n)
	}
	for _, f := range files {
		tf := fset.File(f.FileStart)
		ds := directives.Silencing("p", tf.LineStart(4))
		if len(ds) != 1 || ds[0].Reason != tf.Name() {
			t.Errorf("%s: %d directives", tf.Name(), len(ds))
		}
	}
}

// FuzzRead checks of any file that the names of passes in its directives stand where
// the directives say.
func FuzzRead(f *testing.F) {
	for _, comment := range []string{
		"//chanlint:ignore sendclosed,deadlock why", "//chanlint:ignore\t,, why", "// chanlint:ignore sendclosed", "//nolint:chanlint // why",
		"/* //chanlint:ignore sendclosed why */", "//chanlint:ignore sendclosed\u00a0why", "//line x.go:1\n//chanlint:ignore a why",
	} {
		f.Add("package p\n\n" + comment + "\nfunc f() {} " + comment + "\n")
	}
	f.Fuzz(func(t *testing.T, source string) {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "p.go", source, parser.ParseComments|parser.SkipObjectResolution)
		if file == nil || err != nil {
			return
		}
		for _, d := range Read(fset, []*ast.File{file}).All() {
			if d.first > d.last {
				t.Errorf("lines %d to %d", d.first, d.last)
			}
			for _, name := range d.Passes {
				at := fset.File(file.FileStart).Offset(name.Pos)
				if !strings.HasPrefix(source[at:], name.Text) && !strings.Contains(source, "\r") { // which the parser drops from comments
					t.Errorf("%q is not at %d of %q", name.Text, at, source)
				}
			}
		}
	})
}
