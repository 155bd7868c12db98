package graph

// firewalls: each obeys a policy that exists, or none.
func (c *checker) firewalls() {
	g := c.g
	for i := range g.firewalls {
		f := &g.firewalls[i]
		c.optional(f.vpc, len(g.vpcs), f.ref, "its VPC")
		c.optional(f.policy, len(g.firewallPolicies), f.ref, "its policy")
	}
}
