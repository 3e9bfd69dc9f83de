// Package remembered has writers that keep a lock as long as a transaction is open.
package remembered

import (
	"errors"
	"sync"
)

type tx struct{ n int }

type store struct {
	mu   sync.Mutex
	full bool
}

func (s *store) begin() (*tx, error) {
	if s.full {
		return nil, errors.New("full")
	}
	return &tx{}, nil
}

type Writer struct {
	store *store
	tx    *tx
	n     int
}

func (w *Writer) apply(n int) error {
	if n > w.n {
		return errors.New("too much")
	}
	return nil
}

func (w *Writer) GoodWrite(n int) (int, error) {
	if w.tx == nil {
		w.store.mu.Lock()
		t, err := w.store.begin()
		if err != nil {
			w.store.mu.Unlock()
			return 0, err
		}
		w.tx = t
	}
	if err := w.apply(n); err != nil {
		return 0, err // Close unlocks it
	}
	return n, nil
}

func (w *Writer) Close() {
	if w.tx == nil {
		return
	}
	w.tx = nil
	w.store.mu.Unlock()
}

func (w *Writer) BadWrite(n int) (int, error) {
	if w.tx == nil {
		w.store.mu.Lock()
		t, err := w.store.begin()
		if err != nil {
			w.store.mu.Unlock()
			return 0, err
		}
		if err := w.apply(n); err != nil {
			return 0, err // want `return with w.store.mu locked on line 62; the return on line 66 unlocks it`
		}
		w.tx = t
	}
	return n, nil
}
