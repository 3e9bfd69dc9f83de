package bubble

import (
	"testing"
	"testing/synctest"
)

// Wait orders what the goroutines of the bubble have done before it.
func TestGood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done := false
		go func() {
			done = true
		}()
		synctest.Wait()
		if !done {
			t.Error("not done")
		}
	})
}
