package explore

import "github.com/chanlint/chanlint/passes/internal/model"

// An Event is something that a process did on the way from one node to the
// next.
type Event struct {
	Kind EventKind
	Op   model.Op
	Proc int32 // serial of the process
	Peer int32 // serial of the partner of a rendezvous, or of the process that was started
	Obj  int32 // serial of the object
	// Off is the cell of the object, for locks and wait groups, and for a new process
	// the function of the package that it runs, whatever library code starts it.
	Off int32
	// Aux depends on Kind and Op: the capacity of a channel that is made, -1 if it is
	// not known; the serial of the parent of a done channel that is made, 0 if it has
	// none; what is added to a WaitGroup; the function that a new process runs.
	// Of a decision between true and false, Off is how it went, and Peer the same number
	// for both.
	Aux  int64
	Site Site
	// Inner is set for a bug of another package with something of its own, and for a
	// decision in its code.
	Inner bool
}

// A Site is a place in the code: the innermost one that has a position.
type Site struct {
	Fn   int32
	PC   int32
	Pos  model.Pos
	Name string
}

// EventKind says what an event is.
type EventKind uint8

// The kinds of events.
const (
	EvOp      EventKind = iota // executed Op
	EvSpawn                    // started process Peer
	EvEnd                      // the process ended; Aux tells how
	EvReturn                   // the root function returned; Aux as for EvEnd
	EvChoice                   // took a decision; Aux is its kind
	EvBug                      // Aux is a BugKind
	EvAccess                   // read or wrote memory; Aux: see model.AccessOf
	EvAcquire                  // knows what was released with Obj; see Order
	EvRelease                  // lets those who acquire Obj know; see Order
	EvSkip                     // a call of function Aux was not looked into, in which it may have waited or released a lock
)

// Announces is the Aux of a Lock that has to wait for readers: it keeps new ones
// out from then on.
const Announces = 1

// BugKind says what went wrong when an operation was executed.
type BugKind int64

// The bugs that show when an operation is executed.
const (
	SendClosed BugKind = iota + 1
	CloseClosed
	CloseNil
	NegativeCounter
	UnlockUnlocked
	// HeldOnReturn: a function returns with a lock that it releases elsewhere; the
	// Peer of the event is a Status.
	HeldOnReturn
)

// Status is what a function tells its caller by its results.
type Status = int32

// The statuses. An error that is not nil is a failure, and so is false, or nil
// where there is neither an error nor a boolean.
const (
	NoStatus Status = iota
	Success
	Failure
)

// Ended says how a process ended: it is the Aux of EvEnd and EvReturn.
const (
	EndedByPanic  = int64(unwindPanic)
	EndedByGoexit = int64(unwindExit)
)

// Buffered returns how many values an event adds to the buffer of its channel.
func (e Event) Buffered() int {
	switch k := choiceKind(e.Aux); {
	case e.Kind != EvOp:
	case e.Op == model.Send && (k == cPush || k == cPushMaybe):
		return 1
	case e.Op == model.Recv && k == cQueue:
		return -1
	}
	return 0
}

// FindsClosed reports whether an event is a receive from a channel that is
// closed, or that a deadline or the environment closes at this moment.
func (e Event) FindsClosed() bool {
	switch choiceKind(e.Aux) {
	case cClosed, cEnvClosed, cDeadline:
		return e.Kind == EvOp && e.Op == model.Recv
	}
	return false
}

// IsValue reports whether an event is a receive of a value that unknown code sent.
func (e Event) IsValue() bool { return e.Op == model.Recv && choiceKind(e.Aux) == cEnvValue }

// Fires reports whether an event is a receive from a timer that goes off.
func (e Event) Fires() bool { return e.Op == model.Recv && choiceKind(e.Aux) == cTimer }

// FromEnvironment reports whether an event is a receive that the environment
// answered: a signal, a timer, a deadline, a caller.
func FromEnvironment(e Event) bool {
	switch choiceKind(e.Aux) {
	case cEnvValue, cEnvClosed, cTimer, cDeadline:
		return e.Op == model.Recv
	}
	return false
}
