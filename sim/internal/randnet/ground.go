package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// A ground is a snapshot with what makers of flows look up in it.
type ground struct {
	dice
	s *topology.Snapshot

	senders []*topology.NetworkInterface // of instances
	byID    map[string]*topology.NetworkInterface
	byVpc   map[string][]*topology.NetworkInterface // those that may answer, and a few that never do
	vpcs    map[string]*topology.Vpc
	groups  map[string]*topology.SecurityGroup
	acls    map[string]*topology.NetworkAcl // by subnet
	tables  map[string]*topology.RouteTable // by subnet, or by VPC for the main one
	lists   map[string]*topology.PrefixList
	peers   map[string][]string // VPCs on the far side of peerings, most of them active
	joined  map[string][]string // VPCs that transit gateways join a VPC with
	publics []end
	spare   []netip.Addr // public addresses of nobody, or of NAT gateways
	sites   []site
	far     []site // behind transit gateways
	fronts  []front
	remote  []site                       // behind Client VPN endpoints and core networks
	ports   []int32                      // at the edges of ACL entries
	toCome  []*topology.NetworkInterface // those that are not made yet

	boxes     map[string]bool              // middleboxes by their endpoints' ids
	inspected []*topology.NetworkInterface // instances' interfaces in subnets whose tables lead to endpoints of middleboxes
}

// An end is an address with the interface that has it.
type end struct {
	addr netip.Addr
	of   *topology.NetworkInterface
}

func newGround(s *topology.Snapshot, d dice) *ground {
	g := &ground{
		dice: d, s: s, byID: map[string]*topology.NetworkInterface{}, byVpc: map[string][]*topology.NetworkInterface{},
		vpcs: map[string]*topology.Vpc{}, groups: map[string]*topology.SecurityGroup{}, acls: map[string]*topology.NetworkAcl{},
		tables: map[string]*topology.RouteTable{}, lists: map[string]*topology.PrefixList{}, peers: map[string][]string{},
		joined: map[string][]string{},
	}
	g.findVpcs()
	g.findInterfaces()
	g.findPublics()
	g.findFilters()
	g.findSites()
	g.findJoined()
	g.findFronts()
	g.findHybrid()
	g.findInspected()
	return g
}

func (g *ground) findVpcs() {
	for i := range g.s.Vpcs {
		g.vpcs[g.s.Vpcs[i].VpcId] = &g.s.Vpcs[i]
	}
	for i := range g.s.VpcPeeringConnections {
		p := &g.s.VpcPeeringConnections[i]
		a, b := p.RequesterVpcInfo.VpcId, p.AccepterVpcInfo.VpcId
		if p.Status.Code != "active" && g.chance(60) {
			continue
		}
		g.peers[a], g.peers[b] = append(g.peers[a], b), append(g.peers[b], a)
	}
	for i := range g.s.RouteTables {
		t := &g.s.RouteTables[i]
		for _, a := range t.Associations {
			if a.Main {
				g.tables[t.VpcId] = t
			} else if a.SubnetId != "" {
				g.tables[a.SubnetId] = t
			}
		}
	}
}

func (g *ground) findInterfaces() {
	for i := range g.s.NetworkInterfaces {
		e := &g.s.NetworkInterfaces[i]
		g.byID[e.NetworkInterfaceId] = e
		if e.Symbolic {
			g.toCome = append(g.toCome, e)
		}
		if e.InterfaceType == "interface" && !isNode(e) {
			g.senders = append(g.senders, e)
		}
		if e.InterfaceType == "nat_gateway" && g.chance(92) {
			continue // natAddress knows of it
		}
		if e.InterfaceType == "transit_gateway" && g.chance(92) {
			continue
		}
		g.byVpc[e.VpcId] = append(g.byVpc[e.VpcId], e)
		for _, a := range e.PrivateIpAddresses {
			if a.Association != nil && a.Association.PublicIp.IsValid() {
				g.publics = append(g.publics, end{a.Association.PublicIp, e})
			}
		}
	}
}

func (g *ground) findPublics() {
	for i := range g.s.Addresses {
		x := &g.s.Addresses[i]
		if e := g.byID[x.NetworkInterfaceId]; e != nil && e.InterfaceType == "interface" {
			g.publics = append(g.publics, end{x.PublicIp, e})
		} else {
			g.spare = append(g.spare, x.PublicIp)
		}
	}
	for i := range g.s.NatGateways {
		for _, a := range g.s.NatGateways[i].NatGatewayAddresses {
			if a.PublicIp.IsValid() {
				g.spare = append(g.spare, a.PublicIp)
			}
		}
	}
}

func (g *ground) findFilters() {
	for i := range g.s.SecurityGroups {
		g.groups[g.s.SecurityGroups[i].GroupId] = &g.s.SecurityGroups[i]
	}
	for i := range g.s.PrefixLists {
		g.lists[g.s.PrefixLists[i].PrefixListId] = &g.s.PrefixLists[i]
	}
	for i := range g.s.NetworkAcls {
		a := &g.s.NetworkAcls[i]
		for _, x := range a.Associations {
			g.acls[x.SubnetId] = a
		}
		g.ports = append(g.ports, boundaries(a)...)
	}
}

// A site is a network behind a VPC's virtual private gateway.
type site struct {
	block netip.Prefix
	vpc   string
}

func (g *ground) findSites() {
	attached := map[string]string{}
	for i := range g.s.VpnGateways {
		for _, a := range g.s.VpnGateways[i].VpcAttachments {
			attached[g.s.VpnGateways[i].VpnGatewayId] = a.VpcId
		}
	}
	for i := range g.s.VpnConnections {
		c := &g.s.VpnConnections[i]
		for _, r := range c.Routes {
			if c.TransitGatewayId == "" {
				g.sites = append(g.sites, site{r.DestinationCidrBlock, attached[c.VpnGatewayId]})
			}
		}
	}
	for i := range g.s.RouteTables {
		for _, r := range g.s.RouteTables[i].Routes {
			if r.Origin == "EnableVgwRoutePropagation" {
				g.sites = append(g.sites, site{block(&r), attached[r.GatewayId]})
			}
		}
	}
}

// block is the prefix that a route is for, if it is for one.
func block(r *topology.Route) netip.Prefix {
	if r.DestinationIpv6CidrBlock.IsValid() {
		return r.DestinationIpv6CidrBlock
	}
	return r.DestinationCidrBlock
}

// table is the route table of a subnet; nil if the snapshot does not tell.
func (g *ground) table(e *topology.NetworkInterface) *topology.RouteTable {
	if t := g.tables[e.SubnetId]; t != nil {
		return t
	}
	return g.tables[e.VpcId]
}

// addresses lists what an interface holds: private and IPv6 addresses, and some of its delegated prefixes.
func (g *ground) addresses(e *topology.NetworkInterface) []netip.Addr {
	var all []netip.Addr
	for _, a := range e.PrivateIpAddresses {
		all = append(all, a.PrivateIpAddress)
	}
	for _, a := range e.Ipv6Addresses {
		all = append(all, a.Ipv6Address)
	}
	for _, p := range e.Ipv4Prefixes {
		all = append(all, g.within(p.Ipv4Prefix))
	}
	for _, p := range e.Ipv6Prefixes {
		all = append(all, g.within(p.Ipv6Prefix))
	}
	return all
}

// within is an address of a prefix: the first, the last, or one of the first few.
func (g *ground) within(p netip.Prefix) netip.Addr {
	if !p.IsValid() {
		return netip.Addr{}
	}
	p = p.Masked()
	switch {
	case g.chance(20):
		return p.Addr()
	case g.chance(25):
		return last(p)
	}
	if room := p.Addr().BitLen() - p.Bits(); room < 8 {
		return offset(p.Addr(), g.IntN(1<<room))
	}
	return offset(p.Addr(), g.between(1, 200))
}

// last is the highest address of a prefix.
func last(p netip.Prefix) netip.Addr {
	bytes := p.Addr().AsSlice()
	for bit := p.Bits(); bit < len(bytes)*8; bit++ {
		bytes[bit/8] |= 1 << (7 - bit%8)
	}
	a, _ := netip.AddrFromSlice(bytes)
	return a
}
