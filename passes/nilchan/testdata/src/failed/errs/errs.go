// Package errs makes errors.
package errs

import "strings"

type class struct {
	text string
	args []any
}

func (c *class) Error() string { return c.text }

var seen = map[string]error{}

// New makes an error.
func New(text string, args ...any) error {
	if err, ok := seen[text]; ok {
		return err
	}
	return &class{text, args}
}

// IsNumber reports whether a text has digits only.
func IsNumber(text string) bool { return strings.Trim(text, "0123456789") == "" }

// Digits sends the digits of a number.
func Digits(text string) (<-chan rune, error) {
	if !IsNumber(text) {
		return nil, New("no number")
	}
	digits := make(chan rune)
	go func() {
		defer close(digits)
		for _, d := range text {
			digits <- d
		}
	}()
	return digits, nil
}
