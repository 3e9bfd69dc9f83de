package after_func

import (
	"context"
	"sync"
)

type watcher struct {
	mu     sync.Mutex
	handle func()
	stop   func() bool
	done   chan struct{}
}

func (w *watcher) watch(ctx context.Context) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done = make(chan struct{})
	w.stop = context.AfterFunc(ctx, func() {
		w.handle()
		close(w.done) // ok: done stays if stop comes too late
	})
}

func (w *watcher) unwatch() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stop != nil {
		if !w.stop() {
			<-w.done
		}
		w.stop = nil
		w.done = nil
	}
}

func good(ctx context.Context, handle, work func()) {
	w := &watcher{handle: handle}
	w.watch(ctx)
	defer w.unwatch()
	work()
}

func bad(ctx context.Context, handle, work func()) {
	var done chan struct{}
	context.AfterFunc(ctx, func() {
		handle()
		close(done) // want `close of nil channel done panics`
	})
	work()
}
