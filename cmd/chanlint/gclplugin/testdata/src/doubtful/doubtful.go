package doubtful

func badSelect() {
	go func() {
		select {} // want `^goroutineleak: goroutine blocks forever in select \{\}`
	}()
}

func badSend() {
	done := make(chan int, 1)
	close(done)
	done <- 1 // want `^sendclosed: `
}
