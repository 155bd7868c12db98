package edit

import (
	"cmp"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
)

// PermissionOf is what a rule of describe-security-group-rules says. False: its protocol could not be read.
func PermissionOf(d *topology.SecurityGroupRule) (Permission, bool) { return permissionOf(d) }

// Permitted is what a permission with one remote says. False: its protocol could not be read, or it has no remote.
func Permitted(egress bool, d *topology.IpPermission) (Permission, bool) {
	p := Permission{Egress: egress}
	service, read := documented(d.IpProtocol, d.FromPort, d.ToPort)
	p.Service = service
	switch {
	case len(d.IpRanges) > 0:
		p.Remote.Prefix = d.IpRanges[0].CidrIp
	case len(d.Ipv6Ranges) > 0:
		p.Remote.Prefix = d.Ipv6Ranges[0].CidrIpv6
	case len(d.PrefixListIds) > 0:
		p.Remote.ID = d.PrefixListIds[0].PrefixListId
	case len(d.UserIdGroupPairs) > 0:
		p.Remote.ID = d.UserIdGroupPairs[0].GroupId
	}
	return p, read && p.Remote != Remote{}
}

// EntryOf is what an entry of a network ACL says. False: it could not be read.
func EntryOf(acl string, d *topology.NetworkAclEntry) (Entry, bool) {
	e := Entry{ACL: acl, Egress: d.Egress, Number: d.RuleNumber, Action: d.RuleAction, Remote: Remote{Prefix: either(d.CidrBlock, d.Ipv6CidrBlock)}}
	var from, to *int32
	switch p, err := netmath.ParseProtocol(d.Protocol); {
	case err == nil && p.IsICMP() && d.IcmpTypeCode != nil:
		from, to = &d.IcmpTypeCode.Type, &d.IcmpTypeCode.Code
	case d.PortRange != nil:
		from, to = &d.PortRange.From, &d.PortRange.To
	}
	service, read := documented(d.Protocol, from, to)
	e.Service = service
	return e, read && e.Remote.Prefix.IsValid()
}

// RouteOf is a route of a VPC's route table.
func RouteOf(table string, d *topology.Route) Route {
	return Route{
		Table: table, Destination: Remote{Prefix: either(d.DestinationCidrBlock, d.DestinationIpv6CidrBlock), ID: d.DestinationPrefixListId},
		Target: cmp.Or(d.NatGatewayId, d.TransitGatewayId, d.VpcPeeringConnectionId, d.EgressOnlyInternetGatewayId, d.CarrierGatewayId,
			d.LocalGatewayId, d.CoreNetworkArn, d.OdbNetworkArn, d.NetworkInterfaceId, d.InstanceId, d.GatewayId, d.IpAddress),
	}
}

// TransitRouteOf is a route of a transit gateway's table: with several attachments, the first of them.
func TransitRouteOf(table string, d *topology.TransitGatewayRoute) Route {
	r := Route{Table: table, Destination: Remote{Prefix: d.DestinationCidrBlock}, Target: blackhole}
	if !r.Destination.Prefix.IsValid() {
		r.Destination.ID = d.PrefixListId
	}
	if len(d.TransitGatewayAttachments) > 0 {
		r.Target = d.TransitGatewayAttachments[0].TransitGatewayAttachmentId
	}
	return r
}
