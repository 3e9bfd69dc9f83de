// Package pb is what is generated for a service.
package pb

import "context"

type (
	CountRequest struct{ Name string }
	CountReply   struct{ N int }
)

type CounterServer interface {
	Count(context.Context, *CountRequest) (*CountReply, error)
	Reset(context.Context, *CountRequest) (*CountReply, error)
	mustEmbedUnimplementedCounterServer()
}

type UnimplementedCounterServer struct{}

func (UnimplementedCounterServer) mustEmbedUnimplementedCounterServer() {}

type Registrar interface{ RegisterService(name string, impl any) }

func RegisterCounterServer(s Registrar, srv CounterServer) { s.RegisterService("counter", srv) }
