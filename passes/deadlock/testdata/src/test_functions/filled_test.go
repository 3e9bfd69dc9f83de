package test_functions

import (
	"io"
	"net"
	"testing"
)

func TestFilled(t *testing.T) {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ch := make(chan int, 1)
	go func() {
		s, err := l.Accept()
		if err != nil {
			t.Error(err)
			return
		}
		var buf [22]byte
		if _, err := io.ReadFull(s, buf[:3]); err != nil {
			t.Error(err)
			return
		}
		switch buf[2] {
		case 1, 2:
			ch <- 1 // ok: it gets what the other end writes
		default:
			t.Error("unexpected")
		}
	}()
	<-ch
}
