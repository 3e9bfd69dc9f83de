// Package ignore reads the comments by which users silence findings:
//
//	//chanlint:ignore pass[,pass] reason
//	//nolint
//	//nolint:chanlint
//
// The first form is about the line that it stands on, or, if it has a line for
// itself, about the line below its comment. In the doc comment of a function it
// is about the whole function. The others are read as golangci-lint does.
package ignore

import (
	"go/ast"
	"go/token"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Analyzer reads the directives of a package.
var Analyzer = &analysis.Analyzer{
	Name:       "ignoredirectives",
	Doc:        "ignoredirectives: read the comments that silence findings",
	ResultType: reflect.TypeFor[*Directives](),
	Run: func(pass *analysis.Pass) (any, error) {
		return Read(pass.Fset, pass.Files), nil
	},
}

// Directives are those of a package.
type Directives struct {
	list []*Directive
}

// A Directive is a comment that silences findings.
type Directive struct {
	Comment *ast.Comment
	Nolint  bool   // one for golangci-lint, about every pass
	Blank   bool   // there is a blank before it, so it is prose and silences nothing
	Verb    string // "ignore", unless it is misspelt
	Passes  []Name
	Reason  string

	file        *token.File
	first, last int // lines that it is about
}

// A Name is that of a pass in a directive.
type Name struct {
	Text string
	Pos  token.Pos
}

// All returns the directives in the order of the files.
func (ds *Directives) All() []*Directive { return ds.list }

// WithoutNolint returns the directives without those for golangci-lint, which
// wants to see what they silence.
func (ds *Directives) WithoutNolint() *Directives {
	return &Directives{list: slices.DeleteFunc(slices.Clone(ds.list), func(d *Directive) bool { return d.Nolint })}
}

// Silencing returns the directives that silence a pass at a position.
func (ds *Directives) Silencing(pass string, at token.Pos) []*Directive {
	var found []*Directive
	for _, d := range ds.list {
		if d.silences(pass) && d.covers(at) {
			found = append(found, d)
		}
	}
	return found
}

// Prose returns the comments that would silence a pass at a position, if they had no
// blank before their first word.
func (ds *Directives) Prose(pass string, at token.Pos) []*Directive {
	var found []*Directive
	for _, d := range ds.list {
		if d.Blank && d.isAbout(pass) && d.covers(at) {
			found = append(found, d)
		}
	}
	return found
}

// silences reports whether a directive silences a pass.
func (d *Directive) silences(pass string) bool { return d.Nolint || !d.Blank && d.isAbout(pass) }

// isAbout reports whether a directive is about a pass. Without a reason it is about
// none.
func (d *Directive) isAbout(pass string) bool {
	return d.Verb == "ignore" && d.Reason != "" &&
		slices.ContainsFunc(d.Passes, func(n Name) bool { return n.Text == pass })
}

func (d *Directive) covers(at token.Pos) bool {
	if int(at) < d.file.Base() || int(at) > d.file.Base()+d.file.Size() {
		return false
	}
	line := place(d.file, at).Line
	return d.first <= line && line <= d.last
}

// place returns where a position is in the file itself, whatever //line
// directives say: what matters is what stands next to what.
func place(file *token.File, at token.Pos) token.Position { return file.PositionFor(at, false) }

// Read returns the directives in files.
func Read(fset *token.FileSet, files []*ast.File) *Directives {
	ds := &Directives{}
	for _, f := range files {
		var code *layout // made if there are directives
		for _, group := range f.Comments {
			for _, c := range group.List {
				d := parse(c)
				if d == nil {
					continue
				}
				d.file = fset.File(f.FileStart)
				if code == nil {
					code = newLayout(d.file, f)
				}
				d.first, d.last = code.lines(d, group)
				ds.list = append(ds.list, d)
			}
		}
	}
	return ds
}

// parse returns the directive that a comment is, nil if it is none.
func parse(c *ast.Comment) *Directive {
	if isNolint(c.Text) {
		return &Directive{Comment: c, Nolint: true}
	}
	text := withoutComment(c.Text)
	rest, ok := strings.CutPrefix(text, "//chanlint:")
	blank := false
	if !ok {
		if rest, blank = strings.CutPrefix(text, "// chanlint:"); !blank {
			return nil
		}
	}
	verb, rest := cutField(rest)
	names, reason := cutField(rest)
	d := &Directive{Comment: c, Blank: blank, Verb: verb, Reason: strings.Join(strings.Fields(reason), " ")}
	if names == "" {
		return d
	}
	at := c.Slash + token.Pos(len(text)-len(names+reason))
	for name := range strings.SplitSeq(names, ",") {
		d.Passes = append(d.Passes, Name{name, at})
		at += token.Pos(len(name) + len(","))
	}
	return d
}

const blanks = " \t"

// cutField cuts the first word from a text.
func cutField(text string) (field, rest string) {
	text = strings.TrimLeft(text, blanks)
	if i := strings.IndexAny(text, blanks); i >= 0 {
		return text[:i], text[i:]
	}
	return text, ""
}

// withoutComment cuts a comment off the end of a directive: two slashes at the
// beginning of a word, for those of an address are part of a reason.
func withoutComment(text string) string {
	for i := range text {
		if strings.HasPrefix(text[i:], "//") && i > 0 && strings.Contains(blanks, text[i-1:i]) {
			return text[:i]
		}
	}
	return text
}

// isNolint reports whether a comment tells golangci-lint to silence chanlint, or
// all linters.
func isNolint(comment string) bool {
	rest, ok := strings.CutPrefix(strings.TrimLeft(comment, "/ "), "nolint")
	if !ok || !strings.HasPrefix(comment, "//") {
		return false
	}
	list, ok := strings.CutPrefix(rest, ":")
	if !ok {
		return rest == "" || rest[0] == ' '
	}
	list, _, _ = strings.Cut(list, "//")
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.ToLower(strings.TrimSpace(name)); name == "chanlint" || name == "all" {
			return true
		}
	}
	return false
}

// A layout tells where the code of a file stands.
type layout struct {
	file  *token.File
	first map[int]int                         // the column of the first code in a line
	last  map[lineColumn]int                  // the last line of the syntax that begins there
	funcs map[*ast.CommentGroup]*ast.FuncDecl // by their doc comments
}

type lineColumn struct{ line, column int }

func newLayout(file *token.File, f *ast.File) *layout {
	l := &layout{file, map[int]int{}, map[lineColumn]int{}, map[*ast.CommentGroup]*ast.FuncDecl{}}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case nil, *ast.Comment, *ast.CommentGroup:
			return false
		case *ast.FuncDecl:
			if n.Doc != nil {
				l.funcs[n.Doc] = n
			}
		}
		if n.Pos().IsValid() && n.End() > n.Pos() {
			l.add(place(file, n.Pos()), place(file, n.End()-1))
		}
		return true
	})
	return l
}

// add notes the first and the last character of some syntax.
func (l *layout) add(from, to token.Position) {
	for _, p := range []token.Position{from, to} {
		if column, ok := l.first[p.Line]; !ok || p.Column < column {
			l.first[p.Line] = p.Column
		}
	}
	start := lineColumn{from.Line, from.Column}
	l.last[start] = max(l.last[start], to.Line)
}

// lines returns the lines that a directive in a comment is about.
func (l *layout) lines(d *Directive, group *ast.CommentGroup) (first, last int) {
	begin, end := place(l.file, group.Pos()), place(l.file, group.End()-1)
	if d.Nolint {
		return begin.Line, max(end.Line, l.last[lineColumn{end.Line + 1, begin.Column}])
	}
	if fn := l.funcs[group]; fn != nil {
		return place(l.file, fn.Pos()).Line, place(l.file, fn.End()-1).Line
	}
	own := place(l.file, d.Comment.Pos())
	if column, ok := l.first[own.Line]; ok && column < own.Column {
		return own.Line, own.Line
	}
	return end.Line + 1, end.Line + 1
}
