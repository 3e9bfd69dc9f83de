package interface_methods

// source has a method that matters and one that does not.
type source interface {
	Name() string
	Get() int
}

type silent struct{ ch chan int }

func (s silent) Name() string { return "silent" }

func (s silent) Get() int { return <-s.ch } // want `receive from s.ch blocks forever`

func badGet() int {
	var s source = silent{make(chan int)}
	if s.Name() == "" {
		return 0
	}
	return s.Get()
}

type filled struct{ ch chan int }

func (f filled) Name() string { return "filled" }

func (f filled) Get() int { return <-f.ch } // ok: there is a value in it

func goodGet() int {
	var s source = filled{make(chan int, 1)}
	if s.Name() == "" {
		return 0
	}
	s.(filled).ch <- 1
	return s.Get()
}

type late struct{ ch chan int }

func (l late) Name() string { return "late" }

func (l late) Get() int { return <-l.ch } // want `receive from l.ch blocks forever`

func named(s source) int {
	if s.Name() == "" {
		return 0
	}
	return s.Get()
}

func badThroughParameter() int {
	return named(late{make(chan int)})
}

// offerer has methods of a value, which are called on what a pointer leads to.
type offerer interface {
	Offers() chan<- int
}

type offers struct{ ch chan int }

func (o offers) Offers() chan<- int { return o.ch }

func offer(o offerer) {
	o.Offers() <- 1
}

func goodThroughPointer() {
	ch := make(chan int)
	go offer(&offers{ch})
	<-ch
}

func badThroughPointer() {
	ch := make(chan int)
	go offer(&offers{make(chan int, 1)})
	<-ch // want `receive from ch blocks forever`
}
