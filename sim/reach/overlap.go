package reach

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
)

// What VPCs that have addresses in common send to those stays at home mostly. So it is enough to ask each site once about each part of
// its VPC's addresses, whoever has them elsewhere.

// An abroad is the part of an estate, in one family, at addresses to which requests from the home VPC may stay at home.
type abroad struct {
	parts []abroadPart
	rest  []int32 // the runs that are asked about one by one
}

// An abroadPart is runs at addresses that nothing in the home VPC tells apart.
type abroadPart struct {
	segment int
	addr    netip.Addr // one of them
	runs    []int32
	size    int
}

type abroadKey struct {
	estate int32
	family netmath.Family
}

type stayKey struct {
	site    int32
	segment int
	family  netmath.Family
}

// abroadOf divides an estate by what the home VPC tells apart of it.
func (a *asker) abroadOf(to *targets, n int32, f netmath.Family) *abroad {
	key := abroadKey{n, f}
	if known := a.home.abroad[key]; known != nil {
		return known
	}
	x := &abroad{}
	a.home.abroad[key] = x
	e := &to.estates[n]
	if e.vpc == a.home.vpc || !a.afar(&a.query) {
		x.rest = e.runs
		return x
	}
	divided := a.departures(f)
	bySegment := map[int]int{}
	for _, r := range e.runs {
		run := &to.runs[r]
		segment, same := a.segmentOf(to, run, divided, f)
		if !same {
			x.rest = append(x.rest, r)
			continue
		}
		i, known := bySegment[segment]
		if !known {
			i = len(x.parts)
			bySegment[segment] = i
			x.parts = append(x.parts, abroadPart{segment: segment, addr: a.firstOf(to, run, f)})
		}
		x.parts[i].runs, x.parts[i].size = append(x.parts[i].runs, r), x.parts[i].size+run.sizes[f]
	}
	return x
}

// A frontAbroad is a load balancer among the targets, and where its nodes are asked for if requests to them may stay at home.
type frontAbroad struct {
	place int
	at    []abroadPart
}

// frontAbroad finds where the nodes of a load balancer are asked for.
func (a *asker) frontAbroad(to *targets, i int, f netmath.Family) frontAbroad {
	x := frontAbroad{place: i}
	b := to.places[i].Location.Index
	if home := a.homeOf(b); !a.afar(&a.query) || home < 0 || home == a.home.vpc || a.faces(b, f) {
		return x
	}
	for _, addr := range a.g.NodeAddresses(b, f, a.g.FacesInternet(b)) {
		if !addr.IsValid() || !a.endsHere(addr, f) {
			return frontAbroad{place: i}
		}
		x.at = append(x.at, abroadPart{segment: a.departures(f).segment(addr), addr: addr})
	}
	return x
}

// lost reports whether requests from a zone to all nodes stay in the home VPC.
func (a *asker) lost(zone int32, x *frontAbroad, f netmath.Family) bool {
	for i := range x.at {
		if !a.stays(a.zones[zone].site, &x.at[i], f) {
			return false
		}
	}
	return len(x.at) > 0
}

// departures are the borders of what the home VPC tells apart of addresses.
func (a *asker) departures(f netmath.Family) borders {
	if a.prefixes[f] == nil {
		a.prefixes[f] = a.g.DeparturePrefixes(f)
	}
	if a.home.borders[f] == nil {
		a.home.borders[f] = bordersOf(a.prefixes[f][a.home.vpc], f)
	}
	return a.home.borders[f]
}

// segmentOf is where all of a run's addresses lie. It is false if they lie apart, or if requests to one of them may go on from the home VPC.
func (a *asker) segmentOf(to *targets, run *run, divided borders, f netmath.Family) (segment int, same bool) {
	segment = -1
	for i := run.first; i < run.end; i++ {
		for _, id := range to.places[i].Members {
			addr := a.g.Primary(id, f)
			if !addr.IsValid() {
				continue
			}
			at := divided.segment(addr)
			if segment >= 0 && at != segment || !a.endsHere(addr, f) {
				return segment, false
			}
			segment = at
		}
	}
	return segment, segment >= 0
}

// endsHere reports whether requests that are delivered to an address in the home VPC never come to who has it elsewhere, for certain.
func (a *asker) endsHere(addr netip.Addr, f netmath.Family) bool {
	node, ends := a.g.EndsIn(a.home.vpc, addr)
	return ends && a.settled(node, f)
}

// firstOf is an address of a run.
func (a *asker) firstOf(to *targets, run *run, f netmath.Family) netip.Addr {
	for i := run.first; i < run.end; i++ {
		if addr := a.about[to.places[i].class-1].addr[f]; addr.IsValid() {
			return addr
		}
	}
	return netip.Addr{}
}

// stays reports whether requests from a site to a part of an estate stay in the home VPC.
func (a *asker) stays(site int32, p *abroadPart, f netmath.Family) bool {
	key := stayKey{site, p.segment, f}
	s, known := a.home.stays[key]
	if !known {
		s = a.legs.walk.Stays(a.sites[site], p.addr)
		a.home.stays[key] = s
	}
	return s
}

// runsToAsk are the runs of an estate that have to be asked about from a zone. All others are blocked; it says how many members they have.
func (a *asker) runsToAsk(zone int32, to *targets, n int32, f netmath.Family) (runs []int32, lost int) {
	x := a.abroadOf(to, n, f)
	runs = x.rest
	for i := range x.parts {
		if p := &x.parts[i]; a.stays(a.zones[zone].site, p, f) {
			lost += p.size
		} else {
			runs = append(runs[:len(runs):len(runs)], p.runs...)
		}
	}
	return runs, lost
}
