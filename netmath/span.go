package netmath

// span is the points from lo to hi, both included, with lo <= hi.
type span[T point[T]] struct{ lo, hi T }

// placement says how a span a lies to another span b. Exactly one holds.
type placement uint8

const (
	// a ends before b starts, with points between them.
	//
	//	a  |---|
	//	b          |---|
	before placement = iota

	// a ends before b starts, with nothing between, as 80-89 and 90-99.
	//
	//	a  |---|
	//	b       |---|
	abutsBefore

	// a and b share points; a alone has points below b. The ends may be equal.
	//
	//	a  |------|
	//	b     |------|
	outLow

	// all of a is in b. They may be equal.
	//
	//	a     |---|
	//	b  |---------|
	inside

	// all of b is in a, and a has points on both sides of b.
	//
	//	a  |---------|
	//	b     |---|
	outBoth

	// a and b share points; a alone has points above b. The starts may be equal.
	//
	//	a     |------|
	//	b  |------|
	outHigh

	// abutsBefore with a and b swapped.
	abutsAfter

	// before with a and b swapped.
	after
)

// relate names the placement of a to b.
func (a span[T]) relate(b span[T]) placement {
	switch {
	case a.hi.compare(b.lo) < 0:
		if a.hi.next() == b.lo {
			return abutsBefore
		}
		return before
	case b.hi.compare(a.lo) < 0:
		if b.hi.next() == a.lo {
			return abutsAfter
		}
		return after
	}
	return a.relateSharing(b)
}

// relateSharing is relate for spans that have a point in common.
func (a span[T]) relateSharing(b span[T]) placement {
	low, high := a.lo.compare(b.lo) < 0, a.hi.compare(b.hi) > 0
	switch {
	case low && high:
		return outBoth
	case low:
		return outLow
	case high:
		return outHigh
	}
	return inside
}

// join is the span from the lower start to the higher end: the union, if a and
// b touch.
func (a span[T]) join(b span[T]) span[T] {
	return span[T]{lower(a.lo, b.lo), higher(a.hi, b.hi)}
}

// meet is what a and b share, and whether they share anything.
func (a span[T]) meet(b span[T]) (span[T], bool) {
	s := span[T]{higher(a.lo, b.lo), lower(a.hi, b.hi)}
	return s, s.lo.compare(s.hi) <= 0
}

// below is the part of a before b, above the part after it. They are asked for
// only when the placement says that there is such a part, so stepping over the
// border of b cannot wrap around.
func (a span[T]) below(b span[T]) span[T] { return span[T]{a.lo, b.lo.prev()} }
func (a span[T]) above(b span[T]) span[T] { return span[T]{b.hi.next(), a.hi} }

func lower[T point[T]](a, b T) T {
	if a.compare(b) <= 0 {
		return a
	}
	return b
}

func higher[T point[T]](a, b T) T {
	if a.compare(b) >= 0 {
		return a
	}
	return b
}
