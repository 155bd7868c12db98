package terraform

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

// Whose a rule, a route or a tie is may be unknown: `route_table_id = local.tables["a"]`. It may then be of any whose id is not known yet either, and each of these gets
// one in its place that leaves open what it does: nothing is certain where it would decide. This is done when everything else is in its place.

// adrift reports whether an attribute is a link that nothing told. What it is then called names it in answers.
func adrift(r *resource, attribute string, id text) bool {
	return string(id) == r.address+"."+attribute
}

// atLast has something done when all resources are in their places.
func (b *builder) atLast(do func()) { b.last = append(b.last, do) }

// toCome reports whether an id stands for one that AWS will give.
func toCome(id string) bool { return !awsID.MatchString(id) && !strings.HasPrefix(id, "arn:") }

// among reports whether an id is of those that an attribute may refer to, as far as its expression tells.
func (b *builder) among(doubt text, id string) bool {
	offered, told := b.offered[string(doubt)]
	return !told || slices.Contains(offered, id)
}

// mayBeOfGroup gives all groups to come a rule for the same services, whose remote nobody can tell.
func (b *builder) mayBeOfGroup(rule topology.SecurityGroupRule, doubt text) {
	rule.CidrIpv4, rule.CidrIpv6, rule.PrefixListId, rule.ReferencedGroupInfo = netip.Prefix{}, netip.Prefix{}, "", nil
	b.atLast(func() {
		for i := range b.d.Snapshot.SecurityGroups {
			g := &b.d.Snapshot.SecurityGroups[i]
			if !toCome(g.GroupId) || b.d.IsStub(g.Ref()) || !b.among(doubt, g.GroupId) {
				continue
			}
			list := &g.IpPermissions
			if rule.IsEgress {
				list = &g.IpPermissionsEgress
			}
			p := provision.PermissionOf(&rule)
			p.Ipv6Ranges = []topology.Ipv6Range{{}}
			*list = append(slices.Clip(*list), p)
		}
	})
}

// mayBeOfTable gives all tables to come that have no route to the same destination one that leads to what names the doubt.
func (b *builder) mayBeOfTable(row topology.Route, doubt text) {
	row = topology.Route{
		DestinationCidrBlock: row.DestinationCidrBlock, DestinationIpv6CidrBlock: row.DestinationIpv6CidrBlock, DestinationPrefixListId: row.DestinationPrefixListId,
		DeclaredAs: row.DeclaredAs, GatewayId: string(doubt),
	}
	b.atLast(func() {
		for i := range b.d.Snapshot.RouteTables {
			t := &b.d.Snapshot.RouteTables[i]
			if toCome(t.RouteTableId) && b.among(doubt, t.RouteTableId) && !b.d.IsStub(t.Ref()) && !slices.ContainsFunc(t.Routes, func(other topology.Route) bool { return sameDestination(&row, &other) }) {
				b.d.AddRoute(t.RouteTableId, row)
			}
		}
	})
}

func sameDestination(a, b *topology.Route) bool {
	return a.DestinationCidrBlock == b.DestinationCidrBlock && a.DestinationIpv6CidrBlock == b.DestinationIpv6CidrBlock && a.DestinationPrefixListId == b.DestinationPrefixListId
}

// mayBeOfAcl gives all network ACLs to come that have no entry of the same number one that does what nobody can tell.
func (b *builder) mayBeOfAcl(e topology.NetworkAclEntry, doubt text) {
	e.CidrBlock, e.Ipv6CidrBlock = netip.Prefix{}, netip.Prefix{}
	b.atLast(func() {
		for i := range b.d.Snapshot.NetworkAcls {
			a := &b.d.Snapshot.NetworkAcls[i]
			taken := func(other topology.NetworkAclEntry) bool {
				return other.Egress == e.Egress && other.RuleNumber == e.RuleNumber
			}
			if toCome(a.NetworkAclId) && b.among(doubt, a.NetworkAclId) && !b.d.IsStub(a.Ref()) && !slices.ContainsFunc(a.Entries, taken) {
				a.Entries = append(a.Entries, e)
			}
		}
	})
}

// mayTieSubnets ties all subnets to come of a VPC that tied does not report to be tied already to what names the doubt.
func (b *builder) mayTieSubnets(vpc func() string, tied func(subnet string) bool, tie func(subnet string)) {
	b.atLast(func() {
		in := vpc()
		for i := range b.d.Snapshot.Subnets {
			s := &b.d.Snapshot.Subnets[i]
			if toCome(s.SubnetId) && (in == "" || s.VpcId == in) && !b.d.IsStub(s.Ref()) && !tied(s.SubnetId) {
				tie(s.SubnetId)
			}
		}
	})
}

// mayHaveAcl leaves open which network ACL subnets have, one of which has this one.
func (b *builder) mayHaveAcl(acl, doubt string) {
	b.mayTieSubnets(
		func() string { return b.d.Acl(acl).VpcId },
		func(subnet string) bool {
			return !b.among(text(doubt), subnet) || slices.ContainsFunc(b.d.Snapshot.NetworkAcls, func(a topology.NetworkAcl) bool {
				return slices.ContainsFunc(a.Associations, func(x topology.NetworkAclAssociation) bool { return x.SubnetId == subnet })
			})
		},
		func(subnet string) { b.d.AddAclAssociation(doubt, subnet, "") },
	)
}

// mayBeAssociated leaves open which table attachments to come have that no table has, one of which has this one.
func (b *builder) mayBeAssociated(table, doubt string) {
	b.atLast(func() {
		gateway := b.d.TransitTable(table).TransitGatewayId
		for i := range b.d.Snapshot.TransitGatewayAttachments {
			a := &b.d.Snapshot.TransitGatewayAttachments[i]
			id := a.TransitGatewayAttachmentId
			tied := slices.ContainsFunc(b.d.Snapshot.TransitGatewayRouteTables, func(t topology.TransitGatewayRouteTable) bool {
				return slices.ContainsFunc(t.Associations, func(x topology.TransitGatewayRouteTableAssociation) bool { return x.TransitGatewayAttachmentId == id })
			})
			if toCome(id) && b.among(text(doubt), id) && (gateway == "" || a.TransitGatewayId == gateway) && !tied {
				b.d.AddTransitAssociation(doubt, id, "")
			}
		}
	})
}

// mayPropagate leaves open what else is in a table, or in all tables to come if it is not known which.
func (b *builder) mayPropagate(table string, known bool) {
	b.atLast(func() {
		for i := range b.d.Snapshot.TransitGatewayRouteTables {
			t := &b.d.Snapshot.TransitGatewayRouteTables[i]
			if id := t.TransitGatewayRouteTableId; id == table || !known && toCome(id) {
				t.PropagationsKnown = false
			}
		}
	})
}

// mayBeOfTransitTable gives all tables to come that have no route to the same destination one that leads to what names the doubt.
func (b *builder) mayBeOfTransitTable(row topology.TransitGatewayRoute, doubt string) {
	b.atLast(func() {
		for i := range b.d.Snapshot.TransitGatewayRouteTables {
			t := &b.d.Snapshot.TransitGatewayRouteTables[i]
			same := func(other topology.TransitGatewayRoute) bool {
				return other.DestinationCidrBlock == row.DestinationCidrBlock
			}
			if toCome(t.TransitGatewayRouteTableId) && b.among(text(doubt), t.TransitGatewayRouteTableId) && !slices.ContainsFunc(t.Routes, same) {
				b.d.AddTransitRoute(t.TransitGatewayRouteTableId, doubt, row)
			}
		}
	})
}

// mayBeTarget leaves open which targets the target groups to come have, one of which has one more.
func (b *builder) mayBeTarget() {
	b.atLast(func() {
		for i := range b.d.Snapshot.TargetGroups {
			if g := &b.d.Snapshot.TargetGroups[i]; toCome(g.TargetGroupArn) {
				g.TargetHealthKnown = false
			}
		}
	})
}
