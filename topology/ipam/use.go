package ipam

import (
	"cmp"
	"math/big"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A SubnetUse is how full an IPv4 block of a subnet is.
type SubnetUse struct {
	Subnet     ref.Ref
	Name       string
	Vpc        string
	Account    string
	Region     string
	Zone       string
	Prefix     netip.Prefix
	Usable     int  // addresses that interfaces can have
	Interfaces int  // addresses that they have, those of prefixes aside
	Prefixes   int  // addresses in delegated prefixes
	Reserved   int  // addresses in reservations that nobody has yet
	Free       int  // addresses left, reserved ones included
	Known      bool // the snapshot tells; else Free means nothing
	Unseen     int  // addresses that AWS counts as taken, and whose interfaces the snapshot does not show
	Whole28    int  // free blocks of 16 addresses, as prefix delegation takes them; -1 if interfaces are not all known
}

// Filled is the share of usable addresses that are taken; -1 if that is not known.
func (u *SubnetUse) Filled() float64 {
	if !u.Known || u.Usable == 0 {
		return -1
	}
	return float64(u.Usable-u.Free) / float64(u.Usable)
}

// A VpcUse is how much of a block of a VPC its subnets take.
type VpcUse struct {
	Vpc       ref.Ref
	Name      string
	Account   string
	Region    string
	Prefix    netip.Prefix
	Subnets   int
	Allocated *big.Int // addresses in subnets
	Total     *big.Int
	Largest   netip.Prefix // the largest block that no subnet has; the zero Prefix if there is none
	Space     *Space
}

// Filled is the share of a block that subnets take.
func (u *VpcUse) Filled() float64 { return Share(u.Allocated, u.Total) }

// Use tells how full subnets and VPCs are: of the VPCs that pick says yes to.
func (v *Inventory) Use(pick func(vpc string) bool) ([]VpcUse, []SubnetUse) {
	held := v.addressesBySubnet(pick)
	var subnets []SubnetUse
	for i := range v.Snapshot.Subnets {
		s := &v.Snapshot.Subnets[i]
		if s.CidrBlock.IsValid() && pick(s.VpcId) {
			subnets = append(subnets, v.subnetUse(s, held[s.SubnetId]))
		}
	}
	var vpcs []VpcUse
	for i := range v.Holdings {
		if h := &v.Holdings[i]; h.Kind == VpcBlock && pick(h.Vpc) {
			vpcs = append(vpcs, v.vpcUse(h))
		}
	}
	slices.SortStableFunc(vpcs, func(a, b VpcUse) int { return cmp.Compare(a.Vpc.ID, b.Vpc.ID) })
	slices.SortStableFunc(subnets, func(a, b SubnetUse) int {
		return cmp.Or(cmp.Compare(a.Vpc, b.Vpc), a.Prefix.Addr().Compare(b.Prefix.Addr()))
	})
	return vpcs, subnets
}

func (v *Inventory) vpcUse(h *Holding) VpcUse {
	u := VpcUse{Vpc: h.Ref, Name: h.Name, Account: h.Account, Region: h.Region, Prefix: h.Prefix}
	var used netmath.AddrSetBuilder
	space := &Space{Pools: []netip.Prefix{h.Prefix}}
	for _, s := range v.Within(h.Prefix) {
		if s.Kind == SubnetBlock && s.Vpc == h.Vpc {
			u.Subnets++
			used.Add(s.Prefix)
			space.InUse = append(space.InUse, s)
		}
	}
	space.Used = used.Set()
	m := space.Measure(netmath.FamilyOf(h.Prefix.Addr()))
	u.Allocated, u.Total, u.Largest, u.Space = m.Used, m.Total, m.Largest, space
	return u
}

// held is the IPv4 addresses that the interfaces of a subnet have.
type held struct {
	addresses []netip.Addr
	prefixes  []netip.Prefix
}

func (v *Inventory) addressesBySubnet(pick func(string) bool) map[string]*held {
	bySubnet := map[string]*held{}
	for i := range v.Snapshot.NetworkInterfaces {
		e := &v.Snapshot.NetworkInterfaces[i]
		if e.SubnetId == "" || e.VpcId != "" && !pick(e.VpcId) {
			continue
		}
		h := bySubnet[e.SubnetId]
		if h == nil {
			h = new(held)
			bySubnet[e.SubnetId] = h
		}
		h.addresses = append(h.addresses, addressesOf(e)...)
		for _, p := range e.Ipv4Prefixes {
			if p.Ipv4Prefix.IsValid() {
				h.prefixes = append(h.prefixes, p.Ipv4Prefix.Masked())
			}
		}
	}
	return bySubnet
}

// addressesOf are the private IPv4 addresses of an interface.
func addressesOf(e *topology.NetworkInterface) []netip.Addr {
	var all []netip.Addr
	if e.PrivateIpAddress.IsValid() {
		all = append(all, e.PrivateIpAddress)
	}
	for _, a := range e.PrivateIpAddresses {
		if a.PrivateIpAddress.IsValid() && a.PrivateIpAddress != e.PrivateIpAddress {
			all = append(all, a.PrivateIpAddress)
		}
	}
	return all
}

// subnetUse counts. AWS's own count of what is free wins where it is lower: in a shared subnet others' interfaces are not shown (R1.14).
func (v *Inventory) subnetUse(s *topology.Subnet, h *held) SubnetUse {
	block := s.CidrBlock.Masked()
	u := SubnetUse{
		Subnet: s.Ref(), Name: s.Tags.Name(), Vpc: s.VpcId, Account: s.Account, Region: s.Region, Zone: s.AvailabilityZone,
		Prefix: block, Usable: max(0, int(min(sizeOf(block).Int64(), 1<<31))-reservedAll), Whole28: -1,
	}
	if h == nil {
		h = new(held)
	}
	var b netmath.AddrSetBuilder
	for _, a := range h.addresses {
		b.AddAddr(a)
	}
	ownAddresses := b.Set()
	prefixes := netmath.AddrSetOf(h.prefixes...)
	u.Interfaces = int(ownAddresses.Subtract(prefixes).Size(netmath.IPv4).Int64())
	u.Prefixes = int(prefixes.Size(netmath.IPv4).Int64())
	taken := ownAddresses.Union(prefixes)
	u.Reserved = int(v.reservedIn(s.SubnetId).Subtract(taken).Size(netmath.IPv4).Int64())
	u.Free = u.Usable - u.Interfaces - u.Prefixes
	whole := v.Snapshot.Covers(ref.NetworkInterface, s.Account, s.Region) == topology.Whole
	if whole {
		u.Whole28 = whole28(block, taken)
	}
	if s.AvailableIpAddressCount > 0 && s.AvailableIpAddressCount < u.Free {
		u.Unseen, u.Free = u.Free-s.AvailableIpAddressCount, s.AvailableIpAddressCount
	}
	u.Known = whole || s.AvailableIpAddressCount > 0
	u.Free = max(0, u.Free)
	return u
}

func (v *Inventory) reservedIn(subnet string) netmath.AddrSet {
	var b netmath.AddrSetBuilder
	for i := range v.Snapshot.SubnetCidrReservations {
		if r := &v.Snapshot.SubnetCidrReservations[i]; r.SubnetId == subnet && r.Cidr.IsValid() && r.Cidr.Addr().Is4() {
			b.Add(r.Cidr)
		}
	}
	return b.Set()
}

// whole28 counts the blocks of 16 addresses of which AWS and interfaces have none.
func whole28(block netip.Prefix, taken netmath.AddrSet) int {
	var b netmath.AddrSetBuilder
	b.AddSet(taken)
	for _, r := range ReservedIn(block) {
		b.AddAddr(r.Addr)
	}
	s := Space{Pools: []netip.Prefix{block}, Used: b.Set()}
	return int(s.Fits(netmath.IPv4, 28).Int64())
}
