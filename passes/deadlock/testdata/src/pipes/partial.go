package pipes

// A partial pipe hands over what the reader has room for.
type partial struct {
	data chan []byte
	took chan int
}

func (p *partial) write(b []byte) {
	for once := true; once || len(b) > 0; once = false {
		p.data <- b // ok: the reader has room for all, and the loop ends
		b = b[<-p.took:]
	}
}

func (p *partial) read(b []byte) {
	p.took <- copy(b, <-p.data)
}

func goodPartial(b []byte) {
	p := &partial{make(chan []byte), make(chan int)}
	go func() { p.read(make([]byte, 1024)) }()
	p.write(b)
}
