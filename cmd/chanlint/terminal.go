package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"
)

// A terminal is what is known of where output goes.
type terminal struct {
	is    bool
	color bool
	ascii bool // it has no other characters
	width int  // in columns, 0 if that is not known
}

// terminalOf describes where a writer writes to. color is auto, always or never.
func terminalOf(w io.Writer, color string, env func(string) string) terminal {
	var t terminal
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		t.is = true
		t.width, _, _ = term.GetSize(int(f.Fd()))
		t.ascii = isASCII(env)
	}
	switch color {
	case "always":
		t.color = true
	case "auto":
		t.color = t.is && env("NO_COLOR") == "" && !isPlain(env)
	}
	return t
}

// isPlain reports whether a terminal only shows text: it says so, or it is a buffer
// for the output of compilers in Emacs.
func isPlain(env func(string) string) bool {
	return env("TERM") == "dumb" || strings.HasSuffix(env("INSIDE_EMACS"), ",compile")
}

// isASCII reports whether the locale is one without other characters. Where
// there are no locales, there are.
func isASCII(env func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(env(name)); locale != "" {
			return !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8")
		}
	}
	return false
}

// progress shows on a terminal that a long run goes on. It writes one line, and
// removes it in the end.
type progress struct {
	w    io.Writer
	text chan string
	done chan struct{}
}

// startProgress shows the first text after a while.
func startProgress(w io.Writer, tick time.Duration) *progress {
	p := &progress{w, make(chan string), make(chan struct{})}
	go p.run(tick)
	return p
}

func (p *progress) run(tick time.Duration) {
	defer close(p.done)
	const erase = "\r\x1b[K"
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	begin, what, shown := time.Now(), "listing packages", false
	for {
		select {
		case text, ok := <-p.text:
			if !ok {
				if shown {
					fmt.Fprint(p.w, erase)
				}
				return
			}
			what = text
		case <-ticker.C:
			fmt.Fprintf(p.w, "%schanlint: %s, %d s", erase, what, int(time.Since(begin).Seconds()))
			shown = true
		}
	}
}

// say changes the text.
func (p *progress) say(text string) {
	if p != nil {
		p.text <- text
	}
}

// stop removes the line.
func (p *progress) stop() {
	if p != nil {
		close(p.text)
		<-p.done
	}
}
