package graph

import (
	"cmp"
	"net/netip"
	"slices"
	"sync"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// Entities lists all that can be named, ordered by kind and id. The caller must not change it.
func (g *Graph) Entities() []Entity { return g.entities() }

// Name is what people call a resource, or "". An interface without a name of its own is called as its owner is.
func (g *Graph) Name(r ref.Ref) string {
	if r.Kind == ref.NetworkInterface {
		return g.InterfaceNamed(r.ID)
	}
	return g.named(r.Resource())
}

// Holders are the rows of the snapshot that have an id.
func (g *Graph) Holders(id string) []ref.Ref { return g.snapshot.Holders(id) }

// named is the name that a document gives a resource, or "".
func (g *Graph) named(r ref.Ref) string {
	switch r.Kind {
	case ref.NetworkInterface:
		if i := g.interfaceIDs.find(r.ID); i != none {
			return g.tagName(&g.interfaces[i])
		}
		return ""
	case ref.Instance:
		if i := g.instanceIDs.find(r.ID); i != none {
			d := &g.snapshot.Instances[i]
			return called(&d.Meta, d.Tags.Name(), r.ID)
		}
		return ""
	}
	return g.names[r]
}

// tagName is the name that its own document gives an interface, or "".
func (g *Graph) tagName(e *iface) string {
	if e.doc == none {
		return ""
	}
	if e.role == supposedRole {
		return g.supposedName(e)
	}
	d := &g.snapshot.NetworkInterfaces[e.doc]
	return called(&d.Meta, d.TagSet.Name(), e.ref.ID)
}

// called is the address where a resource is declared, or else its name.
func called(m *topology.Meta, name, id string) string { return given(cmp.Or(m.Address, name), id) }

// given is a name, unless it is nothing but the id.
func given(name, id string) string {
	if name == id {
		return ""
	}
	return name
}

// NumInterfaces is the number of interfaces; ids run from 0.
func (g *Graph) NumInterfaces() int { return len(g.interfaces) }

// Interface describes a network interface.
func (g *Graph) Interface(id InterfaceID) InterfaceInfo {
	e := &g.interfaces[id]
	s, v := &g.subnets[e.subnet], &g.vpcs[e.vpc]
	info := InterfaceInfo{
		Ref: e.ref, Owner: e.owner, Name: g.interfaceName(e), Account: v.account, Region: v.region,
		Vpc: v.ref, Subnet: s.ref, Zone: s.zone,
	}
	if e.doc != none {
		d := &g.snapshot.NetworkInterfaces[e.doc]
		info.Type, info.Description, info.Tags = d.InterfaceType, d.Description, d.TagSet
		info.Account, info.Region = d.Account, d.Region
	}
	info.Supposed = e.role == supposedRole
	for _, a := range e.addresses {
		info.Addresses = append(info.Addresses, AddressInfo{Private: a.private, Public: a.public})
	}
	for _, gi := range g.groupsOf(e) {
		info.Groups = append(info.Groups, g.groupAt(gi).ref)
	}
	return info
}

func (g *Graph) interfaceName(e *iface) string {
	if name := g.tagName(e); name != "" {
		return name
	}
	if e.owner.Kind == ref.DBInstance {
		return e.owner.ID
	}
	return cmp.Or(g.named(e.owner), e.title)
}

// InterfaceNamed is what people call the interface of an id, or "".
func (g *Graph) InterfaceNamed(id string) string {
	i := g.interfaceIDs.find(id)
	if i == none {
		return ""
	}
	return g.interfaceName(&g.interfaces[i])
}

// GroupsAt lists the security groups that an event's interface carries.
func (g *Graph) GroupsAt(e Event) []ref.Ref {
	if e.At.Kind != InterfaceNode {
		return nil
	}
	var groups []ref.Ref
	for _, gi := range g.groupsOf(&g.interfaces[e.At.Index]) {
		groups = append(groups, g.groupAt(gi).ref)
	}
	return groups
}

// Primary is an interface's first address of a family, or the zero Addr.
func (g *Graph) Primary(id InterfaceID, f netmath.Family) netip.Addr {
	return g.interfaces[id].primary(f)
}

// Public is an interface's address of a family as the internet knows it: the public IPv4 of its first address
// that has one, or its first IPv6.
func (g *Graph) Public(id InterfaceID, f netmath.Family) netip.Addr {
	if f == netmath.IPv6 {
		return g.Primary(id, f)
	}
	for _, a := range g.interfaces[id].addresses {
		if a.public.IsValid() {
			return a.public
		}
	}
	return netip.Addr{}
}

// Owns reports whether an address is one of the interface's own, delegated prefixes included.
func (g *Graph) Owns(id InterfaceID, a netip.Addr) bool { return g.interfaces[id].owns(a) }

// Hides reports whether an address means something else to an interface than the interface that holds it: one in its own
// VPC comes first (R2.5).
func (g *Graph) Hides(from, holder InterfaceID, a netip.Addr) bool {
	at := g.interfaces[from].vpc
	return g.interfaces[holder].vpc != at && g.vpcs[at].contains(a)
}

// ByAddress lists the interfaces that hold a private, public or IPv6 address, in order of id.
func (g *Graph) ByAddress(a netip.Addr) []InterfaceID {
	if h, ok := g.public[a]; ok {
		if h.iface == NoInterface {
			return nil
		}
		return []InterfaceID{h.iface}
	}
	var ids []InterfaceID
	for i := range g.vpcs {
		if !g.vpcs[i].mayHold(a) {
			continue
		}
		if h, held := g.vpcs[i].holds(a); held && h.iface != NoInterface {
			ids = append(ids, h.iface)
		}
	}
	return ids
}

// PrivateOf is the private address behind a public one of an interface; any other address is its own.
func (g *Graph) PrivateOf(a netip.Addr) netip.Addr {
	if h, ok := g.public[a]; ok {
		return h.private
	}
	return a
}

// NumExternals is the number of external networks.
func (g *Graph) NumExternals() int { return len(g.externals) }

// External describes an external network: those declared, then the far sides of VPNs.
func (g *Graph) External(i int32) External {
	x := &g.externals[i]
	e := External{Name: x.name, Prefixes: x.prefixes}
	if e.Name == "" {
		e.Name = x.ref.ID
	}
	switch {
	case x.gateway != none:
		e.Behind = g.vpnGateways[x.gateway].ref.ID
	case x.clients != none:
		e.Behind = g.clientVpns[x.clients].ref.ID
	case x.attachment != none:
		e.Behind = g.transitAttachments[x.attachment].ref.ID
	}
	return e
}

// Entries lists the external networks that a packet from an outside address may come in by: networks that the user
// declared first, then the longest prefix, then the gateway of a VPC that has the destination, then healthy tunnels.
// Several are equally good only where the same network lies behind several gateways. None: the
// internet.
func (g *Graph) Entries(src, dst netip.Addr) []int32 {
	var best []int32
	var bestRank entryRank
	consider := func(xi int32, rank entryRank) {
		switch c := rank.compare(bestRank); {
		case len(best) == 0 || c > 0:
			best, bestRank = append(best[:0], xi), rank
		case c == 0:
			best = append(best, xi)
		}
	}
	for i := range g.vpnGateways {
		gw := &g.vpnGateways[i]
		if p, xi, ok := gw.holds(src); ok && gw.works {
			leads := gw.vpc != none && g.vpcs[gw.vpc].contains(dst)
			consider(xi, entryRank{int(truthOf(g.externals[xi].declared)), p.Bits(), int(truthOf(leads)), int(g.externals[xi].up)})
		}
	}
	for _, ai := range g.sites {
		if p, xi, ok := g.transitAttachments[ai].holds(src); ok {
			x := &g.externals[xi]
			leads := g.attaches(g.transitAttachments[ai].gateway, dst)
			consider(xi, entryRank{int(truthOf(x.declared)), p.Bits(), int(truthOf(leads)), int(min(x.up, truthOf(x.only.carries(src))))})
		}
	}
	for i := range g.externals { // clients of a VPN; or declared, but behind no gateway that the snapshot has
		x := &g.externals[i]
		if x.gateway != none || x.attachment != none {
			continue
		}
		for _, p := range x.prefixes {
			if p.Contains(src) {
				leads := x.clients != none && g.leads(x.clients, dst)
				consider(int32(i), entryRank{int(truthOf(x.declared)), p.Bits(), int(truthOf(leads)), g.upTo(x)})
			}
		}
	}
	return best
}

// upTo is how well a network counts that is behind no gateway: clients as their endpoint does.
func (g *Graph) upTo(x *external) int {
	if x.clients == none {
		return 0
	}
	return int(x.up)
}

// entryRank orders external networks, most important first.
type entryRank [4]int

func (a entryRank) compare(b entryRank) int { return slices.Compare(a[:], b[:]) }

// IsExternal reports whether an address belongs to an external network.
func (g *Graph) IsExternal(a netip.Addr) bool { return len(g.Entries(a, netip.Addr{})) > 0 }

// Ref names a node as a resource.
func (g *Graph) Ref(n Node) ref.Ref {
	switch n.Kind {
	case InterfaceNode:
		return g.interfaces[n.Index].ref
	case RouterNode:
		return g.subnets[n.Index].ref
	case VpcNode:
		return g.vpcs[n.Index].ref
	case InternetGatewayNode:
		return g.internetGateways[n.Index].ref
	case EgressOnlyNode:
		return g.egressOnly[n.Index].ref
	case NatGatewayNode:
		return g.nats[n.Index].ref
	case PeeringNode:
		return g.peerings[n.Index].ref
	case VpnGatewayNode:
		return g.vpnGateways[n.Index].ref
	case GatewayEndpointNode:
		return g.endpoints[n.Index].ref
	case InternetNode:
		return ref.Ref{Kind: ref.Internet, ID: "internet"}
	case ExternalNode:
		return g.externals[n.Index].ref
	case ServiceNode:
		return g.services[n.Index].ref
	case TransitGatewayNode:
		return g.transitGateways[n.Index].ref
	case TransitAttachmentNode:
		return g.transitAttachments[n.Index].ref
	case CarrierGatewayNode:
		return g.carrierGateways[n.Index].ref
	case InspectionNode:
		return g.inspections[n.Index].ref
	case BalancerNode:
		return g.balancers[n.Index].ref
	case ListenerNode:
		return g.listeners[n.Index].ref
	case TargetGroupNode:
		return g.targetGroups[n.Index].ref
	case LinkNode:
		return g.links[n.Index].ref
	case OpaqueNode:
		return g.opaques[n.Index].ref
	}
	return ref.Ref{}
}

// RefOf names a location.
func (g *Graph) RefOf(l Location) ref.Ref {
	switch l.Kind {
	case AtInterface:
		return g.interfaces[l.Interface].ref
	case AtExternalNetwork:
		return g.externals[l.Index].ref
	case AtService:
		return g.services[l.Index].ref
	case AtBalancer:
		return g.balancers[l.Index].ref
	case AtInternet:
		return ref.Ref{Kind: ref.Internet, ID: "internet"}
	}
	return ref.Ref{}
}

// Elsewhere is the part of the internet that the snapshot does not hold: no public address of an interface or NAT
// gateway, no idle Elastic IP, no IPv6 of a VPC.
func (g *Graph) Elsewhere(f netmath.Family) netmath.AddrSet {
	g.elsewhere.once.Do(func() {
		for _, family := range netmath.Families {
			g.elsewhere.sets[family] = g.subtractHeld(family)
		}
	})
	return g.elsewhere.sets[f]
}

// elsewhere is filled when it is first asked for.
type elsewhere struct {
	once sync.Once
	sets [2]netmath.AddrSet
}

func (g *Graph) subtractHeld(f netmath.Family) netmath.AddrSet {
	var b netmath.AddrSetBuilder
	b.AddSet(netmath.Internet(f))
	remove := func(p netip.Prefix) {
		if netmath.FamilyOf(p.Addr()) == f {
			b.Remove(p)
		}
	}
	for a := range g.public {
		remove(netip.PrefixFrom(a, a.BitLen()))
	}
	for a := range g.carrier {
		remove(netip.PrefixFrom(a, a.BitLen()))
	}
	for a := range g.unheld {
		remove(netip.PrefixFrom(a, a.BitLen()))
	}
	for i := range g.vpcs {
		for _, block := range g.vpcs[i].blocks {
			if block.Addr().Is6() {
				remove(block)
			}
		}
	}
	return b.Set()
}

// HeldAmong lists the blocks of VPCs that overlap a set of addresses, and what is held in them: to a VPC these addresses are
// its own, whoever else has them.
func (g *Graph) HeldAmong(set netmath.AddrSet, f netmath.Family) []netip.Prefix {
	var held []netip.Prefix
	blocks := map[int32][]netip.Prefix{}
	for i := range g.vpcs {
		v := &g.vpcs[i]
		for _, block := range v.blocks {
			if netmath.FamilyOf(block.Addr()) == f && !netmath.AddrSetOf(block).Intersect(set).Empty() {
				blocks[v.index] = append(blocks[v.index], block)
			}
		}
		if len(blocks[v.index]) > 0 {
			held = append(v.appendDelegated(held), blocks[v.index]...)
		}
	}
	for i := range g.subnets {
		if s := &g.subnets[i]; len(blocks[s.vpc]) > 0 {
			held = s.appendReserved(append(held, s.blocks...))
		}
	}
	if len(blocks) == 0 {
		return held
	}
	for h := range g.vpcs[0].holders.all() {
		if anyContains(blocks[h.vpc], h.addr) {
			held = append(held, netip.PrefixFrom(h.addr, h.addr.BitLen()))
		}
	}
	return held
}

// appendReserved adds the addresses that AWS keeps of a subnet (R1.8): nobody holds them, whatever else is unknown.
func (s *subnet) appendReserved(held []netip.Prefix) []netip.Prefix {
	for _, b := range s.blocks {
		for a, n := b.Addr(), 0; n < 4 && b.Contains(a); a, n = a.Next(), n+1 {
			held = append(held, netip.PrefixFrom(a, a.BitLen()))
		}
		held = append(held, netip.PrefixFrom(netmath.Last(b), b.Addr().BitLen()))
	}
	return held
}

func (v *vpc) appendDelegated(held []netip.Prefix) []netip.Prefix {
	if v.delegated != nil {
		for p := range v.delegated.All() {
			held = append(held, p)
		}
	}
	return held
}

// IsNode reports whether an interface is a node of a load balancer.
func (g *Graph) IsNode(id InterfaceID) bool { return g.interfaces[id].isNode() }

// Carrier is the address that stands for an interface in a carrier's network; zero if none does.
func (g *Graph) Carrier(id InterfaceID) netip.Addr {
	for _, a := range g.interfaces[id].addresses {
		if a.carrier.IsValid() {
			return a.carrier
		}
	}
	return netip.Addr{}
}
