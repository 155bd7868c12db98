package cloudformation

import "github.com/dryhop/dryhop/topology"

func (b *builder) networkAcl(p props) {
	b.AddAcl(topology.NetworkAcl{Meta: p.meta, NetworkAclId: p.id(), OwnerId: p.meta.Account, VpcId: p.text("VpcId"), Tags: p.tags()})
}

func (b *builder) networkAclEntry(p props) {
	number, _ := p.number("RuleNumber")
	e := topology.NetworkAclEntry{Egress: p.flag("Egress", false), RuleNumber: int(number), RuleAction: p.word("RuleAction"), Protocol: p.protocol("Protocol"),
		DeclaredAs: p.meta.Address}
	if p.open {
		e.Protocol = p.meta.Address // nobody knows whether there is such an entry
	}
	e.CidrBlock, e.Ipv6CidrBlock = p.prefix("CidrBlock"), p.prefix("Ipv6CidrBlock")
	if p.has("PortRange") {
		ports := p.object("PortRange")
		from, _ := ports.number("From")
		to, _ := ports.number("To")
		e.PortRange = &topology.PortRange{From: from, To: to}
	}
	if p.has("Icmp") {
		icmp := p.object("Icmp")
		kind, _ := icmp.number("Type")
		code, _ := icmp.number("Code")
		e.IcmpTypeCode = &topology.IcmpTypeCode{Type: kind, Code: code}
	}
	b.AddEntry(p.text("NetworkAclId"), e)
}

func (b *builder) subnetNetworkAclAssociation(p props) {
	b.AddAclAssociation(p.text("NetworkAclId"), p.text("SubnetId"), p.meta.Address)
}
