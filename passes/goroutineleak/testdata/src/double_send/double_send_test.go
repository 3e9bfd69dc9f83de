package double_send

import (
	"io"
	"os"
	"testing"
)

// TestBadNoReturn has a way for the error, which sends twice.
func TestBadNoReturn(t *testing.T) {
	got := make(chan []byte)
	go func() {
		f, err := os.Open("/nowhere")
		if err != nil {
			got <- nil
		}
		defer f.Close()
		b, _ := io.ReadAll(f)
		got <- b // want `goroutine blocks forever sending to got`
	}()
	if b := <-got; len(b) > 0 {
		t.Error(b)
	}
}

func TestGoodReturn(t *testing.T) {
	got := make(chan []byte)
	go func() {
		f, err := os.Open("/nowhere")
		if err != nil {
			got <- nil
			return
		}
		defer f.Close()
		b, _ := io.ReadAll(f)
		got <- b // ok: there was no error
	}()
	if b := <-got; len(b) > 0 {
		t.Error(b)
	}
}

// TestGoodNoError sends twice only if writing fails, which is not what it is for.
func TestGoodNoError(t *testing.T) {
	got := make(chan error)
	go func() {
		got <- nil
		if err := os.WriteFile("x", nil, 0o666); err != nil {
			got <- err // ok: there is no error
		}
	}()
	<-got
}
