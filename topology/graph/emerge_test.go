package graph

import (
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// TestEmerge asks by which address hosts on the internet see interfaces.
func TestEmerge(t *testing.T) {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16", "2600:1f16:1::/56")
	n.IGW("igw-a", "vpc-a")
	n.Route("vpc-a", "0.0.0.0/0", "igw-a").Route("::/0", "igw-a")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24", "2600:1f16:1::/64")
	n.ENI("eni-public", "subnet-a", "10.0.1.10").Public("3.3.3.10").Address("2600:1f16:1::10")
	n.ENI("eni-private", "subnet-a", "10.0.1.11")
	n.SG("sg-shut", "vpc-a").NoEgress()
	n.ENI("eni-shut", "subnet-a", "10.0.1.12", "sg-shut").Public("3.3.3.12")
	n.SG("sg-narrow", "vpc-a").NoEgress().Egress("tcp/22", "9.9.9.9/32")
	n.ENI("eni-narrow", "subnet-a", "10.0.1.13", "sg-narrow").Public("3.3.3.13")
	n.NAT("nat-a", "subnet-a", "10.0.1.99", "3.3.3.99")
	n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24")
	n.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("0.0.0.0/0", "nat-a")
	n.ENI("eni-behind", "subnet-b", "10.0.2.10")
	n.Subnet("subnet-c", "vpc-a", "10.0.3.0/24")
	n.RouteTable("rtb-c", "vpc-a", "subnet-c")
	n.ENI("eni-isolated", "subnet-c", "10.0.3.10").Public("3.3.3.30")
	g, _ := Compile(n.Snapshot(), Options{})
	for _, c := range []struct{ from, src, want string }{
		{"eni-public", "10.0.1.10", "3.3.3.10"}, {"eni-public", "2600:1f16:1::10", "2600:1f16:1::10"}, {"eni-private", "10.0.1.11", ""},
		{"eni-narrow", "10.0.1.13", "3.3.3.13"}, {"eni-shut", "10.0.1.12", "3.3.3.12"}, {"eni-behind", "10.0.2.10", "3.3.3.99"}, {"eni-isolated", "10.0.3.10", ""},
	} {
		p := Packet{Protocol: netmath.TCP, Src: netip.MustParseAddr(c.src), Dst: netip.MustParseAddr("9.9.9.9"), SrcPorts: netmath.OnePort(2000), DstPorts: netmath.OnePort(443)}
		if p.Src.Is6() {
			p.Dst = netip.MustParseAddr("2001:4860::8")
		}
		want := netip.Addr{}
		if c.want != "" {
			want = netip.MustParseAddr(c.want)
		}
		if got := NewWalk(g, nil).Emerge(at(g, c.from), p); got != want {
			t.Errorf("%s is seen as %v, want %v", c.from, got, want)
		}
	}
}
