// Package package_level has locks that are variables of the package.
package package_level

import "sync"

var (
	usersMu sync.Mutex
	users   = map[string]int{}

	groupsMu sync.Mutex
	groups   = map[int][]string{}

	auditMu sync.Mutex
	audit   []string
)

func badAdd(name string, group int) {
	usersMu.Lock()
	defer usersMu.Unlock()
	groupsMu.Lock() // want `groupsMu is locked while usersMu is held; on line 29 they are locked in the opposite order`
	defer groupsMu.Unlock()
	users[name] = group
	groups[group] = append(groups[group], name)
}

func badDisband(group int) {
	groupsMu.Lock()
	defer groupsMu.Unlock()
	usersMu.Lock()
	defer usersMu.Unlock()
	for _, name := range groups[group] {
		delete(users, name)
	}
	delete(groups, group)
}

func goodCount() (int, int) {
	usersMu.Lock()
	n := len(users)
	usersMu.Unlock()
	groupsMu.Lock() // ok: one at a time
	defer groupsMu.Unlock()
	return n, len(groups)
}

func goodAudit(line string) {
	usersMu.Lock()
	defer usersMu.Unlock()
	auditMu.Lock() // ok: never the other way round
	defer auditMu.Unlock()
	audit = append(audit, line)
}

func goodAuditGroup(line string) {
	groupsMu.Lock()
	defer groupsMu.Unlock()
	auditMu.Lock() // ok: never the other way round
	defer auditMu.Unlock()
	audit = append(audit, line)
}

// The exported functions are for any goroutine.

func Add(name string, group int) { badAdd(name, group) }
func Disband(group int)          { badDisband(group) }
func Count() (int, int)          { return goodCount() }

func Audit(line string) {
	goodAudit(line)
	goodAuditGroup(line)
}

func Store(n int) { goodStore(n) }

var (
	loadMu, storeMu sync.Mutex
	state           int
)

func init() {
	storeMu.Lock()
	loadMu.Lock() // ok: nothing else runs yet
	state = 1
	loadMu.Unlock()
	storeMu.Unlock()
}

func goodStore(n int) {
	loadMu.Lock()
	defer loadMu.Unlock()
	storeMu.Lock() // ok: the other order is in init
	defer storeMu.Unlock()
	state = n
}
