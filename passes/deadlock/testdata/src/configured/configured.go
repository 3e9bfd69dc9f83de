// Package configured has types whose constructors store a struct that they are given.
package configured

import "sync"

type config struct {
	name    string
	workers int
	verbose bool
}

// A goodMeter is not started when it is made, whatever its configuration says.
type goodMeter struct {
	sync.Mutex
	cfg     config
	started bool
	quit    chan struct{}
	rates   chan float64
}

func newGoodMeter(cfg *config) *goodMeter {
	return &goodMeter{cfg: *cfg, rates: make(chan float64)}
}

func (m *goodMeter) Start() {
	m.Lock()
	defer m.Unlock()
	if m.started {
		return
	}
	m.quit = make(chan struct{})
	go m.run()
	m.started = true
}

func (m *goodMeter) Stop() {
	m.Lock()
	defer m.Unlock()
	if !m.started {
		return
	}
	close(m.quit)
	m.started = false
}

func (m *goodMeter) run() {
	for {
		select {
		case m.rates <- 1:
		case <-m.quit:
			return
		}
	}
}

func (m *goodMeter) Rate() float64 {
	m.Lock()
	defer m.Unlock()
	if !m.started {
		return 0
	}
	return <-m.rates // ok: run sends as long as m is started
}

// A badMeter forgets to start what sends.
type badMeter struct {
	sync.Mutex
	cfg     config
	started bool
	rates   chan float64
}

func newBadMeter(cfg config) *badMeter {
	return &badMeter{cfg: cfg, started: true, rates: make(chan float64)}
}

func badRate(cfg config) float64 {
	m := newBadMeter(cfg)
	m.Lock()
	defer m.Unlock()
	if !m.started {
		return 0
	}
	return <-m.rates // want `receive from m\.rates blocks forever`
}

// badOption follows the configuration.
func badOption(cfg config) float64 {
	m := newBadMeter(cfg)
	if m.cfg.verbose && !cfg.verbose {
		return <-m.rates // ok: both say the same
	}
	if m.cfg.verbose {
		return <-m.rates // want `receive from m\.rates blocks forever`
	}
	return 0
}
