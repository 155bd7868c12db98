package impact

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
)

// A transition is a verdict before and one after.
type transition struct{ was, is sim.Verdict }

// differs reports whether flows fare otherwise after than before; stays whether they pass as well as before.
func differs(t transition) bool { return t.was != t.is }
func stays(t transition) bool   { return t.was == t.is && rank[t.is] > 0 }

// transitions tells what becomes of some flows, as flows of each transition that is wanted: their ports are in Reach.
func transitions(before, after flows, f netmath.Family, wanted func(transition) bool) map[transition][]reach.Flow {
	out := map[transition][]reach.Flow{}
	protocols := slices.DeleteFunc(sorted(append(slices.Clone(before.named), after.named...)), func(p netmath.Protocol) bool { return p == foreign[f] })
	for i := 0; i <= len(protocols); i++ {
		var of netmath.Protocol
		others := i == len(protocols)
		if !others {
			of = protocols[i]
		}
		a, b := before.of(of, others), after.of(of, others)
		if a == nil && b == nil {
			continue
		}
		for t, pairs := range regions(a, b, wanted) {
			addFlow(out, t, of, others, pairs)
		}
	}
	return out
}

// foreign is the ICMP of the other family.
var foreign = [...]netmath.Protocol{netmath.IPv4: netmath.ICMPv6, netmath.IPv6: netmath.ICMP}

// addFlow notes ports of one more protocol, beside protocols of which it is the same ports.
func addFlow(out map[transition][]reach.Flow, t transition, p netmath.Protocol, others bool, pairs []sim.PortPair) {
	at := slices.IndexFunc(out[t], func(f reach.Flow) bool { return slices.EqualFunc(f.Reach, pairs, equalPairs) })
	if at < 0 {
		at = len(out[t])
		out[t] = append(out[t], reach.Flow{Reach: pairs})
	}
	if others {
		out[t][at].Others = true
		return
	}
	out[t][at].Protocols = append(out[t][at].Protocols, p)
}

func equalPairs(x, y sim.PortPair) bool {
	return x.SrcPorts.Equal(y.SrcPorts) && x.DstPorts.Equal(y.DstPorts)
}

// flows are what passes in one world, and the protocols that its rules name.
type flows struct {
	list  []reach.Flow
	named []netmath.Protocol
}

// of is what passes of a protocol; of one that no rule names, what passes of all of those. nil: nothing.
func (f *flows) of(p netmath.Protocol, others bool) *reach.Flow {
	others = others || !slices.Contains(f.named, p)
	for i := range f.list {
		if flow := &f.list[i]; others && flow.Others || !others && slices.Contains(flow.Protocols, p) {
			return flow
		}
	}
	return nil
}

// passes reports whether anything certainly does, at least in part.
func (f *flows) passes() bool {
	return slices.ContainsFunc(f.list, func(x reach.Flow) bool { return len(x.Reach)+len(x.Partial) > 0 })
}

// regions divides the ports of a protocol by their verdicts before and after, as far as these are wanted. Either flow may be nil.
func regions(before, after *reach.Flow, wanted func(transition) bool) map[transition][]sim.PortPair {
	sources, destinations := []netmath.Ports{netmath.AllPorts()}, []netmath.Ports{netmath.AllPorts()}
	bare := true
	for _, f := range []*reach.Flow{before, after} {
		for _, list := range lists(f) {
			for _, p := range list {
				destinations = refine(destinations, p.DstPorts)
				if !p.SrcPorts.Empty() {
					sources, bare = refine(sources, p.SrcPorts), false
				}
			}
		}
	}
	out := map[transition][]sim.PortPair{}
	for _, src := range sources {
		for _, dst := range destinations {
			if t := (transition{verdictAt(before, src, dst), verdictAt(after, src, dst)}); wanted(t) {
				out[t] = addPair(out[t], src, dst)
			}
		}
	}
	for t := range out {
		out[t] = products(out[t], bare)
	}
	return out
}

func lists(f *reach.Flow) [][]sim.PortPair {
	if f == nil {
		return nil
	}
	return [][]sim.PortPair{f.Reach, f.Partial, f.Unknown}
}

var verdictsOfLists = [...]sim.Verdict{sim.Reachable, sim.Partial, sim.Unknown}

// verdictAt is the verdict of ports that lie wholly inside or outside of all that a flow tells apart.
func verdictAt(f *reach.Flow, src, dst netmath.Ports) sim.Verdict {
	for i, list := range lists(f) {
		for _, p := range list {
			if p.DstPorts.Covers(dst) && (p.SrcPorts.Empty() || p.SrcPorts.Covers(src)) {
				return verdictsOfLists[i]
			}
		}
	}
	return sim.Unreachable
}

// refine divides sets until each lies wholly inside or outside of a cut.
func refine(sets []netmath.Ports, cut netmath.Ports) []netmath.Ports {
	for i := len(sets) - 1; i >= 0; i-- {
		in, out := sets[i].Intersect(cut), sets[i].Subtract(cut)
		if !in.Empty() && !out.Empty() {
			sets[i] = in
			sets = append(sets, out)
		}
	}
	return sets
}

// addPair adds ports beside those of the same sources.
func addPair(pairs []sim.PortPair, src, dst netmath.Ports) []sim.PortPair {
	for i := range pairs {
		if pairs[i].SrcPorts.Equal(src) {
			pairs[i].DstPorts = pairs[i].DstPorts.Union(dst)
			return pairs
		}
	}
	return append(pairs, sim.PortPair{SrcPorts: src, DstPorts: dst})
}

// products puts sources together that lead to the same ports, in order. bare leaves out source ports that do not exist.
func products(rows []sim.PortPair, bare bool) []sim.PortPair {
	var out []sim.PortPair
	for _, row := range rows {
		if bare {
			row.SrcPorts = netmath.Ports{}
		}
		at := slices.IndexFunc(out, func(o sim.PortPair) bool { return o.DstPorts.Equal(row.DstPorts) })
		if at < 0 {
			out = append(out, row)
			continue
		}
		out[at].SrcPorts = out[at].SrcPorts.Union(row.SrcPorts)
	}
	slices.SortFunc(out, func(a, b sim.PortPair) int {
		return cmp.Or(comparePorts(a.DstPorts, b.DstPorts), comparePorts(a.SrcPorts, b.SrcPorts))
	})
	return out
}

func comparePorts(a, b netmath.Ports) int {
	x, _ := a.Min()
	y, _ := b.Min()
	return cmp.Or(cmp.Compare(x, y), cmp.Compare(a.Len(), b.Len()))
}

func sorted[T cmp.Ordered](all []T) []T {
	slices.Sort(all)
	return slices.Compact(all)
}
