package graph

import (
	"errors"
	"fmt"
	"reflect"
)

// CheckSame tells in what the compiled forms of two graphs differ, if in anything: in tables, rules, routes, numbers or findings. Tests hold the
// graph of an edited snapshot against that of the same snapshot compiled from the beginning.
func (g *Graph) CheckSame(o *Graph) error {
	var broken []error
	want := func(what string, a, b any) {
		if !reflect.DeepEqual(a, b) {
			broken = append(broken, fmt.Errorf("%s: %+v, and %+v", what, a, b))
		}
	}
	want("rows of tables", g.counts(), o.counts())
	if len(g.tables) == len(o.tables) && len(g.acls) == len(o.acls) && g.groups.rows == o.groups.rows {
		for i := range g.tables {
			want("route table", g.tables[i], o.tables[i])
		}
		for i := range g.acls {
			want("network ACL", g.acls[i], o.acls[i])
		}
		for i := range int32(g.groups.rows) {
			want("security group", *g.groupAt(i), *o.groupAt(i))
		}
	}
	want("identity", g.identity, o.identity)
	want("findings", g.Diagnostics(), o.Diagnostics())
	want("entities", g.entities(), o.entities())
	want("arcs", g.arcs(), o.arcs())
	if len(broken) == 0 {
		a, b := g.bare(), o.bare()
		if !reflect.DeepEqual(&a, &b) {
			broken = append(broken, errors.New("the rest differs"))
		}
	}
	return errors.Join(broken...)
}

// bare is a graph without what is made when it is asked for, or finds rows by functions.
func (g *Graph) bare() Graph {
	b := *g
	b.snapshot, b.late, b.findings, b.elsewhere = nil, nil, nil, nil
	b.groupFilters, b.aclFilters = filterSlots{pages[slotSet]{rows: g.groupFilters.rows}}, filterSlots{pages[slotSet]{rows: g.aclFilters.rows}}
	b.interfaceIDs.id, b.instanceIDs.id = nil, nil
	return b
}
