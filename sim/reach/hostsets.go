package reach

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
)

// hostSets numbers sets of addresses, and remembers what they have in common: the internet without what a large network holds of it has many
// holes, and few parts that anybody tells apart.
type hostSets struct {
	sets   []netmath.AddrSet
	byEnds map[setEnds][]int32
	both   map[[2]int32]netmath.AddrSet
}

// setEnds are a quick look at a set.
type setEnds struct {
	first [2]netip.Addr
}

func newHostSets() hostSets {
	return hostSets{byEnds: map[setEnds][]int32{}, both: map[[2]int32]netmath.AddrSet{}}
}

// number is the same for equal sets.
func (h *hostSets) number(s netmath.AddrSet) int32 {
	var ends setEnds
	for _, f := range netmath.Families {
		ends.first[f], _ = s.First(f)
	}
	for _, n := range h.byEnds[ends] {
		if h.sets[n].Equal(s) {
			return n
		}
	}
	n := int32(len(h.sets))
	h.sets, h.byEnds[ends] = append(h.sets, s), append(h.byEnds[ends], n)
	return n
}

// within is the part of a set that lies in the one of a number. Asked again, it is the same memory.
func (h *hostSets) within(s netmath.AddrSet, part int32) netmath.AddrSet {
	key := [2]int32{h.number(s), part}
	both, known := h.both[key]
	if !known {
		both = s.Intersect(h.sets[part])
		h.both[key] = both
	}
	return both
}
