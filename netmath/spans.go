package netmath

import "slices"

// spans is a set of points in its one canonical form: sorted, and with at least
// one missing point between two neighbours. Two sets are equal exactly when
// their spans are. Nothing changes a spans once it is made, so results share
// memory with their inputs freely.
//
//	{80, 443, 8000..8100}   [80 80] [443 443] [8000 8100]
//	{80, 81, 82}            [80 82]
type spans[T point[T]] []span[T]

// canonical sorts and joins s in place.
func canonical[T point[T]](s []span[T]) spans[T] {
	slices.SortFunc(s, func(a, b span[T]) int { return a.lo.compare(b.lo) })
	out := s[:0]
	for _, x := range s {
		out = push(out, x)
	}
	return out
}

// push appends x, whose start is not below that of the last span in s, and
// joins the two if they touch.
func push[T point[T]](s []span[T], x span[T]) []span[T] {
	if len(s) == 0 || s[len(s)-1].relate(x) == before {
		return append(s, x)
	}
	s[len(s)-1] = s[len(s)-1].join(x)
	return s
}

// search is the index of the first span that ends at x or later: the only one
// that can contain x.
func (s spans[T]) search(x T) int {
	lo, hi := 0, len(s)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if s[mid].hi.compare(x) < 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// lastTo is the highest point that is not above x. There has to be one.
func (s spans[T]) lastTo(x T) T {
	i := s.search(x)
	if i < len(s) && s[i].lo.compare(x) <= 0 {
		return x
	}
	return s[i-1].hi
}

func (s spans[T]) contains(x T) bool {
	i := s.search(x)
	return i < len(s) && s[i].lo.compare(x) <= 0
}

// overlaps reports whether s has a point of x.
func (s spans[T]) overlaps(x span[T]) bool {
	i := s.search(x.lo)
	return i < len(s) && s[i].lo.compare(x.hi) <= 0
}

// coversSpan reports whether s has every point of x. Neighbours in s never
// touch, so one span of s must do it alone.
func (s spans[T]) coversSpan(x span[T]) bool {
	i := s.search(x.lo)
	return i < len(s) && x.relate(s[i]) == inside
}

func (s spans[T]) covers(t spans[T]) bool {
	if s.same(t) {
		return true
	}
	for _, x := range t {
		if s = s.from(x.lo); len(s) == 0 || x.relate(s[0]) != inside {
			return false
		}
	}
	return true
}

func (s spans[T]) equal(t spans[T]) bool { return s.same(t) || slices.Equal(s, t) }

// same reports whether both share their memory, so that nothing has to be compared.
func (s spans[T]) same(t spans[T]) bool { return len(s) == len(t) && (len(s) == 0 || &s[0] == &t[0]) }

// in reports whether one span of t has all of s. It looks at the ends of s alone.
func (s spans[T]) in(t spans[T]) bool {
	return len(s) > 0 && t.coversSpan(span[T]{s[0].lo, s[len(s)-1].hi})
}

// from drops the spans that end before x. It looks near the start first.
func (s spans[T]) from(x T) spans[T] {
	n := 1
	for n < len(s) && s[n-1].hi.compare(x) < 0 {
		n *= 2
	}
	return s[s[:min(n, len(s))].search(x):]
}

// union merges the two sorted lists.
func (s spans[T]) union(t spans[T]) spans[T] {
	switch {
	case len(s) == 0 || s.in(t):
		return t
	case len(t) == 0 || s.same(t) || t.in(s):
		return s
	}
	out := make([]span[T], 0, len(s)+len(t))
	for len(s) > 0 && len(t) > 0 {
		if s[0].lo.compare(t[0].lo) <= 0 {
			out, s = push(out, s[0]), s[1:]
		} else {
			out, t = push(out, t[0]), t[1:]
		}
	}
	for _, x := range s {
		out = push(out, x)
	}
	for _, x := range t {
		out = push(out, x)
	}
	return out
}

// intersect walks both lists; what ends first can meet nothing more.
func (s spans[T]) intersect(t spans[T]) spans[T] {
	switch {
	case s.same(t) || s.in(t):
		return s
	case t.in(s):
		return t
	}
	var out []span[T]
	for len(s) > 0 && len(t) > 0 {
		if m, ok := s[0].meet(t[0]); ok {
			out = append(out, m)
		}
		if s[0].hi.compare(t[0].hi) < 0 {
			s = s[1:].from(t[0].lo)
		} else {
			t = t[1:].from(s[0].lo)
		}
	}
	return out
}

// intersects reports whether intersect would find anything.
func (s spans[T]) intersects(t spans[T]) bool {
	for len(s) > 0 && len(t) > 0 {
		if _, ok := s[0].meet(t[0]); ok {
			return true
		}
		if s[0].hi.compare(t[0].hi) < 0 {
			s = s[1:].from(t[0].lo)
		} else {
			t = t[1:].from(s[0].lo)
		}
	}
	return false
}

// subtract cuts the spans of t out of those of s, from low to high.
func (s spans[T]) subtract(t spans[T]) spans[T] {
	if !s.intersects(t) {
		return s
	}
	var out []span[T]
	for _, rest := range s {
		t = t[t.search(rest.lo):]
		out = cut(out, rest, t)
	}
	return out
}

// cut appends to out what the holes leave of x. The holes are sorted, and none
// of them ends before x starts.
func cut[T point[T]](out []span[T], x span[T], holes spans[T]) []span[T] {
	for _, hole := range holes {
		switch x.relate(hole) {
		case before, abutsBefore: // this hole and the later ones are beyond x
			return append(out, x)
		case outLow:
			return append(out, x.below(hole))
		case inside:
			return out
		case outBoth: // the upper part goes on to the next hole
			out = append(out, x.below(hole))
			x = x.above(hole)
		case outHigh:
			x = x.above(hole)
		case abutsAfter, after:
		}
	}
	return append(out, x)
}
