package reach

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A front is a load balancer as clients inside the network see it, in one family: its nodes, and what is behind each.
type front struct {
	nodes   []frontNode
	regard  graph.Regard // of clients
	borders borders      // between which clients' addresses are alike to what is behind
	targets map[graph.InterfaceID]bool
}

type frontNode struct {
	id     graph.InterfaceID
	addr   netip.Addr         // by which clients ask for it
	inside map[int]*insideFor // by the segment of the client's address; 0 if it does not count

	settled int // whether it is settled: 1 for no, 2 for yes, 0 if nobody asked
}

// insideFor is what is behind a node for some clients, by protocol of the query.
type insideFor struct {
	by     []sim.Inside
	regard graph.Regard
	number int32
}

type frontKey struct {
	balancer int32
	family   netmath.Family
}

// A doorway is what passes to a node of a load balancer, but for the groups at both ends: one Door for each protocol.
type doorway struct {
	doors []sim.Door
	known graph.Acquaintance // whom the node's groups see
	seen  netip.Addr         // at which address, if it is not the sender's own
	asOne bool               // the sender's public one
}

// A doorwayKey is the same for the same doorways.
type doorwayKey struct {
	known graph.Acquaintance
	seen  netip.Addr
	asOne bool
	doors string // the numbers of its doors
}

// An approach is how one comes to the nodes of a front.
type approach struct {
	front    *front
	family   netmath.Family
	doorways []int32 // of each node; blocked if nothing passes
}

// fronts are what was found out about load balancers.
type fronts struct {
	all        map[frontKey]*front
	doorways   []doorway // from firstFabric on
	byFabric   map[int32]int32
	byDoors    map[doorwayKey]int32
	doors      map[sim.Door]int32
	approaches []approach // from firstFabric on
	byKey      map[string]int32
	steps      map[step]int32
	passed     map[int32]passed // by the last step
}

// A step is one more node on which it is known what groups let pass. What passes of an approach depends on its steps.
type step struct {
	before int32
	pass   pass
	inside int32
}

func newFronts() fronts {
	return fronts{
		all: map[frontKey]*front{}, doorways: make([]doorway, firstFabric), byFabric: map[int32]int32{}, byDoors: map[doorwayKey]int32{},
		doors: map[sim.Door]int32{}, approaches: make([]approach, firstFabric), byKey: map[string]int32{}, steps: map[step]int32{}, passed: map[int32]passed{},
	}
}

// front asks what is behind a load balancer.
func (a *asker) front(balancer int32, f netmath.Family) *front {
	key := frontKey{balancer, f}
	if known := a.fronts.all[key]; known != nil {
		return known
	}
	x := &front{}
	a.fronts.all[key] = x
	for _, addr := range a.g.NodeAddresses(balancer, f, a.g.FacesInternet(balancer)) {
		at := a.g.NodeHolding(balancer, addr)
		if at.Kind != graph.AtInterface || !a.g.Primary(at.Interface, f).IsValid() {
			x.regard = graph.ForMore
			return x
		}
		n := frontNode{id: at.Interface, addr: addr, inside: map[int]*insideFor{}}
		n.inside[0] = a.askInside(&n, netip.Addr{}, f)
		x.regard = max(x.regard, n.inside[0].regard)
		x.nodes = append(x.nodes, n)
	}
	if a.g.Tells(balancer) {
		x.regard = max(x.regard, graph.ForAddress)
	}
	if len(x.nodes) == 0 {
		x.regard = graph.ForMore
	}
	if x.regard == graph.ForAddress {
		x.targets = a.targetsOf.behind(balancer)
		x.borders = bordersOf(append(a.g.InsidePrefixes(balancer), a.fixed[f]...), f)
		for i := range x.nodes {
			clear(x.nodes[i].inside)
		}
	}
	return x
}

// askInside asks what is behind a node for a client's address.
func (a *asker) askInside(n *frontNode, client netip.Addr, f netmath.Family) *insideFor {
	in := &insideFor{number: int32(len(n.inside) + 1)}
	for i := range a.protocols[f].all {
		h := a.header(&a.protocols[f].all[i])
		h.Src, h.Dst = client, a.g.Primary(n.id, f)
		one, regard := a.tracer.WeighInside(n.id, h)
		in.by, in.regard = append(in.by, one), max(in.regard, regard)
	}
	return in
}

// inside is what is behind a node of a front for a client's address.
func (a *asker) inside(x *front, n *frontNode, client netip.Addr, f netmath.Family) *insideFor {
	segment := 0
	if x.regard == graph.ForAddress {
		segment = x.borders.segment(client)
	}
	if n.inside[segment] == nil {
		n.inside[segment] = a.askInside(n, client, f)
	}
	return n.inside[segment]
}

// approach finds how one comes from a zone to a load balancer: a number of a.fronts.approaches, blocked or particular.
func (a *asker) approach(q sim.Question, zone int32, f netmath.Family) (int32, error) {
	x := a.front(q.To.Index, f)
	if x.regard == graph.ForMore || len(a.query.Via)+len(a.query.NotVia) > 0 {
		stranded, err := a.tracer.Strands(q)
		if stranded {
			return blocked, err
		}
		return particular, err
	}
	one := approach{front: x, family: f}
	open := false
	for i := range x.nodes {
		n, err := a.doorway(q, zone, &x.nodes[i], f)
		if err != nil || n == particular {
			return particular, err
		}
		open = open || n != blocked
		one.doorways = append(one.doorways, n)
	}
	if !open {
		return blocked, nil
	}
	return a.numberApproach(&one, q.To.Index), nil
}

// doorway finds how one comes from a zone to a node.
func (a *asker) doorway(q sim.Question, zone int32, n *frontNode, f netmath.Family) (int32, error) {
	if n.addr == a.g.Primary(n.id, f) {
		straight := q
		straight.To = graph.Location{Kind: graph.AtInterface, Interface: n.id}
		if fab := a.byLegs(&pairOfZones{zone, a.nodes[n.id].zone, straight, f}); fab != unasked {
			return a.doorwayOf(fab), nil
		}
	}
	q.DestinationIP = n.addr
	w, ends, plain, err := a.weighDoors(q, f)
	switch {
	case err != nil || !plain:
		return particular, err
	case !slices.ContainsFunc(w.doors, func(d sim.Door) bool { return !d.Nothing() }):
		return blocked, nil
	case ends.To != n.addr || !ends.From.IsValid() || ends.On != n.id: // nobody knows who answers
		return particular, nil
	}
	switch own := q.From.Interface; ends.From {
	case a.g.Primary(own, f):
	case a.g.Public(own, f):
		w.asOne = true
	default:
		w.seen = ends.From
	}
	return a.numberDoorway(&w), nil
}

// weighDoors walks to a node with each protocol. It is false where more than the zone decides, or the protocols show the node
// different senders.
func (a *asker) weighDoors(q sim.Question, f netmath.Family) (w doorway, ends graph.Ends, plain bool, err error) {
	for _, p := range a.protocols[f].all {
		q.Service = p.service
		d, one, err := a.tracer.WeighDoor(q)
		if err != nil || !one {
			return w, ends, false, err
		}
		if !d.Nothing() {
			if ends != (graph.Ends{}) && ends != d.Ends {
				return w, ends, false, nil
			}
			ends = d.Ends
		}
		w.doors = append(w.doors, d.Unnamed())
	}
	w.known = ends.Known
	return w, ends, true, nil
}

// doorwayOf is the doorway that a fabric to a node is.
func (a *asker) doorwayOf(fab int32) int32 {
	if fab < firstFabric {
		return fab
	}
	if w, known := a.fronts.byFabric[fab]; known {
		return w
	}
	w := doorway{known: a.fabrics.all[fab].known}
	number := particular
	plain := true
	for i := range a.fabrics.all[fab].by {
		p := &a.fabrics.all[fab].by[i]
		plain = plain && p.Ends.From.IsValid()
		w.doors = append(w.doors, p.Door().Unnamed())
	}
	if plain {
		number = a.numberDoorway(&w)
	}
	a.fronts.byFabric[fab] = number
	return number
}

// numberDoorway is the number of a doorway that may have come up before.
func (a *asker) numberDoorway(w *doorway) int32 {
	var doors []byte
	for _, d := range w.doors {
		doors = binary.LittleEndian.AppendUint32(doors, uint32(number(a.fronts.doors, d)))
	}
	key := doorwayKey{w.known, w.seen, w.asOne, string(doors)}
	n, known := a.fronts.byDoors[key]
	if !known {
		n = int32(len(a.fronts.doorways))
		a.fronts.doorways, a.fronts.byDoors[key] = append(a.fronts.doorways, *w), n
	}
	return n
}

// toFront asks what passes from a class to a load balancer.
func (a *asker) toFront(r *row, from *Place, to *targets, i int, f netmath.Family) error {
	place := &to.places[i]
	q, pairs, ask := a.question(from, place, f)
	if !ask {
		return nil
	}
	number := a.zone.balancers[f].at(int32(i - to.others))
	if *number == unasked {
		n, err := a.approach(q, a.zone.zone, f)
		if err != nil {
			return err
		}
		*number = n
	}
	switch *number {
	case blocked:
		r.totals.Blocked += pairs
		return nil
	case particular:
		return a.pair(r, from, place, f)
	}
	p, whole := a.throughFront(*number, from, f)
	if !whole {
		return a.pair(r, from, place, f)
	}
	r.totals.count(p.standing, pairs)
	if p.standing != nothingPasses && a.listing() {
		r.passages = append(r.passages, Passage{From: from, To: place, Family: f, Flows: p.flows, Pairs: pairs, Witness: q})
	}
	return nil
}

// throughFront is what passes of an approach with what the groups of a class let out, and those of the nodes in. It is false where
// more than the class's address counts behind the nodes.
func (a *asker) throughFront(number int32, from *Place, f netmath.Family) (passed, bool) {
	x := &a.fronts.approaches[number]
	visits := make([]visit, len(x.doorways))
	for i, d := range x.doorways {
		if d == blocked {
			continue
		}
		whole := false
		if visits[i], whole = a.visit(&a.fronts.doorways[d], x.front, &x.front.nodes[i], from, f); !whole {
			return passed{}, false
		}
	}
	return a.throughVisits(number, visits, f)
}

// throughVisits is what passes of an approach with some visits. It is false where that cannot be put together.
func (a *asker) throughVisits(number int32, visits []visit, f netmath.Family) (passed, bool) {
	x := &a.fronts.approaches[number]
	state := -number
	for i, d := range x.doorways {
		if d == blocked {
			state = a.step(step{before: state})
			continue
		}
		state = a.step(step{state, visits[i].pass, visits[i].inside.number})
	}
	p, known := a.fronts.passed[state]
	if !known {
		if p, known = a.ofNodes(x, visits, f); !known {
			return passed{}, false
		}
		a.fronts.passed[state] = p
	}
	return p, true
}

// A visit is how a class comes to one of the nodes.
type visit struct {
	pass   pass
	inside *insideFor
}

// step is the number of a step.
func (a *asker) step(s step) int32 {
	n, known := a.fronts.steps[s]
	if !known {
		n = int32(len(a.fronts.steps) + 1)
		a.fronts.steps[s] = n
	}
	return n
}

// visit asks what the groups of a class let out to a node, and those of the node in. It is false where more than the class's address counts
// behind that.
func (a *asker) visit(w *doorway, x *front, n *frontNode, from *Place, f netmath.Family) (visit, bool) {
	if x.targets[from.Location.Interface] {
		return visit{}, false
	}
	class := from.class - 1
	sender, seen := from.Location.Interface, a.about[class].addr[f]
	switch {
	case w.asOne:
		seen = a.g.Public(sender, f)
	case w.seen.IsValid():
		seen = w.seen
	}
	out := a.out(a.guard(class, graph.Egress, f), n.id, n.addr)
	in := a.in(a.guardOf(a.nodes[n.id].guard, graph.Ingress, f), sender, seen, w.known)
	inside := a.inside(x, n, seen, f)
	return visit{a.both(out, in), inside}, inside.regard != graph.ForMore
}

// ofNodes puts together what passes to the nodes of an approach. It is false where both the way there and what is behind draw the ports
// of replies.
func (a *asker) ofNodes(x *approach, visits []visit, f netmath.Family) (passed, bool) {
	var p Passage
	for i := range a.protocols[f].all {
		asked := a.protocols[f].all[i]
		ways := make([]sim.NodeWay, len(x.doorways))
		for k, d := range x.doorways {
			ways[k].Addr = x.front.nodes[k].addr
			if d == blocked {
				continue
			}
			door, inside := a.fronts.doorways[d].doors[i], visits[k].inside.by[i]
			if door.Lottery() && inside.Lottery() {
				return passed{}, false
			}
			ways[k].Door, ways[k].Inside, ways[k].Pass = door, inside, a.bounds(visits[k].pass, asked.service.Protocol)
		}
		w := a.tracer.ThroughNodes(a.header(&asked), ways)
		p.add(asked, &w)
	}
	return passed{p.Flows, p.standing()}, true
}
