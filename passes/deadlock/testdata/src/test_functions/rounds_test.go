package test_functions

import "testing"

// A benchmark runs at least once, and all of it as often.
func BenchmarkGoodRounds(b *testing.B) {
	c := make(chan int)
	go func() {
		for i := 0; i < b.N; i++ {
			c <- i
		}
	}()
	n := 0
	for {
		<-c
		n++
		if n == b.N {
			break
		}
	}
}
