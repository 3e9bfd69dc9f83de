package main

import (
	"bytes"
	"testing"
)

// TestAgainstGo compares a few programs; the command compares many.
func TestAgainstGo(t *testing.T) {
	var out bytes.Buffer
	c := comparison{out: &out, runs: 40, show: 3}
	for seed := range int64(2) {
		if err := c.batch(seed+1, 60); err != nil {
			t.Fatal(err)
		}
	}
	if c.differences > 0 {
		t.Errorf("%s", &out)
	}
	if c.faulty == 0 || c.claimed+c.reported == 0 {
		t.Errorf("nothing was compared: %d faulty programs, %d claims", c.faulty, c.claimed+c.reported)
	}
}
