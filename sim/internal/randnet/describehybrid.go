package randnet

import (
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// hybrid prints what leads to customers' networks, and what services have in the network.
func (b *printer) hybrid(s *topology.Snapshot) {
	each(s.ClientVpnEndpoints, b.clientVpn)
	for _, x := range s.DirectConnectGatewayAssociations {
		var allowed []string
		for _, p := range x.AllowedPrefixesToDirectConnectGateway {
			allowed = append(allowed, p.Cidr.String())
		}
		b.line(x.AssociationId, x.DirectConnectGatewayId, "with", x.AssociatedGateway.ID, x.VirtualGatewayId, other(x.AssociationState, "associated"), strings.Join(allowed, " "))
	}
	for _, x := range s.VirtualInterfaces {
		peers := ""
		for _, p := range x.BgpPeers {
			peers += " bgp:" + p.BgpStatus
		}
		b.line(x.VirtualInterfaceId, x.DirectConnectGatewayId, other(x.VirtualInterfaceState, "available"), peers)
	}
	each(s.CoreNetworks, b.coreNetwork)
	for _, a := range s.CoreNetworkAttachments {
		b.line(a.AttachmentId, a.AttachmentType, a.ResourceArn[strings.LastIndex(a.ResourceArn, "/")+1:], a.SegmentName, a.EdgeLocation, other(a.State, "AVAILABLE"),
			strings.Join(a.SubnetArns, " "), when(a.Options.ApplianceModeSupport, "appliance"))
	}
	for _, x := range s.InstanceConnectEndpoints {
		b.line(x.InstanceConnectEndpointId, other(x.State, "create-complete"), when(x.PreserveClientIp != nil && *x.PreserveClientIp, "preserves"), strings.Join(x.NetworkInterfaceIds, " "))
	}
}

func (b *printer) clientVpn(x *topology.ClientVpnEndpoint) {
	b.line(x.ClientVpnEndpointId, x.VpcId, x.ClientCidrBlock, other(x.Status.Code, "available"), when(!x.RoutesKnown, "routes?"), when(!x.AuthorizationRulesKnown, "rules?"),
		when(!x.TargetNetworksKnown, "targets?"))
	for _, t := range x.ClientVpnTargetNetworks {
		b.line("    in", t.VpcId, t.TargetNetworkId, other(t.Status.Code, "associated"))
	}
	for _, r := range x.Routes {
		b.line("   ", r.DestinationCidr, "->", r.TargetSubnet, other(r.Status.Code, "active"))
	}
	for _, r := range x.AuthorizationRules {
		b.line("    permit", r.DestinationCidr, r.GroupId, other(r.Status.Code, "active"))
	}
}

func (b *printer) coreNetwork(c *topology.CoreNetwork) {
	b.line(c.CoreNetworkId)
	for _, t := range c.RouteTables {
		b.line("    table", t.CoreNetworkSegmentEdge.SegmentName, t.CoreNetworkSegmentEdge.EdgeLocation, when(!t.Known, "unknown"))
		for _, r := range t.NetworkRoutes {
			var to []string
			for _, x := range r.Destinations {
				to = append(to, x.CoreNetworkAttachmentId+"("+x.ResourceType+" "+x.ResourceId+")")
			}
			b.line("       ", valid(r.DestinationCidrBlock), r.PrefixListId, "->", strings.Join(to, " "), r.Type, other(r.State, "ACTIVE"))
		}
	}
}
