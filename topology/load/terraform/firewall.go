package terraform

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func firewallTypes() map[string]maker {
	return map[string]maker{
		"aws_networkfirewall_firewall":                 adds(things, addFirewall),
		"aws_networkfirewall_firewall_policy":          adds(things, addFirewallPolicy),
		"aws_networkfirewall_rule_group":               adds(things, addRuleGroup),
		"aws_networkfirewall_vpc_endpoint_association": adds(things, addFirewallEndpoint),
		"aws_networkfirewall_logging_configuration":    adds(ties, func(*builder, *resource, *struct{}) {}),
		"aws_networkfirewall_resource_policy":          adds(ties, func(*builder, *resource, *struct{}) {}),
	}
}

type firewallValues struct {
	Name              text                    `json:"name"`
	FirewallPolicyArn text                    `json:"firewall_policy_arn"`
	FirewallArn       text                    `json:"firewall_arn"`
	VpcID             text                    `json:"vpc_id"`
	SubnetMapping     blocks[firewallMapping] `json:"subnet_mapping"`
	TransitGatewayID  text                    `json:"transit_gateway_id"`
	AttachmentID      text                    `json:"transit_gateway_attachment_id"`
	Zones             blocks[struct {
		ZoneID text `json:"availability_zone_id"`
	}] `json:"availability_zone_mapping"`
	Status      blocks[firewallStatus] `json:"firewall_status"`
	Association blocks[firewallStatus] `json:"vpc_endpoint_association_status"`
}

type firewallMapping struct {
	SubnetID      text `json:"subnet_id"`
	IPAddressType text `json:"ip_address_type"`
}

type firewallStatus struct {
	SyncStates blocks[struct {
		Zone       text `json:"availability_zone"`
		Attachment blocks[struct {
			EndpointID text `json:"endpoint_id"`
			SubnetID   text `json:"subnet_id"`
		}] `json:"attachment"`
	}] `json:"sync_states"`
	AssociationSyncStates blocks[struct {
		Zone       text `json:"availability_zone"`
		Attachment blocks[struct {
			EndpointID text `json:"endpoint_id"`
			SubnetID   text `json:"subnet_id"`
		}] `json:"attachment"`
	}] `json:"association_sync_state"`
}

// states are the endpoints that are known, by zone.
func (s *firewallStatus) states() map[string]topology.FirewallSyncState {
	known := map[string]topology.FirewallSyncState{}
	for _, all := range [][]struct {
		Zone       text `json:"availability_zone"`
		Attachment blocks[struct {
			EndpointID text `json:"endpoint_id"`
			SubnetID   text `json:"subnet_id"`
		}] `json:"attachment"`
	}{s.SyncStates, s.AssociationSyncStates} {
		for _, state := range all {
			if a := state.Attachment.first(); a.EndpointID != "" {
				known[string(state.Zone)] = topology.FirewallSyncState{Attachment: topology.FirewallAttachment{SubnetId: string(a.SubnetID), EndpointId: string(a.EndpointID), Status: "READY"}}
			}
		}
	}
	return known
}

func mappings(all blocks[firewallMapping]) []topology.FirewallSubnetMapping {
	var rows []topology.FirewallSubnetMapping
	for _, m := range all {
		rows = append(rows, topology.FirewallSubnetMapping{SubnetId: string(m.SubnetID), IPAddressType: string(m.IPAddressType)})
	}
	return rows
}

func addFirewall(b *builder, r *resource, v *firewallValues) {
	row := topology.NetworkFirewall{
		Meta: b.meta(r), FirewallArn: b.id(r), FirewallName: string(v.Name), FirewallPolicyArn: string(v.FirewallPolicyArn), VpcId: string(v.VpcID),
		SubnetMappings: mappings(v.SubnetMapping), TransitGatewayId: string(v.TransitGatewayID), TransitGatewayAttachmentId: string(v.AttachmentID), Tags: r.tags(),
	}
	for _, z := range v.Zones {
		row.AvailabilityZoneMappings = append(row.AvailabilityZoneMappings, struct{ AvailabilityZone string }{string(z.ZoneID)})
	}
	status := v.Status.first()
	row.FirewallStatus.SyncStates = status.states()
	b.d.AddFirewall(row)
}

// endpoint is the one that the status of a firewall will list for who asks: the only one, or the one in the zone, or in the subnet, that its key names. In which order they come,
// the status does not tell in advance: a number names none.
func (s *seeker) endpoint(r *resource) []string {
	var all, named []string
	for _, m := range valuesOf[firewallValues](s.world, r).SubnetMapping {
		endpoint := provision.FirewallEndpoint(s.id(r), string(m.SubnetID))
		all = append(all, endpoint)
		if m.SubnetID != "" && s.namesSubnet(string(m.SubnetID)) {
			named = append(named, endpoint)
		}
	}
	if len(all) == 1 {
		named = all
	}
	if len(named) != 1 || named[0] == s.id(r)+"#" {
		return nil
	}
	s.byKey = s.byKey || len(all) > 1
	return named
}

// namesSubnet reports whether the key of who asks, or a constant in the expression, is the zone of a subnet, or its key.
func (s *seeker) namesSubnet(id string) bool {
	at := slices.IndexFunc(s.all, func(r *resource) bool { return primary(r.typ) == "aws_subnet" && s.id(r) == id })
	if _, counted := s.from.number(); at < 0 || counted {
		return false
	}
	own := strings.Trim(s.from.index, `[]"`)
	for _, name := range []string{s.all[at].text("availability_zone"), strings.Trim(s.all[at].index, `[]"`)} {
		if name != "" && (name == own || slices.Contains(s.selected.keys, `["`+name+`"]`) || isPart(name, own)) {
			return true
		}
	}
	return false
}

func addFirewallEndpoint(b *builder, r *resource, v *firewallValues) {
	m := v.SubnetMapping.first()
	row := topology.FirewallEndpointAssociation{
		Meta: b.meta(r), VpcEndpointAssociationId: b.id(r), FirewallArn: string(v.FirewallArn), VpcId: string(v.VpcID),
		SubnetMapping: topology.FirewallSubnetMapping{SubnetId: string(m.SubnetID), IPAddressType: string(m.IPAddressType)}, Tags: r.tags(),
	}
	status := v.Association.first()
	row.AssociationSyncState = status.states()
	b.d.AddFirewallAssociation(row)
}

type ipSetValues struct {
	Key   text `json:"key"`
	IPSet blocks[struct {
		Definition list `json:"definition"`
	}] `json:"ip_set"`
	PortSet blocks[struct {
		Definition list `json:"definition"`
	}] `json:"port_set"`
	Reference blocks[struct {
		Arn text `json:"reference_arn"`
	}] `json:"ip_set_reference"`
}

type policyValues struct {
	Name   text `json:"name"`
	Policy blocks[struct {
		StatelessDefault  list `json:"stateless_default_actions"`
		StatelessFragment list `json:"stateless_fragment_default_actions"`
		StatefulDefault   list `json:"stateful_default_actions"`
		Stateless         blocks[struct {
			ResourceArn text   `json:"resource_arn"`
			Priority    number `json:"priority"`
		}] `json:"stateless_rule_group_reference"`
		Stateful blocks[struct {
			ResourceArn text   `json:"resource_arn"`
			Priority    number `json:"priority"`
			Override    blocks[struct {
				Action text `json:"action"`
			}] `json:"override"`
		}] `json:"stateful_rule_group_reference"`
		Engine blocks[struct {
			RuleOrder text `json:"rule_order"`
			Stream    text `json:"stream_exception_policy"`
		}] `json:"stateful_engine_options"`
		Variables blocks[struct {
			Rule blocks[ipSetValues] `json:"rule_variables"`
		}] `json:"policy_variables"`
	}] `json:"firewall_policy"`
}

func addFirewallPolicy(b *builder, r *resource, v *policyValues) {
	row := topology.FirewallPolicy{Meta: b.meta(r), FirewallPolicyArn: b.id(r), FirewallPolicyName: string(v.Name), PolicyKnown: len(v.Policy) > 0, Tags: r.tags()}
	said, p := v.Policy.first(), &row.FirewallPolicy
	p.StatelessDefaultActions, p.StatelessFragmentDefaultActions, p.StatefulDefaultActions = said.StatelessDefault.told(), said.StatelessFragment.told(), said.StatefulDefault.told()
	for _, g := range said.Stateless {
		p.StatelessRuleGroupReferences = append(p.StatelessRuleGroupReferences, struct {
			ResourceArn string
			Priority    int
		}{string(g.ResourceArn), g.Priority.or(0)})
	}
	for _, g := range said.Stateful {
		one := struct {
			ResourceArn string
			Priority    *int
			Override    *struct{ Action string }
		}{ResourceArn: string(g.ResourceArn)}
		if g.Priority.known {
			n := int(g.Priority.n)
			one.Priority = &n
		}
		if action := g.Override.first().Action; action != "" {
			one.Override = &struct{ Action string }{string(action)}
		}
		p.StatefulRuleGroupReferences = append(p.StatefulRuleGroupReferences, one)
	}
	p.StatefulEngineOptions.RuleOrder, p.StatefulEngineOptions.StreamExceptionPolicy = string(said.Engine.first().RuleOrder), string(said.Engine.first().Stream)
	p.PolicyVariables.RuleVariables = ipSets(said.Variables.first().Rule)
	provision.Put(b.d, &b.d.Snapshot.FirewallPolicies, row)
}

func ipSets(all blocks[ipSetValues]) map[string]topology.FirewallIPSet {
	sets := map[string]topology.FirewallIPSet{}
	for _, s := range all {
		sets[string(s.Key)] = topology.FirewallIPSet{Definition: s.IPSet.first().Definition}
	}
	return sets
}

type ruleGroupValues struct {
	Name      text   `json:"name"`
	Type      text   `json:"type"`
	Capacity  number `json:"capacity"`
	Rules     text   `json:"rules"` // Suricata text in place of rule_group
	RuleGroup blocks[struct {
		Variables blocks[struct {
			IPSets   blocks[ipSetValues] `json:"ip_sets"`
			PortSets blocks[ipSetValues] `json:"port_sets"`
		}] `json:"rule_variables"`
		References blocks[struct {
			IPSets blocks[ipSetValues] `json:"ip_set_references"`
		}] `json:"reference_sets"`
		Source  blocks[sourceValues] `json:"rules_source"`
		Options blocks[struct {
			RuleOrder text `json:"rule_order"`
		}] `json:"stateful_rule_options"`
	}] `json:"rule_group"`
}

func addRuleGroup(b *builder, r *resource, v *ruleGroupValues) {
	row := topology.FirewallRuleGroup{
		Meta: b.meta(r), RuleGroupArn: b.id(r), RuleGroupName: string(v.Name), Type: string(cmp.Or(v.Type, "STATEFUL")), Capacity: v.Capacity.or(0), Tags: r.tags(), RulesKnown: true,
	}
	said, g := v.RuleGroup.first(), &row.RuleGroup
	variables := said.Variables.first()
	g.RuleVariables.IPSets, g.RuleVariables.PortSets = ipSets(variables.IPSets), map[string]topology.FirewallPortSet{}
	for _, s := range variables.PortSets {
		g.RuleVariables.PortSets[string(s.Key)] = topology.FirewallPortSet{Definition: s.PortSet.first().Definition}
	}
	g.ReferenceSets.IPSetReferences = map[string]struct{ ReferenceArn string }{}
	for _, s := range said.References.first().IPSets {
		g.ReferenceSets.IPSetReferences[string(s.Key)] = struct{ ReferenceArn string }{string(s.Reference.first().Arn)}
	}
	g.StatefulRuleOptions.RuleOrder = string(said.Options.first().RuleOrder)
	source := said.Source.first()
	g.RulesSource = source.row()
	if v.Rules != "" {
		g.RulesSource.RulesString = string(v.Rules)
	}
	if r.isUnknown("rules") || r.isUnknown("rule_group") && r.config != nil && g.RulesSource.RulesString == "" && source.unknown(r) {
		row.RulesKnown = false
		b.unresolved(r, "rule_group")
	}
	provision.Put(b.d, &b.d.Snapshot.FirewallRuleGroups, row)
}
