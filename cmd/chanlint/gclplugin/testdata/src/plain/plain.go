package plain

func badSend() {
	done := make(chan int, 1)
	close(done)
	done <- 1 // want `^sendclosed: send on closed channel done \(closed on line 5\); 1\. goroutine 1 makes done .*\(plain\.go:4\); 2\. .*\(plain\.go:5\); 3\. .*: panic: send on closed channel \(plain\.go:6\)$`
}

// badNolint is reported: golangci-lint itself wants to see what is silenced.
func badNolint() {
	done := make(chan int)
	close(done)
	close(done) //nolint:chanlint // want `^doubleclose: `
}

func goodIgnored() {
	done := make(chan int)
	close(done)
	close(done) //chanlint:ignore doubleclose the test of directives
}

func goodClose() {
	done := make(chan int, 1)
	done <- 1
	close(done)
}

func badDirective() {
	//chanlint:ignore doubleclose nothing here // want `^badignore: ignore directive suppresses nothing of doubleclose$`
}

// goodDoubtful is not reported at the level default.
func goodDoubtful() {
	go func() {
		select {}
	}()
}
