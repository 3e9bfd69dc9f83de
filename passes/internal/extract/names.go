package extract

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// sourceNames tells how the object of an operation is written in the source.
type sourceNames struct {
	at        map[token.Pos]string
	info      *types.Info
	files     []*ast.File
	selectors map[token.Pos]string // by the position of the field, once asked for
}

// newSourceNames indexes the channel operations and method calls of files by
// the positions that their SSA instructions have.
func newSourceNames(files []*ast.File, info *types.Info) *sourceNames {
	s := &sourceNames{at: map[token.Pos]string{}, info: info, files: files}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SendStmt:
				s.at[n.Arrow] = exprName(n.Chan)
			case *ast.UnaryExpr:
				if n.Op == token.ARROW {
					s.at[n.OpPos] = exprName(n.X)
				}
			case *ast.RangeStmt:
				s.at[n.For] = exprName(n.X)
			case *ast.AssignStmt:
				for i, r := range n.Rhs {
					if i < len(n.Lhs) && len(n.Lhs) == len(n.Rhs) {
						s.made(r, n.Lhs[i])
					}
				}
			case *ast.ValueSpec:
				for i, r := range n.Values {
					if i < len(n.Names) {
						s.made(r, n.Names[i])
					}
				}
			case *ast.KeyValueExpr:
				s.made(n.Value, n.Key)
			case *ast.CallExpr:
				s.call(n)
			}
			return true
		})
	}
	return s
}

// selector returns the expression x.f of which f stands at a position.
func (s *sourceNames) selector(at token.Pos) string {
	if s.selectors == nil {
		s.selectors = map[token.Pos]string{}
		for _, f := range s.files {
			ast.Inspect(f, func(n ast.Node) bool {
				if e, ok := n.(*ast.SelectorExpr); ok {
					s.selectors[e.Sel.Pos()] = exprName(e)
				}
				return true
			})
		}
	}
	return s.selectors[at]
}

// made notes the variable that a call's result is first stored in.
func (s *sourceNames) made(r, l ast.Expr) {
	if c, ok := ast.Unparen(r).(*ast.CallExpr); ok {
		if id, ok := c.Fun.(*ast.Ident); ok && id.Name == "make" {
			s.at[c.Lparen] = exprName(l)
		}
	}
}

func (s *sourceNames) call(c *ast.CallExpr) {
	if _, ok := s.at[c.Lparen]; ok {
		return
	}
	switch f := ast.Unparen(c.Fun).(type) {
	case *ast.Ident:
		s.at[c.Lparen] = s.argument(c)
	case *ast.SelectorExpr:
		if id, ok := f.X.(*ast.Ident); ok {
			if _, ok := s.info.Uses[id].(*types.PkgName); ok {
				s.at[c.Lparen] = s.argument(c)
				return
			}
		}
		s.at[c.Lparen] = exprName(f.X)
	}
}

// argument names the first channel that a call gets.
func (s *sourceNames) argument(c *ast.CallExpr) string {
	for _, a := range c.Args {
		if t := s.info.TypeOf(a); t != nil && isChan(t) {
			return exprName(a)
		}
	}
	return ""
}

// exprName writes an expression as it stands in the source, if that is short.
func exprName(e ast.Expr) string {
	text := types.ExprString(e)
	if len(text) > 40 || strings.ContainsAny(text, "'\n{}") {
		return ""
	}
	return text
}
