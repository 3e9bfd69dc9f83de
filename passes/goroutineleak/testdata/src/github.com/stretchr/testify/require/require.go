// Package require stands for the real one.
package require

type TestingT interface {
	Errorf(format string, args ...any)
	FailNow()
}

func NoError(t TestingT, err error, msgAndArgs ...any) {
	if err != nil {
		t.FailNow()
	}
}

func Equal(t TestingT, expected, actual any, msgAndArgs ...any) {
	if expected != actual {
		t.FailNow()
	}
}
