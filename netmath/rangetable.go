package netmath

import "slices"

// RangeTable gives maps numbers: equal maps have equal numbers, maps that differ
// in a value or in family have different ones. Numbers count up from 0 in the
// order in which maps first come. The zero value is not ready: see [NewRangeTable].
//
// Number may add a map and belongs to one goroutine at a time; any number of them
// can read otherwise.
type RangeTable struct {
	maps    []RangeMap
	unique  uniqueTable
	hashing hashing
}

// NewRangeTable is an empty table.
func NewRangeTable() *RangeTable { return &RangeTable{hashing: newHashing()} }

// Number is the number of a map.
func (t *RangeTable) Number(m RangeMap) uint32 {
	n, known := t.unique.number(m.hash(t.hashing), func(n uint32) bool { return t.maps[n].Equal(m) })
	if !known {
		t.maps = append(t.maps, RangeMap{m.family, slices.Clone(m.v4), slices.Clone(m.v6)}) // without spare memory
	}
	return n
}

// Map is the map with a number.
func (t *RangeTable) Map(n uint32) RangeMap { return t.maps[n] }

// Len counts the different maps.
func (t *RangeTable) Len() int { return len(t.maps) }

func (m RangeMap) hash(h hashing) uint32 {
	h = h.with(uint64(m.family))
	for _, x := range m.v4 {
		h = h.with(uint64(x.start)<<32 | uint64(x.value))
	}
	for _, x := range m.v6 {
		h = h.with(x.start.hi).with(x.start.lo).with(uint64(x.value))
	}
	return h.sum()
}
