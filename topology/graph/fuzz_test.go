package graph

import (
	"net/netip"
	"reflect"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// FuzzCompile damages a network that has about everything: it compiles without a panic, keeps its invariants as long
// as ids are unique, and compiled again says the same.
func FuzzCompile(f *testing.F) {
	f.Add([]byte{0})
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
	f.Add([]byte("\x03routes to nowhere, and the end of a prefix list"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 || len(data) > 300 {
			return
		}
		s := everything()
		topologytest.Mutate(s, data[1:])
		opt, unique := options(data[0]), data[0]&1 == 0
		if unique {
			for _, table := range s.Tables() {
				table.Fold(func(into, from any) {})
			}
		}
		g, found := Compile(s, opt)
		if err := g.Check(); err != nil && unique {
			t.Errorf("damaged by %q:\n%v", data, err)
		}
		use(g)
		if holes := g.BlackHoles(); !reflect.DeepEqual(holes, g.BlackHoles()) {
			t.Errorf("damaged by %q, black holes differ: %v", data, holes)
		}
		if _, again := Compile(s, opt); !reflect.DeepEqual(found, again) {
			t.Errorf("damaged by %q, two compilations report\n%v\n%v", data, found, again)
		}
	})
}

// options takes some of what a user may ask for.
func options(bits byte) Options {
	var opt Options
	if bits&2 != 0 {
		for _, a := range Assumables {
			opt.Assume = append(opt.Assume, a.Code)
		}
	}
	if bits&4 != 0 {
		opt.Externals = []External{
			{Name: "office", Prefixes: []netip.Prefix{netip.MustParsePrefix("192.168.0.0/16"), {}}, Behind: "vgw-a"},
			{Name: "nowhere", Prefixes: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, Behind: "vgw-z"},
		}
	}
	return opt
}

// use asks a graph for all that it lists.
func use(g *Graph) {
	for _, e := range g.Entities() {
		g.Name(e.Ref)
		g.InterfaceNamed(e.Ref.ID)
	}
	for id := range InterfaceID(g.NumInterfaces()) {
		for _, a := range g.Interface(id).Addresses {
			g.ByAddress(a.Private)
			g.ByAddress(a.Public)
		}
	}
	for i := range int32(g.NumExternals()) {
		g.External(i)
	}
	view := g.Topology()
	for nodes := view.Nodes(); nodes.Next(); {
		g.Ref(g.NodeAt(NodeID(nodes.Node().ID())))
	}
	g.Islands()
}

// everything is a network with every feature that is compiled.
func everything() *topology.Snapshot {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16", "10.4.0.0/16", "2001:db8::/56")
	n.Vpc("vpc-b", "10.1.0.0/16", "2001:db8:1::/56")
	n.Subnet("subnet-pub", "vpc-a", "10.0.1.0/24", "2001:db8::/64")
	n.Subnet("subnet-app", "vpc-a", "10.0.2.0/24")
	n.Subnet("subnet-fw", "vpc-a", "10.4.3.0/24")
	n.Subnet("subnet-b", "vpc-b", "10.1.1.0/24", "2001:db8:1::/64")
	n.PrefixList("pl-s3", "52.218.0.0/17")
	n.PrefixList("pl-own", "10.9.0.0/16", "10.1.0.0/16")
	n.SG("sg-web", "vpc-a").Ingress("tcp/443", "0.0.0.0/0").Ingress("tcp/22", "sg-app").Ingress("udp/53", "pl-own")
	n.SG("sg-app", "vpc-a").Ingress("all", "sg-web")
	n.ENI("eni-web", "subnet-pub", "10.0.1.10 10.0.1.11 2001:db8::10", "sg-web").Public("3.3.3.10").Prefix("10.0.1.64/28")
	n.ENI("eni-app", "subnet-app", "10.0.2.10", "sg-app", "sg-web")
	n.ENI("eni-fw", "subnet-fw", "10.4.3.10").NoCheck()
	n.ENI("eni-b", "subnet-b", "10.1.1.10 2001:db8:1::10")
	n.IGW("igw-a", "vpc-a")
	n.EIGW("eigw-b", "vpc-b")
	n.NAT("nat-a", "subnet-pub", "10.0.1.20", "3.3.3.20")
	n.Peering("pcx-ab", "vpc-a", "vpc-b")
	n.VGW("vgw-a", "vpc-a")
	n.VPN("vpn-a", "vgw-a", "192.168.0.0/16")
	n.VPN("vpn-bgp", "vgw-a")
	n.RouteTable("rtb-pub", "vpc-a", "subnet-pub").Route("0.0.0.0/0", "igw-a").Route("::/0", "igw-a").Route("10.1.0.0/16", "pcx-ab")
	n.RouteTable("rtb-app", "vpc-a", "subnet-app").Route("0.0.0.0/0", "nat-a").Route("pl-own", "eni-fw").Blackhole("10.7.0.0/16", "pcx-gone").Propagated("172.16.0.0/12", "vgw-a")
	n.RouteTable("rtb-edge", "vpc-a").Edge("igw-a").LocalVia("10.0.0.0/16", "eni-fw")
	n.RouteTable("rtb-b", "vpc-b", "subnet-b").Route("10.0.0.0/16", "pcx-ab").Route("::/0", "eigw-b").Route("10.4.0.0/16", "i-b").Route("10.64.0.0/10", "tgw-a")
	n.GatewayEndpoint("vpce-s3", "vpc-a", "pl-s3", "rtb-app")
	n.InterfaceEndpoint("vpce-ssm", "subnet-app", "10.0.2.30", "sg-app")
	n.NACL("acl-pub", "vpc-a", "subnet-pub").Ingress(100, "allow", "tcp/1-1000", "0.0.0.0/0").Ingress(90, "deny", "tcp/22", "10.0.0.0/8").OpenEgress()
	n.BPA("block-ingress")
	n.BPAExclusion("vpcbpa-exclude-1", "vpc-b", "allow-egress")
	s := n.Snapshot()
	s.Addresses = []topology.Address{
		{PublicIp: netip.MustParseAddr("3.3.3.10"), AllocationId: "eipalloc-1", AssociationId: "eipassoc-1", NetworkInterfaceId: "eni-web", PrivateIpAddress: netip.MustParseAddr("10.0.1.10")},
		{PublicIp: netip.MustParseAddr("3.3.3.11"), AllocationId: "eipalloc-2", AssociationId: "eipassoc-2", NetworkInterfaceId: "eni-web", PrivateIpAddress: netip.MustParseAddr("10.0.1.66")},
		{PublicIp: netip.MustParseAddr("3.3.3.12"), AllocationId: "eipalloc-3"},
	}
	s.DBInstances = []topology.DBInstance{{DBInstanceIdentifier: "db", AvailabilityZone: "eu-west-1a", DBSubnetGroup: topology.DBSubnetGroup{VpcId: "vpc-a", Subnets: []topology.DBSubnet{{SubnetIdentifier: "subnet-app"}}}}}
	return s
}
