package graph

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// A Relay is a subnet through whose network ACL and table packets pass that neither begin nor end at an interface in it.
type Relay struct {
	Any bool            // whatever they are for
	For netmath.AddrSet // else the addresses that they may be for
}

// Relays are the subnets of transit gateways' feet, NAT gateways, endpoints that inspect, clients of a VPN, and interfaces that routes lead through. To a foot
// comes what routes of the gateway lead to it.
func (g *Graph) Relays() map[int32]Relay {
	all := map[int32]Relay{}
	add := func(si int32, r Relay) {
		all[si] = Relay{all[si].Any || r.Any, all[si].For.Union(r.For)}
	}
	to := g.ledToAttachments()
	for i := range g.transitAttachments {
		for _, si := range g.transitAttachments[i].subnets {
			add(si, to[i])
		}
	}
	for i := range g.nats {
		add(g.nats[i].subnet, Relay{Any: true})
	}
	for i := range g.inspections {
		add(g.inspections[i].subnet, Relay{Any: true})
	}
	for i := range g.clientVpns {
		for _, s := range g.clientVpns[i].sessions {
			add(s.subnet, Relay{Any: true})
		}
	}
	for id := range g.forwarders() {
		add(g.interfaces[id].subnet, Relay{Any: true})
	}
	return all
}

// forwarders are the interfaces that routes lead to.
func (g *Graph) forwarders() map[InterfaceID]bool {
	all := map[InterfaceID]bool{}
	for i := range g.tables {
		for j := range g.tables[i].routes {
			if to := g.tables[i].routes[j].target; to.Kind == InterfaceNode {
				all[InterfaceID(to.Index)] = true
			}
		}
	}
	return all
}

// ledToAttachments is what transit gateways lead to each attachment.
func (g *Graph) ledToAttachments() []Relay {
	all, sets := make([]Relay, len(g.transitAttachments)), make([]netmath.AddrSetBuilder, len(g.transitAttachments))
	for i := range g.tables {
		t := &g.tables[i]
		for j := range t.routes {
			r := &t.routes[j]
			switch ai := r.target.Index; {
			case r.target.Kind != TransitAttachmentNode:
			case r.list != none || t.isCore() || !r.prefix.IsValid():
				all[ai].Any = true
			default:
				sets[ai].Add(r.prefix)
			}
		}
	}
	for i := range all {
		all[i].For = sets[i].Set()
	}
	return all
}

// Masks are the addresses and groups at which packets may show themselves that come from somebody else: those of NAT gateways, of interfaces that
// routes lead through and of those that carry the clients of a VPN.
type Masks struct {
	Inside    []netip.Addr // by which those may that are for an address in a VPC
	Addresses []netip.Addr // all of them
	Groups    []int32
}

// Masks finds out about masks. Who gets nothing that is for an address in a VPC shows no such packets by his own.
func (g *Graph) Masks() Masks {
	var m Masks
	add := func(inside bool, all ...netip.Addr) {
		all = slices.DeleteFunc(all, func(a netip.Addr) bool { return !a.IsValid() })
		if m.Addresses = append(m.Addresses, all...); inside {
			m.Inside = append(m.Inside, all...)
		}
	}
	pair := func(inside bool, private, public netip.Addr) {
		add(inside, private)
		add(false, public) // only an internet gateway shows it, and what is for a VPC's own address does not pass that
	}
	wear := func(inside bool, id InterfaceID) {
		for _, a := range g.interfaces[id].addresses {
			pair(inside, a.private, a.public)
		}
		m.Groups = append(m.Groups, g.groupsOf(&g.interfaces[id])...)
	}
	for i := range g.nats {
		inside := g.nats[i].regional || g.getsInside(Node{NatGatewayNode, int32(i)})
		pair(inside, g.nats[i].private, g.nats[i].public)
		for _, r := range g.nats[i].regionals {
			pair(inside, r.private, r.public)
		}
	}
	for id := range g.forwarders() {
		wear(g.getsInside(Node{InterfaceNode, int32(id)}), id)
	}
	for i := range g.clientVpns {
		for _, s := range g.clientVpns[i].sessions {
			for _, id := range s.interfaces {
				wear(true, id)
			}
		}
	}
	for _, list := range []*[]netip.Addr{&m.Inside, &m.Addresses} {
		slices.SortFunc(*list, netip.Addr.Compare)
		*list = slices.Compact(*list)
	}
	slices.Sort(m.Groups)
	m.Groups = slices.Compact(m.Groups)
	return m
}

// getsInside reports whether any table may lead an address of a VPC to a node.
func (g *Graph) getsInside(to Node) bool {
	for i := range g.tables {
		t := &g.tables[i]
		leads := func(ri int32) bool { return t.routes[ri].target == to }
		if !slices.ContainsFunc(t.routes, func(r route) bool { return r.target == to }) {
			continue
		}
		if slices.ContainsFunc(t.unread, leads) || g.isInside(t.led(leads)) {
			return true
		}
	}
	return false
}

// led are the addresses that some routes of a table may take.
func (t *routeTable) led(by func(route int32) bool) netmath.AddrSet {
	var all []netip.Prefix
	for p := range t.fib.All() {
		all = append(all, p)
	}
	return longestIn(all, func(p netip.Prefix) bool {
		winner, _ := t.fib.Get(p)
		return by(winner) || slices.ContainsFunc(t.ties[p], by)
	})
}

// isInside reports whether some addresses lie in any VPC, or in one of which nobody knows the blocks.
func (g *Graph) isInside(set netmath.AddrSet) bool {
	return !set.Empty() && slices.ContainsFunc(g.vpcs, func(v vpc) bool { return len(v.blocks) == 0 || slices.ContainsFunc(v.blocks, set.Overlaps) })
}
