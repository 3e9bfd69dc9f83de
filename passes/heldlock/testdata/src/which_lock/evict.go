package which_lock

import "sync"

// A client has streamers that lock and unlock for it.
type client struct {
	mu        sync.Mutex
	streamers map[uint64]*streamer
}

type streamer struct {
	client *client
	open   bool
	inode  uint64
}

func newClient() *client { return &client{streamers: map[uint64]*streamer{}} }

func (c *client) add(inode uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.streamers[inode] = &streamer{client: c, inode: inode}
}

func (c *client) evict(inode uint64) {
	c.mu.Lock()
	s, ok := c.streamers[inode]
	if !ok {
		c.mu.Unlock()
		return
	}
	if s.open {
		s.release()
		return
	}
	delete(s.client.streamers, s.inode)
	s.client.mu.Unlock()
}

// release lets go of the lock of the client.
func (s *streamer) release() {
	s.open = false
	s.client.mu.Unlock()
}

func (c *client) CloseGood() {
	c.mu.Lock()
	var inodes []uint64
	for inode := range c.streamers {
		inodes = append(inodes, inode)
	}
	c.mu.Unlock()
	for _, inode := range inodes {
		c.evict(inode) // ok: a streamer in the map is one of this client
	}
}

func (c *client) evictBad(inode uint64) {
	c.mu.Lock() // want `c\.mu\.Lock blocks forever: this goroutine already holds c\.mu, locked on line 59`
	s, ok := c.streamers[inode]
	if !ok {
		return
	}
	delete(c.streamers, s.inode)
	c.mu.Unlock()
}

func (c *client) CloseBad(inodes []uint64) {
	for _, inode := range inodes {
		c.evictBad(inode)
	}
}
