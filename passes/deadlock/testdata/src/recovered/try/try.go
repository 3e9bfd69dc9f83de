// Package try has functions that tell of panics.
package try

import "fmt"

// Do returns what f panics with.
func Do(f func()) (err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("%v", e)
		}
	}()
	f()
	return
}
