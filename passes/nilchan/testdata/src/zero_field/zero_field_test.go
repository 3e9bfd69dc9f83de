package zero_field

// A LocalBind is exported, but nobody else can get at the type of a test.
type LocalBind struct {
	in chan int
}

func (b *LocalBind) GoodReceive() int {
	return <-b.in // ok: no LocalBind is made
}

// A MadeBind is made.
type MadeBind struct {
	in chan int
}

func (b *MadeBind) BadReceive() int {
	return <-b.in // want `receive from nil channel b\.in blocks forever`
}

func newMadeBind() *MadeBind {
	return &MadeBind{}
}
