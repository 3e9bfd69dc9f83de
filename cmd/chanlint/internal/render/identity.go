package render

import (
	"crypto/sha256"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"path/filepath"
	"strings"

	"github.com/chanlint/chanlint/passes/trace"
)

// An Identity is what stays of a finding when the lines around it move, the file
// gets another name or the code is formatted. Two findings can have the same.
type Identity struct {
	Pass      string
	Package   string // import path
	Function  string // such as "(*Pool).run"; a function literal adds ".func"
	Statement string // its tokens, up to the first block
}

// Identify returns the identities of the findings of a report.
func Identify(r *Report) []Identity {
	src := newSources(r)
	syntax := make(map[string]*syntaxTree)
	ids := make([]Identity, len(r.Findings))
	for i, f := range r.Findings {
		tree, ok := syntax[f.Pos.File]
		if !ok {
			tree = parse(src.file(f.Pos.File).data)
			syntax[f.Pos.File] = tree
		}
		ids[i] = Identity{Pass: f.Pass, Package: packagePath(f.Package)}
		ids[i].Function, ids[i].Statement = tree.at(f.Pos)
		if ids[i].Statement == "" { // the file is gone or broken
			line, _ := src.line(f.Pos)
			ids[i].Statement = tokens(line)
			ids[i].Function = filepath.Base(f.Pos.File)
		}
	}
	return ids
}

// Fingerprints returns a short text for each finding of a report that identifies
// it among the others, for as long as its identity stays.
func Fingerprints(r *Report) []string {
	seen := make(map[Identity]int)
	list := make([]string, len(r.Findings))
	for i, id := range Identify(r) {
		sum := sha256.Sum256(fmt.Appendf(nil, "%q %d", id, seen[id]))
		list[i] = fmt.Sprintf("%x", sum[:16])
		seen[id]++
	}
	return list
}

// packagePath returns the import path in the ID of a unit, which may also name
// the test that the package is compiled for.
func packagePath(id string) string {
	path, _, _ := strings.Cut(id, " ")
	return path
}

type syntaxTree struct {
	data []byte
	file *token.File
	root *ast.File
}

// parse returns the syntax of a file, as far as it can be parsed.
func parse(data []byte) *syntaxTree {
	fset := token.NewFileSet()
	root, _ := parser.ParseFile(fset, "", data, parser.SkipObjectResolution)
	if root == nil {
		return &syntaxTree{}
	}
	return &syntaxTree{data, fset.File(root.FileStart), root}
}

// at returns the function and the statement at a position.
func (t *syntaxTree) at(p trace.Position) (function, statement string) {
	if t.root == nil || p.Line < 1 || p.Line > t.file.LineCount() {
		return "", ""
	}
	at := t.file.LineStart(p.Line) + token.Pos(max(p.Column-1, 0))
	var inner ast.Node
	ast.Inspect(t.root, func(n ast.Node) bool {
		if n == nil || at < n.Pos() || at >= n.End() {
			return false
		}
		switch n := n.(type) {
		case *ast.FuncDecl:
			function, inner = declared(n), nil
		case *ast.FuncLit:
			function += ".func"
		case *ast.BlockStmt:
			inner = nil // the end of the block, or a statement in it
		case ast.Stmt, ast.Spec:
			inner = n
		}
		return true
	})
	if inner == nil {
		return function, tokens(string(t.data[t.file.Offset(at):min(t.file.Offset(at)+1, len(t.data))]))
	}
	return function, tokens(string(t.data[t.file.Offset(inner.Pos()):t.file.Offset(headEnd(inner))]))
}

// declared returns the name of a function or method.
func declared(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) != 1 {
		return d.Name.Name
	}
	typ, star := d.Recv.List[0].Type, false
	for {
		switch x := typ.(type) {
		case *ast.ParenExpr:
			typ = x.X
		case *ast.StarExpr:
			typ, star = x.X, true
		case *ast.IndexExpr:
			typ = x.X
		case *ast.IndexListExpr:
			typ = x.X
		case *ast.Ident:
			if star {
				return "(*" + x.Name + ")." + d.Name.Name
			}
			return x.Name + "." + d.Name.Name
		default:
			return d.Name.Name
		}
	}
}

// headEnd returns where the first block in a statement starts, else the end of
// the statement.
func headEnd(n ast.Node) token.Pos {
	end := n.End()
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			end = min(end, n.Lbrace)
			return false
		case *ast.CaseClause:
			end = min(end, n.Colon)
		case *ast.CommClause:
			end = min(end, n.Colon)
		}
		return true
	})
	return end
}

// tokens returns the tokens of a piece of Go with spaces between them, without
// comments.
func tokens(code string) string {
	var (
		s    scanner.Scanner
		list []string
		fset = token.NewFileSet()
	)
	s.Init(fset.AddFile("", -1, len(code)), []byte(code), func(token.Position, string) {}, 0)
	for {
		_, tok, lit := s.Scan()
		switch {
		case tok == token.EOF:
			return strings.Join(list, " ")
		case tok == token.SEMICOLON && lit == "\n":
		case lit != "":
			list = append(list, lit)
		default:
			list = append(list, tok.String())
		}
	}
}
