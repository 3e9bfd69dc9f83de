package nobody_serves

import "sync"

type config struct{ name string }

type member struct{ name string }

// cluster broadcasts updates to the other members.
type cluster struct {
	mu      sync.Mutex
	config  *config
	left    bool
	members []*member
}

func newCluster(name string) *cluster { return &cluster{config: &config{name: name}} }

// announce reports the broadcast on notify, but not after Leave.
func (c *cluster) announce(name string, notify chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left && name == c.config.name {
		return
	}
	go close(notify)
}

func (c *cluster) alone() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, m := range c.members {
		if m.name != c.config.name {
			return false
		}
	}
	return true
}

func (c *cluster) BadUpdate() {
	notify := make(chan struct{})
	c.announce(c.config.name, notify)
	if !c.alone() {
		<-notify // want `receive from notify blocks forever`
	}
}

func (c *cluster) GoodUpdate() {
	notify := make(chan struct{}, 1)
	c.announce(c.config.name, notify)
	select {
	case <-notify: // ok: there is a default
	default:
	}
}
