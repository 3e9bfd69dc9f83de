package shadowed

func use(error) {}

func badStopped(step func() error) {
	errs := make(chan error)
	quit := make(chan struct{})
	go func() {
		<-quit
		errs <- step() // want `send on nil channel errs blocks forever \(set to nil\)`
	}()
	errs = nil
	close(quit)
}

func goodReceived(step func() error) {
	errs := make(chan error)
	go func() {
		errs <- step() // ok: set to nil afterwards
	}()
	use(<-errs)
	errs = nil
}
