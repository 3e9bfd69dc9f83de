package early_return

// throttled and plain are providers; only one of them can be throttled.
type provider interface{ provide(out chan<- int) }

type throttler interface{ throttle() bool }

type plain struct{}

func (plain) provide(out chan<- int) {}

type throttled struct{}

func (throttled) provide(out chan<- int) { out <- 1 }

func (throttled) throttle() bool { return true }

func run(p provider, out chan int) {
	if t, ok := p.(throttler); ok && t.throttle() {
		go func() {
			out <- 1 // want `goroutine blocks forever sending to out`
		}()
	}
}

func badThrottled() {
	run(throttled{}, make(chan int))
}

func goodPlain() {
	out := make(chan int, 1)
	if t, ok := provider(plain{}).(throttler); ok { // never
		go func() { out <- b2i(t.throttle()); out <- 2 }()
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
