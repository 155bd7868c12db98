package graph

import (
	"cmp"
	"net/netip"
	"slices"
)

// maxNeighbours bounds how many pairs of neighbours are listed for each VPC, on average.
const maxNeighbours = 64

// Neighbours lists, by VPC, the others of which it or which themselves hold blocks where rules of the one may know addresses of the other by who
// has them: those with addresses in common, and those joined by peering. It is false if there are too many, or if some
// addresses are not known yet.
func (g *Graph) Neighbours() ([][]int32, bool) {
	if g.divided {
		return nil, false
	}
	claims := g.nearClaims()
	all := make([][]int32, len(g.vpcs))
	listed := 0
	var around []nearClaim // the prefixes that hold the current one
	for _, c := range claims {
		for len(around) > 0 && !around[len(around)-1].prefix.Contains(c.prefix.Addr()) {
			around = around[:len(around)-1]
		}
		for _, o := range around {
			if o.vpc == c.vpc || !o.block && !c.block || slices.Contains(all[o.vpc], c.vpc) {
				continue
			}
			all[o.vpc], all[c.vpc] = append(all[o.vpc], c.vpc), append(all[c.vpc], o.vpc)
			if listed++; listed > maxNeighbours*len(g.vpcs) {
				return nil, false
			}
		}
		around = append(around, c)
	}
	return all, true
}

// A nearClaim is a prefix that a VPC has, or that it knows others by.
type nearClaim struct {
	prefix netip.Prefix
	vpc    int32
	block  bool
}

// nearClaims lists those of all VPCs, each before those inside it.
func (g *Graph) nearClaims() []nearClaim {
	var all []nearClaim
	for i := range g.vpcs {
		for j, p := range g.vpcs[i].near(g) {
			all = append(all, nearClaim{p, int32(i), j < len(g.vpcs[i].blocks)})
		}
	}
	slices.SortFunc(all, func(x, y nearClaim) int {
		return cmp.Or(x.prefix.Addr().Compare(y.prefix.Addr()), cmp.Compare(x.prefix.Bits(), y.prefix.Bits()))
	})
	return all
}
