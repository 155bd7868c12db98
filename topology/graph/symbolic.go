package graph

// Interfaces that are declared and not made yet: nobody knows which address of its subnet such a one will have. A stand-in carries its packets
// and names it everywhere; where a walk compares a stand-in with prefixes, it supposes in turn what they make of the addresses that it may
// stand for, as at any other fork.

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// A standIn is an address that stands for one that nobody knows yet, where prefixes tell those that it may be apart.
type standIn struct {
	iface  InterfaceID
	free   netmath.AddrSet           // what it may be in truth
	others map[int32]netmath.AddrSet // what of that somebody holds in other VPCs, which share addresses with its own
}

// A StandIn is an interface whose address stands for others, and all that it may have.
type StandIn struct {
	Interface InterfaceID
	Free      netmath.AddrSet
	Shared    bool // somebody in another VPC has some of it
}

// A toCome is a symbolic interface, and which addresses it may have.
type toCome struct {
	iface InterfaceID
	free  netmath.AddrSet
}

// compileSymbolic finds the interfaces whose address stands for any of their subnet that nobody else has, and which of these something
// divides: a rule, a route, an entry that holds some of the addresses and not others.
func (c *compiler) compileSymbolic() {
	symbolic := c.symbolic()
	if len(symbolic) == 0 {
		return
	}
	cuts := [...][]netip.Prefix{c.g.CuttingPrefixes(netmath.IPv4), c.g.CuttingPrefixes(netmath.IPv6)}
	taken := c.takenIn(symbolic)
	c.g.standIns, c.g.toCome = map[netip.Addr]*standIn{}, map[int32][]toCome{}
	for _, id := range symbolic {
		e := &c.g.interfaces[id]
		e.own().symbolic = true
		if !slices.Contains(c.g.symbolicIn, e.subnet) {
			c.g.symbolicIn = append(c.g.symbolicIn, e.subnet)
		}
		free := c.g.freeIn(e.subnet, taken[e.vpc])
		for _, f := range netmath.Families {
			if e.primary(f).IsValid() && e.role != supposedRole {
				c.g.toCome[e.vpc] = append(c.g.toCome[e.vpc], toCome{id, free.Of(f)})
			}
		}
		for _, a := range e.addresses {
			c.g.stand(a.private, id, free, inside(cuts[netmath.FamilyOf(a.private)], c.g.subnets[e.subnet].blocks))
		}
	}
	c.g.divided = len(c.g.standIns) > 0
	c.heldElsewhere()
	for i := range c.g.interfaces {
		if e := &c.g.interfaces[i]; c.g.divided && slices.ContainsFunc(e.addresses, c.g.standsIn) {
			e.own().divided = true
			c.g.dividedIDs = append(c.g.dividedIDs, InterfaceID(i))
		}
	}
}

// StandIns are the interfaces whose addresses stand for others, which something tells apart, each with what of its subnets they may be in truth, in order.
func (g *Graph) StandIns() []StandIn {
	all := make([]StandIn, len(g.dividedIDs))
	for i, id := range g.dividedIDs {
		all[i].Interface = id
		for _, a := range g.interfaces[id].addresses {
			if s := g.standIns[a.private]; s != nil {
				all[i].Free, all[i].Shared = all[i].Free.Union(s.free), all[i].Shared || len(s.others) > 0
			}
		}
	}
	return all
}

// symbolic lists the interfaces that are declared and not made yet.
func (c *compiler) symbolic() []InterfaceID {
	var all []InterfaceID
	for i := range c.g.interfaces {
		if e := &c.g.interfaces[i]; e.doc != none && c.s.NetworkInterfaces[e.doc].Symbolic {
			all = append(all, InterfaceID(i))
		}
	}
	return all
}

// A holding is an address of a VPC.
type holding struct {
	vpc  int32
	addr netip.Addr
}

// takenIn is what is held for certain in the VPCs of some symbolic interfaces.
func (c *compiler) takenIn(symbolic []InterfaceID) map[int32]netmath.AddrSet {
	builders := map[int32]*netmath.AddrSetBuilder{}
	own := map[holding]bool{}
	for _, id := range symbolic {
		e := &c.g.interfaces[id]
		builders[e.vpc] = &netmath.AddrSetBuilder{}
		for _, a := range e.addresses {
			own[holding{e.vpc, a.private}] = true
		}
	}
	for h := range c.holders.all() {
		if b := builders[h.vpc]; b != nil && !own[holding{h.vpc, h.addr}] {
			b.AddAddr(h.addr)
		}
	}
	taken := map[int32]netmath.AddrSet{}
	for vi, b := range builders {
		for _, p := range c.g.vpcs[vi].appendDelegated(nil) {
			b.Add(p)
		}
		taken[vi] = b.Set()
	}
	return taken
}

// freeIn are the addresses of a subnet that are still to be had: neither taken, nor among those that AWS keeps (R1.8).
func (g *Graph) freeIn(si int32, taken netmath.AddrSet) netmath.AddrSet {
	var b netmath.AddrSetBuilder
	for _, block := range g.subnets[si].blocks {
		b.Add(block)
		b.RemoveRange(block.Addr(), block.Addr().Next().Next().Next())
		b.RemoveRange(netmath.Last(block), netmath.Last(block))
	}
	return b.Set().Subtract(taken)
}

// inside are those of some prefixes, in order of address, that are parts of blocks.
func inside(sorted, blocks []netip.Prefix) []netip.Prefix {
	var parts []netip.Prefix
	for _, b := range blocks {
		i, _ := slices.BinarySearchFunc(sorted, b.Addr(), func(p netip.Prefix, a netip.Addr) int { return p.Addr().Compare(a) })
		for ; i < len(sorted) && b.Contains(sorted[i].Addr()); i++ {
			if sorted[i].Bits() > b.Bits() {
				parts = append(parts, sorted[i])
			}
		}
	}
	return parts
}

// stand notes a stand-in, if any of some prefixes divides what it may stand for. Two interfaces in VPCs that share addresses may have the
// same one: it then stands for what either may have.
func (g *Graph) stand(a netip.Addr, id InterfaceID, free netmath.AddrSet, cuts []netip.Prefix) {
	free = free.Of(netmath.FamilyOf(a)).Union(netmath.AddrSetOf(netip.PrefixFrom(a, a.BitLen())))
	if len(divide(free, cuts)) < 2 {
		return
	}
	if other := g.standIns[a]; other != nil {
		other.free = other.free.Union(free)
		return
	}
	g.standIns[a] = &standIn{iface: id, free: free}
}

// heldElsewhere finds who holds, in VPCs that share addresses with those of stand-ins, what these may stand for.
func (c *compiler) heldElsewhere() {
	near := map[int32][]*standIn{}
	for _, s := range c.g.standIns {
		for vi := range c.g.vpcs {
			if int32(vi) != c.g.interfaces[s.iface].vpc && slices.ContainsFunc(c.g.vpcs[vi].blocks, s.free.Overlaps) {
				near[int32(vi)] = append(near[int32(vi)], s)
			}
		}
	}
	if len(near) == 0 {
		return
	}
	hold := func(vi int32, p netip.Prefix) {
		for _, s := range near[vi] {
			if held := netmath.AddrSetOf(p).Intersect(s.free); !held.Empty() {
				if s.others == nil {
					s.others = map[int32]netmath.AddrSet{}
				}
				s.others[vi] = s.others[vi].Union(held)
			}
		}
	}
	for h := range c.holders.all() {
		hold(h.vpc, netip.PrefixFrom(h.addr, h.addr.BitLen()))
	}
	for vi := range near {
		for _, p := range c.g.vpcs[vi].appendDelegated(nil) {
			hold(vi, p)
		}
	}
}

func (g *Graph) standsIn(a address) bool { return g.standIns[a.private] != nil }

// divide cuts a set of addresses along prefixes: the parts that the same prefixes hold together, in no order that matters.
func divide(set netmath.AddrSet, along []netip.Prefix) []netmath.AddrSet {
	cuts := slices.DeleteFunc(slices.Clone(along), func(p netip.Prefix) bool { return !set.Overlaps(p) })
	slices.SortFunc(cuts, func(a, b netip.Prefix) int {
		return cmp.Or(b.Bits()-a.Bits(), a.Addr().Compare(b.Addr()))
	})
	var parts []netmath.AddrSet
	for _, p := range cuts { // longest first: what is left of a prefix once its own parts are taken out
		part := netmath.AddrSetOf(p).Intersect(set)
		if !part.Empty() {
			parts, set = append(parts, part), set.Subtract(part)
		}
	}
	if !set.Empty() {
		parts = append(parts, set)
	}
	return parts
}
