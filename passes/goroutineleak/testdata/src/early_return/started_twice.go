package early_return

// The goroutine that starts another one is its caller, not the function around both.
func badInnerCaller(ready func() bool) {
	go func() {
		done := make(chan bool)
		go func() {
			done <- true // want `sending to done \(caller returns on line 11 without receiving\)`
		}()
		if !ready() {
			return
		}
		<-done
	}()
}

func goodInnerCaller(ready func() bool) {
	go func() {
		done := make(chan bool, 1)
		go func() {
			done <- true // ok: there is room
		}()
		if !ready() {
			return
		}
		<-done
	}()
}
