// Program good_told_to_stop tells its goroutines to stop, and has no need of them any
// more.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

func walk(dir string, res chan<- string, abort <-chan struct{}) {
	for i := range 3 {
		select {
		case res <- fmt.Sprint(dir, i):
		case <-abort:
			fmt.Println("aborted")
			return
		}
	}
	close(res)
}

func compare(dirs ...string) error {
	abort := make(chan struct{})
	res := make(chan string)
	for _, dir := range dirs {
		go walk(dir, res, abort) // ok: aborted
	}
	if len(dirs) < 2 {
		close(abort)
		return nil
	}
	if <-res != <-res {
		close(abort)
		return errors.New("they differ")
	}
	close(abort)
	return nil
}

func files(root string, res chan<- string, abort <-chan struct{}) {
	filepath.Walk(root, func(path string, info os.FileInfo, err error) error {
		select {
		case res <- path:
			return nil
		case <-abort:
			return errors.New("aborted")
		}
	})
}

func first() string {
	abort := make(chan struct{})
	defer close(abort)
	res := make(chan string)
	go files(".", res, abort) // ok: aborted
	go files("..", res, abort)
	return <-res
}

func main() {
	fmt.Println(first())
	if err := compare("a", "b"); err != nil {
		fmt.Println(err)
	}
}
