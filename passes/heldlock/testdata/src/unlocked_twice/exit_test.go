package unlocked_twice

import "testing"

func TestFatal(t *testing.T) {
	code := 0
	OsExit = func(c int) { code = c }
	(&logger{}).goodFatal(false)
	if code != 2 {
		t.Error(code)
	}
}
