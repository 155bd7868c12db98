package insights

import (
	"strconv"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

func aclRule(info *graph.RuleInfo) *AclRule {
	r := &AclRule{Egress: info.Egress, RuleNumber: int(info.Number), RuleAction: "allow", Protocol: protocol(info), PortRange: portRange(info)}
	if info.Prefix.IsValid() {
		r.Cidr = info.Prefix.String()
	}
	if info.Denies {
		r.RuleAction = "deny"
	}
	return r
}

func groupRule(info *graph.RuleInfo) *SecurityGroupRule {
	r := &SecurityGroupRule{
		Direction: "ingress", Protocol: protocol(info), PortRange: portRange(info), PrefixListId: info.List.ID, SecurityGroupId: info.Group.ID,
	}
	if info.Prefix.IsValid() {
		r.Cidr = info.Prefix.String()
	}
	if info.Egress {
		r.Direction = "egress"
	}
	return r
}

// protocol is a rule's protocol as AWS writes it in analyses.
func protocol(info *graph.RuleInfo) string {
	switch {
	case info.Any:
		return "all"
	case info.Protocol == netmath.TCP || info.Protocol == netmath.UDP:
		return info.Protocol.String()
	}
	return strconv.Itoa(int(info.Protocol))
}

// portRange is a rule's range of ports, where the protocol has any and the rule does not admit all.
func portRange(info *graph.RuleInfo) *PortRange {
	if info.Any || !info.Protocol.HasPorts() || info.Ports.Full() {
		return nil
	}
	if all := ranges(info.Ports); len(all) == 1 {
		return &all[0]
	}
	return nil
}

// origins are AWS's words for how a route came into a table.
var origins = map[string]string{
	"local": "createroutetable", "static": "createroute", "advertised": "advertisement", "propagated": "enablevgwroutepropagation",
}

func route(info *graph.RuleInfo) *Route {
	r := &Route{DestinationPrefixListId: info.List.ID, Origin: origins[info.Origin], State: info.State}
	if info.List.ID == "" && info.Prefix.IsValid() {
		r.DestinationCidr = info.Prefix.String()
	}
	id := info.Target.ID
	switch info.Target.Kind {
	case ref.Vpc:
		r.GatewayId = "local"
	case ref.NatGateway:
		r.NatGatewayId = id
	case ref.NetworkInterface:
		r.NetworkInterfaceId = id
	case ref.Instance:
		r.InstanceId = id
	case ref.TransitGateway:
		r.TransitGatewayId = id
	case ref.VpcPeeringConnection:
		r.VpcPeeringConnectionId = id
	case ref.EgressOnlyInternetGateway:
		r.EgressOnlyInternetGatewayId = id
	case ref.CarrierGateway:
		r.CarrierGatewayId = id
	case ref.LocalGateway:
		r.LocalGatewayId = id
	case ref.CoreNetwork:
		r.CoreNetworkArn = id
	default: // internet gateways, virtual private gateways and endpoints share a field
		r.GatewayId = id
	}
	return r
}

func transitRoute(info *graph.RuleInfo) *TransitGatewayRoute {
	r := &TransitGatewayRoute{
		PrefixListId: info.List.ID, State: info.State, RouteOrigin: info.Origin, AttachmentId: info.Via.ID, ResourceId: info.Target.ID,
	}
	if info.List.ID == "" && info.Prefix.IsValid() {
		r.DestinationCidr = info.Prefix.String()
	}
	switch info.Target.Kind {
	case ref.Vpc:
		r.ResourceType = "vpc"
	case ref.VpnConnection:
		r.ResourceType = "vpn"
	case ref.DirectConnectGateway:
		r.ResourceType = "direct-connect-gateway"
	case ref.TransitGateway:
		r.ResourceType = "peering"
	}
	return r
}
