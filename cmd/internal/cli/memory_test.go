package cli

import (
	"context"
	"testing"
	"time"
)

func TestParseSize(t *testing.T) {
	for text, want := range map[string]int64{
		"512MB": 512e6, "2GiB": 2 << 30, "1.5G": 3 << 29, "1000": 1000, "64 kB": 64000, "1k": 1024,
		"": 0, "0": 0, "-1MB": 0, "MB": 0, "1e99TB": 0, "NaN": 0, "Inf": 0, "5XB": 0, "5BM": 0, "viel": 0,
	} {
		got, err := parseSize(text)
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %d (%v), want %d", text, got, err, want)
		}
	}
}

// TestBudgetIsWatched takes more memory than is allowed after the work has begun.
func TestBudgetIsWatched(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	over := make(chan struct{})
	go watchBudget(ctx, usedMemory()+8<<20, func() { close(over) })
	var taken [][]byte
	for range 1000 {
		taken = append(taken, make([]byte, 1<<20))
		select {
		case <-over:
			return
		case <-time.After(time.Millisecond):
		}
	}
	t.Errorf("%d MB were taken, and nobody minded", len(taken))
}
