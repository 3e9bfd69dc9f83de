// Package cobra stands for the library of that name.
package cobra

// A Command is a command.
type Command struct {
	RunE func(cmd *Command, args []string) error
}
