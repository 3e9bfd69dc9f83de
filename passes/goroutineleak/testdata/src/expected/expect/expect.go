// Package expect runs functions that are expected not to come to an end.
package expect

import "testing"

// Leak fails unless f leaves a goroutine behind.
func Leak(t *testing.T, f func(t *testing.T)) { t.Run("leak", f) }

// NoLeak fails if f leaves a goroutine behind.
func NoLeak(t *testing.T, f func(t *testing.T)) { t.Run("no leak", f) }
