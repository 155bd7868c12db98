package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// toGroupTarget sends the packet to an instance or an address (B5).
func (l *leg) toGroupTarget(n node, g *topology.TargetGroup, t target, p packet) end {
	switch {
	case g.TargetType == "ip" && !t.addr.IsValid(), g.TargetType != "ip" && t.eni == nil:
		return unclear("target %s of %s was not captured", t.id, g.TargetGroupArn)
	case !t.addr.IsValid():
		return dropped("R11.7: target %s has no address of the group's family", t.id)
	}
	keeps := l.preserves(n, g, t.addr, p)
	if keeps {
		if why := l.cannotPreserve(n, g, t.addr, p); why != "" {
			return dropped("%s", why)
		}
	}
	return l.sendToTarget(n, t.addr, t.port, keeps, p)
}

// toApplicationBalancer sends the packet to a node of an application load balancer, from the client still (R11.10).
func (l *leg) toApplicationBalancer(n node, g *topology.TargetGroup, row topology.TargetHealthDescription, p packet) end {
	b := l.balancerByArn(row.Target.Id)
	if b == nil {
		return unclear("load balancer %s was not captured", row.Target.Id)
	}
	nodes := l.nodesOf(b)
	if len(nodes) == 0 {
		return unclear("the nodes of %s were not captured", row.Target.Id)
	}
	var addresses []netip.Addr
	for _, e := range nodes {
		if a := nodeAddress(e, g.IpAddressType == "ipv6"); a.IsValid() {
			addresses = append(addresses, a)
		}
	}
	if len(addresses) == 0 {
		return dropped("R11.10: no node of %s has an address of the group's family", row.Target.Id)
	}
	port := row.Target.Port
	if port == 0 {
		port = g.Port
	}
	a := addresses[l.awsPicks(len(addresses))]
	return l.sendToTarget(n, a, uint16(port), !n.link && a.Is4() == p.src.Is4(), p)
}

// preserves tells whether the target sees the client's address (R11.5).
func (r *run) preserves(n node, g *topology.TargetGroup, dst netip.Addr, p packet) bool {
	if !n.of.isNetwork() || n.link || dst.Is4() != p.src.Is4() {
		return false
	}
	switch g.Protocol {
	case "UDP", "TCP_UDP", "QUIC", "TCP_QUIC":
		return true
	}
	switch attribute(g.Attributes, g.AttributesKnown, "preserve_client_ip.enabled") {
	case "true":
		return true
	case "false":
		return false
	}
	return g.TargetType == "instance"
}

// cannotPreserve says why a target cannot be reached from the client's address (R11.5, R17.7).
func (l *leg) cannotPreserve(n node, g *topology.TargetGroup, dst netip.Addr, p packet) string {
	vpc := n.of.vpc()
	if dst == p.src || l.isOneInterface(vpc, dst, p.src) {
		return "R17.7: " + dst.String() + " would get its own packet back"
	}
	if g.TargetType != "ip" {
		return ""
	}
	if h := l.holderOf(vpc, dst); h.eni != nil && isInterfaceEndpoint(h.eni) {
		return "R11.5: " + dst.String() + " is an endpoint's"
	}
	if v := l.vpc(vpc); v != nil && within(vpcBlocks(v), dst) || l.isInPeer(vpc, dst) {
		return ""
	}
	return "R11.5: " + dst.String() + " is neither in " + vpc + " nor in a peer of it"
}

func (r *run) isOneInterface(vpc string, a, b netip.Addr) bool {
	h := r.holderOf(vpc, a)
	return h.eni != nil && holds(h.eni, b)
}

// isInPeer tells whether a VPC that an active peering inside the Region joins has the address.
func (r *run) isInPeer(vpc string, a netip.Addr) bool {
	for i := range r.s.VpcPeeringConnections {
		c := &r.s.VpcPeeringConnections[i]
		far, joins := farSide(c, vpc)
		if !joins || !r.isRegional(c) {
			continue
		}
		blocks := sideBlocks(far)
		if v := r.vpc(far.VpcId); v != nil {
			blocks = vpcBlocks(v)
		}
		if within(blocks, a) {
			return true
		}
	}
	return false
}

// sendToTarget opens the node's connection, or keeps the client's (R11.1): in either case security group references know it as
// the node's.
func (l *leg) sendToTarget(n node, dst netip.Addr, port uint16, keeps bool, p packet) end {
	id := n.eni.NetworkInterfaceId
	after := p.anonymous()
	after.dst, after.dport, after.identity, after.transit = dst, port, id, ""
	if !keeps {
		after.src = nodeAddress(n.eni, dst.Is6())
		if !after.src.IsValid() {
			return dropped("R11.1: %s has no address of the target's family", id)
		}
		after = l.withTranslatedPort(after) // R11.12
	}
	l.note("R11.1: %s sends %v", id, after)
	l.translations = append(l.translations, translation{device: id, before: p, after: after, kept: keeps})
	if !l.passes(l.groupsAllow(n.eni, egress, after), "R11.3: egress of the security groups of %s", id) {
		return dropped("R4.1: no security group of %s lets it out", id)
	}
	if n.of.classic != nil && !l.classicNeighbour(n.eni.SubnetId, after) {
		return dropped("R5.15: the network ACL of %s lets it not through", n.eni.SubnetId)
	}
	return l.leaveSubnet(n.eni.SubnetId, after)
}
