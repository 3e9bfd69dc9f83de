package driver

import (
	"fmt"
	"slices"
	"strings"
)

// maxLines is how much of the go command's complaints is shown; the first
// lines matter, the rest tends to follow from them.
const maxLines = 20

// tidy makes what the go command and the tool printed on stderr fit to show:
// no "# package" headers, no stack traces, no name of the tool before errors
// that carry a position, nothing twice.
func tidy(stderr []byte, tool string) []string {
	var (
		lines   []string
		pkg     string // of the last header
		inTrace bool   // in the stack trace of a crash
	)
	for line := range strings.Lines(string(stderr)) {
		line = strings.TrimRight(line, "\r\n")
		if header, ok := strings.CutPrefix(line, "# "); ok {
			// "# pkg", then sometimes "# [pkg]" too
			pkg, inTrace = strings.Trim(header, "[]"), false
			continue
		}
		if line == "" || inTrace || isProgress(line) {
			continue
		}
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			line, inTrace = fmt.Sprintf("chanlint crashed on %s: %s (go vet -vettool=chanlint prints the trace)", pkg, line), true
		} else if tool != "" {
			line = strings.TrimPrefix(line, strings.TrimSuffix(tool, ".exe")+": ")
		}
		if strings.HasPrefix(line, "exit status ") || strings.HasPrefix(line, "signal: ") {
			line = pkg + ": " + line // says little by itself
		}
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	if extra := len(lines) - maxLines; extra > 0 {
		lines = append(lines[:maxLines], fmt.Sprintf("... and %d more lines", extra))
	}
	return lines
}

// isProgress reports whether the go command says what it does, not what is
// wrong.
func isProgress(line string) bool {
	return strings.HasPrefix(line, "go: downloading ") || strings.HasPrefix(line, "go: finding ")
}
