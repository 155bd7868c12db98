package netmath

// An AddrSetTable gives equal sets of addresses equal numbers: 0, 1, 2, ... in
// the order in which they first come. It remembers what sets have in common.
// The zero value is not ready for use. It serves one goroutine.
type AddrSetTable struct {
	unique  uniqueTable
	hashing hashing
	sets    []AddrSet
	common  map[[2]uint32]uint32
}

// NewAddrSetTable makes a table without sets.
func NewAddrSetTable() *AddrSetTable {
	return &AddrSetTable{hashing: newHashing(), common: map[[2]uint32]uint32{}}
}

// Number is the number of a set.
func (t *AddrSetTable) Number(s AddrSet) uint32 {
	n, known := t.unique.number(t.hash(s), func(n uint32) bool { return t.sets[n].Equal(s) })
	if !known {
		t.sets = append(t.sets, s)
	}
	return n
}

// Set is the set of a number that Number gave.
func (t *AddrSetTable) Set(n uint32) AddrSet { return t.sets[n] }

// Len counts the different sets.
func (t *AddrSetTable) Len() int { return len(t.sets) }

// Intersect is the number of the addresses in both of two sets.
func (t *AddrSetTable) Intersect(a, b uint32) uint32 {
	key := [2]uint32{min(a, b), max(a, b)}
	both, known := t.common[key]
	if !known {
		both = t.Number(t.sets[a].Intersect(t.sets[b]))
		t.common[key] = both
	}
	return both
}

func (t *AddrSetTable) hash(s AddrSet) uint32 {
	h := t.hashing
	for _, x := range s.v4 {
		h = h.with(uint64(x.lo)<<32 | uint64(x.hi))
	}
	h = h.with(uint64(len(s.v4)))
	for _, x := range s.v6 {
		h = h.with(x.lo.hi).with(x.lo.lo).with(x.hi.hi).with(x.hi.lo)
	}
	return h.sum()
}
