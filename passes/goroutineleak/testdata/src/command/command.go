// Package command has commands of a program, which ends after them.
package command

import (
	"errors"

	"github.com/spf13/cobra"
)

func goodServe(cmd *cobra.Command, args []string) error {
	failed := make(chan error)
	go func() { failed <- serve() }() // the program ends
	if len(args) == 0 {
		return errors.New("nothing to serve")
	}
	return <-failed
}

func badServe(args []string) error {
	failed := make(chan error)
	go func() { failed <- serve() }() // want `goroutine blocks forever sending to failed`
	if len(args) == 0 {
		return errors.New("nothing to serve")
	}
	return <-failed
}

var serve func() error
