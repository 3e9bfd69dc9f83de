package tests

func badSend() {
	done := make(chan int, 1)
	close(done)
	done <- 1 // want `^sendclosed: `
}
