package ipam

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
)

// The codes of findings about blocks.
const (
	VpcSize             Code = "VPC_BLOCK_SIZE"
	SubnetSize          Code = "SUBNET_BLOCK_SIZE"
	SubnetOutside       Code = "SUBNET_OUTSIDE_VPC"
	SecondaryRestricted Code = "SECONDARY_RESTRICTED"
	SecondaryOverlaps   Code = "SECONDARY_OVERLAPS"
	SecondaryRoute      Code = "SECONDARY_HIDES_ROUTE"
	SecondaryPeer       Code = "SECONDARY_OVERLAPS_PEER"
	SecondaryPending    Code = "SECONDARY_WHILE_PENDING"
	BlockQuota          Code = "VPC_BLOCK_QUOTA"
)

// Blocks of a VPC in one family: default and maximum (semantics.md 14).
const blocksDefault, blocksMax = 5, 50

const (
	subnetsPage = "VPC user guide, subnet CIDR blocks"
	quotasPage  = "VPC quotas"
)

// Severities override those of findings: by code. Off drops it.
type Severities map[Code]Severity

// Off is the severity of what is not to be told.
const Off Severity = 255

// Check tells what of a snapshot's VPCs and subnets, and of lists, AWS would refuse to create, and what may make trouble later. The worst comes
// first.
func (v *Inventory) Check(override Severities) []Finding {
	c := checker{v: v}
	for i := range v.Holdings {
		switch h := &v.Holdings[i]; h.Kind {
		case VpcBlock:
			c.vpcBlock(h)
		case SubnetBlock:
			c.subnetBlock(h)
		case Listed, Allocation:
			c.ranges(h)
		}
	}
	for i := range v.Vpcs() {
		c.blocksOf(&v.Networks[i])
	}
	return c.sorted(override)
}

// CheckNew tells what stands against new blocks: of a new VPC, or to be added to one.
func (v *Inventory) CheckNew(blocks []netip.Prefix, to *Network, override Severities) []Finding {
	c := checker{v: v}
	for _, p := range blocks {
		h := Holding{Prefix: p, Kind: VpcBlock, Name: p.String()}
		if to != nil {
			h.Ref, h.Name, h.Vpc = to.Ref, to.Called(), to.Ref.ID
			c.secondary(to, p)
		}
		c.vpcBlock(&h)
		for _, other := range slices.Concat(v.Around(p), v.Within(p)) {
			if other.Kind.Outermost() && (to == nil || other.Vpc != to.Ref.ID) && !(other.Kind.OnPremises() && other.Prefix.Bits() < p.Bits()) {
				c.find(ListedTaken, Limits, &h, "", "%s (%s) has %v", other.Called(), other.Kind, other.Prefix)
			}
		}
	}
	return c.sorted(override)
}

type checker struct {
	v     *Inventory
	found []Finding
}

func (c *checker) find(code Code, s Severity, h *Holding, source, format string, args ...any) {
	f := Finding{Code: code, Severity: s, Subject: h.Called(), Prefix: h.Prefix, Source: source, At: h.At, Message: fmt.Sprintf(format, args...)}
	if !slices.Contains(c.found, f) {
		c.found = append(c.found, f)
	}
}

// sorted are the findings with their severities overridden, the worst first, then by address.
func (c *checker) sorted(override Severities) []Finding {
	kept := c.found[:0]
	for _, f := range c.found {
		if s, set := override[f.Code]; set {
			f.Severity = s
		}
		if f.Severity != Off && f.Severity != Harmless {
			kept = append(kept, f)
		}
	}
	slices.SortStableFunc(kept, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), a.Prefix.Compare(b.Prefix), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Subject, b.Subject))
	})
	return kept
}

// vpcBlock is about a block of a VPC by itself: its size and where it lies.
func (c *checker) vpcBlock(h *Holding) {
	p := h.Prefix
	switch {
	case p.Addr().Is4() && (p.Bits() < vpcShortest || p.Bits() > vpcLong):
		c.find(VpcSize, Breaks, h, vpcBlocksPage, "IPv4 blocks of VPCs are /16 to /28")
	case p.Addr().Is6() && (p.Bits() < 44 || p.Bits() > 60 || p.Bits()%4 != 0):
		c.find(VpcSize, Breaks, h, vpcBlocksPage, "IPv6 blocks of VPCs are /44 to /60 in steps of 4")
	}
	c.ranges(h)
	if p.Addr().Is4() && !netmath.RFC1918().CoversPrefix(p) && len(RangesOver(p)) == 0 {
		c.find(RangePublic, Limits, h, "VPC user guide, VPC IP addressing", "these are public addresses: unless they are yours, their owners cannot be reached, and AWS announces them to nobody")
	}
}

func (c *checker) ranges(h *Holding) {
	for _, x := range RangesOver(h.Prefix) {
		if x.Severity > Harmless && !(x.Code == RangeDefaultVpc && h.Kind == VpcBlock && c.isDefault(h.Vpc)) {
			c.find(x.Code, x.Severity, h, x.Source, "%v, %s: %s", x.Prefix, x.Name, x.Reason)
		}
	}
}

func (c *checker) isDefault(vpc string) bool {
	return slices.ContainsFunc(c.v.Snapshot.Vpcs, func(x topology.Vpc) bool { return x.VpcId == vpc && x.IsDefault })
}

func (c *checker) subnetBlock(h *Holding) {
	if !isSubnetSize(h.Prefix) {
		c.find(SubnetSize, Breaks, h, subnetsPage, "subnets are /16 to /28, of IPv6 /44 to /64 in steps of 4")
	}
	vpc := c.v.Vpc(h.Vpc)
	if vpc != nil && !slices.ContainsFunc(vpc.Blocks, func(p netip.Prefix) bool { return contains(p, h.Prefix) }) {
		c.find(SubnetOutside, Breaks, h, subnetsPage, "it lies in no block of %s, which has %v", vpc.Called(), vpc.Blocks)
	}
}

// blocksOf is about the blocks of a VPC beside each other. AWS refuses these only when blocks are added.
func (c *checker) blocksOf(n *Network) {
	for _, p := range n.Blocks {
		if !c.v.isPrimary(n, p) {
			c.secondaryBeside(n, p)
		}
	}
	c.quota(n, 0, 0)
}

func (c *checker) quota(n *Network, more4, more6 int) {
	counts := [2]int{more4, more6}
	for _, p := range n.Blocks {
		counts[netmath.FamilyOf(p.Addr())]++
	}
	for _, f := range netmath.Families {
		h := &Holding{Name: n.Called()}
		switch n := counts[f]; {
		case n > blocksMax:
			c.find(BlockQuota, Breaks, h, quotasPage, "%d %v blocks, and AWS grants at most %d", n, f, blocksMax)
		case n > blocksDefault:
			c.find(BlockQuota, Notice, h, quotasPage, "%d %v blocks, above the default quota of %d", n, f, blocksDefault)
		}
	}
}
