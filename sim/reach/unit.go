package reach

import (
	"slices"

	"github.com/dryhop/dryhop/topology/graph"
)

// A unit is the part of a place that has one role.
type unit struct {
	location graph.Location
	members  []graph.InterfaceID // of a class, in order; else empty
	role     int32
}

func (u *unit) size() int { return max(1, len(u.members)) }

// A side is one end of a query, as units.
type side struct {
	units   []unit
	of      map[graph.Location][]int32 // the units of a place
	roles   []Role
	members []int                       // of each role
	alone   map[graph.InterfaceID]int32 // units of one interface
}

func newSide(g *graph.Graph, places []Place) *side {
	s := &side{of: map[graph.Location][]int32{}, alone: map[graph.InterfaceID]int32{}}
	known := map[Role]int32{}
	for i := range places {
		p := &places[i]
		if len(p.Members) == 0 {
			s.add(p.Location, unit{location: p.Location, role: s.role(known, roleOf(g, p.Location))})
			continue
		}
		for _, u := range s.split(g, known, p) {
			s.add(p.Location, u)
		}
	}
	return s
}

// split divides the members of a class by their roles, in order of the first of each.
func (s *side) split(g *graph.Graph, known map[Role]int32, p *Place) []unit {
	var units []unit
	for _, id := range p.Members {
		at := graph.Location{Kind: graph.AtInterface, Interface: id}
		role := s.role(known, roleOf(g, at))
		i := slices.IndexFunc(units, func(u unit) bool { return u.role == role })
		if i < 0 {
			i = len(units)
			units = append(units, unit{location: at, role: role})
		}
		units[i].members = append(units[i].members, id)
	}
	return units
}

func (s *side) role(known map[Role]int32, r Role) int32 {
	i, ok := known[r]
	if !ok {
		i = int32(len(s.roles))
		known[r] = i
		s.roles, s.members = append(s.roles, r), append(s.members, 0)
	}
	return i
}

func (s *side) add(place graph.Location, u unit) {
	n := int32(len(s.units))
	s.units = append(s.units, u)
	s.of[place] = append(s.of[place], n)
	s.members[u.role] += u.size()
	if len(u.members) == 1 {
		s.alone[u.members[0]] = n
	}
}

// pairsOf counts the pairs of two units: nothing is asked of an interface towards itself.
func pairsOf(from, to *unit) int { return from.size()*to.size() - common(from.members, to.members) }

// apart are two places of two units.
func apart(from, to *unit) (graph.Location, graph.Location, bool) {
	if from.location != to.location {
		return from.location, to.location, true
	}
	other := graph.Location{Kind: graph.AtInterface}
	switch {
	case len(to.members) > 1:
		other.Interface = to.members[1]
		return from.location, other, true
	case len(from.members) > 1:
		other.Interface = from.members[1]
		return other, to.location, true
	}
	return from.location, to.location, false
}
