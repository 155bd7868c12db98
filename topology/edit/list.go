package edit

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// Pieces lists what single edits can take out of a snapshot: rules of security groups, entries of network ACLs, routes that somebody
// wrote, what tables and network ACLs serve, propagations. They are in the order of the documents.
func Pieces(s *topology.Snapshot) []Thing {
	var all []Thing
	for i := range s.SecurityGroups {
		all = append(all, groupRules(&s.SecurityGroups[i])...)
	}
	for i := range s.NetworkAcls {
		all = append(all, entriesOf(&s.NetworkAcls[i])...)
	}
	for i := range s.RouteTables {
		all = append(all, piecesOf(&s.RouteTables[i])...)
	}
	for i := range s.TransitGatewayRouteTables {
		all = append(all, transitPieces(&s.TransitGatewayRouteTables[i])...)
	}
	return all
}

// groupRules are the rules of a group, each with one remote.
func groupRules(g *topology.SecurityGroup) (all []Thing) {
	for _, egress := range []bool{false, true} {
		for _, p := range *side(g, egress) {
			service, read := documented(p.IpProtocol, p.FromPort, p.ToPort)
			if !read {
				continue
			}
			for _, r := range remotesOf(&p) {
				all = append(all, GroupRule{Group: g.GroupId, Permission: Permission{Egress: egress, Service: service, Remote: r}})
			}
		}
	}
	return all
}

func remotesOf(p *topology.IpPermission) (all []Remote) {
	for _, x := range p.IpRanges {
		all = append(all, Remote{Prefix: x.CidrIp})
	}
	for _, x := range p.Ipv6Ranges {
		all = append(all, Remote{Prefix: x.CidrIpv6})
	}
	for _, x := range p.PrefixListIds {
		all = append(all, Remote{ID: x.PrefixListId})
	}
	for _, x := range p.UserIdGroupPairs {
		all = append(all, Remote{ID: x.GroupId})
	}
	return all
}

// lastNumber is that of the entry that denies the rest, which nobody can remove.
const lastNumber = 32767

// entriesOf are the entries of a network ACL that people wrote, and the subnets that it serves.
func entriesOf(acl *topology.NetworkAcl) (all []Thing) {
	for _, x := range acl.Entries {
		if e, read := EntryOf(acl.NetworkAclId, &x); read && x.RuleNumber < lastNumber && e.Remote.Prefix.IsValid() {
			all = append(all, e)
		}
	}
	for _, x := range acl.Associations {
		if !acl.IsDefault && x.SubnetId != "" {
			all = append(all, Association{Table: acl.NetworkAclId, With: x.SubnetId})
		}
	}
	return all
}

// piecesOf are the routes of a table that people wrote, and what it serves.
func piecesOf(t *topology.RouteTable) (all []Thing) {
	for i := range t.Routes {
		x := &t.Routes[i]
		if r := RouteOf(t.RouteTableId, x); r.is(*x) && x.GatewayId != "local" && r.Destination != (Remote{}) {
			all = append(all, r)
		}
	}
	for _, x := range t.Associations {
		switch {
		case x.SubnetId != "":
			all = append(all, Association{Table: t.RouteTableId, With: x.SubnetId})
		case x.GatewayId != "":
			all = append(all, Association{Table: t.RouteTableId, With: x.GatewayId})
		}
	}
	return all
}

// transitPieces are the same of a transit gateway's table, with what propagates into it.
func transitPieces(t *topology.TransitGatewayRouteTable) (all []Thing) {
	for _, x := range t.Routes {
		if x.Type != "propagated" && x.PrefixListId == "" && x.DestinationCidrBlock != (netip.Prefix{}) {
			all = append(all, TransitRouteOf(t.TransitGatewayRouteTableId, &x))
		}
	}
	for _, x := range t.PrefixListReferences {
		all = append(all, Route{Table: t.TransitGatewayRouteTableId, Destination: Remote{ID: x.PrefixListId}})
	}
	for _, x := range t.Associations {
		all = append(all, Association{Table: t.TransitGatewayRouteTableId, With: x.TransitGatewayAttachmentId})
	}
	for _, x := range t.Propagations {
		all = append(all, Propagation{Table: t.TransitGatewayRouteTableId, Attachment: x.TransitGatewayAttachmentId})
	}
	return all
}
