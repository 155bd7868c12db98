package diff

import (
	"fmt"
	"net/netip"
	"reflect"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
)

// listsOf are the lists of each type of row.
var listsOf = map[reflect.Type][]list{
	reflect.TypeFor[topology.SecurityGroup](): {
		explodedListOf("IpPermissions", func(g *topology.SecurityGroup) *[]topology.IpPermission { return &g.IpPermissions }, remotes, tellRule(false)),
		explodedListOf("IpPermissionsEgress", func(g *topology.SecurityGroup) *[]topology.IpPermission { return &g.IpPermissionsEgress }, remotes, tellRule(true)),
	},
	reflect.TypeFor[topology.NetworkAcl](): {
		listOf("Entries", func(a *topology.NetworkAcl) *[]topology.NetworkAclEntry { return &a.Entries }, tellEntry),
		listOf("Associations", func(a *topology.NetworkAcl) *[]topology.NetworkAclAssociation { return &a.Associations }, tellAclAssociation),
	},
	reflect.TypeFor[topology.RouteTable](): {
		listOf("Routes", func(t *topology.RouteTable) *[]topology.Route { return &t.Routes }, tellRoute),
		listOf("Associations", func(t *topology.RouteTable) *[]topology.RouteTableAssociation { return &t.Associations }, tellAssociation),
		listOf("PropagatingVgws", func(t *topology.RouteTable) *[]topology.PropagatingVgw { return &t.PropagatingVgws },
			func(_ *topology.RouteTable, v *topology.PropagatingVgw) notion {
				return plain("propagates " + v.GatewayId)
			}),
	},
	reflect.TypeFor[topology.NetworkInterface](): {
		listOf("Groups", func(e *topology.NetworkInterface) *[]topology.GroupIdentifier { return &e.Groups }, tellMembership),
	},
	reflect.TypeFor[topology.PrefixList](): {
		listOf("Entries", func(l *topology.PrefixList) *[]topology.PrefixListEntry { return &l.Entries },
			func(_ *topology.PrefixList, e *topology.PrefixListEntry) notion { return plain(e.Cidr.String()) }),
	},
	reflect.TypeFor[topology.TransitGatewayRouteTable](): {
		listOf("Routes", func(t *topology.TransitGatewayRouteTable) *[]topology.TransitGatewayRoute { return &t.Routes }, tellTransitRoute),
		listOf("Associations", func(t *topology.TransitGatewayRouteTable) *[]topology.TransitGatewayRouteTableAssociation {
			return &t.Associations
		}, tellTransitAssociation),
		listOf("Propagations", func(t *topology.TransitGatewayRouteTable) *[]topology.TransitGatewayRouteTablePropagation {
			return &t.Propagations
		}, tellPropagation),
		listOf("PrefixListReferences", func(t *topology.TransitGatewayRouteTable) *[]topology.TransitGatewayPrefixListReference {
			return &t.PrefixListReferences
		},
			func(_ *topology.TransitGatewayRouteTable, x *topology.TransitGatewayPrefixListReference) notion {
				return plain(x.PrefixListId)
			}),
	},
	reflect.TypeFor[topology.ClientVpnEndpoint](): {
		listOf("Routes", func(e *topology.ClientVpnEndpoint) *[]topology.ClientVpnRoute { return &e.Routes },
			func(_ *topology.ClientVpnEndpoint, r *topology.ClientVpnRoute) notion {
				return plain(r.DestinationCidr.String() + " to " + r.TargetSubnet)
			}),
		listOf("AuthorizationRules", func(e *topology.ClientVpnEndpoint) *[]topology.ClientVpnAuthorizationRule {
			return &e.AuthorizationRules
		},
			func(_ *topology.ClientVpnEndpoint, r *topology.ClientVpnAuthorizationRule) notion {
				return plain("authorizes " + r.DestinationCidr.String() + " " + r.GroupId)
			}),
	},
	reflect.TypeFor[topology.TargetGroup](): {
		listOf("TargetHealthDescriptions", func(g *topology.TargetGroup) *[]topology.TargetHealthDescription { return &g.TargetHealthDescriptions },
			func(_ *topology.TargetGroup, d *topology.TargetHealthDescription) notion {
				return plain(fmt.Sprintf("target %s:%d", d.Target.Id, d.Target.Port))
			}),
	},
}

// plain is a notion that no edit can do.
func plain(key string) notion { return notion{key: key, rule: key} }

// remotes divides permissions into those of one remote each.
func remotes(all []topology.IpPermission) []topology.IpPermission {
	var out []topology.IpPermission
	for _, p := range all {
		base := topology.IpPermission{IpProtocol: p.IpProtocol, FromPort: p.FromPort, ToPort: p.ToPort}
		for i := range p.IpRanges {
			one := base
			one.IpRanges = p.IpRanges[i : i+1 : i+1]
			out = append(out, one)
		}
		for i := range p.Ipv6Ranges {
			one := base
			one.Ipv6Ranges = p.Ipv6Ranges[i : i+1 : i+1]
			out = append(out, one)
		}
		for i := range p.PrefixListIds {
			one := base
			one.PrefixListIds = p.PrefixListIds[i : i+1 : i+1]
			out = append(out, one)
		}
		for i := range p.UserIdGroupPairs {
			one := base
			one.UserIdGroupPairs = p.UserIdGroupPairs[i : i+1 : i+1]
			out = append(out, one)
		}
	}
	return out
}

// tellRule tells what a permission of one remote says.
func tellRule(egress bool) func(*topology.SecurityGroup, *topology.IpPermission) notion {
	return func(g *topology.SecurityGroup, p *topology.IpPermission) notion {
		permission, read := edit.Permitted(egress, p)
		if !read {
			return plain(fmt.Sprintf("egress=%t %s %s %v %v", egress, p.IpProtocol, portsText(p), p.IpRanges, p.Ipv6Ranges))
		}
		return ruleNotion(g.GroupId, permission)
	}
}

func portsText(p *topology.IpPermission) string {
	if p.FromPort == nil || p.ToPort == nil {
		return "-"
	}
	return fmt.Sprintf("%d-%d", *p.FromPort, *p.ToPort)
}

func ruleNotion(group string, p edit.Permission) notion {
	rule := edit.GroupRule{Group: group, Permission: p}
	text := edit.Said(rule)
	return notion{key: text, rule: text, edit: rule, couple: group + " " + text}
}

func tellEntry(a *topology.NetworkAcl, x *topology.NetworkAclEntry) notion {
	n := plain(map[bool]string{false: "ingress ", true: "egress "}[x.Egress] + fmt.Sprint(x.RuleNumber))
	if e, read := edit.EntryOf(a.NetworkAclId, x); read && e.Number > 0 && e.Number < 32767 {
		n.edit = e
	}
	return n
}

func tellAclAssociation(a *topology.NetworkAcl, x *topology.NetworkAclAssociation) notion {
	return served(edit.Association{Table: a.NetworkAclId, With: x.SubnetId}, "acl of "+x.SubnetId)
}

func tellAssociation(t *topology.RouteTable, x *topology.RouteTableAssociation) notion {
	switch {
	case x.Main:
		n := served(edit.Association{Table: t.RouteTableId, With: t.VpcId}, "main table of "+t.VpcId)
		n.key = "main" // whatever becomes of the table's VPC
		return n
	case x.SubnetId != "":
		return served(edit.Association{Table: t.RouteTableId, With: x.SubnetId}, "table of "+x.SubnetId)
	}
	return served(edit.Association{Table: t.RouteTableId, With: x.GatewayId}, "table of "+x.GatewayId)
}

func tellTransitAssociation(t *topology.TransitGatewayRouteTable, x *topology.TransitGatewayRouteTableAssociation) notion {
	return served(edit.Association{Table: t.TransitGatewayRouteTableId, With: x.TransitGatewayAttachmentId}, tableOf(x.TransitGatewayAttachmentId, t.TransitGatewayId))
}

// tableOf couples what two documents say of an attachment's table.
func tableOf(attachment, gateway string) string { return "table of " + attachment + " at " + gateway }

// served is the notion of an association. What is served moves from table to table in one change.
func served(a edit.Association, couple string) notion {
	return notion{key: "for " + a.With, rule: "for " + a.With, edit: a, couple: couple}
}

func tellRoute(t *topology.RouteTable, x *topology.Route) notion {
	r := edit.RouteOf(t.RouteTableId, x)
	n := plain(destination(r.Destination))
	if x.Origin == "EnableVgwRoutePropagation" || x.Origin == "Advertisement" {
		n.key += " learned"
		return n
	}
	n.edit = r
	return n
}

func tellTransitRoute(t *topology.TransitGatewayRouteTable, x *topology.TransitGatewayRoute) notion {
	r := edit.TransitRouteOf(t.TransitGatewayRouteTableId, x)
	n := plain(destination(r.Destination))
	if x.Type == "propagated" {
		n.key += " propagated by " + r.Target
		return n
	}
	n.edit = r
	return n
}

func destination(r edit.Remote) string {
	if r.Prefix == (netip.Prefix{}) {
		return r.ID
	}
	return r.Prefix.String()
}

func tellPropagation(t *topology.TransitGatewayRouteTable, x *topology.TransitGatewayRouteTablePropagation) notion {
	p := edit.Propagation{Table: t.TransitGatewayRouteTableId, Attachment: x.TransitGatewayAttachmentId}
	return notion{key: p.Ref().Rule, rule: edit.Said(p), edit: p}
}

func tellMembership(e *topology.NetworkInterface, g *topology.GroupIdentifier) notion {
	m := edit.Membership{Interface: e.NetworkInterfaceId, Group: g.GroupId}
	return notion{key: g.GroupId, rule: edit.Said(m), edit: m}
}
