package trace

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Version is the version of the encoding.
const Version = 1

// Limits on what is encoded and decoded. A trace beyond them would not be read
// by anybody, and goes into the output of tools that have limits, too.
const (
	MaxBytes      = 1 << 20 // of the encoding
	MaxGoroutines = 50
	MaxObjects    = 200
	MaxSteps      = 200
	MaxText       = 300 // bytes of a name or a text
)

// document is a trace as it is encoded.
type document struct {
	Version int `json:"version"`
	*Trace
}

// Encode returns the encoding of a trace: a JSON object
//
//	{"version": 1, "goroutines": [...], "objects": [...], "steps": [...]}
//
// whose lists hold what the types of this package say, under the names of their
// json tags. What is beyond the limits is left out, out of the middle of the
// steps. The error tells of numbers of goroutines and objects that do not exist, and
// of traces that are too large all the same.
func Encode(t *Trace) ([]byte, error) {
	t, problems := t.cleaned()
	if len(problems) > 0 {
		return nil, fmt.Errorf("invalid trace: %w", errors.Join(problems...))
	}
	data, err := json.Marshal(document{Version, t})
	if err == nil && len(data) > MaxBytes {
		err = fmt.Errorf("trace of %d bytes: more than %d", len(data), MaxBytes)
	}
	return data, err
}

// Decode returns the trace of an encoding. It takes what it can get: fields that
// it does not know are ignored, and steps that make no sense are left out. The
// error tells what that was, and comes with the rest of the trace; the trace is
// nil only if nothing can be read.
func Decode(data []byte) (*Trace, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("trace of %d bytes: more than %d", len(data), MaxBytes)
	}
	d := document{Trace: new(Trace)}
	err := json.Unmarshal(data, &d)
	var mismatch *json.UnmarshalTypeError // the other fields have been read all the same
	if err != nil && !errors.As(err, &mismatch) {
		return nil, fmt.Errorf("trace is not JSON: %w", err)
	}
	switch {
	case d.Version < 1:
		return nil, errors.New("trace has no version")
	case d.Version > Version:
		return nil, fmt.Errorf("trace has version %d, and %d is the newest that is understood", d.Version, Version)
	}
	t, problems := d.Trace.cleaned()
	if err != nil {
		problems = append([]error{err}, problems...)
	}
	if len(t.Steps) == 0 {
		return nil, errors.Join(append(problems, errors.New("trace has no steps"))...)
	}
	return t, errors.Join(problems...)
}

// cleaned returns a copy that is within the limits and refers to nothing that
// does not exist, and what it left out for the latter reason.
func (t *Trace) cleaned() (*Trace, []error) {
	var (
		c        Trace
		problems []error
		skipped  int
	)
	for _, g := range t.Goroutines[:min(len(t.Goroutines), MaxGoroutines)] {
		c.Goroutines = append(c.Goroutines, Goroutine{cut(g.Name), g.Start.cleaned()})
	}
	for _, o := range t.Objects[:min(len(t.Objects), MaxObjects)] {
		c.Objects = append(c.Objects, Object{cut(o.Name), o.Kind, o.Made.cleaned()})
	}
	for i, s := range t.Steps {
		skipped += max(s.Skipped, 0)
		missing := s.missing(t)
		if missing != "" {
			problems = append(problems, fmt.Errorf("step %d: there is no %s", i+1, missing))
		}
		if missing != "" || s.missing(&c) != "" {
			skipped++
			continue
		}
		s.Pos, s.End, s.Text, s.Skipped = s.Pos.cleaned(), s.End.cleaned(), cut(s.Text), skipped
		c.Steps = append(c.Steps, s)
		skipped = 0
	}
	c.Steps = shortened(c.Steps)
	return &c, problems
}

// missing names what the step refers to and the trace does not have, or returns
// "".
func (s *Step) missing(t *Trace) string {
	switch {
	case s.Goroutine < 1 || s.Goroutine > len(t.Goroutines):
		return fmt.Sprintf("goroutine %d", s.Goroutine)
	case s.Peer < 0 || s.Peer > len(t.Goroutines):
		return fmt.Sprintf("goroutine %d", s.Peer)
	case s.State != nil && (s.State.Holder < 0 || s.State.Holder > len(t.Goroutines)):
		return fmt.Sprintf("goroutine %d", s.State.Holder)
	case s.Object < 0 || s.Object > len(t.Objects):
		return fmt.Sprintf("object %d", s.Object)
	}
	return ""
}

// shortened leaves out the middle of too many steps.
func shortened(steps []Step) []Step {
	over := len(steps) - MaxSteps
	if over <= 0 {
		return steps
	}
	const half = MaxSteps / 2
	end := steps[half+over:]
	for _, s := range steps[half : half+over] {
		end[0].Skipped += 1 + s.Skipped
	}
	return append(steps[:half:half], end...)
}

// cleaned returns the position without what cannot be.
func (p Position) cleaned() Position {
	if !p.IsValid() {
		return Position{}
	}
	p.Column = max(p.Column, 0)
	return p
}

// cut shortens a text, and makes it valid UTF-8.
func cut(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) > MaxText {
		s = strings.ToValidUTF8(s[:MaxText-len("…")], "") + "…"
	}
	return s
}
