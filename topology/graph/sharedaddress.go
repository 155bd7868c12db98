package graph

import (
	"cmp"
	"net/netip"
	"slices"
)

// markShared marks the interfaces whose addresses somebody in another VPC has, too: from there they are not to be reached, which is
// not so of their neighbours.
func (g *Graph) markShared() {
	overlap := g.overlappingVpcs()
	if len(overlap) == 0 {
		return
	}
	var seen addrTable
	mark := func(holder int32) {
		if holder >= 0 {
			g.identity.mark(InterfaceID(holder))
		}
	}
	for e := range g.vpcs[0].holders.all() {
		if !overlap[e.vpc] {
			continue
		}
		if other, shared := seen.get(0, e.addr); shared {
			mark(other)
			mark(e.number)
			continue
		}
		seen.put(0, e.addr, e.number)
	}
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
