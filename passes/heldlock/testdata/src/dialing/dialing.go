// Package dialing tries many things at a time.
package dialing

import (
	"context"
	"errors"
	"net"
	"time"
)

type result struct {
	conn net.Conn
	err  error
}

// Dial returns the connection that comes first.
func Dial(ctx context.Context, addrs []string) (net.Conn, error) {
	results, failed := make(chan result), make(chan error, 1)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for i, addr := range addrs {
		go func() {
			timer := time.NewTimer(time.Duration(i) * time.Second)
			defer timer.Stop()
			select {
			case <-timer.C:
			case <-ctx.Done():
				return
			}
			conn, err := net.Dial("tcp", addr)
			select {
			case results <- result{conn, err}:
			case <-ctx.Done():
				if conn != nil {
					conn.Close()
				}
				select {
				case failed <- ctx.Err():
				default:
				}
			}
		}()
	}
	left := len(addrs)
	for left > 0 {
		select {
		case r := <-results:
			if left--; r.err == nil {
				return r.conn, nil
			}
		case <-tick.C:
		case err := <-failed:
			return nil, err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return nil, errors.New("nobody answers")
}

// DialBoth does that for two kinds of addresses, and gives the second a later start.
func DialBoth(ctx context.Context, first, second []string) (net.Conn, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	results := make(chan result, 2)
	dial := func(addrs []string) {
		conn, err := Dial(ctx, addrs)
		select {
		case results <- result{conn, err}:
		case <-ctx.Done():
			if conn != nil {
				conn.Close()
			}
		}
	}
	go dial(first)
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	left := 1
	for {
		select {
		case <-timer.C:
			left++
			go dial(second)
		case r := <-results:
			if r.err == nil {
				return r.conn, nil
			}
			if left--; left == 0 {
				return nil, r.err
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
