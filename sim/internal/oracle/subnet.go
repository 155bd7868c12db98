package oracle

import "github.com/dryhop/dryhop/topology"

// leaveSubnet takes a packet from something in a subnet to its next hop: a neighbour directly (R2.8), else through
// the network ACL and the route table.
func (l *leg) leaveSubnet(id string, p packet) end {
	sub := l.subnet(id)
	if sub == nil {
		return unclear("subnet %s was not captured", id)
	}
	return l.leaveAs(hop{subnet: sub}, p)
}

// leaveAs is leaveSubnet for a hop of which the VPC is still to be found.
func (l *leg) leaveAs(from hop, p packet) end {
	sub, id := from.subnet, from.subnet.SubnetId
	if within(subnetBlocks(sub), p.dst) {
		l.note("R2.8: %v is in %s itself", p.dst, id)
		return l.toNeighbour(sub.VpcId, p)
	}
	if within(latticeSpace, p.dst) {
		return unclear("R8.5: VPC Lattice is not modelled")
	}
	if within(neverRouted, p.dst) {
		return dropped("R2.10: %v is never routed", p.dst)
	}
	if !l.aclPasses(id, egress, p) {
		return dropped("R5.2: the network ACL of %s lets it not out", id)
	}
	v := l.vpc(sub.VpcId)
	if v == nil {
		return unclear("VPC %s was not captured", sub.VpcId)
	}
	from.vpc = v
	return l.follow(from, p)
}

// toNeighbour hands the packet over inside a subnet: no network ACL, no route (R2.8, R5.3).
func (l *leg) toNeighbour(vpc string, p packet) end {
	h := l.holderOf(vpc, p.dst)
	if h.isNobody() || l.isReserved(vpc, p.dst) {
		return l.nobody(vpc, p.dst)
	}
	return l.receive(h, p)
}

// deliver hands the packet over from outside the destination's subnet: its network ACL has a say (R5.3).
func (l *leg) deliver(v *topology.Vpc, p packet) end {
	h := l.holderOf(v.VpcId, p.dst)
	if h.isNobody() || l.isReserved(v.VpcId, p.dst) {
		return l.nobody(v.VpcId, p.dst)
	}
	return l.deliverTo(h, p)
}

func (l *leg) deliverTo(h holder, p packet) end {
	if !h.isRegional() && !l.aclPasses(h.subnet, ingress, p) {
		return dropped("R5.2: the network ACL of %s lets it not in", h.subnet)
	}
	return l.receive(h, p)
}
