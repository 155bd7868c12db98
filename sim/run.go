package sim

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// An outcome is what one walk of both legs found.
type outcome struct {
	forward     graph.Bounds // destination ports that arrive
	back        graph.Bounds // source ports to which a reply returns
	needsReply  bool
	turned      bool // the reply was walked
	remapped    bool // a device chose the source port anew, and the reply's is still that one
	lottery     netmath.Ports
	there, home graph.Disposition
	where       graph.Location // of the request
	to          graph.Location // as asked
	from        graph.Location
	asked       graph.Packet
	node        netip.Addr    // of the load balancer that was asked for, where it has several
	share       netmath.Ports // the part of what was asked that this is about; empty: all of it
	supposed    bool          // the destination was tried though the request does not get there
}

// run walks a flow along one choice of alternatives. The outcome is overwritten by the next run.
func (t *Tracer) run(w *graph.Walk, f *flow, choices []int32, thorough bool) *outcome {
	w.Reset(choices)
	o := &t.outcome
	*o = outcome{asked: f.packet, from: f.from, to: f.to, needsReply: true}
	switch {
	case f.lost != "":
		w.Lose(f.lost, t.blamed(f), graph.Ingress)
		o.there = graph.Dropped
	case f.beyond:
		o.there = w.FromBeyond(f.door, f.packet)
		o.forward = w.Alive()
	case f.vacant:
		o.there = w.FromNobody(f.packet)
		o.forward = w.Alive()
	case !f.lacks.IsZero():
		o.there = w.Miss(f.to, f.packet, f.lacks)
		o.forward = w.Alive()
	default:
		o.there = start(w, f)
		o.forward, o.share = w.Alive(), w.Share()
	}
	o.where = w.Where()
	if o.there == graph.Arrived {
		if taker, is := t.astray(w, f); is {
			w.Lose(graph.RequestElsewhere, taker, graph.Ingress)
			o.there, o.forward = graph.Dropped, graph.Bounds{}
			return o
		}
	}
	if f.restriction.any() && o.there != graph.Dropped {
		if t.restrict(w, f, o); o.there == graph.Dropped {
			return o
		}
	}
	if o.there != graph.Arrived {
		o.supposed = thorough && o.there == graph.Dropped && t.tryDoor(w, f)
		if !o.supposed {
			return o
		}
		o.where = w.Where()
	}
	final := w.Final()
	reply, answers := final.Reply()
	if o.needsReply = answers; !answers {
		return o
	}
	if o.forward.Possible.Empty() && !thorough {
		return o
	}
	o.turned = true
	o.home, o.remapped = w.Turn(reply), w.Remapped()
	if o.home != graph.Dropped {
		o.back = w.Alive()
	}
	o.lottery = w.Lottery()
	return o
}

// start lets a flow's sender emit it.
func start(w *graph.Walk, f *flow) graph.Disposition {
	switch f.from.Kind {
	case graph.AtInterface:
		if f.inside {
			return w.FromNode(f.from.Interface, f.packet)
		}
		return w.FromInterface(f.from.Interface, f.packet)
	case graph.AtExternalNetwork:
		return w.FromExternal(f.from.Index, f.packet)
	}
	return w.FromInternet(f.packet)
}

// blamed is the end of a flow that lacks an address.
func (t *Tracer) blamed(f *flow) graph.Location {
	if !f.packet.Src.IsValid() {
		return f.from
	}
	return f.to
}

// tryDoor delivers a request that did not get there to the interface it was meant for, to find what would block it next.
func (t *Tracer) tryDoor(w *graph.Walk, f *flow) bool {
	if heading, balanced := w.Heading(); balanced {
		p := w.Final()
		return heading != graph.NoInterface && t.g.Owns(heading, p.Dst) && w.AtDoor(heading, p) == graph.Arrived
	}
	to := f.to
	p := w.Final()
	if f.lost != "" {
		p = f.packet
	}
	if to.Kind == graph.AtAddress {
		holders := t.g.ByAddress(to.Addr)
		if len(holders) != 1 {
			return false
		}
		if f.from.Kind == graph.AtInterface && t.g.Hides(f.from.Interface, holders[0], to.Addr) {
			return false
		}
		to = graph.Location{Kind: graph.AtInterface, Interface: holders[0]}
		p.Dst = t.g.PrivateOf(f.to.Addr)
	}
	if to.Kind == graph.AtBalancer {
		to = t.g.NodeHolding(to.Index, f.packet.Dst)
		p.Dst = t.g.PrivateOf(f.packet.Dst)
	}
	if to.Kind != graph.AtInterface {
		return false
	}
	family := netmath.FamilyOf(f.packet.Src)
	if !t.g.Owns(to.Interface, p.Dst) {
		p.Dst = t.g.Primary(to.Interface, family)
	}
	if !p.Dst.IsValid() || !p.Src.IsValid() {
		return false
	}
	return w.AtDoor(to.Interface, p) == graph.Arrived
}
