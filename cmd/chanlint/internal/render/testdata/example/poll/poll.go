package poll

func sum(größen <-chan int, done <-chan struct{}) (total int) {
	for {
		select {
		case größe := <-größen: /* "größe" is 0 once it is closed */
			total += größe
		case <-done:
			return total
		}
	}
}
