package graph

// Implements R1.7, R1.14, R2.1, R2.8.

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A subnet with its route table and network ACL, as indexes; none where the snapshot does not tell.
type subnet struct {
	ref     ref.Ref
	vpc     int32
	zone    string
	zoneID  string // of the parent zone, where the zone is a local one
	blocks  []netip.Prefix
	table   int32
	acl     int32
	account string
	region  string

	public   accessMode // Block Public Access in force here (R3.17)
	declared accessMode // the same without exclusions
}

func (c *compiler) compileSubnets() {
	c.g.subnets = make([]subnet, 0, len(c.s.Subnets))
	for i := range c.s.Subnets {
		d := &c.s.Subnets[i]
		s := subnet{
			ref: ref.Ref{Kind: ref.Subnet, ID: d.SubnetId}, vpc: find(c.vpcIDs, d.VpcId),
			zone: d.AvailabilityZone, zoneID: d.AvailabilityZoneId, table: none, acl: none,
			account: d.Account, region: d.Region,
		}
		if s.vpc == none {
			c.warn("UNKNOWN_VPC", s.ref, d.Source, "the subnet names no VPC, so it is left out", d.VpcId, "capture describe-subnets and describe-vpcs again")
			continue
		}
		s.blocks = subnetBlocks(d)
		c.name(s.ref, d.Tags.Name())
		c.subnetIDs[d.SubnetId] = int32(len(c.g.subnets))
		c.g.subnets = append(c.g.subnets, s)
	}
}

func subnetBlocks(d *topology.Subnet) []netip.Prefix {
	var blocks []netip.Prefix
	if d.CidrBlock.IsValid() && !d.Ipv6Native {
		blocks = append(blocks, d.CidrBlock.Masked())
	}
	for _, a := range d.Ipv6CidrBlockAssociationSet {
		if a.Ipv6CidrBlockState.Associated() && a.Ipv6CidrBlock.IsValid() {
			blocks = append(blocks, a.Ipv6CidrBlock.Masked())
		}
	}
	return blocks
}

// onLink reports whether an address is in the subnet itself, where neither its route table nor its ACL is asked (R2.8, R5.3).
func (s *subnet) onLink(a netip.Addr) bool { return anyContains(s.blocks, a) }
