package nobody_serves

// goodForever keeps the program running.
func goodForever(serve func()) {
	go serve()
	c := make(chan struct{})
	<-c
}

// badNumber waits for a number, which nobody sends.
func badNumber(serve func()) {
	go serve()
	c := make(chan int)
	<-c // want `receive from c blocks forever`
}

// badStopped waits for what only some callers ask for.
func badStopped(stop bool) {
	c := make(chan struct{})
	if stop {
		close(c)
	}
	<-c // want `receive from c blocks forever`
}
