package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// natHolds tells whether an address is a private one of the NAT gateway.
func natHolds(n *topology.NatGateway, a netip.Addr) bool {
	for _, x := range n.NatGatewayAddresses {
		if a.IsValid() && x.PrivateIp == a {
			return true
		}
	}
	return false
}

// natPublic is the Elastic IP of one private address; the zero address of a private NAT gateway (R3.9).
func natPublic(n *topology.NatGateway, private netip.Addr) netip.Addr {
	if n.ConnectivityType == "private" {
		return netip.Addr{}
	}
	for _, x := range n.NatGatewayAddresses {
		if x.PrivateIp == private {
			return x.PublicIp
		}
	}
	return netip.Addr{}
}

// natPrimary is the private address that translated packets leave from.
func natPrimary(n *topology.NatGateway) netip.Addr {
	for _, x := range n.NatGatewayAddresses {
		if x.IsPrimary {
			return x.PrivateIp
		}
	}
	if len(n.NatGatewayAddresses) > 0 {
		return n.NatGatewayAddresses[0].PrivateIp
	}
	return netip.Addr{}
}

// toNatGateway enters the gateway's subnet, is translated, and goes on from that subnet (R3.8).
func (l *leg) toNatGateway(id string, from hop, p packet) end {
	n := find(l.s.NatGateways, id, func(n *topology.NatGateway) string { return n.NatGatewayId })
	switch {
	case n == nil:
		return unclear("%s was not captured", id)
	case n.SubnetId == "" && !isRegionalNat(n):
		return unclear("the subnet of %s was not captured", id)
	case natHolds(n, p.dst):
		return l.deliverTo(holder{nat: n, subnet: n.SubnetId}, p)
	case l.isReply():
		return dropped("R17.6: %s has no session for the reply", id)
	}
	if why := l.natRefuses(n, from, p); why != "" {
		return dropped("%s", why)
	}
	if isRegionalNat(n) {
		return l.natTranslatesFor(n, from, p)
	}
	if !l.aclPasses(n.SubnetId, ingress, p) {
		return dropped("R3.8: the network ACL of %s lets it not in", n.SubnetId)
	}
	return l.natTranslates(n, p)
}

// natRefuses says why a gateway takes a packet not (R3.7, R3.10, R3.12).
func (l *leg) natRefuses(n *topology.NatGateway, from hop, p packet) string {
	id := n.NatGatewayId
	switch {
	case n.State != "available":
		return "R3.7: " + id + " is not available"
	case n.VpcId != from.vpc.VpcId || !within(vpcBlocks(from.vpc), p.src) && p.transit != n.VpcId:
		return "R3.10: " + id + " takes packets from its own VPC and from transit gateways only"
	case from.isIn(n.SubnetId):
		return "R17.2: the table of " + n.SubnetId + " leads back to " + id
	case l.visited[id]:
		return "R17.2: the packet comes back to " + id
	case p.src.Is6():
		return nat64Refuses(id, p)
	case !p.hasPorts() && p.proto != protoICMP:
		return "R3.7: " + id + " takes TCP, UDP and ICMP only"
	}
	return ""
}

func nat64Refuses(id string, p packet) string {
	switch {
	case !nat64.Contains(p.dst):
		return "R2.18: " + id + " takes IPv6 only to 64:ff9b::/96"
	case !p.hasPorts() && !translatesType(p):
		return "R3.12: " + id + " translates TCP, UDP and echo only"
	}
	return ""
}

// echoTypes are the IPv4 types of ICMPv6 echo and its answer.
var echoTypes = map[uint8]uint8{128: 8, 129: 0}

func translatesType(p packet) bool {
	_, known := echoTypes[p.icmpType]
	return p.proto == protoICMPv6 && known
}

// natTranslates replaces the source; of IPv6 the destination too (R3.12).
func (l *leg) natTranslates(n *topology.NatGateway, p packet) end {
	source := natPrimary(n)
	if !source.IsValid() {
		return unclear("%s has no address", n.NatGatewayId)
	}
	return l.leaveSubnet(n.SubnetId, l.natTranslated(n, source, p))
}

// natTranslated is the packet with a source of the gateway's, as the session remembers it.
func (l *leg) natTranslated(n *topology.NatGateway, source netip.Addr, p packet) packet {
	l.visited[n.NatGatewayId] = true
	after := p.anonymous()
	after.src = source
	if p.dst.Is6() {
		after.dst = embeddedIPv4(p.dst)
		if p.proto == protoICMPv6 {
			after.proto, after.icmpType = protoICMP, echoTypes[p.icmpType]
		}
	}
	after = l.withTranslatedPort(after)
	l.note("R3.7: %s translates to %v", n.NatGatewayId, after)
	l.translations = append(l.translations, translation{device: n.NatGatewayId, before: p, after: after})
	return after
}

// natReceives takes only replies: they go on from the gateway's subnet to the client (R3.7, R3.8).
func (l *leg) natReceives(n *topology.NatGateway, p packet) end {
	if !l.isReply() {
		return dropped("R3.7: %s takes nothing unsolicited", n.NatGatewayId)
	}
	t := l.request.translationOf(n.NatGatewayId, p)
	if t == nil {
		return dropped("R17.6: %s has no session for the reply", n.NatGatewayId)
	}
	back := t.undo()
	l.note("R3.8: %s translates back to %v", n.NatGatewayId, back)
	if isRegionalNat(n) {
		return l.natReturnsFor(n, t.zone, back)
	}
	if back.dst == p.dst {
		return dropped("R2.16: %s sent the request as if it came from itself, so the reply stays there", n.NatGatewayId)
	}
	return l.goesBack(n.NatGatewayId, n.SubnetId, back)
}
