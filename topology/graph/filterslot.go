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

// A slotSet is the slots of one set of groups or ACL: for each direction and family.
type slotSet [2][2]filterSlot

// filterSlots are those of all. Graphs that were made of each other by edits share most of them.
type filterSlots struct{ pages[slotSet] }

// at is the slot for packets with a far address; nil if there is no filter for such addresses, or none yet.
func (s *filterSlots) at(i int32, dir Direction, remote netip.Addr) *filterSlot {
	if int(i) >= s.rows || !remote.IsValid() || remote.Zone() != "" {
		return nil
	}
	return &s.pages.at(i)[dir][netmath.FamilyOf(remote)]
}

// emptied are the slots with those of some emptied, as others may be using these.
func (s *filterSlots) emptied(rows []int32) filterSlots {
	e := s.edit(func(to, from *slotSet) {
		to.each(func(dir Direction, f netmath.Family, slot *filterSlot) {
			slot.copy(&from[dir][f])
		})
	})
	for _, i := range rows {
		e.row(i).each(func(_ Direction, _ netmath.Family, slot *filterSlot) {
			slot.asked.Store(0)
			slot.compiled.Store(nil)
		})
	}
	return filterSlots{e.pages}
}

// copy takes over what another slot has so far.
func (s *filterSlot) copy(from *filterSlot) {
	if f := from.compiled.Load(); f != nil {
		s.compiled.Store(f)
		return
	}
	if asked := from.asked.Load(); asked > 0 && asked < askedOften {
		s.asked.Store(asked)
	}
}

// each goes over the slots of a set or ACL.
func (s *slotSet) each(do func(Direction, netmath.Family, *filterSlot)) {
	for _, dir := range []Direction{Ingress, Egress} {
		for _, f := range netmath.Families {
			do(dir, f, &s[dir][f])
		}
	}
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
	each := func(slots *filterSlots, compile func(i int32, dir Direction, f netmath.Family) *filter) {
		inParallel(slots.len(), func(from, to int) {
			for i := int32(from); i < int32(to); i++ {
				slots.pages.at(i).each(func(dir Direction, f netmath.Family, slot *filterSlot) {
					if slot.compiled.Load() == nil {
						slot.compiled.Store(compile(i, dir, f))
					}
				})
			}
		})
	}
	each(&g.groupFilters, g.groupsFilter)
	each(&g.aclFilters, g.entriesFilter)
}

// compileFilters makes room for filters.
func (c *compiler) compileFilters() {
	c.g.groupFilters = filterSlots{newPages[slotSet](c.g.groupSets.len())}
	c.g.aclFilters = filterSlots{newPages[slotSet](len(c.g.acls))}
}
