package graph

import "slices"

// arcs: rows are sorted and refer to nodes, the one direction mirrors the other, interfaces are tied to their VPC and
// subnet, and a router leads to the targets of its active routes and nowhere else.
func (c *checker) arcs() {
	if len(c.broken) > 0 || !c.rows(&c.g.arcs().out) || !c.rows(&c.g.arcs().in) {
		return
	}
	for id := range NodeID(c.g.NumNodes()) {
		for _, to := range c.g.arcs().out.of(id) {
			c.want(c.joined(&c.g.arcs().in, to, id), c.g.Ref(c.g.NodeAt(id)), "the arc to %v has no reverse", c.g.Ref(c.g.NodeAt(to)))
		}
	}
	c.want(len(c.g.arcs().in.nodes) == len(c.g.arcs().out.nodes), c.g.Ref(Node{InternetNode, 0}), "%d arcs, and %d backwards", len(c.g.arcs().out.nodes), len(c.g.arcs().in.nodes))
	for i := range c.g.interfaces {
		e, at := &c.g.interfaces[i], c.g.ID(Node{InterfaceNode, int32(i)})
		vpc, router := c.g.ID(Node{VpcNode, e.vpc}), c.g.ID(Node{RouterNode, e.subnet})
		out := &c.g.arcs().out
		c.want(c.joined(out, at, vpc) && c.joined(out, vpc, at) && c.joined(out, at, router), e.ref, "it is not tied to its VPC and subnet")
	}
	for i := range c.g.subnets {
		c.router(int32(i))
	}
}

// rows: as many as nodes, one after the other, each sorted and without repetition.
func (c *checker) rows(r *rows) bool {
	n, before := c.g.NumNodes(), len(c.broken)
	of := c.g.Ref(Node{InternetNode, 0})
	c.want(len(r.start) == n+1 && r.start[0] == 0 && int(r.start[n]) == len(r.nodes) && slices.IsSorted(r.start), of, "%d rows for %d nodes do not follow each other", len(r.start)-1, n)
	if len(c.broken) > before {
		return false
	}
	for id := range NodeID(n) {
		row := r.of(id)
		for i, to := range row {
			c.want(to >= 0 && int(to) < n && (i == 0 || row[i-1] < to), c.g.Ref(c.g.NodeAt(id)), "its row %v is out of order", row)
		}
	}
	return len(c.broken) == before
}

func (c *checker) joined(r *rows, from, to NodeID) bool {
	_, found := slices.BinarySearch(r.of(from), to)
	return found
}

// router: its arcs are the targets of its active routes.
func (c *checker) router(si int32) {
	s := &c.g.subnets[si]
	var targets []NodeID
	if s.table != none {
		for _, r := range c.g.tables[s.table].routes {
			if r.state == activeRoute {
				targets = append(targets, c.g.ID(r.target))
			}
		}
	}
	slices.Sort(targets)
	row := c.g.arcs().out.of(c.g.ID(Node{RouterNode, si}))
	c.want(slices.Equal(row, slices.Compact(targets)), s.ref, "its routes lead to %v, its arcs to %v", targets, row)
}
