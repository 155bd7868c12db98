package sim

import (
	"net/netip"
	"reflect"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// A Door is what passes from some place to a node of a load balancer and back, whatever is behind it and whatever the groups of both
// say: they were left open. It is one way.
type Door struct {
	Ends   graph.Ends
	result result
}

// Nothing reports whether nothing passes.
func (d *Door) Nothing() bool { return d.result.forward.Possible.Empty() }

// An Inside is what passes between a node of a load balancer and its targets, whichever way its clients come.
type Inside struct{ leaves []leaf }

// WeighDoor weighs a question to a node of a load balancer, which has its address, as if the node itself were to reply. It is false
// where that takes several ways, or more decides.
func (t *Tracer) WeighDoor(q Question) (Door, bool, error) {
	f, err := t.resolve(q)
	if err != nil || len(f.nodes) > 1 || f.restriction.any() {
		return Door{}, false, err
	}
	w := t.ajar
	defer w.Close()
	w.OpenAtNodes()
	t.choices = t.choices[:0]
	o := t.run(w, &f, nil, false)
	ends, whole := w.Ends()
	plain := whole && w.Direct() && o.there != graph.Doubted && o.home != graph.Doubted && !takenElsewhere(w, &f)
	return Door{ends, resultOf(o)}, plain, nil
}

// Door is a passing of one way to a node of a load balancer.
func (p *Passing) Door() Door { return Door{p.Ends, p.leaves[0].result} }

// Unnamed is a door without addresses: equal to those by which the same passes. It is comparable.
func (d Door) Unnamed() Door {
	d.Ends.To, d.Ends.From, d.Ends.On = netip.Addr{}, netip.Addr{}, 0
	d.result.asked.Src, d.result.asked.Dst = netip.Addr{}, netip.Addr{}
	return d
}

// WeighInside weighs what is behind a node of a load balancer for requests of some header, without a source from somebody whom nobody
// knows. It tells as well what of the client counted.
func (t *Tracer) WeighInside(node graph.InterfaceID, p graph.Packet) (Inside, graph.Regard) {
	at := graph.Location{Kind: graph.AtInterface, Interface: node}
	if !p.Src.IsValid() {
		p.Src = t.someHost(netmath.FamilyOf(p.Dst))
	}
	if !p.Src.IsValid() {
		return Inside{}, graph.ForMore
	}
	f := flow{from: at, to: graph.Location{Kind: graph.AtBalancer}, packet: p, inside: true}
	regard := graph.ForNothing
	t.leaves = t.leaves[:0]
	_, complete := t.explore(t.quick, &f, false, func(o *outcome) {
		t.addLeaf(t.quick, o)
		if regard = max(regard, t.quick.Regard()); o.there == graph.Doubted || o.home == graph.Doubted {
			regard = graph.ForMore
		}
	})
	if !complete {
		regard = graph.ForMore
	}
	return Inside{slices.Clone(t.leaves)}, regard
}

// Settled reports whether nothing that is not known decides what comes to the targets.
func (i *Inside) Settled() bool {
	return !slices.ContainsFunc(i.leaves, func(l leaf) bool { return !l.result.sent.Possible.Equal(l.result.sent.Certain) })
}

// Lottery reports whether the port of a reply is a matter of luck.
func (i *Inside) Lottery() bool {
	return slices.ContainsFunc(i.leaves, func(l leaf) bool { return l.result.lottery })
}

// Lottery is that of an Inside.
func (d *Door) Lottery() bool { return d.result.lottery }

// A NodeWay is one of the nodes of a load balancer, and how one comes to it.
type NodeWay struct {
	Addr   netip.Addr
	Door   Door
	Inside Inside
	Pass   graph.Bounds // what the groups of the client and of the node let pass
}

// ThroughNodes is what passes of a header to a load balancer, of which AWS picks a node.
func (t *Tracer) ThroughNodes(p graph.Packet, nodes []NodeWay) Weighed {
	t.leaves = t.leaves[:0]
	for i := range nodes {
		n := &nodes[i]
		door := n.Door.result
		if door.narrow(n.Pass); door.forward.Possible.Empty() {
			t.leaves = append(t.leaves, leaf{node: n.Addr, result: result{asked: p, any: true}})
			continue
		}
		for _, l := range n.Inside.leaves {
			l.node = n.Addr
			l.result.behind(&door)
			t.leaves = append(t.leaves, l)
		}
	}
	var by verdicts
	t.weighRegions(&flow{packet: p}, true, &by)
	return by.weighed(p)
}

// behind keeps of a result what passes a door as well.
func (r *result) behind(door *result) {
	r.sent, r.forward, r.back = r.sent.Intersect(door.sent), r.forward.Intersect(door.forward), r.back.Intersect(door.back)
	r.lottery = r.lottery || door.lottery
	r.couple()
}

// Same reports whether the same passes, on the same ways.
func (i *Inside) Same(o *Inside) bool { return reflect.DeepEqual(i.leaves, o.leaves) }
