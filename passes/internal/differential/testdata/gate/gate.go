// Package gate runs small programs with the scheduler in somebody else's hands.
// The primitives are the real ones: a goroutine stops at a gate before each
// operation, and a controller lets one goroutine at a time through.
//
// Whether an operation blocks is seen by letting all others run until nothing
// moves. That takes GOMAXPROCS=1, where Gosched gives every goroutine that can
// run its turn.
package gate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"time"
)

// A Program is instrumented: it calls its argument before each operation.
type Program func(*G)

// A Step is an operation of a forced schedule.
type Step struct {
	Proc int // its number in the schedule, 1 for the first goroutine
	Line int
	Op   string
	Peer int  // the goroutine that is started, or met on an unbuffered channel
	Env  bool // a timer fires
}

// A Place is an operation and where it stands: a select has several lines.
type Place struct {
	Line, End int
	Op        string
}

// A Panic is an operation that panicked, or that ended the program.
type Panic struct {
	Place
	Text string // "" if a later panic hides it
}

// An Outcome is how a run ended.
type Outcome struct {
	Panics []Panic // more than one if a deferred call panics, too
	Loops  bool    // the run was ended since it went on for long
	// Stuck are the operations in which goroutines are blocked at the end, and
	// Procs their numbers in the schedule, 0 if they have none.
	Stuck []Place
	Procs []int
	// Missed is the first step of the schedule that could not be taken.
	Missed *Step
}

// maxGrants bounds the operations of a run.
const maxGrants = 300

// A G is a goroutine of the program.
type G struct {
	run         *run
	wake        chan bool
	at          *Place       // the gate that it stands at, nil if it is at none
	last        Place        // the operation that it was let through to
	end         int          // last line of a select
	nonblocking bool         // select
	onces       map[int]bool // lines of Once.Do
	risky       bool         // it is in an operation that can panic
	panics      []Panic      // so far, while deferred calls run
	only        int          // the line of the only case that a select may take, 0: any
	done        bool
	number      int // in the schedule
	id          string
}

type run struct {
	rand    *rand.Rand
	gs      []*G
	timers  []chan time.Time
	out     Outcome
	over    bool
	current *G
	sticky  bool
	grants  int
	fires   bool // timers that are made now
}

// Random runs a program with a random schedule.
func Random(p Program, seed int64) Outcome {
	r := newRun(seed)
	r.start(p)
	r.finish()
	return r.out
}

// Forced runs a program with a schedule, and then with a random one to its end.
func Forced(p Program, steps []Step, seed int64) Outcome {
	r := newRun(seed)
	r.start(p).number = 1
	for i := 0; i < len(steps) && !r.over; i++ {
		// Of two that meet, the one that would not wait comes second.
		if i+1 < len(steps) && steps[i].Op == "recv" && steps[i+1].Op == "send" && steps[i].Peer == steps[i+1].Proc && steps[i].Proc == steps[i+1].Peer {
			if g := r.numbered(steps[i].Proc); g != nil && g.at != nil && g.nonblocking {
				steps = slices.Clone(steps)
				steps[i], steps[i+1] = steps[i+1], steps[i]
			}
		}
		if !r.take(&steps[i]) && r.out.Missed == nil {
			r.out.Missed = &steps[i]
		}
	}
	r.finish()
	return r.out
}

func newRun(seed int64) *run {
	r := &run{rand: rand.New(rand.NewSource(seed))}
	r.sticky = r.rand.Intn(2) == 0
	return r
}

func (r *run) start(p Program) *G {
	g := r.newG()
	go r.body(g, p)
	r.settle()
	return g
}

func (r *run) newG() *G {
	g := &G{run: r, wake: make(chan bool), onces: map[int]bool{}}
	r.gs = append(r.gs, g)
	return g
}

func (r *run) body(g *G, p func(*G)) {
	defer func() {
		if e := recover(); e != nil && !r.over {
			r.over = true
			if g.risky {
				g.panics = append(g.panics, Panic{Place: g.last})
			}
			g.panics[len(g.panics)-1].Text = fmt.Sprint(e)
		}
		g.done = true
	}()
	g.id = id()
	p(g)
}

// settle lets the goroutines run until each of them is blocked or at a gate.
func (r *run) settle() {
	for range 4 {
		runtime.Gosched()
	}
}

func (r *run) grant(g *G, only int) {
	r.grants++
	g.only, r.current = only, g
	g.last, g.at = *g.at, nil
	g.wake <- true
	r.settle()
}

func (r *run) ready() []*G {
	var out []*G
	for _, g := range r.gs {
		if g.at != nil {
			out = append(out, g)
		}
	}
	return out
}

func (r *run) fire(i int) {
	t := r.timers[i]
	r.timers = slices.Delete(r.timers, i, i+1)
	t <- time.Time{}
}

// finish runs the program to its end with a random schedule.
func (r *run) finish() {
	var last *G
	for !r.over {
		ready := r.ready()
		if len(r.timers) > 0 && (len(ready) == 0 || r.rand.Intn(6) == 0) {
			r.fire(r.rand.Intn(len(r.timers)))
			r.settle()
			continue
		}
		if len(ready) == 0 {
			break
		}
		if r.grants > maxGrants {
			r.out.Loops = true
			break
		}
		g := ready[r.rand.Intn(len(ready))]
		if r.sticky && last != nil && last.at != nil && r.rand.Intn(4) > 0 {
			g = last
		}
		last = g
		r.fires = r.rand.Intn(6) == 0
		r.grant(g, 0)
	}
	for range 10 {
		r.settle()
	}
	for _, g := range r.gs {
		r.out.Panics = append(r.out.Panics, g.panics...)
		// A select of which the schedule wants a case that never comes could take another.
		if !g.done && g.at == nil && (g.last.Op != "select" || g.only == 0) {
			r.out.Stuck = append(r.out.Stuck, g.last)
			r.out.Procs = append(r.out.Procs, g.number)
		}
	}
	r.over = true
}

func (r *run) numbered(n int) *G {
	for _, g := range r.gs {
		if g.number == n {
			return g
		}
	}
	return nil
}

// take lets a goroutine take a step of the schedule. Operations that the
// schedule does not mention, since nobody could tell when they happen, are
// taken on the way; what belongs to an operation that was taken before is
// passed over.
func (r *run) take(s *Step) bool {
	g := r.numbered(s.Proc)
	if g == nil {
		return false
	}
	if q := r.gs[len(r.gs)-1]; s.Op == "go" && s.Line == g.last.Line && q.number == 0 {
		q.number = s.Peer // of the method Go of a wait group
		return true
	}
	for range 6 {
		switch {
		case g.done || g.at == nil:
			return s.Line >= g.last.Line && s.Line <= g.last.End
		case g.takes(s):
			only := 0
			if g.at.Op == "select" && s.Op != "select" {
				only = s.Line
			}
			started := len(r.gs)
			r.fires = s.Env
			r.grant(g, only)
			r.fires = false
			if s.Op == "go" && len(r.gs) > started {
				r.gs[started].number = s.Peer
			}
			return true
		case s.Op == "unlock" && g.onces[s.Line]:
			return true
		case s.Line == g.last.Line && slices.Contains([]string{"unlock", "runlock", "condpark", "lock", "wgadd"}, s.Op):
			return true
		default:
			r.grant(g, 0)
		}
	}
	return false
}

// takes reports whether the gate at which a goroutine stands is that of a step.
func (g *G) takes(s *Step) bool {
	switch g.at.Op {
	case "select":
		isCase := s.Op == "send" || s.Op == "recv" || s.Op == "select" // and not what follows one
		return isCase && s.Line >= g.at.Line && s.Line <= g.at.End
	case "once":
		return s.Line == g.at.Line && s.Op == "lock"
	case "cond":
		return s.Line == g.at.Line && s.Op == "condenter"
	case "wggo":
		return s.Line == g.at.Line && s.Op == "wgadd"
	}
	return s.Line == g.at.Line && s.Op == g.at.Op
}

// At stops before an operation until the controller lets the goroutine through.
func (g *G) At(line int, op string) {
	g.stop(line, line, op)
}

// Select stops before a select that ends on a line.
func (g *G) Select(line, end int, nonblocking bool) {
	g.nonblocking = nonblocking
	g.stop(line, end, "select")
	g.nonblocking = false
}

func (g *G) stop(line, end int, op string) {
	if g.run.over {
		select {} // for a run that is over
	}
	if g.risky { // it is a deferred call that comes here
		g.panics = append(g.panics, Panic{Place: g.last})
	}
	g.risky = op == "send" || op == "close" || op == "wgadd" || op == "select"
	if op == "once" {
		g.onces[line] = true
	}
	g.at = &Place{line, end, op}
	unseen()
	<-g.wake
	seen()
}

// Ok says that an operation that can panic did not.
func (g *G) Ok() { g.risky = false }

// To returns the channel of a case that sends, nil if it may not be taken.
func To[T any](g *G, line int, c chan T) chan<- T {
	if g.only != 0 && g.only != line {
		return nil
	}
	return c
}

// From returns the channel of a case that receives, nil if it may not be taken.
func From[T any](g *G, line int, c <-chan T) <-chan T {
	if g.only != 0 && g.only != line {
		return nil
	}
	return c
}

// After is time.After with a timer that the controller fires.
func (g *G) After() <-chan time.Time {
	t := make(chan time.Time, 1)
	g.run.timers = append(g.run.timers, t)
	if g.run.fires {
		g.run.fire(len(g.run.timers) - 1)
	}
	return t
}

// Go starts a goroutine.
func (g *G) Go(line int, p func(*G)) {
	g.At(line, "go")
	q := g.run.newG()
	go g.run.body(q, p)
}

// WgGo is the method Go of a wait group, in which a panic is to be seen.
func (g *G) WgGo(line int, wg *sync.WaitGroup, p func(*G)) {
	g.At(line, "wggo")
	q := g.run.newG()
	wg.Add(1)
	go g.run.body(q, func(q *G) {
		p(q)
		q.At(line, "wgadd")
		wg.Done()
		q.Ok()
	})
}

// fatal ends the run with an error of the runtime that cannot be recovered.
func (r *run) fatal(p Place, text string) {
	if !r.over {
		r.over = true
		r.current.panics = append(r.current.panics, Panic{p, text})
	}
	select {}
}

// Unlock unlocks a mutex; the runtime would end the process if it is not locked.
func (g *G) Unlock(line int, mu *sync.Mutex) {
	g.At(line, "unlock")
	if mu.TryLock() {
		g.run.fatal(g.last, "sync: unlock of unlocked mutex")
	}
	mu.Unlock()
}

// An RWMutex tells whether it is locked.
type RWMutex struct {
	mu      sync.RWMutex
	readers int
	writer  bool
}

func (mu *RWMutex) Lock() { mu.mu.Lock(); mu.writer = true }

func (mu *RWMutex) RLock() { mu.mu.RLock(); mu.readers++ }

// RWUnlock unlocks a lock that was locked to write.
func (g *G) RWUnlock(line int, mu *RWMutex) {
	g.At(line, "unlock")
	if !mu.writer {
		g.run.fatal(g.last, "sync: Unlock of unlocked RWMutex")
	}
	mu.writer = false
	mu.mu.Unlock()
}

// RUnlock unlocks a lock that was locked to read.
func (g *G) RUnlock(line int, mu *RWMutex) {
	g.At(line, "runlock")
	if mu.readers == 0 {
		g.run.fatal(g.last, "sync: RUnlock of unlocked RWMutex")
	}
	mu.readers--
	mu.mu.RUnlock()
}

// Locker returns the lock of a condition: to release it in the wait, and to get it
// back, are operations of their own.
func (g *G) Locker(mu *sync.Mutex) sync.Locker { return &locker{g.run, mu} }

type locker struct {
	run *run
	mu  *sync.Mutex
}

func (l *locker) Unlock() {
	wait := l.at("unlock")
	if l.mu.TryLock() {
		l.run.fatal(l.run.current.last, "sync: unlock of unlocked mutex")
	}
	if wait != nil {
		wait.last.Op = "cond" // what it is stuck in, if it is
	}
	l.mu.Unlock()
}

func (l *locker) Lock() {
	l.at("lock")
	l.mu.Lock()
}

// at stops before an operation that the wait of the current goroutine consists of, and
// returns that goroutine.
func (l *locker) at(op string) *G {
	me := id()
	for _, g := range l.run.gs {
		if g.id == me && !g.done {
			g.At(g.last.Line, op)
			return g
		}
	}
	return nil
}

// id returns the number of the current goroutine.
func id() string {
	var buf [40]byte
	word := bytes.Fields(buf[:runtime.Stack(buf[:], false)])[1]
	n, _ := strconv.Atoi(string(word))
	return strconv.Itoa(n)
}

// A Job is what to do with a program.
type Job struct {
	Program   int
	Seed      int64
	Runs      int      // random ones
	Schedules [][]Step // to force, each so many times
	Times     int
}

// mark says, between the reports of the race detector, which run of a program
// begins: that with a schedule, or a random one if it is negative.
func mark(program, schedule int) {
	if Racing {
		fmt.Fprintf(os.Stderr, "%s %d %d\n", Mark, program, schedule)
	}
}

// Mark begins the lines that tell runs apart.
const Mark = "== run"

// A Result is what came of a job.
type Result struct {
	Program int
	Random  []Outcome   // the different ones
	Forced  [][]Outcome // of each schedule
}

// Serve does the jobs that it reads.
func Serve(programs []Program, in io.Reader, out io.Writer) {
	runtime.GOMAXPROCS(1)
	unseen()
	from, to := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var job Job
		if from.Decode(&job) != nil {
			return
		}
		result := Result{Program: job.Program}
		seen := map[string]bool{}
		for i := range job.Runs {
			mark(job.Program, -1)
			o := Random(programs[job.Program], job.Seed+int64(i))
			if key, _ := json.Marshal(o); !seen[string(key)] {
				seen[string(key)] = true
				result.Random = append(result.Random, o)
			}
		}
		for n, s := range job.Schedules {
			var outcomes []Outcome
			for i := range job.Times {
				mark(job.Program, n)
				outcomes = append(outcomes, Forced(programs[job.Program], s, job.Seed+int64(i)))
			}
			result.Forced = append(result.Forced, outcomes)
		}
		if to.Encode(result) != nil {
			return
		}
	}
}
