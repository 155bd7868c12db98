package netgen

import (
	"context"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
)

// TestMemoryIsBounded watches what is alive while a world is written whose documents are many times as large.
func TestMemoryIsBounded(t *testing.T) {
	const limit = 48 << 20
	o := Defaults()
	o.ENIs, o.VPCs, o.TGW, o.Compact, o.Out = 80_000, 160, true, true, filepath.Join(t.TempDir(), "world")
	var written, calls, most atomic.Int64
	err := Generate(context.Background(), o, func(n int) {
		written.Add(int64(n))
		if calls.Add(1)%20 == 0 {
			most.Store(max(most.Load(), alive()))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d MB alive at most, %d MB written", most.Load()>>20, written.Load()>>20)
	if most.Load() == 0 || most.Load() > limit || written.Load() < 2*limit {
		t.Errorf("%d bytes were alive while %d were written: want at most %d", most.Load(), written.Load(), limit)
	}
}

func alive() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
