// Package cycle_of_three has locks that no two methods take in opposite orders,
// but three do in a circle.
package cycle_of_three

import "sync"

type bank struct {
	cash, bonds, loans sync.Mutex
	sum                int
}

func (b *bank) badBuy() {
	b.cash.Lock()
	defer b.cash.Unlock()
	b.bonds.Lock() // want `b\.bonds is locked while b\.cash is held; lines 23 and 31 close a circle`
	defer b.bonds.Unlock()
	b.sum++
}

func (b *bank) badPledge() {
	b.bonds.Lock()
	defer b.bonds.Unlock()
	b.loans.Lock()
	defer b.loans.Unlock()
	b.sum++
}

func (b *bank) badRepay() {
	b.loans.Lock()
	defer b.loans.Unlock()
	b.cash.Lock()
	defer b.cash.Unlock()
	b.sum--
}

// goodPhilosophers has one who begins on the other side.
func goodPhilosophers() {
	var left, middle, right sync.Mutex
	eaten := make(chan int, 3)
	eat := func(first, second *sync.Mutex) {
		first.Lock()
		defer first.Unlock()
		second.Lock() // ok: left before middle before right
		defer second.Unlock()
		eaten <- 1
	}
	go eat(&left, &middle)
	go eat(&middle, &right)
	go eat(&left, &right)
}

// A fund has the same three locks in one order.
type fund struct {
	cash, bonds, loans sync.Mutex
	sum                int
}

func (f *fund) goodBuy() {
	f.cash.Lock()
	defer f.cash.Unlock()
	f.bonds.Lock() // ok: cash, bonds, loans
	defer f.bonds.Unlock()
	f.sum++
}

func (f *fund) goodPledge() {
	f.bonds.Lock()
	defer f.bonds.Unlock()
	f.loans.Lock() // ok: cash, bonds, loans
	defer f.loans.Unlock()
	f.sum++
}

func (f *fund) goodRepay() {
	f.cash.Lock()
	defer f.cash.Unlock()
	f.loans.Lock() // ok: cash, bonds, loans
	defer f.loans.Unlock()
	f.sum--
}

// A ledger has two locks in opposite orders, and a third one.
type ledger struct {
	book, page, line sync.Mutex
	sum              int
}

func (l *ledger) badOpen() {
	l.book.Lock()
	defer l.book.Unlock()
	l.page.Lock() // want `l\.page is locked while l\.book is held; on line \d+ they are locked in the opposite order`
	defer l.page.Unlock()
	l.sum++
}

func (l *ledger) badTurn() {
	l.page.Lock()
	defer l.page.Unlock()
	l.book.Lock()
	defer l.book.Unlock()
	l.sum++
}

func (l *ledger) badWrite() {
	l.page.Lock()
	defer l.page.Unlock()
	l.line.Lock() // ok: the circle that it closes goes away with the one that is reported
	defer l.line.Unlock()
	l.sum++
}

func (l *ledger) badClose() {
	l.line.Lock()
	defer l.line.Unlock()
	l.book.Lock()
	defer l.book.Unlock()
	l.sum--
}
