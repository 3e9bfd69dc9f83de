// Package pipe_ends has writers of pipes whose readers leave.
package pipe_ends

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

func badNobodyReads(fail bool) error {
	r, w := io.Pipe()
	go func() {
		_, err := io.WriteString(w, "all") // want `goroutine blocks forever in io\.WriteString \(nobody serves the other end\)`
		w.CloseWithError(err)
	}()
	if fail {
		return errors.New("failed")
	}
	_, err := io.Copy(io.Discard, r)
	return err
}

func goodReaderCloses(enough func([]byte) bool) error {
	r, w := io.Pipe()
	defer r.Close()
	go func() {
		defer w.Close()
		for range 3 {
			if _, err := w.Write([]byte("line\n")); err != nil { // ok: fails when r is closed
				return
			}
		}
	}()
	buf := make([]byte, 5)
	if _, err := r.Read(buf); err != nil {
		return err
	}
	if enough(buf) {
		return nil
	}
	_, err := io.Copy(io.Discard, r)
	return err
}

func goodDecoder(v any) error {
	r, w := io.Pipe()
	defer r.Close()
	go func() {
		defer w.Close()
		fmt.Fprintln(w, `{"a": 1}`) // ok: the decoder reads, and r is closed in the end
	}()
	return json.NewDecoder(r).Decode(v)
}

func badNotRead() {
	_, w := io.Pipe()
	go func() {
		defer w.Close()
		if _, err := w.Write([]byte("end")); err != nil { // want `goroutine blocks forever in w\.Write`
			return
		}
	}()
}

func badReaderBehind(fail bool) error {
	r, w := io.Pipe()
	go func() {
		io.Copy(io.Discard, r) // want `goroutine blocks forever in io\.Copy`
	}()
	if fail {
		return errors.New("failed") // does not close w
	}
	fmt.Fprintln(w, "all")
	return w.Close()
}

func goodReaderBehind(fail bool) error {
	r, w := io.Pipe()
	defer w.Close()
	go func() {
		io.Copy(io.Discard, r) // ok: w is closed on every path
	}()
	if fail {
		return errors.New("failed")
	}
	fmt.Fprintln(w, "all")
	return nil
}
