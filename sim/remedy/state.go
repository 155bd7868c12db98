package remedy

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// uncheck turns the source/destination check of an appliance off, or leads past it.
func uncheck(s *scene) []proposal {
	all := []proposal{{set(s.x.At.ID, "source-dest-check", "off")}}
	return append(all, routeElsewhere(s)...)
}

// repair starts an instance or accepts a peering connection; what else does not work is to be gone round.
func repair(s *scene) []proposal {
	var all []proposal
	switch s.x.At.Kind {
	case ref.NetworkInterface:
		if e := s.iface(s.x.At.ID); e != nil && e.Attachment != nil && e.Attachment.InstanceId != "" {
			all = append(all, proposal{set(e.Attachment.InstanceId, "state", "running")})
		}
	case ref.Instance:
		all = append(all, proposal{set(s.x.At.ID, "state", "running")})
	case ref.VpcPeeringConnection:
		p := row(s.Snapshot.VpcPeeringConnections, func(p *topology.VpcPeeringConnection) bool { return p.VpcPeeringConnectionId == s.x.At.ID })
		if p != nil && p.Status.Code == "pending-acceptance" {
			all = append(all, proposal{set(s.x.At.ID, "state", "active")})
		}
	}
	return append(all, routeElsewhere(s)...)
}

// reattach attaches a gateway to the VPC whose table leads to it.
func reattach(s *scene) []proposal {
	var all []proposal
	switch s.x.At.Kind {
	case ref.InternetGateway, ref.EgressOnlyInternetGateway, ref.VpnGateway:
		if vpc := s.vpcOf(s.x.Route.ID); vpc != "" {
			all = append(all, proposal{add(edit.Attachment{Gateway: s.x.At.ID, At: vpc})})
		}
	}
	return append(all, routeElsewhere(s)...)
}

// attachInternet attaches an internet gateway that is attached to nothing.
func attachInternet(s *scene) []proposal {
	var all []proposal
	v := row(s.Snapshot.Vpcs, func(v *topology.Vpc) bool { return v.VpcId == s.x.At.ID })
	for i := range s.Snapshot.InternetGateways {
		g := &s.Snapshot.InternetGateways[i]
		if v != nil && len(g.Attachments) == 0 && g.Account == v.Account && g.Region == v.Region {
			all = append(all, proposal{add(edit.Attachment{Gateway: g.InternetGatewayId, At: v.VpcId})})
		}
	}
	return all
}

// exempt lifts VPC Block Public Access from a subnet on the way, or from a VPC. What only goes out needs no more than that.
func exempt(s *scene) []proposal {
	var subnets, vpcs []string
	note := func(subnet, vpc string) {
		if subnet != "" && !slices.Contains(subnets, subnet) {
			subnets = append(subnets, subnet)
		}
		if !slices.Contains(vpcs, vpc) {
			vpcs = append(vpcs, vpc)
		}
	}
	for _, e := range s.ends() {
		if d := s.iface(e.ID); d != nil {
			note(d.SubnetId, d.VpcId)
		}
	}
	for i := range s.Answer.Forward.Hops {
		hop := s.Answer.Forward.Hops[i].Component
		if hop.Kind == ref.NatGateway {
			if g := row(s.Snapshot.NatGateways, func(g *topology.NatGateway) bool { return g.NatGatewayId == hop.ID }); g != nil {
				note(g.SubnetId, g.VpcId)
			}
		}
		if hop.Kind == ref.NetworkInterface {
			if d := s.iface(hop.ID); d != nil {
				note(d.SubnetId, d.VpcId)
			}
		}
	}
	modes := []string{"allow-egress", "allow-bidirectional"}
	if s.x.Direction == graph.Ingress.String() {
		modes = modes[1:]
	}
	var all []proposal
	for _, id := range append(subnets, vpcs...) {
		for _, mode := range modes {
			all = append(all, proposal{add(edit.Exclusion{Of: id, Mode: mode})})
		}
	}
	return all
}

// authorize lets the clients of a Client VPN endpoint reach the address.
func authorize(s *scene) []proposal {
	dst := s.x.Packet.Dst
	if !dst.IsValid() {
		return nil
	}
	return []proposal{{add(edit.Authorization{Endpoint: s.x.Component.ID, Destination: edit.Remote{Prefix: netip.PrefixFrom(dst, dst.BitLen())}})}}
}

// groupsMet are the target groups that a blocker may be about: the one at which it is, or those of the load balancers on the way.
func (s *scene) groupsMet() []string {
	var all []string
	for i := range s.Snapshot.TargetGroups {
		g := &s.Snapshot.TargetGroups[i]
		on := slices.ContainsFunc(g.LoadBalancerArns, func(arn string) bool { return s.meets(ref.LoadBalancer, arn) || s.x.At.ID == arn })
		if g.TargetGroupArn == s.x.At.ID || g.TargetGroupArn == s.x.Component.ID || on || s.meets(ref.TargetGroup, g.TargetGroupArn) {
			all = append(all, g.TargetGroupArn)
		}
	}
	return all
}

// hideClient lets the load balancer put its own address in the place of the client's.
func hideClient(s *scene) []proposal {
	var all []proposal
	for _, arn := range s.groupsMet() {
		all = append(all, proposal{set(arn, "preserve_client_ip.enabled", "false")})
	}
	return all
}

// crossZones lets nodes send to targets in other zones.
func crossZones(s *scene) []proposal {
	var all []proposal
	for _, arn := range s.groupsMet() {
		all = append(all, proposal{set(arn, "load_balancing.cross_zone.enabled", "true")})
	}
	return all
}
