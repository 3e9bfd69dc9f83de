package main

import (
	"fmt"
	"math/rand"
	"strings"
)

// A generator writes random programs in two forms that agree line by line: as
// Go has them, for the engine, and with a gate before each operation, to run.
type generator struct {
	r     *rand.Rand
	out   [2]strings.Builder // the programs so far, plain and gated
	forms [2]string          // of what is being written
	line  int

	used       map[string]bool // objects of the current program
	goroutines int             // that it may still start
	name       string
	amp        string   // makes a pointer of a lock: "&" or ""
	tidy       bool     // locks are released by who took them, and the like
	waits      bool     // goroutines count in the wait group
	owed       []string // channels to receive from, so that not all programs go wrong
	shares     bool     // goroutines read and write variables that they share
	later      []func()
}

// write writes a line, and the same line with gates. In the latter, LINE stands
// for its number.
func (g *generator) write(plain, gated string) {
	g.line++
	g.forms[0] += plain + "\n"
	g.forms[1] += strings.ReplaceAll(gated, "LINE", fmt.Sprint(g.line)) + "\n"
}

// both writes a line that has no gate.
func (g *generator) both(line string) { g.write(line, line) }

// op writes an operation behind a gate.
func (g *generator) op(kind, code string) {
	g.write(code, guarded(kind, code))
}

// guarded is an operation behind its gate. Of one that can panic, it is told that
// it did not.
func guarded(kind, code string) string {
	text := fmt.Sprintf("g.At(LINE, %q); %s", kind, code)
	switch kind {
	case "send", "close", "wgadd":
		text += "; g.Ok()"
	}
	return text
}

// objects are the declarations that programs share, with their use in two forms.
var objects = []struct{ name, plain, gated string }{
	{"c0", "c0 := make(chan int%s)", ""},
	{"c1", "c1 := make(chan int%s)", ""},
	{"c2", "c2 := make(chan int%s)", ""},
	{"mu", "var mu sync.Mutex", ""},
	{"rw", "var rw sync.RWMutex", "var rw gate.RWMutex"},
	{"wg", "var wg sync.WaitGroup", ""},
	{"once", "var once sync.Once", ""},
	{"cond", "cond := sync.NewCond(&mu)", "cond := sync.NewCond(g.Locker(&mu))"},
	{"ready", "ready := false; _ = ready", ""},
	{"ctx", "ctx, cancel := context.WithCancel(context.Background()); _, _ = ctx, cancel", ""},
	{"sub", "sub, stop := context.WithCancel(ctx); _, _ = sub, stop", ""},
	{"x", "x := 0; _ = x", ""},
	{"y", "var y struct{ a, b int }; _ = y", ""},
	{"m", "m := map[int]int{}; _ = m", ""},
	{"n", "var n int32; _ = n", ""},
}

// accesses are the ways to use the variables that goroutines share. Each stands on
// a line of its own, so that the line tells the variable.
var accesses = []struct{ object, kind, code string }{
	{"x", "", "x = 1"}, {"x", "", "x = 2"}, {"x", "", "x++"}, {"x", "", "use(x)"}, {"x", "", "use(x)"},
	{"y", "", "y.a = 1"}, {"y", "", "use(y.a)"}, {"y", "", "y.b = 1"}, {"y", "", "use(y.b)"}, {"y", "", "y = struct{ a, b int }{1, 2}"},
	{"m", "", "m[1] = 1"}, {"m", "", "use(m[1])"}, {"m", "", "use(len(m))"}, {"m", "", "delete(m, 1)"},
	{"n", "atomic", "atomic.StoreInt32(&n, 1)"}, {"n", "atomic", "use(int(atomic.LoadInt32(&n)))"},
	{"n", "atomic", "atomic.AddInt32(&n, 1)"}, {"n", "", "use(int(n))"}, {"n", "", "n = 1"},
}

const parameters = "c0, c1, c2 chan int, mu *sync.Mutex, rw *%s.RWMutex, wg *sync.WaitGroup"

// program writes one program: a function and what it calls.
func (g *generator) program(name string) {
	g.name, g.used, g.later, g.owed = name, map[string]bool{}, nil, nil
	g.goroutines = 1 + g.r.Intn(3)
	g.tidy = g.r.Intn(5) > 0
	g.waits = g.r.Intn(2) == 0

	// What is declared is known only when the body is written.
	first := g.line
	g.line += 1 + len(objects)
	g.amp = "&"
	g.start()
	g.ops(1+g.r.Intn(4), 0)
	for g.pay(5) {
	}
	if g.waits && g.r.Intn(4) > 0 {
		g.op("wgwait", g.use("wg")+".Wait()")
	}
	g.both("}")
	for _, write := range g.later {
		write()
	}
	bodies := g.forms
	g.forms = [2]string{}
	last := g.line
	g.line = first
	g.write("func "+name+"() {", "func "+name+"(g *gate.G) {")
	if g.used["sub"] {
		g.used["ctx"] = true
	}
	if g.used["cond"] {
		g.used["mu"] = true
	}
	for _, o := range objects {
		if !g.used[o.name] {
			g.both("")
			continue
		}
		plain, gated := o.plain, o.gated
		if strings.Contains(plain, "%s") {
			plain = fmt.Sprintf(plain, []string{"", "", ", 1", ", 2"}[g.r.Intn(4)])
			if o.name == "c2" && g.r.Intn(4) == 0 {
				plain = "var c2 chan int"
			}
		}
		if gated == "" {
			gated = plain
		}
		g.write(plain, gated)
	}
	g.line = last
	for i := range g.forms {
		g.out[i].WriteString(g.forms[i] + bodies[i])
		g.forms[i] = ""
	}
}

func (g *generator) use(object string) string {
	g.used[object] = true
	return object
}

func (g *generator) channel() string {
	return g.use([]string{"c0", "c0", "c1", "c1", "c2"}[g.r.Intn(5)])
}

// nested reports whether the code being written can name all objects: workers
// with names get only some.
func (g *generator) nested() bool { return g.amp == "&" }

// ops writes about n operations.
func (g *generator) ops(n, depth int) {
	for ; n > 0; n-- {
		for n := 0; g.shares && g.nested() && n < 2 && g.r.Intn(3) > 0; n++ {
			g.access()
		}
		if g.pay(2) {
			continue
		}
		k := g.r.Intn(52)
		if depth > 2 && k >= 22 {
			k %= 22
		}
		switch {
		case k < 6:
			ch := g.channel()
			g.op("send", fmt.Sprintf("%s <- %d", ch, 1+g.r.Intn(2)))
			if g.r.Intn(3) > 0 {
				g.owed = append(g.owed, ch)
			}
		case k < 12:
			g.op("recv", "<-"+g.channel())
		case k < 14:
			g.op("close", "close("+g.channel()+")")
		case k < 15:
			if g.waits || !g.tidy {
				g.op("wgadd", g.use("wg")+[]string{".Add(1)", ".Done()"}[g.r.Intn(2)])
			}
		case k < 16:
			if g.waits {
				g.op("wgwait", g.use("wg")+".Wait()")
			}
		case k < 17:
			if !g.tidy {
				g.unlock("mu", "Unlock")
			}
		case k < 18:
			if !g.tidy {
				g.op("lock", g.use("mu")+".Lock()")
			}
		case k < 20 && g.nested():
			g.context(k == 19)
		case k < 22:
			if depth > 0 && g.r.Intn(2) == 0 {
				g.both("return")
				return
			}
		case k < 26:
			g.locked(depth)
		case k < 33:
			g.selects(depth)
		case k < 38:
			g.start()
		case k < 41:
			g.branch(depth)
		case k < 43:
			g.ranges(depth)
		case k < 45:
			g.rounds()
			g.ops(1, depth+1)
			g.both("}")
		case k < 47:
			g.deferred()
		case k < 48 && g.nested():
			g.op("once", g.use("once")+".Do(func() {")
			g.ops(1, depth+1)
			g.both("})")
		case k < 50 && g.nested():
			g.condition()
		case k < 51:
			g.call()
		}
	}
}

// rounds begins a loop with some rounds, the count of which a function literal may capture.
func (g *generator) rounds() {
	n := 2 + g.r.Intn(2)
	if g.r.Intn(2) == 0 {
		g.both(fmt.Sprintf("for range %d {", n))
		return
	}
	g.both(fmt.Sprintf("for i := 0; i < %d; i++ { _ = func() int { return i }", n))
}

// access writes a use of a variable that goroutines share.
func (g *generator) access() {
	a := accesses[g.r.Intn(len(accesses))]
	g.use(a.object)
	if a.kind == "" {
		g.both(a.code)
		return
	}
	g.op(a.kind, a.code)
}

// pay receives what was sent elsewhere, mostly.
func (g *generator) pay(odds int) bool {
	if len(g.owed) == 0 || g.r.Intn(odds) == 0 {
		return false
	}
	ch := g.owed[0]
	g.owed = g.owed[1:]
	g.op("recv", "<-"+ch)
	return true
}

// context writes an operation on a context.
func (g *generator) context(ends bool) {
	ctx, cancel := "ctx", "cancel"
	if g.r.Intn(3) == 0 {
		ctx, cancel = "sub", "stop"
	}
	g.use(ctx)
	if ends {
		g.op("cancel", cancel+"()")
		return
	}
	g.op("recv", "<-"+ctx+".Done()")
}

// unlock writes an Unlock or RUnlock.
func (g *generator) unlock(lock, method string) {
	g.use(lock)
	g.write(lock+"."+method+"()", fmt.Sprintf("g.%s(LINE, %s%s)", unlocker(lock, method), g.amp, lock))
}

// unlocker names the method of gate.G that unlocks.
func unlocker(lock, method string) string {
	if lock == "rw" && method == "Unlock" {
		return "RWUnlock"
	}
	return method
}

// locked writes operations under a lock.
func (g *generator) locked(depth int) {
	lock, method := "mu", "Lock"
	if g.r.Intn(3) == 0 {
		lock, method = "rw", []string{"Lock", "RLock"}[g.r.Intn(2)]
	}
	un := strings.Replace(method, "Lock", "Unlock", 1)
	g.op(strings.ToLower(method), g.use(lock)+"."+method+"()")
	if g.r.Intn(4) == 0 {
		g.write(fmt.Sprintf("defer %s.%s()", lock, un), fmt.Sprintf("defer g.%s(LINE, %s%s)", unlocker(lock, un), g.amp, lock))
		return
	}
	g.ops(1, depth+1)
	g.unlock(lock, un)
}

// start starts a goroutine, if the program may have one more.
func (g *generator) start() {
	if g.goroutines == 0 {
		return
	}
	g.goroutines--
	counts := g.waits && g.r.Intn(4) > 0
	switch {
	case counts && g.nested() && g.r.Intn(3) == 0:
		g.write(g.use("wg")+".Go(func() {", "g.WgGo(LINE, &wg, func(g *gate.G) {")
		g.ops(1+g.r.Intn(4), 1)
		g.both("})")
		return
	case counts:
		g.op("wgadd", g.use("wg")+".Add(1)")
	}
	if g.r.Intn(4) == 0 {
		worker := g.function(counts)
		args := g.arguments()
		g.write(fmt.Sprintf("go %s(%s)", worker, args), fmt.Sprintf("g.Go(LINE, func(g *gate.G) { %s(g, %s) })", worker, args))
		return
	}
	g.write("go func() {", "g.Go(LINE, func(g *gate.G) {")
	g.worker(counts)
	g.write("}()", "})")
}

// worker writes the body of a goroutine.
func (g *generator) worker(counts bool) {
	last := false
	if counts && g.r.Intn(5) > 0 {
		if last = g.r.Intn(3) == 0; !last {
			g.write("defer "+g.use("wg")+".Done()", "defer func() { "+guarded("wgadd", "wg.Done()")+" }()")
		}
	}
	g.ops(1+g.r.Intn(4), 1)
	if last {
		g.op("wgadd", g.use("wg")+".Done()")
	}
}

// arguments are those of a function with a name.
func (g *generator) arguments() string {
	for _, o := range []string{"c0", "c1", "c2", "mu", "rw", "wg"} {
		g.use(o)
	}
	return fmt.Sprintf("c0, c1, c2, %[1]smu, %[1]srw, %[1]swg", g.amp)
}

// function has a function with a name written behind the program, and returns
// the name.
func (g *generator) function(counts bool) string {
	name := fmt.Sprintf("%s_%d", strings.ToLower(g.name), len(g.later))
	g.later = append(g.later, func() {
		g.amp = ""
		g.goroutines = 0
		g.write(fmt.Sprintf("func %s("+parameters+") {", name, "sync"), fmt.Sprintf("func %s(g *gate.G, "+parameters+") {", name, "gate"))
		g.worker(counts)
		g.both("}")
	})
	return name
}

// call writes a call of a function with a name.
func (g *generator) call() {
	if !g.nested() {
		return
	}
	f := g.function(false)
	args := g.arguments()
	g.write(fmt.Sprintf("%s(%s)", f, args), fmt.Sprintf("%s(g, %s)", f, args))
}

// branch writes an if that depends on a value that is received.
func (g *generator) branch(depth int) {
	ch := g.channel()
	code := []string{"if v := <-%s; v == 1 {", "if _, ok := <-%s; ok {", "if v, ok := <-%s; !ok || v == 2 {"}[g.r.Intn(3)]
	g.op("recv", fmt.Sprintf(code, ch))
	g.ops(1, depth+1)
	if g.r.Intn(2) == 0 {
		g.both("} else {")
		g.ops(1, depth+1)
	}
	g.both("}")
}

// ranges writes a range over a channel.
func (g *generator) ranges(depth int) {
	ch := g.channel()
	g.write("for range "+ch+" {", `for { g.At(LINE, "recv"); if _, ok := <-`+ch+`; !ok { break }`)
	g.ops(g.r.Intn(2), depth+1)
	g.both("}")
}

func (g *generator) deferred() {
	kind, code := "", ""
	switch k := g.r.Intn(6); {
	case k < 3:
		kind, code = "close", "close("+g.channel()+")"
	case k == 3 && g.nested():
		g.use("ctx")
		kind, code = "cancel", "cancel()"
	case k == 4 && g.waits:
		kind, code = "wgadd", g.use("wg")+".Done()"
	default:
		ch := g.channel()
		g.write("defer func() {", "defer func() {")
		g.op("recv", "<-"+ch)
		g.both("}()")
		return
	}
	g.write("defer "+code, "defer func() { "+guarded(kind, code)+" }()")
}

// condition writes a wait for a condition, or what ends it.
func (g *generator) condition() {
	g.use("cond")
	loop := g.r.Intn(3) > 0
	if loop {
		g.use("ready")
	}
	signal := "cond." + []string{"Signal()", "Broadcast()"}[g.r.Intn(2)]
	switch g.r.Intn(4) {
	case 0:
		g.op("signal", signal)
	case 1:
		g.op("lock", "mu.Lock()")
		if loop {
			g.both("ready = true")
		}
		g.op("signal", signal)
		g.unlock("mu", "Unlock")
	default:
		g.op("lock", "mu.Lock()")
		if loop {
			g.both("for !ready {")
		}
		g.op("cond", "cond.Wait()")
		if loop {
			g.both("}")
		}
		g.unlock("mu", "Unlock")
	}
}

// selects writes a select, sometimes in a loop.
func (g *generator) selects(depth int) {
	loop := g.r.Intn(6) == 0
	if loop {
		g.both("for {")
	}
	type arm struct{ kind, plain, gated string }
	var arms []arm
	for n := 1 + g.r.Intn(3); n > 0; n-- {
		switch k := g.r.Intn(16); {
		case k == 0:
			arms = append(arms, arm{"recv", "case <-time.After(time.Second):", "case <-gate.From(g, LINE, g.After()):"})
		case k < 3 && g.nested():
			g.use("ctx")
			arms = append(arms, arm{"recv", "case <-ctx.Done():", "case <-gate.From(g, LINE, ctx.Done()):"})
		case k < 9:
			ch := g.channel()
			arms = append(arms, arm{"send", "case " + ch + " <- 1:", "case gate.To(g, LINE, " + ch + ") <- 1:"})
		default:
			ch := g.channel()
			arms = append(arms, arm{"recv", "case <-" + ch + ":", "case <-gate.From(g, LINE, " + ch + "):"})
		}
	}
	nonblocking := !loop && g.r.Intn(3) == 0
	// The end is known only when the arms are written.
	const end = "END-OF-SELECT"
	if len(arms) == 1 && !nonblocking { // that is no select for the compiler
		g.write("select {", fmt.Sprintf("g.At(LINE+1, %q); select {", arms[0].kind))
	} else {
		g.write("select {", fmt.Sprintf("g.Select(LINE, %s, %v); select {", end, nonblocking))
	}
	for i, a := range arms {
		g.write(a.plain, a.gated+" g.Ok()")
		if loop && i == len(arms)-1 {
			g.both("return")
			continue
		}
		g.ops(g.r.Intn(2), depth+2)
	}
	if nonblocking {
		g.write("default:", "default: g.Ok()")
		g.ops(g.r.Intn(2), depth+2)
	}
	g.both("}")
	if at := strings.LastIndex(g.forms[1], end); len(arms) > 1 || nonblocking {
		// Selects within this one have their ends already.
		g.forms[1] = g.forms[1][:at] + fmt.Sprint(g.line) + g.forms[1][at+len(end):]
	}
	if loop {
		g.both("}")
	}
}

const (
	plainHeader = `package plain

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

var _, _, _, _ = context.Background, sync.NewCond, atomic.AddInt32, time.Second

func use(int) {}

`
	gatedHeader = `package main

import (
	"context"; "os"; "sync"; "sync/atomic"; "time"
	"differential/gate"
)

var _, _, _, _ = context.Background, sync.NewCond, atomic.AddInt32, time.Second

//go:noinline
func use(int) {}
func main() { gate.Serve(programs, os.Stdin, os.Stdout) }

`
)

// generate writes n programs, P0 and so on, in the two forms; with variables that
// goroutines share, if it is about races.
func generate(seed int64, n int, shares bool) (plain, gated string) {
	g := &generator{r: rand.New(rand.NewSource(seed)), shares: shares}
	g.out[0].WriteString(plainHeader)
	g.out[1].WriteString(gatedHeader)
	g.line = strings.Count(plainHeader, "\n")
	names := ""
	for i := range n {
		name := fmt.Sprintf("P%d", i)
		g.program(name)
		names += name + ", "
	}
	return g.out[0].String(), g.out[1].String() + "var programs = []gate.Program{" + names + "}\n"
}
