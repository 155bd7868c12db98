package graph

// Implements R11.1, as far as it is about nodes: the interfaces of a load balancer, one in each of its zones.

import "strings"

// nodeOfBalancer reads from an interface's description which load balancer it is a node of:
//
//	ELB app/web/50dc6c495c0c9188    application; net/ and gwy/ are network and gateway ones
//	ELB web                         classic
func (c *compiler) nodeOfBalancer(e *iface, id InterfaceID, description string) {
	of, found := strings.CutPrefix(description, "ELB ")
	if !found || of == "" {
		return
	}
	kind, rest, elastic := strings.Cut(of, "/")
	if elastic && c.isDeclared(rest) {
		of = rest
	}
	switch {
	case !elastic:
		e.balancer = c.classicBalancer(e.vpc, of)
	case kind == "app", kind == "net":
		e.balancer = c.balancer(of)
	case kind == "gwy":
		e.role, e.balancer = silentRole, c.balancer(of)
	default:
		e.balancer = c.balancer(of) // which nobody knows
	}
	if kind == "net" && elastic {
		e.role = balancerRole
	}
	c.g.balancers[e.balancer].nodes = append(c.g.balancers[e.balancer].nodes, id)
}

// isDeclared reports whether a load balancer goes by where a plan declares it: it has no ARN yet.
func (c *compiler) isDeclared(address string) bool {
	if c.balancers.declared == nil {
		c.balancers.declared = map[string]bool{}
		for i := range c.s.LoadBalancers {
			if arn := c.s.LoadBalancers[i].LoadBalancerArn; !strings.HasPrefix(arn, "arn:") {
				c.balancers.declared[arn] = true
			}
		}
	}
	return c.balancers.declared[address]
}

// ownNodes names a load balancer as the owner of its nodes.
func (c *compiler) ownNodes(bi int32) {
	b := &c.g.balancers[bi]
	for _, id := range b.nodes {
		c.g.interfaces[id].owner = b.ref
	}
}

// isNode reports whether an interface is a node of a load balancer that takes connections.
func (e *iface) isNode() bool { return e.balancer != none && e.role != silentRole }
