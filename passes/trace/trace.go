// Package trace is the way to a finding as data: which goroutines there are,
// and what they do, step by step, until one of them panics or blocks forever.
//
// chanlint's passes produce traces; the chanlint command and other drivers
// decode and draw them. A trace is made for reading: it holds the steps that
// matter for one finding, not everything that the program does.
//
// # Numbers
//
// Goroutines and objects are numbered from 1, in the order of the slices that
// hold them; 0 stands for none. So "goroutine 2" in a message is
// Goroutines[1].
//
// # Time
//
// Steps are in the order in which they happen. Two steps that happen at once,
// an unbuffered send and its receive, stand one after the other and name each
// other's goroutine as Peer; IsMeeting tells. A step that has to wait first is
// there twice if the wait matters: once with the outcome Waits where it starts,
// and once where it gets on.
//
// # Encoding
//
// Encode and Decode use JSON, described at Encode. Its version changes only if
// an old reader would misunderstand a new trace: operations, kinds and outcomes
// that a reader does not know must be shown by their names, so they can be added
// without a new version.
package trace

// A Trace is the way to a finding.
type Trace struct {
	// The goroutines that take part. The first one runs the function where the
	// way begins.
	Goroutines []Goroutine `json:"goroutines"`
	// The objects that the steps are about.
	Objects []Object `json:"objects,omitempty"`
	// What happens, in order. The last step is the one that goes wrong; more than
	// one may be wrong, as in a deadlock.
	Steps []Step `json:"steps"`
}

// A Goroutine is one column of the picture.
type Goroutine struct {
	// Name is the name of its function in the source, such as "main",
	// "(*Pool).run" or "main.func1".
	Name string `json:"name"`
	// Start is the go statement, or the call that stands for one. The first
	// goroutine has none.
	Start Position `json:"start,omitzero"`
}

// An Object is a channel, a lock or something else that goroutines share.
type Object struct {
	// Name is how the source calls it, such as "errc" or "p.mu"; it may be empty.
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	// Made is where it is made or declared, if that is known.
	Made Position `json:"made,omitzero"`
}

// A Step is something that a goroutine does.
type Step struct {
	Goroutine int      `json:"goroutine"`
	Pos       Position `json:"pos"`
	End       Position `json:"end,omitzero"` // if it is known
	Op        Op       `json:"op"`
	// Object is what the operation is applied to. Of a select it is the object of
	// the case that is taken.
	Object int `json:"object,omitempty"`
	// State is the state of the object after the step, nil if it is not known.
	State *State `json:"state,omitempty"`
	// Peer is the goroutine that Go starts, or that meets this one on an
	// unbuffered channel.
	Peer    int     `json:"peer,omitempty"`
	Outcome Outcome `json:"outcome,omitempty"`
	// Text is said in place of the operation and the object, in the third person:
	// "returns with p.mu locked". It is for what these do not say.
	Text string `json:"text,omitempty"`
	// Skipped is the number of steps that are left out right before this one.
	Skipped int `json:"skipped,omitempty"`
}

// A Position is a place in a file. Line and Column count from 1, and Column
// counts bytes, as in go/token; 0 is unknown.
type Position struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column,omitempty"`
}

// IsValid reports whether the position is known.
func (p Position) IsValid() bool { return p.File != "" && p.Line > 0 }

// Kind says what an object is.
type Kind string

// The kinds of objects.
const (
	Channel   Kind = "channel"
	Mutex     Kind = "mutex"
	RWMutex   Kind = "rwmutex"
	WaitGroup Kind = "waitgroup"
	Once      Kind = "once"
	Cond      Kind = "cond"
	Context   Kind = "context"
	Timer     Kind = "timer"
	Variable  Kind = "variable"
)

// IsLock reports whether goroutines hold objects of this kind.
func (k Kind) IsLock() bool { return k == Mutex || k == RWMutex }

// Op says what a step does.
type Op string

// The operations.
const (
	Go        Op = "go" // starts Peer
	Return    Op = "return"
	Panic     Op = "panic"
	Exit      Op = "exit" // ends the program or, as runtime.Goexit does, the goroutine
	Fail      Op = "fail" // fails the test, and goes on
	Sleep     Op = "sleep"
	Stop      Op = "stop" // a timer or ticker
	Make      Op = "make"
	Send      Op = "send"
	Receive   Op = "receive"
	Close     Op = "close"
	Select    Op = "select" // with no case that can proceed
	Lock      Op = "lock"
	Unlock    Op = "unlock"
	RLock     Op = "rlock"
	RUnlock   Op = "runlock"
	Add       Op = "add"
	Done      Op = "done"
	Wait      Op = "wait"
	Signal    Op = "signal"
	Broadcast Op = "broadcast"
	Do        Op = "do"
	Cancel    Op = "cancel"
	Read      Op = "read"
	Write     Op = "write"
)

// Outcome says how a step ends; empty, it just succeeds.
type Outcome string

// The outcomes.
const (
	Waits  Outcome = "waits"  // cannot proceed yet
	Blocks Outcome = "blocks" // never proceeds
	Panics Outcome = "panics" // panics, or ends the program with a fatal error
	Wrong  Outcome = "wrong"  // succeeds, but is what the finding is about
)

// IsBad reports whether the outcome is what a finding is about.
func (o Outcome) IsBad() bool { return o != "" && o != Waits }

// A State is the state of an object; which fields count depends on its kind.
type State struct {
	Len    int  `json:"len,omitempty"`    // values in the buffer of a channel
	Cap    int  `json:"cap,omitempty"`    // capacity of a channel
	Closed bool `json:"closed,omitempty"` // channel closed, context cancelled, timer stopped, once done
	Nil    bool `json:"nil,omitempty"`    // nil channel
	// Holder is the goroutine that holds a lock or runs the function of a once.
	Holder  int `json:"holder,omitempty"`
	Readers int `json:"readers,omitempty"` // goroutines that hold the lock for reading
	Count   int `json:"count,omitempty"`   // counter of a wait group
}

// IsMeeting reports whether the steps i and i+1 happen at once: one sends what
// the other receives.
func (t *Trace) IsMeeting(i int) bool {
	if i+1 >= len(t.Steps) {
		return false
	}
	a, b := t.Steps[i], t.Steps[i+1]
	return a.Goroutine != b.Goroutine && a.Peer == b.Goroutine && b.Peer == a.Goroutine && a.Object == b.Object && b.Skipped == 0 &&
		(a.Op == Send && b.Op == Receive || a.Op == Receive && b.Op == Send)
}
