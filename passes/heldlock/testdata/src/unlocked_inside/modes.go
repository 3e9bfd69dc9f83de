package unlocked_inside

import "github.com/lockfile"

// goodModes releases a lock that knows how it is taken.
func goodModes(name string) error {
	f, err := lockfile.Open(name)
	if err != nil {
		return err
	}
	f.Lock()
	defer f.Unlock() // ok
	return f.Check()
}

func goodModesInTurn(f *lockfile.File) {
	f.Lock()
	f.Unlock()
	f.RLock()
	f.Unlock() // ok
}
