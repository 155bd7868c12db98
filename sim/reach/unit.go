package reach

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/topology/graph"
)

// A unit is the part of a place that has one role.
type unit struct {
	location graph.Location
	members  []graph.InterfaceID // of a class, in order; else empty
	role     int32
	rank     int64 // of its place among those asked about, and of the role in it
}

func (u *unit) size() int { return max(1, len(u.members)) }

// A side is one end of a query, as units of the places that take part.
type side struct {
	g      *graph.Graph
	units  []unit
	of     map[graph.Location][]int32 // the units of a place
	roles  []Role
	known  map[Role]int32
	alone  map[graph.InterfaceID]int32 // units of one interface
	roster roster
}

func newSide(g *graph.Graph, of roster) *side {
	return &side{g: g, of: map[graph.Location][]int32{}, known: map[Role]int32{}, alone: map[graph.InterfaceID]int32{}, roster: of}
}

// unitsOf are the units of a place.
func (s *side) unitsOf(p *Place) []int32 {
	units, known := s.of[p.Location]
	if known {
		return units
	}
	rank := s.roster.rank(p) << 32
	if len(p.Members) == 0 {
		s.add(p.Location, unit{location: p.Location, role: s.role(roleOf(s.g, p.Location)), rank: rank})
	} else {
		for i, u := range s.split(p) {
			u.rank = rank + int64(i)
			s.add(p.Location, u)
		}
	}
	return s.of[p.Location]
}

// split divides the members of a class by their roles, in order of the first of each.
func (s *side) split(p *Place) []unit {
	var units []unit
	for _, id := range p.Members {
		at := graph.Location{Kind: graph.AtInterface, Interface: id}
		role := s.role(roleOf(s.g, at))
		i := slices.IndexFunc(units, func(u unit) bool { return u.role == role })
		if i < 0 {
			i = len(units)
			units = append(units, unit{location: at, role: role})
		}
		units[i].members = append(units[i].members, id)
	}
	return units
}

func (s *side) role(r Role) int32 {
	i := number(s.known, r)
	if int(i) == len(s.roles) {
		s.roles = append(s.roles, r)
	}
	return i
}

func (s *side) add(place graph.Location, u unit) {
	n := int32(len(s.units))
	s.units = append(s.units, u)
	s.of[place] = append(s.of[place], n)
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

// byRank puts units in order of their places.
func (s *side) byRank(units []int32) []int32 {
	units = slices.Clone(units)
	slices.SortFunc(units, func(a, b int32) int { return cmp.Compare(s.units[a].rank, s.units[b].rank) })
	return units
}
