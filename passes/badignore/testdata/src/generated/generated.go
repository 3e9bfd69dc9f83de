package generated

func goodLine() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //chanlint:ignore sendclosed why
}
