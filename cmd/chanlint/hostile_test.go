//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// hostile is code that nobody writes by hand, by what is too much of it.
func hostile() map[string]string {
	repeat := func(n int, line string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(line, "#", fmt.Sprint(i)))
		}
		return b.String()
	}
	return map[string]string{
		"recursion": "func f0(ch chan int) { f1(ch); ch <- 0 }\n" + repeat(2000, "func f1#(ch chan int, n int) { if n > # { f1#(ch, n-1); go f0(ch) }; close(ch) }\n") +
			"func f1(ch chan int) { " + repeat(2000, "f1#(ch, #); ") + "f0(ch) }\n",
		"chain":      repeat(3000, "func g#(ch chan int) { h#(ch); <-ch }\nfunc h#(ch chan int) { ch <- # }\n") + "func all(ch chan int) { " + repeat(3000, "g#(ch); ") + "}\n",
		"select":     "func f(cs []chan int) int {\n\tselect {\n" + repeat(10_000, "\tcase n := <-cs[#]:\n\t\treturn n\n") + "\t}\n}\n",
		"long":       "import \"sync\"\n\nfunc f(mu *sync.Mutex, ch chan int, n int) {\n" + repeat(20_000, "\tif n == # { mu.Lock(); n++; mu.Unlock(); ch <- n }\n") + "}\n",
		"types":      repeat(1000, "type t# struct { next *t#; all map[*t#][]*t#; ch chan *t#; fn func(*t#) chan t# }\nfunc (t *t#) Close() { close(t.ch); t.next.Close() }\nfunc New#() *t# { t := &t#{ch: make(chan *t#)}; t.next = t; go t.Close(); return t }\n"),
		"goroutines": "func f(ch chan int, n int) { ch <- n }\n\nfunc g() {\n\tch := make(chan int)\n" + repeat(5000, "\tgo f(ch, #)\n") + "\t<-ch\n}\n",
		"nested":     "func f(ch chan int, n int) {\n" + repeat(300, "for i# := 0; i# < n; i#++ { select { case ch <- i#:\n") + "close(ch)\n" + repeat(300, "default: } }\n") + "}\n",
		"closures":   "func f(ch chan int) {\n" + repeat(200, "go func() { defer func() { ch <- # }()\n") + "<-ch\n" + repeat(200, "}()\n") + "}\n",
	}
}

// TestHostileCode checks that such code costs chanlint no more memory than it may
// take, and does not make it fail. Whether it ends in time, go test tells.
func TestHostileCode(t *testing.T) {
	chanlint, err := exec.LookPath("chanlint") // where testscript.Main put it
	if err != nil {
		t.Fatal(err)
	}
	const most = 500 << 20
	for name, code := range hostile() {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range map[string]string{"go.mod": "module example.com/" + name + "\n\ngo 1.25\n", "p.go": "package p\n\n" + code} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.Command("go", "vet", "-vettool="+chanlint, ".")
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
			out, err := cmd.CombinedOutput()
			var exit *exec.ExitError
			switch text := string(out); {
			case err != nil && !errors.As(err, &exit), strings.Contains(text, "[running]"), strings.Contains(text, "internal error"),
				strings.Contains(text, "vet: "), strings.Contains(text, "./p.go:"), exit != nil && !strings.Contains(text, "p.go:"):
				t.Errorf("%v\n%.2000s", err, text)
			}
			// Errors of the compiler begin with "./". The peak is that of the largest process.
			if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok && usage.Maxrss<<10 > most {
				t.Errorf("took %d MB", usage.Maxrss>>10)
			} else if ok {
				t.Logf("%d MB, %s", usage.Maxrss>>10, cmd.ProcessState.UserTime())
			}
		})
	}
}
