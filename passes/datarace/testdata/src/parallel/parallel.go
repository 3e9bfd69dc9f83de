// Package parallel has subtests that run beside each other.
package parallel
