// Package spinning_loop has loops that go on receiving when the channel is
// closed.
package spinning_loop

import "fmt"

func use(int) {}

// badForever never leaves the loop.
func badForever(items []int) {
	ch := make(chan int)
	go func() {
		for _, item := range items {
			ch <- item
		}
		close(ch)
	}()
	for {
		v := <-ch // want `receive from ch yields zero values forever once it is closed on line 16; check ok`
		use(v)
	}
}

// badDeferredClose has the close in a defer of the producer.
func badDeferredClose(read func() (string, error)) {
	lines := make(chan string, 8)
	go func() {
		defer close(lines)
		for {
			line, err := read()
			if err != nil {
				return
			}
			lines <- line
		}
	}()
	for {
		line := <-lines // want `receive from lines yields zero values forever once it is closed on line 28; check ok`
		fmt.Println(line)
	}
}

// badNoVariable uses the value at once.
func badNoVariable() {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range 3 {
			ch <- i
		}
	}()
	for {
		use(<-ch) // want `receive from ch yields zero values forever once it is closed on line 47; check ok`
	}
}

// badBlank throws ok away.
func badBlank() {
	ch := make(chan int)
	go func() {
		defer close(ch)
		ch <- 1
	}()
	for {
		v, _ := <-ch // want `receive from ch yields zero values forever once it is closed on line 61; check ok`
		use(v)
	}
}

// badIgnored has ok and goes on without a look at it.
func badIgnored() {
	ch := make(chan int)
	go func() {
		defer close(ch)
		ch <- 1
	}()
	for {
		v, ok := <-ch // want `receive from ch yields zero values forever once it is closed on line 74`
		if !ok {
			fmt.Println("closed")
		}
		use(v)
	}
}

// badSkips skips the zero value, and so spins.
func badSkips() {
	ch := make(chan *int)
	go func() {
		defer close(ch)
		ch <- new(int)
	}()
	for {
		p := <-ch // want `receive from ch yields zero values forever once it is closed on line 90; check ok`
		if p == nil {
			continue
		}
		use(*p)
	}
}

// badOther leaves the loop for a value that is not the zero value.
func badOther(items []int) int {
	ch := make(chan int)
	go func() {
		for _, item := range items {
			ch <- item
		}
		close(ch)
	}()
	sum := 0
	for {
		v := <-ch // want `receive from ch yields zero values forever once it is closed on line 109; check ok`
		if v < 0 {
			return sum
		}
		sum += v
	}
}

func goodOK(items []int) {
	ch := make(chan int)
	go func() {
		for _, item := range items {
			ch <- item
		}
		close(ch)
	}()
	for {
		v, ok := <-ch
		if !ok {
			return // ok: closed
		}
		use(v)
	}
}

func goodRange(items []int) {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for _, item := range items {
			ch <- item
		}
	}()
	for v := range ch { // ok: ends when closed
		use(v)
	}
}

// goodNil leaves the loop for the zero value.
func goodNil(items []*int) {
	ch := make(chan *int)
	go func() {
		defer close(ch)
		for _, item := range items {
			if item != nil {
				ch <- item
			}
		}
	}()
	for {
		p := <-ch
		if p == nil {
			return // ok: nil if closed
		}
		use(*p)
	}
}

// goodEmpty leaves it for the empty string.
func goodEmpty(words []string) {
	ch := make(chan string)
	go func() {
		defer close(ch)
		for _, word := range words {
			if word != "" {
				ch <- word
			}
		}
	}()
	for {
		word := <-ch
		if word == "" {
			break // ok: empty if closed
		}
		fmt.Println(word)
	}
}

// goodZero leaves it for a number, and has that in the condition.
func goodZero() {
	ch := make(chan int)
	go func() {
		defer close(ch)
		ch <- 1
	}()
	for v := <-ch; v != 0; v = <-ch { // ok: zero if closed
		use(v)
	}
}

type message struct {
	text string
	last error
	more bool
}

// goodField leaves it for a field of the zero value.
func goodField() {
	ch := make(chan message)
	go func() {
		defer close(ch)
		ch <- message{text: "a", more: true}
	}()
	for {
		m := <-ch
		fmt.Println(m.text)
		if !m.more {
			return // ok: false if closed
		}
	}
}

// goodLength leaves it for a slice without elements.
func goodLength() {
	ch := make(chan []byte)
	go func() {
		defer close(ch)
		ch <- []byte("a")
	}()
	for {
		chunk := <-ch
		if len(chunk) == 0 {
			return // ok: empty if closed
		}
		use(len(chunk))
	}
}

// goodHelper leaves it for what a function says about the zero value.
func goodHelper() {
	ch := make(chan message)
	go func() {
		defer close(ch)
		ch <- message{text: "a"}
	}()
	for {
		m := <-ch
		if isEnd(m) {
			return // ok: an empty text if closed
		}
		fmt.Println(m.text)
	}
}

func isEnd(m message) bool { return m.text == "" }

// goodBounded receives as many as are sent.
func goodBounded() int {
	ch := make(chan int, 3)
	go func() {
		defer close(ch)
		for i := range 3 {
			ch <- i
		}
	}()
	sum := 0
	for range 3 {
		sum += <-ch // ok: three rounds
	}
	return sum
}

// goodCount receives one for each item.
func goodCount(items []int) int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for _, item := range items {
			ch <- item
		}
	}()
	sum := 0
	for i := 0; i < len(items); i++ {
		sum += <-ch // ok: a round for each item
	}
	return sum
}

// goodNotClosed has a producer that does not end.
func goodNotClosed(next func() int) {
	ch := make(chan int)
	go func() {
		for {
			ch <- next()
		}
	}()
	for {
		v := <-ch // ok: nobody closes it
		use(v)
	}
}

// goodOnce receives once only.
func goodOnce() int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		ch <- 1
	}()
	return <-ch // ok: no loop
}

// goodGate receives from a closed channel on purpose, in each round.
func goodGate(step func() bool) {
	ready := make(chan struct{})
	go func() {
		use(1)
		close(ready)
	}()
	for step() {
		<-ready // ok: lets all rounds pass, and step ends the loop
	}
}
