package impact_test

import (
	"slices"
	"testing"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// TestMasksOutsideAreWhole leads what is for a network outside by a NAT gateway and then a transit gateway: replies come for the NAT gateway's own address,
// so that a route for that closes what hosts say.
func TestMasksOutsideAreWhole(t *testing.T) {
	for _, by := range []string{"172.16.0.0/16", "0.0.0.0/0"} {
		n := topologytest.New()
		n.Vpc("vpc-a", "10.0.0.0/16")
		n.Subnet("subnet-host", "vpc-a", "10.0.0.0/24")
		n.Subnet("subnet-nat", "vpc-a", "10.0.1.0/24")
		n.Subnet("subnet-foot", "vpc-a", "10.0.2.0/24")
		n.ENI("eni-host", "subnet-host", "10.0.0.10")
		n.NAT("nat-a", "subnet-nat", "10.0.1.50", "")
		n.TGW("tgw-a")
		n.Attach("att-a", "tgw-a", "subnet-foot")
		n.AttachVPN("att-vpn", "tgw-a", "vpn-a", "172.16.0.0/16")
		n.TransitTable("tgw-rtb-a", "tgw-a").Associate("att-a", "att-vpn").Route("10.0.0.0/16", "att-a").Route("172.16.0.0/16", "att-vpn")
		n.RouteTable("rtb-host", "vpc-a", "subnet-host").Route(by, "nat-a")
		n.RouteTable("rtb-nat", "vpc-a", "subnet-nat").Route(by, "tgw-a")
		before := compiled(n.Snapshot())
		base := impact.NewBase(before)
		after := compiled(apply(t, before.Snapshot, "add tgw-rtb-a 10.0.1.50/32 to att-vpn"))
		holdEffects(t, base, after, by)
	}
}

// holdEffects is holdPart of a change that has effects, and is compared at borders.
func holdEffects(t *testing.T, base *impact.Base, after whatif.Network, what string) {
	t.Helper()
	if told, err := impact.ByRules(base, after); err != nil || !told {
		t.Errorf("%s: not compared by rules (%v)", what, err)
	}
	if holdPart(t, base, after, what) == 0 {
		t.Errorf("%s: nothing changes", what)
	}
}

// TestRoutesToPartsOfHostsToComeAreWhole leads away a part of an empty subnet: who is supposed there may be in the part, though no route told it from the
// rest before, nor does any rule of who asks. A rule of somebody else does.
func TestRoutesToPartsOfHostsToComeAreWhole(t *testing.T) {
	n := topologytest.New()
	n.TGW("tgw-a")
	for _, x := range []string{"a", "b", "c"} {
		n.Vpc("vpc-"+x, map[string]string{"a": "10.0.0.0/16", "b": "10.1.0.0/16", "c": "10.2.0.0/16"}[x])
		n.Route("vpc-"+x, "10.0.0.0/8", "tgw-a")
		n.Subnet("subnet-"+x, "vpc-"+x, map[string]string{"a": "10.0.0.0/24", "b": "10.1.0.0/24", "c": "10.2.0.0/24"}[x])
		n.Attach("att-"+x, "tgw-a", "subnet-"+x)
	}
	n.TransitTable("tgw-rtb-a", "tgw-a").Associate("att-a", "att-b", "att-c").Route("10.0.0.0/16", "att-a").Route("10.1.0.0/16", "att-b").Route("10.2.0.0/16", "att-c")
	n.ENI("eni-a", "subnet-a", "10.0.0.10")
	n.SG("sg-other", "vpc-a").Egress("all", "10.1.0.0/25")
	n.ENI("eni-other", "subnet-a", "10.0.0.20", "sg-other")
	before := compiled(provision.SupposeHosts(n.Snapshot())[0])
	base := impact.NewBase(before)
	for _, part := range []string{"10.1.0.0/25", "10.1.0.128/25"} {
		holdEffects(t, base, compiled(apply(t, before.Snapshot, "add tgw-rtb-a "+part+" to att-c")), part)
	}
}

// TestRoutesBehindLoadBalancersAreWhole leads what a target replies another way, while the first host of the VPC may not ask: who else may is led otherwise.
func TestRoutesBehindLoadBalancersAreWhole(t *testing.T) {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Vpc("vpc-b", "10.1.0.0/16")
	n.TGW("tgw-a")
	n.TGW("tgw-b")
	for i, subnet := range []string{"subnet-barred", "subnet-host", "subnet-node"} {
		n.Subnet(subnet, "vpc-a", []string{"10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"}[i])
	}
	n.Subnet("subnet-target", "vpc-b", "10.1.0.0/24")
	n.SG("sg-nothing", "vpc-a")
	n.ENI("eni-barred", "subnet-barred", "10.0.0.10", "sg-nothing")
	n.ENI("eni-host", "subnet-host", "10.0.1.10")
	n.ENI("eni-target", "subnet-target", "10.1.0.20")
	for _, g := range []string{"a", "b"} {
		n.Attach("att-a"+g, "tgw-"+g, "subnet-node")
		n.Attach("att-b"+g, "tgw-"+g, "subnet-target")
		n.TransitTable("tgw-rtb-"+g, "tgw-"+g).Associate("att-a"+g, "att-b"+g).Route("10.0.0.0/16", "att-a"+g).Route("10.1.0.0/16", "att-b"+g)
	}
	n.Route("vpc-a", "10.1.0.0/16", "tgw-a")
	n.Route("vpc-b", "10.0.0.0/16", "tgw-a")
	b := n.NLB("front", "vpc-a")
	b.Node("subnet-node", "10.0.2.20")
	b.Listen("TCP:443", n.TargetGroup("web", "vpc-a", "ip", "TCP:8080").Target("10.1.0.20"))
	before := compiled(n.Snapshot())
	base := impact.NewBase(before)
	for _, route := range []string{"10.0.2.0/24", "10.0.2.20/32"} {
		holdEffects(t, base, compiled(apply(t, before.Snapshot, "add "+mainOf(before.Snapshot, "vpc-b")+" "+route+" to tgw-b")), route)
	}
}

// mainOf is the main route table of a VPC.
func mainOf(s *topology.Snapshot, vpc string) string {
	i := slices.IndexFunc(s.RouteTables, func(t topology.RouteTable) bool { return t.VpcId == vpc && t.Associations[0].Main })
	return s.RouteTables[i].RouteTableId
}

// TestEntriesForPublicAddressesAreWhole denies a host at a load balancer in the internet, by the address that an internet gateway gives it, and the load balancer
// at the host.
func TestEntriesForPublicAddressesAreWhole(t *testing.T) {
	n := topologytest.New()
	for i, x := range []string{"a", "b"} {
		n.Vpc("vpc-"+x, []string{"10.0.0.0/16", "10.1.0.0/16"}[i])
		n.Subnet("subnet-"+x, "vpc-"+x, []string{"10.0.0.0/24", "10.1.0.0/24"}[i])
		n.IGW("igw-"+x, "vpc-"+x)
		n.Route("vpc-"+x, "0.0.0.0/0", "igw-"+x)
	}
	n.ENI("eni-host", "subnet-a", "10.0.0.10").Public("198.51.100.5")
	n.ENI("eni-target", "subnet-b", "10.1.0.30")
	n.NACL("acl-a", "vpc-a", "subnet-a").OpenIngress().Egress(100, "allow", "all", "any")
	n.NACL("acl-b", "vpc-b", "subnet-b").OpenIngress().Egress(100, "allow", "all", "any")
	b := n.NLB("front", "vpc-b")
	b.Node("subnet-b", "10.1.0.20").Public("198.51.100.20")
	b.Listen("TCP:443", n.TargetGroup("web", "vpc-b", "ip", "TCP:8080").Target("10.1.0.30"))
	b.Scheme = "internet-facing"
	before := compiled(n.Snapshot())
	base := impact.NewBase(before)
	for _, entry := range []string{"acl-b ingress 7 deny tcp/443 from 198.51.100.5/32", "acl-a egress 7 deny tcp/443 to 198.51.100.20/32"} {
		holdEffects(t, base, compiled(apply(t, before.Snapshot, "add "+entry)), entry)
	}
}
