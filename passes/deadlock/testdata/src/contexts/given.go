package contexts

import (
	"context"
	"io"
)

// goodServe gives its context to code that is not known.
func goodServe(read func(context.Context, io.Reader) error, r io.Reader) {
	serve(context.Background(), read, r)
}

func serve(ctx context.Context, read func(context.Context, io.Reader) error, r io.Reader) {
	replies := make(chan int)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case n := <-replies:
				println(n)
			}
		}
	}()
	for {
		if ctx.Err() != nil {
			return
		}
		if err := read(ctx, r); err != nil {
			panic(err)
		}
		replies <- 1 // ok: a Background is never done, whoever gets it
	}
}
