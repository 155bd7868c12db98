package terraform

import (
	"cmp"
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func balancerTypes() map[string]maker {
	return map[string]maker{
		"aws_lb":                         adds(things, addBalancer),
		"data.aws_lb":                    adds(things, addBalancer),
		"aws_lb_listener":                adds(things, addListener),
		"aws_lb_listener_rule":           adds(ties, addListenerRule),
		"aws_lb_listener_certificate":    adds(ties, func(*builder, *resource, *struct{}) {}),
		"aws_lb_target_group":            adds(things, addTargetGroup),
		"aws_lb_target_group_attachment": adds(ties, addTarget),
		"aws_elb":                        adds(things, addClassic),
		"aws_elb_attachment":             adds(ties, addClassicInstance),
	}
}

type balancerValues struct {
	Name           text `json:"name"`
	DNSName        text `json:"dns_name"`
	Internal       flag `json:"internal"`
	Type           text `json:"load_balancer_type"`
	VpcID          text `json:"vpc_id"`
	Subnets        list `json:"subnets"`
	SecurityGroups list `json:"security_groups"`
	IPAddressType  text `json:"ip_address_type"`
	Enforce        text `json:"enforce_security_group_inbound_rules_on_private_link_traffic"`
	CrossZone      text `json:"enable_cross_zone_load_balancing"`
	SubnetMapping  blocks[struct {
		SubnetID     text `json:"subnet_id"`
		AllocationID text `json:"allocation_id"`
		PrivateIPv4  text `json:"private_ipv4_address"`
		IPv6         text `json:"ipv6_address"`
	}] `json:"subnet_mapping"`
}

func addBalancer(b *builder, r *resource, v *balancerValues) {
	if r.data && (r.text("arn") == "" || isManaged(b, r)) {
		return
	}
	row := topology.LoadBalancer{
		Meta: b.meta(r), LoadBalancerArn: b.id(r), LoadBalancerName: string(v.Name), DNSName: string(v.DNSName), Type: string(v.Type), VpcId: string(v.VpcID),
		SecurityGroups: v.SecurityGroups.told(), IpAddressType: string(v.IPAddressType), EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: string(v.Enforce),
		AttributesKnown: true,
	}
	if v.Internal {
		row.Scheme = "internal"
	}
	if v.CrossZone != "" {
		row.Attributes = append(row.Attributes, topology.Attribute{Key: "load_balancing.cross_zone.enabled", Value: string(v.CrossZone)})
	}
	seen := map[string]bool{}
	for _, m := range v.SubnetMapping {
		z := topology.LoadBalancerZone{SubnetId: string(m.SubnetID)}
		z.LoadBalancerAddresses = append(z.LoadBalancerAddresses, struct {
			IpAddress          netip.Addr
			AllocationId       string
			PrivateIPv4Address netip.Addr
			IPv6Address        netip.Addr
		}{AllocationId: string(m.AllocationID), PrivateIPv4Address: m.PrivateIPv4.addr(), IPv6Address: m.IPv6.addr()})
		if m.SubnetID != "" {
			seen[string(m.SubnetID)] = true
			row.AvailabilityZones = append(row.AvailabilityZones, z)
		}
	}
	for _, id := range v.Subnets.told() {
		if !seen[id] {
			row.AvailabilityZones = append(row.AvailabilityZones, topology.LoadBalancerZone{SubnetId: id})
		}
	}
	b.d.AddLoadBalancer(row)
}

type actionValues struct {
	Type           text   `json:"type"`
	Order          number `json:"order"`
	TargetGroupArn text   `json:"target_group_arn"`
	Forward        blocks[struct {
		TargetGroup blocks[struct {
			Arn    text   `json:"arn"`
			Weight number `json:"weight"`
		}] `json:"target_group"`
	}] `json:"forward"`
}

func actions(all blocks[actionValues]) []topology.ListenerAction {
	var rows []topology.ListenerAction
	for _, a := range all {
		row := topology.ListenerAction{Type: string(a.Type), Order: a.Order.or(0), TargetGroupArn: string(a.TargetGroupArn)}
		if groups := a.Forward.first().TargetGroup; len(groups) > 0 {
			row.ForwardConfig = &struct {
				TargetGroups []struct {
					TargetGroupArn string
					Weight         *int
				}
			}{}
			for _, g := range groups {
				weight := g.Weight.or(1)
				row.ForwardConfig.TargetGroups = append(row.ForwardConfig.TargetGroups, struct {
					TargetGroupArn string
					Weight         *int
				}{string(g.Arn), &weight})
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// defaultProtocols are those of listeners that say none, by the type of the load balancer.
var defaultProtocols = map[string]string{"application": "HTTP", "gateway": "GENEVE"}

func addListener(b *builder, r *resource, v *struct {
	LoadBalancerArn text                 `json:"load_balancer_arn"`
	Port            number               `json:"port"`
	Protocol        text                 `json:"protocol"`
	Default         blocks[actionValues] `json:"default_action"`
}) {
	row := topology.Listener{
		Meta: b.meta(r), ListenerArn: b.id(r), LoadBalancerArn: string(v.LoadBalancerArn), Port: int32(v.Port.or(0)), Protocol: string(v.Protocol), DefaultActions: actions(v.Default),
	}
	if lb := provision.Get(b.d, &b.d.Snapshot.LoadBalancers, row.LoadBalancerArn); lb != nil && row.Protocol == "" {
		row.Protocol = defaultProtocols[lb.Type]
	}
	provision.Put(b.d, &b.d.Snapshot.Listeners, row)
}

func addListenerRule(b *builder, r *resource, v *struct {
	Arn         text                 `json:"arn"`
	ListenerArn text                 `json:"listener_arn"`
	Priority    number               `json:"priority"`
	Action      blocks[actionValues] `json:"action"`
	Condition   blocks[struct {
		SourceIP blocks[struct {
			Values list `json:"values"`
		}] `json:"source_ip"`
		Host blocks[struct {
			Values list `json:"values"`
		}] `json:"host_header"`
		Path blocks[struct {
			Values list `json:"values"`
		}] `json:"path_pattern"`
	}] `json:"condition"`
}) {
	priority := r.text("priority")
	row := topology.ListenerRule{Meta: b.meta(r), RuleArn: string(v.Arn), Priority: cmp.Or(priority, "1"), Actions: actions(v.Action)}
	if account, _ := place(row.RuleArn); account == "" {
		row.RuleArn = string(v.ListenerArn) + "/" + cmp.Or(priority, r.name+r.index)
	}
	for _, c := range v.Condition {
		condition := topology.ListenerRuleCondition{Field: "other"}
		switch {
		case len(c.SourceIP) > 0:
			condition.Field, condition.SourceIpConfig = "source-ip", &struct{ Values []netip.Prefix }{c.SourceIP[0].Values.prefixes()}
		case len(c.Host) > 0:
			condition.Field, condition.Values = "host-header", c.Host[0].Values.told()
		case len(c.Path) > 0:
			condition.Field, condition.Values = "path-pattern", c.Path[0].Values.told()
		}
		row.Conditions = append(row.Conditions, condition)
	}
	provision.Put(b.d, &b.d.Snapshot.ListenerRules, row)
}

func addTargetGroup(b *builder, r *resource, v *struct {
	Name          text   `json:"name"`
	TargetType    text   `json:"target_type"`
	Protocol      text   `json:"protocol"`
	Version       text   `json:"protocol_version"`
	Port          number `json:"port"`
	VpcID         text   `json:"vpc_id"`
	IPAddressType text   `json:"ip_address_type"`
	Preserve      text   `json:"preserve_client_ip"`
	CrossZone     text   `json:"load_balancing_cross_zone_enabled"`
	HealthCheck   blocks[struct {
		Enabled  text `json:"enabled"`
		Protocol text `json:"protocol"`
		Port     text `json:"port"`
		Path     text `json:"path"`
	}] `json:"health_check"`
}) {
	check := v.HealthCheck.first()
	on := check.Enabled != "false"
	row := topology.TargetGroup{
		Meta: b.meta(r), TargetGroupArn: b.id(r), TargetGroupName: string(v.Name), TargetType: string(cmp.Or(v.TargetType, "instance")), Protocol: string(v.Protocol),
		ProtocolVersion: string(v.Version), Port: int32(v.Port.or(0)), VpcId: string(v.VpcID), IpAddressType: string(v.IPAddressType), HealthCheckEnabled: &on,
		HealthCheckProtocol: string(check.Protocol), HealthCheckPort: string(check.Port), HealthCheckPath: string(check.Path),
	}
	if v.Preserve != "" {
		row.Attributes = append(row.Attributes, topology.Attribute{Key: "preserve_client_ip.enabled", Value: string(v.Preserve)})
	}
	if v.CrossZone == "true" || v.CrossZone == "false" {
		row.Attributes = append(row.Attributes, topology.Attribute{Key: "load_balancing.cross_zone.enabled", Value: string(v.CrossZone)})
	}
	b.d.AddTargetGroup(row)
}

func addTarget(b *builder, r *resource, v *struct {
	GroupArn text   `json:"target_group_arn"`
	TargetID text   `json:"target_id"`
	Port     number `json:"port"`
	Zone     text   `json:"availability_zone"`
}) {
	if adrift(r, "target_group_arn", v.GroupArn) {
		b.mayBeTarget()
		return
	}
	if n := provision.Get(b.d, &b.d.Snapshot.NetworkInterfaces, string(v.TargetID)); n != nil { // by an address to come
		b.d.AddHolders(string(v.GroupArn), []string{n.NetworkInterfaceId}, int32(v.Port.or(0)))
		return
	}
	b.d.AddTarget(string(v.GroupArn), topology.TargetDescription{Id: string(v.TargetID), Port: int32(v.Port.or(0)), AvailabilityZone: string(v.Zone)})
}

func addClassic(b *builder, r *resource, v *struct {
	Name           text `json:"name"`
	DNSName        text `json:"dns_name"`
	Internal       flag `json:"internal"`
	Subnets        list `json:"subnets"`
	Zones          list `json:"availability_zones"`
	SecurityGroups list `json:"security_groups"`
	Instances      list `json:"instances"`
	Listener       blocks[struct {
		InstancePort     number `json:"instance_port"`
		InstanceProtocol text   `json:"instance_protocol"`
		Port             number `json:"lb_port"`
		Protocol         text   `json:"lb_protocol"`
	}] `json:"listener"`
	HealthCheck blocks[struct {
		Target text `json:"target"`
	}] `json:"health_check"`
}) {
	row := topology.ClassicLoadBalancer{
		Meta: b.meta(r), LoadBalancerName: b.id(r), DNSName: string(v.DNSName), Subnets: v.Subnets.told(), AvailabilityZones: v.Zones.told(), SecurityGroups: v.SecurityGroups.told(),
	}
	if v.Internal {
		row.Scheme = "internal"
	}
	for _, id := range v.Instances.told() {
		row.Instances = append(row.Instances, struct{ InstanceId string }{id})
	}
	for _, l := range v.Listener {
		row.ListenerDescriptions = append(row.ListenerDescriptions, struct{ Listener topology.ClassicListener }{topology.ClassicListener{
			Protocol: string(l.Protocol), LoadBalancerPort: int32(l.Port.or(0)), InstanceProtocol: string(l.InstanceProtocol), InstancePort: int32(l.InstancePort.or(0)),
		}})
	}
	row.HealthCheck.Target = string(v.HealthCheck.first().Target)
	b.d.AddClassicLoadBalancer(row)
}

func addClassicInstance(b *builder, _ *resource, v *struct {
	Elb      text `json:"elb"`
	Instance text `json:"instance"`
}) {
	if c := provision.Get(b.d, &b.d.Snapshot.ClassicLoadBalancers, string(v.Elb)); c != nil {
		c.Instances = append(c.Instances, struct{ InstanceId string }{string(v.Instance)})
	}
}
