// Package targets ranges over what another package streams.
package targets

import "addresses"

func goodTargets(cidrs []string) int {
	n := 0
	for range forwarded(cidrs) { // ok: the other package knows that its networks can be parsed
		n++
	}
	return n
}

func forwarded(cidrs []string) chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		for ip := range addresses.Stream(cidrs) {
			out <- ip
		}
	}()
	return out
}

func badTargets(cidrs []string) int {
	n := 0
	for range notClosed(cidrs) { // want `range over channel notClosed\(cidrs\) never ends`
		n++
	}
	return n
}

func notClosed(cidrs []string) chan string {
	out := make(chan string)
	go func() {
		for _, cidr := range cidrs {
			out <- cidr
		}
	}()
	return out
}

// Here the other package's decisions matter in one run, but not in another one.
func badStream(cidrs []string) int {
	n := 0
	for range notForwarded(cidrs) { // want `range over channel notForwarded\(cidrs\) never ends`
		n++
	}
	return n
}

func notForwarded(cidrs []string) chan string {
	out := make(chan string)
	go func() {
		for ip := range addresses.Stream(cidrs) {
			out <- ip
		}
	}()
	return out
}
