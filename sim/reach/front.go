package reach

import (
	"encoding/binary"
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A front is a load balancer as clients inside the network see it, in one family: its nodes, and what is behind each.
type front struct {
	nodes []frontNode
	known bool // what is behind does not depend on the client
}

type frontNode struct {
	id     graph.InterfaceID
	addr   netip.Addr   // by which clients ask for it
	inside []sim.Inside // by protocol of the query
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
	doors string // their numbers
}

// An approach is how one comes to the nodes of a front.
type approach struct {
	front    *front
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
	x := &front{known: !a.g.Tells(balancer)}
	a.fronts.all[key] = x
	for _, addr := range a.g.NodeAddresses(balancer, f, a.g.FacesInternet(balancer)) {
		at := a.g.NodeHolding(balancer, addr)
		if x.known = x.known && at.Kind == graph.AtInterface && a.g.Primary(at.Interface, f).IsValid(); !x.known {
			return x
		}
		n := frontNode{id: at.Interface, addr: addr}
		for i := range a.protocols[f].all {
			h := a.header(&a.protocols[f].all[i])
			h.Dst = a.g.Primary(n.id, f)
			inside, anyone := a.tracer.WeighInside(n.id, h)
			x.known = x.known && anyone
			n.inside = append(n.inside, inside)
		}
		x.nodes = append(x.nodes, n)
	}
	x.known = x.known && len(x.nodes) > 0
	return x
}

// approach finds how one comes from a zone to a load balancer: a number of a.fronts.approaches, blocked or particular.
func (a *asker) approach(q sim.Question, zone int32, f netmath.Family) (int32, error) {
	x := a.front(q.To.Index, f)
	if !x.known || len(a.query.Via)+len(a.query.NotVia) > 0 {
		stranded, err := a.tracer.Strands(q)
		if stranded {
			return blocked, err
		}
		return particular, err
	}
	one := approach{front: x}
	key := binary.LittleEndian.AppendUint32(nil, uint32(q.To.Index))
	key = append(key, byte(f))
	open := false
	for i := range x.nodes {
		n, err := a.doorway(q, zone, &x.nodes[i], f)
		if err != nil || n == particular {
			return particular, err
		}
		open = open || n != blocked
		one.doorways = append(one.doorways, n)
		key = binary.LittleEndian.AppendUint32(key, uint32(n))
	}
	if !open {
		return blocked, nil
	}
	n, known := a.fronts.byKey[string(key)]
	if !known {
		n = int32(len(a.fronts.approaches))
		a.fronts.approaches, a.fronts.byKey[string(key)] = append(a.fronts.approaches, one), n
	}
	return n, nil
}

// doorway finds how one comes from a zone to a node.
func (a *asker) doorway(q sim.Question, zone int32, n *frontNode, f netmath.Family) (int32, error) {
	if n.addr == a.g.Primary(n.id, f) {
		q.To = graph.Location{Kind: graph.AtInterface, Interface: n.id}
		if fab := a.byLegs(&pairOfZones{zone, a.nodes[n.id].zone, q, f}); fab != unasked {
			return a.doorwayOf(fab, n), nil
		}
		return particular, nil
	}
	q.DestinationIP = n.addr
	var w doorway
	var ends graph.Ends
	for i, p := range a.protocols[f].all {
		q.Service = p.service
		d, plain, err := a.tracer.WeighDoor(q)
		if err != nil || !plain || d.Lottery() && n.inside[i].Lottery() {
			return particular, err
		}
		if !d.Nothing() {
			if ends != (graph.Ends{}) && ends != d.Ends {
				return particular, nil
			}
			ends = d.Ends
		}
		w.doors = append(w.doors, d.Unnamed())
	}
	if ends == (graph.Ends{}) {
		return blocked, nil
	}
	if ends.To != n.addr || !ends.From.IsValid() || ends.On != n.id {
		return particular, nil
	}
	own := q.From.Interface
	w.known = ends.Known
	switch ends.From {
	case a.g.Primary(own, f):
	case a.g.Public(own, f):
		w.asOne = true
	default:
		w.seen = ends.From
	}
	return a.numberDoorway(&w), nil
}

// doorwayOf is the doorway that a fabric to a node is.
func (a *asker) doorwayOf(fab int32, n *frontNode) int32 {
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
	number := &a.zone.balancers[f][i-to.others]
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
	p := a.throughFront(*number, from, f)
	r.totals.count(p.standing, pairs)
	if p.standing != nothingPasses && !a.counting {
		r.passages = append(r.passages, Passage{From: from, To: place, Family: f, Flows: p.flows, Pairs: pairs, Witness: q})
	}
	return nil
}

// throughFront is what passes of an approach with what the groups of a class let out, and those of the nodes in.
func (a *asker) throughFront(n int32, from *Place, f netmath.Family) passed {
	x := &a.fronts.approaches[n]
	passes := make([]pass, len(x.doorways))
	state := -n
	for i, d := range x.doorways {
		if d != blocked {
			passes[i] = a.atDoor(&a.fronts.doorways[d], &x.front.nodes[i], from, f)
		}
		state = a.step(step{state, passes[i]})
	}
	p, known := a.fronts.passed[state]
	if !known {
		p = a.ofNodes(x, passes, f)
		a.fronts.passed[state] = p
	}
	return p
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

// atDoor is what the groups of a class let out to a node, and those of the node in.
func (a *asker) atDoor(w *doorway, n *frontNode, from *Place, f netmath.Family) pass {
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
	return a.both(out, in)
}

// ofNodes puts together what passes to the nodes of an approach.
func (a *asker) ofNodes(x *approach, passes []pass, f netmath.Family) passed {
	var p Passage
	for i := range a.protocols[f].all {
		asked := a.protocols[f].all[i]
		ways := make([]sim.NodeWay, len(x.doorways))
		for k, d := range x.doorways {
			n := &x.front.nodes[k]
			ways[k] = sim.NodeWay{Addr: n.addr, Inside: n.inside[i]}
			if d != blocked {
				ways[k].Door, ways[k].Pass = a.fronts.doorways[d].doors[i], a.bounds(passes[k], asked.service.Protocol)
			}
		}
		w := a.tracer.ThroughNodes(a.header(&asked), ways)
		p.add(asked, &w)
	}
	return passed{p.Flows, p.standing()}
}
