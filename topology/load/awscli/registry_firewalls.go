package awscli

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func registerFirewalls() {
	firewalls := func(s *snapshot) *[]topology.NetworkFirewall { return &s.NetworkFirewalls }
	listOf("Firewalls", ref.NetworkFirewall, "FirewallArn", firewalls)
	answerOf("Firewall", ref.None, "FirewallArn", firewalls)
	contentOf("FirewallStatus", "Status", nil, belongsTo("FirewallArn", "", func(c *contribution[topology.FirewallStatus]) {
		for _, status := range c.rows {
			c.snapshot.NetworkFirewalls = append(c.snapshot.NetworkFirewalls, topology.NetworkFirewall{
				Meta: c.meta, FirewallArn: c.id, FirewallStatus: status, StatusKnown: c.complete})
		}
	}))
	answerOf("VpcEndpointAssociation", ref.None, "VpcEndpointAssociationId",
		func(s *snapshot) *[]topology.FirewallEndpointAssociation { return &s.FirewallEndpointAssociations })
	contentOf("VpcEndpointAssociationStatus", "AssociationSyncState", nil,
		belongsTo("VpcEndpointAssociationId", "", func(c *contribution[topology.FirewallEndpointAssociation]) {
			for _, status := range c.rows {
				c.snapshot.FirewallEndpointAssociations = append(c.snapshot.FirewallEndpointAssociations, topology.FirewallEndpointAssociation{
					Meta: c.meta, VpcEndpointAssociationId: c.id, AssociationSyncState: status.AssociationSyncState, StatusKnown: c.complete})
			}
		}))
	registerFirewallPolicies()
}

// nameAndArn is an element of network-firewall list-firewall-policies and list-rule-groups.
type nameAndArn struct{ Name, Arn string }

func arnOf(n *nameAndArn) string { return n.Arn }

func registerFirewallPolicies() {
	policy := func(p topology.FirewallPolicy, s *snapshot) { s.FirewallPolicies = append(s.FirewallPolicies, p) }
	answerOf("FirewallPolicyResponse", ref.None, "FirewallPolicyArn", func(s *snapshot) *[]topology.FirewallPolicy { return &s.FirewallPolicies })
	contentOf("FirewallPolicy", "StatelessDefaultActions", nil, belongsTo("FirewallPolicyArn", "", func(c *contribution[topology.FirewallPolicyDetails]) {
		for _, details := range c.rows {
			policy(topology.FirewallPolicy{Meta: c.meta, FirewallPolicyArn: c.id, FirewallPolicy: details, PolicyKnown: c.complete}, c.snapshot)
		}
	}))
	indexOf("FirewallPolicies", "Arn Name", arnOf, func(c *contribution[nameAndArn]) {
		for _, listed := range c.rows {
			policy(topology.FirewallPolicy{Meta: c.meta, FirewallPolicyArn: listed.Arn, FirewallPolicyName: listed.Name}, c.snapshot)
		}
	})

	group := func(g topology.FirewallRuleGroup, s *snapshot) {
		s.FirewallRuleGroups = append(s.FirewallRuleGroups, g)
	}
	answerOf("RuleGroupResponse", ref.None, "RuleGroupArn", func(s *snapshot) *[]topology.FirewallRuleGroup { return &s.FirewallRuleGroups })
	contentOf("RuleGroup", "RulesSource", nil, belongsTo("RuleGroupArn", "", func(c *contribution[topology.FirewallRuleGroupDetails]) {
		for _, details := range c.rows {
			group(topology.FirewallRuleGroup{Meta: c.meta, RuleGroupArn: c.id, RuleGroup: details, RulesKnown: c.complete}, c.snapshot)
		}
	}))
	indexOf("RuleGroups", "Arn Name", arnOf, func(c *contribution[nameAndArn]) {
		for _, listed := range c.rows {
			group(topology.FirewallRuleGroup{Meta: c.meta, RuleGroupArn: listed.Arn, RuleGroupName: listed.Name}, c.snapshot)
		}
	})
}
