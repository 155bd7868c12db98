package selector

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology/graph"
)

// Set lists every place that a selector stands for, in the order of locations.
func (x *Index) Set(e Expr) ([]Match, error) {
	include := e.include
	if len(include) == 0 {
		include = []term{{text: "*", form: everything}}
	}
	var all []Match
	for i := range include {
		found, err := x.termPlaces(e, &include[i])
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	excluded, err := x.excluded(e)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(m Match) bool { return excluded[m.Location] })
	slices.SortStableFunc(all, compareMatches)
	return slices.CompactFunc(all, func(a, b Match) bool { return a.Location == b.Location }), nil
}

func (x *Index) excluded(e Expr) (map[graph.Location]bool, error) {
	not := make(map[graph.Location]bool)
	for i := range e.exclude {
		found, err := x.termPlaces(e, &e.exclude[i])
		if err != nil {
			return nil, err
		}
		for _, m := range found {
			not[m.Location] = true
		}
	}
	return not, nil
}

func (x *Index) termPlaces(e Expr, t *term) ([]Match, error) {
	switch t.form {
	case internet:
		return []Match{atInternet()}, nil
	case address:
		return x.addressPlaces(t.prefix.Addr()), nil
	case block:
		return x.blockPlaces(t.prefix), nil
	}
	found := x.find(t)
	if len(found) == 0 {
		return nil, x.notFound(e, t)
	}
	var all []Match
	for _, i := range found {
		all = append(all, x.entityPlaces(&x.entities[i])...)
	}
	return all, nil
}

func (x *Index) entityPlaces(e *graph.Entity) []Match {
	var all []Match
	for _, at := range places(e) {
		m := Match{Location: at, Label: Called(e), Ref: e.Ref}
		if at.Kind == graph.AtInterface && (isContainer(e.Ref.Kind) || len(e.Interfaces) > 1) {
			m.Label, m.Ref = x.interfaceLabel(at.Interface), x.network.Interface(at.Interface).Ref
		}
		all = append(all, m)
	}
	return all
}

func (x *Index) interfaceLabel(id graph.InterfaceID) string {
	info := x.network.Interface(id)
	return cmp.Or(info.Name, info.Owner.ID, info.Ref.ID)
}

func atInternet() Match {
	return Match{Location: graph.Location{Kind: graph.AtInternet}, Label: "internet"}
}

func atAddress(a netip.Addr) Match {
	return Match{Location: graph.Location{Kind: graph.AtAddress, Addr: a}, Label: a.String()}
}

// addressPlaces is the interfaces that hold an address, or the bare address if none does.
func (x *Index) addressPlaces(a netip.Addr) []Match {
	holders := x.network.ByAddress(a)
	if len(holders) == 0 {
		return []Match{atAddress(a)}
	}
	all := make([]Match, len(holders))
	for i, id := range holders {
		all[i] = x.holder(id, a)
	}
	return all
}

// holder is an interface named by one of its addresses. A public one stands for the private one behind it.
func (x *Index) holder(id graph.InterfaceID, a netip.Addr) Match {
	info := x.network.Interface(id)
	m := Match{Location: graph.Location{Kind: graph.AtInterface, Interface: id}, Label: x.interfaceLabel(id), Address: a, Ref: info.Ref}
	for _, held := range info.Addresses {
		if held.Public == a {
			m.Address = held.Private
		}
	}
	return m
}

func (x *Index) blockPlaces(p netip.Prefix) []Match {
	var all []Match
	for id := range graph.InterfaceID(x.network.NumInterfaces()) {
		info := x.network.Interface(id)
		for _, held := range info.Addresses {
			if p.Contains(held.Private) || held.Public.IsValid() && p.Contains(held.Public) {
				all = append(all, x.holder(id, held.Private))
				break
			}
		}
	}
	return all
}
