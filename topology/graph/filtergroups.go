package graph

// Implements R4.1-R4.7 once more, for walks without a log: what filterGroups (securitygroup.go) finds rule by rule, this looks up.

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// maxSpelled is the length of prefix lists that a filter spells out.
const maxSpelled = 64

// groupFilterBuilder compiles the filter of a set of groups.
type groupFilterBuilder struct {
	filterBuilder
	g          *Graph
	base       filterRow
	prefixes   []prefixRow
	lists      symbolicRows
	references symbolicRows
}

// symbolicRows are rows by the list or group that they wait for, in the order in which they came up.
type symbolicRows struct {
	order []int32
	rows  map[int32]filterRow
}

func (s *symbolicRows) of(index int32, b *filterBuilder) filterRow {
	row, known := s.rows[index]
	if !known {
		if s.rows == nil {
			s.rows = map[int32]filterRow{}
		}
		row = b.emptyRow()
		s.rows[index], s.order = row, append(s.order, index)
	}
	return row
}

func (s *symbolicRows) kept(b *filterBuilder) []symbolic {
	var all []symbolic
	for _, index := range s.order {
		all = append(all, symbolic{index, b.keep(s.rows[index])})
	}
	return all
}

// groupsFilter compiles what a set of groups lets pass.
func (g *Graph) groupsFilter(set int32, dir Direction, family netmath.Family) *filter {
	b := &groupFilterBuilder{filterBuilder: filterBuilder{family: family}, g: g}
	for _, gi := range g.groupSets.of(set) {
		for i := range g.groupAt(gi).rules[dir] {
			b.name(g.groupAt(gi).rules[dir][i].protocol)
		}
	}
	b.base = b.emptyRow()
	if set == untold {
		b.admit(b.base, anyProtocol, netmath.AllPorts(), perhaps)
	}
	for _, gi := range g.groupSets.of(set) {
		if !g.groupAt(gi).known {
			b.admit(b.base, anyProtocol, netmath.AllPorts(), perhaps)
		}
		for i := range g.groupAt(gi).rules[dir] {
			b.rule(&g.groupAt(gi).rules[dir][i])
		}
	}
	b.divide(b.base, b.prefixes)
	b.filter.lists, b.filter.references = b.lists.kept(&b.filterBuilder), b.references.kept(&b.filterBuilder)
	return b.finished()
}

// rule adds what a rule admits.
func (b *groupFilterBuilder) rule(r *groupRule) {
	switch r.remote.kind {
	case prefixRemote:
		b.within(r, r.remote.prefix)
	case listRemote:
		b.list(r)
	case groupRemote:
		b.admit(b.references.of(r.remote.index, &b.filterBuilder), r.protocol, r.ports, yes)
	case unreadIPv4:
		if b.family == netmath.IPv4 {
			b.admit(b.base, r.protocol, r.ports, perhaps)
		}
	case unreadIPv6:
		if b.family == netmath.IPv6 {
			b.admit(b.base, r.protocol, r.ports, perhaps)
		}
	default:
		b.admit(b.base, r.protocol, r.ports, perhaps)
	}
}

// within adds what a rule admits in a prefix.
func (b *groupFilterBuilder) within(r *groupRule, p netip.Prefix) {
	switch {
	case netmath.FamilyOf(p.Addr()) != b.family:
	case p.Bits() == 0:
		b.admit(b.base, r.protocol, r.ports, yes)
	default:
		row := b.emptyRow()
		b.admit(row, r.protocol, r.ports, yes)
		b.prefixes = append(b.prefixes, prefixRow{p, row})
	}
}

// list adds what a rule admits of a prefix list: its prefixes, or the list as such if it is long or could not be read.
func (b *groupFilterBuilder) list(r *groupRule) {
	l := &b.g.lists[r.remote.index]
	if !l.known || len(l.entries) > maxSpelled {
		b.admit(b.lists.of(r.remote.index, &b.filterBuilder), r.protocol, r.ports, yes)
		return
	}
	for _, p := range l.set.Prefixes() {
		b.within(r, p)
	}
}

// byGroups asks the compiled filter of an interface's groups what passes of a packet.
func (w *Walk) byGroups(f *filter, id InterfaceID, dir Direction, p *Packet) Bounds {
	column, remote := f.column(p.Protocol), p.remote(dir)
	seen := w.seenByGroups(id, dir, remote)
	pass := f.plain(seen, column, p.DstPorts)
	if pass.Certain.Covers(p.DstPorts) {
		return pass
	}
	for _, l := range f.lists {
		pass = pass.admitting(f.at(l.row, column), p.DstPorts, w.g.listed(l.index, w.g.interfaces[id].vpc, seen))
	}
	if len(f.references) == 0 {
		return pass
	}
	other := w.otherSide(id, dir, remote)
	for _, r := range f.references {
		if t := other.has(w.g, r.index); t != no {
			pass = pass.admitting(f.at(r.row, column), p.DstPorts, t)
		}
	}
	return pass
}

// admitting adds what more passes if something holds.
func (b Bounds) admitting(more *Bounds, ports netmath.Ports, t truth) Bounds {
	if t == no {
		return b
	}
	b.Possible = b.Possible.Union(more.Possible.Intersect(ports))
	if t == yes {
		b.Certain = b.Certain.Union(more.Certain.Intersect(ports))
	}
	return b
}

// An otherSide is who references of an interface's rules may mean: the interfaces that the packet comes from or goes to.
type otherSide struct {
	sets    []int32 // of groups, one for each such interface
	scope   truth   // whether rules may refer to them
	anybody truth   // whether it may be somebody whom nobody knows
	foreign bool    // whether it may be a member of groups that the snapshot lacks
}

// has tells whether a member of a group is on the other side.
func (o *otherSide) has(g *Graph, group int32) truth {
	for _, set := range o.sets {
		if slices.Contains(g.groupSets.of(set), group) {
			return max(o.scope, o.anybody)
		}
	}
	return max(o.anybody, truthOf(o.foreign && !g.groupAt(group).known).dim())
}

// otherSide finds out for all groups at once what senderHas and memberAt (reference.go) tell of one.
func (w *Walk) otherSide(on InterfaceID, dir Direction, a netip.Addr) otherSide {
	v := &w.g.vpcs[w.g.interfaces[on].vpc]
	o := otherSide{sets: w.sets[:0], scope: yes, foreign: w.unplaced && dir == Ingress}
	switch {
	case dir == Egress:
		w.addHolder(&o, v, a)
		for _, peer := range v.peers {
			w.addHolder(&o, &w.g.vpcs[peer], a)
		}
	case w.sender != NoInterface:
		o.sets, o.scope = append(o.sets, w.g.interfaces[w.sender].groups), w.scopeAt(on)
	}
	if (dir == Egress || w.sender == NoInterface && w.origin == NoInterface) && anyContains(v.unseenPeers, w.seenFrom(a, v.unseenPeers)) {
		o.anybody = perhaps
	}
	w.sets = o.sets
	return o
}

// addHolder adds who holds an address in a VPC.
func (w *Walk) addHolder(o *otherSide, v *vpc, a netip.Addr) {
	h, held := v.holds(a)
	switch {
	case held && h.iface != NoInterface:
		o.sets = append(o.sets, w.g.interfaces[h.iface].groups)
	case !held && !v.complete && v.contains(a):
		o.anybody = perhaps
	}
}
