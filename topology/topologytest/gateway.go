package topologytest

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// IGW adds an internet gateway attached to a VPC.
func (n *Network) IGW(id, vpc string) *topology.InternetGateway {
	in := n.vpc(vpc)
	g := &topology.InternetGateway{
		Meta: in.Meta, InternetGatewayId: id, OwnerId: in.OwnerId,
		Attachments: []topology.GatewayAttachment{{VpcId: vpc, State: "available"}},
	}
	n.igws = append(n.igws, g)
	return g
}

// EIGW adds an egress-only internet gateway attached to a VPC.
func (n *Network) EIGW(id, vpc string) *topology.EgressOnlyInternetGateway {
	g := &topology.EgressOnlyInternetGateway{
		Meta: n.vpc(vpc).Meta, EgressOnlyInternetGatewayId: id,
		Attachments: []topology.GatewayAttachment{{VpcId: vpc, State: "attached"}},
	}
	n.eigws = append(n.eigws, g)
	return g
}

// NAT adds a NAT gateway with its interface ("eni-" and its id); without a public address it is a private one.
func (n *Network) NAT(id, subnet, private, public string) *topology.NatGateway {
	in := n.subnet(subnet)
	e := n.serviceENI("eni-"+id, subnet, private, "nat_gateway").NoCheck().NoGroups()
	e.RequesterManaged = true
	e.Attachment = &topology.NetworkInterfaceAttachment{InstanceOwnerId: "amazon-aws", Status: "attached"}
	address := topology.NatGatewayAddress{NetworkInterfaceId: e.NetworkInterfaceId, PrivateIp: netip.MustParseAddr(private), IsPrimary: true, Status: "succeeded"}
	g := &topology.NatGateway{Meta: in.Meta, NatGatewayId: id, VpcId: in.VpcId, SubnetId: subnet, State: "available", ConnectivityType: "private"}
	if public != "" {
		g.ConnectivityType = "public"
		address.PublicIp = netip.MustParseAddr(public)
		e.Public(public)
	}
	g.NatGatewayAddresses = []topology.NatGatewayAddress{address}
	n.nats = append(n.nats, g)
	return g
}

// VGW adds a virtual private gateway attached to a VPC.
func (n *Network) VGW(id, vpc string) *topology.VpnGateway {
	g := &topology.VpnGateway{
		Meta: n.vpc(vpc).Meta, VpnGatewayId: id, State: "available", Type: "ipsec.1",
		VpcAttachments: []topology.GatewayAttachment{{VpcId: vpc, State: "attached"}},
	}
	n.vgws = append(n.vgws, g)
	return g
}

// VPN is a handle on a VPN connection.
type VPN struct{ *topology.VpnConnection }

// VPN adds an available connection on a virtual private gateway with both tunnels up: with static prefixes, or with BGP if there are none.
func (n *Network) VPN(id, vgw string, prefixes ...string) VPN {
	v := VPN{&topology.VpnConnection{Meta: n.meta(), VpnConnectionId: id, VpnGatewayId: vgw, State: "available", Type: "ipsec.1"}}
	v.Options.StaticRoutesOnly = len(prefixes) > 0
	for _, p := range prefixes {
		v.Routes = append(v.Routes, topology.VpnStaticRoute{DestinationCidrBlock: netip.MustParsePrefix(p), Source: "Static", State: "available"})
	}
	n.vpns = append(n.vpns, v.VpnConnection)
	return v.Tunnels("UP", "UP")
}

// Tunnels replaces the tunnels' states. Without any there is no telemetry.
func (v VPN) Tunnels(states ...string) VPN {
	v.VgwTelemetry = nil
	for _, s := range states {
		v.VgwTelemetry = append(v.VgwTelemetry, topology.VgwTelemetry{Status: s})
	}
	return v
}

// BPA sets the VPC Block Public Access mode of the current account and Region.
func (n *Network) BPA(mode string) *topology.VpcBlockPublicAccessOptions {
	o := &topology.VpcBlockPublicAccessOptions{
		Meta: n.meta(), AwsAccountId: n.account, AwsRegion: n.region, State: "update-complete", InternetGatewayBlockMode: mode, ExclusionsAllowed: "allowed",
	}
	n.bpaOptions = append(n.bpaOptions, o)
	return o
}

// BPAExclusion exempts a VPC or subnet, by id.
func (n *Network) BPAExclusion(id, resource, mode string) *topology.VpcBlockPublicAccessExclusion {
	kind, _, _ := strings.Cut(resource, "-")
	x := &topology.VpcBlockPublicAccessExclusion{
		Meta: n.meta(), ExclusionId: id, InternetGatewayExclusionMode: mode, State: "create-complete",
		ResourceArn: "arn:aws:ec2:" + n.region + ":" + n.account + ":" + kind + "/" + resource,
	}
	n.bpaExclusion = append(n.bpaExclusion, x)
	return x
}
