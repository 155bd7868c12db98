package graph

import (
	"cmp"
	"net/netip"
	"slices"
)

// markShared marks the interfaces whose addresses somebody in another VPC has, too: from there they are not to be reached, which is
// not so of their neighbours. Those that share an address with each other, and nothing else is special about them, are twins.
func (g *Graph) markShared() {
	overlap := g.overlappingVpcs()
	if len(overlap) == 0 {
		return
	}
	var seen addrTable // the number of those that share each address
	var all [][]int32
	for e := range g.vpcs[0].holders.all() {
		if !overlap[e.vpc] {
			continue
		}
		n, shared := seen.get(0, e.addr)
		if !shared {
			n = int32(len(all))
			seen.put(0, e.addr, n)
			all = append(all, nil)
		}
		all[n] = append(all[n], e.number)
	}
	g.join(slices.DeleteFunc(all, func(who []int32) bool { return len(who) < 2 }))
}

// join marks who shares addresses, and finds who does so with nobody but twins.
func (g *Graph) join(all [][]int32) {
	g.identity.twins = map[InterfaceID][]int32{}
	for _, who := range all {
		if len(who) > maxTwins || slices.ContainsFunc(who, func(n int32) bool { return n < 0 || !g.simple(InterfaceID(n)) }) {
			continue
		}
		slices.Sort(who)
		for _, number := range who {
			g.identity.twins[InterfaceID(number)] = who
		}
	}
	for _, who := range all {
		for _, number := range who {
			if number >= 0 {
				g.identity.mark(InterfaceID(number))
			}
		}
	}
}

// simple reports whether nothing is special about an interface so far, and it has one address.
func (g *Graph) simple(id InterfaceID) bool {
	e := &g.interfaces[id]
	return !g.Special(id) && !e.divided && len(e.addresses) == 1
}

// maxTwins bounds how many may have one address and still be told apart by what there is to tell of each.
const maxTwins = 64

// Twins are the other interfaces that have the only address of a Special interface, in other VPCs, if that is all that is special about each
// of them.
func (g *Graph) Twins(id InterfaceID) []InterfaceID {
	var others []InterfaceID
	for _, number := range g.identity.twins[id] {
		if InterfaceID(number) != id {
			others = append(others, InterfaceID(number))
		}
	}
	return others
}

// Holder finds who has an address as far as rules at an interface may know it by that: an interface in its VPC or one that is peered. It is
// false if several have it.
func (g *Graph) Holder(on InterfaceID, a netip.Addr) (InterfaceID, bool) {
	found := NoInterface
	v := &g.vpcs[g.interfaces[on].vpc]
	for _, vpc := range append([]int32{v.index}, v.peers...) {
		h, held := g.vpcs[vpc].holds(a)
		if !held || h.iface == NoInterface {
			continue
		}
		if found != NoInterface {
			return found, false
		}
		found = h.iface
	}
	return found, true
}

// Peered reports whether rules in a VPC may know members of groups in another one.
func (g *Graph) Peered(vpc int32) bool {
	return len(g.vpcs[vpc].peers) > 0 || len(g.vpcs[vpc].unseenPeers) > 0
}

// overlappingVpcs are those that have addresses in common with another one.
func (g *Graph) overlappingVpcs() map[int32]bool {
	type claim struct {
		block netip.Prefix
		vpc   int32
	}
	var claims []claim
	for i := range g.vpcs {
		for _, b := range g.vpcs[i].blocks {
			claims = append(claims, claim{b, int32(i)})
		}
	}
	slices.SortFunc(claims, func(x, y claim) int {
		return cmp.Or(x.block.Addr().Compare(y.block.Addr()), cmp.Compare(x.block.Bits(), y.block.Bits()))
	})
	overlap := map[int32]bool{}
	var around []claim // the blocks that hold the current one
	for _, c := range claims {
		for len(around) > 0 && !around[len(around)-1].block.Contains(c.block.Addr()) {
			around = around[:len(around)-1]
		}
		if n := len(around); n > 0 && around[n-1].vpc != c.vpc {
			overlap[c.vpc], overlap[around[n-1].vpc] = true, true
		}
		around = append(around, c)
	}
	return overlap
}
