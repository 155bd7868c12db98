package graph

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology/ref"
)

// prefixes wants canonical blocks.
func (c *checker) prefixes(all []netip.Prefix, of ref.Ref, what string) {
	for _, p := range all {
		c.want(canonical(p), of, "%s %v is not canonical", what, p)
	}
}

func canonical(p netip.Prefix) bool { return p.IsValid() && p == p.Masked() }

// interfaces: each lies in the VPC of its subnet, and all of its addresses are distinct and held by somebody.
func (c *checker) interfaces() {
	g := c.g
	for i := range g.interfaces {
		e := &g.interfaces[i]
		if !c.index(e.subnet, len(g.subnets), e.ref, "its subnet") || !c.index(e.vpc, len(g.vpcs), e.ref, "its VPC") {
			continue
		}
		c.want(g.subnets[e.subnet].vpc == e.vpc, e.ref, "it is in VPC %d and its subnet in %d", e.vpc, g.subnets[e.subnet].vpc)
		if c.optional(e.doc, len(g.snapshot.NetworkInterfaces), e.ref, "its document") {
			c.want(g.snapshot.NetworkInterfaces[e.doc].NetworkInterfaceId == e.ref.ID, e.ref, "its document is another's")
		}
		if c.optional(e.nat, len(g.nats), e.ref, "its NAT gateway") {
			c.want(e.role == silentRole, e.ref, "it belongs to a NAT gateway and listens")
		}
		c.index(e.groups, g.groupSets.len(), e.ref, "its groups")
		c.prefixes(e.prefixes, e.ref, "delegated prefix")
		c.first4(e)
		for j, a := range e.addresses {
			_, held := g.vpcs[e.vpc].holds(a.private)
			c.want(a.private.IsValid() && held, e.ref, "nobody holds its address %v", a.private)
			c.want(slices.IndexFunc(e.addresses, func(b address) bool { return b.private == a.private }) == j, e.ref, "it has %v twice", a.private)
		}
	}
}

// first4: the number of the first IPv4 address is that of the address.
func (c *checker) first4(e *iface) {
	i := slices.IndexFunc(e.addresses, func(a address) bool { return a.private.Is4() })
	c.want(e.has4 == (i >= 0), e.ref, "whether it has IPv4 is not agreed on")
	c.want(i < 0 || e.addresses[i].private == e.primary4(), e.ref, "its first IPv4 is %v", e.primary4())
}

// addresses: who holds an address has it; a public address leads to one of a VPC.
func (c *checker) addresses() {
	g := c.g
	for i := range g.vpcs {
		v := &g.vpcs[i]
		if v.delegated == nil {
			continue
		}
		for p, id := range v.delegated.All() {
			if c.index(int32(id), len(g.interfaces), v.ref, "the holder of "+p.String()) {
				e := &g.interfaces[id]
				c.want(e.vpc == int32(i) && slices.Contains(e.prefixes, p), e.ref, "%v of %v is not delegated to it", p, v.ref)
			}
		}
	}
	if len(g.vpcs) > 0 {
		for held := range g.vpcs[0].holders.all() {
			if c.index(held.vpc, len(g.vpcs), ref.Ref{}, "the VPC of "+held.addr.String()) {
				v := &g.vpcs[held.vpc]
				c.holder(v.holder(held.number, held.addr), held.vpc, v.ref)
			}
		}
	}
	for public, h := range g.public {
		c.public(public, h)
	}
}

// holder: an interface or a NAT gateway of the VPC, not both.
func (c *checker) holder(h holder, vi int32, of ref.Ref) {
	g := c.g
	c.want(h.vpc == vi, of, "%v is held in VPC %d", h.private, h.vpc)
	switch {
	case h.nat != none:
		c.want(h.iface == NoInterface, of, "%v is held by an interface and a NAT gateway", h.private)
		if c.index(h.nat, len(g.nats), of, "a NAT gateway that holds an address") {
			c.want(g.nats[h.nat].vpc == vi, g.nats[h.nat].ref, "it holds %v of another VPC", h.private)
		}
	case c.index(int32(h.iface), len(g.interfaces), of, "an interface that holds an address"):
		e := &g.interfaces[h.iface]
		c.want(e.vpc == vi && e.owns(h.private), e.ref, "%v of %v is not its own", h.private, of)
	}
}

// public: the holder of a public address has it on the private one that it leads to.
func (c *checker) public(public netip.Addr, h holder) {
	of := ref.Ref{Kind: ref.Address, ID: public.String()}
	c.want(public.IsValid() && !c.g.unheld[public], of, "it stands for %v and for nothing", h.private)
	if !c.index(h.vpc, len(c.g.vpcs), of, "its VPC") {
		return
	}
	c.holder(h, h.vpc, of)
	if h.nat == none && int(h.iface) < len(c.g.interfaces) {
		e := &c.g.interfaces[h.iface]
		stands := func(a address) bool { return a.private == h.private && a.public == public }
		c.want(slices.ContainsFunc(e.addresses, stands), e.ref, "%v does not stand for its %v", public, h.private)
	}
}
