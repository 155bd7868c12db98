package randnet

import (
	"encoding/binary"
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// slotSize is the room of a small VPC's subnet: a /26.
const slotSize = 64

// addSubnets gives every VPC one to four subnets, each in a slot of one of its blocks.
func (d *draft) addSubnets() {
	for _, v := range d.vpcs {
		roles := []role{pick(d.dice, public, public, private, isolated), private, public, pick(d.dice, private, isolated)}
		for n := range d.between(1, 4) {
			bits := pick(d.dice, 26, 26, 27, 28)
			if d.transit {
				bits = max(bits, 27) // leaves room for an attachment
			}
			block := netip.PrefixFrom(offset(d.blockFor(v), n*slotSize), bits)
			d.addSubnet(v, roles[n], block, d.families(v))
		}
	}
}

// blockFor is the start of one of the VPC's blocks.
func (d *draft) blockFor(v *vpcDraft) netip.Addr {
	all := v.CidrBlockAssociationSet
	if last := all[len(all)-1]; last.CidrBlockState.Associated() && d.chance(30) {
		return last.CidrBlock.Addr()
	}
	return v.CidrBlock.Addr()
}

// families says which families a subnet has.
type families struct{ v4, v6 bool }

func (d *draft) families(v *vpcDraft) families {
	if !v.dual() {
		return families{v4: true}
	}
	return draw(d.dice, share[families]{25, families{v4: true}}, share[families]{55, families{true, true}}, share[families]{20, families{v6: true}})
}

func (d *draft) addSubnet(v *vpcDraft, r role, block netip.Prefix, f families) *subnetDraft {
	id := d.id("subnet")
	zone := pick(d.dice, "a", "b")
	s := &subnetDraft{role: r, Subnet: &topology.Subnet{
		Meta: v.Meta, SubnetId: id, OwnerId: v.OwnerId, VpcId: v.VpcId, State: "available", Ipv6Native: !f.v4,
		SubnetArn:        "arn:aws:ec2:" + v.Region + ":" + v.OwnerId + ":subnet/" + id,
		AvailabilityZone: v.Region + zone, AvailabilityZoneId: zoneID(place{v.OwnerId, v.Region}, zone),
		MapPublicIpOnLaunch: r == public, EnableDns64: f.v6 && d.chance(30), AvailableIpAddressCount: 8,
	}}
	if f.v4 {
		s.CidrBlock = block
	}
	if f.v6 {
		s.addBlock6(v, len(v.subnets))
	}
	v.subnets = append(v.subnets, s)
	return s
}

// addBlock6 takes the n-th /64 of the VPC's first IPv6 block.
func (s *subnetDraft) addBlock6(v *vpcDraft, n int) {
	first := v.Ipv6CidrBlockAssociationSet[0]
	bytes := first.Ipv6CidrBlock.Addr().As16()
	bytes[7] |= byte(n)
	s.Ipv6CidrBlockAssociationSet = []topology.SubnetIpv6CidrBlockAssociation{{
		AssociationId: "subnet-cidr-assoc-" + s.SubnetId, Ipv6CidrBlock: netip.PrefixFrom(netip.AddrFrom16(bytes), 64),
		Ipv6CidrBlockState: topology.CidrBlockState{State: "associated"}, Ipv6AddressAttribute: first.Ipv6AddressAttribute, IpSource: "amazon",
	}}
}

// zoneID is a zone's id: accounts name zones differently (R1.14).
func zoneID(at place, zone string) string {
	ids := map[string]string{"a": "1", "b": "2"}
	if at.account == peerAccount {
		ids = map[string]string{"a": "2", "b": "1"}
	}
	return map[string]string{homeRegion: "euw1-az", peerRegion: "euc1-az"}[at.region] + ids[zone]
}

// block6 is the subnet's IPv6 block, or the zero Prefix.
func (s *subnetDraft) block6() netip.Prefix {
	for _, b := range s.Ipv6CidrBlockAssociationSet {
		return b.Ipv6CidrBlock
	}
	return netip.Prefix{}
}

// hostLimit is the last offset for hosts: half of the room, or what a /28 has. Delegated prefixes lie behind it.
func (s *subnetDraft) hostLimit() int {
	if !s.CidrBlock.IsValid() || s.CidrBlock.Bits() >= 26 {
		return 14
	}
	return 1<<(31-s.CidrBlock.Bits()) - 1
}

// host gives away the next offset.
func (s *subnetDraft) host() (n int, ok bool) {
	if 4+s.hosts > s.hostLimit() {
		return 0, false
	}
	s.hosts++
	return 3 + s.hosts, true
}

// delegate4 gives away a /28 that holds no reserved address, if there is room.
func (s *subnetDraft) delegate4() (netip.Prefix, bool) {
	if !s.CidrBlock.IsValid() || s.CidrBlock.Bits() > 26 {
		return netip.Prefix{}, false
	}
	start := (s.hostLimit()/16 + 1 + s.prefixes4) * 16
	if start+16 > 1<<(32-s.CidrBlock.Bits())-16 {
		return netip.Prefix{}, false
	}
	s.prefixes4++
	return netip.PrefixFrom(offset(s.CidrBlock.Addr(), start), 28), true
}

// delegate6 gives away a /80.
func (s *subnetDraft) delegate6() (netip.Prefix, bool) {
	if !s.block6().IsValid() {
		return netip.Prefix{}, false
	}
	s.prefixes6++
	bytes := s.block6().Addr().As16()
	bytes[9] = byte(s.prefixes6)
	return netip.PrefixFrom(netip.AddrFrom16(bytes), 80), true
}

// at4 and at6 are the subnet's addresses at an offset, invalid if it lacks the family.
func (s *subnetDraft) at4(n int) netip.Addr {
	if !s.CidrBlock.IsValid() {
		return netip.Addr{}
	}
	return offset(s.CidrBlock.Addr(), n)
}

func (s *subnetDraft) at6(n int) netip.Addr {
	if !s.block6().IsValid() {
		return netip.Addr{}
	}
	return offset(s.block6().Addr(), n)
}

// offset is the address n behind a.
func offset(a netip.Addr, n int) netip.Addr {
	if a.Is4() {
		bytes := a.As4()
		binary.BigEndian.PutUint32(bytes[:], binary.BigEndian.Uint32(bytes[:])+uint32(n))
		return netip.AddrFrom4(bytes)
	}
	bytes := a.As16()
	binary.BigEndian.PutUint64(bytes[8:], binary.BigEndian.Uint64(bytes[8:])+uint64(n))
	return netip.AddrFrom16(bytes)
}
