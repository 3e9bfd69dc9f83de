// Package caught uses a buffer that recovers from closing its channel twice.
package caught

import "caught/buffer"

func goodCaught() int {
	b := buffer.New()
	go b.Dispose()
	b.Dispose() // ok: recovers from it
	return <-b.Get()
}

func badCaughtOnceOnly() int {
	b := buffer.New()
	b.Dispose()
	b.Close() // want `close of closed channel b`
	return <-b.Get()
}
