package provision

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
)

// PublicStandIns is where stand-ins for public addresses come from: the block for benchmarks, which no host on the internet has (RFC 2544).
var PublicStandIns = netip.MustParsePrefix("198.18.0.0/15")

// A numberer gives addresses to what has none yet. It counts down from the end of each subnet, where AWS's own choice hardly ever is, and
// leaves out what is held.
type numberer struct {
	*Draft
	taken  map[held]bool
	next   map[string]netip.Addr // of a subnet and family
	public netip.Addr
}

type held struct {
	vpc  string
	addr netip.Addr
}

// numberOff gives stand-ins to interfaces, NAT gateways and Elastic IPs whose addresses nobody knows yet.
func (d *Draft) numberOff() {
	n := numberer{Draft: d, taken: map[held]bool{}, next: map[string]netip.Addr{}, public: PublicStandIns.Addr()}
	for _, s := range []*topology.Snapshot{d.Snapshot, d.base} {
		if s != nil {
			n.take(s)
		}
	}
	all := d.Snapshot.NetworkInterfaces
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return compareIDs(all[a].NetworkInterfaceId, all[b].NetworkInterfaceId) })
	for _, i := range order {
		if !d.stubs[all[i].Ref()] {
			n.private(&all[i])
		}
	}
	n.elastic()
	for _, i := range order {
		n.associate(&all[i])
	}
	n.gateways()
}

func compareIDs(a, b string) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

// take notes the addresses that are held.
func (n *numberer) take(s *topology.Snapshot) {
	for i := range s.NetworkInterfaces {
		n.takeThoseOf(&s.NetworkInterfaces[i])
	}
	n.takeElastic(s)
}

func (n *numberer) takeThoseOf(e *topology.NetworkInterface) {
	n.taken[held{e.VpcId, e.PrivateIpAddress}] = true
	for _, a := range e.PrivateIpAddresses {
		n.taken[held{e.VpcId, a.PrivateIpAddress}] = true
	}
	for _, a := range e.Ipv6Addresses {
		n.taken[held{e.VpcId, a.Ipv6Address}] = true
	}
	if e.Association != nil {
		n.taken[held{"", e.Association.PublicIp}] = true
	}
}

func (n *numberer) takeElastic(s *topology.Snapshot) {
	for i := range s.Addresses {
		n.taken[held{"", s.Addresses[i].PublicIp}] = true
	}
}

// private numbers what an interface lacks of private addresses: an IPv4 if its subnet has any, and an IPv6 where it has an entry for one.
func (n *numberer) private(e *topology.NetworkInterface) {
	s := n.Subnet(e.SubnetId)
	if s == nil {
		return
	}
	if !e.PrivateIpAddress.IsValid() && len(e.PrivateIpAddresses) > 0 {
		e.PrivateIpAddress = e.PrivateIpAddresses[0].PrivateIpAddress
	}
	if !e.PrivateIpAddress.IsValid() && !s.Ipv6Native {
		e.PrivateIpAddress = n.standIn(s, s.CidrBlock)
		e.Symbolic = e.Symbolic || e.PrivateIpAddress.IsValid()
	}
	if e.PrivateIpAddress.IsValid() && len(e.PrivateIpAddresses) == 0 {
		e.PrivateIpAddresses = []topology.NetworkInterfacePrivateIpAddress{{Primary: true, PrivateIpAddress: e.PrivateIpAddress}}
	}
	for i := range e.PrivateIpAddresses {
		if a := &e.PrivateIpAddresses[i].PrivateIpAddress; !a.IsValid() {
			*a = n.standIn(s, s.CidrBlock)
			e.Symbolic = true
		}
	}
	for i := range e.Ipv6Addresses {
		if a := &e.Ipv6Addresses[i].Ipv6Address; !a.IsValid() {
			for _, b := range s.Ipv6CidrBlockAssociationSet {
				*a = n.standIn(s, b.Ipv6CidrBlock)
			}
			e.Symbolic = true
		}
	}
	e.Ipv6Addresses = slices.DeleteFunc(e.Ipv6Addresses, func(a topology.NetworkInterfaceIpv6Address) bool { return !a.Ipv6Address.IsValid() })
}

// standIn is the last address of a block that nobody holds, the one that AWS keeps left out; invalid if there is none.
func (n *numberer) standIn(s *topology.Subnet, block netip.Prefix) netip.Addr {
	if !block.IsValid() || block.Addr().BitLen()-block.Bits() < 3 {
		return netip.Addr{}
	}
	key := s.SubnetId + " " + block.String()
	at, begun := n.next[key]
	if !begun {
		at = netmath.Last(block.Masked()).Prev()
	}
	first := block.Masked().Addr().Next().Next().Next() // AWS keeps the first four
	for at.IsValid() && first.Less(at) && n.taken[held{s.VpcId, at}] {
		at = at.Prev()
	}
	if !at.IsValid() || !first.Less(at) {
		return netip.Addr{}
	}
	n.next[key] = at.Prev()
	n.taken[held{s.VpcId, at}] = true
	return at
}

// publicStandIn is a public address that nobody has.
func (n *numberer) publicStandIn() netip.Addr {
	for n.public = n.public.Next(); n.taken[held{"", n.public}]; n.public = n.public.Next() {
	}
	return n.public
}

// elastic numbers Elastic IPs, and lets those that are in use stand for what uses them.
func (n *numberer) elastic() {
	for i := range n.Snapshot.Addresses {
		a := &n.Snapshot.Addresses[i]
		if !a.PublicIp.IsValid() {
			a.PublicIp = n.publicStandIn()
		}
		e := Get(n.Draft, &n.Snapshot.NetworkInterfaces, a.NetworkInterfaceId)
		if e == nil && a.InstanceId != "" {
			e = n.primaryOf(a.InstanceId)
		}
		if e == nil {
			continue
		}
		a.NetworkInterfaceId = e.NetworkInterfaceId
		if !a.PrivateIpAddress.IsValid() {
			a.PrivateIpAddress = e.PrivateIpAddress
		}
		setAssociation(e, a)
	}
}

// setAssociation lets an Elastic IP stand for an address of an interface.
func setAssociation(e *topology.NetworkInterface, a *topology.Address) {
	association := &topology.NetworkInterfaceAssociation{PublicIp: a.PublicIp, AllocationId: a.AllocationId, AssociationId: a.AssociationId}
	if a.PrivateIpAddress == e.PrivateIpAddress {
		e.Association = association
	}
	for i := range e.PrivateIpAddresses {
		if e.PrivateIpAddresses[i].PrivateIpAddress == a.PrivateIpAddress {
			e.PrivateIpAddresses[i].Association = association
		}
	}
}

// associate numbers the public addresses that interfaces have without an Elastic IP.
func (n *numberer) associate(e *topology.NetworkInterface) {
	if e.Association == nil {
		return
	}
	if !e.Association.PublicIp.IsValid() {
		copied := *e.Association
		copied.PublicIp = n.publicStandIn()
		e.Association = &copied
	}
	if len(e.PrivateIpAddresses) > 0 && e.PrivateIpAddresses[0].Association == nil {
		e.PrivateIpAddresses[0].Association = e.Association
	}
}

// gateways completes NAT gateways by the addresses of their interfaces and Elastic IPs.
func (n *numberer) gateways() {
	for i := range n.Snapshot.NatGateways {
		g := &n.Snapshot.NatGateways[i]
		for j := range g.NatGatewayAddresses {
			a := &g.NatGatewayAddresses[j]
			if e := Get(n.Draft, &n.Snapshot.NetworkInterfaces, a.NetworkInterfaceId); e != nil && !a.PrivateIp.IsValid() {
				a.PrivateIp = e.PrivateIpAddress
			}
			if ip := n.ElasticIP(a.AllocationId); ip != nil && !a.PublicIp.IsValid() {
				a.PublicIp = ip.PublicIp
			}
			if !a.PublicIp.IsValid() && g.ConnectivityType != "private" && g.AvailabilityMode != "regional" {
				a.PublicIp = n.publicStandIn()
			}
		}
	}
}
