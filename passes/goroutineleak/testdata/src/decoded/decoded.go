package decoded

import (
	"encoding/json"
	"fmt"
	"time"
)

type config struct {
	Buffer int
	Name   string
}

func good(data []byte) error {
	var cfg config
	if err := json.Unmarshal(data, &cfg); err != nil {
		return err
	}
	ch := make(chan int, cfg.Buffer)
	go func() { ch <- 1 }() // ok: the buffer is as large as the data say
	select {
	case <-ch:
	case <-time.After(time.Second):
	}
	return nil
}

func goodScan(text string) {
	var n int
	fmt.Sscan(text, &n)
	ch := make(chan int, n)
	go func() { ch <- 1 }() // ok
	select {
	case <-ch:
	case <-time.After(time.Second):
	}
}

func bad(data []byte) error {
	var cfg config
	ch := make(chan int, cfg.Buffer)
	if err := json.Unmarshal(data, &cfg); err != nil {
		return err
	}
	go func() { ch <- 1 }() // want `goroutine blocks forever sending to ch \(caller returns on line \d+ without receiving\)`
	select {
	case <-ch:
	case <-time.After(time.Second):
	}
	return nil
}
