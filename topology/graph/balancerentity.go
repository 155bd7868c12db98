package graph

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// balancerEntities are load balancers, which flows end at by any of their nodes, and target groups, which stand for the
// interfaces of their targets.
func (c *compiler) balancerEntities() {
	for i := range c.s.LoadBalancers {
		d := &c.s.LoadBalancers[i]
		if bi := find(c.balancers.bySuffix, suffixOf(d.LoadBalancerArn)); bi != none {
			c.entity(d.Ref(), d.Meta, d.VpcId, nil, c.g.balancers[bi].nodes, d.DNSName, suffixOf(d.LoadBalancerArn))
			c.placed(bi)
		}
	}
	for i := range c.s.ClassicLoadBalancers {
		d := &c.s.ClassicLoadBalancers[i]
		if bi, known := c.balancers.classic[classicKey{find(c.vpcIDs, d.VPCId), d.LoadBalancerName}]; known {
			c.entity(d.Ref(), d.Meta, d.VPCId, nil, c.g.balancers[bi].nodes, d.DNSName)
			c.placed(bi)
		}
	}
	c.undocumentedBalancers()
	for i := range c.s.TargetGroups {
		d := &c.s.TargetGroups[i]
		var ids []InterfaceID
		for _, t := range c.g.targetGroups[c.balancers.groups[d.TargetGroupArn]].targets {
			if t.iface != NoInterface && !slices.Contains(ids, t.iface) {
				ids = append(ids, t.iface)
			}
		}
		slices.Sort(ids)
		c.entity(ref.Ref{Kind: ref.TargetGroup, ID: d.TargetGroupArn}, d.Meta, d.VpcId, nil, ids)
	}
}

// undocumentedBalancers are those of which only interfaces tell: flows to them are asked about as well.
func (c *compiler) undocumentedBalancers() {
	for bi := range c.g.balancers {
		b := &c.g.balancers[bi]
		if b.documented {
			continue
		}
		var m topology.Meta
		vpc := ""
		if len(b.nodes) > 0 {
			e := &c.g.interfaces[b.nodes[0]]
			if vpc = c.g.vpcs[e.vpc].ref.ID; e.doc != none {
				m = c.s.NetworkInterfaces[e.doc].Meta
			}
		}
		c.entity(b.ref, m, vpc, nil, b.nodes)
		c.placed(int32(bi))
	}
}

// placed makes the last entity a load balancer. A gateway one takes nothing from clients.
func (c *compiler) placed(bi int32) {
	if c.g.balancers[bi].kind != gatewayBalancer {
		c.entities[len(c.entities)-1].Place = Location{Kind: AtBalancer, Index: bi}
	}
}
