package graph

// Implements R12.1: firewalls, their endpoints and attachments, and the policy that each obeys.

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A firewall is an AWS Network Firewall. Its endpoints are route targets; it may also be attached to a transit gateway.
type firewall struct {
	ref    ref.Ref
	vpc    int32 // none for one that is attached to a transit gateway, or whose VPC is not in the snapshot
	policy int32 // none if no document names it
}

func (c *compiler) compileFirewalls() {
	policies := c.compileFirewallPolicies()
	for i := range c.s.NetworkFirewalls {
		d := &c.s.NetworkFirewalls[i]
		fi := int32(len(c.g.firewalls))
		f := firewall{ref: d.Ref(), vpc: find(c.vpcIDs, d.VpcId), policy: c.policyOf(d, policies)}
		c.g.firewalls = append(c.g.firewalls, f)
		c.name(f.ref, d.FirewallName)
		c.claimEndpoints(d.FirewallStatus.SyncStates, fi)
		for _, id := range []string{d.TransitGatewayAttachmentId, d.FirewallStatus.TransitGatewayAttachmentSyncState.AttachmentId} {
			if id != "" {
				c.firewallAttachments[id] = fi
			}
		}
	}
	c.compileEndpointAssociations()
}

// policyOf finds a firewall's policy. One that the snapshot lacks becomes one of which nothing is known.
func (c *compiler) policyOf(d *topology.NetworkFirewall, policies map[string]int32) int32 {
	arn := d.FirewallPolicyArn
	if arn == "" {
		return none
	}
	if _, documented := policies[arn]; !documented {
		c.inform("FIREWALL_POLICY_NOT_COLLECTED", d.Ref(), d.Source, "the policy of this firewall is not in the snapshot", arn,
			"Collect network-firewall describe-firewall-policy for it.")
		policies[arn] = int32(len(c.g.firewallPolicies))
		c.g.firewallPolicies = append(c.g.firewallPolicies, firewallPolicy{ref: ref.Ref{Kind: ref.FirewallPolicy, ID: arn}})
	}
	return policies[arn]
}

// claimEndpoints notes whose endpoints the ones in a status are.
func (c *compiler) claimEndpoints(states map[string]topology.FirewallSyncState, fi int32) {
	for _, state := range states {
		if id := state.Attachment.EndpointId; id != "" {
			c.firewallEndpoints[id] = fi
		}
	}
}

// compileEndpointAssociations finds the endpoints that firewalls have in other VPCs.
func (c *compiler) compileEndpointAssociations() {
	for i := range c.s.FirewallEndpointAssociations {
		d := &c.s.FirewallEndpointAssociations[i]
		c.claimEndpoints(d.AssociationSyncState, c.firewallOf(d.FirewallArn))
	}
}

// firewallOf finds a firewall by its ARN. One that the snapshot lacks becomes one with an unknown policy.
func (c *compiler) firewallOf(arn string) int32 {
	r := ref.Ref{Kind: ref.NetworkFirewall, ID: arn}
	fi := slices.IndexFunc(c.g.firewalls, func(f firewall) bool { return f.ref == r })
	if fi < 0 {
		fi = len(c.g.firewalls)
		c.g.firewalls = append(c.g.firewalls, firewall{ref: r, vpc: none, policy: none})
	}
	return int32(fi)
}
