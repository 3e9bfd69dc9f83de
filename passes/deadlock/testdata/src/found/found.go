// Package found starts as many goroutines as another package has found something.
package found

import "registry"

// goodTwice receives as often as it starts a goroutine that sends.
func goodTwice(names []string, ask func(string) error) (failed int) {
	found := registry.Lookup(names)
	results := make(chan error, len(found))
	for _, n := range found {
		go func() { results <- ask(n) }()
	}
	for range found {
		if err := <-results; err != nil {
			failed++
		}
	}
	return failed
}

// badTwice receives once more.
func badTwice(names []string, ask func(string) error) error {
	found := registry.Lookup(names)
	results := make(chan error, len(found))
	for _, n := range found {
		go func() { results <- ask(n) }()
	}
	for range found {
		<-results
	}
	return <-results // want `receive from results blocks forever`
}
