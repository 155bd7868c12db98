package terraform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func groupTypes() map[string]maker {
	return map[string]maker{
		"aws_security_group":                     adds(containers, addGroup),
		"aws_default_security_group":             adds(parts, adoptGroup),
		"aws_security_group_rule":                dropsPart(adds(things, addOldRule), dropOldRule),
		"aws_vpc_security_group_ingress_rule":    dropsPart(adds(things, addRule), dropRule),
		"aws_vpc_security_group_egress_rule":     dropsPart(adds(things, addRule), dropRule),
		"aws_vpc_security_group_vpc_association": adds(ties, addGroupVpc),
		"aws_network_interface_sg_attachment":    adds(ties, addGroupAttachment),
	}
}

// ruleBlock is a block of a group, and most of aws_security_group_rule: any number of remotes.
type ruleBlock struct {
	FromPort       number `json:"from_port"`
	ToPort         number `json:"to_port"`
	Protocol       text   `json:"protocol"`
	CidrBlocks     list   `json:"cidr_blocks"`
	Ipv6CidrBlocks list   `json:"ipv6_cidr_blocks"`
	PrefixListIDs  list   `json:"prefix_list_ids"`
	SecurityGroups list   `json:"security_groups"`
	Self           flag   `json:"self"`
	Description    text   `json:"description"`

	// Of aws_security_group_rule.
	Type            text `json:"type"`
	SecurityGroupID text `json:"security_group_id"`
	Source          text `json:"source_security_group_id"`
	RuleID          text `json:"security_group_rule_id"`
}

// ipProtocols are AWS's words for protocols that Terraform takes by number or other names.
var ipProtocols = map[string]string{"all": "-1", "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}

// ipProtocol is a protocol as AWS prints it, with the ports that it has: none of all protocols.
func ipProtocol(protocol text, from, to number) (string, *int32, *int32) {
	word := strings.ToLower(string(protocol))
	if known := ipProtocols[word]; known != "" {
		word = known
	}
	switch word {
	case "tcp", "udp", "icmp", "icmpv6":
		return word, from.port(), to.port()
	}
	return word, nil, nil
}

// rules are the rules of a block, one for each remote.
func (v *ruleBlock) rules(group string) []topology.SecurityGroupRule {
	base := topology.SecurityGroupRule{GroupId: group, Description: string(v.Description)}
	base.IpProtocol, base.FromPort, base.ToPort = ipProtocol(v.Protocol, v.FromPort, v.ToPort)
	var all []topology.SecurityGroupRule
	add := func(set func(r *topology.SecurityGroupRule)) {
		r := base
		set(&r)
		all = append(all, r)
	}
	for _, p := range v.CidrBlocks.prefixes() {
		add(func(r *topology.SecurityGroupRule) { r.CidrIpv4 = p })
	}
	for _, p := range v.Ipv6CidrBlocks.prefixes() {
		add(func(r *topology.SecurityGroupRule) { r.CidrIpv6 = p })
	}
	for _, id := range v.PrefixListIDs.told() {
		add(func(r *topology.SecurityGroupRule) { r.PrefixListId = id })
	}
	groups := append(v.SecurityGroups.told(), list{string(v.Source)}.told()...)
	if bool(v.Self) && !slices.Contains(groups, group) {
		groups = append(groups, group)
	}
	for _, id := range groups {
		add(func(r *topology.SecurityGroupRule) { r.ReferencedGroupInfo = reference(id) })
	}
	return all
}

// reference reads a group as a remote: "sg-1", or "111122223333/sg-1" of another account.
func reference(id string) *topology.ReferencedSecurityGroup {
	if account, group, found := strings.Cut(id, "/"); found && isAccount(account) {
		return &topology.ReferencedSecurityGroup{GroupId: group, UserId: account}
	}
	return &topology.ReferencedSecurityGroup{GroupId: id}
}

type groupValues struct {
	VpcID       text              `json:"vpc_id"`
	Name        text              `json:"name"`
	Description text              `json:"description"`
	OwnerID     text              `json:"owner_id"`
	Arn         text              `json:"arn"`
	Ingress     blocks[ruleBlock] `json:"ingress"`
	Egress      blocks[ruleBlock] `json:"egress"`
}

// addGroup adds a group. Terraform takes AWS's egress rule away: without a rule for egress nothing goes out.
func addGroup(b *builder, r *resource, v *groupValues) {
	row := topology.SecurityGroup{
		Meta: b.meta(r), GroupId: b.id(r), GroupName: string(v.Name), Description: string(v.Description), OwnerId: string(v.OwnerID), VpcId: string(v.VpcID), Tags: r.tags(),
	}
	if account, _ := place(string(v.Arn)); account != "" {
		row.SecurityGroupArn = string(v.Arn)
	}
	if v.VpcID == "" && !r.isUnknown("vpc_id") {
		row.VpcId = b.defaultVpc()
	}
	v.into(&row)
	b.openRules(r, &row)
	b.d.AddGroup(row)
}

// openRules adds a rule that may admit anything where the rules are not known yet.
func (b *builder) openRules(r *resource, row *topology.SecurityGroup) {
	anything := topology.IpPermission{IpProtocol: "-1", IpRanges: []topology.IpRange{{}}, Ipv6Ranges: []topology.Ipv6Range{{}}}
	if b.isOpen(r, "ingress") {
		row.IpPermissions = append(row.IpPermissions, anything)
	}
	if b.isOpen(r, "egress") {
		row.IpPermissionsEgress = append(row.IpPermissionsEgress, anything)
	}
}

// into gives a group the rules of its blocks.
func (v *groupValues) into(row *topology.SecurityGroup) {
	row.IpPermissions, row.IpPermissionsEgress = nil, nil
	for _, direction := range []struct {
		blocks blocks[ruleBlock]
		list   *[]topology.IpPermission
	}{{v.Ingress, &row.IpPermissions}, {v.Egress, &row.IpPermissionsEgress}} {
		for i := range direction.blocks {
			for _, rule := range direction.blocks[i].rules(row.GroupId) {
				provision.AddPermission(direction.list, provision.PermissionOf(&rule))
			}
		}
	}
}

// adoptGroup is what Terraform does to the default group of a VPC: it loses all rules but those that are declared.
func adoptGroup(b *builder, r *resource, v *groupValues) {
	row := topology.SecurityGroup{Meta: b.meta(r), GroupId: b.id(r), GroupName: "default", Description: "default VPC security group", OwnerId: string(v.OwnerID), VpcId: string(v.VpcID), Tags: r.tags()}
	v.into(&row)
	b.openRules(r, &row)
	b.d.AddGroup(row)
}

func addOldRule(b *builder, r *resource, v *ruleBlock) {
	for i, rule := range v.rules(string(v.SecurityGroupID)) {
		rule.Meta, rule.IsEgress = b.meta(r), v.Type == "egress"
		if adrift(r, "security_group_id", v.SecurityGroupID) {
			b.mayBeOfGroup(rule, v.SecurityGroupID)
			continue
		}
		rule.SecurityGroupRuleId = r.address
		if i > 0 {
			rule.SecurityGroupRuleId = fmt.Sprintf("%s#%d", r.address, i)
		} else if v.RuleID != "" {
			rule.SecurityGroupRuleId = string(v.RuleID)
		}
		b.d.AddRule(rule)
	}
}

func dropOldRule(b *builder, _ *resource, v *ruleBlock) {
	for _, rule := range v.rules(string(v.SecurityGroupID)) {
		rule.IsEgress = v.Type == "egress"
		b.dropPermission(&rule)
	}
}

// dropPermission takes a rule out of a group that lists what AWS had when it was refreshed.
func (b *builder) dropPermission(rule *topology.SecurityGroupRule) {
	g := provision.Get(b.d, &b.d.Snapshot.SecurityGroups, rule.GroupId)
	if g == nil {
		return
	}
	list, attribute := &g.IpPermissions, "ingress"
	if rule.IsEgress {
		list, attribute = &g.IpPermissionsEgress, "egress"
	}
	if !b.written(g.Address, attribute) {
		*list = provision.WithoutPermission(*list, provision.PermissionOf(rule))
	}
}

type ruleValues struct {
	SecurityGroupID text   `json:"security_group_id"`
	RuleID          text   `json:"security_group_rule_id"`
	Protocol        text   `json:"ip_protocol"`
	FromPort        number `json:"from_port"`
	ToPort          number `json:"to_port"`
	CidrIpv4        text   `json:"cidr_ipv4"`
	CidrIpv6        text   `json:"cidr_ipv6"`
	PrefixListID    text   `json:"prefix_list_id"`
	Referenced      text   `json:"referenced_security_group_id"`
	Description     text   `json:"description"`
}

func (v *ruleValues) rule(typ string) topology.SecurityGroupRule {
	rule := topology.SecurityGroupRule{
		GroupId: string(v.SecurityGroupID), IsEgress: typ == "aws_vpc_security_group_egress_rule", CidrIpv4: v.CidrIpv4.prefix(), CidrIpv6: v.CidrIpv6.prefix(),
		PrefixListId: string(v.PrefixListID), Description: string(v.Description),
	}
	if rule.IpProtocol, rule.FromPort, rule.ToPort = ipProtocol(v.Protocol, v.FromPort, v.ToPort); v.Referenced != "" {
		rule.ReferencedGroupInfo = reference(string(v.Referenced))
	}
	return rule
}

func addRule(b *builder, r *resource, v *ruleValues) {
	rule := v.rule(r.typ)
	if adrift(r, "security_group_id", v.SecurityGroupID) {
		b.mayBeOfGroup(rule, v.SecurityGroupID)
		return
	}
	rule.Meta, rule.SecurityGroupRuleId, rule.Tags = b.meta(r), b.id(r), r.tags()
	b.d.AddRule(rule)
}

func dropRule(b *builder, r *resource, v *ruleValues) {
	rule := v.rule(r.typ)
	b.dropPermission(&rule)
}

type groupTieValues struct {
	SecurityGroupID    text `json:"security_group_id"`
	VpcID              text `json:"vpc_id"`
	NetworkInterfaceID text `json:"network_interface_id"`
}

func addGroupVpc(b *builder, r *resource, v *groupTieValues) {
	provision.Put(b.d, &b.d.Snapshot.SecurityGroupVpcAssociations, topology.SecurityGroupVpcAssociation{
		Meta: b.meta(r), GroupId: string(v.SecurityGroupID), VpcId: string(v.VpcID), State: "associated",
	})
}

func addGroupAttachment(b *builder, _ *resource, v *groupTieValues) {
	id := string(v.NetworkInterfaceID)
	n := provision.Part(b.d, &b.d.Snapshot.NetworkInterfaces, id, func(n *topology.NetworkInterface) { n.NetworkInterfaceId = id })
	if g := (topology.GroupIdentifier{GroupId: string(v.SecurityGroupID)}); !slices.Contains(n.Groups, g) {
		n.Groups = append(slices.Clip(n.Groups), g)
	}
}

// defaultVpc is the id of the default VPC, if it is known.
func (b *builder) defaultVpc() string {
	for i := range b.d.Snapshot.Vpcs {
		if v := &b.d.Snapshot.Vpcs[i]; v.IsDefault {
			return v.VpcId
		}
	}
	return ""
}
