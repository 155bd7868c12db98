package graph

// Interfaces that are declared and not made yet: nobody knows which address of its subnet such a one will have, so one stands for all.

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
)

// compileSymbolic finds the interfaces whose address stands for any of their subnet, and tells those whose subnet something divides: a rule, a route, an
// entry that holds some of its addresses and not others. What becomes of those is not known.
func (c *compiler) compileSymbolic() {
	var symbolic []int32
	for i := range c.g.interfaces {
		if e := &c.g.interfaces[i]; e.doc != none && c.s.NetworkInterfaces[e.doc].Symbolic {
			symbolic = append(symbolic, int32(i))
		}
	}
	if len(symbolic) == 0 {
		return
	}
	var cuts []netip.Prefix
	for _, family := range netmath.Families {
		cuts = append(cuts, c.g.cut(family, func(k *cutting) {
			k.filters(c.g)
			k.routing(c.g)
			k.outside(c.g)
			k.middleboxes(c.g)
		})...)
	}
	divided := map[int32]bool{}
	for _, i := range symbolic {
		e := &c.g.interfaces[i]
		cut, known := divided[e.subnet]
		if !known {
			cut = c.g.dividedBy(e.subnet, cuts)
			divided[e.subnet] = cut
		}
		e.own().symbolic, e.own().divided = true, cut
		c.g.divided = c.g.divided || cut
	}
}

// dividedBy reports whether one of some prefixes lies within a subnet, and holds an address that is still to be had.
func (g *Graph) dividedBy(si int32, cuts []netip.Prefix) bool {
	s := &g.subnets[si]
	for _, block := range s.blocks {
		for _, p := range cuts {
			if p.Bits() <= block.Bits() || !block.Contains(p.Addr()) {
				continue
			}
			if _, held := g.vpcs[s.vpc].holds(p.Addr()); !p.IsSingleIP() || !held {
				return true
			}
		}
	}
	return false
}

// stands notes that an interface's address stands for any of its subnet, or doubts where that matters.
func (w *Walk) stands(id InterfaceID) {
	e, at := &w.g.interfaces[id], Node{InterfaceNode, int32(id)}
	switch {
	case e.divided:
		w.doubt(UnknownAddress, at, Ingress, e.ref)
	case w.log == nil:
	case e.role == supposedRole:
		w.assume(AssumeHostInSubnet, at)
	case e.symbolic:
		w.assume(AssumeAnyAddress, at)
	}
}

// addressOpen leaves a request open, whatever the stand-ins would make of it, if the address of one of its ends matters and is not known.
func (w *Walk) addressOpen(from InterfaceID, p Packet) (next, bool) {
	if !w.g.divided {
		return next{}, false
	}
	ends := []InterfaceID{from}
	if h, held := w.g.public[p.Dst]; held {
		ends = append(ends, h.iface)
	}
	for i := range w.g.vpcs {
		if h, held := w.g.vpcs[i].holds(p.Dst); held {
			ends = append(ends, h.iface)
		}
	}
	for _, id := range ends {
		if id != NoInterface && w.g.interfaces[id].divided {
			at := Node{InterfaceNode, int32(id)}
			return w.leaveOpen(Event{Kind: StateEvent, At: at, Table: none, Rule: none, Packet: p}, UnknownAddress, w.g.interfaces[id].ref), true
		}
	}
	return next{}, false
}
