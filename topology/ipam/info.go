package ipam

import (
	"math/big"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// Info is a block taken apart.
type Info struct {
	Prefix      netip.Prefix
	First, Last netip.Addr
	Usable      netmath.AddrRange // as a subnet of AWS: without the first four addresses and the last (R1.8); not Valid if AWS has no such subnet
	Reserved    []ReservedAddress // what AWS keeps of it as a subnet
	Count       *big.Int
	Parent      netip.Prefix // the zero Prefix of /0
	Before      netip.Prefix // the block of its size below it, the zero Prefix of the first
	After       netip.Prefix
	ReverseZone string
	Special     []Range   // ranges with a meaning that it lies in or overlaps
	Around      []Holding // that contain it and are larger, outermost first
	Same        []Holding // that are equal to it
	Inside      []Holding // that lie in it, by address
	Routes      []RouteIn // whose destinations contain it or lie in it
	Interfaces  []ref.Ref // of a single address: who has it
}

// A ReservedAddress is an address of a subnet that no interface gets.
type ReservedAddress struct {
	Addr netip.Addr
	For  string
}

// A RouteIn is a route of the snapshot.
type RouteIn struct {
	Table    ref.Ref
	Vpc      string
	Prefix   netip.Prefix
	Target   string
	Relation netmath.Relation // of the destination to the block
}

// maxRoutes bounds how many routes are listed.
const maxRoutes = 1000

// Info takes a block apart, and tells who has to do with it.
func (v *Inventory) Info(p netip.Prefix) *Info {
	p = p.Masked()
	i := &Info{
		Prefix: p, First: netmath.First(p), Last: netmath.Last(p), Count: sizeOf(p), ReverseZone: netmath.ReverseName(p),
		Reserved: ReservedIn(p), Around: v.Around(p), Special: RangesOver(p), Routes: v.routesAbout(p),
	}
	i.Usable = usable(p)
	i.Parent, _ = netmath.Parent(p)
	i.Before, _ = netmath.Neighbour(p, -1)
	i.After, _ = netmath.Neighbour(p, 1)
	for _, h := range v.Within(p) {
		if h.Prefix == p {
			i.Same = append(i.Same, h)
		} else {
			i.Inside = append(i.Inside, h)
		}
	}
	if p.IsSingleIP() {
		i.Interfaces = v.holders(p.Addr())
	}
	return i
}

// usable are the addresses of a subnet that interfaces can have: of IPv4 /16 to /28, of IPv6 /44 to /64 (R1.6, R1.7).
func usable(p netip.Prefix) netmath.AddrRange {
	if !isSubnetSize(p) {
		return netmath.AddrRange{}
	}
	first := p.Addr()
	for range reservedFirst {
		first = first.Next()
	}
	return netmath.AddrRange{Lo: first, Hi: netmath.Last(p).Prev()}
}

// reservedFirst and reservedLast are how many addresses AWS keeps at the ends of a subnet (R1.8).
const (
	reservedFirst = 4
	reservedLast  = 1
	reservedAll   = reservedFirst + reservedLast
)

// ReservedIn are the addresses that AWS keeps of a subnet with a block; none if it has no such subnets.
func ReservedIn(p netip.Prefix) []ReservedAddress {
	if !isSubnetSize(p) {
		return nil
	}
	uses := []string{"network address", "VPC router", "DNS", "future use"}
	var all []ReservedAddress
	at := p.Addr()
	for _, use := range uses {
		all = append(all, ReservedAddress{at, use})
		at = at.Next()
	}
	last := "last address"
	if p.Addr().Is4() {
		last = "broadcast address"
	}
	return append(all, ReservedAddress{netmath.Last(p), last})
}

// isSubnetSize reports whether AWS has subnets of a block's length (R1.6, R1.7).
func isSubnetSize(p netip.Prefix) bool {
	if p.Addr().Is4() {
		return p.Bits() >= 16 && p.Bits() <= 28
	}
	return p.Bits() >= 44 && p.Bits() <= 64 && p.Bits()%4 == 0
}

// SubnetBits is the length of the smallest IPv4 subnet with room for hosts, besides the addresses that AWS keeps; not there if even a /16 is too small.
func SubnetBits(hosts int) (bits int, exists bool) {
	for bits := 28; bits >= 16; bits-- {
		if hosts <= 1<<(32-bits)-reservedAll {
			return bits, true
		}
	}
	return 0, false
}

func (v *Inventory) holders(a netip.Addr) []ref.Ref {
	var found []ref.Ref
	for i := range v.Snapshot.NetworkInterfaces {
		e := &v.Snapshot.NetworkInterfaces[i]
		if e.PrivateIpAddress == a || e.Ipv6Address == a || slices.ContainsFunc(e.PrivateIpAddresses, func(x topology.NetworkInterfacePrivateIpAddress) bool {
			return x.PrivateIpAddress == a || x.Association != nil && x.Association.PublicIp == a
		}) || slices.ContainsFunc(e.Ipv6Addresses, func(x topology.NetworkInterfaceIpv6Address) bool { return x.Ipv6Address == a }) {
			found = append(found, e.Ref())
		}
	}
	return found
}

// routesAbout lists routes to the block, to parts of it, and to what contains it; not default routes, nor local ones.
func (v *Inventory) routesAbout(p netip.Prefix) []RouteIn {
	var found []RouteIn
	add := func(table ref.Ref, vpc, target string, d netip.Prefix) {
		if len(found) < maxRoutes && d.IsValid() && d.Bits() > 0 && d.Overlaps(p) && target != "local" {
			found = append(found, RouteIn{table, vpc, d, target, relate(d, p)})
		}
	}
	for i := range v.Snapshot.RouteTables {
		t := &v.Snapshot.RouteTables[i]
		for j := range t.Routes {
			add(t.Ref(), t.VpcId, RouteTarget(&t.Routes[j]), destination(&t.Routes[j]))
		}
	}
	for i := range v.Snapshot.TransitGatewayRouteTables {
		t := &v.Snapshot.TransitGatewayRouteTables[i]
		for j := range t.Routes {
			target := "blackhole"
			if a := t.Routes[j].TransitGatewayAttachments; len(a) > 0 {
				target = a[0].TransitGatewayAttachmentId
			}
			add(t.Ref(), "", target, t.Routes[j].DestinationCidrBlock.Masked())
		}
	}
	return found
}

// RouteTarget is the id of where a route of a VPC leads, "local", or "" if the document has none.
func RouteTarget(r *topology.Route) string {
	for _, id := range []string{
		r.GatewayId, r.NatGatewayId, r.TransitGatewayId, r.VpcPeeringConnectionId, r.NetworkInterfaceId, r.InstanceId,
		r.EgressOnlyInternetGatewayId, r.CarrierGatewayId, r.LocalGatewayId, r.CoreNetworkArn, r.OdbNetworkArn,
	} {
		if id != "" {
			return id
		}
	}
	return ""
}
