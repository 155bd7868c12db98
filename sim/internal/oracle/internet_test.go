package oracle

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestInternet(t *testing.T) {
	tell(t, public, []story{
		{"R3.1 out by the public address", nil, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R3.1 a secondary address without one is dropped", nil, "eni-a@10.0.1.11 > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R3.1 in by the public address", nil, "8.8.8.8 > 3.3.3.10 tcp/443", Reachable, 0},
		{"R3.1 not by the private one", nil, "8.8.8.8 > 10.0.1.10 tcp/443", Unreachable, 0},
		{"R3.1 a detached gateway takes nothing", func(n *topologytest.Network) {
			n.Vpc("vpc-c", "10.3.0.0/16")
			n.Subnet("subnet-c", "vpc-c", "10.3.1.0/24")
			n.ENI("eni-c", "subnet-c", "10.3.1.10").Public("3.3.3.30")
			n.Route("vpc-c", "0.0.0.0/0", "igw-a")
		}, "eni-c > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R3.1 no gateway, no way in", func(n *topologytest.Network) {
			n.Vpc("vpc-c", "10.3.0.0/16")
			n.Subnet("subnet-c", "vpc-c", "10.3.1.0/24")
			n.ENI("eni-c", "subnet-c", "10.3.1.10").Public("3.3.3.30")
		}, "8.8.8.8 > 3.3.3.30 tcp/443", Unreachable, 0},
		{"R3.1 a gateway that was not captured is unknown", func(n *topologytest.Network) { n.Without(ref.InternetGateway) },
			"8.8.8.8 > 3.3.3.10 tcp/443", Unknown, 0},
		{"R3.2 private destinations are dropped", nil, "eni-a > 192.168.1.1 tcp/443", Unreachable, 0},
		{"R3.2 private sources do not come in", nil, "192.168.1.1 > 3.3.3.10 tcp/443", Unreachable, 0},
		{"R3.2 multicast is no place on the internet", nil, "eni-a > 224.0.0.5 udp/9", Unreachable, 0},
		{"R3.3 the reply needs a route", func(n *topologytest.Network) { n.RouteTable("rtb-x", "vpc-a", "subnet-a") },
			"8.8.8.8 > 3.3.3.10 tcp/443", Unreachable, Reachable},
		{"R3.4 IPv6 out", nil, "eni-a > 2600:1::1 tcp/443", Reachable, 0},
		{"R3.4 IPv6 in", nil, "2600:1::1 > 2600:a:0:1::10 tcp/443", Reachable, 0},
		{"R1.12 deny all gateway traffic, in", func(n *topologytest.Network) {
			n.ENI("eni-c", "subnet-a", "10.0.1.30 2600:a:0:1::30").DenyAllIgwTraffic = true
		}, "2600:1::1 > 2600:a:0:1::30 tcp/443", Unreachable, 0},
		{"R1.12 deny all gateway traffic, out", func(n *topologytest.Network) {
			n.ENI("eni-c", "subnet-a", "10.0.1.30 2600:a:0:1::30").DenyAllIgwTraffic = true
		}, "eni-c > 2600:1::1 tcp/443", Unreachable, 0},
		{"R1.12 private IPv6 is not on the internet", func(n *topologytest.Network) {
			n.Vpc("vpc-c", "10.3.0.0/16", "2600:c::/56").PrivateIpv6()
			n.Subnet("subnet-c", "vpc-c", "10.3.1.0/24", "2600:c::/64")
			n.ENI("eni-c", "subnet-c", "2600:c::10")
			n.IGW("igw-c", "vpc-c")
			n.Route("vpc-c", "::/0", "igw-c")
		}, "eni-c > 2600:1::1 tcp/443", Unreachable, 0},
		{"R3.5 public to public in one VPC", nil, "eni-a > 3.3.3.20 tcp/443", Reachable, 0},
		{"R3.5 the two legs hide the sender from references", func(n *topologytest.Network) {
			n.SG("sg-me", "vpc-a").Ingress("all", "sg-me")
			n.ENI("eni-c", "subnet-a", "10.0.1.30", "sg-me").Public("3.3.3.30")
			n.ENI("eni-d", "subnet-b", "10.0.2.30", "sg-me").Public("3.3.3.31")
		}, "eni-c > 3.3.3.31 tcp/443", Unreachable, 0},
		{"R3.5 but not inside the VPC", func(n *topologytest.Network) {
			n.SG("sg-me", "vpc-a").Ingress("all", "sg-me")
			n.ENI("eni-c", "subnet-a", "10.0.1.30", "sg-me").Public("3.3.3.30")
			n.ENI("eni-d", "subnet-b", "10.0.2.30", "sg-me").Public("3.3.3.31")
		}, "eni-c > 10.0.2.30 tcp/443", Reachable, 0},
		{"R3.5 IPv6 between VPCs over the internet", func(n *topologytest.Network) {
			n.Vpc("vpc-c", "10.3.0.0/16", "2600:c::/56")
			n.Subnet("subnet-c", "vpc-c", "2600:c::/64")
			n.ENI("eni-c", "subnet-c", "2600:c::10")
			n.IGW("igw-c", "vpc-c")
			n.Route("vpc-c", "::/0", "igw-c")
		}, "eni-a > 2600:c::10 tcp/443", Reachable, 0},
		{"R5.3 the ACL of a public subnet sees the reply", func(n *topologytest.Network) {
			n.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress().Ingress(10, "allow", "tcp/443", "any")
		}, "eni-a > 8.8.8.8 tcp/443", Unreachable, Reachable},
		{"R2.14 an edge table redirects", func(n *topologytest.Network) {
			n.RouteTable("rtb-edge", "vpc-a").Edge("igw-a").LocalVia("10.0.0.0/16", "eni-b")
		}, "8.8.8.8 > 3.3.3.10 tcp/443", Unreachable, 0},
		{"R2.14 an edge table that is local changes nothing", func(n *topologytest.Network) { n.RouteTable("rtb-edge", "vpc-a").Edge("igw-a") },
			"8.8.8.8 > 3.3.3.10 tcp/443", Reachable, 0},
	})
}

func TestEgressOnlyGateway(t *testing.T) {
	base := func(n *topologytest.Network) {
		public(n)
		n.EIGW("eigw-a", "vpc-a")
		n.RouteTable("rtb-x", "vpc-a", "subnet-a").Route("::/0", "eigw-a").Route("0.0.0.0/0", "igw-a")
	}
	tell(t, base, []story{
		{"R3.6 out", nil, "eni-a > 2600:1::1 tcp/443", Reachable, 0},
		{"R3.6 replies to what came in are lost", nil, "2600:1::1 > 2600:a:0:1::10 tcp/443", Unreachable, Reachable},
		{"R3.6 to another VPC's gateway and back", func(n *topologytest.Network) {
			n.Vpc("vpc-c", "10.3.0.0/16", "2600:c::/56")
			n.Subnet("subnet-c", "vpc-c", "2600:c::/64")
			n.ENI("eni-c", "subnet-c", "2600:c::10")
			n.IGW("igw-c", "vpc-c")
			n.Route("vpc-c", "::/0", "igw-c")
		}, "eni-a > 2600:c::10 tcp/443", Reachable, 0},
		{"R3.17 block-ingress lets it live", func(n *topologytest.Network) { n.BPA("block-ingress") }, "eni-a > 2600:1::1 tcp/443", Reachable, 0},
		{"R3.17 block-bidirectional does not", func(n *topologytest.Network) { n.BPA("block-bidirectional") }, "eni-a > 2600:1::1 tcp/443", Unreachable, 0},
	})
}

func TestBlockPublicAccess(t *testing.T) {
	tell(t, public, []story{
		{"R3.17 off", func(n *topologytest.Network) { n.BPA("off") }, "8.8.8.8 > 3.3.3.10 tcp/443", Reachable, 0},
		{"R3.17 bidirectional closes in", func(n *topologytest.Network) { n.BPA("block-bidirectional") }, "8.8.8.8 > 3.3.3.10 tcp/443", Unreachable, 0},
		{"R3.17 bidirectional closes out", func(n *topologytest.Network) { n.BPA("block-bidirectional") }, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R3.17 ingress closes in", func(n *topologytest.Network) { n.BPA("block-ingress") }, "8.8.8.8 > 3.3.3.10 tcp/443", Unreachable, 0},
		{"R3.17 ingress closes a public host's way out", func(n *topologytest.Network) { n.BPA("block-ingress") }, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R3.17 ingress lets a NAT gateway live", func(n *topologytest.Network) {
			n.BPA("block-ingress")
			n.NAT("nat-a", "subnet-b", "10.0.2.5", "3.3.3.5")
			n.RouteTable("rtb-x", "vpc-a", "subnet-a").Route("0.0.0.0/0", "nat-a")
		}, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R3.17 an excluded subnet is open", func(n *topologytest.Network) {
			n.BPA("block-bidirectional")
			n.BPAExclusion("x-1", "subnet-a", "allow-bidirectional")
		}, "8.8.8.8 > 3.3.3.10 tcp/443", Reachable, 0},
		{"R3.17 its neighbour is not", func(n *topologytest.Network) {
			n.BPA("block-bidirectional")
			n.BPAExclusion("x-1", "subnet-a", "allow-bidirectional")
		}, "8.8.8.8 > 3.3.3.20 tcp/443", Unreachable, 0},
		{"R3.17 allow-egress is not allow-bidirectional", func(n *topologytest.Network) {
			n.BPA("block-bidirectional")
			n.BPAExclusion("x-1", "vpc-a", "allow-egress")
		}, "8.8.8.8 > 3.3.3.10 tcp/443", Unreachable, 0},
		{"R3.17 an exclusion that is being made does not act", func(n *topologytest.Network) {
			n.BPA("block-bidirectional")
			n.BPAExclusion("x-1", "subnet-a", "allow-bidirectional").State = "create-in-progress"
		}, "8.8.8.8 > 3.3.3.10 tcp/443", Unreachable, 0},
		{"R3.17 another Region's mode is not this one's", func(n *topologytest.Network) { n.In(topologytest.Account, "us-east-1").BPA("block-bidirectional") },
			"8.8.8.8 > 3.3.3.10 tcp/443", Reachable, 0},
	})
}

func TestElasticIPs(t *testing.T) {
	addr := netip.MustParseAddr
	n := topologytest.New()
	public(n)
	n.ENI("eni-p", "subnet-a", "10.0.1.40").Prefix("10.0.1.64/28")
	s := n.Snapshot()
	s.Addresses = []topology.Address{
		{AllocationId: "eipalloc-1", PublicIp: addr("3.3.3.90")},
		{AllocationId: "eipalloc-2", AssociationId: "eipassoc-2", NetworkInterfaceId: "eni-p", PublicIp: addr("3.3.3.91"), PrivateIpAddress: addr("10.0.1.70")},
	}
	for _, c := range []struct {
		name, flow string
		want       Verdict
	}{
		{"R1.11 nobody has an unassociated one, from inside", "eni-a > 3.3.3.90 tcp/443", Unreachable},
		{"R1.11 nobody has an unassociated one, from outside", "8.8.8.8 > 3.3.3.90 tcp/443", Unreachable},
		{"R1.11 one of an address in a delegated prefix", "8.8.8.8 > 3.3.3.91 tcp/443", Reachable},
		{"R1.11 and out by it", "eni-p@10.0.1.70 > 8.8.8.8 tcp/443", Reachable},
	} {
		if out := Ask(s, flow(t, c.flow)); out.Verdict != c.want {
			t.Errorf("%s: %v, want %v: %s", c.name, out.Verdict, c.want, out.Why)
		}
	}
}

func TestInterfaceOfAnInstanceDocument(t *testing.T) {
	n := topologytest.New()
	pair(n)
	n.Instance("i-a").NetworkInterfaces[0].Groups = []topology.GroupIdentifier{{GroupId: "sg-a"}}
	s := n.Snapshot()
	s.NetworkInterfaces = slices.DeleteFunc(s.NetworkInterfaces, func(e topology.NetworkInterface) bool { return e.NetworkInterfaceId == "eni-a" })
	if out := Ask(s, flow(t, "eni-a > 10.0.2.10 tcp/443")); out.Verdict != Reachable {
		t.Errorf("%v: %s", out.Verdict, out.Why)
	}
}
