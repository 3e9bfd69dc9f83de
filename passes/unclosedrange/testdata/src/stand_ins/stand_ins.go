// Package stand_ins has functions that tests stand in for.
package stand_ins
