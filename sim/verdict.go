package sim

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// A result bounds what passes of a flow, over all alternatives.
type result struct {
	asked         graph.Packet
	sent          graph.Bounds // destination ports of the request that arrive, whatever becomes of the reply
	forward, back graph.Bounds // destination and source ports that pass both ways
	lottery       bool
	disputed      bool // alternatives of which one is the truth fare differently
	drawn         bool // alternatives that AWS takes turns with fare differently
	any           bool // an outcome was seen

	ruled            bool // the verdicts are these, whatever the bounds say
	fate, oneWayFate fate
}

// resultOf is what one walk found.
func resultOf(o *outcome) result {
	r := result{asked: o.asked, sent: o.sent(), lottery: !o.lottery.Empty(), any: true}
	if !o.share.Empty() {
		r.asked.DstPorts = o.share
	}
	r.forward, r.back = o.bounds()
	return r
}

// sent are the destination ports of the request that arrive.
func (o *outcome) sent() graph.Bounds {
	switch {
	case o.there == graph.Dropped || o.supposed:
		return graph.Bounds{}
	case o.there == graph.Doubted:
		return o.forward.Doubt()
	}
	return o.forward
}

// bounds are the destination and source ports of an outcome that pass both ways. Where nothing passes one way,
// nothing counts as passing the other way either, so that alternatives can be put together side by side.
func (o *outcome) bounds() (forward, back graph.Bounds) {
	forward, back = o.eachWay()
	if forward.Possible.Empty() || back.Possible.Empty() {
		return graph.Bounds{}, graph.Bounds{}
	}
	if forward.Certain.Empty() || back.Certain.Empty() {
		return forward.Doubt(), back.Doubt()
	}
	return forward, back
}

// eachWay are the destination ports that arrive and the source ports that a reply returns to.
func (o *outcome) eachWay() (forward, back graph.Bounds) {
	p := o.asked.Protocol
	switch {
	case o.there == graph.Dropped || o.supposed:
		return graph.Bounds{}, graph.Bounds{}
	case o.there == graph.Doubted:
		return o.forward.Doubt(), sources(p, graph.Exactly(o.asked.SrcPorts).Doubt())
	case !o.needsReply:
		return o.forward, sources(p, graph.Exactly(o.asked.SrcPorts))
	case !o.turned:
		return graph.Bounds{}, graph.Bounds{}
	case o.home == graph.Doubted && o.remapped && !o.back.Possible.Empty(): // its ports may still be those of a translation
		o.back = graph.Exactly(netmath.AllPorts()).Doubt()
	case o.home == graph.Doubted:
		o.back = o.back.Doubt()
	case o.home == graph.Dropped:
		o.back = graph.Bounds{}
	}
	if p.IsICMP() {
		return graph.Bounds{
			Certain:  graph.ICMPRequests(p, o.forward.Certain, o.back.Certain),
			Possible: graph.ICMPRequests(p, o.forward.Possible, o.back.Possible),
		}, graph.Exactly(netmath.AllPorts())
	}
	return o.forward, o.back
}

// sources stands in for source ports where the protocol has none.
func sources(p netmath.Protocol, b graph.Bounds) graph.Bounds {
	if p.IsICMP() {
		return graph.Exactly(netmath.AllPorts())
	}
	return b
}

// verdict weighs what passes against what was asked.
func (r *result) verdict() Verdict {
	if r.ruled {
		return r.fate.verdict()
	}
	src := r.asked.SrcPorts
	if r.asked.Protocol.IsICMP() {
		src = netmath.AllPorts()
	}
	dst := r.asked.DstPorts
	some := r.forward.Certain.Overlaps(dst) && r.back.Certain.Overlaps(src)
	switch {
	case !r.forward.Possible.Overlaps(dst) || !r.back.Possible.Overlaps(src):
		return Unreachable
	case some && !r.lottery && !r.disputed && r.forward.Certain.Covers(dst) && r.back.Certain.Covers(src):
		return Reachable
	case some && !r.disputed:
		return Partial
	}
	return Unknown
}

// oneWay is the verdict of the request alone.
func (r *result) oneWay() Verdict {
	if r.ruled {
		return r.oneWayFate.verdict()
	}
	alone := *r
	alone.forward, alone.back, alone.lottery, alone.disputed = r.sent, graph.Exactly(netmath.AllPorts()), false, false
	return alone.verdict()
}

// fates and oneWayFates are what the verdicts stand for, in more detail where alternatives were put together.
func (r *result) fates() fate {
	if r.ruled {
		return r.fate
	}
	return fateOf(r.verdict())
}

func (r *result) oneWayFates() fate {
	if r.ruled {
		return r.oneWayFate
	}
	return fateOf(r.oneWay())
}

// split divides the question by what passes.
func (r *result) split() Split {
	src, dst := r.asked.SrcPorts, r.asked.DstPorts
	if r.asked.Protocol.IsICMP() {
		src = netmath.Ports{}
		return Split{
			Reach:   pairs(src, r.forward.Certain.Intersect(dst)),
			Blocked: pairs(src, dst.Subtract(r.forward.Possible)),
			Unknown: pairs(src, r.forward.Possible.Intersect(dst).Subtract(r.forward.Certain)),
		}
	}
	reach := product{r.back.Certain.Intersect(src), r.forward.Certain.Intersect(dst)}
	possible := product{r.back.Possible.Intersect(src), r.forward.Possible.Intersect(dst)}
	if r.lottery || r.disputed || r.drawn {
		reach = product{}
	}
	return Split{
		Reach:   reach.pairs(),
		Blocked: product{src, dst}.minus(possible),
		Unknown: possible.minus(reach),
	}
}

// A product is every pair of a source and a destination port.
type product struct{ src, dst netmath.Ports }

func (p product) empty() bool { return p.src.Empty() || p.dst.Empty() }

func (p product) pairs() []PortPair {
	if p.empty() {
		return nil
	}
	return []PortPair{{p.src, p.dst}}
}

// minus takes a product out of another: what differs in the destination port, then what differs in the source port alone.
//
//	src ┌──────┬───┐
//	    │  q   │ 2 │     1: dst outside q's, any src
//	    ├──────┴───┤     2: dst inside q's, src outside
//	    │    1     │
//	    └──────────┘
func (p product) minus(q product) []PortPair {
	if p.empty() {
		return nil
	}
	if q.empty() {
		return p.pairs()
	}
	out := product{p.src, p.dst.Subtract(q.dst)}.pairs()
	return append(out, product{p.src.Subtract(q.src), p.dst.Intersect(q.dst)}.pairs()...)
}

func pairs(src, dst netmath.Ports) []PortPair {
	if dst.Empty() {
		return nil
	}
	return []PortPair{{src, dst}}
}
