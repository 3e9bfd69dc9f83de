package line_directives

func goodAbove() {
	ch := make(chan int, 1)
	close(ch)
	//chanlint:ignore sendclosed what stands above in the file is above
//line line_directives.go:100
	ch <- 1
}
