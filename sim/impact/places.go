package impact

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology/diff"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A PlaceChange is a place that appears or vanishes, or has other addresses.
type PlaceChange struct {
	Op           diff.Op
	Ref          ref.Ref
	Name         string
	Replaces     ref.Ref      // the place that it comes instead of, if not itself
	Gains, Loses []netip.Addr // addresses; of a place that comes or goes all it has
}

// placeChanges compares the interfaces and load balancers of both networks.
func (p *pair) placeChanges() []PlaceChange {
	var sides [2]map[ref.Ref]PlaceChange
	for i, w := range p.worlds {
		sides[i] = w.places()
	}
	var all []PlaceChange
	for r, a := range sides[was] {
		b, stays := sides[is][p.twins.later(r)]
		c := PlaceChange{Op: diff.Changed, Ref: b.Ref, Name: b.Name, Gains: without(b.Gains, a.Gains), Loses: without(a.Gains, b.Gains)}
		switch {
		case !stays:
			all = append(all, PlaceChange{Op: diff.Removed, Ref: r, Name: a.Name, Loses: a.Gains})
		case b.Ref != r:
			c.Replaces = r
			all = append(all, c)
		case !slices.Equal(a.Gains, b.Gains):
			all = append(all, c)
		}
	}
	for r, b := range sides[is] {
		if _, stayed := sides[was][p.twins.twin(is, r)]; !stayed {
			all = append(all, PlaceChange{Op: diff.Added, Ref: r, Name: b.Name, Gains: b.Gains})
		}
	}
	slices.SortFunc(all, func(a, b PlaceChange) int { return cmp.Or(cmp.Compare(a.Op, b.Op), ref.Compare(a.Ref, b.Ref)) })
	return all
}

// places are all interfaces that there are and load balancers, as if they appeared.
func (w *world) places() map[ref.Ref]PlaceChange {
	all := map[ref.Ref]PlaceChange{}
	for id := range graph.InterfaceID(w.Graph.NumInterfaces()) {
		info := w.Graph.Interface(id)
		if info.Supposed {
			continue
		}
		c := PlaceChange{Ref: info.Ref, Name: info.Name}
		for _, a := range info.Addresses {
			c.Gains = append(c.Gains, a.Private)
			if a.Public.IsValid() {
				c.Gains = append(c.Gains, a.Public)
			}
		}
		slices.SortFunc(c.Gains, netip.Addr.Compare)
		all[info.Ref] = c
	}
	for b := range int32(w.Graph.NumBalancers()) {
		r := w.Graph.RefOf(graph.Location{Kind: graph.AtBalancer, Index: b})
		all[r] = PlaceChange{Ref: r, Name: w.Graph.Name(r)}
	}
	return all
}

func without(all, some []netip.Addr) []netip.Addr {
	var out []netip.Addr
	for _, a := range all {
		if !slices.Contains(some, a) {
			out = append(out, a)
		}
	}
	return out
}
