package places

import "testing"

func TestSend(t *testing.T) {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1   //chanlint:ignore sendclosed in a test
	close(ch) //chanlint:ignore sendclosed in a test // want "nothing of sendclosed"
}
