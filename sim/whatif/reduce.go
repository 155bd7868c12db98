package whatif

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// reduced is a snapshot without the interfaces, instances and groups of VPCs that have nothing to do with a flow: large networks are
// compiled many times. What it keeps are the VPCs of both ends, those that the flow meets, and some that may be its way out.
func reduced(n Network, a *sim.Answer) *topology.Snapshot {
	var r Reduction
	r.Add(n, a)
	return r.Of(n.Snapshot)
}

// A Reduction is what of a large network a few flows have to do with. Its zero value is nothing.
type Reduction struct {
	vpcs      map[string]bool
	addresses []netip.Addr
}

// Large reports whether a network is so large that it is better cut down before it is compiled many times.
func Large(s *topology.Snapshot) bool { return len(s.NetworkInterfaces) > maxWhole }

// Add adds what an answer has to do with.
func (r *Reduction) Add(n Network, a *sim.Answer) {
	if r.vpcs == nil {
		r.vpcs = map[string]bool{}
	}
	meet(n, a, r.vpcs)
	if outward(n, a) {
		addWaysOut(n.Snapshot, r.vpcs)
	}
	r.addresses = append(r.addresses, a.Flow.Src, a.Flow.Dst)
}

// Of cuts a snapshot of the network down, which may be an edited one.
func (r *Reduction) Of(whole *topology.Snapshot) *topology.Snapshot {
	s, vpcs := *whole, r.vpcs
	s.NetworkInterfaces = only(s.NetworkInterfaces, func(e *topology.NetworkInterface) bool { return vpcs[e.VpcId] || known(e, r.addresses) })
	groups, instances := map[string]bool{}, map[string]bool{}
	for i := range s.NetworkInterfaces {
		e := &s.NetworkInterfaces[i]
		for _, g := range e.Groups {
			groups[g.GroupId] = true
		}
		if e.Attachment != nil {
			instances[e.Attachment.InstanceId] = true
		}
	}
	s.Instances = only(s.Instances, func(i *topology.Instance) bool { return instances[i.InstanceId] || vpcs[i.VpcId] })
	s.SecurityGroups = only(s.SecurityGroups, func(g *topology.SecurityGroup) bool { return vpcs[g.VpcId] || groups[g.GroupId] })
	s.SecurityGroupRules = only(s.SecurityGroupRules, func(r *topology.SecurityGroupRule) bool { return groups[r.GroupId] })
	return &s
}

// known reports whether an interface is known outside by one of some addresses.
func known(e *topology.NetworkInterface, by []netip.Addr) bool {
	is := func(x *topology.NetworkInterfaceAssociation) bool {
		return x != nil && (slices.Contains(by, x.PublicIp) || slices.Contains(by, x.CarrierIp))
	}
	return is(e.Association) || slices.ContainsFunc(e.PrivateIpAddresses, func(p topology.NetworkInterfacePrivateIpAddress) bool { return is(p.Association) })
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
}

// outward reports whether a flow is for somebody outside, as far as the network knows.
func outward(n Network, a *sim.Answer) bool {
	return a.To.Kind != graph.AtInterface && len(n.Graph.ByAddress(a.Flow.Dst)) == 0
}

// maxWaysOut bounds how many VPCs with NAT gateways are kept because they share a transit gateway with one that a flow meets.
const maxWaysOut = 3

// addWaysOut adds VPCs with NAT gateways that share a transit gateway with one of some VPCs.
func addWaysOut(s *topology.Snapshot, vpcs map[string]bool) {
	gateways, nats := map[string]bool{}, map[string]bool{}
	for i := range s.TransitGatewayVpcAttachments {
		if at := &s.TransitGatewayVpcAttachments[i]; vpcs[at.VpcId] {
			gateways[at.TransitGatewayId] = true
		}
	}
	for i := range s.NatGateways {
		nats[s.NatGateways[i].VpcId] = true
	}
	added := 0
	for i := range s.TransitGatewayVpcAttachments {
		at := &s.TransitGatewayVpcAttachments[i]
		if gateways[at.TransitGatewayId] && nats[at.VpcId] && !vpcs[at.VpcId] && added < maxWaysOut {
			vpcs[at.VpcId] = true
			added++
		}
	}
}
