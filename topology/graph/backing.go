package graph

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
	for n := range int32(len(g.balancers)) {
		for id := range g.InsideTargets(n) {
			if id != NoInterface {
				b.Of[id] = append(b.Of[id], n)
			}
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
