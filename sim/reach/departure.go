package reach

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology/graph"
)

// A way is how legs from a site leave for an address far away.
type way struct {
	kind wayKind
	gate int32             // by which they leave
	pass uint32            // what network ACLs let pass as far as there; of hidden ones, the number of the part of the addresses
	via  netip.Addr        // of the NAT gateway that hides who sends
	of   graph.InterfaceID // and whose way it is
}

type wayKind uint8

const (
	oddWay  wayKind = iota // more decides than the address
	lostWay                // they go nowhere
	gateWay
	hiddenWay
)

// A gate is one through which somebody's legs leave, and whose.
type gate struct {
	graph.Gate
	reply bool
	users []gateUser
}

// A gateUser is a site of which some legs leave by a gate.
type gateUser struct {
	on   graph.InterfaceID
	vpc  int32
	ways uint32 // the map of its ways
}

type gateKey struct {
	gate  graph.Gate
	reply bool
}

// ways are those met so far, each once.
type ways struct {
	numbered[way]
	gates  []gate
	byKey  map[gateKey]int32
	ofSite [2][]uint32 // the map of the ways of each site's requests, and of its replies
}

func newWays() ways {
	return ways{numbered: newNumbered[way](), byKey: map[gateKey]int32{}}
}

func (w *ways) gateOf(key gateKey) int32 {
	n := number(w.byKey, key)
	if int(n) == len(w.gates) {
		w.gates = append(w.gates, gate{Gate: key.gate, reply: key.reply})
	}
	return n
}

// depart finds the ways of all sites.
func (x *afar) depart() {
	for reply := range x.ways.ofSite {
		x.ways.ofSite[reply] = make([]uint32, len(x.sites))
		for s, on := range x.sites {
			if x.g.Primary(on, x.family).IsValid() {
				x.ways.ofSite[reply][s] = x.departures(on, reply == 1)
			}
		}
	}
}

// departures is the map of the ways of a site.
func (x *afar) departures(on graph.InterfaceID, reply bool) uint32 {
	vpc := x.g.VpcIndex(on)
	var used []int32
	m := x.plot(&x.scenes[vpc], func(h afarHost) uint32 {
		one := x.departure(on, h.addr, reply)
		if one.kind == gateWay {
			used = append(used, one.gate)
		}
		return x.ways.number(one)
	})
	for _, g := range used {
		users := &x.ways.gates[g].users
		if n := len(*users); n == 0 || (*users)[n-1].vpc != vpc || (*users)[n-1].ways != m {
			*users = append(*users, gateUser{on, vpc, m})
		}
	}
	return m
}

// departure is the way from a site to an address.
func (x *afar) departure(on graph.InterfaceID, addr netip.Addr, reply bool) way {
	d, plain := x.legs.walk.Depart(on, addr, reply)
	switch {
	case !plain:
		return way{}
	case d.Lost:
		return way{kind: lostWay}
	case d.Via.IsValid():
		return x.hiddenWay(on, d.Via, d.Gate, addr)
	}
	p, request := everything, x.request(on, addr, reply)
	for _, s := range d.Stages {
		p = x.both(p, x.stage(s, request, x.family))
	}
	return way{kind: gateWay, gate: x.ways.gateOf(gateKey{d.Gate, reply}), pass: x.passes.number(p)}
}

// hiddenWay is a way behind a NAT gateway that has an address of its own.
func (x *afar) hiddenWay(on graph.InterfaceID, via netip.Addr, g graph.Gate, addr netip.Addr) way {
	_, has := slices.BinarySearchFunc(x.hosts, via, func(h afarHost, a netip.Addr) int { return h.addr.Compare(a) })
	if !has {
		return way{}
	}
	s := &x.scenes[x.g.VpcIndex(on)]
	part, _ := slices.BinarySearchFunc(s.someone, addr, func(h afarHost, a netip.Addr) int { return h.addr.Compare(a) })
	return way{hiddenWay, x.ways.gateOf(gateKey{g, false}), uint32(part), via, on}
}

// request are the addresses of the request that a leg from an interface to an address is, or is the reply to.
func (x *afar) request(on graph.InterfaceID, addr netip.Addr, reply bool) [2]netip.Addr {
	own := x.g.Primary(on, x.family)
	if reply {
		return [2]netip.Addr{addr, own}
	}
	return [2]netip.Addr{own, addr}
}

// wayAt is the way that a map of ways has at an address.
func (x *afar) wayAt(m uint32, addr netip.Addr) way { return x.ways.all[x.maps.Map(m).At(addr)] }
