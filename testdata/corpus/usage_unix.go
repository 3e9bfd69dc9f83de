//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakMemory returns the bytes of the largest of a process and its descendants.
func peakMemory(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) << 10 // others count in KiB
}
