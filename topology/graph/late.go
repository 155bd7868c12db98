package graph

import (
	"sync"

	"github.com/dryhop/dryhop/topology/ref"
)

// late is what few questions need, and a large network has much of: it is made when it is first asked for.
type late struct {
	compiler *compiler
	entities func() []Entity
	arcs     func() *arcs
	carriers func() carriers // the sets that each group is in
	ruled    func() map[ref.Ref]int32
	keeping  func() []bool // of load balancers
}

func newLate(c *compiler) *late {
	return &late{
		compiler: c,
		entities: sync.OnceValue(c.allEntities),
		arcs:     lateArcs(c),
		carriers: sync.OnceValue(func() carriers { return c.g.groupSets.carriers(c.g.groups.len()) }),
		ruled:    sync.OnceValue(c.g.numberRuled),
		keeping:  sync.OnceValue(c.g.allKeeping),
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

// numberRuled are the numbers of what has rules, the first of each kind and id. Edits of rules keep them.
func (g *Graph) numberRuled() map[ref.Ref]int32 {
	numbers := make(map[ref.Ref]int32, g.groups.len()+len(g.acls)+len(g.tables))
	add := func(of ref.Ref, i int32) {
		if _, known := numbers[of]; !known {
			numbers[of] = i
		}
	}
	for i := range int32(g.groups.len()) {
		add(g.groupAt(i).ref, i)
	}
	for i := range g.acls {
		add(g.acls[i].ref, int32(i))
	}
	for i := range g.tables {
		add(g.tables[i].ref, int32(i))
	}
	return numbers
}

// ruled is the number of a security group, network ACL or route table, or none.
func (g *Graph) ruled(of ref.Ref) int32 {
	if i, known := g.late.ruled()[of]; known {
		return i
	}
	return none
}

// entities are all that can be named.
func (g *Graph) entities() []Entity { return g.late.entities() }

// arcs are where packets can go from each node, whatever filters say.
func (g *Graph) arcs() *arcs { return g.late.arcs() }
