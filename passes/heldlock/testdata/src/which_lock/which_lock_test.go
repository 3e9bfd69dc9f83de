package which_lock

import "testing"

type manager struct {
	shard
	byShard []*int
}

func (m *manager) grow(shard int) *int {
	m.mu.RLock()
	if shard < len(m.byShard) {
		s := m.byShard[shard]
		m.mu.RUnlock()
		return s
	}
	m.mu.RUnlock()
	m.mu.Lock() // ok: the tests that get here with the read lock pass
	defer m.mu.Unlock()
	for len(m.byShard) <= shard {
		m.byShard = append(m.byShard, new(int))
	}
	return m.byShard[shard]
}

func open(t *testing.T, n int) *manager {
	m := &manager{}
	for i := range n {
		if m.grow(i) == nil {
			t.Fatal("no shard")
		}
	}
	return m
}

func TestGrowGood(t *testing.T) {
	m := open(t, 3)
	m.mu.RLock()
	for i := range len(m.byShard) {
		m.grow(i)
	}
	m.mu.RUnlock()
}
