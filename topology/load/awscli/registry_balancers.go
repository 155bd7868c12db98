package awscli

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func registerBalancers() {
	listOf("LoadBalancers", ref.LoadBalancer, "LoadBalancerArn LoadBalancerName|Type|DNSName|VpcId", func(s *snapshot) *[]topology.LoadBalancer { return &s.LoadBalancers })
	listOf("LoadBalancerDescriptions", ref.None, "LoadBalancerName", func(s *snapshot) *[]topology.ClassicLoadBalancer { return &s.ClassicLoadBalancers })
	listOf("Listeners", ref.Listener, "ListenerArn LoadBalancerArn|DefaultActions", func(s *snapshot) *[]topology.Listener { return &s.Listeners })
	listOf("Rules", ref.None, "RuleArn Actions|Priority|Conditions", func(s *snapshot) *[]topology.ListenerRule { return &s.ListenerRules })
	listOf("TargetGroups", ref.TargetGroup, "TargetGroupArn", func(s *snapshot) *[]topology.TargetGroup { return &s.TargetGroups })
	wrapperOf("LoadBalancerAttributes", ref.None)
	wrapperOf("LoadBalancerListeners", ref.None)
	wrapperOf("LoadBalancerTargetHealth", ref.None)
	contentOf("TargetHealthDescriptions", "Target",
		nil, targetGroup(func(g *topology.TargetGroup, c *contribution[topology.TargetHealthDescription]) {
			g.TargetHealthDescriptions, g.TargetHealthKnown = c.rows, c.complete
		}))
	contentOf("Attributes", "Key Value", nil,
		belongsTo("LoadBalancerArn", `arn:aws[^:]*:elasticloadbalancing:[^:]*:\d*:loadbalancer/.+`, func(c *contribution[topology.Attribute]) {
			c.snapshot.LoadBalancers = append(c.snapshot.LoadBalancers, topology.LoadBalancer{
				Meta: c.meta, LoadBalancerArn: c.id, Attributes: c.rows, AttributesKnown: c.complete})
		}),
		targetGroup(func(g *topology.TargetGroup, c *contribution[topology.Attribute]) {
			g.Attributes, g.AttributesKnown = c.rows, c.complete
		}),
		belongsTo("ListenerArn", "", func(*contribution[topology.Attribute]) {})) // HTTP headers and the like
}

// targetGroup is an owner of contents of a target group.
func targetGroup[R any](complete func(*topology.TargetGroup, *contribution[R])) owner[R] {
	return belongsTo("TargetGroupArn", `arn:aws[^:]*:elasticloadbalancing:[^:]*:\d*:targetgroup/.+`, func(c *contribution[R]) {
		g := topology.TargetGroup{Meta: c.meta, TargetGroupArn: c.id}
		complete(&g, c)
		c.snapshot.TargetGroups = append(c.snapshot.TargetGroups, g)
	})
}
