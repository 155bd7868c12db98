package cloudformation

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func (b *builder) vpc(p props) {
	v := topology.Vpc{Meta: p.meta, VpcId: p.id(), OwnerId: p.meta.Account, CidrBlock: p.prefix("CidrBlock"), Tags: p.tags()}
	if !p.has("CidrBlock") && p.has("Ipv4IpamPoolId") {
		p.decidedByAWS("CidrBlock")
	}
	b.AddVpc(v, b.defaultsOf(v.VpcId))
}

// vpcCidrBlock adds a block to a VPC. One that AWS or a pool gives is not known.
func (b *builder) vpcCidrBlock(p props) {
	if p.has("CidrBlock") || p.has("Ipv4IpamPoolId") {
		b.AddBlock(p.text("VpcId"), p.given("CidrBlock"), false)
		return
	}
	b.AddBlock(p.text("VpcId"), p.given("Ipv6CidrBlock"), true)
}

// given is a block that AWS gives if the template does not.
func (p props) given(name string) netip.Prefix {
	if !p.has(name) {
		p.decidedByAWS(name)
	}
	return p.prefix(name)
}

func (b *builder) subnet(p props) {
	s := topology.Subnet{
		Meta: p.meta, SubnetId: p.id(), OwnerId: p.meta.Account, VpcId: p.text("VpcId"), AvailabilityZone: p.text("AvailabilityZone"),
		AvailabilityZoneId: p.word("AvailabilityZoneId"), CidrBlock: p.prefix("CidrBlock"), Ipv6Native: p.flag("Ipv6Native", false),
		EnableDns64: p.flag("EnableDns64", false), MapPublicIpOnLaunch: p.flag("MapPublicIpOnLaunch", false), AssignIpv6AddressOnCreation: p.flag("AssignIpv6AddressOnCreation", false), OutpostArn: p.text("OutpostArn"), Tags: p.tags(),
	}
	if p.has("Ipv6CidrBlock") || p.has("Ipv6IpamPoolId") {
		s.Ipv6CidrBlockAssociationSet = []topology.SubnetIpv6CidrBlockAssociation{provision.Associated6(p.given("Ipv6CidrBlock"))}
	}
	b.AddSubnet(s)
}

func (b *builder) subnetCidrBlock(p props) {
	id := p.text("SubnetId")
	s := provision.Part(b.Draft, &b.Snapshot.Subnets, id, func(s *topology.Subnet) { s.SubnetId = id })
	s.Ipv6CidrBlockAssociationSet = append(s.Ipv6CidrBlockAssociationSet, provision.Associated6(p.given("Ipv6CidrBlock")))
}

func (b *builder) dhcpOptions(p props) {
	provision.Put(b.Draft, &b.Snapshot.DhcpOptions, topology.DhcpOptions{Meta: p.meta, DhcpOptionsId: p.id(), OwnerId: p.meta.Account, Tags: p.tags()})
}

func (b *builder) prefixList(p props) {
	l := topology.PrefixList{Meta: p.meta, PrefixListId: p.id(), PrefixListName: p.word("PrefixListName"), AddressFamily: p.word("AddressFamily"),
		State: "create-complete", OwnerId: p.meta.Account, Tags: p.tags(), EntriesKnown: true}
	if n, ok := p.number("MaxEntries"); ok {
		l.MaxEntries = int(n)
	}
	entries, known := p.objects("Entries")
	l.EntriesKnown = known
	for _, e := range entries {
		cidr := e.prefix("Cidr")
		l.Entries = append(l.Entries, topology.PrefixListEntry{Cidr: cidr, Description: e.word("Description")})
		l.EntriesKnown = l.EntriesKnown && cidr.IsValid()
	}
	provision.Put(b.Draft, &b.Snapshot.PrefixLists, l)
}
