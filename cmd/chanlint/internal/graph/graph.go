// Package graph says who does what in packages: which functions make, send to,
// receive from, close and lock what, and which goroutines they start. It is made of
// the code, not of its runs: what it says can happen in some run.
package graph

import (
	"cmp"
	"slices"

	"github.com/chanlint/chanlint/passes/trace"
)

// A Graph is what the functions of some packages do to channels, locks and their kin.
type Graph struct {
	Functions []Function // those that use an object, start goroutines or are started as one
	Objects   []Object
	Starts    []Start
}

// A Function has the index by which uses and starts name it.
type Function struct {
	Name    string // as in traces: (*Pool).run, First.func1
	Package string // import path
	Pos     trace.Position
	// In are the functions that are started as goroutines and from which calls lead
	// to this one; it is one of them if it is started itself.
	In []int
}

// An Object is what is made at some places and kept in some variables between which
// the code passes it on. Fields of all values of a type count as one.
type Object struct {
	Name string
	Kind trace.Kind
	Pos  trace.Position // where it is made or declared
	// Parameter is set if the callers who pass it are not in the packages.
	Parameter bool
	Buffers   []string // capacities of a channel where it is made, "" if computed
	Uses      []Use    // in the order of Operations
}

// A Use says what a function does to an object, and where.
type Use struct {
	Op       trace.Op
	Function int
	Via      string // of Pass: the function that gets it
	At       []trace.Position
}

// A Start says that a function starts another one as a goroutine.
type Start struct {
	From, To int
	Loop     bool // one of the places is in a loop
	At       []trace.Position
}

// Operations that traces do not have.
const (
	Range trace.Op = "range" // receives in a range loop
	Pass  trace.Op = "pass"  // hands it to a function whose code is not in the packages
)

// operations are in the order in which they are told.
var operations = []trace.Op{
	trace.Make, trace.Add, trace.Send, trace.Receive, Range, trace.Close, trace.Cancel,
	trace.Lock, trace.Unlock, trace.RLock, trace.RUnlock, trace.Do, trace.Done, trace.Wait, trace.Signal, trace.Broadcast, Pass,
}

// GivesTo reports whether a function that does this gives something to the object,
// in contrast to one that waits for what others give.
func GivesTo(op trace.Op) bool {
	switch op {
	case trace.Receive, Range, trace.Wait:
		return false
	}
	return true
}

func (u Use) compare(v Use) int {
	return cmp.Or(
		cmp.Compare(slices.Index(operations, u.Op), slices.Index(operations, v.Op)),
		comparePositions(u.At[0], v.At[0]),
	)
}

func comparePositions(a, b trace.Position) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}
