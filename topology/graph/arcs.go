package graph

import (
	"slices"
)

// NodeID numbers all nodes of a graph from 0: kind by kind, index by index.
type NodeID int64

// arcs are the graph's edges, by their source and by their target.
type arcs struct{ out, in rows }

// rows are lists of nodes, one for each node, end to end: that of node n is nodes[start[n]:start[n+1]], sorted.
type rows struct {
	start []int32
	nodes []NodeID
}

// of is the row of a node; of what is no node it is empty.
func (r *rows) of(id NodeID) []NodeID {
	if id < 0 || int(id) >= len(r.start)-1 {
		return nil
	}
	return r.nodes[r.start[id]:r.start[id+1]]
}

// counts is how many nodes of each kind there are.
func (g *Graph) counts() [numNodeKinds]int {
	return [numNodeKinds]int{
		InterfaceNode: len(g.interfaces), RouterNode: len(g.subnets), VpcNode: len(g.vpcs),
		InternetGatewayNode: len(g.internetGateways), EgressOnlyNode: len(g.egressOnly), NatGatewayNode: len(g.nats),
		PeeringNode: len(g.peerings), VpnGatewayNode: len(g.vpnGateways), GatewayEndpointNode: len(g.endpoints),
		InternetNode: 1, ExternalNode: len(g.externals), ServiceNode: len(g.services), OpaqueNode: len(g.opaques),
		TransitGatewayNode: len(g.transitGateways), TransitAttachmentNode: len(g.transitAttachments),
		InspectionNode: len(g.inspections), CarrierGatewayNode: len(g.carrierGateways),
		BalancerNode: len(g.balancers), ListenerNode: len(g.listeners), TargetGroupNode: len(g.targetGroups), LinkNode: len(g.links),
	}
}

// ID numbers a node.
func (g *Graph) ID(n Node) NodeID { return NodeID(g.offsets[n.Kind] + int64(n.Index)) }

// NodeAt is the node of a number.
func (g *Graph) NodeAt(id NodeID) Node {
	for k := InterfaceNode; k < numNodeKinds; k++ {
		if int64(id) < g.offsets[k+1] {
			return Node{k, int32(int64(id) - g.offsets[k])}
		}
	}
	return Node{}
}

// NumNodes is the number of nodes.
func (g *Graph) NumNodes() int { return int(g.offsets[numNodeKinds]) }

// compileOffsets numbers the nodes.
func (c *compiler) compileOffsets() {
	for k, n := range c.g.counts() {
		c.g.offsets[k+1] = c.g.offsets[k] + int64(n)
	}
}

// allArcs lays down where packets can go from each node, whatever filters say.
func (c *compiler) allArcs() arcs {
	g := c.g
	out := make([][]NodeID, g.NumNodes())
	add := func(from, to Node) { out[g.ID(from)] = append(out[g.ID(from)], g.ID(to)) }
	c.arcsOfInterfaces(add)
	c.arcsOfRoutes(add)
	c.arcsOfGateways(add)
	c.arcsOfTransit(add)
	c.arcsOfClients(add)
	c.arcsOfBalancers(add)
	all := arcs{out: rowsOf(out)}
	all.in = all.out.reversed()
	return all
}

// rowsOf packs lists, each sorted and without repetition.
func rowsOf(lists [][]NodeID) rows {
	r := rows{start: make([]int32, 1, len(lists)+1)}
	for _, list := range lists {
		slices.Sort(list)
		r.nodes = append(r.nodes, slices.Compact(list)...)
		r.start = append(r.start, int32(len(r.nodes)))
	}
	return r
}

// reversed lists for each node those in whose rows it is. It counts, then deals out in order of the rows, so that
// what comes out is sorted too.
//
//	rows      0: 1 2   1: 2   2: 0        start 0 2 3 4
//	counted   0: one   1: one   2: two    start 0 1 2 4
//	dealt     0: 2     1: 0     2: 0 1
func (r *rows) reversed() rows {
	back := rows{start: make([]int32, len(r.start)), nodes: make([]NodeID, len(r.nodes))}
	for _, to := range r.nodes {
		back.start[to+1]++
	}
	for i := 1; i < len(back.start); i++ {
		back.start[i] += back.start[i-1]
	}
	free := slices.Clone(back.start)
	for from := range NodeID(len(r.start) - 1) {
		for _, to := range r.of(from) {
			back.nodes[free[to]] = from
			free[to]++
		}
	}
	return back
}

// arcsOfInterfaces: an interface reaches its neighbours by the VPC node and everything else by its subnet's router.
func (c *compiler) arcsOfInterfaces(add func(from, to Node)) {
	for i := range c.g.interfaces {
		e, at := &c.g.interfaces[i], Node{InterfaceNode, int32(i)}
		add(at, Node{VpcNode, e.vpc})
		add(at, Node{RouterNode, e.subnet})
		add(Node{VpcNode, e.vpc}, at)
	}
}

func (c *compiler) arcsOfRoutes(add func(from, to Node)) {
	for i := range c.g.subnets {
		if ti := c.g.subnets[i].table; ti != none {
			for _, r := range c.g.tables[ti].routes {
				if r.state == activeRoute {
					add(Node{RouterNode, int32(i)}, r.target)
				}
			}
		}
	}
}

// arcsOfEdge: a gateway leads to the targets of its own table.
func (c *compiler) arcsOfEdge(at Node, edge int32, add func(from, to Node)) {
	if edge == none {
		return
	}
	for _, r := range c.g.tables[edge].routes {
		if r.state == activeRoute {
			add(at, r.target)
		}
	}
}

// arcsOfRegional: a regional NAT gateway delivers in its VPC, and leads to the targets of its own table, or to the internet.
func (c *compiler) arcsOfRegional(ni int32, add func(from, to Node)) {
	n, at := &c.g.nats[ni], Node{NatGatewayNode, ni}
	if !n.regional || n.vpc == none {
		return
	}
	add(at, Node{VpcNode, n.vpc})
	c.arcsOfEdge(at, n.table, add)
	if gi := c.g.vpcs[n.vpc].internetGateway; n.table == none && gi != none {
		add(at, Node{InternetGatewayNode, gi})
	}
}

func (c *compiler) arcsOfGateways(add func(from, to Node)) {
	internet := Node{InternetNode, 0}
	for i := range c.g.internetGateways {
		if v := c.g.internetGateways[i].vpc; v != none {
			add(Node{InternetGatewayNode, int32(i)}, internet)
			add(Node{InternetGatewayNode, int32(i)}, Node{VpcNode, v})
			add(internet, Node{InternetGatewayNode, int32(i)})
		}
		c.arcsOfEdge(Node{InternetGatewayNode, int32(i)}, c.g.internetGateways[i].edge, add)
	}
	for i := range c.g.egressOnly {
		add(Node{EgressOnlyNode, int32(i)}, internet)
	}
	for i := range c.g.nats {
		if n := &c.g.nats[i]; n.subnet != none {
			add(Node{NatGatewayNode, int32(i)}, Node{RouterNode, n.subnet})
			add(Node{NatGatewayNode, int32(i)}, Node{VpcNode, n.vpc})
			add(Node{VpcNode, n.vpc}, Node{NatGatewayNode, int32(i)})
		}
		c.arcsOfRegional(int32(i), add)
	}
	for i := range c.g.peerings {
		for _, side := range c.g.peerings[i].sides {
			if side.vpc != none {
				add(Node{PeeringNode, int32(i)}, Node{VpcNode, side.vpc})
			}
		}
	}
	for i := range c.g.externals {
		if gw := c.g.externals[i].gateway; gw != none {
			add(Node{VpnGatewayNode, gw}, Node{ExternalNode, int32(i)})
			add(Node{ExternalNode, int32(i)}, Node{VpnGatewayNode, gw})
		}
	}
	for i := range c.g.vpnGateways {
		if v := c.g.vpnGateways[i].vpc; v != none {
			add(Node{VpnGatewayNode, int32(i)}, Node{VpcNode, v})
		}
		c.arcsOfEdge(Node{VpnGatewayNode, int32(i)}, c.g.vpnGateways[i].edge, add)
	}
	for i := range c.g.carrierGateways {
		add(Node{CarrierGatewayNode, int32(i)}, internet)
		if v := c.g.carrierGateways[i].vpc; v != none {
			add(internet, Node{CarrierGatewayNode, int32(i)})
			add(Node{CarrierGatewayNode, int32(i)}, Node{VpcNode, v})
		}
	}
	for i := range c.g.inspections {
		if si := c.g.inspections[i].subnet; si != none {
			add(Node{InspectionNode, int32(i)}, Node{RouterNode, si})
			add(Node{InspectionNode, int32(i)}, Node{VpcNode, c.g.subnets[si].vpc})
		}
	}
	for i := range c.g.endpoints {
		add(Node{GatewayEndpointNode, int32(i)}, Node{ServiceNode, c.g.endpoints[i].service})
	}
}
