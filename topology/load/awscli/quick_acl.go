package awscli

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

var quickAcl = []field[topology.NetworkAcl]{
	listOfObjects("Associations", func(s *scanner) *pool[topology.NetworkAclAssociation] { return &s.pools.aclAssociations }, quickAclAssociation,
		func(a *topology.NetworkAcl) *[]topology.NetworkAclAssociation { return &a.Associations }),
	listOfObjects("Entries", func(s *scanner) *pool[topology.NetworkAclEntry] { return &s.pools.entries }, quickAclEntry,
		func(a *topology.NetworkAcl) *[]topology.NetworkAclEntry { return &a.Entries }),
	boolean("IsDefault", func(a *topology.NetworkAcl) *bool { return &a.IsDefault }),
	unique("NetworkAclId", func(a *topology.NetworkAcl) *string { return &a.NetworkAclId }),
	listOfShared("Tags", func(s *scanner) *sharedLists[topology.Tag] { return &s.pools.tags }, quickTag,
		func(a *topology.NetworkAcl) *[]topology.Tag { return (*[]topology.Tag)(&a.Tags) }),
	word("VpcId", func(a *topology.NetworkAcl) *string { return &a.VpcId }),
	word("OwnerId", func(a *topology.NetworkAcl) *string { return &a.OwnerId }),
}

var quickAclAssociation = []field[topology.NetworkAclAssociation]{
	unique("NetworkAclAssociationId", func(a *topology.NetworkAclAssociation) *string { return &a.NetworkAclAssociationId }),
	word("NetworkAclId", func(a *topology.NetworkAclAssociation) *string { return &a.NetworkAclId }),
	word("SubnetId", func(a *topology.NetworkAclAssociation) *string { return &a.SubnetId }),
}

var quickAclEntry = []field[topology.NetworkAclEntry]{
	prefix("CidrBlock", func(e *topology.NetworkAclEntry) *netip.Prefix { return &e.CidrBlock }),
	boolean("Egress", func(e *topology.NetworkAclEntry) *bool { return &e.Egress }),
	pointer("IcmpTypeCode", func(s *scanner) *pool[topology.IcmpTypeCode] { return &s.pools.icmp }, quickIcmp,
		func(e *topology.NetworkAclEntry) **topology.IcmpTypeCode { return &e.IcmpTypeCode }),
	prefix("Ipv6CidrBlock", func(e *topology.NetworkAclEntry) *netip.Prefix { return &e.Ipv6CidrBlock }),
	pointer("PortRange", func(s *scanner) *pool[topology.PortRange] { return &s.pools.portRanges }, quickPortRange,
		func(e *topology.NetworkAclEntry) **topology.PortRange { return &e.PortRange }),
	word("Protocol", func(e *topology.NetworkAclEntry) *string { return &e.Protocol }),
	word("RuleAction", func(e *topology.NetworkAclEntry) *string { return &e.RuleAction }),
	integer("RuleNumber", func(e *topology.NetworkAclEntry) *int { return &e.RuleNumber }),
}

var quickPortRange = []field[topology.PortRange]{
	integer("From", func(r *topology.PortRange) *int32 { return &r.From }),
	integer("To", func(r *topology.PortRange) *int32 { return &r.To }),
}

var quickIcmp = []field[topology.IcmpTypeCode]{
	integer("Code", func(c *topology.IcmpTypeCode) *int32 { return &c.Code }),
	integer("Type", func(c *topology.IcmpTypeCode) *int32 { return &c.Type }),
}
