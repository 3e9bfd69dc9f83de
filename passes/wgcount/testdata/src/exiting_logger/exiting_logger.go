// Package exiting_logger has goroutines that log before they are done.
package exiting_logger

import (
	"os"
	"runtime"
	"sync"

	"exiting_logger/logging"
)

type cluster struct {
	logger *logging.Logger
	names  []string
}

func (c *cluster) watch(name string) {
	c.logger.Info("watching " + name)
}

func (c *cluster) GoodLogs() {
	var wg sync.WaitGroup
	for _, name := range c.names {
		wg.Add(1)
		go func() {
			c.watch(name)
			wg.Done() // ok: nobody tells a logger to end the goroutine for what it informs about
		}()
	}
	wg.Wait()
}

type limit struct {
	logger        *logging.Logger
	stop, stopped chan struct{}
}

func (l *limit) GoodStop() {
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		l.logger.Info("started")
		<-stop
		stopped <- struct{}{}
	}()
	close(stop)
	<-stopped // ok: it has started
}

func (c *cluster) check(name string) {
	if _, err := os.Stat(name); err != nil {
		runtime.Goexit()
	}
}

func (c *cluster) BadChecks(name string) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		c.check(name)
		wg.Done()
	}()
	wg.Wait() // want `wg\.Wait blocks forever: wg\.Done on line 60 is not reached`
}
