package link_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chanlint/chanlint/passes/internal/known"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

func parse(t *testing.T, text string) []*model.FuncModel {
	t.Helper()
	funcs, err := model.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return funcs
}

func index(t *testing.T, p *link.Program, name string) int {
	t.Helper()
	i, err := p.Func(name)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestCallees(t *testing.T) {
	funcs := parse(t, `
func root/1 {
	call <helper>
	call <nobody>
	s1 = closure s0 <nobody>
	s2 = mov &helper
	s3 = mov &nobody
	call s0 s2 <(*sync.WaitGroup).Go>
	invoke s0 <Run|(p.Runner).Run|>
	invoke s0 <Done|(context.Context).Done|d>
	ret
}
func helper/0 {
	ret
}`)
	p := link.New(funcs, nil, nil, known.Tables{})
	root := p.Funcs[index(t, p, "root")]
	want := []string{"helper", "", "", "", "", "(*sync.WaitGroup).Go", "", "(context.Context).Done"}
	for pc, name := range want {
		got := ""
		if fn := root.Code[pc].Fn; fn >= 0 {
			got = p.Funcs[fn].Name
		}
		if got != name {
			t.Errorf("instruction %d calls %q, want %q", pc, got, name)
		}
	}
	if n := root.Code[3].Args[0].N; p.Funcs[n].Name != "helper" {
		t.Errorf("&helper is function %d", n)
	}
	if n := root.Code[4].Args[0].N; n != -1 {
		t.Errorf("&nobody is function %d", n)
	}
	// What the tables call comes along.
	for _, name := range []string{"sync.goDone", "sync.goEnd"} {
		index(t, p, name)
	}
	if p.Index("(*sync.Mutex).Lock") != -1 {
		t.Error("a method comes along of a type of which there is no value")
	}
	if _, err := p.Func("nobody"); err == nil || p.Index("nobody") != -1 {
		t.Error("nobody has a model")
	}
}

func TestMethods(t *testing.T) {
	p := link.New(parse(t, `
func root/1 {
	s1 = iface s0 <*p.T>
	s2 = iface s0 <p.U>
	s3 = iface s0 <*sync.Mutex>
	s4, s5 = assert s1 :p <*p.T>
	ret
}
func (*p.T).Run/1 {
	ret
}
func (p.U).Run/1 {
	ret
}`), map[string]string{"*p.T.Run": "(*p.T).Run", "p.U.Run": "(p.U).Run", "p.V.Run": "(p.V).Run"}, nil, known.Tables{})
	root := p.Funcs[index(t, p, "root")]
	tags := []int16{int16(root.Code[0].Fn), int16(root.Code[1].Fn), int16(root.Code[2].Fn)}
	if tags[0] == tags[1] || tags[0] == tags[2] || slices.Contains(tags, 0) {
		t.Errorf("type tags %v are not distinct", tags)
	}
	if int16(root.Code[3].Fn) != tags[0] {
		t.Error("an assertion has another tag than the value")
	}
	for _, c := range []struct {
		tag          int16
		method, want string
	}{
		{tags[0], "Run", "(*p.T).Run"}, {tags[1], "Run", "(p.U).Run"}, {tags[2], "Lock", "(*sync.Mutex).Lock"},
		{tags[2], "Run", ""}, {0, "Run", ""}, {99, "Run", ""},
	} {
		got := ""
		if fn := p.Method(c.tag, c.method); fn >= 0 {
			got = p.Funcs[fn].Name
		}
		if got != c.want {
			t.Errorf("method %s of type %d is %q, want %q", c.method, c.tag, got, c.want)
		}
	}
}

func TestConstants(t *testing.T) {
	p := link.New(parse(t, `
func root/0 {
	s0 = load @p.b :c
	s1 = load @p.a :c
	s2 = load @p.b :c
	s3 = mov "x"
	s4 = mov "y"
	s5 = mov "x"
	s6 = mov ""
	call <f>
	ret
}
func f/0 {
	store @p.c 1
	ret
}`), nil, []model.Global{{Name: "p.a", Constant: true}}, nil)
	n := func(pc int) int64 { return p.Funcs[0].Code[pc].Args[0].N }
	if n(0) != n(2) || n(0) == n(1) || n(1) != 0 || p.Globals[n(0)].Name != "p.b" || p.Globals[n(0)].Constant {
		t.Errorf("package variables %d %d %d of %v", n(0), n(1), n(2), p.Globals)
	}
	if n(3) != n(5) || n(3) == n(4) || n(6) != 0 || n(3) == 0 {
		t.Errorf("strings %d %d %d %d", n(3), n(4), n(5), n(6))
	}
	for name, want := range map[string]string{"root": "p.a p.b p.c", "f": "p.c"} {
		var got []string
		set := p.GlobalsOf(int32(index(t, p, name)))
		for i, g := range p.Globals {
			if set.Has(i) {
				got = append(got, g.Name)
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%s can name %v, want %s", name, got, want)
		}
	}
}

func TestScaled(t *testing.T) {
	p := link.New(parse(t, `
func root/0 {
	s0 = makechan 100
	s1 = new :2
	wgadd s1 99
	call s1 1000 <(*sync.WaitGroup).Add>
	s2 = bin s3 100 :<
	s2 = bin s3 3 :<
	s4 = mov 100
	s5 = mov 500
	s6 = bin s3 98 :==
	s6 = bin s3 2000 :==
	call <f>
	ret
}
func f/0 {
	s0 = bin s1 1000 :<=
	ret
}
func apart/0 {
	s0 = makechan 70
	ret
}
func small/0 {
	s0 = makechan 3
	ret
}`), nil, nil, known.Tables{})
	q, scale, ok := p.Scaled(int32(index(t, p, "root")))
	if !ok {
		t.Fatal("nothing to scale")
	}
	for _, name := range []string{"root", "f", "root"} {
		q.Enter(int32(index(t, q, name)))
	}
	a, b, c := scale[99], scale[100], scale[1000]
	if len(scale) != 4 || !(3 < a && a < b && b < c) {
		t.Errorf("scale %v does not keep the order", scale)
	}
	if b != a+1 || c == b+1 || a != scale[98]+1 {
		t.Errorf("scale %v does not keep neighbours", scale)
	}
	if c > 20 {
		t.Errorf("%d is not small", c)
	}
	args := func(p *link.Program, fn string, pc, i int) int64 { return p.Funcs[index(t, p, fn)].Code[pc].Args[i].N }
	got := []int64{args(q, "root", 0, 0), args(q, "root", 2, 1), args(q, "root", 3, 1), args(q, "root", 4, 1), args(q, "root", 5, 1),
		args(q, "root", 6, 0), args(q, "root", 7, 0), args(q, "root", 9, 1), args(q, "f", 0, 1), args(q, "apart", 0, 0)}
	// 500 neither bounds, sizes nor counts, 2000 is more than what does; apart is not called.
	if want := []int64{b, a, c, b, 3, b, 500, 2000, c, 70}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("constants %v, want %v", got, want)
	}
	if args(p, "root", 0, 0) != 100 || args(p, "f", 0, 1) != 1000 {
		t.Error("scaling changed the program")
	}
	if !scale.Affects(b) || scale.Affects(1) || scale.Affects(100) {
		t.Error("Affects is wrong")
	}
	if _, _, ok := p.Scaled(int32(index(t, p, "small"))); ok {
		t.Error("a small constant was scaled")
	}
}

func TestSkippable(t *testing.T) {
	for name, test := range map[string]struct {
		code string
		want bool
	}{
		"balanced":                {"call s0 <(*sync.Mutex).Lock> 'mu'\ncall s0 :defer <(*sync.Mutex).Unlock> 'mu'\nbr s1 -> L3 L4\nrundefers\nret", true},
		"returns before":          {"br s1 -> L1 L2\nret\ncall s0 <(*sync.Mutex).Lock> 'mu'\ncall s0 :defer <(*sync.Mutex).Unlock> 'mu'\nrundefers\nret", true},
		"defers first":            {"call s0 :defer <(*sync.Mutex).Unlock> 'mu'\ncall s0 <(*sync.Mutex).Lock> 'mu'\nbr s1 -> L3 L4\nrundefers\nret", true},
		"keeps":                   {"call s0 <(*sync.Mutex).Lock> 'mu'\nbr s1 -> L2 L3\nrundefers\nret", false},
		"unlocks":                 {"call s0 <(*sync.Mutex).Unlock> 'mu'\nbr s1 -> L2 L3\nrundefers\nret", false},
		"unlocks, deferred":       {"call s0 :defer <(*sync.Mutex).Unlock> 'mu'\nbr s1 -> L2 L3\nrundefers\nret", false},
		"unlocks on one of two":   {"br s1 -> L1 L2\ncall s0 :defer <(*sync.Mutex).Unlock> 'mu'\nrundefers\nret", false},
		"another one's read lock": {"call s0 <(*sync.RWMutex).Lock> 'mu'\ncall s0 :defer <(*sync.RWMutex).RUnlock> 'mu'\nbr s1 -> L3 L4\nrundefers\nret", false},
	} {
		p := link.New(parse(t, "func root/2 {\n"+labelled(test.code)+"}"), nil, nil, known.Tables{})
		if got := p.Skippable(int32(index(t, p, "root"))); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestSkippableGuards has a guard that releases a lock by a function which it was given.
func TestSkippableGuards(t *testing.T) {
	p := link.New(parse(t, `
func (*a/obs.Mutex).Lock/1 {
	call s0 <(*sync.Mutex).Lock> 'mu'
	s1 = closure s0 <(*a/obs.Mutex).Lock$1>
	ret s1
}
func (*a/obs.Mutex).Lock$1/0/1 {
	call s0 <(*sync.Mutex).Unlock> 'mu'
	ret
}
func (a/obs.Guard).Unlock/1 {
	s1 = bin s0 nil :==
	br s1 -> L1 L2
L1:
	ret
L2:
	calldyn s0
	ret
}
func (a/other.Hook).Run/1 {
	s1 = bin s0 nil :==
	br s1 -> L1 L2
L1:
	ret
L2:
	calldyn s0
	ret
}`), nil, nil, known.Tables{})
	for name, want := range map[string]bool{"(a/obs.Guard).Unlock": false, "(a/other.Hook).Run": true} {
		if got := p.Skippable(int32(index(t, p, name))); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// labelled puts a label before each instruction.
func labelled(code string) string {
	var b strings.Builder
	for pc, line := range strings.Split(code, "\n") {
		fmt.Fprintf(&b, "L%d:\n\t%s\n", pc, line)
	}
	return b.String()
}
