// Package large_function has a function with too many ways to look at all of them.
package large_function

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"
)

type field struct{ name, value string }

type stream struct {
	ctx    context.Context
	cancel context.CancelFunc
	id     int
	method string
}

type transport struct {
	order   sync.Mutex
	mu      sync.Mutex
	state   int
	max     int
	streams map[int]*stream
	events  chan string
	tap     func(context.Context) error
}

func (t *transport) put(event string) {
	select {
	case t.events <- event:
	default:
	}
}

func (t *transport) operate(ctx context.Context, fields []field, id int) error {
	t.order.Lock()
	defer t.order.Unlock()
	var (
		isStream, timeoutSet bool
		method, status, enc  string
		host                 string
		timeout              time.Duration
		failed               error
		sizes                = map[string]int{}
	)
	for _, f := range fields {
		switch f.name {
		case "content-type":
			if f.value != "stream" && f.value != "stream+x" {
				t.put("content-type")
				break
			}
			isStream = true
		case "encoding":
			if enc != "" {
				failed = errors.New("two encodings")
			}
			enc = f.value
		case ":method":
			method = f.value
		case ":path":
			if f.value == "" {
				t.put("path")
				return errors.New("no path")
			}
			host = f.value
		case ":status":
			status = f.value
		case "timeout":
			timeoutSet = true
			n, err := strconv.Atoi(f.value)
			if err != nil {
				failed = err
				t.put("timeout")
			}
			timeout = time.Duration(n) * time.Second
		case "connection":
			t.put("connection")
			return errors.New("connection")
		default:
			n, err := strconv.Atoi(f.value)
			if err != nil {
				failed = err
				break
			}
			if sizes[f.name] > n {
				t.put("size")
			} else if sizes[f.name] == n {
				t.put("same size")
			}
			sizes[f.name] = n
		}
	}
	if len(sizes) > t.max {
		t.put("sizes")
		return errors.New("too many")
	}
	if !isStream || failed != nil {
		t.put("bad")
		return nil
	}
	if host == "" && status != "" {
		t.put("host")
		return errors.New("host")
	}
	s := &stream{id: id, method: method}
	if timeoutSet {
		s.ctx, s.cancel = context.WithTimeout(ctx, timeout)
	} else {
		s.ctx, s.cancel = context.WithCancel(ctx)
	}
	t.mu.Lock()
	if t.state != 1 {
		t.mu.Unlock()
		s.cancel()
		return nil
	}
	if len(t.streams) >= 100 {
		t.mu.Unlock()
		t.put("refused")
		s.cancel()
		return nil
	}
	if method != "POST" {
		t.mu.Unlock()
		t.put("method")
		s.cancel()
		return nil
	}
	if t.tap != nil {
		if err := t.tap(s.ctx); err != nil {
			t.mu.Unlock()
			t.put("tap")
			return nil
		}
	}
	if s.ctx.Err() != nil {
		t.put("too late")
		return nil // want `return with t.mu locked on line 115`
	}
	t.streams[id] = s
	t.mu.Unlock()
	return nil
}
