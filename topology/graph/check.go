package graph

import (
	"errors"
	"fmt"

	"github.com/dryhop/dryhop/topology/ref"
)

// Check states what the compiled form is, and verifies it: every index is in range, and what is written down twice
// agrees. It holds for whatever snapshot a graph was compiled from, however odd, so every test that compiles one
// runs it. A walk relies on all of it and looks at none.
func (g *Graph) Check() error {
	c := &checker{g: g, counts: g.counts()}
	c.nodes()
	c.places()
	c.groupSets()
	c.interfaces()
	c.addresses()
	c.lists()
	c.filters()
	c.compiledFilters()
	c.gateways()
	c.balancers()
	c.externals()
	c.firewalls()
	c.clientVpns()
	for i := range g.tables {
		c.table(&g.tables[i])
	}
	c.arcs()
	c.entities()
	return errors.Join(c.broken...)
}

// A checker collects what is broken.
type checker struct {
	g      *Graph
	counts [numNodeKinds]int
	broken []error
}

// maxBroken is how many broken invariants are worth telling.
const maxBroken = 20

// want notes a broken invariant of a resource unless it holds.
func (c *checker) want(holds bool, of ref.Ref, format string, args ...any) {
	if !holds && len(c.broken) < maxBroken {
		c.broken = append(c.broken, fmt.Errorf("%v: %s", of, fmt.Sprintf(format, args...)))
	}
}

// index wants an index into a table of n rows; optional ones may refer to nothing.
func (c *checker) index(i int32, n int, of ref.Ref, what string) bool {
	in := i >= 0 && int(i) < n
	c.want(in, of, "%s is number %d of %d", what, i, n)
	return in
}

func (c *checker) optional(i int32, n int, of ref.Ref, what string) bool {
	return i != none && c.index(i, n, of, what)
}

// node wants a place of the graph.
func (c *checker) node(n Node, of ref.Ref, what string) bool {
	if n.Kind == NoNode || n.Kind >= numNodeKinds {
		c.want(false, of, "%s is of kind %d", what, n.Kind)
		return false
	}
	return c.index(n.Index, c.counts[n.Kind], of, what)
}

// nodes: numbers run kind by kind without a gap, and a number finds its node again.
func (c *checker) nodes() {
	g, graph := c.g, ref.Ref{}
	c.want(g.offsets[0] == 0, graph, "numbers begin at %d", g.offsets[0])
	for k, n := range c.counts {
		c.want(g.offsets[k+1]-g.offsets[k] == int64(n), graph, "kind %d has %d nodes and the numbers %d to %d", k, n, g.offsets[k], g.offsets[k+1])
		for _, i := range []int{0, n / 2, n - 1} {
			if n > 0 && len(c.broken) == 0 {
				node := Node{NodeKind(k), int32(i)}
				c.want(g.NodeAt(g.ID(node)) == node, graph, "node %v has the number of %v", node, g.NodeAt(g.ID(node)))
			}
		}
	}
}

// places: VPCs and subnets refer to what exists, and their blocks are canonical.
func (c *checker) places() {
	g := c.g
	for i := range g.vpcs {
		v := &g.vpcs[i]
		c.want(v.index == int32(i), v.ref, "it is number %d and says %d", i, v.index)
		c.prefixes(v.blocks, v.ref, "block")
		c.prefixes(v.privateIPv6, v.ref, "private block")
		c.prefixes(v.unseenPeers, v.ref, "unseen peer")
		c.optional(v.internetGateway, len(g.internetGateways), v.ref, "its internet gateway")
		c.optional(v.egressOnly, len(g.egressOnly), v.ref, "its egress-only gateway")
		c.optional(v.vpnGateway, len(g.vpnGateways), v.ref, "its VPN gateway")
		for _, peer := range v.peers {
			c.index(peer, len(g.vpcs), v.ref, "a peer")
		}
	}
	for i := range g.subnets {
		s := &g.subnets[i]
		c.index(s.vpc, len(g.vpcs), s.ref, "its VPC")
		c.optional(s.table, len(g.tables), s.ref, "its route table")
		c.optional(s.acl, len(g.acls), s.ref, "its ACL")
		c.prefixes(s.blocks, s.ref, "block")
	}
	c.vpcsByBlock()
}

// vpcsByBlock: the IPv6 blocks of all VPCs lead to a VPC that has them.
func (c *checker) vpcsByBlock() {
	for i := range c.g.vpcs {
		for _, b := range c.g.vpcs[i].blocks {
			if !b.Addr().Is6() {
				continue
			}
			_, found := c.g.vpcsByBlock.table.Get(b)
			c.want(found, c.g.vpcs[i].ref, "nothing finds its block %v", b)
		}
	}
	for b, vi := range c.g.vpcsByBlock.table.All() {
		if c.index(vi, len(c.g.vpcs), ref.Ref{}, "the VPC of "+b.String()) {
			c.want(c.g.vpcs[vi].encloses(b), c.g.vpcs[vi].ref, "it is found by %v", b)
		}
	}
}

// entities: sorted, each there once, of interfaces that exist.
func (c *checker) entities() {
	all := c.g.entities()
	for i := range all {
		e := &all[i]
		if i > 0 {
			before := &all[i-1]
			order := ref.Compare(before.Ref, e.Ref)
			c.want(order <= 0, e.Ref, "comes after %v", before.Ref)
			c.want(order != 0 || before.Account != e.Account || before.Region != e.Region, e.Ref, "is listed twice")
		}
		for _, id := range e.Interfaces {
			c.index(int32(id), len(c.g.interfaces), e.Ref, "an interface")
		}
		c.optional(e.External, len(c.g.externals), e.Ref, "the external network")
	}
	for r := range c.g.names {
		c.want(r.Rule == "", r, "a rule has a name")
	}
}
