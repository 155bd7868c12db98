package reach

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology/graph"
)

// zoneKey is what the network between tells of an interface: all that a class is told by but for its security groups. Classes with
// equal keys lie in one zone.
type zoneKey struct {
	traits graph.Traits
	cells  [4]netip.Prefix // the longest prefixes around its addresses, of those that others than security groups compare with
	own    graph.InterfaceID
}

// zones numbers the zones of classes: the number for each class, and how many there are.
func zones(g *graph.Graph, classes []Place) (of []int32, n int) {
	cells := newCells(g.FabricPrefixes)
	numbers := map[zoneKey]int32{}
	of = make([]int32, len(classes))
	for i := range classes {
		id := classes[i].Location.Interface
		key := zoneKey{traits: g.Traits(id).Zone(), own: graph.NoInterface}
		if g.Special(id) {
			key.own = id
		} else {
			key.cells = cells.of(g, id)
		}
		number, known := numbers[key]
		if !known {
			number = int32(len(numbers))
			numbers[key] = number
		}
		of[i] = number
	}
	return of, len(numbers)
}
