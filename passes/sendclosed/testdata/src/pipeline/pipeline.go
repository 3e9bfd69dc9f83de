// Package pipeline has stages that send on to what another stage sends to as well.
package pipeline

type stage interface {
	Run(in chan string) chan string
}

type source interface {
	Lines() chan string
}

type matcher struct {
	stage  stage
	source source
	match  func(string) bool
}

func (m *matcher) Good(in chan string) chan string {
	next := make(chan string)
	out := make(chan string)
	outNext := m.stage.Run(next)
	go func() {
		defer close(out)
		for s := range outNext {
			out <- s
		}
	}()
	go func() {
		defer close(next)
		for s := range in {
			if !m.match(s) {
				out <- s // ok: next is not closed yet, and so neither is outNext
				continue
			}
			next <- s
		}
	}()
	return out
}

func (m *matcher) Bad(in chan string) chan string {
	out := make(chan string)
	other := m.source.Lines()
	go func() {
		defer close(out)
		for s := range other {
			out <- s
		}
	}()
	go func() {
		for s := range in {
			out <- s // want `send on channel out that another goroutine can close first`
		}
	}()
	return out
}
