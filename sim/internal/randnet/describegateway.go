package randnet

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// gateways prints what leads out of VPCs.
func (b *printer) gateways(s *topology.Snapshot) {
	for _, g := range s.InternetGateways {
		b.line(g.InternetGatewayId, attachments(g.Attachments))
	}
	for _, g := range s.EgressOnlyInternetGateways {
		b.line(g.EgressOnlyInternetGatewayId, attachments(g.Attachments))
	}
	each(s.NatGateways, b.nat)
	each(s.VpcPeeringConnections, b.peering)
	each(s.VpcEndpoints, b.endpoint)
	for _, g := range s.VpnGateways {
		b.line(g.VpnGatewayId, attachments(g.VpcAttachments))
	}
	each(s.VpnConnections, b.vpn)
	for _, o := range s.VpcBlockPublicAccessOptions {
		b.line("public access", o.AwsAccountId, o.AwsRegion, o.InternetGatewayBlockMode)
	}
	for _, x := range s.VpcBlockPublicAccessExclusions {
		b.line(x.ExclusionId, x.ResourceArn[strings.LastIndex(x.ResourceArn, ":")+1:], x.InternetGatewayExclusionMode, x.State)
	}
}

func attachments(all []topology.GatewayAttachment) string {
	var texts []string
	for _, a := range all {
		texts = append(texts, a.VpcId+" "+a.State)
	}
	if len(texts) == 0 {
		return "unattached"
	}
	return strings.Join(texts, ", ")
}

func (b *printer) nat(g *topology.NatGateway) {
	var addresses []string
	for _, a := range g.NatGatewayAddresses {
		addresses = append(addresses, valid(a.PrivateIp)+when(a.PublicIp.IsValid(), "("+valid(a.PublicIp)+")")+a.AvailabilityZone+a.AvailabilityZoneId)
	}
	b.line(g.NatGatewayId, g.VpcId, g.SubnetId, g.ConnectivityType, other(g.AvailabilityMode, "zonal"), g.RouteTableId, other(g.State, "available"), strings.Join(addresses, " "))
}

func (b *printer) peering(p *topology.VpcPeeringConnection) {
	b.line(p.VpcPeeringConnectionId, p.Status.Code, sideText(&p.RequesterVpcInfo), "with", sideText(&p.AccepterVpcInfo))
}

func sideText(i *topology.VpcPeeringConnectionVpcInfo) string {
	var blocks []netip.Prefix
	for _, x := range i.CidrBlockSet {
		blocks = append(blocks, x.CidrBlock)
	}
	for _, x := range i.Ipv6CidrBlockSet {
		blocks = append(blocks, x.Ipv6CidrBlock)
	}
	return fmt.Sprintf("%s %s/%s [%s]", i.VpcId, i.OwnerId, i.Region, prefixes(blocks))
}

func (b *printer) endpoint(e *topology.VpcEndpoint) {
	b.line(e.VpcEndpointId, e.VpcEndpointType, e.VpcId, e.ServiceName, other(e.State, "available"), strings.Join(e.SubnetIds, " "), strings.Join(e.NetworkInterfaceIds, " "))
}

func (b *printer) vpn(c *topology.VpnConnection) {
	var words []string
	for _, t := range c.VgwTelemetry {
		words = append(words, t.Status)
	}
	for _, r := range c.Routes {
		words = append(words, r.DestinationCidrBlock.String()+when(r.State != "available", "("+r.State+")"))
	}
	b.line(c.VpnConnectionId, c.VpnGatewayId, c.TransitGatewayId, other(c.State, "available"), when(!c.Options.StaticRoutesOnly, "bgp"), c.Options.TunnelInsideIpVersion, strings.Join(words, " "))
}

func sortedPlaces(set map[place]bool) []place {
	var all []place
	for at := range set {
		all = append(all, at)
	}
	slices.SortFunc(all, func(a, b place) int { return strings.Compare(a.account+a.region, b.account+b.region) })
	return all
}
