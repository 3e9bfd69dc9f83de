// Package after_setup has tests whose set-up has so many calls that can fail that what
// comes after it is not followed from where they begin.
package after_setup

type server interface {
	Listen() error
	Migrate() error
	Login() error
	Load() error
	Ping() string
}

var running server
