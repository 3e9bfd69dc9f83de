// Program good_generator takes what it needs of what a goroutine makes.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func prefixes(out chan string, dirs []string) {
	out <- ""
	for _, dir := range dirs {
		walk(dir, "", out)
	}
	close(out)
}

func walk(dir, prefix string, out chan string) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, f := range list {
		if f.IsDir() {
			out <- filepath.Join(prefix, f.Name())
			walk(filepath.Join(dir, f.Name()), filepath.Join(prefix, f.Name()), out)
		}
	}
}

func find(in chan string, name string) string {
	for prefix := range in {
		if _, err := os.Stat(filepath.Join(prefix, name)); err == nil {
			return prefix
		}
	}
	return ""
}

func main() {
	all := make(chan string)
	go prefixes(all, os.Args[1:]) // ok: main has found what it was looking for
	fmt.Println(find(all, "go.mod"))
}
