package selected

func badSend() {
	done := make(chan int, 1)
	close(done)
	done <- 1 // want `^sendclosed: `
}

func closeTwice() {
	done := make(chan int)
	close(done)
	close(done)
}

func receiveNil() {
	var done chan int
	<-done
}
