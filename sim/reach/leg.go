package reach

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A site is zones that differ only in what their interfaces themselves do: packets come to them and from them on the same ways. It
// is told by one interface.
type site = graph.InterfaceID

// A leg is where packets from one site to another come, as requests or as replies, and what the network ACLs on the way let pass.
type leg struct {
	end   graph.Disposition
	sure  bool
	known graph.Acquaintance
	pass  pass // of the replies, if it is one of those
}

// unplain is the number of a leg that more than the way decides, and firstLeg the first one of others.
const (
	unplain  int32 = 1
	firstLeg int32 = 2
)

// legs are those met so far, each once, and by number those between one site and all others.
type legs struct {
	walk    *graph.Walk
	all     []leg
	numbers map[leg]int32
	stages  map[stageKey]pass
	borders map[aclKey]borders

	inside map[insideKey]int32 // within one VPC; unasked where that is not all that counts

	roving bool // no row is kept: every question is from another site
	anyone bool // also of stand-ins: who asks holds guards against all that they may be
	site   int32
	rows   [2][2]sparse // by family: from the site, and back
}

// insideKey is all that a leg within one VPC depends on as long as it stays inside: who has its addresses elsewhere makes no difference.
type insideKey struct {
	from, to int32 // numbers of inner
	family   netmath.Family
	home     bool
}

// maxInside bounds how many are remembered.
const maxInside = 1 << 16

// stageKey is all that an answer of a network ACL depends on.
type stageKey struct {
	stage   graph.ACLStage
	segment int // of the remote address, between the ACL's borders
	family  netmath.Family
}

// aclKey is what the borders of a network ACL are known by.
type aclKey struct {
	acl    int32
	family netmath.Family
}

func newLegs(g *graph.Graph) legs {
	return legs{walk: graph.NewWalk(g, nil), all: make([]leg, firstLeg), numbers: map[leg]int32{}, stages: map[stageKey]pass{}, borders: map[aclKey]borders{}, inside: map[insideKey]int32{}, site: -1}
}

// A pairOfZones is a question for the fabric from one zone to another, with an interface of each.
type pairOfZones struct {
	from, to int32
	q        sim.Question
	family   netmath.Family
}

// byLegs is the fabric of two zones as what their interfaces do and the legs there and back tell it. It is unasked if more decides.
func (a *asker) byLegs(p *pairOfZones) int32 {
	if len(a.query.Via)+len(a.query.NotVia) > 0 {
		return unasked
	}
	if n := a.byGates(p); n != unasked {
		return n
	}
	key := fabricKey{a.legThere(p), unplain, a.threshold(p.from), a.threshold(p.to), p.family}
	switch {
	case key.there == unplain:
		return unasked
	case a.legs.all[key.there].end == graph.Dropped:
		return blocked
	}
	if key.home = a.legHome(p); key.home == unplain {
		return unasked
	}
	return a.joined(key)
}

// joined is the fabric of two legs and the thresholds at their ends.
func (a *asker) joined(key fabricKey) int32 {
	n, known := a.fabrics.byLegs[key]
	if !known {
		n = a.joinLegs(&key)
		a.fabrics.byLegs[key] = n
	}
	return n
}

// fabricKey is all that the fabric of two zones depends on if legs tell it.
type fabricKey struct {
	there, home int32
	from, to    int32 // thresholds
	family      netmath.Family
}

// joinLegs puts a fabric together.
func (a *asker) joinLegs(key *fabricKey) int32 {
	there, home := &a.legs.all[key.there], &a.legs.all[key.home]
	from, to := &a.thresholds.all[key.from], &a.thresholds.all[key.to]
	out, back := a.both(there.pass, from.starts), home.pass
	if there.end == graph.Arrived {
		if !to.ends {
			return unasked
		}
		out, back = a.both(out, to.takes), a.both(back, to.answers)
	}
	c := sim.CourseOf(graph.Leg{End: there.end, Sure: there.sure, Known: there.known}, graph.Leg{End: home.end, Sure: home.sure})
	return a.ofCourse(&c, out, back, key.family)
}

// legThere is the leg of requests from one zone to another, and legHome that of their replies.
func (a *asker) legThere(p *pairOfZones) int32 { return a.legBetween(p, false) }

func (a *asker) legHome(p *pairOfZones) int32 { return a.legBetween(p, true) }

func (a *asker) legBetween(p *pairOfZones, home bool) int32 {
	here, there := a.zones[p.from].site, a.zones[p.to].site
	from, to := a.sites[here], a.sites[there]
	if here == there { // two interfaces of one site
		from, to = p.q.From.Interface, p.q.To.Interface
	}
	if here == there || a.legs.roving {
		n, _ := a.askLeg(from, to, p.family, home)
		return n
	}
	known := a.legsOf(here, p.family, home).at(there)
	if *known == unasked {
		*known = a.legInside(here, there, p.family, home)
	}
	return *known
}

// legsOf are the legs between a site and each other, as far as they are known.
func (a *asker) legsOf(here int32, f netmath.Family, home bool) *sparse {
	l := &a.legs
	if l.site != here {
		l.site = here
		for i := range l.rows {
			for j := range l.rows[i] {
				l.rows[i][j].forget()
			}
		}
	}
	row := &l.rows[f][number01(home)]
	row.grow(len(a.sites))
	return row
}

// legInside is the leg from one site to another, or back, as any sites like them have it if they lie in one VPC.
func (a *asker) legInside(here, there int32, f netmath.Family, home bool) int32 {
	from, to := a.sites[here], a.sites[there]
	if a.g.VpcIndex(from) != a.g.VpcIndex(to) {
		n, _ := a.askLeg(from, to, f, home)
		return n
	}
	n, _ := a.legAlike(a.inner[here], a.inner[there], from, to, f, home)
	return n
}

// legAlike is the leg between interfaces of one VPC, of inner sites, or back. It tells whether the leg stays inside, and so holds for all of those.
func (a *asker) legAlike(here, there int32, from, to site, f netmath.Family, home bool) (number int32, inside bool) {
	key := insideKey{here, there, f, home}
	n, known := a.legs.inside[key]
	if known && n != unasked {
		return n, true
	}
	n, inside = a.askLeg(from, to, f, home)
	if len(a.legs.inside) >= maxInside {
		clear(a.legs.inside)
	}
	if a.legs.inside[key] = unasked; inside {
		a.legs.inside[key] = n
	}
	return n, inside
}

// askLeg walks from one site to another, or back. It tells whether the leg stays inside the VPC that it starts in.
func (a *asker) askLeg(from, to site, f netmath.Family, home bool) (number int32, inside bool) {
	if home {
		from, to = to, from
	}
	ask := a.legs.walk.Leg
	if a.legs.anyone {
		ask = a.legs.walk.LegOfAny
	}
	walked, plain := ask(from, to, f, home)
	inside = a.legs.walk.Inside(from)
	if !plain || !a.settled(walked.Node, f) {
		return unplain, false
	}
	one := leg{end: walked.End, sure: walked.Sure, known: walked.Known, pass: everything}
	if home {
		one.known = graph.Acquaintance{}
	}
	if one.end == graph.Dropped {
		one = leg{end: graph.Dropped, pass: everything}
	} else {
		for _, s := range walked.Stages {
			one.pass = a.both(one.pass, a.stage(s, a.addresses(from, to, f, home), f))
		}
	}
	return a.legs.number(one), inside && walked.Node == graph.NoInterface
}

func (l *legs) number(one leg) int32 {
	n, known := l.numbers[one]
	if !known {
		n = int32(len(l.all))
		l.all, l.numbers[one] = append(l.all, one), n
	}
	return n
}

// addresses are those of a request, of which the packet from one interface to another may be the reply.
func (a *asker) addresses(from, to graph.InterfaceID, f netmath.Family, reply bool) (request [2]netip.Addr) {
	if reply {
		from, to = to, from
	}
	return [2]netip.Addr{a.g.Primary(from, f), a.g.Primary(to, f)}
}

// stage is what a network ACL lets pass of the services that are asked for, or of their replies.
func (a *asker) stage(s graph.ACLStage, request [2]netip.Addr, f netmath.Family) pass {
	remote := request[0]
	if s.Asked {
		remote = request[1]
	}
	key := stageKey{s, a.bordersOfACL(s.ACL, f).segment(remote), f}
	if p, known := a.legs.stages[key]; known {
		return p
	}
	p := a.passOf(f, func(h graph.Packet) graph.Bounds {
		h.Src, h.Dst = request[0], request[1]
		if s.Reply {
			reply, answers := h.Reply()
			if !answers {
				return graph.Exactly(netmath.AllPorts())
			}
			h = reply
		}
		return a.walk.PassACL(s.ACL, s.Dir, h)
	})
	a.legs.stages[key] = p
	return p
}

// bordersOfACL are the addresses at which what a network ACL says may change.
func (a *asker) bordersOfACL(acl int32, f netmath.Family) borders {
	key := aclKey{acl, f}
	b, known := a.legs.borders[key]
	if !known {
		b = bordersOf(a.g.ACLPrefixes(acl), f)
		a.legs.borders[key] = b
	}
	return b
}
