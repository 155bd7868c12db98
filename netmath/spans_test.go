package netmath

import (
	"fmt"
	"math"
	"testing"
)

// check states what makes spans canonical.
func (s spans[T]) check() error {
	for i, x := range s {
		if x.lo.compare(x.hi) > 0 {
			return fmt.Errorf("span %d runs backwards: %v", i, x)
		}
		if i > 0 && s[i-1].relate(x) != before {
			return fmt.Errorf("spans %d and %d touch: %v %v", i-1, i, s[i-1], x)
		}
	}
	return nil
}

// The slow reference for set algebra is a bit mask over eight neighbouring
// points: bit i stands for the i-th of them. All 256 sets are tried against all
// 256, at places where a line ends or a carry crosses, so every way in which
// ranges can lie to one another occurs.
type mask uint8

// window is eight neighbouring points.
type window[T point[T]] [8]T

func windowAt[T point[T]](first T) window[T] {
	var w window[T]
	for i := range w {
		w[i] = first
		first = first.next()
	}
	return w
}

// set builds the points of m, in a scrambled order and partly twice.
func (w window[T]) set(m mask) spans[T] {
	var list []span[T]
	for _, i := range []int{5, 2, 7, 0, 3, 6, 1, 4} {
		if m>>i&1 == 1 {
			list = append(list, span[T]{w[i], w[i]})
		}
		if i < 7 && m>>i&3 == 3 {
			list = append(list, span[T]{w[i], w[i+1]})
		}
	}
	return canonical(list)
}

// TestAlgebraExhaustively is the whole truth about the three number lines.
func TestAlgebraExhaustively(t *testing.T) {
	t.Run("ports", func(t *testing.T) {
		tryAllPairs(t, windowAt(port(0)))
		tryAllPairs(t, windowAt(port(math.MaxUint16-7)))
	})
	t.Run("ipv4", func(t *testing.T) {
		tryAllPairs(t, windowAt(addr4(0)))
		tryAllPairs(t, windowAt(addr4(math.MaxUint32-7)))
	})
	t.Run("ipv6", func(t *testing.T) {
		tryAllPairs(t, windowAt(uint128{}))
		tryAllPairs(t, windowAt(uint128{1, math.MaxUint64 - 3}))
		tryAllPairs(t, windowAt(uint128{math.MaxUint64, math.MaxUint64 - 7}))
	})
}

func tryAllPairs[T point[T]](t *testing.T, w window[T]) {
	var sets [256]spans[T]
	for m := range sets {
		sets[m] = w.set(mask(m))
		w.wantMembers(t, sets[m], mask(m))
	}
	for a, s := range sets {
		for b, u := range sets {
			tryPair(t, &sets, s, u, mask(a), mask(b))
		}
		if t.Failed() {
			return
		}
	}
}

// tryPair knows the right answers from the masks; as sets are canonical, an
// answer is right when it equals the set made from its mask.
func tryPair[T point[T]](t *testing.T, sets *[256]spans[T], s, u spans[T], a, b mask) {
	for _, op := range []struct {
		name string
		got  spans[T]
		want mask
	}{
		{"union", s.union(u), a | b},
		{"intersect", s.intersect(u), a & b},
		{"subtract", s.subtract(u), a &^ b},
	} {
		if !op.got.equal(sets[op.want]) {
			t.Errorf("%v %s %v = %v, want %v", s, op.name, u, op.got, sets[op.want])
		}
	}
	if got := s.covers(u); got != (b&^a == 0) {
		t.Errorf("%v covers %v: %v", s, u, got)
	}
	if got := s.intersects(u); got != (a&b != 0) {
		t.Errorf("%v intersects %v: %v", s, u, got)
	}
	if got := s.equal(u); got != (a == b) {
		t.Errorf("%v equal %v: %v", s, u, got)
	}
	for _, x := range u[:min(1, len(u))] {
		if got, want := s.overlaps(x), len(s.intersect(spans[T]{x})) > 0; got != want {
			t.Errorf("%v overlaps %v: %v", s, x, got)
		}
	}
}

func (w window[T]) wantMembers(t *testing.T, s spans[T], m mask) {
	t.Helper()
	if err := s.check(); err != nil {
		t.Errorf("%08b: %v", m, err)
	}
	for i, x := range w {
		if s.contains(x) != (m>>i&1 == 1) {
			t.Errorf("%08b: contains(%v) = %v", m, x, s.contains(x))
		}
	}
}

// Operations must leave their inputs as they were, since sets share memory.
func TestAlgebraLeavesInputs(t *testing.T) {
	w := windowAt(port(100))
	a, b := w.set(0b10100101), w.set(0b00011100)
	a.union(b)
	a.intersect(b)
	a.subtract(b)
	if !a.equal(w.set(0b10100101)) || !b.equal(w.set(0b00011100)) {
		t.Errorf("inputs became %v and %v", a, b)
	}
}

func TestPlacement(t *testing.T) {
	b := span[port]{10, 20}
	for _, c := range []struct {
		a    span[port]
		want placement
	}{
		{span[port]{1, 8}, before},
		{span[port]{1, 9}, abutsBefore},
		{span[port]{1, 10}, outLow},
		{span[port]{1, 20}, outLow},
		{span[port]{10, 20}, inside},
		{span[port]{10, 15}, inside},
		{span[port]{15, 20}, inside},
		{span[port]{9, 21}, outBoth},
		{span[port]{10, 21}, outHigh},
		{span[port]{20, 30}, outHigh},
		{span[port]{21, 30}, abutsAfter},
		{span[port]{22, 30}, after},
	} {
		if got := c.a.relate(b); got != c.want {
			t.Errorf("%v to %v: %d, want %d", c.a, b, got, c.want)
		}
	}
}

// The ends of the line are neighbours only if next wrapped around unnoticed.
func TestEndsOfTheLineDoNotTouch(t *testing.T) {
	low, high := span[port]{0, 0}, span[port]{math.MaxUint16, math.MaxUint16}
	if low.relate(high) != before || high.relate(low) != after {
		t.Error("0 and 65535 touch")
	}
}
