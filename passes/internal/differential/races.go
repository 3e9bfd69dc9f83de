package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/differential/testdata/gate"
	"github.com/chanlint/chanlint/passes/internal/explore"
)

// raceProcess is how many programs go into one process: the race detector bears
// 8128 goroutines, and those that are stuck stay there.
const raceProcess = 10

// races counts what was found about data races.
type races struct {
	racy int // programs in which the race detector sees a race
	// The races that it sees, those that the engine knows, and those of a variable
	// of which the engine knows another race.
	seen, foreseen, sameVariable int
	// The races that are reported, those that are seen on the run that the engine
	// gives for them, and those where another race of the variable is seen there:
	// the race detector keeps one access of a goroutine, until it synchronises.
	told, agreed, otherAccess int
	doubted, shown            int // what is not reported since it is doubtful, and seen
}

// places are the lines of two accesses, the first one first, which is 0 if the race
// detector does not know it.
type places [2]int

func placesOf(a, b int) places { return places{min(a, b), max(a, b)} }

// A raceClaim is a race that the engine knows, and a run on which it is.
type raceClaim struct {
	at       places
	steps    []gate.Step
	reported bool
}

// races returns what the engine says about races in a program.
func (e *engine) races(name string) (claims []raceClaim, whole bool) {
	fn := e.prog.Index("plain." + name)
	if fn < 0 {
		return nil, true
	}
	g := explore.Run(e.prog, int(fn), nil, explore.Options{})
	whole = g.Done && !slices.ContainsFunc(g.Nodes, func(n *explore.Node) bool { return n.Cut })
	for _, f := range detect.Find(g) {
		if f.Kind == detect.DataRace {
			claims = append(claims, raceClaim{
				at:       placesOf(e.line(f.Site.Pos), e.line(f.Other.Pos)),
				steps:    e.steps(f.Events, claim{}),
				reported: f.Level == detect.Sure,
			})
		}
	}
	return claims, whole
}

// raceBatch compares some programs with what the race detector sees.
func (c *comparison) raceBatch(seed int64, n int) error {
	plain, gated := generate(seed, n, true)
	e, err := newEngine(plain)
	if err != nil {
		return err
	}
	// The gates are not instrumented, so that the race detector sees the programs
	// alone.
	binary, clean, err := build(gated, "-race", "-gcflags=differential/gate=-race=false")
	if err != nil {
		return err
	}
	defer clean()
	claims, whole := make([][]raceClaim, n), make([]bool, n)
	jobs := make([]gate.Job, n)
	for i := range n {
		claims[i], whole[i] = e.races(fmt.Sprintf("P%d", i))
		jobs[i] = gate.Job{Program: i, Seed: seed<<20 + int64(i)<<8, Runs: c.runs, Times: times}
		for _, claim := range claims[i] {
			jobs[i].Schedules = append(jobs[i].Schedules, claim.steps)
		}
	}
	lines := strings.Split(plain, "\n")
	for chunk := range slices.Chunk(jobs, raceProcess) {
		_, stderr, err := execute(binary, chunk)
		if err != nil {
			return err
		}
		seen := reported(stderr)
		for _, job := range chunk {
			i := job.Program
			maps.DeleteFunc(seen[i], func(p places, _ []int) bool {
				return p[1] == 0 || sharedVariable(lines[p[1]-1]) == "" // a send against a close, say
			})
			if diff := c.compareRaces(claims[i], whole[i], lines, seen[i]); diff != "" {
				c.differences++
				if c.differences <= c.show {
					name := fmt.Sprintf("P%d", i)
					fmt.Fprintf(c.out, "== seed %d, %s\n%s%s\n", seed, name, diff, source(plain, name))
				}
			}
		}
	}
	return nil
}

// compareRaces compares what the engine says of a program with what the race
// detector sees, in which runs, and returns the differences.
func (c *comparison) compareRaces(claims []raceClaim, whole bool, lines []string, seen map[places][]int) string {
	c.programs++
	if !whole {
		c.cut++
	}
	if len(seen) > 0 {
		c.racy++
	}
	var diff strings.Builder
	variable := func(p places) string { return sharedVariable(lines[p[1]-1]) }
	for _, p := range slices.SortedFunc(maps.Keys(seen), func(a, b places) int { return slices.Compare(a[:], b[:]) }) {
		c.seen++
		switch {
		case slices.ContainsFunc(claims, func(r raceClaim) bool { return r.at == p }):
			c.foreseen++
		case slices.ContainsFunc(claims, func(r raceClaim) bool { return variable(r.at) == variable(p) }):
			c.sameVariable++
		case whole:
			fmt.Fprintf(&diff, "missed: race of %s on lines %d and %d\n", variable(p), p[0], p[1])
		}
	}
	for i, r := range claims {
		exact, other := slices.Contains(seen[r.at], i), false
		for p, runs := range seen {
			other = other || variable(p) == variable(r.at) && slices.Contains(runs, i)
		}
		switch {
		case r.reported && exact:
			c.told++
			c.agreed++
		case r.reported && other:
			c.told++
			c.otherAccess++
		case r.reported:
			c.told++
		case exact || other:
			c.doubted++
			c.shown++
		default:
			c.doubted++
		}
		if r.reported && !exact && !other {
			fmt.Fprintf(&diff, "does not follow (seen in other runs: %v): race of %s on lines %d and %d\n",
				len(seen[r.at]) > 0, variable(r.at), r.at[0], r.at[1])
			for _, s := range r.steps {
				fmt.Fprintf(&diff, "\tgoroutine %d, line %d: %s %d\n", s.Proc, s.Line, s.Op, s.Peer)
			}
		}
	}
	return diff.String()
}

// sharedVariable returns the variable that a line accesses.
func sharedVariable(line string) string {
	line = strings.TrimSpace(line)
	for _, a := range accesses {
		if line == a.code {
			return a.object
		}
	}
	return ""
}

var (
	accessLine = regexp.MustCompile(`(?i)^(previous )?(atomic )?(read|write) at `)
	frameLine  = regexp.MustCompile(`^[/<]\S+:(\d+) `)
)

// reported reads the reports of the race detector: for each program the races,
// and in the runs of which schedules they were seen.
func reported(stderr string) map[int]map[places][]int {
	out := map[int]map[places][]int{}
	program, schedule := 0, -1
	var at []int       // the lines of the accesses of a report
	searching := false // for the frame of an access
	name := ""         // of the function whose frame is next
	access := func(line int) {
		searching = false
		if at = append(at, line); len(at) != 2 {
			return
		}
		if out[program] == nil {
			out[program] = map[places][]int{}
		}
		if p := placesOf(at[0], at[1]); !slices.Contains(out[program][p], schedule) {
			out[program][p] = append(out[program][p], schedule)
		}
	}
	for line := range strings.Lines(stderr) {
		line = strings.TrimSpace(line)
		switch m := frameLine.FindStringSubmatch(line); {
		case strings.HasPrefix(line, gate.Mark):
			fmt.Sscanf(strings.TrimPrefix(line, gate.Mark), "%d %d", &program, &schedule)
		case strings.HasPrefix(line, "WARNING: DATA RACE"):
			at, searching = nil, false
		case accessLine.MatchString(line):
			searching = true
		case !searching:
		case line == "":
			access(0)
		case m == nil:
			name = line
		case strings.HasPrefix(name, "main."):
			n, _ := strconv.Atoi(m[1])
			access(n)
		}
	}
	return out
}

func (c *comparison) raceSummary() {
	fmt.Fprintf(c.out, "%d programs, %d random runs of each\n", c.programs, c.runs)
	c.share("explored in part only", c.cut, c.programs)
	c.share("have a race that the race detector sees", c.racy, c.programs)
	c.share("recall: races seen, and foreseen", c.foreseen, c.seen)
	c.share("... or another one of the variable", c.foreseen+c.sameVariable, c.seen)
	c.share("precision: races reported, and seen on their runs", c.agreed, c.told)
	c.share("... or another one of the variable", c.agreed+c.otherAccess, c.told)
	c.share("doubtful races, and seen on their runs", c.shown, c.doubted)
	fmt.Fprintf(c.out, "%d programs with a difference\n", c.differences)
}
