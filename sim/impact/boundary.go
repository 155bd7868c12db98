package impact

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// Boundary is what flows cross, the most worrying first.
type Boundary uint8

// The boundaries.
const (
	FromTheInternet    Boundary = iota
	FromOutside                 // from a network outside
	AcrossAccounts              // from one account to another
	AcrossEnvironments          // from places that a tag says to be of one environment to those of another
	ToOutside                   // to the internet or to a network outside
	Within
)

// String is the boundary's name in JSON.
func (b Boundary) String() string {
	return [...]string{"internet", "outside", "account", "environment", "egress", "within"}[min(b, Within)]
}

// environmentKeys are the tags that tell environments, without regard to case.
var environmentKeys = []string{"environment", "env", "stage"}

// A surveyor tells what boundaries flows cross.
type surveyor struct {
	g     *graph.Graph
	tags  map[ref.Ref]string           // environments found so far
	known map[graph.Location]territory // likewise
}

func newSurveyor(g *graph.Graph) *surveyor {
	return &surveyor{g, map[ref.Ref]string{}, map[graph.Location]territory{}}
}

// boundary is the most worrying one of an effect's flows.
func (s *surveyor) boundary(from, to []reach.Party) Boundary {
	switch a, b := outside(from), outside(to); {
	case a.Kind == graph.AtInternet:
		return FromTheInternet
	case a.Kind != graph.NoLocation:
		return FromOutside
	case b.Kind != graph.NoLocation:
		return ToOutside
	}
	senders, receivers := s.territories(from), s.territories(to)
	worst := Within
	for _, a := range senders {
		for _, b := range receivers {
			switch {
			case a.account != b.account && a.account != "" && b.account != "": // a plan may not tell it
				return AcrossAccounts
			case a.environment != b.environment && a.environment != "" && b.environment != "":
				worst = AcrossEnvironments
			}
		}
	}
	return worst
}

// outside is the first place of parties that is outside.
func outside(parties []reach.Party) graph.Location {
	for i := range parties {
		for _, l := range parties[i].Places {
			if l.Kind == graph.AtInternet || l.Kind == graph.AtExternalNetwork {
				return l
			}
		}
	}
	return graph.Location{}
}

// A territory is whose places are.
type territory struct{ account, environment string }

func (s *surveyor) territories(parties []reach.Party) []territory {
	var all []territory
	for i := range parties {
		for _, l := range parties[i].Places {
			if t := s.territory(l); !slices.Contains(all, t) {
				all = append(all, t)
			}
		}
	}
	return all
}

func (s *surveyor) territory(l graph.Location) territory {
	t, known := s.known[l]
	if !known {
		t = s.survey(l)
		s.known[l] = t
	}
	return t
}

func (s *surveyor) survey(l graph.Location) territory {
	r := s.g.RefOf(l)
	if l.Kind == graph.AtBalancer {
		if nodes := s.g.Nodes(l.Index); len(nodes) > 0 {
			l = graph.Location{Kind: graph.AtInterface, Interface: nodes[0]}
		}
	}
	if l.Kind != graph.AtInterface {
		return territory{}
	}
	info := s.g.Interface(l.Interface)
	return territory{info.Account, cmp.Or(s.environment(r), s.environment(info.Owner), s.environment(info.Subnet), s.environment(info.Vpc))}
}

// environment is what the tags of a resource say.
func (s *surveyor) environment(r ref.Ref) string {
	if text, known := s.tags[r]; known || r.IsZero() {
		return text
	}
	all := s.g.Entities()
	text := ""
	if i, found := slices.BinarySearchFunc(all, r, func(e graph.Entity, r ref.Ref) int { return ref.Compare(e.Ref, r) }); found {
		for _, tag := range all[i].Tags {
			if slices.Contains(environmentKeys, strings.ToLower(tag.Key)) {
				text = tag.Value
			}
		}
	}
	s.tags[r] = text
	return text
}
