// Package pipes has pipes of package io whose other end is not served.
package pipes

import (
	"encoding/json"
	"io"
)

func badNotClosed() ([]byte, error) {
	r, w := io.Pipe()
	go func() {
		w.Write([]byte("all"))
	}()
	return io.ReadAll(r) // want `io\.ReadAll blocks forever \(nobody writes what it reads\)`
}

func badFailedWriter(render func() ([]byte, error)) ([]byte, error) {
	r, w := io.Pipe()
	go func() {
		data, err := render()
		if err != nil {
			return
		}
		w.Write(data)
		w.Close()
	}()
	return io.ReadAll(r) // want `io\.ReadAll blocks forever`
}

func badSameGoroutine() ([]byte, error) {
	r, w := io.Pipe()
	w.Write([]byte("all")) // want `w\.Write blocks forever \(nobody reads from the other end of the pipe\)`
	w.Close()
	return io.ReadAll(r)
}

func badReadAfterWait() ([]byte, error) {
	r, w := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer w.Close()
		w.Write([]byte("all"))
	}()
	<-done // want `receive from done blocks forever`
	return io.ReadAll(r)
}

func goodCloseWithError(render func(io.Writer) error) ([]byte, error) {
	r, w := io.Pipe()
	go func() {
		w.CloseWithError(render(w)) // ok: in any case
	}()
	return io.ReadAll(r)
}

func goodFailedWriter(render func() ([]byte, error)) ([]byte, error) {
	r, w := io.Pipe()
	go func() {
		data, err := render()
		if err != nil {
			w.CloseWithError(err)
			return
		}
		w.Write(data)
		w.Close()
	}()
	return io.ReadAll(r) // ok: ends with the error of the writer
}

func goodEncoder(v any) ([]byte, error) {
	r, w := io.Pipe()
	go func() {
		w.CloseWithError(json.NewEncoder(w).Encode(v))
	}()
	return io.ReadAll(r) // ok: closed after the encoder
}

func goodWriterAndReader() error {
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, r)
		done <- err
	}()
	w.Write([]byte("all"))
	w.Close()
	return <-done // ok: the reader has seen the end
}
