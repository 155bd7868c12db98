package netgen

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
)

// A drawing draws edits of a world for benchmarks, of a kind each.
type drawing struct {
	dice *dice
	in   *topology.Snapshot
}

func (d drawing) host() netip.Prefix {
	a := pick(d.dice, d.in.NetworkInterfaces).PrivateIpAddress
	return netip.PrefixFrom(a, a.BitLen())
}

func (d drawing) subnet() netip.Prefix { return pick(d.dice, d.in.Subnets).CidrBlock }

func (d drawing) vpc() netip.Prefix { return pick(d.dice, d.in.Vpcs).CidrBlock }

// groupRule lets a block in to the members of any group, by a port that no rule names.
func (d drawing) groupRule(from netip.Prefix) edit.Edit {
	p := edit.Permission{Remote: edit.Remote{Prefix: from}, Service: edit.PortsOf(netmath.TCP, netmath.PortRange{Lo: 8444, Hi: 8444})}
	return edit.Edit{What: edit.GroupRule{Group: pick(d.dice, d.in.SecurityGroups).GroupId, Permission: p}}
}

// entry denies a block HTTPS by any network ACL.
func (d drawing) entry(from netip.Prefix) edit.Edit {
	return edit.Edit{What: edit.Entry{
		ACL: pick(d.dice, d.in.NetworkAcls).NetworkAclId, Number: 7, Action: "deny",
		Service: edit.PortsOf(netmath.TCP, netmath.PortRange{Lo: 443, Hi: 443}), Remote: edit.Remote{Prefix: from},
	}}
}

// freshRoute leads a subnet of the world, or addresses that nobody has, from any table to the transit gateway.
func (d drawing) freshRoute() edit.Edit {
	to := netip.MustParsePrefix("198.18.7.0/24")
	if d.dice.intN(2) > 0 {
		to = d.subnet()
	}
	return edit.Edit{What: edit.Route{
		Table: pick(d.dice, d.in.RouteTables).RouteTableId, Destination: edit.Remote{Prefix: to}, Target: d.in.TransitGateways[0].TransitGatewayId,
	}}
}

// lostRoute takes any route away that can be taken away.
func (d drawing) lostRoute() edit.Edit {
	for {
		t := pick(d.dice, d.in.RouteTables)
		if r := pick(d.dice, t.Routes); r.GatewayId != "local" && r.DestinationCidrBlock.IsValid() {
			return edit.Edit{Op: edit.Remove, What: edit.RouteOf(t.RouteTableId, &r)}
		}
	}
}

// transitRoute leads a subnet of the world from any table of the transit gateway to any attachment.
func (d drawing) transitRoute() edit.Edit {
	return edit.Edit{What: edit.Route{
		Table: pick(d.dice, d.in.TransitGatewayRouteTables).TransitGatewayRouteTableId, Destination: edit.Remote{Prefix: d.subnet()},
		Target: pick(d.dice, d.in.TransitGatewayVpcAttachments).TransitGatewayAttachmentId,
	}}
}
