// Package uses_tickers waits for a ticker of another package.
package uses_tickers

import "tickers"

func good(stop chan struct{}, f func()) {
	t := tickers.New(stop, f) // ok: what is wrong is wrong there
	t.Wait()
}
