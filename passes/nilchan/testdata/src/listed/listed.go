// Package listed keeps what others send in lists.
package listed

type subscription struct {
	c    chan int
	done chan struct{}
}

// Found in a list: what it holds was received.
func Serve(subscriptions chan subscription, stop chan int) {
	var all []subscription
	for {
		select {
		case s := <-subscriptions:
			all = append(all, s)
		case <-stop:
			for _, s := range all {
				close(s.c)
			}
			return
		}
	}
}

// The list is cut.
func Latest(subscriptions chan subscription) {
	all := []subscription{<-subscriptions, <-subscriptions}
	all = all[1:]
	close(all[0].c)
}

// Appended to one that the program made itself.
func Mixed(subscriptions chan subscription) {
	all := []subscription{{c: make(chan int)}}
	all = append(all, <-subscriptions)
	close(all[0].c)
	close(all[1].c)
}

// The one in the list was never made.
func Forgotten(stop chan struct{}) {
	all := []subscription{{done: stop}}
	close(all[0].c) // want `close of nil channel all\[0\].c panics \(never made\)`
}

// One is received, the other one is not made.
func Both(subscriptions chan subscription, stop chan struct{}) {
	all := []subscription{<-subscriptions}
	all = append(all, subscription{done: stop})
	close(all[0].c)
	close(all[1].c) // want `close of nil channel all\[1\].c panics \(never made\)`
}
