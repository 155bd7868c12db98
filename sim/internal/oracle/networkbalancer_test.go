package oracle

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// fast is a network load balancer without groups in zones a and b. Its target in zone a lets only the client in.
func fast(n *balancedNet) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.zoned("subnet-a", "a", "10.0.1.0/24")
	n.zoned("subnet-b", "b", "10.0.2.0/24")
	n.zoned("subnet-c", "a", "10.0.3.0/24")
	n.zoned("subnet-t", "a", "10.0.4.0/24")
	n.SG("sg-t", "vpc-a").Ingress("tcp/8080", "10.0.3.10/32").Ingress("udp/53", "10.0.3.10/32")
	n.ENI("eni-c", "subnet-c", "10.0.3.10")
	n.ENI("eni-t", "subnet-t", "10.0.4.10", "sg-t")
	n.balancer("net/fast", "", "subnet-a=10.0.1.5", "subnet-b=10.0.2.5")
	n.listen("net/fast", "TCP 80", "fast")
	n.group("fast", "instance TCP 8080", "i-t")
}

// byIP makes the target an address.
func byIP(n *balancedNet) {
	g := n.groups[0]
	g.TargetType, g.TargetHealthDescriptions[0].Target.Id = "ip", "10.0.4.10"
}

func TestPreservation(t *testing.T) {
	withGroup := func(n *balancedNet) {
		n.SG("sg-l", "vpc-a").Ingress("tcp/80", "10.0.3.0/24")
		n.regroup("eni-fast-a", "sg-l")
		n.SG("sg-x", "vpc-a").Ingress("tcp/8080", "sg-l")
		n.ENI("eni-x", "subnet-t", "10.0.4.20", "sg-x")
		n.groups[0].TargetHealthDescriptions[0].Target.Id = "i-x"
	}
	tellBalanced(t, fast, []balancedStory{
		{name: "R11.5 instance sees the client", flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.5 switched off", network: func(n *balancedNet) { set(n.groups[0], "preserve_client_ip.enabled", "false") },
			flow: "eni-c > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R11.5 address does not", network: byIP, flow: "eni-c > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R11.5 address, switched on", network: func(n *balancedNet) { byIP(n); set(n.groups[0], "preserve_client_ip.enabled", "true") },
			flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.5 attributes not captured", network: func(n *balancedNet) { n.groups[0].AttributesKnown = false }, flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.5 UDP always", network: func(n *balancedNet) {
			n.listen("net/fast", "UDP 53", "dns")
			n.groups[0] = n.group("dns", "ip UDP 53", "10.0.4.10")
			set(n.groups[0], "preserve_client_ip.enabled", "false")
		}, flow: "eni-c > 10.0.1.5 udp/53", want: Reachable},
		{name: "R11.5 UDP of both", network: func(n *balancedNet) {
			n.listen("net/fast", "TCP_UDP 53", "dns")
			n.group("dns", "instance TCP_UDP 53", "i-t")
		}, flow: "eni-c > 10.0.1.5 udp/53", want: Reachable},
		{name: "R11.8 cross-zone off", flow: "eni-c > 10.0.2.5 tcp/80", want: Unreachable},
		{name: "R11.8 cross-zone on", network: func(n *balancedNet) {
			n.balancers[0].AttributesKnown = true
			n.balancers[0].Attributes = []topology.Attribute{{Key: "load_balancing.cross_zone.enabled", Value: "true"}}
		}, flow: "eni-c > 10.0.2.5 tcp/80", want: Reachable},
		{name: "R11.5 the load balancer's group matches", network: withGroup, flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.4 groups filter clients", network: func(n *balancedNet) { withGroup(n); n.ENI("eni-d", "subnet-t", "10.0.4.30") },
			flow: "eni-d > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R11.5 the client's group does not match", network: func(n *balancedNet) {
			n.SG("sg-c", "vpc-a")
			n.SG("sg-x", "vpc-a").Ingress("tcp/8080", "sg-c")
			n.ENI("eni-d", "subnet-c", "10.0.3.20", "sg-c")
			n.ENI("eni-x", "subnet-t", "10.0.4.20", "sg-x")
			n.groups[0].TargetHealthDescriptions[0].Target.Id = "i-x"
		}, flow: "eni-d > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R17.7 hairpin", network: func(n *balancedNet) {
			n.ENI("eni-x", "subnet-t", "10.0.4.20")
			n.groups[0].TargetHealthDescriptions[0].Target.Id = "i-x"
		},
			flow: "eni-x > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R17.7 no hairpin from the node's address", network: func(n *balancedNet) {
			n.ENI("eni-x", "subnet-t", "10.0.4.20")
			n.groups[0].TargetHealthDescriptions[0].Target.Id = "i-x"
			set(n.groups[0], "preserve_client_ip.enabled", "false")
		}, flow: "eni-x > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.5 outside the VPC", network: func(n *balancedNet) {
			byIP(n)
			n.groups[0].TargetHealthDescriptions[0].Target.Id = "192.168.1.1"
			set(n.groups[0], "preserve_client_ip.enabled", "true")
		}, flow: "eni-c > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R11.5 an endpoint's address", network: func(n *balancedNet) {
			byIP(n)
			n.InterfaceEndpoint("vpce-a", "subnet-t", "10.0.4.40")
			n.groups[0].TargetHealthDescriptions[0].Target.Id = "10.0.4.40"
			set(n.groups[0], "preserve_client_ip.enabled", "true")
		}, flow: "eni-c > 10.0.1.5 tcp/80", want: Unreachable},
	})
}

// TestReplyToKeptAddress: the reply is handed to the load balancer, whatever the target's table says of the client.
func TestReplyToKeptAddress(t *testing.T) {
	astray := func(n *balancedNet) {
		n.IGW("igw-a", "vpc-a")
		n.nodes["eni-fast-a"].Public("3.3.3.5")
		n.SG("sg-x", "vpc-a").Ingress("tcp/8080", "8.8.8.8/32")
		n.ENI("eni-x", "subnet-t", "10.0.4.20", "sg-x")
		n.groups[0].TargetHealthDescriptions[0].Target.Id = "i-x"
	}
	outside := func(n *balancedNet) {
		astray(n)
		n.RouteTable("rtb-l", "vpc-a", "subnet-a").Route("0.0.0.0/0", "igw-a")
	}
	proxied := func(n *balancedNet) {
		outside(n)
		n.SG("sg-y", "vpc-a").Ingress("tcp/8080", "10.0.1.5/32")
		n.ENI("eni-y", "subnet-t", "10.0.4.30", "sg-y")
		n.groups[0].TargetHealthDescriptions[0].Target.Id = "i-y"
		set(n.groups[0], "preserve_client_ip.enabled", "false")
	}
	tellBalanced(t, fast, []balancedStory{
		{name: "R11.5 client on the internet", network: outside, flow: "8.8.8.8 > 3.3.3.5 tcp/80", want: Reachable},
		{name: "R11.2 no way back for the node", network: func(n *balancedNet) {
			astray(n)
			n.RouteTable("rtb-t", "vpc-a", "subnet-t").Route("0.0.0.0/0", "igw-a")
		},
			flow: "8.8.8.8 > 3.3.3.5 tcp/80", want: Unreachable, forward: Reachable},
		{name: "R11.2 client of the node's address", network: proxied, flow: "8.8.8.8 > 3.3.3.5 tcp/80", want: Reachable},
		{name: "R5.15 the target's subnet lets it not out", network: func(n *balancedNet) {
			outside(n)
			n.NACL("acl-t", "vpc-a", "subnet-t").OpenIngress().Egress(10, "allow", "all", "10.0.0.0/8")
		}, flow: "8.8.8.8 > 3.3.3.5 tcp/80", want: Unreachable, forward: Reachable},
		{name: "R5.15 that is enough for the node's address", network: func(n *balancedNet) {
			proxied(n)
			n.NACL("acl-t", "vpc-a", "subnet-t").OpenIngress().Egress(10, "allow", "all", "10.0.0.0/8")
		}, flow: "8.8.8.8 > 3.3.3.5 tcp/80", want: Reachable},
		{name: "R5.15 the node's subnet lets it not in", network: func(n *balancedNet) {
			outside(n)
			n.NACL("acl-l", "vpc-a", "subnet-a").OpenEgress().Ingress(10, "deny", "all", "10.0.4.0/24").OpenIngress()
		}, flow: "8.8.8.8 > 3.3.3.5 tcp/80", want: Unreachable, forward: Reachable},
		{name: "R5.15 nothing is asked inside a subnet", network: func(n *balancedNet) {
			outside(n)
			n.NACL("acl-l", "vpc-a", "subnet-a").Ingress(10, "allow", "tcp/80", "any").Egress(10, "allow", "all", "8.8.8.8/32")
			n.ENI("eni-n", "subnet-a", "10.0.1.20")
			n.groups[0].TargetHealthDescriptions[0].Target.Id = "i-n"
		}, flow: "8.8.8.8 > 3.3.3.5 tcp/80", want: Reachable},
		{name: "R5.9 the node's port", network: func(n *balancedNet) {
			proxied(n)
			n.NACL("acl-t", "vpc-a", "subnet-t").OpenIngress().Egress(10, "allow", "tcp/32768-65535", "any")
		}, flow: "8.8.8.8 > 3.3.3.5 tcp/80", want: Partial, forward: Reachable},
	})
}

// stacked is an application load balancer behind the fast one.
func stacked(n *balancedNet) {
	fast(n)
	n.SG("sg-l", "vpc-a").Ingress("tcp/81", "10.0.3.0/24")
	n.balancer("app/web", "sg-l", "subnet-a=10.0.1.6", "subnet-b=10.0.2.6")
	n.listen("app/web", "HTTP 81", "web")
	n.SG("sg-w", "vpc-a").Ingress("tcp/8080", "sg-l")
	n.ENI("eni-w", "subnet-t", "10.0.4.20", "sg-w")
	n.group("web", "instance HTTP 8080", "i-w")
	g := n.groups[0]
	g.TargetType, g.Port = "alb", 81
	g.TargetHealthDescriptions[0].Target.Id = arn("loadbalancer", "app/web/1")
}

func TestLoadBalancersInARow(t *testing.T) {
	tellBalanced(t, stacked, []balancedStory{
		{name: "R11.10 the client's address reaches it", flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.10 its group lets other clients not in", network: func(n *balancedNet) { n.ENI("eni-d", "subnet-t", "10.0.4.30") },
			flow: "eni-d > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R11.10 not captured", network: func(n *balancedNet) { n.balancers = n.balancers[:1] }, flow: "eni-c > 10.0.1.5 tcp/80", want: Unknown},
		{name: "R11.10 nodes not captured", network: func(n *balancedNet) {
			n.balancers[1].LoadBalancerArn += "2"
			n.groups[0].TargetHealthDescriptions[0].Target.Id += "2"
		},
			flow: "eni-c > 10.0.1.5 tcp/80", want: Unknown},
		{name: "R11.10 no such listener", network: func(n *balancedNet) { n.groups[0].Port = 82 }, flow: "eni-c > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R11.10 one node closed", network: func(n *balancedNet) { n.SG("sg-x", "vpc-a"); n.regroup("eni-web-b", "sg-x") },
			flow: "eni-c > 10.0.1.5 tcp/80", want: Partial},
		{name: "R11.10 by the address of a node", network: func(n *balancedNet) {
			g := n.groups[0]
			g.TargetType, g.TargetHealthDescriptions[0].Target.Id = "ip", "10.0.1.6"
		}, flow: "eni-c > 10.0.1.5 tcp/80", want: Unreachable}, // its group does not know the node's address
	})
}

// TestFamiliesAtNodes: a node may take IPv6 and send IPv4 (B10).
func TestFamiliesAtNodes(t *testing.T) {
	dual := func(n *balancedNet) {
		n.Vpc("vpc-b", "10.7.0.0/16", "2600:b::/56")
		n.Subnet("subnet-x", "vpc-b", "10.7.1.0/24", "2600:b:0:1::/64")
		n.Subnet("subnet-y", "vpc-b", "10.7.2.0/24", "2600:b:0:2::/64")
		n.ENI("eni-d", "subnet-x", "10.7.1.10 2600:b:0:1::10")
		n.SG("sg-y", "vpc-b").Ingress("all", "10.7.1.5/32").Ingress("all", "2600:b:0:1::10/128")
		n.ENI("eni-y", "subnet-y", "10.7.2.10 2600:b:0:2::10", "sg-y")
		n.node("ELB net/fast/1", "subnet-x", "10.7.1.5 2600:b:0:1::5", "")
		n.balancers[0].VpcId = "vpc-b"
		n.balancers[0].AvailabilityZones = nil
		n.groups[0].TargetHealthDescriptions[0].Target.Id = "i-y"
		set(n.groups[0], "load_balancing.cross_zone.enabled", "true")
	}
	six := func(n *balancedNet) { dual(n); n.groups[0].IpAddressType = "ipv6" }
	tellBalanced(t, fast, []balancedStory{
		{name: "R11.5 IPv6 to IPv4 from the node's address", network: dual, flow: "eni-d > 2600:b:0:1::5 tcp/80", want: Reachable},
		{name: "R11.5 IPv4 to IPv4 from the client's", network: dual, flow: "eni-d > 10.7.1.5 tcp/80", want: Unreachable},
		{name: "R11.7 IPv6 to IPv6 from the client's", network: six, flow: "eni-d > 2600:b:0:1::5 tcp/80", want: Reachable},
		{name: "R11.7 IPv4 to IPv6 from the node's", network: six, flow: "eni-d > 10.7.1.5 tcp/80", want: Unreachable},
		{name: "R11.7 target without IPv6", network: func(n *balancedNet) {
			six(n)
			n.ENI("eni-z", "subnet-y", "10.7.2.20")
			n.groups[0].TargetHealthDescriptions[0].Target.Id = "i-z"
		}, flow: "eni-d > 2600:b:0:1::5 tcp/80", want: Unreachable},
	})
}

// linked is an endpoint in another VPC of the same block, and the fast load balancer as its service.
func linked(n *balancedNet) {
	fast(n)
	n.SG("sg-t2", "vpc-a").Ingress("tcp/8080", "10.0.1.5/32")
	n.ENI("eni-s", "subnet-t", "10.0.4.50", "sg-t2")
	n.groups[0].TargetHealthDescriptions[0].Target.Id = "i-s"
	n.Vpc("vpc-z", "10.0.0.0/16")
	x := n.Subnet("subnet-z", "vpc-z", "10.0.1.0/24")
	x.AvailabilityZone, x.AvailabilityZoneId = x.Region+"a", "aza"
	n.ENI("eni-z", "subnet-z", "10.0.1.10")
	e := n.InterfaceEndpoint("vpce-z", "subnet-z", "10.0.1.20")
	n.link, e.ServiceName = e, "com.amazonaws.vpce.eu-west-1.vpce-svc-1"
	n.services = append(n.services, &topology.VpcEndpointServiceConfiguration{
		Meta: here, ServiceId: "vpce-svc-1", ServiceName: e.ServiceName, ServiceState: "Available",
		NetworkLoadBalancerArns: []string{arn("loadbalancer", "net/fast/1")},
	})
}

func TestPrivateLink(t *testing.T) {
	guard := func(n *balancedNet) {
		n.SG("sg-g", "vpc-a").Ingress("tcp/80", "10.0.9.0/24")
		n.regroup("eni-fast-a", "sg-g")
	}
	tellBalanced(t, linked, []balancedStory{
		{name: "R10.7 through the endpoint to the target, from the node", flow: "eni-z > 10.0.1.20 tcp/80", want: Reachable},
		{name: "R10.7 no listener", flow: "eni-z > 10.0.1.20 tcp/81", want: Unreachable},
		{name: "R10.7 no ping", flow: "eni-z > 10.0.1.20 icmp/8", want: Unreachable},
		{name: "R10.8 never the client's address", network: func(n *balancedNet) { n.groups[0].TargetHealthDescriptions[0].Target.Id = "i-t" },
			flow: "eni-z > 10.0.1.20 tcp/80", want: Unreachable},
		{name: "R10.8 groups of the load balancer", network: guard, flow: "eni-z > 10.0.1.20 tcp/80", want: Unreachable},
		{name: "R10.8 groups not enforced", network: func(n *balancedNet) {
			guard(n)
			n.balancers[0].EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = "off"
		}, flow: "eni-z > 10.0.1.20 tcp/80", want: Reachable},
		{name: "R10.8 network ACL of the node is not asked on the way in", network: func(n *balancedNet) {
			n.NACL("acl-l", "vpc-a", "subnet-a").OpenEgress().Ingress(10, "allow", "tcp/1024-65535", "10.0.4.0/24")
		}, flow: "eni-z > 10.0.1.20 tcp/80", want: Reachable},
		{name: "R10.7 pending acceptance", network: func(n *balancedNet) { n.link.State = "pendingAcceptance" }, flow: "eni-z > 10.0.1.20 tcp/80", want: Unreachable},
		{name: "R10.7 state not told", network: func(n *balancedNet) { n.link.State = "" }, flow: "eni-z > 10.0.1.20 tcp/80", want: Reachable},
		{name: "R10.7 service out of order", network: func(n *balancedNet) { n.services[0].ServiceState = "Failed" }, flow: "eni-z > 10.0.1.20 tcp/80", want: Unreachable},
		{name: "R10.7 zone offered", network: func(n *balancedNet) { n.services[0].AvailabilityZones = []string{topologytest.Region + "a"} },
			flow: "eni-z > 10.0.1.20 tcp/80", want: Reachable},
		{name: "R10.7 zone not offered", network: func(n *balancedNet) { n.services[0].AvailabilityZones = []string{topologytest.Region + "b"} },
			flow: "eni-z > 10.0.1.20 tcp/80", want: Unreachable},
		{name: "R10.7 zone not the load balancer's", network: func(n *balancedNet) { n.balancers[0].AvailabilityZones = n.balancers[0].AvailabilityZones[1:] },
			flow: "eni-z > 10.0.1.20 tcp/80", want: Unreachable},
		{name: "R10.7 names of another account's zones", network: func(n *balancedNet) {
			n.services[0].AvailabilityZones = []string{topologytest.Region + "a"}
			n.services[0].Account = "999900001111"
		}, flow: "eni-z > 10.0.1.20 tcp/80", want: Unknown},
		{name: "R10.9 another Region", network: func(n *balancedNet) {
			n.services[0].AvailabilityZones = []string{"us-east-1a"}
			n.link.ServiceRegion = "us-east-1"
		}, flow: "eni-z > 10.0.1.20 tcp/80", want: Partial},
		{name: "R10.7 load balancer not captured", network: func(n *balancedNet) { n.balancers = nil }, flow: "eni-z > 10.0.1.20 tcp/80", want: Unknown},
		{name: "R10.7 somebody else's service", network: func(n *balancedNet) { n.services = nil }, flow: "eni-z > 10.0.1.20 tcp/80", want: Reachable},
		{name: "R10.7 reply filtered at the endpoint", network: func(n *balancedNet) {
			x := n.Subnet("subnet-y", "vpc-z", "10.0.2.0/24")
			x.AvailabilityZone = x.Region + "a"
			n.ENI("eni-y", "subnet-y", "10.0.2.10")
			n.NACL("acl-z", "vpc-z", "subnet-z").OpenIngress()
		}, flow: "eni-y > 10.0.1.20 tcp/80", want: Unreachable, forward: Reachable},
	})
}
