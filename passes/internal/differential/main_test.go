package main

import (
	"bytes"
	"os/exec"
	"strings"
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

// TestAgainstRaceDetector compares the races of a few programs.
func TestAgainstRaceDetector(t *testing.T) {
	if out, err := exec.Command("go", "env", "CGO_ENABLED").Output(); err != nil || strings.TrimSpace(string(out)) != "1" {
		t.Skip("the race detector needs cgo")
	}
	var out bytes.Buffer
	c := comparison{out: &out, runs: 20, show: 3}
	if err := c.raceBatch(1, 150); err != nil {
		t.Fatal(err)
	}
	if c.differences > 0 {
		t.Errorf("%s", &out)
	}
	if c.seen == 0 || c.told == 0 {
		t.Errorf("nothing was compared: %d races are seen, %d reported", c.seen, c.told)
	}
}
