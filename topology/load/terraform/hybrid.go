package terraform

import (
	"net/netip"
	"strconv"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func hybridTypes() map[string]maker {
	return map[string]maker{
		"aws_vpn_gateway":                             adds(things, addVpnGateway),
		"aws_vpn_gateway_attachment":                  adds(ties, attachVpnGateway),
		"aws_vpn_connection":                          adds(things, addVpnConnection),
		"aws_vpn_connection_route":                    adds(ties, addVpnRoute),
		"aws_customer_gateway":                        adds(things, addCustomerGateway),
		"aws_dx_gateway":                              adds(things, addDirectGateway),
		"aws_dx_gateway_association":                  adds(ties, addDirectAssociation),
		"aws_dx_private_virtual_interface":            adds(things, addVirtualInterface("private")),
		"aws_dx_public_virtual_interface":             adds(things, addVirtualInterface("public")),
		"aws_dx_transit_virtual_interface":            adds(things, addVirtualInterface("transit")),
		"aws_dx_hosted_private_virtual_interface":     adds(things, addVirtualInterface("private")),
		"aws_dx_hosted_transit_virtual_interface":     adds(things, addVirtualInterface("transit")),
		"data.aws_ec2_transit_gateway_vpn_attachment": adds(ties, func(*builder, *resource, *struct{}) {}), // the connection tells of it
	}
}

// numbered is a number in a text; 0 if it is none.
func numbered(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

type vpnGatewayValues struct {
	VpcID            text   `json:"vpc_id"`
	VpnGatewayID     text   `json:"vpn_gateway_id"`
	AmazonSideAsn    number `json:"amazon_side_asn"`
	AvailabilityZone text   `json:"availability_zone"`
}

func addVpnGateway(b *builder, r *resource, v *vpnGatewayValues) {
	provision.Put(b.d, &b.d.Snapshot.VpnGateways, topology.VpnGateway{
		Meta: b.meta(r), VpnGatewayId: b.id(r), State: "available", Type: "ipsec.1", AmazonSideAsn: v.AmazonSideAsn.n, AvailabilityZone: string(v.AvailabilityZone),
		VpcAttachments: attachedTo(v.VpcID, "attached"), Tags: r.tags(),
	})
}

func attachVpnGateway(b *builder, _ *resource, v *vpnGatewayValues) {
	b.d.AttachVpnGateway(string(v.VpnGatewayID), string(v.VpcID))
}

type vpnValues struct {
	CustomerGatewayID text `json:"customer_gateway_id"`
	VpnGatewayID      text `json:"vpn_gateway_id"`
	TransitGatewayID  text `json:"transit_gateway_id"`
	AttachmentID      text `json:"transit_gateway_attachment_id"`
	CoreNetworkArn    text `json:"core_network_arn"`
	Type              text `json:"type"`
	StaticRoutesOnly  flag `json:"static_routes_only"`
	LocalIpv4         text `json:"local_ipv4_network_cidr"`
	RemoteIpv4        text `json:"remote_ipv4_network_cidr"`
	LocalIpv6         text `json:"local_ipv6_network_cidr"`
	RemoteIpv6        text `json:"remote_ipv6_network_cidr"`
	InsideVersion     text `json:"tunnel_inside_ip_version"`
	Routes            blocks[struct {
		Destination text `json:"destination_cidr_block"`
		Source      text `json:"source"`
		State       text `json:"state"`
	}] `json:"routes"`
	Telemetry blocks[struct {
		OutsideAddress text `json:"outside_ip_address"`
		Status         text `json:"status"`
	}] `json:"vgw_telemetry"`
}

// addVpnConnection adds a connection, and on a transit gateway its attachment.
func addVpnConnection(b *builder, r *resource, v *vpnValues) {
	row := topology.VpnConnection{
		Meta: b.meta(r), VpnConnectionId: b.id(r), State: "available", Type: string(v.Type), VpnGatewayId: string(v.VpnGatewayID), TransitGatewayId: string(v.TransitGatewayID),
		CoreNetworkArn: string(v.CoreNetworkArn), CustomerGatewayId: string(v.CustomerGatewayID), Tags: r.tags(),
		Options: topology.VpnConnectionOptions{
			StaticRoutesOnly: bool(v.StaticRoutesOnly), LocalIpv4NetworkCidr: string(v.LocalIpv4), RemoteIpv4NetworkCidr: string(v.RemoteIpv4),
			LocalIpv6NetworkCidr: string(v.LocalIpv6), RemoteIpv6NetworkCidr: string(v.RemoteIpv6), TunnelInsideIpVersion: string(v.InsideVersion),
		},
	}
	for _, route := range v.Routes {
		if p := route.Destination.prefix(); p.IsValid() {
			row.Routes = append(row.Routes, topology.VpnStaticRoute{DestinationCidrBlock: p, Source: string(route.Source), State: string(route.State)})
		}
	}
	for _, t := range v.Telemetry {
		row.VgwTelemetry = append(row.VgwTelemetry, topology.VgwTelemetry{OutsideIpAddress: string(t.OutsideAddress), Status: string(t.Status)})
	}
	provision.Put(b.d, &b.d.Snapshot.VpnConnections, row)
	if row.TransitGatewayId != "" {
		id := string(v.AttachmentID)
		if id == "" {
			id = attachmentOf(row.VpnConnectionId)
		}
		b.d.AddTransitAttachment(topology.TransitGatewayAttachment{
			Meta: b.meta(r), TransitGatewayAttachmentId: id, TransitGatewayId: row.TransitGatewayId, ResourceType: "vpn", ResourceId: row.VpnConnectionId,
		}, provision.Joins{Association: true, Propagation: true})
	}
}

func addVpnRoute(b *builder, _ *resource, v *struct {
	VpnConnectionID text `json:"vpn_connection_id"`
	Destination     text `json:"destination_cidr_block"`
}) {
	id := string(v.VpnConnectionID)
	c := provision.Part(b.d, &b.d.Snapshot.VpnConnections, id, func(c *topology.VpnConnection) { c.VpnConnectionId = id })
	p := v.Destination.prefix()
	for _, known := range c.Routes {
		if known.DestinationCidrBlock == p {
			return
		}
	}
	c.Routes = append(c.Routes, topology.VpnStaticRoute{DestinationCidrBlock: p, Source: "Static", State: "available"})
}

func addCustomerGateway(b *builder, r *resource, v *struct {
	BgpAsn     text `json:"bgp_asn"`
	IPAddress  text `json:"ip_address"`
	DeviceName text `json:"device_name"`
	Type       text `json:"type"`
}) {
	provision.Put(b.d, &b.d.Snapshot.CustomerGateways, topology.CustomerGateway{
		Meta: b.meta(r), CustomerGatewayId: b.id(r), State: "available", Type: string(v.Type), BgpAsn: string(v.BgpAsn), IpAddress: string(v.IPAddress), DeviceName: string(v.DeviceName), Tags: r.tags(),
	})
}

func addDirectGateway(b *builder, r *resource, v *struct {
	Name  text   `json:"name"`
	Asn   number `json:"amazon_side_asn"`
	Owner text   `json:"owner_account_id"`
}) {
	provision.Put(b.d, &b.d.Snapshot.DirectConnectGateways, topology.DirectConnectGateway{
		Meta: b.meta(r), DirectConnectGatewayId: b.id(r), DirectConnectGatewayName: string(v.Name), AmazonSideAsn: v.Asn.n, OwnerAccount: string(v.Owner), DirectConnectGatewayState: "available",
	})
}

type directValues struct {
	GatewayID       text `json:"dx_gateway_id"`
	AssociatedID    text `json:"associated_gateway_id"`
	AssociatedType  text `json:"associated_gateway_type"`
	AssociatedOwner text `json:"associated_gateway_owner_account_id"`
	AttachmentID    text `json:"transit_gateway_attachment_id"`
	AllowedPrefixes list `json:"allowed_prefixes"`
	VpnGatewayID    text `json:"vpn_gateway_id"` // old versions
}

// addDirectAssociation ties a Direct Connect gateway to a virtual private gateway, or to a transit gateway by an attachment.
func addDirectAssociation(b *builder, r *resource, v *directValues) {
	row := topology.DirectConnectGatewayAssociation{Meta: b.meta(r), AssociationId: b.id(r), AssociationState: "associated", DirectConnectGatewayId: string(v.GatewayID)}
	id := string(v.AssociatedID)
	if id == "" {
		id = string(v.VpnGatewayID)
	}
	row.AssociatedGateway.ID, row.AssociatedGateway.OwnerAccount, row.AssociatedGateway.Type = id, string(v.AssociatedOwner), string(v.AssociatedType)
	if kind := b.typeOfID(id); row.AssociatedGateway.Type == "" && kind != "" {
		row.AssociatedGateway.Type = map[bool]string{true: "transitGateway", false: "virtualPrivateGateway"}[kind == "aws_ec2_transit_gateway"]
	}
	if row.AssociatedGateway.Type == "virtualPrivateGateway" {
		row.VirtualGatewayId = id
	}
	for _, p := range v.AllowedPrefixes.prefixes() {
		if p != (netip.Prefix{}) {
			row.AllowedPrefixesToDirectConnectGateway = append(row.AllowedPrefixesToDirectConnectGateway, topology.RouteFilterPrefix{Cidr: p})
		}
	}
	provision.Put(b.d, &b.d.Snapshot.DirectConnectGatewayAssociations, row)
	if row.AssociatedGateway.Type == "transitGateway" {
		attachment := string(v.AttachmentID)
		if attachment == "" {
			attachment = attachmentOf(b.id(r))
		}
		b.d.AddTransitAttachment(topology.TransitGatewayAttachment{
			Meta: b.meta(r), TransitGatewayAttachmentId: attachment, TransitGatewayId: id, ResourceType: "direct-connect-gateway", ResourceId: string(v.GatewayID),
		}, provision.Joins{Association: true, Propagation: true})
	}
}

type virtualInterfaceValues struct {
	Name         text `json:"name"`
	GatewayID    text `json:"dx_gateway_id"`
	VpnGatewayID text `json:"vpn_gateway_id"`
	Prefixes     list `json:"route_filter_prefixes"`
}

func addVirtualInterface(kind string) func(b *builder, r *resource, v *virtualInterfaceValues) {
	return func(b *builder, r *resource, v *virtualInterfaceValues) {
		row := topology.VirtualInterface{
			Meta: b.meta(r), VirtualInterfaceId: b.id(r), VirtualInterfaceName: string(v.Name), VirtualInterfaceType: kind, VirtualInterfaceState: "available",
			VirtualGatewayId: string(v.VpnGatewayID), DirectConnectGatewayId: string(v.GatewayID),
		}
		for _, p := range v.Prefixes.prefixes() {
			row.RouteFilterPrefixes = append(row.RouteFilterPrefixes, topology.RouteFilterPrefix{Cidr: p})
		}
		provision.Put(b.d, &b.d.Snapshot.VirtualInterfaces, row)
		if row.DirectConnectGatewayId != "" {
			provision.Put(b.d, &b.d.Snapshot.DirectConnectGatewayAttachments, topology.DirectConnectGatewayAttachment{
				Meta: b.meta(r), DirectConnectGatewayId: row.DirectConnectGatewayId, VirtualInterfaceId: row.VirtualInterfaceId, AttachmentState: "attached",
				AttachmentType: map[bool]string{true: "TransitVirtualInterface", false: "PrivateVirtualInterface"}[kind == "transit"],
			})
		}
	}
}
