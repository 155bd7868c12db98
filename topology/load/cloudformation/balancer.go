package cloudformation

import (
	"cmp"
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func (b *builder) loadBalancer(p props) {
	l := topology.LoadBalancer{Meta: p.meta, LoadBalancerArn: p.id(), LoadBalancerName: cmp.Or(p.word("Name"), p.resource.Name), Scheme: p.word("Scheme"), Type: p.word("Type"),
		SecurityGroups: p.texts("SecurityGroups"), IpAddressType: p.word("IpAddressType"), Attributes: p.attributes("LoadBalancerAttributes"), AttributesKnown: true,
		EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: p.word("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic")}
	for _, subnet := range p.texts("Subnets") {
		l.AvailabilityZones = append(l.AvailabilityZones, topology.LoadBalancerZone{SubnetId: subnet})
	}
	for _, m := range p.list("SubnetMappings") {
		l.AvailabilityZones = append(l.AvailabilityZones, m.zone())
	}
	b.AddLoadBalancer(l)
}

// zone is a subnet of a load balancer with its fixed addresses.
func (p props) zone() topology.LoadBalancerZone {
	z := topology.LoadBalancerZone{SubnetId: p.text("SubnetId")}
	if p.has("AllocationId") || p.has("PrivateIPv4Address") || p.has("IPv6Address") {
		z.LoadBalancerAddresses = append(z.LoadBalancerAddresses, struct {
			IpAddress          netip.Addr
			AllocationId       string
			PrivateIPv4Address netip.Addr
			IPv6Address        netip.Addr
		}{AllocationId: p.text("AllocationId"), PrivateIPv4Address: p.address("PrivateIPv4Address"), IPv6Address: p.address("IPv6Address")})
	}
	return z
}

// attributes are settings by key.
func (p props) attributes(name string) []topology.Attribute {
	var all []topology.Attribute
	for _, x := range p.list(name) {
		all = append(all, topology.Attribute{Key: x.word("Key"), Value: x.word("Value")})
	}
	return all
}

func (b *builder) targetGroup(p props) {
	port, _ := p.number("Port")
	g := topology.TargetGroup{Meta: p.meta, TargetGroupArn: p.id(), TargetGroupName: cmp.Or(p.word("Name"), p.resource.Name), TargetType: cmp.Or(p.word("TargetType"), "instance"),
		Protocol: p.word("Protocol"), ProtocolVersion: p.word("ProtocolVersion"), Port: port, VpcId: p.text("VpcId"), IpAddressType: cmp.Or(p.word("IpAddressType"), "ipv4"),
		HealthCheckProtocol: p.word("HealthCheckProtocol"), HealthCheckPort: cmp.Or(p.word("HealthCheckPort"), "traffic-port"), HealthCheckPath: p.word("HealthCheckPath"),
		Attributes: p.attributes("TargetGroupAttributes")}
	if p.has("HealthCheckEnabled") {
		enabled := p.flag("HealthCheckEnabled", true)
		g.HealthCheckEnabled = &enabled
	}
	b.AddTargetGroup(g)
	for _, x := range p.list("Targets") {
		port, _ := x.number("Port")
		b.AddTarget(p.id(), topology.TargetDescription{Id: x.text("Id"), Port: port, AvailabilityZone: x.word("AvailabilityZone")})
	}
}

func (b *builder) listener(p props) {
	port, _ := p.number("Port")
	provision.Put(b.Draft, &b.Snapshot.Listeners, topology.Listener{Meta: p.meta, ListenerArn: p.id(), LoadBalancerArn: p.text("LoadBalancerArn"), Port: port,
		Protocol: p.word("Protocol"), DefaultActions: p.actions("DefaultActions")})
	// A listener without rules of its own has its default one: the graph takes no rules for rules that were not asked for.
	provision.Put(b.Draft, &b.Snapshot.ListenerRules, topology.ListenerRule{Meta: topology.Meta{Account: p.meta.Account, Region: p.meta.Region, Source: p.meta.Source},
		RuleArn: p.id() + "/default", Priority: "default", IsDefault: true, Actions: p.actions("DefaultActions")})
}

func (b *builder) listenerRule(p props) {
	r := topology.ListenerRule{Meta: p.meta, RuleArn: p.ruleARN(), Priority: p.word("Priority"), Actions: p.actions("Actions")}
	for _, x := range p.list("Conditions") {
		c := topology.ListenerRuleCondition{Field: x.word("Field"), Values: x.texts("Values")}
		if x.has("SourceIpConfig") {
			c.SourceIpConfig = &struct{ Values []netip.Prefix }{}
			for _, text := range x.object("SourceIpConfig").texts("Values") {
				block, _ := netip.ParsePrefix(text)
				c.SourceIpConfig.Values = append(c.SourceIpConfig.Values, block)
			}
		}
		r.Conditions = append(r.Conditions, c)
	}
	provision.Put(b.Draft, &b.Snapshot.ListenerRules, r)
}

// ruleARN begins with what the listener is called: that is how rules say whose they are.
func (p props) ruleARN() string {
	if p.stack.physical[p.resource.Name] != "" {
		return p.id()
	}
	return p.text("ListenerArn") + "/" + p.resource.Name
}

func (p props) actions(name string) []topology.ListenerAction {
	var all []topology.ListenerAction
	for _, x := range p.list(name) {
		order, _ := x.number("Order")
		a := topology.ListenerAction{Type: x.word("Type"), Order: int(order), TargetGroupArn: x.text("TargetGroupArn")}
		if x.has("ForwardConfig") {
			a.ForwardConfig = &struct {
				TargetGroups []struct {
					TargetGroupArn string
					Weight         *int
				}
			}{}
			for _, g := range x.object("ForwardConfig").list("TargetGroups") {
				a.ForwardConfig.TargetGroups = append(a.ForwardConfig.TargetGroups, struct {
					TargetGroupArn string
					Weight         *int
				}{g.text("TargetGroupArn"), g.weight()})
			}
		}
		all = append(all, a)
	}
	return all
}

func (p props) weight() *int {
	n, ok := p.number("Weight")
	if !ok {
		return nil
	}
	weight := int(n)
	return &weight
}

func (b *builder) classicLoadBalancer(p props) {
	l := topology.ClassicLoadBalancer{Meta: p.meta, LoadBalancerName: cmp.Or(p.word("LoadBalancerName"), p.id()), Scheme: p.word("Scheme"), Subnets: p.texts("Subnets"),
		AvailabilityZones: p.texts("AvailabilityZones"), SecurityGroups: p.texts("SecurityGroups")}
	for _, instance := range p.texts("Instances") {
		l.Instances = append(l.Instances, struct{ InstanceId string }{instance})
	}
	for _, x := range p.list("Listeners") {
		outside, _ := x.number("LoadBalancerPort")
		inside, _ := x.number("InstancePort")
		l.ListenerDescriptions = append(l.ListenerDescriptions, struct{ Listener topology.ClassicListener }{topology.ClassicListener{Protocol: x.word("Protocol"),
			LoadBalancerPort: outside, InstanceProtocol: cmp.Or(x.word("InstanceProtocol"), x.word("Protocol")), InstancePort: inside}})
	}
	l.HealthCheck.Target = p.object("HealthCheck").word("Target")
	b.AddClassicLoadBalancer(l)
}
