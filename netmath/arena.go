package netmath

// An arena keeps many small slices in few large ones, to spare the collector.
// What it has given out never moves.
type arena[T any] struct{ free []T }

const arenaChunk = 256

// keep returns a copy of x that nothing else changes; nil for an empty one.
func (a *arena[T]) keep(x []T) []T {
	if len(x) == 0 {
		return nil
	}
	if len(x) > cap(a.free)-len(a.free) {
		a.free = make([]T, 0, max(arenaChunk, len(x)))
	}
	start := len(a.free)
	a.free = append(a.free, x...)
	return a.free[start:len(a.free):len(a.free)]
}
