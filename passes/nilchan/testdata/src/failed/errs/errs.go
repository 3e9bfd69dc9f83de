// Package errs makes errors.
package errs

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
