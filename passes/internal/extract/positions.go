package extract

import (
	"go/ast"
	"go/token"
	"sort"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// Positions numbers the positions of a package's files. The numbers depend on
// the files alone, not on the order in which a driver happens to parse them.
type Positions struct {
	files []*token.File // by name
	bases []model.Pos   // of the files: the number of their first position
	last  int           // the file that the last position was in
}

func newPositions(fset *token.FileSet, files []*ast.File) *Positions {
	p := &Positions{}
	for _, f := range files {
		if tf := fset.File(f.FileStart); tf != nil {
			p.files = append(p.files, tf)
		}
	}
	sort.Slice(p.files, func(i, j int) bool { return p.files[i].Name() < p.files[j].Name() })
	next := model.Pos(1)
	for _, f := range p.files {
		p.bases = append(p.bases, next)
		next += model.Pos(f.Size()) + 1
	}
	return p
}

// number returns the number of a position, 0 if it is in none of the files.
func (p *Positions) number(at token.Pos) model.Pos {
	for n := range p.files {
		i := (p.last + n) % len(p.files)
		if f := p.files[i]; int(at) >= f.Base() && int(at) <= f.Base()+f.Size() {
			p.last = i
			return p.bases[i] + model.Pos(int(at)-f.Base())
		}
	}
	return 0
}

// Pos returns the position with a number, token.NoPos if there is none.
func (p *Positions) Pos(n model.Pos) token.Pos {
	i := sort.Search(len(p.bases), func(i int) bool { return p.bases[i] > n }) - 1
	if n <= 0 || i < 0 {
		return token.NoPos
	}
	return token.Pos(p.files[i].Base() + int(n-p.bases[i]))
}
