// Package after_checks ends the program when it is not configured as it must be.
package after_checks

import (
	"bufio"
	"errors"
	"flag"
	"io"
	"log"
	"os"
)

var config string

func init() { flag.StringVar(&config, "config", "", "file") }

// connect goes on only if the configuration makes sense.
func connect(n, limit int) {
	if n == limit {
		return
	}
	if config != "json" && config != "yaml" {
		log.Fatal("not a format")
	}
	if n != limit+1 {
		panic("not a limit")
	}
}

func importAll(n, limit int, r io.Reader) error {
	connect(n, limit)
	lines := make(chan string, 100)
	go func() {
		for line := range lines { // want `range over channel lines never ends: nobody closes it \(made on line 32\)`
			os.Stdout.WriteString(line)
		}
	}()
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadString('\n')
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		if err != nil {
			break
		}
		lines <- line
	}
	close(lines)
	return nil
}

// configured leaves when it is configured in one way, which callers may exclude.
func configured(n, limit int) bool { return n != limit && config == "json" && n == limit+1 }

func importConfigured(n, limit int) {
	lines := make(chan string, 100)
	go func() {
		for line := range lines { // ok: whether both are the same, who calls this knows
			os.Stdout.WriteString(line)
		}
	}()
	if configured(n, limit) {
		return
	}
	close(lines)
}
