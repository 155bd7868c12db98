package oracle

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func endpoint(change func(v *topology.VpcEndpoint)) func(*topology.Snapshot) {
	return func(s *topology.Snapshot) { change(&s.VpcEndpoints[0]) }
}

// bypass sends subnet-a past the endpoint, and takes the edge table's routes away.
func bypass(s *topology.Snapshot) {
	for i := range s.RouteTables {
		if s.RouteTables[i].RouteTableId == "rtb-edge" {
			s.RouteTables[i].Routes = nil
		}
	}
}

func TestGatewayLoadBalancerEndpoint(t *testing.T) {
	denyIn := func(n *topologytest.Network) { n.NACL("acl-f", "vpc-a", "subnet-f").OpenEgress() }
	tellBoxes(t, inspected, gateway, []boxStory{
		{"R10.6 in", nil, nil, "8.8.8.8 > 3.3.3.10 tcp/443", Reachable, 0},
		{"R10.6 out", nil, nil, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R10.6 IPv6", nil, nil, "2001:db8::1 > 2600:a:0:1::10 tcp/443", Reachable, 0},
		{"R10.6 not available", nil, endpoint(func(v *topology.VpcEndpoint) { v.State = "pendingAcceptance" }), "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R10.6 no state is assumed", nil, endpoint(func(v *topology.VpcEndpoint) { v.State = "" }), "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R10.6 in another VPC", nil, endpoint(func(v *topology.VpcEndpoint) { v.SubnetIds, v.VpcId = nil, "vpc-b" }), "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R10.6 its subnet was not captured", nil, endpoint(func(v *topology.VpcEndpoint) { v.SubnetIds = nil }), "eni-a > 8.8.8.8 tcp/443", Unknown, 0},
		{"R10.6 an endpoint that was not captured", nil, func(s *topology.Snapshot) { s.VpcEndpoints = nil }, "eni-a > 8.8.8.8 tcp/443", Unknown, 0},
		{"R10.6 an interface endpoint is no target", nil, endpoint(func(v *topology.VpcEndpoint) { v.VpcEndpointType = "Interface" }), "eni-a > 8.8.8.8 tcp/443", Unknown, 0},
		{"R10.6 the network ACL of its subnet", denyIn, nil, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R5.14 and from the same subnet", func(n *topologytest.Network) {
			denyIn(n)
			n.Subnet("subnet-g", "vpc-a", "10.0.8.0/24")
		}, func(s *topology.Snapshot) {
			for i := range s.RouteTables {
				if s.RouteTables[i].RouteTableId == "rtb-f" {
					s.RouteTables[i].Routes[0].GatewayId = "vpce-f"
				}
			}
		}, "eni-f > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R10.6 a table that leads back", nil, func(s *topology.Snapshot) {
			for i := range s.RouteTables {
				if s.RouteTables[i].RouteTableId == "rtb-f" {
					s.RouteTables[i].Routes[0].GatewayId = "vpce-f"
				}
			}
		}, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R4.7 groups do not know the sender behind it", func(n *topologytest.Network) {
			n.SG("sg-a", "vpc-a")
			n.SG("sg-b", "vpc-a").Ingress("tcp/443", "sg-a")
			n.ENI("eni-s", "subnet-a", "10.0.1.20", "sg-a")
			n.ENI("eni-t", "subnet-o", "10.0.2.20", "sg-b")
		}, func(s *topology.Snapshot) {
			for i := range s.RouteTables {
				if id := s.RouteTables[i].RouteTableId; id == "rtb-a" {
					s.RouteTables[i].Routes = append(s.RouteTables[i].Routes, topology.Route{DestinationCidrBlock: prefixes("10.0.2.0/24")[0], GatewayId: "vpce-f", State: "active", Origin: "CreateRoute"})
				}
			}
		}, "eni-s > 10.0.2.20 tcp/443", Unreachable, 0},
		{"R2.15 a reply around it", nil, func(s *topology.Snapshot) {
			bypass(s)
		}, "eni-a > 8.8.8.8 tcp/443", Unknown, Reachable},
		{"R3.18 Block Public Access counts at the endpoint", func(n *topologytest.Network) {
			n.BPA("block-bidirectional")
			n.BPAExclusion("x", "subnet-f", "allow-bidirectional")
		}, nil, "8.8.8.8 > 3.3.3.10 tcp/443", Reachable, 0},
		{"R3.18 not behind it", func(n *topologytest.Network) {
			n.BPA("block-bidirectional")
			n.BPAExclusion("x", "subnet-a", "allow-bidirectional")
		}, nil, "8.8.8.8 > 3.3.3.10 tcp/443", Unreachable, 0},
	})
}

// balanced gives the endpoint's service a load balancer with one target in subnet-t.
func balanced(s *topology.Snapshot) {
	gateway(s)
	b := topology.LoadBalancer{LoadBalancerArn: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/gwy/g/1", Type: "gateway", VpcId: "vpc-t", AttributesKnown: true}
	b.State.Code = "active"
	g := topology.TargetGroup{TargetGroupArn: "tg", TargetType: "instance", VpcId: "vpc-t", TargetHealthKnown: true}
	g.TargetHealthDescriptions = []topology.TargetHealthDescription{{Target: topology.TargetDescription{Id: "i-t"}}}
	s.LoadBalancers, s.TargetGroups = append(s.LoadBalancers, b), append(s.TargetGroups, g)
	s.Listeners = append(s.Listeners, topology.Listener{LoadBalancerArn: b.LoadBalancerArn, DefaultActions: []topology.ListenerAction{{Type: "forward", TargetGroupArn: "tg"}}})
	s.VpcEndpointServiceConfigurations = append(s.VpcEndpointServiceConfigurations, topology.VpcEndpointServiceConfiguration{
		ServiceName: "svc", GatewayLoadBalancerArns: []string{b.LoadBalancerArn},
	})
}

func TestGatewayLoadBalancer(t *testing.T) {
	base := func(n *topologytest.Network) {
		inspected(n)
		n.Vpc("vpc-t", "10.9.0.0/16")
		n.Subnet("subnet-t", "vpc-t", "10.9.1.0/24")
		n.SG("sg-t", "vpc-t").Ingress("udp/6081", "10.9.1.0/25")
		n.ENI("eni-t", "subnet-t", "10.9.1.10", "sg-t")
	}
	node := func(address string) func(n *topologytest.Network) {
		return func(n *topologytest.Network) {
			e := n.ENI("eni-g", "subnet-t", address).NoGroups()
			e.InterfaceType, e.Description = "gateway_load_balancer", "ELB gwy/g/1"
		}
	}
	elsewhere := func(s *topology.Snapshot) {
		for i := range s.Subnets {
			s.Subnets[i].AvailabilityZoneId = "az1"
			if s.Subnets[i].SubnetId == "subnet-t" {
				s.Subnets[i].AvailabilityZoneId = "az2"
			}
		}
	}
	cross := func(s *topology.Snapshot) {
		elsewhere(s)
		s.LoadBalancers[0].Attributes = []topology.Attribute{{Key: "load_balancing.cross_zone.enabled", Value: "true"}}
	}
	tellBoxes(t, base, balanced, []boxStory{
		{"R11.11 a target", nil, nil, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R11.11 none", nil, func(s *topology.Snapshot) { s.TargetGroups[0].TargetHealthDescriptions = nil }, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R11.11 targets that were not captured", nil, func(s *topology.Snapshot) {
			s.TargetGroups[0].TargetHealthDescriptions, s.TargetGroups[0].TargetHealthKnown = nil, false
		}, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R11.11 not active", nil, func(s *topology.Snapshot) { s.LoadBalancers[0].State.Code = "provisioning" }, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R11.8 no target in the zone", nil, elsewhere, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R11.8 unless zones are crossed", nil, cross, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R11.11 the target's group admits GENEVE", node("10.9.1.20"), nil, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R11.11 it does not", node("10.9.1.200"), nil, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
	})
}

func TestFirewallEndpoint(t *testing.T) {
	stream := policy(func(d *topology.FirewallPolicyDetails) { d.StatefulEngineOptions.StreamExceptionPolicy = "CONTINUE" })
	stateless := policy(func(d *topology.FirewallPolicyDetails) { d.StatelessDefaultActions = []string{"aws:pass"} })
	with := func(edits ...func(*topology.Snapshot)) func(*topology.Snapshot) {
		return func(s *topology.Snapshot) {
			for _, edit := range edits {
				edit(s)
			}
		}
	}
	tellBoxes(t, inspected, walled, []boxStory{
		{"R12.1 in", nil, nil, "8.8.8.8 > 3.3.3.10 tcp/443", Reachable, 0},
		{"R12.1 out", nil, nil, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R12.1 not ready", nil, func(s *topology.Snapshot) {
			s.NetworkFirewalls[0].FirewallStatus.SyncStates["eu-west-1a"] = topology.FirewallSyncState{Attachment: topology.FirewallAttachment{SubnetId: "subnet-f", EndpointId: "vpce-f", Status: "CREATING"}}
		}, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R12.1 an association", nil, func(s *topology.Snapshot) {
			s.FirewallEndpointAssociations = []topology.FirewallEndpointAssociation{{FirewallArn: "fw", VpcId: "vpc-a", AssociationSyncState: s.NetworkFirewalls[0].FirewallStatus.SyncStates}}
			s.NetworkFirewalls[0].FirewallStatus.SyncStates = nil
		}, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R12.2 a policy that was not captured", nil, func(s *topology.Snapshot) { s.FirewallPolicies = nil }, "eni-a > 8.8.8.8 tcp/443", Unknown, 0},
		{"R2.15 TCP replies need the firewall", nil, bypass, "eni-a > 8.8.8.8 tcp/443", Unreachable, Reachable},
		{"R2.15 others do not", nil, bypass, "eni-a > 8.8.8.8 udp/53", Reachable, 0},
		{"R2.15 nor with exceptions", nil, with(bypass, stream), "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R12.2 nor if passed statelessly", nil, with(bypass, stateless), "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R2.15 a reply that the firewall meets first", nil, func(s *topology.Snapshot) {
			for i := range s.RouteTables {
				if s.RouteTables[i].RouteTableId == "rtb-edge" {
					s.RouteTables[i].Routes = nil
				}
			}
		}, "8.8.8.8 > 3.3.3.10 tcp/443", Unreachable, Reachable},
		{"R3.18 Block Public Access takes no exclusion", func(n *topologytest.Network) {
			n.BPA("block-bidirectional")
			n.BPAExclusion("x", "vpc-a", "allow-bidirectional")
		}, nil, "8.8.8.8 > 3.3.3.10 tcp/443", Unreachable, 0},
		{"R3.18 elsewhere it does", func(n *topologytest.Network) {
			n.BPA("block-bidirectional")
			n.BPAExclusion("x", "vpc-a", "allow-bidirectional")
		}, nil, "8.8.8.8 > 3.3.3.20 tcp/443", Reachable, 0},
	})
}
