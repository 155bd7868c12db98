package graph

import (
	"slices"

	"github.com/gaissmai/bart"

	"github.com/dryhop/dryhop/topology/ref"
)

// lists: entries are canonical, and the set holds them.
func (c *checker) lists() {
	for i := range c.g.lists {
		l := &c.g.lists[i]
		c.prefixes(l.entries, l.ref, "entry")
		for _, p := range l.entries {
			c.want(l.set.Contains(p.Addr()), l.ref, "its set lacks %v", p)
		}
	}
}

// filters: rules name remotes that exist, and ACL entries are in the order in which they are tried.
func (c *checker) filters() {
	for i := range int32(c.g.groups.len()) {
		sg := c.g.groupAt(i)
		for _, r := range slices.Concat(sg.rules[Ingress], sg.rules[Egress]) {
			switch r.remote.kind {
			case prefixRemote:
				c.want(canonical(r.remote.prefix), sg.ref, "rule %s: %v is not canonical", r.name, r.remote.prefix)
			case listRemote:
				c.index(r.remote.index, len(c.g.lists), sg.ref, "the prefix list of rule "+r.name)
			case groupRemote:
				c.index(r.remote.index, c.g.groups.len(), sg.ref, "the group of rule "+r.name)
			}
		}
	}
	for i := range c.g.acls {
		a := &c.g.acls[i]
		for _, entries := range a.entries {
			c.want(slices.IsSortedFunc(entries, func(x, y aclEntry) int { return int(x.number) - int(y.number) }), a.ref, "its entries are out of order")
			for _, e := range entries {
				c.want(e.unread || e.prefix.IsValid(), a.ref, "entry %d has no prefix and counts as read", e.number)
				c.want(e.number < lastEntry, a.ref, "entry %d is AWS's own", e.number)
			}
		}
	}
}

// gateways: each serves what exists.
func (c *checker) gateways() {
	g := c.g
	for i := range g.internetGateways {
		gw := &g.internetGateways[i]
		c.optional(gw.vpc, len(g.vpcs), gw.ref, "its VPC")
		c.edge(gw.edge, gw.vpc, gw.ref)
	}
	for i := range g.egressOnly {
		c.optional(g.egressOnly[i].vpc, len(g.vpcs), g.egressOnly[i].ref, "its VPC")
	}
	for i := range g.nats {
		n := &g.nats[i]
		c.optional(n.vpc, len(g.vpcs), n.ref, "its VPC")
		c.optional(n.table, len(g.tables), n.ref, "its route table")
		if c.optional(n.subnet, len(g.subnets), n.ref, "its subnet") {
			c.want(g.subnets[n.subnet].vpc == n.vpc, n.ref, "it is in VPC %d and its subnet in %d", n.vpc, g.subnets[n.subnet].vpc)
		}
	}
	for i := range g.peerings {
		for _, side := range g.peerings[i].sides {
			c.optional(side.vpc, len(g.vpcs), g.peerings[i].ref, "a VPC")
			c.prefixes(side.blocks, g.peerings[i].ref, "block")
		}
	}
	for i := range g.endpoints {
		c.optional(g.endpoints[i].vpc, len(g.vpcs), g.endpoints[i].ref, "its VPC")
		c.index(g.endpoints[i].service, len(g.services), g.endpoints[i].ref, "its service")
	}
	for i := range g.carrierGateways {
		c.optional(g.carrierGateways[i].vpc, len(g.vpcs), g.carrierGateways[i].ref, "its VPC")
	}
	for i := range g.inspections {
		e := &g.inspections[i]
		c.optional(e.subnet, len(g.subnets), e.ref, "its subnet")
		c.optional(e.firewall, len(g.firewalls), e.ref, "its firewall")
	}
	for i := range g.transitAttachments {
		c.optional(g.transitAttachments[i].firewall, len(g.firewalls), g.transitAttachments[i].ref, "its firewall")
	}
	c.want(len(g.services) >= int(numFixedServices), g.Ref(Node{InternetNode, 0}), "only %d services are there", len(g.services))
}

// edge: a gateway's table is one of the VPC that it is attached to.
func (c *checker) edge(ti, vi int32, of ref.Ref) {
	if c.optional(ti, len(c.g.tables), of, "its route table") {
		c.want(c.g.tables[ti].vpc == vi, of, "it is attached to VPC %d and its table is of %d", vi, c.g.tables[ti].vpc)
	}
}

// externals: what is behind a gateway knows it, and what is up is behind it.
func (c *checker) externals() {
	g := c.g
	for i := range g.externals {
		c.optional(g.externals[i].gateway, len(g.vpnGateways), g.externals[i].ref, "its gateway")
		c.optional(g.externals[i].clients, len(g.clientVpns), g.externals[i].ref, "its endpoint")
		c.optional(g.externals[i].link, len(g.directLinks), g.externals[i].ref, "its association")
	}
	for i := range g.vpnGateways {
		gw := &g.vpnGateways[i]
		c.optional(gw.vpc, len(g.vpcs), gw.ref, "its VPC")
		c.edge(gw.edge, gw.vpc, gw.ref)
		for _, t := range []*bart.Table[int32]{gw.behind, gw.healthy} {
			c.behind(int32(i), t)
		}
		for p := range gw.healthy.All() {
			_, found := gw.behind.Get(p)
			c.want(found, gw.ref, "%v is up and not behind it", p)
		}
	}
}

func (c *checker) behind(gi int32, t *bart.Table[int32]) {
	of := c.g.vpnGateways[gi].ref
	for p, xi := range t.All() {
		if c.index(xi, len(c.g.externals), of, "the network of "+p.String()) {
			x := &c.g.externals[xi]
			c.want(x.gateway == gi && slices.Contains(x.prefixes, p), x.ref, "%v is not its own behind %v", p, of)
		}
	}
}
