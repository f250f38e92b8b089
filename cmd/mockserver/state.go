package main

import (
	"context"
	"sync"
	"time"

	"contractmock/mockserver"
	"contractmock/mockserver/clock"
)

// defaultStateEvery is how much of the state a mock that is killed may lose.
const defaultStateEvery = 10 * time.Second

// keepState loads the state file, if there is to be one, and saves it every so often
// until stop is called, which saves it for the last time.
func (f serveFlags) keepState(ctx context.Context, mock *mockserver.Server) (stop func() error, err error) {
	if f.state == "" {
		return func() error { return nil }, nil
	}
	file, err := mock.OpenStateFile(f.state)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	ticks, stopTicks := clock.Every(f.stateEvery)
	var keeping sync.WaitGroup
	keeping.Go(func() { file.Keep(ctx, ticks) })
	return func() error {
		cancel()
		stopTicks()
		keeping.Wait()
		return file.Close()
	}, nil
}
