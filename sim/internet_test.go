package sim_test

import (
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestInternetWithoutHosts: the common hosts that stand for the internet may belong to somebody, and even all of it.
func TestInternetWithoutHosts(t *testing.T) {
	tell(t, []story{
		{"R3.3 a host is found though a declared network claims the common ones", func(w *world) {
			publicHost(w)
			w.VGW("vgw-a", "vpc-a")
			w.Externals = []graph.External{{Name: "everywhere", Prefixes: []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")}, Behind: "vgw-a"}}
		}, "internet -> eni-a tcp/443", "reachable; as 192.0.2.1 > 10.0.1.10"},
		{"R1.12 a VPC that claims all IPv6 leaves no internet", func(w *world) {
			publicHost(w)
			w.edit(func(s *topology.Snapshot) {
				s.Vpcs[0].Ipv6CidrBlockAssociationSet[0].Ipv6CidrBlock = netip.MustParsePrefix("2000::/3")
			})
		}, "eni-a -> internet tcp/443 ipv6", "unreachable; because NO_ADDRESS_IN_FAMILY"},
	})
}

// publicHost is eni-a, of both families, in a public subnet.
func publicHost(w *world) {
	w.Vpc("vpc-a", "10.0.0.0/16", "2001:db8::/56")
	w.Subnet("subnet-a", "vpc-a", "10.0.1.0/24", "2001:db8::/64")
	w.ENI("eni-a", "subnet-a", "10.0.1.10 2001:db8::10", "sg-a").Public("3.3.3.10")
	w.SG("sg-a", "vpc-a").Ingress("tcp/443", "0.0.0.0/0", "::/0")
	w.IGW("igw-a", "vpc-a")
	w.Route("vpc-a", "0.0.0.0/0", "igw-a").Route("::/0", "igw-a")
}
