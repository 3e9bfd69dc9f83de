package left_by_tests

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

func start(fail bool) (chan int, error) {
	if fail {
		return nil, errors.New("failed")
	}
	ch := make(chan int)
	go func() {
		ch <- 1 // want `goroutine blocks forever sending to ch`
	}()
	return ch, nil
}

// A helper returns only if there is no error.
func started(tb testing.TB, fail bool) chan int {
	ch, err := start(fail)
	require.NoError(tb, err)
	return ch
}

func TestGoodRequired(t *testing.T) {
	ch := started(t, false)
	require.Equal(t, 1, <-ch) // ok: the channel is not nil
}

func TestGoodFailsFirst(t *testing.T) {
	ch := make(chan int)
	go func() {
		ch <- compute(3) // ok: only left behind by a test that fails
	}()
	_, err := start(testing.Short())
	require.NoError(t, err)
	<-ch
}

func TestBadDropped(t *testing.T) {
	_, err := start(false)
	require.NoError(t, err)
}
