package whatif

import (
	"maps"
	"slices"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// reduced is a snapshot without the interfaces and instances of VPCs that have nothing to do with a flow: large networks are
// compiled many times. What it keeps are the VPCs of both ends, those that the flow meets, and those that middleboxes of theirs are in.
func reduced(n Network, a *sim.Answer) *topology.Snapshot {
	vpcs := map[string]bool{}
	meet(n, a, vpcs)
	keep := func(id string) bool { return vpcs[id] }
	s := *n.Snapshot
	s.NetworkInterfaces = only(s.NetworkInterfaces, func(e *topology.NetworkInterface) bool { return keep(e.VpcId) })
	s.Instances = only(s.Instances, func(i *topology.Instance) bool { return keep(i.VpcId) })
	used := map[string]bool{}
	for i := range s.NetworkInterfaces {
		for _, g := range s.NetworkInterfaces[i].Groups {
			used[g.GroupId] = true
		}
	}
	s.SecurityGroups = only(s.SecurityGroups, func(g *topology.SecurityGroup) bool { return keep(g.VpcId) || used[g.GroupId] })
	s.SecurityGroupRules = only(s.SecurityGroupRules, func(r *topology.SecurityGroupRule) bool { return used[r.GroupId] })
	return &s
}

// only copies the rows of a table that are to be kept.
func only[T any](table []T, keep func(*T) bool) []T {
	var kept []T
	for i := range table {
		if keep(&table[i]) {
			kept = append(kept, table[i])
		}
	}
	return kept
}

// meet notes the VPCs that an answer is about.
func meet(n Network, a *sim.Answer, vpcs map[string]bool) {
	note := func(r ref.Ref) {
		switch r.Kind {
		case ref.Vpc:
			vpcs[r.ID] = true
		case ref.Subnet:
			if i := slices.IndexFunc(n.Snapshot.Subnets, func(s topology.Subnet) bool { return s.SubnetId == r.ID }); i >= 0 {
				vpcs[n.Snapshot.Subnets[i].VpcId] = true
			}
		case ref.NetworkInterface:
			if i := slices.IndexFunc(n.Snapshot.NetworkInterfaces, func(e topology.NetworkInterface) bool { return e.NetworkInterfaceId == r.ID }); i >= 0 {
				vpcs[n.Snapshot.NetworkInterfaces[i].VpcId] = true
			}
		case ref.LoadBalancer:
			if i := slices.IndexFunc(n.Snapshot.LoadBalancers, func(b topology.LoadBalancer) bool { return b.LoadBalancerArn == r.ID }); i >= 0 {
				vpcs[n.Snapshot.LoadBalancers[i].VpcId] = true
			}
		}
	}
	note(n.Graph.RefOf(a.From))
	note(n.Graph.RefOf(a.To))
	note(n.Graph.RefOf(a.Question.To))
	for _, at := range n.Graph.ByAddress(a.Flow.Dst) {
		note(n.Graph.Interface(at).Vpc)
	}
	for _, leg := range []sim.Leg{a.Forward, a.Return} {
		for i := range leg.Hops {
			note(leg.Hops[i].Component.Resource())
		}
	}
	for _, x := range a.Explanations {
		note(x.At)
		note(x.Component)
	}
	for _, p := range a.Parts {
		meet(n, p.Answer, vpcs)
	}
	for _, id := range slices.Sorted(maps.Keys(vpcs)) {
		for i := range n.Snapshot.TransitGatewayVpcAttachments {
			attached(n.Snapshot, &n.Snapshot.TransitGatewayVpcAttachments[i], id, vpcs)
		}
	}
}

// attached notes VPCs with NAT gateways that a VPC shares a transit gateway with: they may be its way out.
func attached(s *topology.Snapshot, at *topology.TransitGatewayVpcAttachment, vpc string, vpcs map[string]bool) {
	if at.VpcId != vpc {
		return
	}
	for i := range s.TransitGatewayVpcAttachments {
		other := &s.TransitGatewayVpcAttachments[i]
		if other.TransitGatewayId == at.TransitGatewayId && slices.ContainsFunc(s.NatGateways, func(g topology.NatGateway) bool { return g.VpcId == other.VpcId }) {
			vpcs[other.VpcId] = true
		}
	}
}
