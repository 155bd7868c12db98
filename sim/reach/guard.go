package reach

import (
	"iter"
	"net/netip"
	"slices"
	"sync"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A pass bounds the services that some filter lets pass, of those that a query is about. It is comparable.
type pass struct{ certain, possible netmath.ServiceSet }

// everything is what no filter stands before.
var everything = pass{netmath.AllServices, netmath.AllServices}

func (a *asker) both(p, o pass) pass {
	return pass{a.services.Intersect(p.certain, o.certain), a.services.Intersect(p.possible, o.possible)}
}

// bounds is a pass as one protocol's ports.
func (a *asker) bounds(p pass, of netmath.Protocol) graph.Bounds {
	return graph.Bounds{Certain: a.services.Ports(p.certain, of), Possible: a.services.Ports(p.possible, of)}
}

// passOf asks a filter about each of a family's protocols in turn.
func (a *asker) passOf(f netmath.Family, filter func(graph.Packet) graph.Bounds) pass {
	var p pass
	for i := range a.protocols[f].all {
		header := a.header(&a.protocols[f].all[i])
		b := filter(header)
		p.certain = a.services.Union(p.certain, a.services.Of(header.Protocol, b.Certain))
		p.possible = a.services.Union(p.possible, a.services.Of(header.Protocol, b.Possible))
	}
	return p
}

// header is what a query asks of one protocol, without addresses.
func (a *asker) header(p *asked) graph.Packet {
	h := graph.Packet{Protocol: p.service.Protocol, DstPorts: p.service.Ports}
	if !h.Protocol.IsICMP() {
		if h.SrcPorts = a.query.SourcePorts; h.SrcPorts.Empty() {
			h.SrcPorts = sim.EphemeralPorts()
		}
	}
	return h
}

// A sentry is the security groups of interfaces in one direction, for one family.
type sentry struct {
	on     graph.InterfaceID // one that has them
	dir    graph.Direction
	family netmath.Family
	in     *graph.Graph // the network whose rules are asked
	walk   *graph.Walk  // there
}

// A guard is a sentry with the addresses at which what it says may change, and what it said so far.
type guard struct {
	sentry
	borders borders
	said    map[guardQuestion]pass
}

// A guardQuestion is all that a guard's answer depends on.
type guardQuestion struct {
	segment int
	members int32 // the set of groups of who is there, where rules may refer to it; else -1
	known   graph.Acquaintance
}

// strangers is the set of groups of those whose groups do not matter.
const strangers = int32(-1)

// guard is that of a class.
func (a *asker) guard(class int32, dir graph.Direction, f netmath.Family) *guard {
	return a.guardOf(a.about[class].guard, dir, f)
}

// guardOf is the guard of a number.
func (a *asker) guardOf(number int32, dir graph.Direction, f netmath.Family) *guard {
	if g := a.guarding[number][dir][f]; g != nil {
		return g
	}
	g := a.newGuard(a.guards[number], dir, f)
	a.guarding[number][dir][f] = g
	return g
}

func (a *asker) newGuard(id graph.InterfaceID, dir graph.Direction, f netmath.Family) *guard {
	return &guard{sentry{id, dir, f, a.g, a.walk}, a.bordersOf(id, dir, f), map[guardQuestion]pass{}}
}

// knownBorders are those of guards, each found when a query first needs it: they depend on no query.
type knownBorders struct {
	mu    sync.RWMutex
	known map[borderKey]borders
}

type borderKey struct {
	on     graph.InterfaceID
	dir    graph.Direction
	family netmath.Family
}

// bordersOf are the addresses at which what a guard says may change.
func (s *Solver) bordersOf(on graph.InterfaceID, dir graph.Direction, f netmath.Family) borders {
	key := borderKey{on, dir, f}
	s.borders.mu.RLock()
	found, known := s.borders.known[key]
	s.borders.mu.RUnlock()
	if known {
		return found
	}
	found = slices.Clip(bordersOf(append(s.g.GuardPrefixes(on, dir), s.fixed[f]...), f))
	s.borders.mu.Lock()
	defer s.borders.mu.Unlock()
	if s.borders.known == nil {
		s.borders.known = map[borderKey]borders{}
	}
	s.borders.known[key] = found
	return found
}

// borders divide the addresses of a family, ascending: what is between two is alike.
type borders []netip.Addr

// bordersOf are where prefixes begin and end.
func bordersOf(prefixes []netip.Prefix, f netmath.Family) borders {
	var b borders
	for _, p := range prefixes {
		if p.IsValid() && netmath.FamilyOf(p.Addr()) == f {
			b = append(b, p.Masked().Addr())
			if after := netmath.Last(p).Next(); after.IsValid() {
				b = append(b, after)
			}
		}
	}
	slices.SortFunc(b, netip.Addr.Compare)
	return slices.Compact(b)
}

var wholeSpace = [...]netip.Prefix{
	netmath.IPv4: netip.PrefixFrom(netip.IPv4Unspecified(), 0), netmath.IPv6: netip.PrefixFrom(netip.IPv6Unspecified(), 0),
}

// segments are the parts of the address space between borders: what the guard says of an address in one holds for all.
func (g *guard) segments() iter.Seq[netmath.AddrRange] {
	return func(yield func(netmath.AddrRange) bool) {
		lo, last := netmath.First(wholeSpace[g.family]), netmath.Last(wholeSpace[g.family])
		for _, border := range g.borders {
			if lo.Less(border) && !yield(netmath.AddrRange{Lo: lo, Hi: border.Prev()}) {
				return
			}
			lo = border
		}
		yield(netmath.AddrRange{Lo: lo, Hi: last})
	}
}

// segment is the number of the part of the address space between borders that an address lies in.
func (b borders) segment(addr netip.Addr) int {
	i, found := slices.BinarySearchFunc(b, addr, netip.Addr.Compare)
	if found {
		i++
	}
	return i
}

// out is what the groups of the interface let out to an interface, or to a host outside.
func (a *asker) out(g *guard, to graph.InterfaceID, addr netip.Addr) pass {
	q := guardQuestion{segment: g.borders.segment(addr), members: strangers}
	switch {
	case to == graph.NoInterface:
	case a.g.Special(to): // somebody else may have its address
		q.members = a.holding(g, to, addr)
	case a.g.Refers(g.on, to):
		q.members = a.g.GroupSet(to)
	}
	if p, known := g.said[q]; known {
		return p
	}
	p := a.passOf(g.family, func(h graph.Packet) graph.Bounds {
		h.Src, h.Dst = a.g.Primary(g.on, g.family), addr
		return g.walk.PassOut(g.on, h)
	})
	g.said[q] = p
	return p
}

// holding is the set of groups that tells for a guard who has the address of an interface, which others may share.
func (a *asker) holding(g *guard, id graph.InterfaceID, addr netip.Addr) int32 {
	switch who, one := a.g.Holder(g.on, addr); {
	case !one:
		return strangers - 1 - int32(id)
	case who != graph.NoInterface:
		return a.g.GroupSet(who)
	}
	return strangers
}

// in is what the groups of the interface let in from an interface, or from a host outside.
func (a *asker) in(g *guard, from graph.InterfaceID, addr netip.Addr, known graph.Acquaintance) pass {
	q := guardQuestion{segment: g.borders.segment(addr), members: strangers, known: known}
	if from != graph.NoInterface && known.Sees() {
		q.members = a.g.GroupSet(from)
	}
	if p, said := g.said[q]; said {
		return p
	}
	p := a.passOf(g.family, func(h graph.Packet) graph.Bounds {
		h.Src, h.Dst = addr, a.g.Primary(g.on, g.family)
		return g.walk.PassIn(g.on, from, known, h)
	})
	g.said[q] = p
	return p
}
