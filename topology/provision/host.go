package provision

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// HostIn is the id of the host that is supposed to be in a subnet; HostAt that of one at an address there.
func HostIn(subnet string) string { return "host-in:" + subnet }

// HostAt is HostIn for one address.
func HostAt(subnet string, a netip.Addr) string { return HostIn(subnet) + "/" + a.String() }

// SupposeHosts puts a host into each subnet in which none of some versions of a network has one, so that what may be launched there can be asked about: at an
// address that nobody holds, the same in all versions, with the public and IPv6 address that the subnet gives to what is launched, and security
// groups that let everything pass. Subnets of NAT gateways and inspection endpoints are for those, and get none, nor does a subnet of which some version does
// not tell the blocks: nobody knows what would become of its hosts. The versions themselves stay as they are.
func SupposeHosts(versions ...*topology.Snapshot) []*topology.Snapshot {
	inUse := map[string]bool{}
	for _, s := range versions {
		for i := range s.NetworkInterfaces {
			if n := &s.NetworkInterfaces[i]; isHost(n) || isGateway(n) || n.Supposed {
				inUse[n.SubnetId] = true
			}
		}
	}
	out := make([]*topology.Snapshot, len(versions))
	vague := vagueSubnets(versions)
	free := func(subnet string) bool { return !inUse[subnet] && !vague[subnet] }
	x := newSupposer(versions, free)
	for v, s := range versions {
		if v > 0 && sameHosts(versions[0], s) {
			with := *s
			with.NetworkInterfaces = out[0].NetworkInterfaces // shared, as what was made of it is
			out[v] = &with
			continue
		}
		out[v] = x.add(s, free)
	}
	return out
}

// vagueSubnets are the subnets of which some version does not tell the blocks, and those that have the same address in a plan, because one replaces the
// other.
func vagueSubnets(versions []*topology.Snapshot) map[string]bool {
	ids, addresses := map[string]bool{}, map[string]bool{}
	for _, s := range versions {
		for i := range s.Subnets {
			if n := &s.Subnets[i]; !n.CidrBlock.IsValid() && len(n.Ipv6CidrBlockAssociationSet) == 0 {
				ids[n.SubnetId], addresses[n.Address] = true, n.Address != ""
			}
		}
	}
	for _, s := range versions {
		for i := range s.Subnets {
			if n := &s.Subnets[i]; addresses[n.Address] {
				ids[n.SubnetId] = true
			}
		}
	}
	return ids
}

// sameHosts reports whether two versions share the tables that tell where hosts are.
func sameHosts(a, b *topology.Snapshot) bool {
	others := a.Unshared(b)
	return !slices.Contains(others, "NetworkInterfaces") && !slices.Contains(others, "Subnets")
}

// SupposeHostsIn puts a host into subnets that somebody named, gateways or not: into each of some that has none, and into each of others in any case.
func SupposeHostsIn(s *topology.Snapshot, without, always []string) *topology.Snapshot {
	if len(without)+len(always) == 0 {
		return s
	}
	inhabited, supposed := map[string]bool{}, map[string]bool{}
	for i := range s.NetworkInterfaces {
		n := &s.NetworkInterfaces[i]
		inhabited[n.SubnetId] = inhabited[n.SubnetId] || isHost(n)
		supposed[n.SubnetId] = supposed[n.SubnetId] || n.NetworkInterfaceId == HostIn(n.SubnetId)
	}
	wanted := func(subnet string) bool {
		return !supposed[subnet] && (slices.Contains(always, subnet) || slices.Contains(without, subnet) && !inhabited[subnet])
	}
	return newSupposer([]*topology.Snapshot{s}, wanted).add(s, wanted)
}

// SupposeHostAt puts a host into a subnet at an address of it that nobody holds.
func SupposeHostAt(s *topology.Snapshot, subnet *topology.Subnet, a netip.Addr) *topology.Snapshot {
	n := supposed(subnet, HostAt(subnet.SubnetId, a))
	if a.Is4() {
		n.PrivateIpAddress = a
		newSupposer([]*topology.Snapshot{s}, func(string) bool { return false }).open(subnet, &n)
	} else {
		n.Ipv6Addresses = []topology.NetworkInterfaceIpv6Address{{Ipv6Address: a}}
	}
	return withInterfaces(s, []topology.NetworkInterface{n})
}

// supposed is a host in a subnet without addresses.
func supposed(s *topology.Subnet, id string) topology.NetworkInterface {
	return topology.NetworkInterface{
		Meta: topology.Meta{Account: s.Account, Region: s.Region}, NetworkInterfaceId: id, OwnerId: s.OwnerId, VpcId: s.VpcId, SubnetId: s.SubnetId,
		AvailabilityZone: s.AvailabilityZone, InterfaceType: "interface", Status: "in-use", Supposed: true,
	}
}

// withInterfaces is a Snapshot with more interfaces.
func withInterfaces(s *topology.Snapshot, more []topology.NetworkInterface) *topology.Snapshot {
	if len(more) == 0 {
		return s // not a copy: nothing changes
	}
	with := *s
	with.NetworkInterfaces = slices.Concat(s.NetworkInterfaces, more)
	slices.SortStableFunc(with.NetworkInterfaces, func(a, b topology.NetworkInterface) int {
		return cmp.Compare(a.NetworkInterfaceId, b.NetworkInterfaceId)
	})
	return &with
}

// A supposer gives addresses to supposed hosts: the host of a subnet has the same in all versions of the network.
type supposer struct {
	numberer
	given map[block]netip.Addr
}

// A block is one of a subnet's; the one of public addresses has no prefix.
type block struct {
	subnet string
	prefix netip.Prefix
}

// newSupposer takes note of what is held in subnets that are of interest, and of public stand-ins.
func newSupposer(versions []*topology.Snapshot, wanted func(subnet string) bool) *supposer {
	x := &supposer{numberer{taken: map[held]bool{}, next: map[string]netip.Addr{}, public: PublicStandIns.Addr()}, map[block]netip.Addr{}}
	for _, s := range versions {
		for i := range s.NetworkInterfaces {
			if n := &s.NetworkInterfaces[i]; wanted(n.SubnetId) || n.Association != nil && PublicStandIns.Contains(n.Association.PublicIp) {
				x.takeThoseOf(n)
			}
		}
		x.takeElastic(s)
	}
	return x
}

// add puts hosts into some subnets of a Snapshot.
func (x *supposer) add(s *topology.Snapshot, wanted func(subnet string) bool) *topology.Snapshot {
	var hosts []topology.NetworkInterface
	for i := range s.Subnets {
		if n := &s.Subnets[i]; wanted(n.SubnetId) {
			if host, possible := x.host(n); possible {
				hosts = append(hosts, host)
			}
		}
	}
	return withInterfaces(s, hosts)
}

// host is the host of a subnet as it is in one version; false if there is no address left for it.
func (x *supposer) host(s *topology.Subnet) (topology.NetworkInterface, bool) {
	n := supposed(s, HostIn(s.SubnetId))
	n.Symbolic = true
	if !s.Ipv6Native {
		n.PrivateIpAddress = x.once(block{s.SubnetId, s.CidrBlock}, func() netip.Addr { return x.standIn(s, s.CidrBlock) })
	}
	for _, b := range s.Ipv6CidrBlockAssociationSet {
		if !s.AssignIpv6AddressOnCreation && !s.Ipv6Native || len(n.Ipv6Addresses) > 0 {
			break
		}
		if a := x.once(block{s.SubnetId, b.Ipv6CidrBlock}, func() netip.Addr { return x.standIn(s, b.Ipv6CidrBlock) }); a.IsValid() {
			n.Ipv6Addresses = []topology.NetworkInterfaceIpv6Address{{Ipv6Address: a}}
		}
	}
	x.open(s, &n)
	return n, n.PrivateIpAddress.IsValid() || len(n.Ipv6Addresses) > 0
}

// open gives a host the public address that its subnet gives to what is launched in it.
func (x *supposer) open(s *topology.Subnet, n *topology.NetworkInterface) {
	if s.MapPublicIpOnLaunch && n.PrivateIpAddress.IsValid() {
		n.Association = &topology.NetworkInterfaceAssociation{PublicIp: x.once(block{subnet: s.SubnetId}, x.publicStandIn)}
	}
}

// once is an address that is made when it is first asked for.
func (x *supposer) once(of block, address func() netip.Addr) netip.Addr {
	a, given := x.given[of]
	if !given {
		a = address()
		x.given[of] = a
	}
	return a
}

// isHost tells what runs something from what AWS puts into subnets: gateways, endpoints, load balancers.
func isHost(n *topology.NetworkInterface) bool {
	switch typeOf(n) {
	case "vpcendpoint", "transitgateway", "networkloadbalancer", "gatewayloadbalancer", "ec2instanceconnectendpoint":
		return false
	}
	return !isGateway(n) && !n.Supposed && !strings.HasPrefix(n.Description, "ELB ") && !strings.HasPrefix(n.Description, "ClientVPN Endpoint")
}

// isGateway tells interfaces that others' traffic passes, and that are given subnets of their own. Those of transit gateways may be in any.
func isGateway(n *topology.NetworkInterface) bool {
	switch typeOf(n) {
	case "natgateway", "regionalnatgateway", "gatewayloadbalancerendpoint":
		return true
	}
	return false
}

// typeOf is an interface's type in one way of writing it: AWS has two.
func typeOf(n *topology.NetworkInterface) string {
	return strings.ToLower(strings.ReplaceAll(n.InterfaceType, "_", ""))
}
