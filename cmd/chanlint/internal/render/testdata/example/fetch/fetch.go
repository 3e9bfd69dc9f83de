// Package fetch asks several mirrors for a page.
package fetch

import "errors"

type page struct {
	body string
	err  error
}

// First returns the first page that comes, or the first error.
func First(mirrors [3]string, get func(string) page) (string, error) {
	pages := make(chan page, 1)
	for _, mirror := range mirrors {
		go func() { pages <- get(mirror) }()
	}
	if p := <-pages; p.err != nil {
		return "", errors.New("first mirror: " + p.err.Error())
	}
	return (<-pages).body, nil
}
