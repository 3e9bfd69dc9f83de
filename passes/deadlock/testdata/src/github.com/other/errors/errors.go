// Package errors stands in for one of the packages that follow github.com/pkg/errors.
package errors

func Wrap(err error, message string) error { return wrap(err, message) }

var wrap func(err error, message string) error
