// Package campaign repeats a test with new seeds for as long as is asked. A
// test that attacks the program calls it and has a name that begins with
// TestCampaign:
//
//	go test ./...                                                # the short form: a few fixed seeds
//	OUDERSTEM_CAMPAIGN=1h go test -timeout 0 -run '^TestCampaign' -v ./...   # new seeds, an hour for each test
//	OUDERSTEM_SEED=7 go test -run '^TestCampaign…$' ./store      # one seed again
//
// Only tests may import it.
package campaign

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	lasts = "OUDERSTEM_CAMPAIGN" // a duration, such as 1h: how long each test goes on
	again = "OUDERSTEM_SEED"     // a whole number: the one seed to run
)

var (
	turn     sync.Mutex // held while a test's rounds run: counters are of one test
	mu       sync.Mutex // guards the two below
	names    []string   // of counters, in the order in which they first came
	counters = map[string]int{}
)

// Rounds runs do as a subtest once for each seed and stops at the first round
// that fails, saying how to repeat it. The seeds are 1 to short, or, while a
// campaign's duration lasts, fresh random ones, at least one. A round that is
// running when that time is over runs to its end. Tests that call Rounds
// wait for each other; do must not call it.
func Rounds(t *testing.T, short int, do func(t *testing.T, seed uint64)) {
	t.Helper()
	turn.Lock()
	defer turn.Unlock()
	mu.Lock()
	names, counters = nil, map[string]int{}
	mu.Unlock()

	next := seeds(t, short)
	n := 0
	for seed, ok := next(n); ok; seed, ok = next(n) {
		n++
		if !t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) { do(t, seed) }) {
			t.Errorf("to repeat it: %s=%d go test -run '^%s$' in this package's directory", again, seed, t.Name())
			break
		}
	}
	t.Logf("CAMPAIGN\t%s\t%d rounds\t%s", t.Name(), n, counted())
}

// seeds gives the seed of round n, from 0, until there is to be no such
// round.
func seeds(t *testing.T, short int) func(n int) (seed uint64, ok bool) {
	t.Helper()
	if s := os.Getenv(again); s != "" {
		one, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatalf("%s: %v", again, err)
		}
		return func(n int) (uint64, bool) { return one, n == 0 }
	}
	s := os.Getenv(lasts)
	if s == "" {
		return func(n int) (uint64, bool) { return uint64(n) + 1, n < short }
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		t.Fatalf("%s is to be a duration such as 1h, not %q", lasts, s)
	}
	end := time.Now().Add(d)
	if last, ok := t.Deadline(); ok && last.Before(end) {
		t.Fatalf("go test would end this campaign before its %v are over: add -timeout 0", d)
	}
	return func(n int) (uint64, bool) {
		var fresh [8]byte
		rand.Read(fresh[:]) // never fails
		return binary.LittleEndian.Uint64(fresh[:]), n == 0 || time.Now().Before(end)
	}
}

// Count adds n to a counter, which the line at the end of the rounds shows.
// It may be called from any goroutine of a round.
func Count(name string, n int) {
	mu.Lock()
	defer mu.Unlock()
	if _, ok := counters[name]; !ok {
		names = append(names, name)
	}
	counters[name] += n
}

// Most makes a counter n where it is less: the line at the end of the rounds shows
// the largest that there was. It may be called from any goroutine of a round.
func Most(name string, n int) {
	mu.Lock()
	defer mu.Unlock()
	if had, ok := counters[name]; !ok {
		names = append(names, name)
	} else if had >= n {
		return
	}
	counters[name] = n
}

// counted is every counter as "name=n", in the order in which they came.
func counted() string {
	mu.Lock()
	defer mu.Unlock()
	each := make([]string, len(names))
	for i, name := range names {
		each[i] = fmt.Sprintf("%s=%d", name, counters[name])
	}
	return strings.Join(each, " ")
}
