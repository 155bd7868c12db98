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
		b, stays := sides[is][r]
		switch {
		case !stays:
			all = append(all, PlaceChange{diff.Removed, r, a.Name, nil, a.Gains})
		case !slices.Equal(a.Gains, b.Gains):
			all = append(all, PlaceChange{diff.Changed, r, b.Name, without(b.Gains, a.Gains), without(a.Gains, b.Gains)})
		}
	}
	for r, b := range sides[is] {
		if _, stayed := sides[was][r]; !stayed {
			all = append(all, PlaceChange{diff.Added, r, b.Name, b.Gains, nil})
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
