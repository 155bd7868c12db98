package impact

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
)

// A delta is flows between two places that became different in one way.
type delta struct {
	kind     Kind
	was, is  sim.Verdict
	inBefore bool          // the places are those of the network before
	passage  reach.Passage // its flows' Reach are what became different
}

// compare tells what became different between two spots in a family. Either side may have nothing that passes.
func (p *pair) compare(f netmath.Family, before, after []reach.Passage) []delta {
	if alike(before, after) && slices.Equal(p.worlds[was].named, p.worlds[is].named) { // else a protocol may be one of the others on one side only
		return nil
	}
	var all []delta
	for _, c := range cells(before, after, f) {
		all = append(all, p.cell(f, &c)...)
	}
	return merge(all)
}

// alike reports whether two sides are the same at first sight.
func alike(before, after []reach.Passage) bool {
	return slices.EqualFunc(before, after, func(a, b reach.Passage) bool { return a.Equal(&b) && a.Hosts.Equal(b.Hosts) })
}

// A cell is hosts outside that fare alike on either side, or two places inside.
type cell struct {
	hosts         netmath.AddrSet
	before, after *reach.Passage // nil: nothing passes
}

// cells lays the shares of two sides over each other.
func cells(before, after []reach.Passage, f netmath.Family) []cell {
	var all []cell
	rest := make([]netmath.AddrSet, len(after)) // what of each share after nothing passed of before
	for j := range after {
		rest[j] = after[j].Hosts
	}
	for i := range before {
		left, whole := before[i].Hosts, before[i].Hosts.Empty()
		for j := range after {
			both := before[i].Hosts.Intersect(after[j].Hosts)
			if whole || !both.Empty() {
				all = append(all, cell{both, &before[i], &after[j]})
			}
			left, rest[j] = left.Subtract(both), rest[j].Subtract(both)
		}
		if !left.Empty() || whole && len(after) == 0 {
			all = append(all, cell{left, &before[i], nil})
		}
	}
	for j := range after {
		if whole := after[j].Hosts.Empty(); !rest[j].Empty() || whole && len(before) == 0 {
			all = append(all, cell{rest[j], nil, &after[j]})
		}
	}
	return all
}

// cell tells what became different in one cell.
func (p *pair) cell(f netmath.Family, c *cell) []delta {
	before, after := p.flows(was, c.before), p.flows(is, c.after)
	var all []delta
	for t, changed := range transitions(before, after, f, differs) {
		d := delta{kind: kindOf(t, before.passes(), after.passes()), was: t.was, is: t.is}
		d.inBefore = d.kind == Closed || d.kind == Narrowed || c.after == nil
		side := c.after
		if d.inBefore {
			side = c.before
		}
		d.passage = *side
		d.passage.Hosts, d.passage.Flows = c.hosts, changed
		all = append(all, d)
	}
	return all
}

func (p *pair) flows(world int, side *reach.Passage) flows {
	f := flows{named: p.worlds[world].named}
	if side != nil {
		f.list = side.Flows
	}
	return f
}

// kindOf tells what became of flows, by what else passed and passes between the places.
func kindOf(t transition, passed, passes bool) Kind {
	gain := rank[t.is] > rank[t.was]
	switch {
	case t.was == sim.Unknown || t.is == sim.Unknown:
		return Undetermined
	case gain && !passed:
		return Opened
	case gain:
		return Widened
	case !passes:
		return Closed
	}
	return Narrowed
}

var rank = [...]int{sim.Unreachable: 0, sim.Partial: 1, sim.Reachable: 2, sim.Unknown: 0}

// merge puts hosts together of which the same became different.
func merge(all []delta) []delta {
	var out []delta
	for _, d := range all {
		i := slices.IndexFunc(out, func(o delta) bool {
			return o.kind == d.kind && o.was == d.was && o.is == d.is && o.inBefore == d.inBefore && o.passage.Equal(&d.passage)
		})
		if i < 0 || d.passage.Hosts.Empty() {
			out = append(out, d)
			continue
		}
		out[i].passage.Hosts = out[i].passage.Hosts.Union(d.passage.Hosts)
	}
	slices.SortFunc(out, func(a, b delta) int { return bucketOf(&a).compare(bucketOf(&b)) })
	return out
}
