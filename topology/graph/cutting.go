package graph

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// CuttingPrefixes lists all prefixes of a family that anything in the graph compares addresses with, in order of address and
// then length, each once: those of rules, entries, routes, prefix lists, policies, authorizations and firewalls, the blocks of
// VPCs, subnets and networks outside, and what AWS itself treats apart. Two addresses that each of them holds both or neither of
// fare alike, but for who has them.
func (g *Graph) CuttingPrefixes(f netmath.Family) []netip.Prefix {
	return g.cut(f, func(c *cutting) {
		c.fixed()
		c.places(g)
		c.filters(g)
		c.routing(g)
		c.outside(g)
		c.middleboxes(g)
	})
}

// cut lists what is collected of a family.
func (g *Graph) cut(f netmath.Family, collect func(*cutting)) []netip.Prefix {
	c := cutting{family: f, seen: map[netip.Prefix]bool{}}
	collect(&c)
	slices.SortFunc(c.all, func(a, b netip.Prefix) int {
		return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
	})
	return c.all
}

// cutting collects prefixes of a family.
type cutting struct {
	family netmath.Family
	seen   map[netip.Prefix]bool
	all    []netip.Prefix
}

func (c *cutting) add(prefixes ...netip.Prefix) {
	for _, p := range prefixes {
		if !p.IsValid() || netmath.FamilyOf(p.Addr()) != c.family || p.Bits() == 0 {
			continue
		}
		if p = p.Masked(); !c.seen[p] {
			c.seen[p] = true
			c.all = append(c.all, p)
		}
	}
}

func (c *cutting) addr(a netip.Addr) {
	if a.IsValid() {
		c.add(netip.PrefixFrom(a, a.BitLen()))
	}
}

func (c *cutting) set(s netmath.AddrSet) { c.add(s.Of(c.family).Prefixes()...) }

// fixed are the addresses that AWS treats apart everywhere.
func (c *cutting) fixed() {
	for _, s := range []netmath.AddrSet{netmath.RFC1918(), netmath.SharedCGNAT(), netmath.ULA(), netmath.Internet(c.family)} {
		c.set(s)
	}
	c.add(neverRouted...)
	c.add(latticeAddresses...)
	c.add(netmath.NAT64Prefix)
	for a := range fixedAddresses {
		c.addr(a)
	}
}

// places are VPCs and subnets, and the VPCs that peerings lead to.
func (c *cutting) places(g *Graph) {
	for i := range g.vpcs {
		c.vpc(&g.vpcs[i])
	}
	for i := range g.subnets {
		c.add(g.subnets[i].blocks...)
		if s := &g.subnets[i]; !g.vpcs[s.vpc].complete {
			c.reserved(s)
		}
	}
	for i := range g.peerings {
		c.add(g.peerings[i].sides[0].blocks...)
		c.add(g.peerings[i].sides[1].blocks...)
	}
}

// vpc is a VPC itself, and what it holds apart.
func (c *cutting) vpc(v *vpc) {
	c.add(v.blocks...)
	c.add(v.privateIPv6...)
	c.add(v.unseenPeers...)
	c.addr(v.resolver)
	c.add(v.appendDelegated(nil)...)
}

// reserved are the addresses of a subnet that AWS keeps: nobody has them, which else is not certain where documents lack (R1.8).
func (c *cutting) reserved(s *subnet) {
	for _, b := range s.blocks {
		c.addr(netmath.Last(b))
		c.add(netip.PrefixFrom(b.Addr(), max(b.Bits(), b.Addr().BitLen()-2)))
	}
}

// filters are prefix lists, and the rules of groups and network ACLs.
func (c *cutting) filters(g *Graph) {
	for i := range g.lists {
		c.add(g.lists[i].entries...)
	}
	for i := range int32(g.groups.len()) {
		for _, rules := range g.groupAt(i).rules {
			for j := range rules {
				c.add(rules[j].remote.prefix)
			}
		}
	}
	c.entries(g)
}

// entries are those of network ACLs.
func (c *cutting) entries(g *Graph) {
	for i := range g.acls {
		for _, entries := range g.acls[i].entries {
			for j := range entries {
				c.add(entries[j].prefix)
			}
		}
	}
}

// routes are those of a table, and of the prefix lists in it.
func (c *cutting) routes(g *Graph, t *routeTable) {
	for i := range t.routes {
		if c.add(t.routes[i].prefix); t.routes[i].list != none {
			c.add(g.lists[t.routes[i].list].entries...)
		}
	}
}

// routing are the routes of all tables, and the entries of policy tables.
func (c *cutting) routing(g *Graph) {
	for i := range g.tables {
		c.routes(g, &g.tables[i])
	}
	for i := range g.policies {
		c.add(g.policies[i].prefixes()...)
	}
}

// outside are the networks outside of AWS, and what they are told.
func (c *cutting) outside(g *Graph) {
	for i := range g.externals {
		c.add(g.externals[i].prefixes...)
	}
	for i := range g.directLinks {
		c.add(g.directLinks[i].allowed...)
	}
	for i := range g.clientVpns {
		c.add(g.clientPrefixes(int32(i))...)
		c.add(g.clientVpns[i].clients)
	}
	for a := range g.unheld {
		c.addr(a)
	}
}

// middleboxes are firewalls and load balancers.
func (c *cutting) middleboxes(g *Graph) {
	for i := range g.firewalls {
		c.add(g.screenedBy(int32(i))...)
	}
	for i := range g.listeners {
		c.add(g.listeners[i].prefixes()...)
	}
}
