package graph

// What a walk supposes of addresses that nobody knows yet (symbolic.go).

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// heirs are the interfaces to come that may have an address which nobody has, as far as a sender can mean them.
func (w *Walk) heirs(a netip.Addr) []InterfaceID {
	elsewhere := len(w.g.ByAddress(a)) > 0
	var all []InterfaceID
	for vi := range w.g.vpcs {
		v := &w.g.vpcs[vi]
		here := w.origin != NoInterface && w.g.interfaces[w.origin].vpc == v.index
		if _, held := v.holds(a); held || elsewhere && !here {
			continue
		}
		for _, t := range w.g.toCome[v.index] {
			if t.free.Contains(a) {
				all = append(all, t.iface)
			}
		}
	}
	return all
}

// meant is a request for the interface to come that has its destination, or for nobody: each is supposed in turn.
func (w *Walk) meant(p Packet) Packet {
	if len(w.g.toCome) == 0 {
		return p
	}
	heirs := w.heirs(p.Dst)
	if len(heirs) == 0 {
		return p
	}
	w.openAddress(heirs[0])
	choice := w.option(Fork{Of: len(heirs) + 1})
	if choice == 0 {
		w.vacant = p.Dst
		return p
	}
	stand := w.g.Primary(heirs[choice-1], p.Family())
	if s := w.g.standIns[stand]; s != nil {
		known := w.supposed(stand, s)
		known.in, known.one = netmath.AddrSetOf(netip.PrefixFrom(p.Dst, p.Dst.BitLen())), p.Dst
	}
	p.Dst = stand
	return p
}

// heir is an interface to come that may have an address of a VPC, or NoInterface.
func (w *Walk) heir(vi int32, a netip.Addr) InterfaceID {
	for _, t := range w.g.toCome[vi] {
		if t.free.Contains(a) && a != w.vacant {
			return t.iface
		}
	}
	return NoInterface
}

// isNobodys reports whether an address of a VPC that nobody holds will stay so.
func (w *Walk) isNobodys(vi int32, a netip.Addr) bool {
	return w.g.vpcs[vi].complete && w.heir(vi, a) == NoInterface
}

// stands notes that an interface's address stands for any of its subnet.
func (w *Walk) stands(id InterfaceID) {
	switch e, at := &w.g.interfaces[id], (Node{InterfaceNode, int32(id)}); {
	case w.log == nil:
	case e.role == supposedRole:
		w.assume(AssumeHostInSubnet, at)
	case e.symbolic:
		w.assume(AssumeAnyAddress, at)
	}
}

// A supposition is what a walk takes the address behind a stand-in for.
type supposition struct {
	*standIn
	standsAs netip.Addr
	in       netmath.AddrSet // it is one of these
	one      netip.Addr      // any of them
}

// A stage is where an address is compared with prefixes: what there is of an Event's place.
type stage struct {
	kind  EventKind
	at    Node
	table int32
	dir   Direction
}

func (s stage) event() Event { return Event{Kind: s.kind, At: s.at, Table: s.table, Dir: s.dir} }

// seen is an address as a stage compares it with prefixes: itself, or of a stand-in one of the addresses that it may be.
func (w *Walk) seen(a netip.Addr, s stage) netip.Addr {
	if !w.g.divided {
		return a
	}
	stands := w.g.standIns[a]
	if stands == nil {
		return a
	}
	prefixes := func() []netip.Prefix { return w.g.PrefixesAt(s.event()) }
	if !w.tellsApart(a, stands, s, prefixes) {
		return w.supposed(a, stands).one
	}
	return w.look(a, prefixes)
}

// glance is a stand-in at a stage.
type glance struct {
	stands netip.Addr
	at     stage
}

// maxGlances bounds how many are remembered.
const maxGlances = 1 << 17

// tellsApart reports whether a stage compares with any prefix that divides what a stand-in may be. It is remembered: the graph is what it is.
func (w *Walk) tellsApart(a netip.Addr, stands *standIn, s stage, prefixes func() []netip.Prefix) bool {
	key := glance{a, s}
	tells, known := w.glances[key]
	if known {
		return tells
	}
	tells = len(divide(stands.free, prefixes())) > 1
	if w.glances == nil || len(w.glances) == maxGlances {
		w.glances = map[glance]bool{}
	}
	w.glances[key] = tells
	return tells
}

// seenFrom is seen at a stage that compares with blocks.
func (w *Walk) seenFrom(a netip.Addr, blocks []netip.Prefix) netip.Addr {
	if !w.g.divided {
		return a
	}
	return w.look(a, func() []netip.Prefix { return blocks })
}

// seenByGroups, seenByACL and so on are seen at the stages that there are.
func (w *Walk) seenByGroups(id InterfaceID, dir Direction, a netip.Addr) netip.Addr {
	return w.seen(a, stage{kind: GroupEvent, at: Node{InterfaceNode, int32(id)}, dir: dir})
}

func (w *Walk) seenByACL(ai int32, dir Direction, a netip.Addr) netip.Addr {
	return w.seen(a, stage{kind: ACLEvent, table: ai, dir: dir})
}

// aclTellsApart reports whether an ACL says something else of one address that a stand-in may be than of another.
func (w *Walk) aclTellsApart(ai int32, dir Direction, a netip.Addr) bool {
	s := stage{kind: ACLEvent, table: ai, dir: dir}
	return w.tellsApart(a, w.g.standIns[a], s, func() []netip.Prefix { return w.g.PrefixesAt(s.event()) })
}

func (w *Walk) seenByTable(ti int32, a netip.Addr) netip.Addr {
	return w.seen(a, stage{kind: RouteEvent, table: ti})
}

func (w *Walk) seenByFirewall(fi int32, a netip.Addr) netip.Addr {
	return w.seen(a, stage{kind: FirewallEvent, table: fi})
}

func (w *Walk) seenByClients(ci int32, a netip.Addr) netip.Addr {
	return w.seen(a, stage{kind: AuthorizeEvent, table: ci})
}

// seenOutside is seen where networks outside are told apart.
func (w *Walk) seenOutside(a netip.Addr) netip.Addr {
	if !w.g.divided {
		return a
	}
	return w.look(a, func() []netip.Prefix {
		return w.g.cut(netmath.FamilyOf(a), func(c *cutting) { c.outside(w.g) })
	})
}

// onLink reports whether an address is in a subnet itself.
func (w *Walk) onLink(s *subnet, a netip.Addr) bool { return s.onLink(w.seenFrom(a, s.blocks)) }

// within reports whether an address is in a block of a VPC.
func (w *Walk) within(vi int32, a netip.Addr) bool {
	v := &w.g.vpcs[vi]
	return v.contains(w.seenFrom(a, v.blocks))
}

// look supposes on which side of some prefixes an address is, if that is not known.
func (w *Walk) look(a netip.Addr, prefixes func() []netip.Prefix) netip.Addr {
	stands := w.g.standIns[a]
	if stands == nil {
		return a
	}
	s := w.supposed(a, stands)
	if w.alive.Possible.Empty() {
		return s.one // it goes no farther, whatever it is
	}
	parts := w.ways(s, divide(s.in, prefixes()))
	if len(parts) == 0 {
		return s.one
	}
	s.in = parts[0]
	if len(parts) > 1 {
		w.openAddress(s.iface)
		s.in = parts[w.option(Fork{Of: len(parts)})]
	}
	if !s.in.Contains(s.one) {
		s.one, _ = s.in.First(netmath.FamilyOf(a))
	}
	return s.one
}

// openAddress tells of a fork over what the address of an interface is.
func (w *Walk) openAddress(id InterfaceID) {
	w.event(Event{Kind: ForkEvent, Code: UnknownAddress, At: Node{InterfaceNode, int32(id)}, Table: none, Rule: none, Missing: w.g.interfaces[id].ref})
}

// isStandIn reports whether an address stands for others, which prefixes tell apart.
func (w *Walk) isStandIn(a netip.Addr) bool { return w.g.divided && w.g.standIns[a] != nil }

// supposed is what is supposed of a stand-in so far.
func (w *Walk) supposed(a netip.Addr, stands *standIn) *supposition {
	for _, s := range w.supposes {
		if s.standsAs == a {
			return s
		}
	}
	s := &supposition{standIn: stands, standsAs: a, in: stands.free, one: a}
	w.supposes = append(w.supposes, s)
	return s
}

// ways leaves out of the parts in which an address may be those that somebody else needs, and begins with the one that the stand-in is in.
func (w *Walk) ways(s *supposition, parts []netmath.AddrSet) []netmath.AddrSet {
	parts = slices.DeleteFunc(parts, func(part netmath.AddrSet) bool { return w.needed(s, part) })
	slices.SortStableFunc(parts, func(a, b netmath.AddrSet) int {
		switch inA, inB := a.Contains(s.standsAs), b.Contains(s.standsAs); {
		case inA && !inB:
			return -1
		case inB && !inA:
			return 1
		}
		return 0
	})
	return parts
}

// needed reports whether a part is a single address, and the one that another stand-in of the VPC stands for.
func (w *Walk) needed(s *supposition, part netmath.AddrSet) bool {
	return slices.ContainsFunc(w.supposes, func(o *supposition) bool {
		return o != s && w.g.interfaces[o.iface].vpc == w.g.interfaces[s.iface].vpc && o.in.Equal(part) && len(part.Prefixes()) == 1 && part.Prefixes()[0].IsSingleIP()
	})
}

// strayed reports whether a packet for a stand-in is in a VPC where that is nobody's, and somebody may have the address that it stands for.
func (w *Walk) strayed(vi int32, a netip.Addr) bool {
	if !w.isStandIn(a) {
		return false
	}
	s := w.supposed(a, w.g.standIns[a])
	return s.others[vi].Intersects(s.in)
}

// nobodyHas ends a leg at an address of a VPC that nobody has, or doubts that if an interface to come may get it.
func (w *Walk) nobodyHas(vi int32, a netip.Addr) next {
	if id := w.heir(vi, a); id != NoInterface {
		return w.mayBe(id)
	}
	w.drop(NoPossibleDestination, Node{VpcNode, vi}, Ingress)
	return finished(Dropped)
}

// mayBe leaves open whether a packet is for an interface to come.
func (w *Walk) mayBe(id InterfaceID) next {
	w.doubt(UnknownAddress, Node{InterfaceNode, int32(id)}, Ingress, w.g.interfaces[id].ref)
	return finished(Doubted)
}
