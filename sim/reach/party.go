package reach

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// Size is how many places a party is.
func (p *Party) Size() int { return len(p.Places) }

// parties are units by role, in order of their first places. Where all of a VPC takes part, and these are several roles, it is
// one party.
func (s *side) parties(units []int32) []Party {
	byRole := map[int32]int{}
	var out []Party
	for _, n := range units {
		u := &s.units[n]
		i, known := byRole[u.role]
		if !known {
			i = len(out)
			byRole[u.role] = i
			out = append(out, Party{Role: s.roles[u.role], Of: s.roster.withRole(s.roles[u.role])})
		}
		out[i].Places = append(out[i].Places, u.locations()...)
	}
	for i := range out {
		slices.SortFunc(out[i].Places, compareLocations)
	}
	out = s.collapse(out)
	slices.SortStableFunc(out, func(a, b Party) int { return compareLocations(a.Places[0], b.Places[0]) })
	return out
}

func (u *unit) locations() []graph.Location {
	if len(u.members) == 0 {
		return []graph.Location{u.location}
	}
	all := make([]graph.Location, len(u.members))
	for i, id := range u.members {
		all[i] = graph.Location{Kind: graph.AtInterface, Interface: id}
	}
	return all
}

// collapse puts the roles of a VPC together where it takes part as a whole.
func (s *side) collapse(parties []Party) []Party {
	const several = 3
	takePart := map[ref.Ref]int{}
	roles := map[ref.Ref]int{}
	for i := range parties {
		takePart[parties[i].Role.Vpc] += parties[i].Size()
		roles[parties[i].Role.Vpc]++
	}
	var out []Party
	at := map[ref.Ref]int{}
	for _, p := range parties {
		vpc := p.Role.Vpc
		if vpc.IsZero() || roles[vpc] < several || takePart[vpc] < s.roster.inVpc(vpc) {
			out = append(out, p)
			continue
		}
		i, known := at[vpc]
		if !known {
			i = len(out)
			at[vpc] = i
			out = append(out, Party{Role: Role{Vpc: vpc}, Of: s.roster.inVpc(vpc)})
		}
		out[i].Places = append(out[i].Places, p.Places...)
	}
	for i := range out {
		slices.SortFunc(out[i].Places, compareLocations)
	}
	return out
}

func compareParties(a, b []Party) int {
	return slices.CompareFunc(a, b, func(x, y Party) int { return slices.CompareFunc(x.Places, y.Places, compareLocations) })
}

// compareLocations orders interfaces first, then load balancers, networks outside and the internet.
func compareLocations(a, b graph.Location) int {
	return cmp.Or(cmp.Compare(kindOrder[a.Kind], kindOrder[b.Kind]), cmp.Compare(a.Interface, b.Interface), cmp.Compare(a.Index, b.Index), a.Addr.Compare(b.Addr))
}

var kindOrder = [...]int{graph.NoLocation: 0, graph.AtInterface: 1, graph.AtAddress: 2, graph.AtBalancer: 3, graph.AtService: 4, graph.AtExternalNetwork: 5, graph.AtInternet: 6}
