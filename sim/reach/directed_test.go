package reach

import (
	"fmt"
	"testing"

	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// directed are small networks in which the engine once said something else than the reference, or nothing.
var directed = []struct {
	says string
	net  func(n *topologytest.Network)
}{
	{"a load balancer's own node is its target", func(n *topologytest.Network) {
		hosts(n)
		n.Subnet("subnet-l", "vpc-a", "10.0.5.0/24")
		b := n.ALB("front", "vpc-a")
		b.Node("subnet-l", "10.0.5.10")
		b.Listen("HTTP:80", n.TargetGroup("web", "vpc-a", "instance", "HTTP:8080").Target("i-b"))
		b.Listen("HTTPS:443", n.TargetGroup("self", "vpc-a", "ip", "HTTP:80").Target("10.0.5.10"))
	}},
	{"requests to a load balancer end at a host with the address of its node", func(n *topologytest.Network) {
		hosts(n)
		n.Subnet("subnet-l", "vpc-a", "10.0.5.0/24")
		b := n.ALB("front", "vpc-a")
		b.Node("subnet-l", "10.0.5.10")
		b.Listen("HTTP:80", n.TargetGroup("web", "vpc-a", "instance", "HTTP:8080").Target("i-b"))
		n.Vpc("vpc-x", "10.0.0.0/16")
		n.Subnet("subnet-x", "vpc-x", "10.0.5.0/24")
		n.ENI("eni-x", "subnet-x", "10.0.5.30")
		n.ENI("eni-twin", "subnet-x", "10.0.5.10")
	}},
	{"a load balancer's public address is another host's, too", func(n *topologytest.Network) {
		hosts(n)
		n.IGW("igw-a", "vpc-a")
		n.Route("vpc-a", "0.0.0.0/0", "igw-a")
		n.ENI("eni-x", "subnet-a", "10.0.1.20").Public("3.3.3.10")
		n.Subnet("subnet-l", "vpc-a", "10.0.5.0/24")
		b := n.ALB("front", "vpc-a")
		b.Scheme = "internet-facing"
		b.Node("subnet-l", "10.0.5.10").Public("3.3.3.20")
		b.Listen("HTTP:80", n.TargetGroup("web", "vpc-a", "instance", "HTTP:8080").Target("i-b"))
		n.ENI("eni-twin", "subnet-b", "10.0.2.20").Public("3.3.3.20")
	}},
	{"a host that nobody knows the address of calls a load balancer, and neither has groups", func(n *topologytest.Network) {
		hosts(n)
		n.Subnet("subnet-l", "vpc-a", "10.0.5.0/24")
		b := n.NLB("front", "vpc-a")
		b.Node("subnet-l", "10.0.5.10")
		b.Listen("TCP:80", n.TargetGroup("web", "vpc-a", "instance", "TCP:8080").Target("i-b"))
		n.Subnet("subnet-x", "vpc-a", "10.0.6.0/24")
		x := n.ENI("eni-x", "subnet-x", "10.0.6.10")
		x.Supposed, x.Symbolic = true, true
		n.SG("sg-y", "vpc-a").Ingress("all", "10.0.6.0/25") // tells apart which address it has
	}},
	{"nobody has an address of a family", func(n *topologytest.Network) {
		hosts(n)
		another(n)
	}},
	{"nobody tells the subnets of a core network's attachments", func(n *topologytest.Network) {
		hosts(n)
		another(n)
		n.Vpc("vpc-q", "10.1.0.0/16")
		n.Subnet("subnet-q", "vpc-q", "10.1.1.0/24")
		n.ENI("eni-q", "subnet-q", "10.1.1.5")
		c := n.CoreNetwork("core-network-a")
		c.AttachVpc("attachment-a", "vpc-a", "prod")
		c.AttachVpc("attachment-p", "vpc-p", "prod")
		c.Routes("prod", topologytest.Region, "10.0.0.0/16 PROPAGATED ACTIVE attachment-a", "10.1.0.0/16 PROPAGATED ACTIVE attachment-p")
		n.Route("vpc-a", "10.1.0.0/16", c.CoreNetworkArn)
		n.Route("vpc-p", "10.0.0.0/16", c.CoreNetworkArn)
	}},
	{"nobody knows whether another one has the address at home", func(n *topologytest.Network) {
		overlapping(n, "10.0.2.10", "10.0.2.30")
		n.Partial(ref.NetworkInterface)
	}},
	{"a route of the VPC that is asked from leads to who has its addresses elsewhere", func(n *topologytest.Network) {
		overlapping(n, "10.0.2.10", "10.0.2.30")
		n.Peering("pcx-a", "vpc-a", "vpc-x")
		n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.0.2.0/24", "pcx-a")
		n.RouteTable("rtb-x", "vpc-x", "subnet-x").Route("10.0.1.0/24", "pcx-a")
	}},
	{"and nobody knows who has some of them there", func(n *topologytest.Network) {
		overlapping(n, "10.0.2.10")
		n.ENI("eni-c", "subnet-b", "10.0.2.12")
		n.Partial(ref.NetworkInterface)
		n.Peering("pcx-a", "vpc-a", "vpc-x")
		n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.0.2.0/24", "pcx-a")
	}},
	{"a load balancer at home that has the address of a host elsewhere sends on to it", func(n *topologytest.Network) {
		overlapping(n)
		n.VpcOf("vpc-a").Block("10.8.0.0/16", "associated")
		n.VpcOf("vpc-x").Block("10.9.0.0/16", "associated")
		n.Subnet("subnet-z", "vpc-a", "10.8.1.0/24")
		n.ENI("eni-z", "subnet-z", "10.8.1.5")
		n.ENI("eni-x", "subnet-x", "10.0.2.40 10.9.1.5")
		b := n.NLB("front", "vpc-a")
		b.Node("subnet-b", "10.0.2.40")
		b.Listen("TCP:80", n.TargetGroup("on", "vpc-a", "ip", "TCP:80").Target("10.9.1.5@all").Attribute("preserve_client_ip.enabled", "true"))
		n.Peering("pcx-a", "vpc-a", "vpc-x")
		n.Route("vpc-a", "10.9.0.0/16", "pcx-a")
		n.Route("vpc-x", "10.8.0.0/16", "pcx-a")
	}},
}

// outside is the internet.
var outside = Ends{Locations: []graph.Location{{Kind: graph.AtInternet}}}

// hosts is VPC A with a host in each of two subnets.
func hosts(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24")
	n.ENI("eni-a", "subnet-a", "10.0.1.10")
	n.ENI("eni-b", "subnet-b", "10.0.2.10")
}

// overlapping is hosts beside VPC X with the same block, and hosts at some addresses in subnet-x.
func overlapping(n *topologytest.Network, at ...string) {
	hosts(n)
	n.Vpc("vpc-x", "10.0.0.0/16")
	n.Subnet("subnet-x", "vpc-x", "10.0.2.0/24")
	for i, addr := range at {
		n.ENI(fmt.Sprintf("eni-x%d", i), "subnet-x", addr)
	}
}

// another is VPC P with a host.
func another(n *topologytest.Network) {
	n.Vpc("vpc-p", "10.1.0.0/16")
	n.Subnet("subnet-p", "vpc-p", "10.1.1.0/24")
	n.ENI("eni-p", "subnet-p", "10.1.1.10")
}

// TestDirectedNetworksAgreeWithReference asks for all pairs of them, and counts.
func TestDirectedNetworksAgreeWithReference(t *testing.T) {
	for _, d := range directed {
		t.Run(d.says, func(t *testing.T) {
			n := topologytest.New()
			d.net(n)
			g, _ := graph.Compile(n.Snapshot(), graph.Options{})
			compareEngines(t, g, everywhere)
			compareCounts(t, g, Query{From: outside, To: outside, Service: everywhere.Service})
		})
	}
}
