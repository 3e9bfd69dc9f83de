// Package services serves calls of other programs, many at a time.
package services

import (
	"context"
	"sync"

	"services/pb"
)

type counter struct {
	pb.UnimplementedCounterServer
	mu    sync.Mutex
	calls int
	names map[string]int
	limit int
}

func (c *counter) Count(ctx context.Context, r *pb.CountRequest) (*pb.CountReply, error) {
	c.calls++ // want `variable c.calls is written here and written on line \d+ by another goroutine`
	c.mu.Lock()
	defer c.mu.Unlock()
	c.names[r.Name]++ // ok: locked
	return &pb.CountReply{N: c.names[r.Name]}, nil
}

func (c *counter) Reset(ctx context.Context, r *pb.CountRequest) (*pb.CountReply, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.names)
	return &pb.CountReply{}, nil
}

// Configure is no method of the service.
func (c *counter) Configure(ctx context.Context, limit int) {
	c.limit = limit // ok: called before anybody serves
}

func Serve(s pb.Registrar) {
	c := &counter{names: map[string]int{}}
	c.Configure(context.Background(), 3)
	pb.RegisterCounterServer(s, c)
}
