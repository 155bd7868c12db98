package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// natCrossing is a request that crossed a peering with a NAT gateway's address as its source (R3.11).
type natCrossing struct {
	nat    *topology.NatGateway
	source netip.Addr
	far    string // the VPC on the other side
}

// farSide is the side of a peering opposite to a VPC.
func farSide(c *topology.VpcPeeringConnection, vpc string) (topology.VpcPeeringConnectionVpcInfo, bool) {
	switch vpc {
	case c.RequesterVpcInfo.VpcId:
		return c.AccepterVpcInfo, true
	case c.AccepterVpcInfo.VpcId:
		return c.RequesterVpcInfo, true
	}
	return topology.VpcPeeringConnectionVpcInfo{}, false
}

// sideBlocks are the blocks that the peering prints of one side (R6.1).
func sideBlocks(side topology.VpcPeeringConnectionVpcInfo) []netip.Prefix {
	var all []netip.Prefix
	for _, b := range side.CidrBlockSet {
		all = append(all, b.CidrBlock.Masked())
	}
	for _, b := range side.Ipv6CidrBlockSet {
		all = append(all, b.Ipv6CidrBlock.Masked())
	}
	if len(all) == 0 && side.CidrBlock.IsValid() {
		all = append(all, side.CidrBlock.Masked())
	}
	return all
}

// toPeering crosses into the peer VPC, for addresses of both VPCs only: no transit (R6.1, R6.3, R6.5).
func (l *leg) toPeering(id string, from hop, p packet) end {
	c := find(l.s.VpcPeeringConnections, id, func(c *topology.VpcPeeringConnection) string { return c.VpcPeeringConnectionId })
	if c == nil {
		return unclear("%s was not captured", id)
	}
	far, joins := farSide(c, from.vpc.VpcId)
	switch {
	case c.Status.Code != "active":
		return dropped("R6.1: %s is not active", id)
	case !joins:
		return dropped("R6.1: %s is no peering of %s", id, from.vpc.VpcId)
	case !within(vpcBlocks(from.vpc), p.src):
		return dropped("R6.5: %v is not in %s", p.src, from.vpc.VpcId)
	}
	peer := l.vpc(far.VpcId)
	if peer == nil {
		return intoUnseenPeer(far, p)
	}
	if !within(vpcBlocks(peer), p.dst) {
		return dropped("R6.3: %v is not in %s", p.dst, peer.VpcId)
	}
	l.noteNatCrossing(from.vpc, peer, p)
	if p.crossed != no {
		p = p.anonymous() // R4.6: by a transit gateway or a peering, not by both
	}
	return l.deliver(peer, p) // R6.4
}

func intoUnseenPeer(far topology.VpcPeeringConnectionVpcInfo, p packet) end {
	if blocks := sideBlocks(far); len(blocks) > 0 && !within(blocks, p.dst) {
		return dropped("R6.3: %v is not in %s", p.dst, far.VpcId)
	}
	return unclear("VPC %s was not captured", far.VpcId)
}

func (l *leg) noteNatCrossing(from, to *topology.Vpc, p packet) {
	if h := l.holderOf(from.VpcId, p.src); h.nat != nil {
		l.toSender = &natCrossing{nat: h.nat, source: p.src, far: to.VpcId}
	}
}

// returnToSender takes a reply back over the peering to the NAT gateway, whatever the replier's table says. Both
// network ACLs still apply (R3.11).
func (l *leg) returnToSender(x *natCrossing, subnet string, p packet) end {
	l.note("R3.11: the reply returns to %s", x.nat.NatGatewayId)
	if !l.aclPasses(subnet, egress, p) {
		return dropped("R5.2: the network ACL of %s lets it not out", subnet)
	}
	return l.deliverTo(holder{nat: x.nat, subnet: x.nat.SubnetId}, p)
}
