//go:build race

package gate

import "runtime"

// Racing says that the race detector watches.
const Racing = true

// What the controller and the gates do to each other would order the goroutines
// of the program. The race detector is not to know of it.
func unseen() { runtime.RaceDisable() }
func seen()   { runtime.RaceEnable() }
