package extract

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/chanlint/chanlint/passes/internal/model"
)

// lockKeys names the locks that a function takes and releases.
func (x *extractor) lockKeys(f *fnInfo, keys map[model.Pos]string) {
	for _, b := range f.fn.Blocks {
		for _, in := range b.Instrs {
			c, ok := in.(ssa.CallInstruction)
			if !ok || c.Common().StaticCallee() == nil {
				continue
			}
			name := funcName(c.Common().StaticCallee())
			if !strings.HasPrefix(name, "(*sync.") || !strings.HasSuffix(name, "ock") {
				continue
			}
			if key := lockKey(c.Common().Args[0]); key != "" {
				keys[x.at.number(c.Common().Pos())] = key
			}
		}
	}
}

// lockKey names the lock at an address by the package variable or the type that
// it is in, and by fields; "" if it is neither.
func lockKey(addr ssa.Value) string {
	switch a := addr.(type) {
	case *ssa.Global:
		return a.String()
	case *ssa.FieldAddr:
		v := fieldVar(a.X.Type(), a.Field)
		if v == nil {
			return ""
		}
		if g, ok := a.X.(*ssa.Global); ok {
			return g.String() + "." + v.Name()
		}
		if in, ok := a.X.(*ssa.FieldAddr); ok {
			if _, named := types.Unalias(deref(in.Type())).(*types.Named); !named { // an anonymous struct
				if outer := lockKey(in); outer != "" {
					return outer + "." + v.Name()
				}
			}
		}
		n, ok := types.Unalias(deref(a.X.Type())).(*types.Named)
		if !ok {
			return ""
		}
		return types.TypeString(n.Origin(), nil) + "." + v.Name()
	}
	return ""
}
