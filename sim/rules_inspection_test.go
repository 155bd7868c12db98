package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestInspectionRules(t *testing.T) { tell(t, inspectionStories) }

// endpointBetween is VPC A whose subnet-a and subnet-b reach each other by vpce-g in subnet-g, the endpoint of a Gateway
// Load Balancer.
func endpointBetween(w *world) *topology.VpcEndpoint {
	hosts(w)
	w.Subnet("subnet-g", "vpc-a", "10.0.3.0/24", "2600:1f00:a:3::/64")
	w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.0.2.0/24", "vpce-g").Route("2600:1f00:a:2::/64", "vpce-g")
	w.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("10.0.1.0/24", "vpce-g").Route("2600:1f00:a:1::/64", "vpce-g")
	return w.GWLBEndpoint("vpce-g", "subnet-g")
}

// endpointAtEdge is VPC A open to the internet, with vpce-g between: igw-a sends what comes in for subnet-a to it, and
// subnet-a goes out by it.
func endpointAtEdge(w *world) (edge, a *topologytest.RouteTable) {
	online(w)
	w.Subnet("subnet-g", "vpc-a", "10.0.3.0/24", "2600:1f00:a:3::/64")
	w.GWLBEndpoint("vpce-g", "subnet-g")
	a = w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "vpce-g").Route("::/0", "vpce-g")
	return w.RouteTable("rtb-edge", "vpc-a").Edge("igw-a").Route("10.0.1.0/24", "vpce-g").Route("2600:1f00:a:1::/64", "vpce-g"), a
}

// balanced is endpointBetween in az1, with the load balancer, its interface and two appliances in VPC M documented: eni-m1
// in az1 and eni-m2 in az2, both with group sg-m, which admits nothing unless a story says so.
func balanced(w *world) (topologytest.GWLB, topologytest.SG) {
	endpointBetween(w)
	w.Vpc("vpc-m", "10.9.0.0/16")
	w.Subnet("subnet-m1", "vpc-m", "10.9.1.0/24")
	w.Subnet("subnet-m2", "vpc-m", "10.9.2.0/24")
	g := w.SG("sg-m", "vpc-m")
	w.ENI("eni-m1", "subnet-m1", "10.9.1.10", "sg-m")
	w.ENI("eni-m2", "subnet-m2", "10.9.2.10", "sg-m")
	inZone(w, map[string]string{"subnet-g": "az1", "subnet-m1": "az1", "subnet-m2": "az2"})
	lb := w.GWLB("insp", "vpc-m", "i-m1", "10.9.2.10")
	lb.Node(w.Network, "eni-lb1", "subnet-m1", "10.9.1.5")
	return lb, g
}

var inspectionStories = []story{
	{"R10.6 a Gateway Load Balancer endpoint inspects what a route sends to it, and sends it on by its own subnet's table", func(w *world) { endpointBetween(w) },
		"eni-a -> eni-b tcp/443", "reachable; meets vpce-g; via rtb-main-vpc-a#10.0.0.0/16; back-meets vpce-g; as 10.0.1.10 > 10.0.2.10; assumes ASSUMES_INSPECTION_PASSES vpce-g"},
	{"R10.6 in IPv6 as well", func(w *world) { endpointBetween(w) },
		"eni-a -> eni-b tcp/443 ipv6", "reachable; meets vpce-g; back-meets vpce-g"},
	{"R10.6 one that is not available inspects nothing", func(w *world) { endpointBetween(w).State = "pendingAcceptance" },
		"eni-a -> eni-b tcp/443", "unreachable; because BAD_STATE vpce-g"},
	{"R10.6 the ACL of its subnet is asked on the way in", func(w *world) {
		endpointBetween(w)
		w.NACL("acl-g", "vpc-a", "subnet-g").OpenEgress().Ingress(100, "allow", "tcp/80", "0.0.0.0/0")
	}, "eni-a -> eni-b tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-g#ingress/*"},
	{"R10.6 and on the way out", func(w *world) {
		endpointBetween(w)
		w.NACL("acl-g", "vpc-a", "subnet-g").OpenIngress().Egress(100, "allow", "tcp/443", "10.0.2.0/24")
	}, "eni-a -> eni-b tcp/443", "unreachable; one-way reachable; reply SUBNET_ACL_RESTRICTION acl-g#egress/*"},
	{"R10.6 no group's member is known behind it", func(w *world) {
		endpointBetween(w)
		w.SG("sg-b", "vpc-a").Ingress("tcp/443", "sg-open-vpc-a")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-b", "sg-b") })
	}, "eni-a -> eni-b tcp/443", "unreachable; because SG_REFERENCES_NOT_PRESERVED sg-b#ingress/*"},
	{"R10.6 an endpoint of another VPC takes nothing", func(w *world) {
		hosts(w)
		w.Vpc("vpc-z", "10.5.0.0/16")
		w.Subnet("subnet-z", "vpc-z", "10.5.1.0/24")
		w.GWLBEndpoint("vpce-z", "subnet-z")
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.0.2.0/24", "vpce-z")
	}, "eni-a -> eni-b tcp/443", "unreachable; because BAD_STATE vpce-z"},
	{"R10.6 a subnet whose table leads back into its own endpoint goes in circles", func(w *world) {
		endpointBetween(w)
		w.RouteTable("rtb-g", "vpc-a", "subnet-g").Route("10.0.2.0/24", "vpce-g")
	}, "eni-a -> eni-b tcp/443", "unreachable; because ROUTING_LOOP vpce-g"},
	{"R10.6 R0.5 in a subnet that the snapshot lacks it leads nobody knows where", func(w *world) { endpointBetween(w).SubnetIds = []string{"subnet-gone"} },
		"eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_RESOURCE vpce-g"},
	{"R10.6 R0.5 an endpoint of another sort is no route target", func(w *world) {
		hosts(w)
		w.InterfaceEndpoint("vpce-i", "subnet-b", "10.0.2.30")
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.0.2.0/24", "vpce-i")
	}, "eni-a -> eni-b tcp/443", "unknown; because UNSUPPORTED_COMPONENT vpce-i"},
	{"R10.6 the reply has to come by it", func(w *world) {
		endpointBetween(w)
		w.RouteTable("rtb-b2", "vpc-a", "subnet-b")
	}, "eni-a -> eni-b tcp/443", "unknown; one-way reachable; reply ASYMMETRIC_INSPECTION vpce-g"},
	{"R10.6 and by no other that did not see the request", func(w *world) {
		endpointBetween(w)
		w.RouteTable("rtb-a2", "vpc-a", "subnet-a")
	}, "eni-a -> eni-b tcp/443", "unknown; one-way reachable; reply ASYMMETRIC_INSPECTION vpce-g"},
	{"R10.6 a drop elsewhere is a drop all the same", func(w *world) {
		endpointBetween(w)
		w.RouteTable("rtb-a2", "vpc-a", "subnet-a")
		w.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress()
	}, "eni-a -> eni-b tcp/443", "unreachable; one-way reachable; reply ASYMMETRIC_INSPECTION vpce-g"},
	{"R2.14 R10.6 what comes in by an internet gateway may be sent to an endpoint", func(w *world) { endpointAtEdge(w) },
		"8.8.8.8 -> eni-a tcp/443", "reachable; via rtb-edge#10.0.1.0/24; meets vpce-g; back-meets vpce-g; back-as 3.3.3.10 > 8.8.8.8"},
	{"R2.15 R10.6 what leaves by the endpoint leaves by the gateway", func(w *world) { endpointAtEdge(w) },
		"eni-a -> 8.8.8.8 tcp/443", "reachable; meets vpce-g; back-via rtb-edge#10.0.1.0/24; back-meets vpce-g"},
	{"R2.15 R10.6 in IPv6 likewise", func(w *world) { endpointAtEdge(w) },
		"eni-a -> 2001:4860::1 tcp/443", "reachable; meets vpce-g; back-meets vpce-g"},
	{"R2.15 without the gateway's table the reply passes the endpoint by", func(w *world) {
		edge, _ := endpointAtEdge(w)
		edge.Routes = nil
	}, "eni-a -> 8.8.8.8 tcp/443", "unknown; one-way reachable; reply ASYMMETRIC_INSPECTION vpce-g"},
	{"R2.15 R10.6 past the endpoint nothing leaves", func(w *world) {
		_, a := endpointAtEdge(w)
		a.Routes = nil
		a.Route("0.0.0.0/0", "igw-a")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because INGRESS_RTB_TRAFFIC_REDIRECTION igw-a; says vpce-g"},
	{"R3.18 R3.19 Block Public Access asks at the endpoint's subnet", func(w *world) {
		endpointAtEdge(w)
		w.BPA("block-bidirectional")
		w.BPAExclusion("x-1", "subnet-g", "allow-bidirectional")
	}, "8.8.8.8 -> eni-a tcp/443", "reachable; meets vpce-g"},
	{"R3.18 R3.19 and not at the subnet behind it", func(w *world) {
		endpointAtEdge(w)
		w.BPA("block-bidirectional")
		w.BPAExclusion("x-1", "subnet-a", "allow-bidirectional")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-a"},

	{"R5.14 what a neighbour of the endpoint sends to it is asked on its way in, too", func(w *world) {
		endpointBetween(w)
		w.ENI("eni-g", "subnet-g", "10.0.3.20")
		w.RouteTable("rtb-g", "vpc-a", "subnet-g").Route("10.0.2.0/24", "vpce-g")
		w.NACL("acl-g", "vpc-a", "subnet-g").OpenEgress()
	}, "eni-g -> eni-b tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-g#ingress/*"},
	{"R5.14 so is what a transit gateway hands to it for a neighbour: on the way out of the subnet, and on the way in", func(w *world) {
		neighbourhood(w).OpenEgress().Ingress(100, "allow", "all", "10.0.1.0/24")
	}, "eni-a -> eni-p icmp/11", "reachable; meets vpce-p; via rtb-p#10.1.8.0/28; by acl-p#egress/32000; by acl-p#ingress/100"},

	{"R11.11 of several load balancers behind a service AWS takes any", func(w *world) {
		lb, g := balanced(w)
		g.Ingress("udp/6081", "0.0.0.0/0")
		other := *lb.LoadBalancer
		other.LoadBalancerArn += "2"
		other.State.Code = "failed"
		lb.Service.GatewayLoadBalancerArns = append(lb.Service.GatewayLoadBalancerArns, other.LoadBalancerArn)
		w.edit(func(s *topology.Snapshot) { s.LoadBalancers = append(s.LoadBalancers, other) })
	}, "eni-a -> eni-b tcp/443", "partial; because BAD_STATE vpce-g"},
	{"R11.11 appliances that admit GENEVE from the load balancer inspect", func(w *world) {
		_, g := balanced(w)
		g.Ingress("udp/6081", "10.9.1.5/32")
	}, "eni-a -> eni-b tcp/443", "reachable; meets vpce-g"},
	{"R11.11 those that do not get nothing", func(w *world) { balanced(w) },
		"eni-a -> eni-b tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH vpce-g"},
	{"R11.11 R0.5 whether they do may be unreadable", func(w *world) {
		_, g := balanced(w)
		g.Ingress("udp/6081", "pl-gone")
	}, "eni-a -> eni-b tcp/443", "unknown"},
	{"R11.11 a zone without appliances has nobody to inspect", func(w *world) {
		lb, g := balanced(w)
		g.Ingress("udp/6081", "0.0.0.0/0")
		lb.Targets.TargetHealthDescriptions = lb.Targets.TargetHealthDescriptions[1:]
	}, "eni-a -> eni-b tcp/443", "unreachable; because ELBV2_NO_TARGETS_IN_AZ vpce-g"},
	{"R11.11 unless the load balancer goes across zones", func(w *world) {
		lb, g := balanced(w)
		g.Ingress("udp/6081", "0.0.0.0/0")
		lb.Targets.TargetHealthDescriptions = lb.Targets.TargetHealthDescriptions[1:]
		lb.CrossZone()
	}, "eni-a -> eni-b tcp/443", "reachable"},
	{"R11.11 without any appliance there is nobody at all", func(w *world) {
		lb, _ := balanced(w)
		lb.Targets.TargetHealthDescriptions = nil
	}, "eni-a -> eni-b tcp/443", "unreachable; because ELBV2_LISTENER_HAS_NO_TG vpce-g"},
	{"R11.11 R0.5 unless nobody asked which there are", func(w *world) {
		lb, _ := balanced(w)
		lb.Targets.TargetHealthDescriptions, lb.Targets.TargetHealthKnown = nil, false
	}, "eni-a -> eni-b tcp/443", "reachable; assumes ASSUMES_INSPECTION_PASSES vpce-g"},
	{"R11.11 a load balancer that failed inspects nothing", func(w *world) {
		lb, _ := balanced(w)
		lb.State.Code = "failed"
	}, "eni-a -> eni-b tcp/443", "unreachable; because BAD_STATE vpce-g"},
}

// neighbourhood is spokes where VPC P is attached by subnet-tp, which also holds eni-p and an endpoint that the subnet's
// own range is sent to. It gives the subnet's ACL, which lets nothing pass yet.
func neighbourhood(w *world) topologytest.NACL {
	spokes(w)
	w.GWLBEndpoint("vpce-p", "subnet-tp")
	w.RouteTable("rtb-p", "vpc-p", "subnet-tp").Route("10.1.8.0/28", "vpce-p")
	w.edit(func(s *topology.Snapshot) {
		for i := range s.NetworkInterfaces {
			if e := &s.NetworkInterfaces[i]; e.NetworkInterfaceId == "eni-p" {
				e.SubnetId, e.PrivateIpAddress, e.PrivateIpAddresses = "subnet-tp", addr("10.1.8.10"), nil
			}
		}
	})
	return w.NACL("acl-p", "vpc-p", "subnet-tp")
}
