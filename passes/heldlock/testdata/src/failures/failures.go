// Package failures has errors with codes.
package failures

type Failure struct {
	Code  string
	Fatal bool
}
