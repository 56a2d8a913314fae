package main

import (
	"context"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// timed is how long requests took, in the order in which they ended.
type timed []time.Duration

// percentile is the time within which that part of them ended, 0 < part <= 1.
func (t timed) percentile(part float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(t))
	return sorted[min(len(sorted)-1, int(math.Ceil(part*float64(len(sorted))))-1)]
}

// closed has so many clients do something, n times in all, each the next thing as
// soon as it is done with the last one. do returns how long the part of it took that
// counts.
func closed(ctx context.Context, clients, n int, do func(i int) (time.Duration, error)) (all time.Duration, each timed, err error) {
	times := make(timed, n)
	var next atomic.Int64
	var failed atomic.Pointer[error]
	var wg sync.WaitGroup
	begun := time.Now()
	for range clients {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n || failed.Load() != nil || ctx.Err() != nil {
					return
				}
				took, err := do(i)
				if err != nil {
					failed.CompareAndSwap(nil, &err)
					return
				}
				times[i] = took
			}
		})
	}
	wg.Wait()
	all = time.Since(begun)
	if e := failed.Load(); e != nil {
		return all, nil, *e
	}
	return all, times, ctx.Err()
}
