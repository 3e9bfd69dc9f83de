// Package handed gets channels from another package.
package handed

import "feed"

func badFirst() int {
	for v := range feed.Open(10) { // want `goroutine blocks forever sending to the channel of feed.Open \(caller returns on line 8 without receiving\)`
		return v
	}
	return 0
}

func badFollower(next func() int) int {
	items, _ := feed.Follow(next) // want `goroutine blocks forever in select \(caller returns on line 15, no case can proceed\)`
	return <-items
}

func goodAll(n int) (sum int) {
	for v := range feed.Open(n) { // ok: until it is closed
		sum += v
	}
	return sum
}

func goodFollower(next func() int) int {
	items, stop := feed.Follow(next) // ok: stopped
	defer stop()
	return <-items
}

func goodKeeper(n int, keep func(<-chan int)) {
	keep(feed.Open(n)) // ok: keep may receive
}

func goodWatcher(f func()) {
	feed.Watch(f) // ok: its own affair
}
