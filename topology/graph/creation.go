package graph

// Implements R1.3, R1.5, R1.7, R2.9 as advice: what AWS would refuse to create, and what no longer works. A snapshot
// that has it is compiled as it is.

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func (c *compiler) judgeCreation() {
	for i := range c.s.Vpcs {
		c.judgeBlocks(&c.s.Vpcs[i])
	}
	inVpc := make([][]int32, len(c.g.vpcs))
	for i := range c.g.subnets {
		s := &c.g.subnets[i]
		c.judgePlace(s)
		inVpc[s.vpc] = append(inVpc[s.vpc], int32(i))
	}
	for _, subnets := range inVpc {
		c.judgeSubnets(subnets)
	}
}

// forbidden are ranges that no VPC may have (R1.3).
var forbidden = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("127.0.0.0/8"),
	netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("224.0.0.0/4"),
}

// judgeBlocks looks at the IPv4 blocks of a VPC, each alone and beside the primary one.
func (c *compiler) judgeBlocks(d *topology.Vpc) {
	r, blocks := ref.Ref{Kind: ref.Vpc, ID: d.VpcId}, ipv4Blocks(d)
	for i, b := range blocks {
		if at := overlapped(forbidden, b); at.IsValid() {
			c.warn("VPC_BLOCK_FORBIDDEN", r, d.Source, fmt.Sprintf("the VPC has a block in %v, which AWS does not allow", at), b.String(), "use a private range such as 10.0.0.0/8")
		}
		if at := refused(blocks, i); at.IsValid() {
			c.warn("VPC_BLOCKS_DO_NOT_MIX", r, d.Source, fmt.Sprintf("AWS does not add a block of %v to a VPC with %v", at, blocks[0]), b.String(), "choose a block of the primary block's own range, or of 100.64.0.0/10")
		}
	}
}

// ipv4Blocks are the VPC's associated IPv4 blocks, the primary one first.
func ipv4Blocks(d *topology.Vpc) []netip.Prefix {
	var blocks []netip.Prefix
	add := func(p netip.Prefix) {
		if p.IsValid() && !slices.Contains(blocks, p.Masked()) {
			blocks = append(blocks, p.Masked())
		}
	}
	add(d.CidrBlock)
	for _, a := range d.CidrBlockAssociationSet {
		if a.CidrBlockState.Associated() {
			add(a.CidrBlock)
		}
	}
	return blocks
}

// overlapped is the first of some ranges that shares addresses with a block, or the zero Prefix.
func overlapped(ranges []netip.Prefix, b netip.Prefix) netip.Prefix {
	for _, r := range ranges {
		if r.Overlaps(b) {
			return r
		}
	}
	return netip.Prefix{}
}

var (
	tenNet    = netip.MustParsePrefix("10.0.0.0/8")
	tenZero   = netip.MustParsePrefix("10.0.0.0/16")
	tenOne    = netip.MustParsePrefix("10.0.0.0/15")
	privateB  = netip.MustParsePrefix("172.16.0.0/12")
	dockerNet = netip.MustParsePrefix("172.31.0.0/16")
	privateC  = netip.MustParsePrefix("192.168.0.0/16")
	benchNet  = netip.MustParsePrefix("198.19.0.0/16")
)

// mixing says what may not be added to a VPC whose primary block is in a range, first match first (R1.5).
var mixing = []struct {
	primary netip.Prefix
	refuses []netip.Prefix
}{
	{tenNet, []netip.Prefix{privateB, privateC, benchNet}},
	{privateB, []netip.Prefix{tenNet, privateC, dockerNet, benchNet}},
	{privateC, []netip.Prefix{tenNet, privateB, benchNet}},
	{benchNet, []netip.Prefix{tenNet, privateB, privateC}},
	{netip.MustParsePrefix("0.0.0.0/0"), []netip.Prefix{tenNet, privateB, privateC, benchNet}}, // public and 100.64.0.0/10
}

// refused is the range by which AWS would refuse to add a block to those before it, or the zero Prefix. The primary
// block was there first; of the order of the others nothing is known, so they count against each other only where
// either order is refused.
func refused(blocks []netip.Prefix, i int) netip.Prefix {
	if i == 0 {
		return netip.Prefix{}
	}
	for _, m := range mixing {
		if m.primary.Overlaps(blocks[0]) {
			if at := overlapped(m.refuses, blocks[i]); at.IsValid() {
				return at
			}
			break
		}
	}
	if tenZero.Overlaps(blocks[i]) && (tenOne.Overlaps(blocks[0]) || overlapped(blocks[1:i], tenZero).IsValid()) {
		return tenZero
	}
	return netip.Prefix{}
}

// judgePlace looks whether a subnet lies in its VPC's blocks. Those of a VPC without a document are not known for sure.
func (c *compiler) judgePlace(s *subnet) {
	v := &c.g.vpcs[s.vpc]
	if !v.documented {
		return
	}
	for _, b := range s.blocks {
		if !v.encloses(b) {
			c.warn("SUBNET_OUTSIDE_VPC", s.ref, c.sourceOf(s.ref), fmt.Sprintf("the subnet is no part of its VPC %s, so nothing routes to it", v.ref.ID), b.String(), "capture describe-vpcs and describe-subnets in one go, or move the subnet into a block of the VPC")
		}
	}
}

// judgeSubnets looks whether subnets of one VPC share addresses.
func (c *compiler) judgeSubnets(subnets []int32) {
	var blocks []netip.Prefix
	var owners []int32
	for _, si := range subnets {
		for _, b := range c.g.subnets[si].blocks {
			blocks, owners = append(blocks, b), append(owners, si)
		}
	}
	for _, pair := range netmath.Overlaps(blocks) {
		a, b := owners[pair.I], owners[pair.J]
		if a == b {
			continue
		}
		at, other := c.g.subnets[b].ref, c.g.subnets[a].ref
		c.warn("SUBNETS_OVERLAP", at, c.sourceOf(at), fmt.Sprintf("the subnet shares addresses with %s (%v)", other.ID, blocks[pair.I]), blocks[pair.J].String(), "give the subnets of a VPC blocks that are apart")
	}
}

// judgeBlackholes lists routes whose target is gone.
func (c *compiler) judgeBlackholes() {
	for i := range c.g.tables {
		t := &c.g.tables[i]
		for j := range t.routes {
			if r := &t.routes[j]; r.state == blackholeRoute && !(t.isTransit() && r.to.ID == "") { // those are meant to drop
				c.inform("BLACKHOLE_ROUTE", t.ref.WithRule(t.routes[j].name), c.sourceOf(t.ref), "the route's target is gone or not attached, so what it covers is dropped", c.g.routeText(&t.routes[j]), "remove the route, or give it a target that exists")
			}
		}
	}
}

// sourceOf is where the document of a subnet or route table was read. It searches, so it is for trouble alone.
func (c *compiler) sourceOf(r ref.Ref) topology.Source {
	r = r.Resource()
	for i := range c.s.Subnets {
		if r.Kind == ref.Subnet && c.s.Subnets[i].SubnetId == r.ID {
			return c.s.Subnets[i].Source
		}
	}
	for i := range c.s.RouteTables {
		if r.Kind == ref.RouteTable && c.s.RouteTables[i].RouteTableId == r.ID {
			return c.s.RouteTables[i].Source
		}
	}
	return c.balancerSource(r)
}
