package reach

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A hostShare is a set of hosts outside that fare alike as far as the network between goes.
type hostShare struct {
	hosts  netmath.AddrSet
	fabric int32
}

// outsideKey is what the shares of hosts outside depend on, in one query.
type outsideKey struct {
	zone   int32
	place  graph.Location
	side   sim.Side
	family netmath.Family
}

// facing is a class or a load balancer that faces hosts outside, in shares of a number, behind a guard that tells them apart as parts of a
// number.
type facing struct{ shares, parts int32 }

// outsides remembers what was found out about hosts outside.
type outsides struct {
	shares map[outsideKey]int32 // a number of all; particular if zones do not decide
	all    [][]hostShare
	parts  hostParts
	facing map[facing][]Passage // what passes, without the ends' names

	numbers map[string]int32 // of shares
}

func newOutsides() outsides {
	return outsides{
		shares: map[outsideKey]int32{}, all: make([][]hostShare, firstFabric), parts: newHostParts(), facing: map[facing][]Passage{},
		numbers: map[string]int32{},
	}
}

// beside finds what passes between a class and hosts outside, which are at one side.
func (a *asker) beside(q sim.Question, side sim.Side, class, outside *Place, f netmath.Family) ([]Passage, error) {
	n, err := a.hostShares(q, side, a.about[class.class-1].zone, outside, f)
	if side == sim.To && outside.Hosts.Intersects(netmath.AddrSetOf(a.g.Near(class.Location.Interface)...)) {
		n = particular // rules may know hosts by who else holds their addresses
	}
	switch {
	case err != nil || n == blocked:
		return nil, err
	case n == particular && side == sim.From:
		return a.shares(q, outside, class, f)
	case n == particular:
		return a.shares(q, class, outside, f)
	}
	dir := graph.Egress
	if side == sim.From {
		dir = graph.Ingress
	}
	parts := a.partsBefore(guardKey{a.about[class.class-1].guard, dir, f}, outside)
	return a.faced(facing{n, parts}, q, side, f), nil
}

// toBalancer finds what passes from hosts outside to a load balancer, by what the groups of its nodes let in.
func (a *asker) toBalancer(q sim.Question, outside, to *Place, f netmath.Family) ([]Passage, error) {
	door, one := a.door(to.Location.Index)
	if !one {
		return a.shares(q, outside, to, f)
	}
	n, err := a.numberHosts(q, sim.From, outside, f)
	switch {
	case err != nil || n == blocked:
		return nil, err
	case n == particular:
		return a.shares(q, outside, to, f)
	}
	parts := a.partsBefore(guardKey{door, graph.Ingress, f}, outside)
	return a.faced(facing{n, parts}, q, sim.From, f), nil
}

// door is the number of the guard of a load balancer's nodes. It is false if not all have the same.
func (a *asker) door(balancer int32) (int32, bool) {
	nodes := a.g.Nodes(balancer)
	if len(nodes) == 0 {
		return 0, false
	}
	first := a.nodes[nodes[0]].guard
	return first, !slices.ContainsFunc(nodes, func(id graph.InterfaceID) bool { return a.nodes[id].guard != first })
}

// faced is what passes between hosts outside and who faces them.
func (a *asker) faced(key facing, q sim.Question, side sim.Side, f netmath.Family) []Passage {
	passages, known := a.outsides.facing[key]
	if !known {
		passages = a.face(a.outsides.all[key.shares], a.outsides.parts.lists[key.parts], side, f)
		a.outsides.facing[key] = passages
	}
	passages = slices.Clone(passages)
	for i := range passages {
		passages[i].Witness = q
		passages[i].setWitness(side, f)
	}
	return passages
}

// face cuts shares of hosts along what a guard says of them.
func (a *asker) face(shares []hostShare, parts []hostPart, side sim.Side, f netmath.Family) []Passage {
	var all []Passage
	for _, s := range shares {
		if s.fabric == blocked {
			continue
		}
		for _, p := range parts {
			hosts := a.hosts.Set(a.hosts.Intersect(a.hosts.Number(s.hosts), p.part))
			if hosts.Empty() {
				continue
			}
			out, in := everything, p.pass
			if side == sim.To {
				out, in = in, out
			}
			if p := a.through(s.fabric, out, in, f); len(p.flows) > 0 {
				all = append(all, Passage{Hosts: hosts, Family: f, Flows: p.flows})
			}
		}
	}
	return merge(all)
}

// hostShares divides hosts outside by what the network between them and a zone lets pass.
func (a *asker) hostShares(q sim.Question, side sim.Side, zone int32, outside *Place, f netmath.Family) (int32, error) {
	key := outsideKey{zone, outside.Location, side, f}
	if n, known := a.outsides.shares[key]; known {
		return n, nil
	}
	n, err := a.numberHosts(q, side, outside, f)
	if err == nil {
		a.outsides.shares[key] = n
	}
	return n, err
}

// numberHosts is the number of the shares of hosts outside.
func (a *asker) numberHosts(q sim.Question, side sim.Side, outside *Place, f netmath.Family) (int32, error) {
	if nowhere, err := a.tracer.Unaddressed(q); nowhere || err != nil {
		return blocked, err
	}
	shares, whole, err := a.divideHosts(q, side, outside.Hosts.Of(f), f)
	switch {
	case err != nil || !whole:
		return particular, err
	case slices.ContainsFunc(shares, func(s hostShare) bool { return s.fabric != blocked }):
		return a.numberShares(shares), nil
	}
	return blocked, nil
}

// numberShares is the number of shares that may have come up before.
func (a *asker) numberShares(shares []hostShare) int32 {
	var key []byte
	for _, s := range shares {
		key = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(key, uint32(s.fabric)), a.hosts.Number(s.hosts))
	}
	n, known := a.outsides.numbers[string(key)]
	if !known {
		n = int32(len(a.outsides.all))
		a.outsides.all, a.outsides.numbers[string(key)] = append(a.outsides.all, shares), n
	}
	return n
}

// divideHosts asks about each protocol, and divides hosts where any of them tells them apart. It is false where more than the zone decides.
func (a *asker) divideHosts(q sim.Question, side sim.Side, hosts netmath.AddrSet, f netmath.Family) ([]hostShare, bool, error) {
	type share struct {
		hosts uint32
		by    []sim.Passing
	}
	shares := []share{{hosts: a.hosts.Number(hosts)}}
	var met []netip.Prefix
	for _, p := range a.protocols[f].all {
		q.Service = p.service
		fares, whole, err := a.tracer.WeighHostsOpen(q, side, hosts, f, met)
		if err != nil || !whole {
			return nil, false, err
		}
		met = a.tracer.Met()
		var finer []share
		for _, s := range shares {
			for i := range fares {
				both := a.hosts.Intersect(s.hosts, a.hosts.Number(fares[i].Hosts))
				if !a.hosts.Set(both).Empty() {
					finer = append(finer, share{both, append(slices.Clip(s.by), fares[i].Passing)})
				}
			}
		}
		shares = finer
	}
	var out []hostShare
	for _, s := range shares {
		n := a.internFabric(fabric{by: s.by})
		if n == particular {
			return nil, false, nil
		}
		if i := slices.IndexFunc(out, func(o hostShare) bool { return o.fabric == n }); i >= 0 {
			out[i].hosts = out[i].hosts.Union(a.hosts.Set(s.hosts))
			continue
		}
		out = append(out, hostShare{a.hosts.Set(s.hosts), n})
	}
	return out, true, nil
}
