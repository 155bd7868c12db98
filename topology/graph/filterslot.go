package graph

import (
	"net/netip"
	"sync/atomic"

	"github.com/dryhop/dryhop/netmath"
)

// A filterSlot is the place of one filter. It is compiled when it was asked for often: the rules of most groups are asked a few
// times only, which is done before they are compiled.
type filterSlot struct {
	asked    atomic.Int32
	compiled atomic.Pointer[filter]
}

// askedOften is how often the rules are asked one by one before they are compiled. Compiling costs about as much.
const askedOften = 32

// filterSlots are the slots of group sets or ACLs: for each direction and family.
type filterSlots [][2][2]filterSlot

// at is the slot for packets with a far address; nil if there is no filter for such addresses, or none yet.
func (s filterSlots) at(i int32, dir Direction, remote netip.Addr) *filterSlot {
	if int(i) >= len(s) || !remote.IsValid() || remote.Zone() != "" {
		return nil
	}
	return &s[i][dir][netmath.FamilyOf(remote)]
}

// ready is the filter if it is compiled; due tells whether it should be compiled now, which one caller is told.
func (s *filterSlot) ready() (f *filter, due bool) {
	if s == nil {
		return nil, false
	}
	if f = s.compiled.Load(); f != nil {
		return f, false
	}
	return nil, s.asked.Add(1) == askedOften
}

// filterOfGroups is the compiled filter of a set of groups, or nil.
func (g *Graph) filterOfGroups(set int32, dir Direction, remote netip.Addr) *filter {
	slot := g.groupFilters.at(set, dir, remote)
	f, due := slot.ready()
	if due {
		f = g.groupsFilter(set, dir, netmath.FamilyOf(remote))
		slot.compiled.Store(f)
	}
	return f
}

// filterOfACL is the compiled filter of a network ACL, or nil.
func (g *Graph) filterOfACL(ai int32, dir Direction, remote netip.Addr) *filter {
	slot := g.aclFilters.at(ai, dir, remote)
	f, due := slot.ready()
	if due {
		f = g.entriesFilter(ai, dir, netmath.FamilyOf(remote))
		slot.compiled.Store(f)
	}
	return f
}

// Precompile compiles all filters, on all cores, for who is going to ask about everything. Else a filter is compiled once it was
// asked for often.
func (g *Graph) Precompile() {
	each := func(slots filterSlots, compile func(i int32, dir Direction, f netmath.Family) *filter) {
		inParallel(len(slots), func(from, to int) {
			for i := from; i < to; i++ {
				for _, dir := range []Direction{Ingress, Egress} {
					for _, f := range netmath.Families {
						if slot := &slots[i][dir][f]; slot.compiled.Load() == nil {
							slot.compiled.Store(compile(int32(i), dir, f))
						}
					}
				}
			}
		})
	}
	each(g.groupFilters, g.groupsFilter)
	each(g.aclFilters, g.entriesFilter)
}

// compileFilters makes room for filters.
func (c *compiler) compileFilters() {
	c.g.groupFilters = make(filterSlots, c.g.groupSets.len())
	c.g.aclFilters = make(filterSlots, len(c.g.acls))
}
