package tests

func sendInTest() {
	done := make(chan int, 1)
	close(done)
	done <- 1
}
