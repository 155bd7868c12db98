package randnet

import "github.com/dryhop/dryhop/topology"

// addFirewall adds an endpoint of a firewall: of a new one, or of one that is there already.
func (d *draft) addFirewall(v *vpcDraft, s *subnetDraft) string {
	id := d.endpointOfFirewall(v, s)
	at := topology.FirewallSyncState{Attachment: topology.FirewallAttachment{SubnetId: s.SubnetId, EndpointId: id, Status: "READY"}}
	if d.chance(6) {
		at.Attachment.Status = pick(d.dice, "CREATING", "DELETING", "FAILED", "SCALING", "")
	}
	if f := pick(d.dice, d.boxes.firewalls...); f != nil && d.chance(50) {
		zone := s.AvailabilityZone
		if _, taken := f.FirewallStatus.SyncStates[zone]; !taken && f.VpcId == v.VpcId && f.FirewallStatus.SyncStates != nil {
			f.FirewallStatus.SyncStates[zone] = at
			return id
		}
		d.boxes.associations = append(d.boxes.associations, &topology.FirewallEndpointAssociation{
			Meta: v.Meta, VpcEndpointAssociationId: d.id("vpce-assoc"), VpcEndpointAssociationArn: "arn:aws:network-firewall:" + d.id("association"), FirewallArn: f.FirewallArn,
			VpcId: v.VpcId, SubnetMapping: topology.FirewallSubnetMapping{SubnetId: s.SubnetId}, StatusKnown: true,
			AssociationSyncState: map[string]topology.FirewallSyncState{zone: at},
		})
		return id
	}
	f := d.newFirewall(v.Meta)
	f.VpcId, f.SubnetMappings = v.VpcId, []topology.FirewallSubnetMapping{{SubnetId: s.SubnetId}}
	f.FirewallStatus.SyncStates = map[string]topology.FirewallSyncState{s.AvailabilityZone: at}
	return id
}

// endpointOfFirewall is told by its own document, or by the firewall's alone.
func (d *draft) endpointOfFirewall(v *vpcDraft, s *subnetDraft) string {
	if d.chance(30) {
		return d.id("vpce")
	}
	ep := d.addMiddleboxEndpoint(v, s)
	ep.ServiceName, ep.RequesterManaged = "com.amazonaws.vpce."+v.Region+".vpce-svc-fw", true
	return ep.VpcEndpointId
}

func (d *draft) newFirewall(at topology.Meta) *topology.NetworkFirewall {
	name := d.id("firewall")
	f := &topology.NetworkFirewall{
		Meta: at, FirewallArn: "arn:aws:network-firewall:" + at.Region + ":" + at.Account + ":firewall/" + name, FirewallName: name, FirewallId: name, StatusKnown: true,
	}
	f.FirewallStatus.Status = "READY"
	p := pick(d.dice, d.boxes.policies...)
	if p == nil || d.chance(75) {
		p = d.newPolicy(at)
	}
	f.FirewallPolicyArn = p.FirewallPolicyArn
	if d.chance(4) {
		f.FirewallPolicyArn = "arn:aws:network-firewall:policy/lost"
	}
	d.boxes.firewalls = append(d.boxes.firewalls, f)
	return f
}

// newPolicy is a policy with up to two stateless and up to three stateful groups.
func (d *draft) newPolicy(at topology.Meta) *topology.FirewallPolicy {
	name := d.id("policy")
	p := &topology.FirewallPolicy{Meta: at, FirewallPolicyArn: "arn:aws:network-firewall:" + at.Region + ":" + at.Account + ":firewall-policy/" + name, FirewallPolicyName: name, PolicyKnown: !d.chance(4)}
	x := &p.FirewallPolicy
	x.StatelessDefaultActions = []string{draw(d.dice, share[string]{83, "aws:forward_to_sfe"}, share[string]{12, "aws:pass"}, share[string]{3, "aws:drop"}, share[string]{2, "custom"})}
	x.StatelessFragmentDefaultActions = []string{"aws:drop"}
	x.StatefulEngineOptions.RuleOrder = pick(d.dice, "", "DEFAULT_ACTION_ORDER", "STRICT_ORDER", "STRICT_ORDER")
	x.StatefulEngineOptions.StreamExceptionPolicy = pick(d.dice, "", "DROP", "CONTINUE", "REJECT")
	x.StatefulDefaultActions = pick(d.dice, nil, nil, nil, nil, []string{"aws:alert_strict"}, []string{"aws:alert_strict"}, []string{"aws:drop_strict"}, []string{"aws:drop_established", "aws:alert_established"}, []string{"aws:app_drop_established"})
	if d.chance(20) {
		x.PolicyVariables.RuleVariables = map[string]topology.FirewallIPSet{"HOME_NET": {Definition: []string{"10.0.0.0/8", pick(d.dice, "100.64.0.0/10", "172.16.0.0/12", "2600:1f16::/32")}}}
	}
	for n := range pick(d.dice, 0, 0, 1, 1, 2) {
		x.StatelessRuleGroupReferences = append(x.StatelessRuleGroupReferences, struct {
			ResourceArn string
			Priority    int
		}{d.statelessGroup(at), 20 - n})
	}
	for n := range pick(d.dice, 0, 1, 1, 2, 3) {
		d.referToRules(x, d.statefulGroup(at), 30-10*n)
	}
	d.boxes.policies = append(d.boxes.policies, p)
	return p
}

func (d *draft) referToRules(x *topology.FirewallPolicyDetails, arn string, priority int) {
	r := struct {
		ResourceArn string
		Priority    *int
		Override    *struct{ Action string }
	}{ResourceArn: arn}
	if x.StatefulEngineOptions.RuleOrder == "STRICT_ORDER" {
		r.Priority = &priority
	}
	if d.chance(8) {
		r.Override = &struct{ Action string }{"DROP_TO_ALERT"}
	}
	x.StatefulRuleGroupReferences = append(x.StatefulRuleGroupReferences, r)
}

// ruleGroup adds an empty group; its rules are unknown at times, or the group is not there at all.
func (d *draft) ruleGroup(at topology.Meta, kind string) *topology.FirewallRuleGroup {
	name := d.id("rules")
	g := &topology.FirewallRuleGroup{
		Meta: at, RuleGroupArn: "arn:aws:network-firewall:" + at.Region + ":" + at.Account + ":rulegroup/" + name, RuleGroupName: name, Type: kind, RulesKnown: !d.chance(5),
	}
	if !d.chance(3) {
		d.boxes.ruleGroups = append(d.boxes.ruleGroups, g)
	}
	return g
}
