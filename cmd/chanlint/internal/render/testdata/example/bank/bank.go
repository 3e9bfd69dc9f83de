package bank

import "sync"

type account struct {
	mu      sync.Mutex
	balance int
}

type bank struct {
	ledger sync.RWMutex
	main   account
}

func (b *bank) deposit(n int) {
	b.main.mu.Lock()
	defer b.main.mu.Unlock()
	b.ledger.RLock()
	b.main.balance += n
	b.ledger.RUnlock()
}

func (b *bank) close() {
	b.ledger.Lock()
	b.main.mu.Lock()
	b.main.balance = 0
	b.main.mu.Unlock()
	b.ledger.Unlock()
}
