package found

// gauge measures something.
type gauge interface{ Get() float64 }

func goodMeasured(alive gauge) {
	ready := make(chan int)
	for alive.Get() > 0 {
		<-ready // the gauge says that somebody sends
	}
}

func badAsked(alive interface{ Any() bool }) {
	ready := make(chan int)
	if alive.Any() {
		<-ready // want `receive from ready blocks forever`
	}
}
