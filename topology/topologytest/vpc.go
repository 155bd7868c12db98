package topologytest

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// Vpc is a handle on a VPC.
type Vpc struct{ *topology.Vpc }

// Vpc adds a VPC with IPv4 and IPv6 blocks; the first IPv4 one is primary.
func (n *Network) Vpc(id string, blocks ...string) Vpc {
	v := &topology.Vpc{Meta: n.meta(), VpcId: id, OwnerId: n.account, State: "available"}
	n.vpcs = append(n.vpcs, v)
	for _, block := range blocks {
		Vpc{v}.Block(block, "associated")
	}
	return Vpc{v}
}

// Block adds a block in the given state, such as "associated" or "disassociated".
func (v Vpc) Block(block, state string) Vpc {
	prefix := netip.MustParsePrefix(block)
	in := topology.CidrBlockState{State: state}
	if prefix.Addr().Is6() {
		v.Ipv6CidrBlockAssociationSet = append(v.Ipv6CidrBlockAssociationSet, ipv6Block(prefix, in))
		return v
	}
	if !v.CidrBlock.IsValid() {
		v.CidrBlock = prefix
	}
	v.CidrBlockAssociationSet = append(v.CidrBlockAssociationSet, topology.VpcCidrBlockAssociation{CidrBlock: prefix, CidrBlockState: in})
	return v
}

// PrivateIpv6 marks all IPv6 blocks as private ones.
func (v Vpc) PrivateIpv6() Vpc {
	for i := range v.Ipv6CidrBlockAssociationSet {
		v.Ipv6CidrBlockAssociationSet[i].Ipv6AddressAttribute = "private"
	}
	return v
}

func ipv6Block(prefix netip.Prefix, state topology.CidrBlockState) topology.VpcIpv6CidrBlockAssociation {
	return topology.VpcIpv6CidrBlockAssociation{Ipv6CidrBlock: prefix, Ipv6CidrBlockState: state, Ipv6AddressAttribute: "public"}
}

// blocks are the VPC's associated prefixes of both families.
func blocks(v *topology.Vpc) []netip.Prefix {
	var all []netip.Prefix
	for _, b := range v.CidrBlockAssociationSet {
		if b.CidrBlockState.Associated() {
			all = append(all, b.CidrBlock)
		}
	}
	for _, b := range v.Ipv6CidrBlockAssociationSet {
		if b.Ipv6CidrBlockState.Associated() {
			all = append(all, b.Ipv6CidrBlock)
		}
	}
	return all
}

// Subnet is a handle on a subnet.
type Subnet struct{ *topology.Subnet }

// Subnet adds a subnet with an IPv4 block, an IPv6 block, or both.
func (n *Network) Subnet(id, vpc string, blocks ...string) Subnet {
	in := n.vpc(vpc)
	s := &topology.Subnet{
		Meta: in.Meta, SubnetId: id, VpcId: vpc, OwnerId: in.OwnerId, State: "available",
		SubnetArn:        "arn:aws:ec2:" + in.Region + ":" + in.OwnerId + ":subnet/" + id,
		AvailabilityZone: in.Region + "a", AvailabilityZoneId: "az1", Ipv6Native: true,
	}
	for _, block := range blocks {
		prefix := netip.MustParsePrefix(block)
		if prefix.Addr().Is4() {
			s.CidrBlock, s.Ipv6Native = prefix, false
			continue
		}
		s.Ipv6CidrBlockAssociationSet = append(s.Ipv6CidrBlockAssociationSet, ipv6Block(prefix, topology.CidrBlockState{State: "associated"}))
	}
	n.subnets = append(n.subnets, s)
	return Subnet{s}
}

// VpcOf is the handle on a VPC that was added before.
func (n *Network) VpcOf(id string) Vpc { return Vpc{n.vpc(id)} }
