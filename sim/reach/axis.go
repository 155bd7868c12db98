package reach

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// An axis is one end of a query, by labels.
type axis struct {
	labels  []label // in order
	places  []Place
	parts   [][]part // by place
	numbers map[graph.Location]int32
}

// A part is the part of a place that has one label.
type part struct {
	unit
	label int32
}

func newAxis(l *labeller, places []Place) *axis {
	a := &axis{places: places, parts: make([][]part, len(places)), numbers: make(map[graph.Location]int32, len(places))}
	byPlace := make([][]label, len(places))
	for i := range places {
		for _, at := range locationsOf(&places[i]) {
			byPlace[i] = append(byPlace[i], l.of(at))
		}
		a.labels = append(a.labels, byPlace[i]...)
	}
	slices.SortFunc(a.labels, compareLabels)
	a.labels = slices.Compact(a.labels)
	for i := range places {
		a.parts[i], a.numbers[places[i].Location] = a.divide(&places[i], byPlace[i]), int32(i)
	}
	return a
}

// number is that of a place.
func (a *axis) number(l graph.Location) int32 { return a.numbers[l] }

// part is what of a place has a label.
func (a *axis) part(place, label int32) *part {
	parts := a.parts[place]
	return &parts[slices.IndexFunc(parts, func(p part) bool { return p.label == label })]
}

func locationsOf(p *Place) []graph.Location {
	u := unit{location: p.Location, members: p.Members}
	return u.locations()
}

// divide cuts a place up by the labels of its members.
func (a *axis) divide(p *Place, labels []label) []part {
	var parts []part
	for i, at := range locationsOf(p) {
		n, _ := slices.BinarySearchFunc(a.labels, labels[i], compareLabels)
		j := slices.IndexFunc(parts, func(x part) bool { return x.label == int32(n) })
		if j < 0 {
			j = len(parts)
			parts = append(parts, part{unit{location: at}, int32(n)})
		}
		if at.Kind == graph.AtInterface {
			parts[j].members = append(parts[j].members, at.Interface)
		}
	}
	return parts
}

func (a *axis) texts() []string {
	texts := make([]string, len(a.labels))
	for i := range a.labels {
		texts[i] = a.labels[i].text
	}
	return texts
}

// pairsAsked counts the pairs of places that two labels have, in each family of a query: all that have it, but none with itself
// and none of two places outside.
func pairsAsked(a *asker, from, to *axis) func(i, j int32) int {
	families := a.query.Families
	if len(families) == 0 {
		families = netmath.Families[:]
	}
	var sources, targets [2][]census
	var shared [2]map[[2]int32]int
	for _, f := range families {
		sources[f], targets[f] = a.census(from, f), a.census(to, f)
		shared[f] = a.shared(from, to, f)
	}
	return func(i, j int32) int {
		n := 0
		for _, f := range families {
			s, t := sources[f][i], targets[f][j]
			n += (s.inside+s.outside)*(t.inside+t.outside) - s.outside*t.outside - shared[f][[2]int32{i, j}]
		}
		return n
	}
}

// A census counts the places of a label that have a family.
type census struct{ inside, outside int }

func (a *asker) census(x *axis, f netmath.Family) []census {
	counts := make([]census, len(x.labels))
	for i := range x.places {
		p := &x.places[i]
		if !a.has(p, f) {
			continue
		}
		for _, part := range x.parts[i] {
			if p.Outside() {
				counts[part.label].outside++
			} else {
				counts[part.label].inside += part.size()
			}
		}
	}
	return counts
}

// shared counts the interfaces that are at both ends, by their labels there.
func (a *asker) shared(from, to *axis, f netmath.Family) map[[2]int32]int {
	labels := map[graph.InterfaceID]int32{}
	for _, parts := range to.parts {
		for _, p := range parts {
			for _, id := range p.members {
				labels[id] = p.label
			}
		}
	}
	counts := map[[2]int32]int{}
	for _, parts := range from.parts {
		for _, p := range parts {
			for _, id := range p.members {
				if j, both := labels[id]; both && a.g.Primary(id, f).IsValid() {
					counts[[2]int32{p.label, j}]++
				}
			}
		}
	}
	return counts
}
