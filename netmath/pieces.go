package netmath

import "slices"

// pieces is a function from a line to numbers, constant in pieces: each piece
// holds from its start to the next one. Before the first piece the value is 0.
// No piece has the value of the one before it (nor the first the value 0), so
// equal functions have equal pieces. Nothing changes pieces once they are made.
//
//	value   0    7        0     9
//	        |----|--------|-----|--------|
//	             10.0.0.0       10.9.0.0
type pieces[T point[T]] []piece[T]

type piece[T point[T]] struct {
	start T
	value uint32
}

// at is the value at x.
func (s pieces[T]) at(x T) uint32 {
	lo, hi := 0, len(s) // the pieces below lo start at x or before, those from hi on after it
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if s[mid].start.compare(x) <= 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return s[:lo].last()
}

// last is the value at the end of the line.
func (s pieces[T]) last() uint32 {
	if len(s) == 0 {
		return 0
	}
	return s[len(s)-1].value
}

// push sets the value from start on, which is not before the last start.
func (s pieces[T]) push(start T, value uint32) pieces[T] {
	if n := len(s); n > 0 && s[n-1].start == start {
		s = s[:n-1]
	}
	if s.last() == value {
		return s
	}
	return append(s, piece[T]{start, value})
}

func (s pieces[T]) equal(t pieces[T]) bool { return slices.Equal(s, t) }

// combine is the function of both values at every place.
func (s pieces[T]) combine(t pieces[T], f func(a, b uint32) uint32) pieces[T] {
	out := make(pieces[T], 0, len(s)+len(t)+1)
	var lowest T
	out = out.push(lowest, f(0, 0))
	for i, j := 0, 0; i < len(s) || j < len(t); {
		var at T
		switch order := nearer(s[i:], t[j:]); {
		case order == 0:
			at, i, j = s[i].start, i+1, j+1
		case order < 0:
			at, i = s[i].start, i+1
		default:
			at, j = t[j].start, j+1
		}
		out = out.push(at, f(s[:i].last(), t[:j].last()))
	}
	return out
}

// nearer tells which of two rests, not both empty, begins first: that of s if
// negative, that of t if positive, both if 0.
func nearer[T point[T]](s, t pieces[T]) int {
	switch {
	case len(s) == 0:
		return 1
	case len(t) == 0:
		return -1
	}
	return s[0].start.compare(t[0].start)
}

// where is the places whose value satisfies f.
func (s pieces[T]) where(f func(uint32) bool, last T) spans[T] {
	var out []span[T]
	for x, value := range s.segments(last) {
		if f(value) {
			out = push(out, x)
		}
	}
	return out
}

// segments yields all of the line, up to last, in spans of one value.
func (s pieces[T]) segments(last T) func(yield func(span[T], uint32) bool) {
	return func(yield func(span[T], uint32) bool) {
		var lo T
		value := uint32(0)
		for _, x := range s {
			if x.start != lo && !yield(span[T]{lo, x.start.prev()}, value) {
				return
			}
			lo, value = x.start, x.value
		}
		yield(span[T]{lo, last}, value)
	}
}

// ofSpans is value on the spans, and 0 elsewhere on a line that ends at last.
func ofSpans[T point[T]](set spans[T], value uint32, last T) pieces[T] {
	var out pieces[T]
	for _, x := range set {
		out = out.push(x.lo, value)
		if x.hi != last {
			out = out.push(x.hi.next(), 0)
		}
	}
	return out
}
