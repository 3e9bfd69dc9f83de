// Package pipeline ranges over the output of stages.
package pipeline

func generate(n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := range n {
			out <- i
		}
	}()
	return out
}

func double(in <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		for v := range in { // ok: generate closes its output
			out <- 2 * v
		}
	}()
	return out
}

func badStage() int {
	doubled := double(generate(3))
	sum := 0
	for v := range doubled { // want `range over channel doubled never ends: nobody closes it`
		sum += v
	}
	return sum
}

func count(n int) <-chan int {
	out := make(chan int)
	go func() {
		for i := range n {
			out <- i
		}
	}()
	return out
}

func badSource() int {
	numbers := count(3)
	sum := 0
	for v := range numbers { // want `range over channel numbers never ends: nobody closes it`
		sum += v
	}
	return sum
}

func square(in <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for v := range in { // ok: generate closes its output
			out <- v * v
		}
	}()
	return out
}

func goodStages() int {
	sum := 0
	for v := range square(generate(3)) { // ok: every stage closes its output
		sum += v
	}
	return sum
}

func goodCounted() int {
	numbers := count(3)
	sum := 0
	for range 3 {
		sum += <-numbers // ok: no range, all values are received
	}
	return sum
}
