package graph

// Implements R13.6: a DB instance may move to any subnet of its subnet group.

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Refuge is a subnet that a DB instance may move to.
type Refuge struct {
	Database, Subnet ref.Ref
	Zone             string
	index            int32
}

// Refuges lists the subnets that what has an interface may move to: the others of a DB instance's subnet group.
func (g *Graph) Refuges(id InterfaceID) []Refuge {
	e := &g.interfaces[id]
	if e.owner.Kind != ref.DBInstance {
		return nil
	}
	var all []Refuge
	for i := range g.snapshot.DBInstances {
		if d := &g.snapshot.DBInstances[i]; d.DBInstanceIdentifier == e.owner.ID && e.ownedIn(g, d) {
			for _, si := range g.groupSubnets(d, e.vpc) {
				if s := &g.subnets[si]; si != e.subnet {
					all = append(all, Refuge{e.owner, s.ref, s.zone, si})
				}
			}
			break
		}
	}
	return all
}

// ownedIn reports whether an interface lies in the VPC of a DB instance: names of instances are those of one account and Region.
func (e *iface) ownedIn(g *Graph, d *topology.DBInstance) bool {
	return d.DBSubnetGroup.VpcId == "" || d.DBSubnetGroup.VpcId == g.vpcs[e.vpc].ref.ID
}

// groupSubnets are the subnets of a DB instance's subnet group that lie in a VPC, none for any, in order of their ids.
func (g *Graph) groupSubnets(d *topology.DBInstance, vi int32) []int32 {
	members := d.DBSubnetGroup.Subnets
	for i := range g.snapshot.DBSubnetGroups {
		if x := &g.snapshot.DBSubnetGroups[i]; len(members) == 0 && x.DBSubnetGroupName == d.DBSubnetGroup.DBSubnetGroupName && x.Account == d.Account && x.Region == d.Region {
			members = x.Subnets
		}
	}
	var all []int32
	for i := range g.subnets {
		s := &g.subnets[i]
		if vi != none && s.vpc != vi {
			continue
		}
		if slices.ContainsFunc(members, func(m topology.DBSubnet) bool { return m.SubnetIdentifier == s.ref.ID }) {
			all = append(all, int32(i))
		}
	}
	slices.SortFunc(all, func(a, b int32) int { return strings.Compare(g.subnets[a].ref.ID, g.subnets[b].ref.ID) })
	return all
}

// A Mover shows networks as they would be with one interface elsewhere. It copies the interfaces once, and from then on only puts back
// the last that moved. It serves one goroutine.
type Mover struct {
	g, moved *Graph
	last     InterfaceID
}

// NewMover makes a Mover; nothing is copied before something moves.
func NewMover(g *Graph) *Mover { return &Mover{g: g} }

// Move is the network as it would be with an interface in another subnet, with a free address there for the first one of each
// family. What is public of it stays so. The arcs of the shape stay as they are: it is for walks, until the next call. It is false if
// the subnet has no address left.
func (m *Mover) Move(id InterfaceID, to Refuge) (*Graph, bool) {
	g, moved := m.g, m.still()
	e := &moved.interfaces[id]
	m.last = id
	about := *e.aboutIface
	e.subnet, e.aboutIface = to.index, &about
	var addresses []address
	for _, f := range []netmath.Family{netmath.IPv4, netmath.IPv6} {
		if private := g.free(to.index, f); private.IsValid() && g.Primary(id, f).IsValid() {
			addresses = append(addresses, address{private, unseen})
		}
	}
	e.setAddresses(addresses)
	if len(e.addresses) == 0 || len(e.prefixes) > 0 {
		return nil, false
	}
	moved.rehold(g, id)
	return moved, true
}

// still is the copy with nothing moved.
func (m *Mover) still() *Graph {
	if m.moved == nil {
		moved := *m.g
		moved.interfaces, moved.vpcs = slices.Clone(m.g.interfaces), slices.Clone(m.g.vpcs)
		m.moved = &moved
		return m.moved
	}
	m.moved.interfaces[m.last] = m.g.interfaces[m.last]
	vi := m.g.interfaces[m.last].vpc
	m.moved.vpcs[vi] = m.g.vpcs[vi]
	m.moved.public, m.moved.carrier = m.g.public, m.g.carrier
	return m.moved
}

// rehold makes a moved interface the holder of its new addresses.
func (g *Graph) rehold(before *Graph, id InterfaceID) {
	e, old := &g.interfaces[id], &before.interfaces[id]
	v := &g.vpcs[e.vpc]
	v.holders = v.holders.without(int32(id))
	for _, a := range e.addresses {
		v.hold(a.private, int32(id))
	}
	public, carrier := before.Public(id, netmath.IPv4), old.carrier()
	if first := &e.addresses[0]; first.private.Is4() && cmp.Or(public, carrier).IsValid() {
		*first = addressOf(first.private, public, carrier)
		h := v.holder(int32(id), first.private)
		g.public, g.carrier = rebound(g.public, id, public, h), rebound(g.carrier, id, carrier, h)
	} else if cmp.Or(public, carrier).IsValid() {
		g.public, g.carrier = rebound(g.public, id, netip.Addr{}, holder{}), rebound(g.carrier, id, netip.Addr{}, holder{})
	}
}

// rebound is a table of public addresses in which an interface has one, at another place than before.
func rebound(table map[netip.Addr]holder, id InterfaceID, public netip.Addr, h holder) map[netip.Addr]holder {
	table = maps.Clone(table)
	maps.DeleteFunc(table, func(_ netip.Addr, h holder) bool { return h.iface == id && h.nat == none })
	if public.IsValid() && table != nil {
		table[public] = h
	}
	return table
}

// carrier is what stands for an interface in a carrier's network.
func (e *iface) carrier() netip.Addr {
	for _, a := range e.addresses {
		if a.carrier.IsValid() {
			return a.carrier
		}
	}
	return netip.Addr{}
}

// free is an address of a subnet that nobody holds, or the zero Addr.
func (g *Graph) free(si int32, f netmath.Family) netip.Addr {
	s := &g.subnets[si]
	for _, b := range s.blocks {
		if netmath.FamilyOf(b.Addr()) != f {
			continue
		}
		for a := b.Addr(); a.IsValid() && b.Contains(a); a = a.Next() {
			if _, held := g.vpcs[s.vpc].holds(a); !held && !g.reserved(s.vpc, a) {
				return a
			}
		}
	}
	return netip.Addr{}
}

// judgeDatabases lists DB instances that are to be public and may move where they are not (R13.6).
func (c *compiler) judgeDatabases() {
	for i := range c.s.DBInstances {
		d := &c.s.DBInstances[i]
		if !d.PubliclyAccessible {
			continue
		}
		for _, si := range c.g.groupSubnets(d, none) {
			s := &c.g.subnets[si]
			if s.table != none && !c.g.routesToInternet(s.table) {
				c.warn("DB_SUBNET_NOT_PUBLIC", ref.Ref{Kind: ref.DBInstance, ID: d.DBInstanceIdentifier}, d.Source,
					"the database is to be publicly accessible, and a subnet of its subnet group has no route to an internet gateway", s.ref.ID,
					"give the subnet such a route, take it out of the group, or make the database private")
			}
		}
	}
}

// routesToInternet reports whether a table has a route to an internet gateway.
func (g *Graph) routesToInternet(ti int32) bool {
	return slices.ContainsFunc(g.tables[ti].routes, func(r route) bool { return r.target.Kind == InternetGatewayNode && r.state == activeRoute })
}
