// Package left_open passes channels on within the package.
package left_open

import "net/http"

func use(...any) {}

// Updates goes on for as long as the program does.
func Updates(client *http.Client, urls []string) {
	pages := make(chan *http.Response)
	go show(pages)
	for {
		for _, url := range urls {
			if page, err := client.Get(url); err == nil {
				pages <- page
			}
		}
	}
}

func show(pages chan *http.Response) {
	known := checked(pages)
	use(<-known) // ok: nobody closes the channels of pages, so there is always one more
	for page := range known {
		use(page)
	}
}

func checked(pages chan *http.Response) chan *http.Response {
	out := make(chan *http.Response)
	go func() {
		for page := range pages {
			out <- page
		}
	}()
	return out
}

// Count ends with what it is given.
func Count(numbers []int) {
	in := make(chan int)
	go func() {
		for _, n := range numbers {
			in <- n
		}
		close(in)
	}()
	total(in)
}

func total(in chan int) {
	sum := summed(in)
	use(<-sum) // want `receive from sum blocks forever`
}

func summed(in chan int) chan int {
	out := make(chan int)
	go func() {
		for n := range in {
			if n < 0 {
				out <- n
			}
		}
	}()
	return out
}
