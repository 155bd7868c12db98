package graph

import (
	"cmp"
	"net/netip"
	"slices"
)

// markShared marks the interfaces whose addresses somebody in another VPC has, too: from there they are not to be reached, which is
// not so of their neighbours. Two that share an address with each other, and nothing else is special about them, are twins.
func (g *Graph) markShared() {
	overlap := g.overlappingVpcs()
	if len(overlap) == 0 {
		return
	}
	var seen addrTable
	var pairs [][2]int32
	for e := range g.vpcs[0].holders.all() {
		if !overlap[e.vpc] {
			continue
		}
		if other, shared := seen.get(0, e.addr); shared {
			pairs = append(pairs, [2]int32{other, e.number})
			continue
		}
		seen.put(0, e.addr, e.number)
	}
	g.pairUp(pairs)
}

// pairUp marks who shares addresses, and finds who does so as one of two twins.
func (g *Graph) pairUp(pairs [][2]int32) {
	g.identity.twins = map[InterfaceID]InterfaceID{}
	times := map[int32]int{}
	for _, p := range pairs {
		times[p[0]]++
		times[p[1]]++
	}
	for _, p := range pairs {
		a, b := InterfaceID(p[0]), InterfaceID(p[1])
		if times[p[0]] == 1 && times[p[1]] == 1 && p[0] >= 0 && p[1] >= 0 && g.simple(a) && g.simple(b) {
			g.identity.twins[a], g.identity.twins[b] = b, a
		}
	}
	for _, p := range pairs {
		for _, number := range p {
			if number >= 0 {
				g.identity.mark(InterfaceID(number))
			}
		}
	}
}

// simple reports whether nothing is special about an interface so far, and it has one address.
func (g *Graph) simple(id InterfaceID) bool {
	return !g.Special(id) && len(g.interfaces[id].addresses) == 1
}

// Twin is the interface in another VPC that has the only address of a Special interface, if that is all that is special about both.
func (g *Graph) Twin(id InterfaceID) (InterfaceID, bool) {
	twin, ok := g.identity.twins[id]
	return twin, ok
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
