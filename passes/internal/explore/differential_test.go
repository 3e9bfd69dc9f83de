package explore_test

import (
	"fmt"
	"math/rand"
	"os"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/link"
)

// refer runs the reference; why says what kept it from an answer.
func refer(prog *link.Program, fn, max int) (v verdicts, why string) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case unsupported:
			why = string(e)
		default:
			panic(e)
		}
	}()
	m := &reference{prog: prog, max: max}
	return m.run(fn), ""
}

var bugNames = map[explore.BugKind]string{
	explore.SendClosed: "SendClosed", explore.CloseClosed: "CloseClosed", explore.CloseNil: "CloseNil",
	explore.NegativeCounter: "NegativeCounter", explore.UnlockUnlocked: "UnlockUnlocked",
}

// judge reads the verdicts off a graph, without the detectors' opinions on
// which of them are worth reporting.
func judge(g *explore.Graph) (bugs, stuck map[string]bool, cut bool) {
	bugs, stuck = map[string]bool{}, map[string]bool{}
	moves := make([]uint16, len(g.Nodes))
	for i, n := range g.Nodes {
		if n.Cut {
			cut = true
		}
		if n.Cut || n.End != explore.Alive {
			moves[i] = ^uint16(0)
		}
		for _, e := range n.Events {
			if e.Kind == explore.EvBug && explore.BugKind(e.Aux) != explore.HeldOnReturn {
				bugs[fmt.Sprintf("%s @%d", bugNames[explore.BugKind(e.Aux)], e.Site.Pos)] = true
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for i, n := range g.Nodes {
			m := moves[i]
			for _, e := range n.Out {
				m |= e.Moves
				for pos, bit := range e.Map {
					if moves[e.To]&(1<<pos) != 0 {
						m |= bit
					}
				}
			}
			changed = changed || m != moves[i]
			moves[i] = m
		}
	}
	for i, n := range g.Nodes {
		for pos, p := range n.Procs {
			if p.Blocked && moves[i]&(1<<pos) == 0 {
				stuck[fmt.Sprintf("stuck @%d %v", p.Site.Pos, p.Op)] = true
			}
		}
	}
	return bugs, stuck, cut || !g.Done
}

// missing lists what is in a but not in b.
func missing(a, b map[string]bool) []string {
	var out []string
	for k := range a {
		if !b[k] {
			out = append(out, k)
		}
	}
	sort.Strings(out)
	return out
}

// hides reports whether one of the bugs is a counter that becomes negative. Done
// runs before its turn, so the explorer tells only one of several that can be
// the last straw.
func hides(bugs map[string]bool) bool {
	for b := range bugs {
		if strings.HasPrefix(b, "NegativeCounter") {
			return true
		}
	}
	return false
}

// disagree compares the two explorers: "" if they agree.
func disagree(prog *link.Program, fn, max int, opts explore.Options) (diff, skipped string) {
	v, why := refer(prog, fn, max)
	if why != "" {
		return "", why
	}
	bugs, stuck, cut := judge(explore.Run(prog, fn, nil, opts))
	var b strings.Builder
	note := func(what string, list []string) {
		if len(list) > 0 {
			fmt.Fprintf(&b, "%s: %s\n", what, strings.Join(list, ", "))
		}
	}
	// A budget can hide a bug, but not invent one.
	for _, small := range []explore.Options{{Steps: 60}, {Steps: 150}, {States: 3}, {States: 12}} {
		bugs, stuck, _ := judge(explore.Run(prog, fn, nil, small))
		note(fmt.Sprintf("false with %d steps, %d states", small.Steps, small.States), append(missing(bugs, v.bugs), missing(stuck, v.loose)...))
	}
	note("false", missing(bugs, v.bugs))
	note("false", missing(stuck, v.loose))
	if !cut && !hides(bugs) {
		note("missed", missing(v.bugs, bugs))
		note("missed", missing(v.strict, stuck))
	}
	return b.String(), ""
}

// known reads the disagreements that are bugs of the engine to be fixed: one
// name a line, with a remark.
func knownDisagreements(t *testing.T) map[string]bool {
	data, err := os.ReadFile("testdata/known-disagreements")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, line := range strings.Split(string(data), "\n") {
		if name, _, _ := strings.Cut(line, " "); name != "" && name != "#" {
			out[name] = true
		}
	}
	return out
}

func TestReferenceOnPrograms(t *testing.T) {
	skip := knownDisagreements(t)
	compared := 0
	for _, cases := range readCases(t) {
		for _, c := range cases {
			if !reflect.ValueOf(c.opts).IsZero() || c.args != nil || c.bug {
				continue
			}
			prog, fn := program(t, c.text)
			diff, why := disagree(prog, fn, 5000, c.opts)
			switch {
			case why != "":
				t.Logf("%s: %s", c.name, why)
				continue
			case diff != "" && !skip[c.name]:
				t.Errorf("%s:\n%s%s", c.name, diff, c.text)
			case diff == "" && skip[c.name]:
				t.Errorf("%s is no disagreement any more", c.name)
			}
			compared++
		}
	}
	t.Logf("%d programs", compared)
	if compared < 60 {
		t.Errorf("only %d programs could be compared", compared)
	}
}

// generator writes random programs: root and two more processes over two
// channels, a lock, a wait group and a variable.
type generator struct {
	r     *rand.Rand
	b     strings.Builder
	pos   int
	label int
	rw    bool
	tidy  bool // locks are released by who took them, and the like
}

func (g *generator) line(format string, args ...any) {
	g.pos++
	fmt.Fprintf(&g.b, "\t"+format+" @%d\n", append(args, g.pos)...)
}

func (g *generator) mark() string {
	g.label++
	return fmt.Sprintf("L%d", g.label)
}

func (g *generator) lock() string {
	if g.rw {
		return " :1"
	}
	return ""
}

// ops writes n operations. s0 and s1 are channels, s2 is a lock, s3 a wait
// group, s4 a variable, s7 a condition; spawn is a function that may be started.
func (g *generator) ops(n int, spawn string) {
	for ; n > 0; n-- {
		ch := g.r.Intn(2)
		switch k := g.r.Intn(26); {
		case k < 4:
			g.line("send s%d 1", ch)
		case k < 8:
			g.line("recv s%d :x", ch)
		case k == 8:
			g.line("close s%d", ch)
		case k < 12 && g.tidy:
			op, un := "lock s2"+g.lock(), "unlock s2"+g.lock()
			if g.rw && g.r.Intn(2) == 0 {
				op, un = "rlock s2", "runlock s2"
			}
			g.line("%s", op)
			inside := g.r.Intn(min(n, 3))
			g.ops(inside, spawn)
			n -= inside
			g.line("%s", un)
		case k < 11:
			g.line("lock s2%s", g.lock())
		case k == 11:
			g.line("unlock s2%s", g.lock())
		case k == 12:
			g.line("wgadd s3 1")
		case k == 13:
			g.line("wgadd s3 -1")
		case k == 14:
			g.line("wgwait s3")
		case k < 18:
			g.selects(n)
		case k == 18:
			then, after := g.mark(), g.mark()
			fmt.Fprintf(&g.b, "\tchoose -> %s %s\n%s:\n", then, after, then)
			g.ops(1, spawn)
			fmt.Fprintf(&g.b, "%s:\n\tnop\n", after)
		case k == 19:
			g.line("store s4 %d", g.r.Intn(2))
		case k == 20:
			then, after := g.mark(), g.mark()
			g.line("s5 = load s4 :i")
			fmt.Fprintf(&g.b, "\ts6 = bin s5 0 :==\n\tbr s6 -> %s %s\n%s:\n", then, after, then)
			g.ops(1, spawn)
			fmt.Fprintf(&g.b, "%s:\n\tnop\n", after)
		case k == 21:
			then, after := g.mark(), g.mark()
			try, un := "trylock s2"+g.lock(), "unlock s2"+g.lock()
			if g.rw && g.r.Intn(2) == 0 {
				try, un = "tryrlock s2", "runlock s2"
			}
			g.line("s6 = %s", try)
			failed := g.mark()
			fmt.Fprintf(&g.b, "\tbr s6 -> %s %s\n%s:\n", then, failed, then)
			g.line("%s", un)
			fmt.Fprintf(&g.b, "\tjmp -> %s\n%s:\n", after, failed)
			g.ops(1, spawn)
			fmt.Fprintf(&g.b, "%s:\n\tnop\n", after)
		case k == 22 && spawn != "":
			g.line("call s0 s1 s2 s3 s4 :go <%s>", spawn)
		case k == 23 && g.tidy:
			g.line("lock s2%s", g.lock())
			g.b.WriteString("\tcondenter s7\n")
			g.line("unlock s2%s", g.lock())
			g.line("condpark s7")
			g.line("lock s2%s", g.lock())
			g.line("unlock s2%s", g.lock())
		case k == 24:
			g.line("signal s7%s", []string{"", " :1"}[g.r.Intn(2)])
		default:
			g.line("s5 = cas s4 0 1 :i")
		}
	}
}

func (g *generator) selects(n int) {
	blocking := ""
	if g.r.Intn(3) > 0 {
		blocking = " :1"
	}
	arm := func(ch int) string {
		g.pos++
		if g.r.Intn(2) == 0 {
			return fmt.Sprintf("| send s%d 1 @%d ", ch, g.pos)
		}
		return fmt.Sprintf("| recv _ s%d :x @%d ", ch, g.pos)
	}
	arms := arm(g.r.Intn(2))
	if g.r.Intn(3) > 0 {
		arms += arm(g.r.Intn(2))
	}
	g.pos++
	fmt.Fprintf(&g.b, "\ts5 = select%s @%d %s\n", blocking, g.pos, arms)
}

func (g *generator) program() string {
	g.rw, g.tidy = g.r.Intn(2) == 0, g.r.Intn(4) > 0
	g.b.WriteString("func root/0 {\n")
	for i := range 2 {
		g.line("s%d = makechan %d", i, []int{0, 0, 1, 2}[g.r.Intn(4)])
	}
	g.b.WriteString("\ts2 = new :4\n\ts3 = new :2\n\ts4 = new :1\n\ts7 = field s3 :1\n")
	if n := g.r.Intn(3); n > 0 {
		g.line("wgadd s3 %d", n)
	}
	g.line("call s0 s1 s2 s3 s4 :go <p>")
	if g.r.Intn(3) > 0 {
		g.line("call s0 s1 s2 s3 s4 :go <%s>", []string{"p", "q", "q"}[g.r.Intn(3)])
	}
	g.ops(1+g.r.Intn(4), "q")
	g.b.WriteString("\tret\n}\n")
	for _, name := range []string{"p", "q"} {
		fmt.Fprintf(&g.b, "func %s/5 {\n\ts7 = field s3 :1\nL0:\n", name)
		spawn := ""
		if name == "p" {
			spawn = "q"
		}
		g.ops(1+g.r.Intn(5), spawn)
		if g.r.Intn(8) == 0 {
			g.b.WriteString("\tjmp :4 -> L0\n}\n")
		} else {
			g.b.WriteString("\tret\n}\n")
		}
	}
	return g.b.String()
}

func TestReferenceOnRandomPrograms(t *testing.T) {
	skip := knownDisagreements(t)
	n := 300
	if s := os.Getenv("CHANLINT_PROGRAMS"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	if testing.Short() {
		n = 60
	}
	skipped, wrong := 0, 0
	for seed := range n {
		g := &generator{r: rand.New(rand.NewSource(int64(seed)))}
		text := g.program()
		name := fmt.Sprintf("random-%d", seed)
		prog, fn := program(t, text)
		diff, why := disagree(prog, fn, 2500, explore.Options{})
		switch {
		case why != "":
			skipped++
		case diff != "" && !skip[name]:
			wrong++
			t.Errorf("%s: tidy %v\n%s%s", name, g.tidy, diff, text)
		case diff == "" && skip[name]:
			t.Errorf("%s is no disagreement any more", name)
		}
	}
	t.Logf("%d of %d programs were too large for the reference, %d disagreements", skipped, n, wrong)
}
