package left_by_tests

import (
	"os"
	"testing"
)

// answer answers one request after the other.
func answer(in *os.File, requests chan<- string, answers <-chan string) {
	for {
		buf := make([]byte, 80)
		n, err := in.Read(buf)
		if err != nil {
			return
		}
		requests <- string(buf[:n])
		in.WriteString(<-answers) // ok: the test sends one request
	}
}

func TestGoodPeer(t *testing.T) {
	in, err := os.Open("/dev/tty")
	if err != nil {
		t.Fatal(err)
	}
	requests, answers := make(chan string, 1), make(chan string, 1)
	go answer(in, requests, answers)
	answers <- "hello\n"
	if got := <-requests; got != "hello\n" {
		t.Error(got)
	}
	in.Close()
}

func TestBadPeer(t *testing.T) {
	in, err := os.Open("/dev/tty")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	answers := make(chan string)
	done := make(chan bool)
	go func() {
		in.WriteString(<-answers)
		done <- true // want `goroutine blocks forever sending to done`
	}()
	answers <- "hello\n"
}
