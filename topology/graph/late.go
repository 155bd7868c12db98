package graph

import "sync"

// late is what few questions need, and a large network has much of: it is made when it is first asked for.
type late struct {
	compiler     *compiler
	entitiesOnce sync.Once
	entities     []Entity
	arcsOnce     sync.Once
	arcs         arcs
}

// finish lets go of what only compiling needed.
func (c *compiler) finish() {
	c.groupSets, c.holders, c.balancers.devices = nil, nil, nil
}

// entities are all that can be named.
func (g *Graph) entities() []Entity {
	g.late.entitiesOnce.Do(func() { g.late.entities = g.late.compiler.allEntities() })
	return g.late.entities
}

// arcs are where packets can go from each node, whatever filters say.
func (g *Graph) arcs() *arcs {
	g.late.arcsOnce.Do(func() { g.late.arcs = g.late.compiler.allArcs() })
	return &g.late.arcs
}
