// Package idle waits for what others do.
package idle

import (
	"context"
	"sync"
	"time"
)

// tasks is what there is still to do.
var mu sync.Mutex
var tasks int

// Wait returns as soon as nothing is left, or ctx is done.
func Wait(ctx context.Context) int {
	for {
		mu.Lock()
		left := tasks
		mu.Unlock()
		if left == 0 {
			return 0
		}
		select {
		case <-ctx.Done():
			return left
		case <-time.After(time.Second):
		}
	}
}
