package oracle

import (
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// follow looks the destination up in the subnet's route table and takes the packet to the target (R2.1, R2.3).
func (l *leg) follow(from hop, p packet) end {
	t := l.tableOf(from.vpc, from.subnet.SubnetId)
	if t == nil {
		return unclear("R2.1: the route table of %s was not captured", from.subnet.SubnetId)
	}
	route, end, stopped := l.routeIn(from.vpc, t, p)
	if stopped {
		return end
	}
	return l.toTarget(route, from, p)
}

// routeIn is the route that a table has for a packet, or the end of the packet.
func (l *leg) routeIn(v *topology.Vpc, t *topology.RouteTable, p packet) (topology.Route, end, bool) {
	route, found := l.lookup(v, t, p.dst)
	if !found {
		return route, dropped("R2.3: %s has no route to %v", t.RouteTableId, p.dst), true
	}
	l.note("R2.3: %s: %s", t.RouteTableId, describe(route))
	switch route.State {
	case "blackhole":
		return route, dropped("R2.9: the route to %v in %s is a blackhole", p.dst, t.RouteTableId), true
	case "filtered":
		return route, unclear("R2.9: the route to %v in %s is filtered", p.dst, t.RouteTableId), true
	}
	return route, end{}, false
}

// hop is where a packet leaves for a gateway: the subnet whose route table was followed, or none if it was the table of a gateway.
type hop struct {
	vpc      *topology.Vpc
	subnet   *topology.Subnet
	firewall bool // it comes from the endpoint of a Network Firewall
	zone     zone // of what a regional NAT gateway sends on
}

func (h hop) isIn(subnet string) bool { return h.subnet != nil && h.subnet.SubnetId == subnet }

// name is that of the subnet, else of the VPC.
func (h hop) name() string {
	if h.subnet == nil {
		return h.vpc.VpcId
	}
	return h.subnet.SubnetId
}

// zoneAt is where a hop is.
func (r *run) zoneAt(h hop) zone {
	if h.subnet == nil {
		return h.zone
	}
	return r.zoneOf(h.subnet)
}

// toTarget hands the packet to the route's target (R2.4); unmodelled ones are opaque (R2.20).
func (l *leg) toTarget(route topology.Route, from hop, p packet) end {
	switch {
	case route.GatewayId == "local":
		return l.deliver(from.vpc, p)
	case strings.HasPrefix(route.GatewayId, "igw-"):
		return l.toInternetGateway(route.GatewayId, from, p)
	case strings.HasPrefix(route.GatewayId, "vgw-"):
		return l.toVpnGateway(route.GatewayId, from, p)
	case strings.HasPrefix(route.GatewayId, "vpce-"):
		return l.toEndpoint(route.GatewayId, from, p)
	case route.NatGatewayId != "":
		return l.toNatGateway(route.NatGatewayId, from, p)
	case route.NetworkInterfaceId != "" || route.InstanceId != "":
		return l.toAppliance(route, from, p)
	case route.VpcPeeringConnectionId != "":
		return l.toPeering(route.VpcPeeringConnectionId, from, p)
	case route.EgressOnlyInternetGatewayId != "":
		return l.toEgressOnlyGateway(route.EgressOnlyInternetGatewayId, from, p)
	case route.TransitGatewayId != "":
		return l.toTransitGateway(route.TransitGatewayId, from, p)
	case route.CarrierGatewayId != "":
		return l.toCarrierGateway(route.CarrierGatewayId, from, p)
	case route.CoreNetworkArn != "":
		return l.toCoreNetwork(route.CoreNetworkArn, from, p)
	}
	return unclear("R2.20: target %q is not modelled", targetOf(route))
}
