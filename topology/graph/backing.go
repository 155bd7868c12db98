package graph

import (
	"net/netip"
	"slices"
)

// A Backing is what stands behind load balancers, by who stands there.
type Backing struct {
	Of     map[InterfaceID][]int32 // the load balancers whose nodes may send to an interface
	Chains map[int32][]int32       // those whose nodes may send to a load balancer
	Open   []int32                 // those of whose targets the snapshot lacks some
	Linked map[int32]bool          // those that endpoints of others' VPCs lead to
}

// Backing finds out who stands behind load balancers.
func (g *Graph) Backing() *Backing {
	b := &Backing{Of: map[InterfaceID][]int32{}, Chains: map[int32][]int32{}, Linked: map[int32]bool{}}
	at := g.targetAddresses()
	for n := range int32(len(g.balancers)) {
		behind := map[InterfaceID]bool{}
		for t := range g.targetsOf(n) {
			behind[t.iface] = true
			for _, id := range at[t.addr] {
				behind[id] = true
			}
		}
		delete(behind, NoInterface)
		for id := range behind {
			b.Of[id] = append(b.Of[id], n)
		}
		b.addPools(g, n)
	}
	for i := range g.links {
		for _, n := range g.links[i].balancers {
			b.Linked[n] = true
		}
	}
	return b
}

// targetAddresses is ByAddress for all addresses of targets, found in one go.
func (g *Graph) targetAddresses() map[netip.Addr][]InterfaceID {
	at := map[netip.Addr][]InterfaceID{}
	for n := range int32(len(g.balancers)) {
		for t := range g.targetsOf(n) {
			at[t.addr] = nil
		}
	}
	if len(at) == 0 || len(g.vpcs) == 0 {
		return at
	}
	for e := range g.vpcs[0].holders.all() {
		if ids, asked := at[e.addr]; asked && e.number >= 0 {
			at[e.addr] = append(ids, InterfaceID(e.number))
		}
	}
	delegates := slices.ContainsFunc(g.vpcs, func(v vpc) bool { return v.delegated != nil })
	for a := range at {
		if _, public := g.public[a]; public || delegates {
			at[a] = g.ByAddress(a)
		}
	}
	return at
}

// addPools notes the load balancers that one sends to, and whether the snapshot tells of all its targets.
func (b *Backing) addPools(g *Graph, n int32) {
	open := false
	for _, li := range g.balancers[n].listeners {
		for _, a := range g.listeners[li].actions {
			if a.pool == none {
				continue
			}
			group := &g.targetGroups[g.pools[a.pool].group]
			open = open || !group.known
			for i := range group.targets {
				switch t := &group.targets[i]; t.kind {
				case balancerTarget:
					b.Chains[t.place] = append(b.Chains[t.place], n)
				case unknownTarget:
					open = true
				}
			}
		}
	}
	if open {
		b.Open = append(b.Open, n)
	}
}
