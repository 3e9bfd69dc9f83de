package whole_types

import "time"

// badHeart stops the ticker, and not the goroutine that waits for it.
type badHeart struct {
	ticker *time.Ticker
	beat   func() error
}

func newBadHeart(beat func() error) *badHeart {
	h := &badHeart{ticker: time.NewTicker(time.Second), beat: beat}
	go h.run()
	return h
}

func (h *badHeart) run() {
	for range h.ticker.C { // want `range over channel h.ticker.C never ends: Stop on line \d+ does not close it`
		if h.beat() != nil {
			return
		}
	}
}

func (h *badHeart) stopHeartbeat() { h.ticker.Stop() }

func (h *badHeart) StopListening() {}

// goodHeart tells it.
type goodHeart struct {
	ticker *time.Ticker
	beats  chan time.Time
	beat   func() error
}

func newGoodHeart(beat func() error) *goodHeart {
	h := &goodHeart{ticker: time.NewTicker(time.Second), beats: make(chan time.Time), beat: beat}
	go h.run()
	return h
}

func (h *goodHeart) run() {
	for range h.beats { // ok: closed
		h.beat()
	}
}

func (h *goodHeart) StopHeartbeat() {
	h.ticker.Stop()
	close(h.beats)
}
