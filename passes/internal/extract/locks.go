package extract

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// lockKeys names the locks that a function takes and releases.
func (x *extractor) lockKeys(f *fnInfo, p *Package) {
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
			pos := x.at.number(c.Common().Pos()) // 0 in what promotes the methods of an embedded lock
			if key := lockKey(c.Common().Args[0]); key != "" && pos != 0 {
				p.LockKeys[pos] = key
				if owner, ok := element(c.Common().Args[0], map[ssa.Value]bool{}); ok {
					p.LockOwners[pos] = owner
				}
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
	case *ssa.UnOp:
		if g, ok := a.X.(*ssa.Global); ok { // a pointer, which is seldom set twice
			return g.String()
		}
	case *ssa.FieldAddr:
		v := fieldVar(a.X.Type(), a.Field)
		if v == nil {
			return ""
		}
		if g, ok := a.X.(*ssa.Global); ok {
			return g.String() + "." + v.Name()
		}
		if in, ok := a.X.(*ssa.FieldAddr); ok {
			if _, named := namedOf(in.Type()); !named { // an anonymous struct
				if outer := lockKey(in); outer != "" {
					return outer + "." + v.Name()
				}
			}
		}
		if owner := lockOwner(a.X); owner != "" {
			return owner + "." + v.Name()
		}
		return ""
	}
	return ""
}

// lockOwner names the type that an address points to, after the types that it is
// embedded in by pointer: what different types embed are different things. It is ""
// for a type without a name.
func lockOwner(addr ssa.Value) string {
	n, ok := namedOf(addr.Type())
	if !ok {
		return ""
	}
	name := types.TypeString(n.Origin(), nil)
	if u, ok := addr.(*ssa.UnOp); ok {
		if fa, ok := u.X.(*ssa.FieldAddr); ok {
			if v := fieldVar(fa.X.Type(), fa.Field); v != nil && v.Embedded() {
				return lockOwner(fa.X) + "." + name
			}
		}
	}
	return name
}

// element reports whether the lock at an address is in one of several objects
// that a container holds, or that somebody else chose, and names the type or the
// package variable that the container is in, as far as that is known.
func element(addr ssa.Value, seen map[ssa.Value]bool) (owner string, ok bool) {
	for !seen[addr] {
		seen[addr] = true
		switch a := addr.(type) {
		case *ssa.FieldAddr:
			addr = a.X
		case *ssa.UnOp:
			addr = a.X
		case *ssa.Extract:
			addr = a.Tuple
		case *ssa.TypeAssert:
			return "", true
		case *ssa.Call:
			return "", true
		case *ssa.IndexAddr:
			return container(a.X), true
		case *ssa.Lookup:
			return container(a.X), true
		case *ssa.Next:
			if r, ok := a.Iter.(*ssa.Range); ok {
				return container(r.X), true
			}
			return "", true
		case *ssa.Phi:
			for _, e := range a.Edges {
				if owner, ok = element(e, seen); ok {
					return owner, true
				}
			}
			return "", false
		default:
			return "", false
		}
	}
	return "", false
}

// container names the type or package variable that holds a list or map.
func container(v ssa.Value) string {
	u, ok := v.(*ssa.UnOp)
	if !ok {
		return ""
	}
	switch a := u.X.(type) {
	case *ssa.Global:
		return a.String()
	case *ssa.FieldAddr:
		if n, ok := namedOf(a.X.Type()); ok {
			return types.TypeString(n.Origin(), nil)
		}
	}
	return ""
}
