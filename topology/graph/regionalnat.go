package graph

// Implements R3.13: NAT gateways that belong to a VPC as a whole.

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A regionalAddress is an address of a regional NAT gateway, for the clients of one Availability Zone.
type regionalAddress struct {
	private, public netip.Addr // either may be zero
	zone            subnet     // with nothing but the zone
}

// regionalAddress notes an address pair of a regional NAT gateway.
func (c *compiler) regionalAddress(n *natGateway, a *topology.NatGatewayAddress, d *topology.NatGateway) {
	if a.PublicIp.IsValid() || a.PrivateIp.IsValid() {
		n.regionals = append(n.regionals, regionalAddress{
			private: a.PrivateIp, public: a.PublicIp,
			zone: subnet{zone: a.AvailabilityZone, zoneID: a.AvailabilityZoneId, account: d.Account},
		})
	}
}

// compileRegionalTables finds the route tables of regional NAT gateways.
func (c *compiler) compileRegionalTables() {
	for i := range c.s.NatGateways {
		d := &c.s.NatGateways[i]
		n := &c.g.nats[c.natIDs[d.NatGatewayId]]
		if !n.regional || d.RouteTableId == "" {
			continue
		}
		n.routed = true
		for ti := range c.g.tables {
			if c.g.tables[ti].ref == (ref.Ref{Kind: ref.RouteTable, ID: d.RouteTableId}) {
				n.table = int32(ti)
			}
		}
	}
}

// throughRegionalNAT takes a packet that a subnet's route table sent to a regional NAT gateway. It lies in no subnet, so
// no ACL is asked.
func (w *Walk) throughRegionalNAT(ni int32, p Packet) next {
	if w.reply {
		return w.atRegionalNAT(ni, p) // its address is in no VPC, so that routes lead replies to it
	}
	at := Node{NatGatewayNode, ni}
	w.note(GatewayEvent, at, &p)
	before := p
	if !w.serves(ni, &p) {
		return finished(Dropped)
	}
	n, translated := w.translateRegional(ni, before, p)
	if !translated && before.Protocol == netmath.ICMPv6 {
		w.alive = w.alive.translatedICMP(netmath.ICMP, netmath.ICMPv6) // no session tells that it was made ICMP
	}
	return n
}

// translateRegional gives a packet one of the gateway's addresses and sends it on by the gateway's route; false if it does not get so
// far. NAT64 has made p of before.
func (w *Walk) translateRegional(ni int32, before, p Packet) (n next, translated bool) {
	at := Node{NatGatewayNode, ni}
	a, ok := w.regionalAddressFor(ni)
	if !ok {
		w.doubt(UnknownResource, at, Ingress, ref.Ref{Kind: ref.Address})
		return finished(Doubted), false
	}
	p.Src = a.private
	if !p.Src.IsValid() {
		p.Src = a.public
	}
	if p.Protocol.HasPorts() {
		p.SrcPorts = ephemeral
	}
	w.sender = NoInterface
	out := w.regionalRoute(ni, p)
	switch {
	case out.end != Moving:
		return out, false
	case out.at.Kind == InternetGatewayNode:
		p.Src = a.public
	default:
		p.Src = a.private
	}
	switch {
	case p.Src.IsValid():
	case out.at.Kind == InternetGatewayNode:
		w.drop(IGWPublicIPForEgress, out.at, Egress)
		return finished(Dropped), false
	default:
		w.doubt(UnknownResource, at, Egress, ref.Ref{Kind: ref.Address})
		return finished(Doubted), false
	}
	w.remember(translation{at: at, before: before, after: p, remapped: p.Protocol.HasPorts(), from: w.from})
	w.note(TranslateEvent, at, &p)
	return w.leaveRegional(ni, out.at, p), true
}

// regionalAddressFor chooses an address for the zone that the packet comes from. Where there is none, the gateway serves
// the zone from another; of several AWS takes any.
func (w *Walk) regionalAddressFor(ni int32) (regionalAddress, bool) {
	n, at := &w.g.nats[ni], Node{NatGatewayNode, ni}
	if len(n.regionals) == 0 {
		return regionalAddress{}, false
	}
	var near []int
	for i := range n.regionals {
		z := &n.regionals[i].zone
		if (z.zone == "" && z.zoneID == "") || w.from == none || inOneZone(&w.g.subnets[w.from], z) != no {
			near = append(near, i)
		}
	}
	if len(near) == 0 {
		w.assume(AssumeRegionalNATServes, at)
		for i := range n.regionals {
			near = append(near, i)
		}
	}
	if len(near) == 1 {
		return n.regionals[near[0]], true
	}
	return n.regionals[near[w.decide(decision{exit: at}, Fork{Of: len(near), Drawn: true})]], true
}

// regionalRoute looks a packet up in the gateway's own table, or leads it to the internet where the snapshot tells of none.
func (w *Walk) regionalRoute(ni int32, p Packet) next {
	n, at := &w.g.nats[ni], Node{NatGatewayNode, ni}
	switch {
	case n.table != none:
		return w.follow(at, n.table, w.pick(at, n.table, p.Dst), p)
	case n.routed:
		w.doubt(UnknownRouteTable, at, Egress, ref.Ref{Kind: ref.RouteTable})
		return finished(Doubted)
	}
	w.assume(AssumeRegionalNATRoutes, at)
	switch v := &w.g.vpcs[n.vpc]; {
	case v.internetGateway != none:
		return next{at: Node{InternetGatewayNode, v.internetGateway}, packet: p}
	case v.gatewayKnown:
		w.drop(NoPath, Node{VpcNode, n.vpc}, Egress)
		return finished(Dropped)
	}
	w.doubt(UnknownResource, Node{VpcNode, n.vpc}, Egress, ref.Ref{Kind: ref.InternetGateway})
	return finished(Doubted)
}

// leaveRegional hands a packet to the target of the gateway's route. What delivers inside the VPC takes it as coming from
// no subnet; gateways take it as coming from the client's, whose zone counts.
func (w *Walk) leaveRegional(ni int32, to Node, p Packet) next {
	switch to.Kind {
	case InternetGatewayNode:
		return w.outOfRegional(ni, to, p)
	case VpcNode, InterfaceNode, InspectionNode, NatGatewayNode:
		w.from, w.left = none, Node{}
	}
	return next{at: to, packet: p}
}

// outOfRegional takes a packet by the internet gateway, which has nothing left to translate.
func (w *Walk) outOfRegional(ni int32, at Node, p Packet) next {
	n := &w.g.nats[ni]
	w.note(GatewayEvent, at, &p)
	w.require(truthOf(w.g.internetGateways[at.Index].vpc == n.vpc), BadStateAttachment, BadStateAttachment, at)
	w.notToPrivate(at, p.Dst)
	if w.reply {
		w.drop(GatewayRejectsSpoofedTraffic, at, Egress)
		return finished(Dropped)
	}
	w.blockAccess(w.g.vpcs[n.vpc].public, at, true, Egress)
	return next{at: Node{InternetNode, 0}, packet: p}
}

// atRegionalNAT hands a reply back to the client: inside the VPC without any look-up, else by the gateway's own table.
func (w *Walk) atRegionalNAT(ni int32, p Packet) next {
	n, at := &w.g.nats[ni], Node{NatGatewayNode, ni}
	w.note(GatewayEvent, at, &p)
	t := w.remembered(at, &p)
	if t == nil {
		w.drop(NATNoSession, at, Ingress)
		return finished(Dropped)
	}
	p = w.untranslate(t, p)
	w.note(TranslateEvent, at, &p)
	if w.within(n.vpc, p.Dst) {
		w.from, w.left = none, Node{}
		return next{at: Node{VpcNode, n.vpc}, packet: p}
	}
	w.from = t.from
	out := w.regionalRoute(ni, p)
	if out.end != Moving {
		return out
	}
	return w.leaveRegional(ni, out.at, p)
}
