// Package full_buffer sends more than a buffer holds.
package full_buffer

func use(int) {}

func badOneTooMany() {
	ch := make(chan int, 2)
	ch <- 1
	ch <- 2
	ch <- 3 // want `send to ch blocks forever`
	use(<-ch)
}

func badLoop() {
	ch := make(chan int, 3)
	for i := range 4 {
		ch <- i // want `send to ch blocks forever`
	}
	close(ch)
	for v := range ch {
		use(v)
	}
}

func badSemaphore(step func(int) error) {
	sem := make(chan struct{}, 1)
	for i := range 3 {
		sem <- struct{}{} // want `send to sem blocks forever`
		if err := step(i); err != nil {
			continue
		}
		<-sem
	}
}

func goodExactly() {
	ch := make(chan int, 2)
	ch <- 1
	ch <- 2 // ok: the last place of the buffer
	use(<-ch)
}

func goodLoop() {
	ch := make(chan int, 3)
	for i := range 3 {
		ch <- i // ok: as many as the buffer holds
	}
	close(ch)
	for v := range ch {
		use(v)
	}
}

func goodSized(n int) {
	ch := make(chan int, n)
	for i := range n {
		ch <- i // ok: as many as the buffer holds
	}
	close(ch)
	for v := range ch {
		use(v)
	}
}

func goodSizedItems(items []int) {
	ch := make(chan int, len(items))
	for _, item := range items {
		ch <- item // ok: as many as the buffer holds
	}
	close(ch)
	for v := range ch {
		use(v)
	}
}

func goodInterleaved() {
	ch := make(chan int, 1)
	for i := range 3 {
		ch <- i // ok: emptied in every round
		use(<-ch)
	}
}

func goodSemaphore(step func(int) error) {
	sem := make(chan struct{}, 1)
	for i := range 3 {
		sem <- struct{}{} // ok: given back on both paths
		if err := step(i); err != nil {
			<-sem
			continue
		}
		<-sem
	}
}

type answer struct{ deleted, failed []string }

func ask(key string) answer

// The answer to one key is one of both, says who gives it.
func goodOneAnswer(key string) string {
	ch := make(chan string, 1)
	a := ask(key)
	for _, d := range a.deleted {
		ch <- d // ok: not known to be more than one
	}
	for _, f := range a.failed {
		ch <- f // ok: not known to be beside another
	}
	return <-ch
}

func badAnswerTwice(key string) string {
	ch := make(chan string, 1)
	a := ask(key)
	for _, d := range a.deleted {
		ch <- d
		ch <- d // want `send to ch blocks forever`
	}
	return <-ch
}
