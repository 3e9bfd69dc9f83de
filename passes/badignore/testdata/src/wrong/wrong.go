package wrong

func badReason() {
	idle := make(chan int)
	//chanlint:ignore deadlock // want "^ignore directive gives no reason$"
	<-idle
}

func badReasonElsewhere() {
	idle := make(chan int)
	<-idle //chanlint:ignore deadlock // want "^ignore directive gives no reason$"
}

func badNothing() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //chanlint:ignore // want "^ignore directive names no pass$"
}

func badName() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //chanlint:ignore sendclose a typo // want "^ignore directive names sendclose, which is not a pass$"
}

func badNames() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //chanlint:ignore a,b,sendclosed two are wrong // want "names a, which is not a pass" "names b, which is not a pass"
}

// All findings need a name each.
func badAll() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //chanlint:ignore all too much // want "names all, which is not a pass"
}

func badBlank() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //chanlint:ignore sendclosed, deadlock a blank // want "^ignore directive has an empty name among its passes$"
}

func badBlankBefore() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 // chanlint:ignore sendclosed why // want "^ignore directive has a blank before its first word$"
}

func badBlankAbove() {
	ch := make(chan int, 1)
	close(ch)
	// chanlint:ignore sendclosed,deadlock why // want "^ignore directive has a blank before its first word$"
	ch <- 1
}

func badVerb() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //chanlint:ingore sendclosed a typo // want "^unknown directive chanlint:ingore$"
}

func badNameAndReason() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 //chanlint:ignore nosuchpass // want "names nosuchpass, which is not a pass" "gives no reason"
}

// Comments that are no directives are not reported.
func goodComments() {
	// chanlint:ignore sendclosed prose
	/*chanlint:ignore sendclosed a block*/
	/* //chanlint:ignore */
	// See //chanlint:ignore.
	_ = "//chanlint:ignore"
	//nolint:chanlint
	//nolint
	//lint:ignore SA1000 for another tool
}
