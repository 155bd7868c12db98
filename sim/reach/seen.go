package reach

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// A held is an address of a class or of a load balancer's node.
type held struct {
	addr netip.Addr
	by   int32 // the class, or the load balancer
}

// holders find who is at addresses: of classes those that are not primary ones, of load balancers those of all nodes. They are in order.
type holders struct {
	classes, balancers []held
	interfaces         [][]graph.InterfaceID // of each subnet
}

// holdersOf lists them once for all comparisons.
func (c *Contrast) holdersOf() *holders {
	if c.holders == nil {
		s := c.solver
		h := &holders{interfaces: make([][]graph.InterfaceID, s.g.NumSubnets())}
		for i := range s.classes {
			id := s.classes[i].Location.Interface
			for a := range s.g.AddressesOf(id) {
				if a != s.about[i].addr[netmath.FamilyOf(a)] {
					h.classes = append(h.classes, held{a, int32(i)})
				}
			}
			if a := s.g.Carrier(id); a.IsValid() {
				h.classes = append(h.classes, held{a, int32(i)})
			}
		}
		for b := range int32(s.g.NumBalancers()) {
			for _, id := range s.g.Nodes(b) {
				for a := range s.g.AddressesOf(id) {
					h.balancers = append(h.balancers, held{a, b})
				}
			}
		}
		for id := range graph.InterfaceID(s.g.NumInterfaces()) {
			h.interfaces[s.g.SubnetOf(id)] = append(h.interfaces[s.g.SubnetOf(id)], id)
		}
		slices.SortFunc(h.classes, held.compare)
		slices.SortFunc(h.balancers, held.compare)
		c.holders = h
	}
	return c.holders
}

func (h held) compare(o held) int { return h.addr.Compare(o.addr) }

// in are those of some holders who have an address of a prefix.
func in(p netip.Prefix, all []held) []held {
	first, _ := slices.BinarySearchFunc(all, held{addr: p.Masked().Addr()}, held.compare)
	end := first
	for end < len(all) && p.Contains(all[end].addr) {
		end++
	}
	return all[first:end]
}

// placesSeen are the places of which a rim may say something else, by their own addresses.
func (x *bordering) placesSeen(b *rim) []*Place {
	if b.always {
		return x.everybody()
	}
	var classes []int32
	for _, p := range b.prefixes() {
		classes = append(classes, x.index.within(x.before, netmath.RangeOf(p), netmath.FamilyOf(p.Addr()))...)
		for _, h := range in(p, x.holdersOf().classes) {
			classes = append(classes, h.by)
		}
	}
	var all []*Place
	for _, class := range sortedOnce(classes) {
		if p := &x.before.classes[class]; x.seenAt(b, p) {
			all = append(all, p)
		}
	}
	for i := range x.all.places[x.all.beyond:] {
		if p := &x.all.places[x.all.beyond+i]; x.seenAt(b, p) {
			all = append(all, p)
		}
	}
	return all
}

// frontsSeen are the load balancers of which a rim may say something else of a node, in order.
func (x *bordering) frontsSeen(b *rim) []int32 {
	if b.always {
		return x.fronted()
	}
	var all []int32
	for _, p := range b.prefixes() {
		for _, h := range in(p, x.holdersOf().balancers) {
			all = append(all, h.by)
		}
	}
	return slices.DeleteFunc(sortedOnce(all), func(n int32) bool { return !x.before.g.TakesClients(n) || !x.nodeAt(b, n) })
}

// fronted are all load balancers that take clients.
func (x *bordering) fronted() []int32 {
	var all []int32
	for i := range x.all.fronts() {
		all = append(all, x.all.places[i].Location.Index)
	}
	return all
}
