package record

import (
	"slices"
	"strings"

	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/selector"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A namer finds words for places.
type namer struct {
	g     *graph.Graph
	index *selector.Index
}

// words are a selector that stands for just some places, and hosts of those outside.
func (n *namer) words(parties []reach.Party, s *reach.Share, side selector.Side) []string {
	var all []string
	for i := range parties {
		p := &parties[i]
		switch at := p.Places[0]; {
		case at.Kind == graph.AtInternet || at.Kind == graph.AtExternalNetwork:
			if !s.Hosts.Empty() {
				for _, prefix := range s.Hosts.Prefixes() {
					all = append(all, prefix.String())
				}
				continue
			}
			all = append(all, n.index.Word(at, side))
		default:
			all = append(all, n.group(p, side)...)
		}
	}
	return all
}

// group is a word for the places of a party, or one for each.
func (n *namer) group(p *reach.Party, side selector.Side) []string {
	if len(p.Places) > 1 {
		candidates := []string{p.Role.Name, p.Role.Name + "-*", p.Role.Name + "*", "sg:" + p.Role.Name}
		if !p.Role.Vpc.IsZero() && p.Role.Name == "" {
			candidates = append([]string{"vpc:" + n.called(p.Role.Vpc)}, candidates...)
		}
		for _, word := range candidates {
			if strings.Trim(word, "*-") != "" && n.names(word, p.Places) {
				return []string{word}
			}
		}
	}
	words := make([]string, len(p.Places))
	for i, l := range p.Places {
		words[i] = n.index.Word(l, side)
		if !n.names(words[i], p.Places[i:i+1]) {
			words[i] = n.g.RefOf(l).ID
		}
	}
	return words
}

func (n *namer) called(r ref.Ref) string {
	if name := n.g.Name(r); name != "" {
		return name
	}
	return r.ID
}

// names reports whether a word stands for just some places.
func (n *namer) names(word string, places []graph.Location) bool {
	expr, err := selector.Parse(word)
	if err != nil {
		return false
	}
	matches, err := n.index.Set(expr)
	if err != nil || len(matches) != len(places) {
		return false
	}
	return !slices.ContainsFunc(matches, func(m selector.Match) bool { return !slices.Contains(places, m.Location) })
}
