package ipam

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// A restriction is ranges that AWS does not add to a VPC with a block of another range (R1.5).
type restriction struct {
	has  []netip.Prefix
	not  []netip.Prefix
	name string
}

// restrictions are AWS's table; the last row is for what is in none of the ranges before.
var restrictions = []restriction{
	{[]netip.Prefix{r("10.0.0.0/8")}, []netip.Prefix{r("172.16.0.0/12"), r("192.168.0.0/16"), r("198.19.0.0/16")}, "10.0.0.0/8"},
	{[]netip.Prefix{r("10.0.0.0/15")}, []netip.Prefix{r("10.0.0.0/16")}, "10.0.0.0/15"},
	{[]netip.Prefix{r("172.16.0.0/12")}, []netip.Prefix{r("10.0.0.0/8"), r("192.168.0.0/16"), r("172.31.0.0/16"), r("198.19.0.0/16")}, "172.16.0.0/12"},
	{[]netip.Prefix{r("192.168.0.0/16")}, []netip.Prefix{r("10.0.0.0/8"), r("172.16.0.0/12"), r("198.19.0.0/16")}, "192.168.0.0/16"},
	{[]netip.Prefix{r("198.19.0.0/16")}, []netip.Prefix{r("10.0.0.0/8"), r("172.16.0.0/12"), r("192.168.0.0/16")}, "198.19.0.0/16"},
}

var outsidePrivate = restriction{nil, []netip.Prefix{r("10.0.0.0/8"), r("172.16.0.0/12"), r("192.168.0.0/16"), r("198.19.0.0/16")}, "public or shared addresses"}

// restrictionsOf are those of a VPC whose primary block is p.
func restrictionsOf(p netip.Prefix) []restriction {
	var all []restriction
	for _, x := range restrictions {
		if slices.ContainsFunc(x.has, func(b netip.Prefix) bool { return contains(b, p) }) {
			all = append(all, x)
		}
	}
	if len(all) == 0 {
		return []restriction{outsidePrivate}
	}
	return all
}

// secondaryBeside is about a block beside the primary one of its VPC.
func (c *checker) secondaryBeside(n *Network, p netip.Prefix) {
	h := &Holding{Prefix: p, Name: n.Called()}
	for _, q := range n.Blocks {
		if q != p && q.Overlaps(p) && q.Compare(p) < 0 {
			c.find(SecondaryOverlaps, Breaks, h, vpcBlocksPage, "it shares addresses with %v of the same VPC", q)
		}
	}
	if !p.Addr().Is4() || len(n.Blocks) == 0 {
		return
	}
	primary := n.Blocks[0]
	for _, q := range n.Blocks {
		if c.v.isPrimary(n, q) {
			primary = q
		}
	}
	for _, x := range restrictionsOf(primary) {
		for _, b := range x.not {
			if b.Overlaps(p) {
				c.find(SecondaryRestricted, Limits, h, vpcBlocksPage, "AWS adds nothing of %v to a VPC of %s", b, x.name)
			}
		}
	}
}

// secondary is about adding a block to a VPC (R1.4, R1.5).
func (c *checker) secondary(n *Network, p netip.Prefix) {
	h := &Holding{Prefix: p, Name: n.Called()}
	with := *n
	with.Blocks = append(slices.Clone(n.Blocks), p)
	c.secondaryBeside(&with, p)
	for _, q := range n.Blocks {
		if q.Overlaps(p) && q.Compare(p) >= 0 {
			c.find(SecondaryOverlaps, Breaks, h, vpcBlocksPage, "it shares addresses with %v of the same VPC", q)
		}
	}
	for _, t := range c.v.links.tables[c.v.vpcs[n.Ref.ID]] {
		for i := range t.Routes {
			d, target := destination(&t.Routes[i]), RouteTarget(&t.Routes[i])
			if d.IsValid() && target != "local" && contains(p, d) {
				c.find(SecondaryRoute, Breaks, h, vpcBlocksPage, "AWS refuses it: %s has a route to %v by %s, and the block is as large or larger", c.v.NameOf(t.Ref()), d, target)
			}
		}
	}
	c.peers(n, h)
	more := [2]int{}
	more[netmath.FamilyOf(p.Addr())]++
	c.quota(n, more[0], more[1])
}

func (c *checker) peers(n *Network, h *Holding) {
	for _, link := range c.v.links.peersOf[c.v.vpcs[n.Ref.ID]] {
		other, status := &c.v.Networks[link.other], link.peering.Status.Code
		if status == "pending-acceptance" && link.peering.RequesterVpcInfo.VpcId == n.Ref.ID {
			c.find(SecondaryPending, Breaks, h, vpcBlocksPage, "no block can be added while the peering with %s that it requested is pending", other.Called())
		}
		for _, q := range other.Blocks {
			if q.Overlaps(h.Prefix) {
				c.find(SecondaryPeer, Breaks, h, vpcBlocksPage, "its peer %s has %v", other.Called(), q)
			}
		}
	}
}
