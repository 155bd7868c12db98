package selector

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// One finds the one place that a selector stands for at an end of a flow.
func (x *Index) One(s string, side Side) (Match, error) {
	e, err := Parse(s)
	if err != nil {
		return Match{}, err
	}
	if len(e.include) == 1 && len(e.exclude) == 0 {
		return x.oneTerm(e, side)
	}
	all, err := x.Set(e)
	if err != nil {
		return Match{}, err
	}
	return x.single(e, all)
}

func (x *Index) oneTerm(e Expr, side Side) (Match, error) {
	t := &e.include[0]
	switch t.form {
	case internet:
		return atInternet(), nil
	case address:
		return x.oneAddress(e, t.prefix.Addr(), side)
	case block:
		return Match{}, &Error{Selector: e.text, Problem: "it is a block of addresses, and trace follows one flow", Remedy: "name one address of it"}
	}
	found := x.find(t)
	if len(found) == 0 {
		return Match{}, x.notFound(e, t)
	}
	return x.oneEntity(e, found)
}

// oneAddress is the sender that holds an address; a receiver is wherever the network takes a packet for it.
func (x *Index) oneAddress(e Expr, a netip.Addr, side Side) (Match, error) {
	if side == To {
		return atAddress(a), nil
	}
	return x.single(e, x.addressPlaces(a))
}

// oneEntity picks among all that a word names: a resource with interfaces of its own before one that only
// holds others', an instance before its interface of the same name.
func (x *Index) oneEntity(e Expr, found []int32) (Match, error) {
	things, containers := x.sortOut(found)
	if len(things) == 1 {
		return x.primary(things[0])
	}
	var all []Match
	for _, thing := range things {
		if m, err := x.primary(thing); err == nil {
			all = append(all, m)
		}
	}
	if len(things) == 0 {
		for _, c := range containers {
			all = append(all, x.entityPlaces(c)...)
		}
		slices.SortStableFunc(all, compareMatches)
		all = slices.CompactFunc(all, func(a, b Match) bool { return a.Location == b.Location })
	}
	if len(all) == 0 {
		return Match{}, nowhere(e.text, x.entities[found[0]])
	}
	return x.single(e, all)
}

// sortOut divides entities, and drops those all of whose interfaces another one has: an interface, or the
// Elastic IP address of one, beside the instance it belongs to.
func (x *Index) sortOut(found []int32) (things, containers []*graph.Entity) {
	covered := make(map[graph.InterfaceID]bool)
	for _, parts := range []bool{false, true} {
		for _, i := range found {
			e := &x.entities[i]
			switch {
			case isContainer(e.Ref.Kind):
				if !parts {
					containers = append(containers, e)
				}
			case isPart(e.Ref.Kind) == parts && !allCovered(e.Interfaces, covered):
				things = append(things, e)
				for _, id := range e.Interfaces {
					covered[id] = true
				}
			}
		}
	}
	return things, containers
}

func isPart(k ref.Kind) bool { return k == ref.NetworkInterface || k == ref.Address }

func allCovered(ids []graph.InterfaceID, covered map[graph.InterfaceID]bool) bool {
	for _, id := range ids {
		if !covered[id] {
			return false
		}
	}
	return len(ids) > 0
}

// primary is where a resource sends and receives: its first interface.
func (x *Index) primary(e *graph.Entity) (Match, error) {
	at := places(e)
	if len(at) == 0 {
		return Match{}, nowhere(Called(e), *e)
	}
	m := Match{Location: at[0], Label: Called(e), Ref: e.Ref}
	if len(at) > 1 {
		first := x.network.Interface(at[0].Interface)
		m.Note = fmt.Sprintf("%s has %d interfaces; this is %s, the first", Called(e), len(at), first.Ref.ID)
	}
	return m, nil
}

func (x *Index) single(e Expr, all []Match) (Match, error) {
	switch len(all) {
	case 0:
		return Match{}, &Error{Selector: e.text, Problem: "nothing is left of it", Remedy: "leave out an exclusion"}
	case 1:
		return all[0], nil
	}
	return Match{}, x.ambiguous(e, all)
}

func nowhere(selector string, e graph.Entity) error {
	return &Error{
		Selector: selector,
		Problem:  fmt.Sprintf("%v %s has no network interface in the snapshot, so nothing is sent or received there", e.Ref.Kind, e.Ref.ID),
		Remedy:   "name an instance, an interface or an address; if it should have one, see: dryhop snapshot check",
	}
}
