// Package errors stands for the module of this name.
package errors

import "io"

func New(message string) error { return io.EOF }

func Wrap(err error, message string) error {
	if err == nil {
		return nil
	}
	return io.EOF
}
