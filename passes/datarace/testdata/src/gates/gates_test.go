package gates

import "testing"

func TestRacyClose(t *testing.T) {
	go func() {
		GoodServe(1)
	}()

	go func() {
		GoodClose()
	}()
}
