package sim

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// Weighed is what passes of a question, port by port and without evidence. The four lists are disjoint and cover the
// question; Trace, asked about any of their flows alone, gives the verdict of its list.
type Weighed struct {
	Flow                             graph.Packet // the header as the sender emits it
	Reach, Partial, Unknown, Blocked []PortPair   // ICMP has destination ports only: messages
}

// Nothing reports whether all is certainly blocked.
func (w *Weighed) Nothing() bool { return len(w.Reach)+len(w.Partial)+len(w.Unknown) == 0 }

// Equal reports whether the same ports pass.
func (w *Weighed) Equal(o *Weighed) bool {
	same := func(a, b []PortPair) bool {
		return slices.EqualFunc(a, b, func(x, y PortPair) bool { return x.SrcPorts.Equal(y.SrcPorts) && x.DstPorts.Equal(y.DstPorts) })
	}
	return same(w.Reach, o.Reach) && same(w.Partial, o.Partial) && same(w.Unknown, o.Unknown) && same(w.Blocked, o.Blocked)
}

// Weigh tells what passes of a question about one protocol between two places. Where an end is the internet as a
// whole, or a network outside, it is about one host there: see WeighHosts.
func (t *Tracer) Weigh(q Question) (Weighed, error) {
	f, err := t.resolve(q)
	if err != nil {
		return Weighed{}, err
	}
	w := t.weigh(t.silent(&f), &f)
	t.weighBeyond(q, &f, &w)
	return w, nil
}

// weighBeyond finds what is not blocked for certain after all, as the sender may lie beyond what the snapshot holds.
func (t *Tracer) weighBeyond(q Question, f *flow, w *Weighed) {
	if q.From.Kind != graph.AtAddress {
		return
	}
	blocked := w.Blocked
	w.Blocked = nil
	for _, pair := range blocked {
		if silent := mute(f, pair.DstPorts); !silent.Empty() {
			w.Blocked = append(w.Blocked, PortPair{pair.SrcPorts, silent})
			pair.DstPorts = pair.DstPorts.Subtract(silent)
			if pair.DstPorts.Empty() {
				continue
			}
		}
		hidden, ok := t.fromBeyond(q, f.only(pair))
		if !ok {
			w.Blocked = append(w.Blocked, pair)
			continue
		}
		parts := t.weigh(t.silent(&hidden), &hidden)
		w.Blocked = append(w.Blocked, parts.Blocked...)
		for _, part := range parts.Unknown {
			if _, ok := t.fromBeyond(q, f.only(part)); ok {
				w.Unknown = append(w.Unknown, part)
			} else {
				w.Blocked = append(w.Blocked, part)
			}
		}
	}
}

// mute are the messages that nobody answers.
func mute(f *flow, messages netmath.Ports) netmath.Ports {
	if !f.packet.Protocol.IsICMP() {
		return netmath.Ports{}
	}
	return graph.ICMPRequests(f.packet.Protocol, messages, netmath.Ports{})
}

// only is a flow from and to some of its ports.
func (f *flow) only(p PortPair) *flow {
	one := *f
	one.packet.SrcPorts, one.packet.DstPorts = p.SrcPorts, p.DstPorts
	return &one
}

// A Share is a set of hosts outside that fare alike.
type Share struct {
	Hosts   netmath.AddrSet
	Standin netip.Addr // the one that was asked about
	Weighed Weighed
}

// WeighHosts is Weigh for every host of a set in place of one end of the question: hosts of the internet, or of a network
// outside. The shares are disjoint and cover the set; it must be of one family. It is an error if there are too many.
func (t *Tracer) WeighHosts(q Question, side Side, hosts netmath.AddrSet, family netmath.Family) ([]Share, error) {
	var shares []Share
	var failed error
	whole := t.overHosts(hosts, family, nil, func() { shares = shares[:0] }, func(set netmath.AddrSet) {
		host := hostOf(set, family)
		f, err := t.resolve(side.of(q, host))
		if err != nil {
			failed = err
			return
		}
		shares = append(shares, Share{set, host, t.weigh(t.full, &f)})
	})
	switch {
	case failed != nil:
		return nil, failed
	case !whole:
		return nil, fmt.Errorf("more than %d sets of hosts fare differently: ask about fewer of them", maxShares)
	}
	return mergeShares(shares), nil
}

// mergeShares puts hosts together that fare alike.
func mergeShares(shares []Share) []Share {
	var merged []Share
	for _, s := range shares {
		i := slices.IndexFunc(merged, func(m Share) bool { return m.Weighed.Equal(&s.Weighed) })
		if i < 0 {
			merged = append(merged, s)
			continue
		}
		merged[i].Hosts = merged[i].Hosts.Union(s.Hosts)
		if s.Standin.Less(merged[i].Standin) {
			merged[i].Standin = s.Standin
		}
	}
	return merged
}

// maxPortSets bounds how often a question is divided by its ports.
const maxPortSets = 1024

// weigh tells what passes of a flow. Where its ways meet tables that tie ports together, each set of ports that they cannot
// tell apart is asked about alone; where these are too many, they stay together, and what depends on them is unknown.
func (t *Tracer) weigh(w *graph.Walk, f *flow) Weighed {
	var by verdicts
	t.weighPorts(w, f, &by)
	return by.weighed(f.packet)
}

func (t *Tracer) weighPorts(w *graph.Walk, f *flow, by *verdicts) {
	complete, ties := t.collectLeaves(w, f)
	if len(ties) > 0 && f.packet.Protocol.HasPorts() {
		cuts := t.g.PortCuts(ties)
		sources, destinations := refine([]netmath.Ports{f.packet.SrcPorts}, cuts...), refine([]netmath.Ports{f.packet.DstPorts}, cuts...)
		if n := len(sources) * len(destinations); n > 1 && by.divided+n <= maxPortSets {
			by.divided += n
			for _, src := range sources {
				for _, dst := range destinations {
					one := *f
					one.packet.SrcPorts, one.packet.DstPorts = src, dst
					t.weighPorts(w, &one, by)
				}
			}
			return
		}
	}
	t.weighRegions(f, complete, by)
}

// collectLeaves walks a flow along all its ways.
func (t *Tracer) collectLeaves(w *graph.Walk, f *flow) (complete bool, ties []graph.Tie) {
	t.leaves = t.leaves[:0]
	_, complete = t.explore(w, f, false, func(o *outcome) {
		t.addLeaf(w, o)
		ties = append(ties, w.Ties()...)
	})
	return complete, ties
}

func (t *Tracer) addLeaf(w *graph.Walk, o *outcome) {
	t.leaves = append(t.leaves, leaf{
		entry: o.from.Index, node: o.node, result: resultOf(o),
		choices: slices.Clone(t.choices), forks: slices.Clone(w.Forks()),
	})
}

// A leaf is the outcome at the end of one way.
type leaf struct {
	entry   int32      // the network outside that the way began in
	node    netip.Addr // of a load balancer that was asked
	choices []int32
	forks   []graph.Fork
	result  result
}

func (l *leaf) beside(o *leaf) bool { return l.entry == o.entry && l.node == o.node }

// weighRegions divides a flow into products of port sets inside which every way fares alike.
func (t *Tracer) weighRegions(f *flow, complete bool, by *verdicts) {
	p := f.packet
	sources, destinations := []netmath.Ports{sourcePorts(p)}, []netmath.Ports{p.DstPorts}
	for i := range t.leaves {
		r := &t.leaves[i].result
		destinations = refine(destinations, r.forward.Certain, r.forward.Possible, r.asked.DstPorts)
		if !p.Protocol.IsICMP() {
			sources = refine(sources, r.back.Certain, r.back.Possible)
		}
	}
	for _, src := range sources {
		for _, dst := range destinations {
			by.lists[t.weighRegion(src, dst, p.Protocol, complete)].add(src, dst)
		}
	}
}

// sourcePorts are a packet's; all where it has none, so that there is something to multiply by.
func sourcePorts(p graph.Packet) netmath.Ports {
	if p.Protocol.IsICMP() {
		return netmath.AllPorts()
	}
	return p.SrcPorts
}

// weighRegion is the verdict of one region: that of a question about it alone.
func (t *Tracer) weighRegion(src, dst netmath.Ports, protocol netmath.Protocol, complete bool) Verdict {
	var whole, from result
	for i := 0; i < len(t.leaves); {
		first := &t.leaves[i]
		t.weighed.reset()
		for ; i < len(t.leaves) && t.leaves[i].beside(first); i++ {
			l := &t.leaves[i]
			t.weighed.add(l.about(src, dst, protocol), l.choices, l.forks)
		}
		t.weighed.giveUp()
		from = from.join(t.weighed.whole, graph.Fork{Drawn: true})
		if i == len(t.leaves) || t.leaves[i].entry != first.entry {
			whole, from = whole.join(from, graph.Fork{}), result{}
		}
	}
	if v := whole.verdict(); complete || v == Unreachable {
		return v
	}
	return Unknown
}

// about is a way's outcome for some of the ports; nothing if the way is not theirs.
func (l *leaf) about(src, dst netmath.Ports, protocol netmath.Protocol) result {
	r := l.result
	if !r.asked.DstPorts.Overlaps(dst) {
		return result{}
	}
	if r.asked.DstPorts = dst; !protocol.IsICMP() {
		r.asked.SrcPorts = src
	}
	return r
}

// refine divides sets until each lies wholly inside or outside of every cut.
func refine(sets []netmath.Ports, cuts ...netmath.Ports) []netmath.Ports {
	for _, cut := range cuts {
		for i := len(sets) - 1; i >= 0; i-- {
			in := sets[i].Intersect(cut)
			if out := sets[i].Subtract(cut); !in.Empty() && !out.Empty() {
				sets[i] = in
				sets = append(sets, out)
			}
		}
	}
	return sets
}
