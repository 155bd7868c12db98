package graph

// Implements R1.1, R1.7, R1.8, R1.14, R2.5 (which blocks are local).

import (
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A vpc is a virtual private cloud: its blocks, and who holds which address in it.
type vpc struct {
	ref              ref.Ref
	index            int32
	account, region  string
	documented       bool                     // describe-vpcs told of it
	blocks           []netip.Prefix           // associated blocks of both families, canonical
	privateIPv6      []netip.Prefix           // blocks that are never advertised to the internet (R1.12)
	resolver         netip.Addr               // the first block's base+2 (R1.8)
	holders          *addrTable               // of all VPCs: interfaces by their numbers, NAT gateways by the complements of theirs
	delegated        *bart.Table[InterfaceID] // delegated prefixes; nil if there are none
	extent           [2]netmath.AddrRange     // of each family: from the lowest to the highest of those
	complete         bool                     // an address that nobody holds is nobody's
	peers            []int32                  // VPCs joined by an active same-Region peering (R4.6)
	unseenPeers      []netip.Prefix           // blocks of such peers that the snapshot lacks
	internetGateway  int32
	gatewayKnown     bool // whether internetGateway == none means that there is none
	egressOnly       int32
	vpnGateway       int32
	carrierGateway   int32
	carrierKnown     bool       // whether carrierGateway == none means that there is none
	public           accessMode // Block Public Access in force for what lies in none of its subnets
	entrances        []Entrance // services that reach in
	attachmentsKnown bool       // whether a VPC without an attachment to a transit gateway has none
}

// A holder is who has an address: an interface or a NAT gateway.
type holder struct {
	vpc     int32
	iface   InterfaceID // NoInterface if nat is set
	nat     int32       // none if iface is set
	private netip.Addr
}

// nobody holds an address.
var nobody = holder{vpc: none, iface: NoInterface, nat: none}

// vpcBlocks finds the VPC that an IPv6 address belongs to.
type vpcBlocks struct{ table bart.Table[int32] }

func (c *compiler) compileVpcs() {
	for i := range c.s.Vpcs {
		c.addVpc(&c.s.Vpcs[i])
	}
	for i := range c.s.Subnets {
		c.impliedVpc(c.s.Subnets[i].VpcId, c.s.Subnets[i].Meta)
	}
	for i := range c.s.RouteTables {
		c.impliedVpc(c.s.RouteTables[i].VpcId, c.s.RouteTables[i].Meta)
	}
	for i := range c.s.Subnets {
		c.regionFromSubnet(&c.s.Subnets[i])
	}
	for i := range c.s.RouteTables {
		c.blocksFromLocalRoutes(&c.s.RouteTables[i])
	}
	for i := range c.g.vpcs {
		for _, b := range c.g.vpcs[i].blocks {
			if b.Addr().Is6() {
				c.g.vpcsByBlock.table.Insert(b, int32(i))
			}
		}
	}
}

func (c *compiler) addVpc(d *topology.Vpc) {
	v := c.newVpc(d.VpcId, d.Meta)
	v.documented = true
	c.name(v.ref, d.Tags.Name())
	if d.CidrBlock.IsValid() {
		v.resolver = d.CidrBlock.Masked().Addr().Next().Next()
	}
	for _, a := range d.CidrBlockAssociationSet {
		if a.CidrBlockState.Associated() {
			v.addBlock(a.CidrBlock)
		}
	}
	if len(d.CidrBlockAssociationSet) == 0 {
		v.addBlock(d.CidrBlock)
	}
	for _, a := range d.Ipv6CidrBlockAssociationSet {
		if !a.Ipv6CidrBlockState.Associated() {
			continue
		}
		v.addBlock(a.Ipv6CidrBlock)
		if a.Ipv6AddressAttribute == "private" && a.Ipv6CidrBlock.IsValid() {
			v.privateIPv6 = append(v.privateIPv6, a.Ipv6CidrBlock.Masked())
		}
	}
}

func (c *compiler) newVpc(id string, m topology.Meta) *vpc {
	c.vpcIDs[id] = int32(len(c.g.vpcs))
	c.g.vpcs = append(c.g.vpcs, vpc{
		ref: ref.Ref{Kind: ref.Vpc, ID: id}, index: c.vpcIDs[id], account: m.Account, region: m.Region,
		holders: c.holders, internetGateway: none, egressOnly: none, vpnGateway: none, carrierGateway: none,
		complete: c.s.Covers(ref.NetworkInterface, m.Account, m.Region) == topology.Whole,
	})
	return &c.g.vpcs[len(c.g.vpcs)-1]
}

// impliedVpc makes room for a VPC that other documents name and describe-vpcs does not.
func (c *compiler) impliedVpc(id string, m topology.Meta) {
	if _, known := c.vpcIDs[id]; known || id == "" {
		return
	}
	c.newVpc(id, m)
}

// regionFromSubnet learns the Region of a VPC whose own document does not tell: a subnet's zone does.
func (c *compiler) regionFromSubnet(d *topology.Subnet) {
	if i := find(c.vpcIDs, d.VpcId); i != none && c.g.vpcs[i].region == "" {
		c.g.vpcs[i].region = d.Region
	}
}

// blocksFromLocalRoutes learns an undocumented VPC's blocks from the local routes of its tables (R2.5).
func (c *compiler) blocksFromLocalRoutes(t *topology.RouteTable) {
	i := find(c.vpcIDs, t.VpcId)
	if i == none || c.g.vpcs[i].documented {
		return
	}
	for _, r := range t.Routes {
		if r.GatewayId == "local" {
			c.g.vpcs[i].addBlock(r.DestinationCidrBlock)
			c.g.vpcs[i].addBlock(r.DestinationIpv6CidrBlock)
		}
	}
}

func (v *vpc) addBlock(p netip.Prefix) {
	if p.IsValid() && !slices.Contains(v.blocks, p.Masked()) {
		v.blocks = append(v.blocks, p.Masked())
	}
}

// contains reports whether an address lies in one of the VPC's blocks.
func (v *vpc) contains(a netip.Addr) bool { return anyContains(v.blocks, a) }

// encloses reports whether a prefix lies wholly in one of the VPC's blocks.
func (v *vpc) encloses(p netip.Prefix) bool {
	for _, b := range v.blocks {
		if b.Bits() <= p.Bits() && b.Contains(p.Addr()) {
			return true
		}
	}
	return false
}

func anyContains(blocks []netip.Prefix, a netip.Addr) bool {
	for _, b := range blocks {
		if b.Contains(a) {
			return true
		}
	}
	return false
}

// holds finds who has an address of the VPC, delegated prefixes included (R1.10).
func (v *vpc) holds(a netip.Addr) (h holder, held bool) {
	if who, ok := v.holders.get(v.index, a); ok {
		return v.holder(who, a), true
	}
	if v.delegated != nil {
		if id, ok := v.delegated.Lookup(a); ok {
			return holder{vpc: v.index, iface: id, nat: none, private: a}, true
		}
	}
	return nobody, false
}

// hold gives an address to an interface, or to the NAT gateway of a number's complement.
func (v *vpc) hold(a netip.Addr, number int32) {
	v.holders.put(v.index, a, number)
	v.extend(a, a)
}

// delegate gives a prefix to an interface.
func (v *vpc) delegate(p netip.Prefix, id InterfaceID) {
	if v.delegated == nil {
		v.delegated = new(bart.Table[InterfaceID])
	}
	v.delegated.Insert(p, id)
	v.extend(netmath.First(p), netmath.Last(p))
}

func (v *vpc) extend(lo, hi netip.Addr) {
	x := &v.extent[netmath.FamilyOf(lo)]
	if !x.Lo.IsValid() || lo.Less(x.Lo) {
		x.Lo = lo
	}
	if x.Hi.Less(hi) {
		x.Hi = hi
	}
}

// mayHold is a quick look at whether somebody may have an address.
func (v *vpc) mayHold(a netip.Addr) bool {
	x := &v.extent[netmath.FamilyOf(a)]
	return !a.Less(x.Lo) && !x.Hi.Less(a)
}

// holder reads a number in the table of holders.
func (v *vpc) holder(who int32, a netip.Addr) holder {
	if who < 0 {
		return holder{vpc: v.index, iface: NoInterface, nat: ^who, private: a}
	}
	return holder{vpc: v.index, iface: InterfaceID(who), nat: none, private: a}
}

// advertised reports whether the internet can know an IPv6 address of the VPC (R1.12).
func (v *vpc) advertised(a netip.Addr) bool {
	return !netmath.IsULA(a) && !anyContains(v.privateIPv6, a)
}
