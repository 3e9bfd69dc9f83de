package checked

import (
	"net"
	"os"
	"testing"
)

// A test that passes has found each of these files.
func TestSharedError(t *testing.T) {
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, err = net.Listen("tcp", "localhost:0") // want `variable err is written here and written on line 35 by another goroutine without synchronisation`
		if err != nil {
			t.Error(err)
		}
	}()
	for _, name := range []string{"a", "b"} {
		if _, err := os.Stat(name); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat("c"); os.IsExist(err) {
		t.Fatal(err)
	}
	found, ferr := os.ReadFile("d")
	if ferr != nil {
		t.Fatal(ferr)
	}
	if string(found) != "d" {
		t.Error("not d")
	}
	_, err = os.Stat("e")
	if err != nil {
		t.Error(err)
	}
	<-done
}

// Here it has not: what comes after a check that fails is not looked at.
func TestGivesUp(t *testing.T) {
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, err = net.Listen("tcp", "localhost:0")
	}()
	_, ferr := os.Stat("a")
	if ferr == nil {
		<-done
	} else {
		t.Error(ferr)
	}
	_, err = os.Stat("b") // ok: a test that passes has waited
	if err != nil {
		t.Error(err)
	}
}
