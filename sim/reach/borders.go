package reach

import (
	"context"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// bordering is a comparison of networks that differ in network ACLs and routes.
type bordering struct {
	*contrasting
	later     *asker    // of the network after; it has the fabrics of the other, and legs of its own
	borders   []*rim    // by subnet, or nil
	zones     [][]int32 // classes of each
	done      map[wayKey]bool
	behind    []int32 // load balancers of which something else may stand behind the nodes, ascending
	routed    bool
	entries   bool            // entries differ, too
	elsewhere netmath.AddrSet // addresses that any table leads elsewhere
	changed   []netip.Prefix  // and those of which any ACL says something else
	strayer   *graph.Walk     // compares the routes that it meets with those after
	stray     map[int32]bool  // load balancers, and whether straysBehind
}

// Borders tells what network ACLs and routes of subnets and transit gateways change that are others in a graph that is Alike: yield gets every pair of places of
// which something else passes than before, once; and where routes differ those that pass as before as well, if they may do so on another way. enclosed says of a
// VPC that all packets that pass its subnets begin or end in there. Borders is false, and yields nothing, where it cannot tell by their addresses which ones others are.
func (c *Contrast) Borders(ctx context.Context, after *graph.Graph, enclosed func(vpc string) bool, yield func(*Shift) error) (plain bool, err error) {
	borders, plain := c.solver.g.OtherBorders(after)
	if !plain || !sameStandIns(c.solver.g.StandIns(), after.StandIns()) || slices.ContainsFunc(after.NamedProtocols(), c.nameless) {
		return false, nil
	}
	c = c.divided(borders.Cuts)
	x := &bordering{contrasting: c.beside(after, [2][]int32{}), done: map[wayKey]bool{}, stray: map[int32]bool{}}
	x.all = x.everything()
	x.addRims(&borders, enclosed)
	if x.behind, plain = x.behindBorders(); !plain {
		return false, nil
	}
	x.yield = yield
	x.alsoAlike, x.clients = x.routed, x.clientsAtBorders
	x.later, x.strayer = newRover(x.after, x.asker.query), graph.NewWalk(x.before.g, nil)
	x.later.services, x.later.protocols = x.asker.services, x.asker.protocols
	err = x.compare(ctx)
	c.keep(x.contrasting)
	return true, err
}

// compare goes over the classes in the subnets, zone by zone, and then over load balancers.
func (x *bordering) compare(ctx context.Context) error {
	x.zones = x.zonesOf(x.before)
	for zone, classes := range x.zones {
		if len(classes) == 0 || x.borderOf(classes[0]) == nil {
			continue
		}
		for _, f := range netmath.Families {
			if err := x.zone(ctx, int32(zone), f); err != nil {
				return err
			}
		}
		if err := x.toFronts(ctx, classes); err != nil {
			return err
		}
	}
	return x.fronts(ctx, x.behind)
}

// borderOf is the rim of a class, or nil.
func (x *bordering) borderOf(class int32) *rim {
	return x.borders[x.before.g.SubnetOf(x.before.classes[class].Location.Interface)]
}

// zone compares what passes between the classes of a zone and all others at addresses of which its border says something else.
func (x *bordering) zone(ctx context.Context, zone int32, f netmath.Family) error {
	near := x.zones[zone]
	for i, other := range x.beyond(near[0], f) {
		if i%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for _, ends := range [][2]int32{{zone, other}, {other, zone}} {
			if err := x.zoneToZone(ctx, ends[0], ends[1], f); err != nil {
				return err
			}
		}
	}
	return x.outsideOf(near, f)
}

// beyond are the zones at whose addresses the border of a class may say something else.
func (x *bordering) beyond(near int32, f netmath.Family) []int32 {
	b := x.borderOf(near)
	within := x.index.byAddr[f]
	if !b.wide(x.before.around(near, f)) {
		within = nil
		for _, p := range b.prefixes() {
			if netmath.FamilyOf(p.Addr()) == f {
				within = append(within, x.index.within(x.before, netmath.AddrRange{Lo: netmath.First(p), Hi: netmath.Last(p)}, f)...)
			}
		}
		within = slices.DeleteFunc(within, func(class int32) bool { return !x.other(b, x.before.around(class, f)) })
	}
	zones := make([]int32, len(within))
	for i, class := range within {
		zones[i] = x.before.about[class].zone
	}
	return sortedOnce(zones)
}

// zoneToZone compares what passes from the classes of one zone to those of another, once.
func (x *bordering) zoneToZone(ctx context.Context, from, to int32, f netmath.Family) error {
	key := wayKey{from, to, f}
	if x.done[key] {
		return nil
	}
	x.done[key] = true
	q, ask := x.anyPair(from, to, f)
	if !ask || x.routed && !x.entries && !x.strays(&q, f) {
		return nil
	}
	ways, err := x.ways(from, to, q, f)
	if err != nil || ways[0] == ways[1] && (ways[0] == blocked || ways[0] != particular && (!x.routed || x.entries && !x.strays(&q, f))) {
		return err
	}
	for _, a := range x.zones[from] {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for _, b := range x.zones[to] {
			if err := x.between(a, b, ways, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// anyPair is a question from one zone to another.
func (x *bordering) anyPair(from, to int32, f netmath.Family) (sim.Question, bool) {
	for _, a := range x.zones[from] {
		for _, b := range x.zones[to] {
			if q, _, ask := x.asker.question(&x.before.classes[a], &x.before.classes[b], f); ask {
				return q, true
			}
		}
	}
	return sim.Question{}, false
}

// between compares what passes from one class to another, by the fabrics of their zones.
func (x *bordering) between(from, to int32, ways [2]int32, f netmath.Family) error {
	a := x.asker
	q, pairs, ask := a.question(&a.classes[from], &a.classes[to], f)
	if !ask {
		return nil
	}
	if ways[0] == particular || ways[1] == particular || x.toldApart(from, to, f) {
		return x.particular(&a.classes[from], &a.classes[to], f)
	}
	out, _ := x.out(from, to, f)
	var flows [2][]Flow
	for i, way := range ways {
		if way != blocked {
			in, _ := x.in(from, to, a.fabrics.all[way].known, f)
			flows[i] = a.through(way, out, in, f).flows
		}
	}
	return x.tell(q, &a.classes[from], &a.classes[to], pairs, f, flows)
}

// ways are the fabrics from one zone to another, before and after.
func (x *bordering) ways(from, to int32, q sim.Question, f netmath.Family) (ways [2]int32, err error) {
	if ways[0], err = x.wayOf(wayKey{from, to, f}, q); err != nil {
		return ways, err
	}
	x.inLater(func(later *asker) { ways[1], err = later.fabricOf(&pairOfZones{from, to, q, f}) })
	return ways, err
}

// inLater asks the network after, whose fabrics have the same numbers as those before.
func (x *bordering) inLater(ask func(*asker)) {
	own := x.later.fabrics.byLegs
	x.later.fabrics, x.later.hosts = x.asker.fabrics, x.asker.hosts
	x.later.fabrics.byLegs = own
	ask(x.later)
	own = x.asker.fabrics.byLegs
	x.asker.fabrics, x.asker.hosts = x.later.fabrics, x.later.hosts
	x.asker.fabrics.byLegs = own
}
