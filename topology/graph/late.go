package graph

import "sync"

// late is what few questions need, and a large network has much of: it is made when it is first asked for.
type late struct {
	compiler *compiler
	entities func() []Entity
	arcs     func() *arcs
	carriers func() carriers // the sets that each group is in
}

func newLate(c *compiler) *late {
	return &late{
		compiler: c,
		entities: sync.OnceValue(c.allEntities),
		arcs:     lateArcs(c),
		carriers: sync.OnceValue(func() carriers { return c.g.groupSets.carriers(c.g.groups.len()) }),
	}
}

func lateArcs(c *compiler) func() *arcs {
	return sync.OnceValue(func() *arcs {
		all := c.allArcs()
		return &all
	})
}

// finish lets go of what only compiling needed.
func (c *compiler) finish() {
	c.groupSets, c.holders, c.balancers.devices = nil, nil, nil
}

// entities are all that can be named.
func (g *Graph) entities() []Entity { return g.late.entities() }

// arcs are where packets can go from each node, whatever filters say.
func (g *Graph) arcs() *arcs { return g.late.arcs() }
