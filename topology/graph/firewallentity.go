package graph

// firewallEntities are firewalls, and the policies and rule groups that decide what passes them.
func (c *compiler) firewallEntities() {
	for i := range c.s.NetworkFirewalls {
		d := &c.s.NetworkFirewalls[i]
		c.entity(d.Ref(), d.Meta, d.VpcId, d.Tags, nil, d.FirewallId)
	}
	for i := range c.s.FirewallPolicies {
		d := &c.s.FirewallPolicies[i]
		c.entity(d.Ref(), d.Meta, "", d.Tags, nil)
	}
	for i := range c.s.FirewallRuleGroups {
		d := &c.s.FirewallRuleGroups[i]
		c.entity(d.Ref(), d.Meta, "", d.Tags, nil)
	}
}
