package reach

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology/graph"
)

// An arrival is what becomes of legs to a site that leave by some gate.
type arrival struct {
	odd    bool // more decides than the gate and the sender's address, or nobody far away leaves by it
	end    graph.Disposition
	sure   bool
	known  graph.Acquaintance
	passes uint32 // the map of what network ACLs let pass from there on, by the sender's address
}

// arrivals are those met so far, each once.
type arrivals struct {
	numbers map[arrival]int32
	all     []arrival
	vectors map[string]int32
	lists   [][]int32            // of each vector: the arrivals by gate
	ofSite  []int32              // the vector of each
	known   []graph.Acquaintance // whom receivers' groups see in requests that arrive
}

func newArrivals() arrivals {
	return arrivals{numbers: map[arrival]int32{}, vectors: map[string]int32{}}
}

func (a *arrivals) number(one arrival) int32 {
	n := number(a.numbers, one)
	if int(n) == len(a.all) {
		a.all = append(a.all, one)
	}
	return n
}

// arrive finds the arrivals at all sites.
func (x *afar) arrive() {
	if slices.ContainsFunc(x.ways.all, func(w way) bool { return w.kind == hiddenWay }) {
		x.arrivals.known = append(x.arrivals.known, graph.Acquaintance{})
	}
	x.arrivals.ofSite = make([]int32, len(x.sites))
	list := make([]int32, len(x.ways.gates))
	for s, on := range x.sites {
		if !x.g.Primary(on, x.family).IsValid() {
			continue
		}
		var key []byte
		for g := range list {
			list[g] = x.arrivals.number(x.arrivalAt(on, &x.ways.gates[g]))
			key = binary.AppendUvarint(key, uint64(list[g]))
		}
		n, known := x.arrivals.vectors[string(key)]
		if !known {
			n = int32(len(x.arrivals.lists))
			x.arrivals.vectors[string(key)], x.arrivals.lists = n, append(x.arrivals.lists, slices.Clone(list))
		}
		x.arrivals.ofSite[s] = n
	}
}

// arrivalAt is what becomes of legs to a site from a gate, as one of its users tells.
func (x *afar) arrivalAt(on graph.InterfaceID, g *gate) arrival {
	own, vpc := x.g.Primary(on, x.family), x.g.VpcIndex(on)
	i := slices.IndexFunc(g.users, func(u gateUser) bool {
		if !x.isFar(u.vpc, vpc) {
			return false
		}
		w := x.wayAt(u.ways, own)
		return w.kind == gateWay && x.ways.gates[w.gate].Gate == g.Gate
	})
	if i < 0 {
		return arrival{odd: true}
	}
	walked, plain := x.legs.walk.Arrive(g.users[i].on, on, x.family, g.reply)
	switch {
	case !plain || walked.Gate != g.Gate || !x.settled(walked.Node, x.family):
		return arrival{odd: true}
	case walked.End == graph.Dropped:
		return arrival{end: graph.Dropped}
	}
	one := arrival{end: walked.End, sure: walked.Sure, passes: x.admitted(&walked, on, g.reply)}
	if !g.reply {
		if one.known = walked.Known; one.end == graph.Arrived && !slices.Contains(x.arrivals.known, one.known) {
			x.arrivals.known = append(x.arrivals.known, one.known)
		}
	}
	return one
}

// admitted is the map of what the network ACLs of an arrival let pass, by the address of who sends.
func (x *afar) admitted(walked *graph.Arrival, on graph.InterfaceID, reply bool) uint32 {
	stages := slices.Clone(walked.Stages)
	at := func(sender netip.Addr) uint32 {
		p, request := everything, x.request(on, sender, !reply)
		for _, s := range stages {
			p = x.both(p, x.stage(s, request, x.family))
		}
		return x.passes.number(p)
	}
	if len(stages) == 0 {
		return x.constant(x.passes.number(everything))
	}
	return x.plot(&x.scenes[x.g.VpcIndex(on)], func(h afarHost) uint32 { return at(h.addr) })
}
