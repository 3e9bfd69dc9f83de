// Package checked has tests that check what they get on their way.
package checked
