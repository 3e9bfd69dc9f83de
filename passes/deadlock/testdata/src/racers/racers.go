// Package racers asks two servers, the second one a little later.
package racers

import (
	"errors"
	"net/http"
	"time"
)

type answer struct {
	resp    *http.Response
	err     error
	primary bool
	done    bool
}

// ask waits until both have failed, if none has an answer.
func ask(urls []string, get func(url string) (*http.Response, error)) (*http.Response, error) {
	returned := make(chan struct{})
	defer close(returned)
	results := make(chan answer)
	race := func(url string) {
		resp, err := get(url)
		select {
		case results <- answer{resp, err, url == "https", true}:
		case <-returned:
		}
	}
	var primary, fallback answer
	go race(urls[0])
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	for {
		select { // ok: the two are not both the primary one
		case <-timer.C:
			go race(urls[1])
		case a := <-results:
			if a.err == nil {
				return a.resp, nil
			}
			if a.primary {
				primary = a
			} else {
				fallback = a
			}
			if primary.done && fallback.done {
				return nil, errors.Join(primary.err, fallback.err)
			}
			if a.primary && timer.Stop() {
				timer.Reset(0)
			}
		}
	}
}

// askOnce waits for a second answer also where it has asked only once.
func askOnce(urls []string, get func(url string) (*http.Response, error)) (*http.Response, error) {
	returned := make(chan struct{})
	defer close(returned)
	results := make(chan answer)
	race := func(url string) {
		resp, err := get(url)
		select {
		case results <- answer{resp, err, url == "https", true}:
		case <-returned:
		}
	}
	go race(urls[0])
	for {
		a := <-results // want `receive from results blocks forever`
		if a.err == nil {
			return a.resp, nil
		}
		if !a.primary {
			return nil, a.err
		}
	}
}
