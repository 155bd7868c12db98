package graph

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// compiledFilters: those that are compiled let pass what the rules let pass one by one, on both sides of every border.
func (c *checker) compiledFilters() {
	g := c.g
	if len(c.broken) > 0 {
		return
	}
	carriers := map[int32]InterfaceID{}
	for i := range g.interfaces {
		carriers[g.interfaces[i].groups] = InterfaceID(i)
	}
	for set, id := range carriers {
		g.groupFilters.pages.at(set).each(func(dir Direction, _ netmath.Family, slot *filterSlot) {
			if compiled := slot.compiled.Load(); compiled != nil {
				c.groupFilter(compiled, id, dir)
			}
		})
	}
	for ai := range int32(g.aclFilters.len()) {
		g.aclFilters.pages.at(ai).each(func(dir Direction, _ netmath.Family, slot *filterSlot) {
			if compiled := slot.compiled.Load(); compiled != nil {
				c.aclFilter(compiled, ai, dir)
			}
		})
	}
}

// groupFilter asks about packets of several senders, as references depend on these.
func (c *checker) groupFilter(f *filter, id InterfaceID, dir Direction) {
	w := NewWalk(c.g, nil)
	senders := []InterfaceID{NoInterface, id, InterfaceID(len(c.g.interfaces) - 1), InterfaceID(len(c.g.interfaces) / 2)}
	f.probe(func(p Packet) {
		for _, sender := range senders {
			w.Reset(nil)
			w.sender, w.origin = sender, sender
			fast, slow := w.byGroups(f, id, dir, &p), w.byRules(id, dir, &p)
			c.alike(fast, slow, c.g.interfaces[id].ref, dir, p)
		}
	}, c.g.addressesOf(c.g.interfaces[id].vpc)...)
}

func (c *checker) aclFilter(f *filter, ai int32, dir Direction) {
	w := NewWalk(c.g, nil)
	f.probe(func(p Packet) {
		c.alike(f.plain(p.Src, f.column(p.Protocol), p.DstPorts), w.byEntries(ai, none, dir, &p), c.g.acls[ai].ref, dir, p)
	})
}

func (c *checker) alike(fast, slow Bounds, of ref.Ref, dir Direction, p Packet) {
	same := fast.Certain.Equal(slow.Certain) && fast.Possible.Equal(slow.Possible)
	c.want(same, of, "its compiled filter lets %v of %v %v pass at %v, its rules %v", fast, p.Protocol, dir, p.Src, slow)
}

// addressesOf are some addresses that a VPC's interfaces hold.
func (g *Graph) addressesOf(vi int32) []netip.Addr {
	var all []netip.Addr
	for i := range g.interfaces {
		if e := &g.interfaces[i]; e.vpc == vi && len(all) < 20 {
			for _, a := range e.addresses {
				all = append(all, a.private)
			}
		}
	}
	return all
}

// probe tries packets from and to both sides of every border of a filter, and some further addresses, of every protocol that it
// names and one that it does not.
func (f *filter) probe(try func(Packet), further ...netip.Addr) {
	b := filterBuilder{filter: *f}
	protocols := append([]netmath.Protocol{b.otherProtocol()}, f.columns...)
	ports := []netmath.Ports{netmath.AllPorts(), netmath.OnePort(443), netmath.PortSpan(20, 1024)}
	at := func(a netip.Addr) {
		if !a.IsValid() || a.Is4() != (len(f.cells.v4) > 0) {
			return
		}
		for _, protocol := range protocols {
			for _, p := range ports {
				try(Packet{Protocol: protocol, Src: a, Dst: a, DstPorts: p})
			}
		}
	}
	for _, cell := range f.cells.v4 {
		a := addrKey4{addr: cell.begins}.address()
		at(a.Prev())
		at(a)
	}
	for _, cell := range f.cells.v6 {
		at(cell.begins.Prev())
		at(cell.begins)
	}
	for _, a := range append(further, netmath.Last(netip.PrefixFrom(netip.IPv4Unspecified(), 0)), netmath.Last(netip.PrefixFrom(netip.IPv6Unspecified(), 0))) {
		at(a)
	}
}
