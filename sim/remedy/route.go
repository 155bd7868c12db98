package remedy

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/ref"
)

// A way is where a route may lead, and for what.
type way struct {
	prefix netip.Prefix
	target string
}

// routeFromHere adds a route to the table that has none.
func routeFromHere(s *scene) []proposal { return s.routes(s.x.Component, "") }

// routeElsewhere leads the packet another way than the route that brought it to the blocker.
func routeElsewhere(s *scene) []proposal {
	all := s.routes(s.x.Route.Resource(), s.x.Route.Rule)
	if destination, ok := parsed(s.x.Route.Rule); ok && len(all) > 0 {
		all = append(all, proposal{{Op: edit.Remove, What: edit.Route{Table: s.x.Route.ID, Destination: destination}}})
	}
	return all
}

// routeToHolder leads the packet to the VPC in which somebody holds its destination, if that is another one.
func routeToHolder(s *scene) []proposal {
	if len(s.Graph.ByAddress(s.x.Packet.Dst)) == 0 {
		return nil
	}
	return routeElsewhere(s)
}

func parsed(rule string) (edit.Remote, bool) {
	p, err := netip.ParsePrefix(rule)
	return edit.Remote{Prefix: p}, err == nil
}

// routes are ways for a packet from a table. The route that took it, if any did, may have to be outdone.
func (s *scene) routes(table ref.Ref, taken string) []proposal {
	dst := s.x.Packet.Dst
	if !dst.IsValid() {
		return nil
	}
	var ways []way
	switch table.Kind {
	case ref.RouteTable:
		ways = s.waysOf(s.vpcOf(table.ID), dst)
	case ref.TransitGatewayRouteTable:
		return append(s.propagations(table.ID, dst), s.over(table.ID, taken, s.transitWays(table.ID, dst))...)
	case ref.ClientVpnEndpoint:
		ways = s.clientWays(table.ID, dst)
	}
	return s.over(table.ID, taken, ways)
}

// over writes ways as routes that win against the one that takes the destination now.
func (s *scene) over(table, taken string, ways []way) []proposal {
	was, _ := netip.ParsePrefix(taken)
	var all []proposal
	for _, w := range ways {
		if was.IsValid() && was.Bits() > w.prefix.Bits() {
			w.prefix = was
		}
		r := edit.Route{Table: table, Destination: edit.Remote{Prefix: w.prefix}, Target: w.target}
		all = append(all, proposal{{Op: edit.Add, What: r}}, proposal{{Op: edit.Replace, What: r}}) // only one of the two can be done
	}
	return all
}

// waysOf are the ways out of a VPC to an address.
func (s *scene) waysOf(vpc string, dst netip.Addr) []way {
	inside := s.vpcsOf(dst)
	delete(inside, vpc)
	var ways []way
	for _, id := range slices.Sorted(maps.Keys(inside)) {
		ways = append(ways, s.peeringsTo(vpc, id, inside[id])...)
		ways = append(ways, s.transitFrom(vpc, inside[id])...)
	}
	if block, ok := s.outside(dst); ok && len(inside) == 0 {
		for i := range s.Snapshot.VpnGateways {
			if g := &s.Snapshot.VpnGateways[i]; attachedTo(g.VpcAttachments, vpc) {
				ways = append(ways, way{block, g.VpnGatewayId})
			}
		}
		ways = append(ways, s.transitFrom(vpc, block)...)
	}
	return append(ways, s.internetWays(vpc, dst)...)
}

func attachedTo(attachments []topology.GatewayAttachment, vpc string) bool {
	return slices.ContainsFunc(attachments, func(a topology.GatewayAttachment) bool { return a.VpcId == vpc })
}

// peeringsTo are the peering connections of two VPCs.
func (s *scene) peeringsTo(vpc, other string, block netip.Prefix) []way {
	var ways []way
	for i := range s.Snapshot.VpcPeeringConnections {
		p := &s.Snapshot.VpcPeeringConnections[i]
		sides := [2]string{p.RequesterVpcInfo.VpcId, p.AccepterVpcInfo.VpcId}
		if sides == [2]string{vpc, other} || sides == [2]string{other, vpc} {
			ways = append(ways, way{block, p.VpcPeeringConnectionId})
		}
	}
	return ways
}

// transitFrom are the transit gateways that a VPC is attached to.
func (s *scene) transitFrom(vpc string, block netip.Prefix) []way {
	var ways []way
	for i := range s.Snapshot.TransitGatewayVpcAttachments {
		if a := &s.Snapshot.TransitGatewayVpcAttachments[i]; a.VpcId == vpc && a.State != "deleted" {
			ways = append(ways, way{block, a.TransitGatewayId})
		}
	}
	return ways
}

// outside is the block of an external network that holds an address.
func (s *scene) outside(a netip.Addr) (netip.Prefix, bool) {
	best, found := netip.Prefix{}, false
	for _, i := range s.Graph.Entries(a, netip.Addr{}) {
		for _, p := range s.Graph.External(i).Prefixes {
			if p.Contains(a) && (!found || p.Bits() > best.Bits()) {
				best, found = p, true
			}
		}
	}
	return best, found
}

// internetWays are the ways to the internet: gateways of the VPC's own, then NAT gateways, then by a transit gateway.
func (s *scene) internetWays(vpc string, dst netip.Addr) []way {
	if !netmath.Internet(netmath.FamilyOf(dst)).Contains(dst) {
		return nil
	}
	all := netip.PrefixFrom(dst, 0).Masked()
	var ways []way
	for i := range s.Snapshot.InternetGateways {
		if g := &s.Snapshot.InternetGateways[i]; attachedTo(g.Attachments, vpc) {
			ways = append(ways, way{all, g.InternetGatewayId})
		}
	}
	for i := range s.Snapshot.EgressOnlyInternetGateways {
		if g := &s.Snapshot.EgressOnlyInternetGateways[i]; dst.Is6() && attachedTo(g.Attachments, vpc) {
			ways = append(ways, way{all, g.EgressOnlyInternetGatewayId})
		}
	}
	for _, id := range s.natsOf(vpc) {
		if dst.Is4() {
			ways = append(ways, way{all, id})
		}
	}
	return append(ways, s.transitFrom(vpc, all)...)
}

// natsOf are the public NAT gateways of a VPC, those in the blocked packet's own Availability Zone first.
func (s *scene) natsOf(vpc string) []string {
	zone := ""
	if at := s.subnet(s.x.At.ID); at != nil {
		zone = at.AvailabilityZone
	}
	var nats []*topology.NatGateway
	for i := range s.Snapshot.NatGateways {
		if g := &s.Snapshot.NatGateways[i]; g.VpcId == vpc && g.ConnectivityType != "private" && (g.State == "available" || g.State == "") {
			nats = append(nats, g)
		}
	}
	elsewhere := func(g *topology.NatGateway) int {
		if at := s.subnet(g.SubnetId); at != nil && at.AvailabilityZone == zone {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(nats, func(a, b *topology.NatGateway) int {
		return cmp.Or(cmp.Compare(elsewhere(a), elsewhere(b)), cmp.Compare(a.NatGatewayId, b.NatGatewayId))
	})
	var ids []string
	for _, g := range nats {
		ids = append(ids, g.NatGatewayId)
	}
	return ids
}

// clientWays are the subnets by which a Client VPN endpoint can lead to an address.
func (s *scene) clientWays(endpoint string, dst netip.Addr) []way {
	var ways []way
	for i := range s.Snapshot.ClientVpnEndpoints {
		e := &s.Snapshot.ClientVpnEndpoints[i]
		if e.ClientVpnEndpointId != endpoint {
			continue
		}
		for _, n := range e.ClientVpnTargetNetworks {
			ways = append(ways, way{netip.PrefixFrom(dst, dst.BitLen()), n.TargetNetworkId})
		}
	}
	return ways
}
