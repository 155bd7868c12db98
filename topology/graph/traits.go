package graph

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// Traits are all that a walk looks at of an interface beside which addresses it has. Two interfaces with the same traits, neither
// of them Special, fare alike in every flow with a third, as long as no CuttingPrefixes tell their addresses apart. They are
// comparable.
type Traits struct {
	Subnet     int32 // the number of its subnet
	Groups     int32 // the number of its set of security groups
	Targets    int32 // the number of the set of target groups that it is registered in
	IPv4, IPv6 bool  // it has addresses of the family
	Public     bool  // a public IPv4 stands for its first address
	Carrier    bool  // an address of a carrier stands for its first address

	role                       role
	attached, answers          truth
	checked, denyIGW, preserve bool
}

// Traits tells what there is to tell of an interface.
func (g *Graph) Traits(id InterfaceID) Traits {
	e := &g.interfaces[id]
	t := Traits{
		Subnet: e.subnet, Groups: e.groups, Targets: g.identity.targets[id],
		IPv4: e.primary(netmath.IPv4).IsValid(), IPv6: e.primary(netmath.IPv6).IsValid(),
		role: e.role, attached: e.attached, answers: e.answers, checked: e.checked, denyIGW: e.denyIGW, preserve: e.preserves,
	}
	if len(e.addresses) > 0 {
		t.Public, t.Carrier = e.addresses[0].public.IsValid(), e.addresses[0].carrier.IsValid()
	}
	return t
}

// Initiates reports whether an interface with these traits ever starts a connection; Listens whether it may take one.
func (t Traits) Initiates() bool { return t.role != endpointRole && t.role != silentRole }

// Listens reports whether an interface with these traits may take a connection.
func (t Traits) Listens() bool {
	return t.role != silentRole && t.role != callerRole && t.role != connectRole
}

// Special reports whether something in the graph refers to this very interface, so that it may fare unlike others with the same
// traits: it is a route's target, belongs to a NAT gateway, a load balancer or an endpoint of PrivateLink, carries clients of a VPN,
// has delegated prefixes, does not hold its address alone (in its VPC or in another), or is known to the internet by another of its addresses than the first.
func (g *Graph) Special(id InterfaceID) bool { return g.identity.special[id/64]&(1<<(id%64)) != 0 }

// identity is what the graph says of single interfaces.
type identity struct {
	special []uint64                // a bit for each interface
	fixed   []uint64                // likewise, but for those that are special because something tells apart which addresses they may have
	twins   map[InterfaceID][]int32 // those that share an address, all of them
	targets map[InterfaceID]int32   // the number of the set of target groups, of those that are in any
}

func (i *identity) mark(id InterfaceID) { i.special[id/64] |= 1 << (id % 64) }

// compileIdentity finds the interfaces that something refers to.
func (c *compiler) compileIdentity() {
	g := c.g
	g.identity = identity{special: make([]uint64, len(g.interfaces)/64+1), targets: map[InterfaceID]int32{}}
	for i := range g.interfaces {
		if id := InterfaceID(i); g.partOfService(id) || g.addressedOddly(id) {
			g.identity.mark(id)
		}
	}
	for i := range g.tables {
		for j := range g.tables[i].routes {
			if to := g.tables[i].routes[j].target; to.Kind == InterfaceNode {
				g.identity.mark(InterfaceID(to.Index))
			}
		}
	}
	for i := range g.clientVpns {
		for _, s := range g.clientVpns[i].sessions {
			for _, id := range s.interfaces {
				g.identity.mark(id)
			}
		}
	}
	g.markShared()
	g.markDivided()
	c.compileRegistrations()
}

// markDivided marks the interfaces of which it matters which address they will have.
func (g *Graph) markDivided() {
	i := &g.identity
	i.fixed = i.special
	if !g.divided {
		return
	}
	i.special = slices.Clone(i.fixed)
	for _, id := range g.dividedIDs {
		i.mark(id)
	}
}

// partOfService reports whether an interface is a part of some service of AWS that knows it.
func (g *Graph) partOfService(id InterfaceID) bool {
	e := &g.interfaces[id]
	return e.nat != none || e.balancer != none || e.link != none || e.unmodelled
}

// addressedOddly reports whether an interface's addresses are not just one of each family that it alone has, the first with what
// is public of it.
func (g *Graph) addressedOddly(id InterfaceID) bool {
	e := &g.interfaces[id]
	v := &g.vpcs[e.vpc]
	for i := range e.addresses {
		a := &e.addresses[i]
		if h, _ := v.holds(a.private); h.iface != id {
			return true
		}
		if i > 0 && (a.public.IsValid() || a.carrier.IsValid()) {
			return true
		}
		if !leadsTo(g.public, a.public, id) || !leadsTo(g.carrier, a.carrier, id) {
			return true
		}
	}
	return len(e.prefixes) > 0
}

// leadsTo reports whether what stands for an address of an interface, if anything does, leads to it.
func leadsTo(table map[netip.Addr]holder, a netip.Addr, id InterfaceID) bool {
	return !a.IsValid() || table[a].iface == id
}

// A registration is a target of a load balancer as far as it is alike for all who are registered so.
type registration struct {
	group      int32
	port       uint16
	everywhere bool
	zone       int // among those that occur
}

// compileRegistrations numbers the sets of target groups that interfaces are registered in, in order of the first interface of each.
func (c *compiler) compileRegistrations() {
	of, at := c.registrations()
	numbers := map[string]int32{}
	for i := range c.g.interfaces {
		id := InterfaceID(i)
		all := of[id]
		if len(at) > 0 {
			for _, a := range c.g.interfaces[i].addresses {
				all = append(all, at[a.private]...)
			}
		}
		if len(all) == 0 {
			continue
		}
		key := registrationKey(all)
		if numbers[key] == 0 {
			numbers[key] = int32(len(numbers) + 1)
		}
		c.g.identity.targets[id] = numbers[key]
	}
}

// registrations lists who is registered: by interface, and by address.
func (c *compiler) registrations() (of map[InterfaceID][]registration, at map[netip.Addr][]registration) {
	of, at = map[InterfaceID][]registration{}, map[netip.Addr][]registration{}
	zones := map[zone]int{}
	for i := range c.g.targetGroups {
		for _, t := range c.g.targetGroups[i].targets {
			if zones[t.zone] == 0 {
				zones[t.zone] = len(zones) + 1
			}
			r := registration{int32(i), t.port, t.everywhere, zones[t.zone]}
			switch {
			case t.kind != hostTarget:
			case t.byIP:
				at[t.addr] = append(at[t.addr], r)
			case t.iface != NoInterface:
				of[t.iface] = append(of[t.iface], r)
			}
		}
	}
	return of, at
}

// registrationKey is the same for the same registrations.
func registrationKey(all []registration) string {
	words := make([][]byte, 0, len(all))
	for _, r := range all {
		word := binary.BigEndian.AppendUint32(nil, uint32(r.group))
		word = binary.BigEndian.AppendUint32(word, uint32(r.port))
		word = binary.BigEndian.AppendUint32(word, uint32(r.zone))
		if r.everywhere {
			word[4] = 1
		}
		words = append(words, word)
	}
	slices.SortFunc(words, slices.Compare[[]byte])
	return string(slices.Concat(slices.CompactFunc(words, slices.Equal[[]byte])...))
}
