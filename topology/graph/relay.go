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
	Outside   []netip.Addr // by which those may that are for any other, before they come to an internet gateway
	Public    []netip.Addr // and beyond one
	Addresses []netip.Addr // all of them
	Groups    []int32
}

// Masks finds out about masks. Who gets nothing that is for an address in a VPC shows no such packets by his own; nor others, who leads all that he gets
// straight to an internet gateway.
func (g *Graph) Masks() Masks {
	var m Masks
	led := g.ledTo()
	for i := range g.nats {
		n := &g.nats[i]
		set, known := led.to(g, Node{NatGatewayNode, int32(i)})
		inside, outside := n.regional || !known || g.isInside(set), n.regional || !known || g.roams(n, set)
		m.add(inside, outside, n.private, n.public)
		for _, r := range n.regionals {
			m.add(inside, outside, r.private, r.public)
		}
	}
	for id := range g.forwarders() {
		set, known := led.to(g, Node{InterfaceNode, int32(id)})
		m.wear(g, id, !known || g.isInside(set))
	}
	for i := range g.clientVpns {
		for _, s := range g.clientVpns[i].sessions {
			for _, id := range s.interfaces {
				m.wear(g, id, true)
			}
		}
	}
	m.Addresses = slices.Concat(m.Addresses, m.Public)
	for _, list := range []*[]netip.Addr{&m.Inside, &m.Outside, &m.Public, &m.Addresses} {
		slices.SortFunc(*list, netip.Addr.Compare)
		*list = slices.Compact(*list)
	}
	slices.Sort(m.Groups)
	m.Groups = slices.Compact(m.Groups)
	return m
}

// add notes an address and what an internet gateway makes of it, which only that shows: what is for a VPC's own address does not pass one.
func (m *Masks) add(inside, outside bool, private, public netip.Addr) {
	lists := []*[]netip.Addr{&m.Addresses}
	if inside {
		lists = append(lists, &m.Inside)
	}
	if outside {
		lists = append(lists, &m.Outside)
	}
	for _, list := range lists {
		if private.IsValid() {
			*list = append(*list, private)
		}
	}
	if public.IsValid() {
		m.Public = append(m.Public, public)
	}
}

// wear notes the addresses and groups of an interface.
func (m *Masks) wear(g *Graph, id InterfaceID, inside bool) {
	for _, a := range g.interfaces[id].addresses {
		m.add(inside, true, a.private, a.public)
	}
	m.Groups = append(m.Groups, g.groupsOf(&g.interfaces[id])...)
}

// roams reports whether anything of what is led to a NAT gateway may leave its subnet for something else than an internet gateway or its VPC, or may come back
// on another way than straight from one.
func (g *Graph) roams(n *natGateway, led netmath.AddrSet) bool {
	if n.subnet == none || g.subnets[n.subnet].table == none {
		return true
	}
	t := &g.tables[g.subnets[n.subnet].table]
	away := func(ri int32) bool {
		switch to := t.routes[ri].target; to.Kind {
		case VpcNode:
			return false
		case InternetGatewayNode:
			return g.internetGateways[to.Index].edge != none
		}
		return true
	}
	return slices.ContainsFunc(t.unread, away) || t.led(away).Intersects(led)
}

// A ledBy is the tables whose routes lead to nodes.
type ledBy map[Node][]int32

// ledTo finds the tables that lead to NAT gateways and interfaces.
func (g *Graph) ledTo() ledBy {
	all := ledBy{}
	for i := range g.tables {
		for j := range g.tables[i].routes {
			to := g.tables[i].routes[j].target
			if to.Kind != NatGatewayNode && to.Kind != InterfaceNode {
				continue
			}
			if by := all[to]; len(by) == 0 || by[len(by)-1] != int32(i) {
				all[to] = append(by, int32(i))
			}
		}
	}
	return all
}

// to are the addresses that tables may lead to a node. It is false if nobody can tell.
func (l ledBy) to(g *Graph, to Node) (set netmath.AddrSet, known bool) {
	for _, ti := range l[to] {
		t := &g.tables[ti]
		leads := func(ri int32) bool { return t.routes[ri].target == to }
		if slices.ContainsFunc(t.unread, leads) {
			return set, false
		}
		set = set.Union(t.led(leads))
	}
	return set, true
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
