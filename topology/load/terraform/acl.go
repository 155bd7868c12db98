package terraform

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func aclTypes() map[string]maker {
	return map[string]maker{
		"aws_network_acl":             adds(containers, addAcl),
		"aws_default_network_acl":     adds(parts, adoptAcl),
		"aws_network_acl_rule":        dropsPart(adds(things, addAclRule), dropAclRule),
		"aws_network_acl_association": adds(ties, addAclAssociation),
	}
}

type entryValues struct {
	NetworkAclID  text   `json:"network_acl_id"`
	RuleNo        number `json:"rule_no"`     // of a block
	RuleNumber    number `json:"rule_number"` // of aws_network_acl_rule
	Action        text   `json:"action"`
	RuleAction    text   `json:"rule_action"`
	Egress        flag   `json:"egress"`
	Protocol      text   `json:"protocol"`
	FromPort      number `json:"from_port"`
	ToPort        number `json:"to_port"`
	CidrBlock     text   `json:"cidr_block"`
	Ipv6CidrBlock text   `json:"ipv6_cidr_block"`
	IcmpType      number `json:"icmp_type"`
	IcmpCode      number `json:"icmp_code"`
}

// protocolNumbers are what network ACLs write for names of protocols.
var protocolNumbers = map[string]string{"all": "-1", "tcp": "6", "udp": "17", "icmp": "1", "icmpv6": "58", "ipv6-icmp": "58"}

func (v *entryValues) entry() topology.NetworkAclEntry {
	protocol := strings.ToLower(string(v.Protocol))
	protocol = cmp.Or(protocolNumbers[protocol], protocol)
	e := topology.NetworkAclEntry{
		Egress: bool(v.Egress), RuleNumber: v.RuleNumber.or(v.RuleNo.or(0)), RuleAction: strings.ToLower(string(cmp.Or(v.RuleAction, v.Action))), Protocol: protocol,
		CidrBlock: v.CidrBlock.prefix(), Ipv6CidrBlock: v.Ipv6CidrBlock.prefix(),
	}
	switch protocol {
	case "6", "17":
		e.PortRange = &topology.PortRange{From: int32(v.FromPort.or(0)), To: int32(v.ToPort.or(65535))}
	case "1", "58":
		e.IcmpTypeCode = &topology.IcmpTypeCode{Type: int32(v.IcmpType.or(-1)), Code: int32(v.IcmpCode.or(-1))}
	}
	return e
}

type aclValues struct {
	VpcID               text                `json:"vpc_id"`
	OwnerID             text                `json:"owner_id"`
	DefaultNetworkAclID text                `json:"default_network_acl_id"`
	SubnetIDs           list                `json:"subnet_ids"`
	Ingress             blocks[entryValues] `json:"ingress"`
	Egress              blocks[entryValues] `json:"egress"`
}

// entries are those of the blocks; where these are not known yet, one that may do anything.
func (b *builder) entries(r *resource, v *aclValues) []topology.NetworkAclEntry {
	var all []topology.NetworkAclEntry
	for _, egress := range []bool{false, true} {
		if b.isOpen(r, map[bool]string{false: "ingress", true: "egress"}[egress]) {
			all = append(all, topology.NetworkAclEntry{Egress: egress, Protocol: "-1"})
		}
	}
	for i := range v.Ingress {
		v.Ingress[i].Egress = false
		all = append(all, v.Ingress[i].entry())
	}
	for i := range v.Egress {
		v.Egress[i].Egress = true
		all = append(all, v.Egress[i].entry())
	}
	return all
}

func addAcl(b *builder, r *resource, v *aclValues) {
	id := b.id(r)
	b.d.AddAcl(topology.NetworkAcl{Meta: b.meta(r), NetworkAclId: id, OwnerId: string(v.OwnerID), VpcId: string(v.VpcID), Entries: b.entries(r, v), Tags: r.tags()})
	b.associate(r, id, v.SubnetIDs)
}

// adoptAcl is what Terraform does to the default network ACL of a VPC: it loses all entries but those that are declared.
func adoptAcl(b *builder, r *resource, v *aclValues) {
	row := topology.NetworkAcl{Meta: b.meta(r), NetworkAclId: cmp.Or(string(v.DefaultNetworkAclID), b.id(r)), OwnerId: string(v.OwnerID), VpcId: string(v.VpcID), IsDefault: true, Entries: b.entries(r, v), Tags: r.tags()}
	if was := provision.Get(b.d, &b.d.Snapshot.NetworkAcls, row.NetworkAclId); was != nil {
		row.VpcId = cmp.Or(row.VpcId, was.VpcId)
	}
	b.d.AddAcl(row)
	b.associate(r, row.NetworkAclId, v.SubnetIDs)
}

// associate gives subnets a network ACL.
func (b *builder) associate(r *resource, acl string, subnets list) {
	for _, subnet := range subnets.told() {
		if adrift(r, "subnet_ids", text(subnet)) {
			b.mayHaveAcl(acl, subnet)
			continue
		}
		b.d.AddAclAssociation(acl, subnet, "")
	}
}

func addAclRule(b *builder, r *resource, v *entryValues) {
	e := v.entry()
	e.DeclaredAs = r.address
	if adrift(r, "network_acl_id", v.NetworkAclID) {
		b.mayBeOfAcl(e, v.NetworkAclID)
		return
	}
	b.d.AddEntry(string(v.NetworkAclID), e)
}

// dropAclRule takes an entry out of an ACL that lists what AWS had when it was refreshed.
func dropAclRule(b *builder, _ *resource, v *entryValues) {
	a := provision.Get(b.d, &b.d.Snapshot.NetworkAcls, string(v.NetworkAclID))
	was := v.entry()
	attribute := "ingress"
	if was.Egress {
		attribute = "egress"
	}
	if a == nil || b.written(a.Address, attribute) {
		return
	}
	a.Entries = slices.DeleteFunc(a.Entries, func(e topology.NetworkAclEntry) bool { return e.RuleNumber == was.RuleNumber && e.Egress == was.Egress })
}

func addAclAssociation(b *builder, r *resource, v *struct {
	NetworkAclID text `json:"network_acl_id"`
	SubnetID     text `json:"subnet_id"`
}) {
	if adrift(r, "subnet_id", v.SubnetID) {
		b.mayHaveAcl(string(v.NetworkAclID), string(v.SubnetID))
		return
	}
	b.d.AddAclAssociation(string(v.NetworkAclID), string(v.SubnetID), r.address)
}
