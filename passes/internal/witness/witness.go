// Package witness turns the run that leads to a finding into the few steps that
// a reader needs: what the objects of the finding went through, who started
// whom, and what removed the partner.
package witness

import (
	"fmt"
	"go/token"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// A Step is one step of a run.
type Step struct {
	Pos  token.Pos
	Text string
}

// maxSteps is how many steps are shown; the middle of a longer run is left out.
const maxSteps = 14

// Steps returns the steps of a finding, in order, ending with the bad one. at resolves
// positions, line gives their lines.
func Steps(f *detect.Finding, at func(model.Pos) token.Pos, line func(model.Pos) int) []Step {
	w := &writer{f: f, at: at, line: line, objs: map[int32]bool{}, started: map[int32]model.Pos{}, number: map[int32]int{}}
	w.relevant()
	var steps []Step
	for i, chain := range f.Chains {
		for k, s := range chain {
			text := fmt.Sprintf("goroutine %d locks %s", i+1, s.Name)
			if k > 0 {
				text = fmt.Sprintf("goroutine %d waits for %s", i+1, s.Name)
			}
			steps = append(steps, Step{w.at(s.Pos), text})
		}
	}
	if len(steps) > 0 {
		return steps
	}
	for _, e := range f.Events {
		if s, ok := w.step(e); ok {
			steps = append(steps, s)
		}
	}
	if last := w.end(); last.Text != "" {
		steps = append(steps, last)
	}
	if n := len(steps); n > maxSteps {
		steps = append(steps[:maxSteps/2:maxSteps/2], steps[n-maxSteps/2:]...)
	}
	return steps
}

type writer struct {
	f       *detect.Finding
	at      func(model.Pos) token.Pos
	line    func(model.Pos) int
	objs    map[int32]bool
	procs   map[int32]bool
	started map[int32]model.Pos
	number  map[int32]int
}

// relevant collects the objects that the finding is about and the processes
// that deal with them.
func (w *writer) relevant() {
	for _, t := range append([]explore.Target{w.f.Target}, w.f.Targets...) {
		if t.Serial > 0 {
			w.objs[t.Serial] = true
		}
	}
	w.procs = map[int32]bool{w.f.Proc: true}
	parent := map[int32]int32{}
	for _, e := range w.f.Events {
		switch {
		case e.Kind == explore.EvSpawn:
			parent[e.Peer] = e.Proc
			w.started[e.Peer] = e.Site.Pos
		case e.Kind == explore.EvOp && w.objs[e.Obj]:
			w.procs[e.Proc] = true
		}
	}
	for p := range w.procs {
		for q, ok := parent[p]; ok; q, ok = parent[q] {
			w.procs[q] = true
		}
	}
}

// who names a process.
func (w *writer) who(serial int32) string {
	n, ok := w.number[serial]
	if !ok {
		n = len(w.number) + 1
		w.number[serial] = n
	}
	if at, ok := w.started[serial]; ok {
		return fmt.Sprintf("goroutine %d (started on line %d)", n, w.line(at))
	}
	return fmt.Sprintf("goroutine %d", n)
}

func (w *writer) step(e explore.Event) (Step, bool) {
	s := Step{Pos: w.at(e.Site.Pos)}
	switch e.Kind {
	case explore.EvSpawn:
		if !w.procs[e.Peer] {
			return s, false
		}
		by := w.who(e.Proc)
		s.Text = fmt.Sprintf("%s starts goroutine %d", by, w.numberOf(e.Peer))
	case explore.EvReturn:
		s.Text = w.who(e.Proc) + " returns"
	case explore.EvOp:
		if e.Obj <= 0 || !w.objs[e.Obj] {
			if e.Op == model.Sleep && w.f.Kind == detect.MainSleep {
				s.Text = w.who(e.Proc) + " sleeps"
				return s, true
			}
			return s, false
		}
		s.Text = w.who(e.Proc) + " " + operation(e.Op, e.Site.Name)
		if e.Op == model.Lock && e.Aux == explore.Announces {
			s.Text += ", once the readers are out"
		}
	default:
		return s, false
	}
	return s, e.Site.Pos != 0
}

func (w *writer) numberOf(serial int32) int {
	w.who(serial)
	return w.number[serial]
}

// operation says what an operation does to its object.
func operation(op model.Op, name string) string {
	if name == "" {
		name = "a channel"
		if op >= model.Lock {
			name = "it"
		}
	}
	switch op {
	case model.MakeChan, model.ChildDone:
		return "makes " + name
	case model.Send:
		return "sends to " + name
	case model.Recv:
		return "receives from " + name
	case model.Close, model.Cancel:
		return "closes " + name
	case model.Lock, model.TryLock:
		return "locks " + name
	case model.RLock, model.TryRLock:
		return "read-locks " + name
	case model.Unlock, model.RUnlock:
		return "unlocks " + name
	case model.WgAdd:
		return "changes the counter of " + name
	case model.WgWait, model.CondPark:
		return "waits for " + name
	case model.Signal:
		return "signals " + name
	}
	return op.String() + " " + name
}

// end is the step that goes wrong.
func (w *writer) end() Step {
	f := w.f
	s := Step{Pos: w.at(f.Site.Pos)}
	switch f.Kind {
	case detect.SendClosed:
		s.Text = w.who(f.Proc) + " sends: panic"
	case detect.CloseClosed, detect.CloseNil:
		s.Text = w.who(f.Proc) + " closes: panic"
	case detect.HeldOnReturn:
		s.Text = w.who(f.Proc) + " leaves it locked"
	case detect.UnlockUnlocked:
		s.Text = w.who(f.Proc) + " unlocks: fatal error"
	case detect.NegativeCounter:
		s.Text = w.who(f.Proc) + " counts below zero: panic"
	case detect.AddRace:
		s.Text = w.who(f.Proc) + " need not wait for the Add"
	case detect.Spin:
		s.Text = w.who(f.Proc) + " receives zero values from now on"
	case detect.MainExit, detect.MainSleep:
		s.Text = fmt.Sprintf("goroutine %d has not finished", w.numberOf(f.Proc))
	default:
		s.Text = w.who(f.Proc) + " is blocked forever"
	}
	return s
}
