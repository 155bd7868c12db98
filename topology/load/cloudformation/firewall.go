package cloudformation

import (
	"cmp"
	"encoding/json"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/cloudformation/template"
	"github.com/dryhop/dryhop/topology/provision"
)

func (b *builder) firewall(p props) {
	f := topology.NetworkFirewall{Meta: p.meta, FirewallArn: p.id(), FirewallName: cmp.Or(p.word("FirewallName"), p.resource.Name), FirewallId: p.id(),
		FirewallPolicyArn: p.text("FirewallPolicyArn"), VpcId: p.text("VpcId"), TransitGatewayId: p.text("TransitGatewayId"), Tags: p.tags()}
	for _, m := range p.list("SubnetMappings") {
		f.SubnetMappings = append(f.SubnetMappings, topology.FirewallSubnetMapping{SubnetId: m.text("SubnetId"), IPAddressType: m.word("IPAddressType")})
	}
	for _, m := range p.list("AvailabilityZoneMappings") {
		f.AvailabilityZoneMappings = append(f.AvailabilityZoneMappings, struct{ AvailabilityZone string }{m.word("AvailabilityZone")})
	}
	b.AddFirewall(f)
}

func (b *builder) firewallAssociation(p props) {
	m := p.object("SubnetMapping")
	b.AddFirewallAssociation(topology.FirewallEndpointAssociation{Meta: p.meta, VpcEndpointAssociationId: p.id(), VpcEndpointAssociationArn: p.id(),
		FirewallArn: p.text("FirewallArn"), VpcId: p.text("VpcId"), SubnetMapping: topology.FirewallSubnetMapping{SubnetId: m.text("SubnetId")}, Tags: p.tags()})
}

// firewallPolicy has AWS's own members: what the template says is decoded as if the API had said it. A part that is not known makes
// the policy unknown.
func (b *builder) firewallPolicy(p props) {
	f := topology.FirewallPolicy{Meta: p.meta, FirewallPolicyArn: p.id(), FirewallPolicyName: p.word("FirewallPolicyName"), Tags: p.tags()}
	f.PolicyKnown = p.decode("FirewallPolicy", &f.FirewallPolicy)
	provision.Put(b.Draft, &b.Snapshot.FirewallPolicies, f)
}

func (b *builder) firewallRuleGroup(p props) {
	capacity, _ := p.number("Capacity")
	g := topology.FirewallRuleGroup{Meta: p.meta, RuleGroupArn: p.id(), RuleGroupName: p.word("RuleGroupName"), Type: p.word("Type"), Capacity: int(capacity), Tags: p.tags()}
	g.RulesKnown = p.decode("RuleGroup", &g.RuleGroup)
	provision.Put(b.Draft, &b.Snapshot.FirewallRuleGroups, g)
}

// decode reads a property whose members are those of a document of AWS. It reports whether all of it is known.
func (p props) decode(name string, into any) bool {
	v := p.get(name)
	if why := v.Unknown(); why != nil {
		p.unknown(name, why)
		return false
	}
	text, err := json.Marshal(plain(v, ""))
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		p.wrong("WRONG_TYPE", name, v, "is not what AWS takes: "+err.Error())
		return false
	}
	return true
}

// numeric are the members that AWS prints as numbers, and templates may have as texts.
var numeric = map[string]bool{"Priority": true, "Capacity": true, "FromPort": true, "ToPort": true, "Protocols": true}

// plain is a value as encoding/json knows it: numbers where AWS has numbers, texts everywhere else.
func plain(v template.Value, member string) any {
	switch v.Kind {
	case template.List:
		all := make([]any, len(v.Items))
		for i, item := range v.Items {
			all[i] = plain(item, member)
		}
		return all
	case template.Map:
		all := make(map[string]any, len(v.Members))
		for _, m := range v.Members {
			all[m.Key] = plain(m.Value, m.Key)
		}
		return all
	}
	if n, ok := v.Int(); ok && numeric[member] {
		return n
	}
	if v.Absent() {
		return nil
	}
	return v.Text
}
