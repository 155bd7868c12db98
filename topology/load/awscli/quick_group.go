package awscli

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

var quickGroup = []field[topology.SecurityGroup]{
	unique("GroupId", func(g *topology.SecurityGroup) *string { return &g.GroupId }),
	listOfObjects("IpPermissionsEgress", func(s *scanner) *pool[topology.IpPermission] { return &s.pools.permissions }, quickPermission,
		func(g *topology.SecurityGroup) *[]topology.IpPermission { return &g.IpPermissionsEgress }),
	listOfShared("Tags", func(s *scanner) *sharedLists[topology.Tag] { return &s.pools.tags }, quickTag,
		func(g *topology.SecurityGroup) *[]topology.Tag { return (*[]topology.Tag)(&g.Tags) }),
	word("VpcId", func(g *topology.SecurityGroup) *string { return &g.VpcId }),
	unique("SecurityGroupArn", func(g *topology.SecurityGroup) *string { return &g.SecurityGroupArn }),
	word("OwnerId", func(g *topology.SecurityGroup) *string { return &g.OwnerId }),
	word("GroupName", func(g *topology.SecurityGroup) *string { return &g.GroupName }),
	word("Description", func(g *topology.SecurityGroup) *string { return &g.Description }),
	listOfObjects("IpPermissions", func(s *scanner) *pool[topology.IpPermission] { return &s.pools.permissions }, quickPermission,
		func(g *topology.SecurityGroup) *[]topology.IpPermission { return &g.IpPermissions }),
}

var quickPermission = []field[topology.IpPermission]{
	word("IpProtocol", func(p *topology.IpPermission) *string { return &p.IpProtocol }),
	bound("FromPort", func(p *topology.IpPermission) **int32 { return &p.FromPort }),
	bound("ToPort", func(p *topology.IpPermission) **int32 { return &p.ToPort }),
	listOfObjects("UserIdGroupPairs", func(s *scanner) *pool[topology.UserIdGroupPair] { return &s.pools.pairs }, quickPair,
		func(p *topology.IpPermission) *[]topology.UserIdGroupPair { return &p.UserIdGroupPairs }),
	listOfObjects("IpRanges", func(s *scanner) *pool[topology.IpRange] { return &s.pools.ranges }, quickRange,
		func(p *topology.IpPermission) *[]topology.IpRange { return &p.IpRanges }),
	listOfObjects("Ipv6Ranges", func(s *scanner) *pool[topology.Ipv6Range] { return &s.pools.ranges6 }, quickRange6,
		func(p *topology.IpPermission) *[]topology.Ipv6Range { return &p.Ipv6Ranges }),
	listOfObjects("PrefixListIds", func(s *scanner) *pool[topology.PrefixListId] { return &s.pools.lists }, quickPrefixListID,
		func(p *topology.IpPermission) *[]topology.PrefixListId { return &p.PrefixListIds }),
}

var quickRange = []field[topology.IpRange]{
	word("Description", func(r *topology.IpRange) *string { return &r.Description }),
	prefix("CidrIp", func(r *topology.IpRange) *netip.Prefix { return &r.CidrIp }),
}

var quickRange6 = []field[topology.Ipv6Range]{
	word("Description", func(r *topology.Ipv6Range) *string { return &r.Description }),
	prefix("CidrIpv6", func(r *topology.Ipv6Range) *netip.Prefix { return &r.CidrIpv6 }),
}

var quickPrefixListID = []field[topology.PrefixListId]{
	word("Description", func(l *topology.PrefixListId) *string { return &l.Description }),
	word("PrefixListId", func(l *topology.PrefixListId) *string { return &l.PrefixListId }),
}

var quickPair = []field[topology.UserIdGroupPair]{
	word("Description", func(p *topology.UserIdGroupPair) *string { return &p.Description }),
	word("UserId", func(p *topology.UserIdGroupPair) *string { return &p.UserId }),
	word("GroupName", func(p *topology.UserIdGroupPair) *string { return &p.GroupName }),
	word("GroupId", func(p *topology.UserIdGroupPair) *string { return &p.GroupId }),
	word("VpcId", func(p *topology.UserIdGroupPair) *string { return &p.VpcId }),
	word("VpcPeeringConnectionId", func(p *topology.UserIdGroupPair) *string { return &p.VpcPeeringConnectionId }),
	word("PeeringStatus", func(p *topology.UserIdGroupPair) *string { return &p.PeeringStatus }),
}

var quickRule = []field[topology.SecurityGroupRule]{
	unique("SecurityGroupRuleId", func(r *topology.SecurityGroupRule) *string { return &r.SecurityGroupRuleId }),
	word("GroupId", func(r *topology.SecurityGroupRule) *string { return &r.GroupId }),
	word("GroupOwnerId", func(r *topology.SecurityGroupRule) *string { return &r.GroupOwnerId }),
	boolean("IsEgress", func(r *topology.SecurityGroupRule) *bool { return &r.IsEgress }),
	word("IpProtocol", func(r *topology.SecurityGroupRule) *string { return &r.IpProtocol }),
	bound("FromPort", func(r *topology.SecurityGroupRule) **int32 { return &r.FromPort }),
	bound("ToPort", func(r *topology.SecurityGroupRule) **int32 { return &r.ToPort }),
	prefix("CidrIpv4", func(r *topology.SecurityGroupRule) *netip.Prefix { return &r.CidrIpv4 }),
	prefix("CidrIpv6", func(r *topology.SecurityGroupRule) *netip.Prefix { return &r.CidrIpv6 }),
	word("PrefixListId", func(r *topology.SecurityGroupRule) *string { return &r.PrefixListId }),
	pointer("ReferencedGroupInfo", func(s *scanner) *pool[topology.ReferencedSecurityGroup] { return &s.pools.references }, quickReference,
		func(r *topology.SecurityGroupRule) **topology.ReferencedSecurityGroup { return &r.ReferencedGroupInfo }),
	word("Description", func(r *topology.SecurityGroupRule) *string { return &r.Description }),
	listOfShared("Tags", func(s *scanner) *sharedLists[topology.Tag] { return &s.pools.tags }, quickTag,
		func(r *topology.SecurityGroupRule) *[]topology.Tag { return (*[]topology.Tag)(&r.Tags) }),
	ignored[topology.SecurityGroupRule]("SecurityGroupRuleArn"),
}

var quickReference = []field[topology.ReferencedSecurityGroup]{
	word("GroupId", func(r *topology.ReferencedSecurityGroup) *string { return &r.GroupId }),
	word("PeeringStatus", func(r *topology.ReferencedSecurityGroup) *string { return &r.PeeringStatus }),
	word("UserId", func(r *topology.ReferencedSecurityGroup) *string { return &r.UserId }),
	word("VpcId", func(r *topology.ReferencedSecurityGroup) *string { return &r.VpcId }),
	word("VpcPeeringConnectionId", func(r *topology.ReferencedSecurityGroup) *string { return &r.VpcPeeringConnectionId }),
}
