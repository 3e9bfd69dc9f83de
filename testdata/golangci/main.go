// Command golangci is golangci-lint with chanlint as a module plugin: what the
// command "golangci-lint custom" builds. It is there for the test beside it, in a
// module of its own, so that users of chanlint need nothing of golangci-lint.
package main

import (
	"fmt"
	"os"
	"runtime"

	_ "github.com/chanlint/chanlint/cmd/chanlint/gclplugin"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"
)

func main() {
	info := commands.BuildInfo{GoVersion: runtime.Version(), Version: "2.15.0", Commit: "none", Date: "unknown"}
	if err := commands.Execute(info); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitcodes.Failure)
	}
}
