package randnet

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// balancing prints load balancers with what belongs to them.
func (b *printer) balancing(s *topology.Snapshot) {
	each(s.LoadBalancers, b.balancer)
	each(s.ClassicLoadBalancers, b.classic)
	for i := range s.Listeners {
		l := &s.Listeners[i]
		b.line(short(l.ListenerArn), "of", short(l.LoadBalancerArn), l.Protocol, l.Port, actionTexts(l.DefaultActions))
	}
	for i := range s.ListenerRules {
		r := &s.ListenerRules[i]
		b.line(short(r.RuleArn), r.Priority, conditionTexts(r.Conditions), actionTexts(r.Actions))
	}
	each(s.TargetGroups, b.targetGroup)
	for i := range s.VpcEndpointServiceConfigurations {
		c := &s.VpcEndpointServiceConfigurations[i]
		b.line(c.ServiceId, c.ServiceName, c.Account, other(c.ServiceState, "Available"), strings.Join(c.AvailabilityZones, " "), shorts(c.NetworkLoadBalancerArns))
	}
}

// short is what follows the account in an ARN.
func short(arn string) string { return arn[strings.LastIndex(arn, ":")+1:] }

func shorts(arns []string) string {
	var all []string
	for _, a := range arns {
		all = append(all, short(a))
	}
	return strings.Join(all, " ")
}

func (b *printer) balancer(x *topology.LoadBalancer) {
	var zones []string
	for _, z := range x.AvailabilityZones {
		zones = append(zones, z.ZoneName+"="+z.SubnetId)
	}
	b.line(short(x.LoadBalancerArn), x.VpcId, other(x.State.Code, "active"), strings.Join(zones, " "), attributeText(x.Attributes, x.AttributesKnown),
		when(x.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic == "off", "open link"))
}

func attributeText(all []topology.Attribute, known bool) string {
	var texts []string
	for _, a := range all {
		texts = append(texts, a.Key+"="+a.Value)
	}
	return strings.Join(texts, " ") + when(!known, "(attributes unknown)")
}

func (b *printer) classic(c *topology.ClassicLoadBalancer) {
	b.line("classic", c.LoadBalancerName, c.VPCId, c.Instances)
	for _, x := range c.ListenerDescriptions {
		b.line("   ", x.Listener.Protocol, x.Listener.LoadBalancerPort, "->", x.Listener.InstancePort)
	}
}

func actionTexts(all []topology.ListenerAction) string {
	var texts []string
	for _, a := range all {
		text := a.Type + " " + short(a.TargetGroupArn)
		if a.ForwardConfig != nil {
			for _, g := range a.ForwardConfig.TargetGroups {
				text += short(g.TargetGroupArn)
				if g.Weight != nil {
					text += fmt.Sprintf("(%d)", *g.Weight)
				}
				text += " "
			}
		}
		texts = append(texts, strings.TrimSpace(text))
	}
	return strings.Join(texts, ", ")
}

func conditionTexts(all []topology.ListenerRuleCondition) string {
	var texts []string
	for _, c := range all {
		text := c.Field
		if c.SourceIpConfig != nil {
			text += " " + prefixes(c.SourceIpConfig.Values)
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ")
}

func (b *printer) targetGroup(g *topology.TargetGroup) {
	b.line(short(g.TargetGroupArn), g.VpcId, g.TargetType, g.Protocol, g.Port, other(g.IpAddressType, "ipv4"), attributeText(g.Attributes, g.AttributesKnown),
		when(!g.TargetHealthKnown, "(targets unknown)"))
	for _, t := range g.TargetHealthDescriptions {
		b.line("   ", short(t.Target.Id), t.Target.Port, t.Target.AvailabilityZone, other(t.TargetHealth.State, "healthy"))
	}
}
