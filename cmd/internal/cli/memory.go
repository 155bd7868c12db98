package cli

import (
	"context"
	"fmt"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"time"
)

// A budgetError is work that needs more memory than --max-memory allows.
type budgetError struct{ limit string }

func (e budgetError) Error() string {
	return fmt.Sprintf("this needs more memory than --max-memory %s allows; allow more, or ask about less: some places instead of all, one family (-4), one service", e.limit)
}

// keepBudget holds the program to --max-memory until the context ends: garbage is collected earlier, and if that is not enough, the work is
// given up.
func (a *app) keepBudget(ctx context.Context, giveUp context.CancelCauseFunc) error {
	if a.options.maxMemory == "" {
		return nil
	}
	limit, err := parseSize(a.options.maxMemory)
	if err != nil {
		return err
	}
	before := debug.SetMemoryLimit(limit)
	context.AfterFunc(ctx, func() { debug.SetMemoryLimit(before) })
	over := func() { giveUp(budgetError{a.options.maxMemory}) }
	if usedMemory() > limit {
		over()
		return ctx.Err()
	}
	go watchBudget(ctx, limit, over)
	return nil
}

// watchBudget calls over once more than a limit, and a little for the collector to work in, is in use.
func watchBudget(ctx context.Context, limit int64, over func()) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if usedMemory() > limit+limit/16 {
				over()
				return
			}
		}
	}
}

// usedMemory is what the runtime holds of the machine's memory, in bytes.
func usedMemory() int64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return int64(samples[0].Value.Uint64() - samples[1].Value.Uint64())
}

// sizeUnits are the units of sizes, in bytes. K, M, G and T alone are binary, as in other tools.
var sizeUnits = map[string]float64{
	"": 1, "B": 1, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12,
	"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40, "KIB": 1 << 10, "MIB": 1 << 20, "GIB": 1 << 30, "TIB": 1 << 40,
}

// parseSize reads a size such as 512MB, 2GiB or 1.5G as bytes.
func parseSize(text string) (int64, error) {
	digits := strings.TrimRight(text, "bBiIkKmMgGtT ")
	n, err := strconv.ParseFloat(digits, 64)
	unit, known := sizeUnits[strings.ToUpper(strings.TrimSpace(text[len(digits):]))]
	if size := n * unit; err == nil && known && size >= 1 && size < 1<<62 {
		return int64(size), nil
	}
	return 0, usagef("--max-memory %q is no size; write 512MB, 2GiB or a number of bytes", text)
}

// loadingPercent is how much garbage may pile up while a snapshot is read, of what is in use: nearly all that is made then stays, so that
// looking for garbage often finds little.
const loadingPercent = 400

// collectLess lets garbage pile up for a while. Who has set GOGC knows better.
func (a *app) collectLess() (end func()) {
	if a.env.Getenv("GOGC") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(loadingPercent)
	return func() { debug.SetGCPercent(before) }
}
