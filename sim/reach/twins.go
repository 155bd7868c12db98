package reach

import (
	"encoding/binary"

	"github.com/dryhop/dryhop/topology/graph"
)

// twins numbers what there is to tell of those who have an interface's address elsewhere.
type twins struct {
	what    func(graph.Traits) graph.Traits // of each counts
	traits  map[graph.Traits]int32
	numbers map[string]int32
}

func newTwins(what func(graph.Traits) graph.Traits) *twins {
	return &twins{what, map[graph.Traits]int32{}, map[string]int32{}}
}

// of is the number for an interface, from 1 on; 0 if it has no twins.
func (t *twins) of(g *graph.Graph, id graph.InterfaceID) int32 {
	var key []byte
	for _, twin := range g.Twins(id) {
		key = binary.AppendUvarint(key, uint64(number(t.traits, t.what(g.Traits(twin)))))
	}
	if len(key) == 0 {
		return 0
	}
	return 1 + number(t.numbers, string(key))
}
