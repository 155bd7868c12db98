package graph

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// A judgement is a network, and what compiling says of how it is laid out: "severity CODE resource value", one a line.
type judgement struct {
	name string
	net  func(n *topologytest.Network)
	want []string
}

func judge(t *testing.T, all []judgement) {
	t.Helper()
	for _, j := range all {
		t.Run(j.name, func(t *testing.T) {
			n := topologytest.New()
			j.net(n)
			s := n.Snapshot()
			g, found := Compile(s, Options{})
			if err := g.Check(); err != nil {
				t.Error(err)
			}
			if got := judged(found); !slices.Equal(got, j.want) {
				t.Errorf("got\n%s\nwant\n%s\n%v", strings.Join(got, "\n"), strings.Join(j.want, "\n"), found)
			}
			for range 5 { // gonum's order and that of maps is none
				if _, again := Compile(s, Options{}); !slices.Equal(again, found) {
					t.Errorf("first %v\nthen %v", found, again)
				}
			}
		})
	}
}

func judged(found []topology.Diagnostic) []string {
	var lines []string
	for _, d := range found {
		lines = append(lines, fmt.Sprintf("%v %s %v %s", d.Severity, d.Code, d.Ref, d.Value))
	}
	return lines
}

func TestCreationIsJudged(t *testing.T) {
	judge(t, []judgement{
		{"a usual VPC", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16", "10.1.0.0/16", "100.64.0.0/16", "2001:db8::/56")
			n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24", "2001:db8::/64")
			n.Subnet("subnet-b", "vpc-a", "100.64.1.0/24")
		}, nil},
		{"R1.3 forbidden ranges", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "127.0.0.0/16")
			n.Vpc("vpc-b", "10.2.0.0/16", "169.254.3.0/24")
			n.Vpc("vpc-c", "224.1.0.0/16")
		}, []string{
			"warning VPC_BLOCK_FORBIDDEN vpc/vpc-a 127.0.0.0/16",
			"warning VPC_BLOCK_FORBIDDEN vpc/vpc-b 169.254.3.0/24",
			"warning VPC_BLOCK_FORBIDDEN vpc/vpc-c 224.1.0.0/16",
		}},
		{"R1.5 ranges that do not mix", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.1.0.0/16", "192.168.0.0/16")
			n.Vpc("vpc-b", "172.16.0.0/16", "172.31.0.0/16")
			n.Vpc("vpc-c", "192.168.0.0/16", "198.19.0.0/16")
			n.Vpc("vpc-d", "198.19.0.0/16", "10.0.0.0/16")
			n.Vpc("vpc-e", "100.64.0.0/16", "172.20.0.0/16")
			n.Vpc("vpc-f", "52.0.0.0/16", "53.0.0.0/16")
		}, []string{
			"warning VPC_BLOCKS_DO_NOT_MIX vpc/vpc-a 192.168.0.0/16",
			"warning VPC_BLOCKS_DO_NOT_MIX vpc/vpc-b 172.31.0.0/16",
			"warning VPC_BLOCKS_DO_NOT_MIX vpc/vpc-c 198.19.0.0/16",
			"warning VPC_BLOCKS_DO_NOT_MIX vpc/vpc-d 10.0.0.0/16",
			"warning VPC_BLOCKS_DO_NOT_MIX vpc/vpc-e 172.20.0.0/16",
		}},
		{"R1.5 what is in 10.0.0.0/15 keeps 10.0.0.0/16 out", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.1.0.0/16", "10.0.0.0/24")
			n.Vpc("vpc-b", "10.5.0.0/16", "10.0.0.0/24", "10.0.1.0/24") // one of the two came second
			n.Vpc("vpc-c", "10.5.0.0/16", "10.0.0.0/24", "10.1.0.0/24") // may have come in this order
		}, []string{
			"warning VPC_BLOCKS_DO_NOT_MIX vpc/vpc-a 10.0.0.0/24",
			"warning VPC_BLOCKS_DO_NOT_MIX vpc/vpc-b 10.0.1.0/24",
		}},
		{"R1.1 a block that is no longer associated does not count", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.1.0.0/16").Block("192.168.0.0/16", "disassociated")
		}, nil},
		{"a subnet outside its VPC", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16")
			n.Subnet("subnet-a", "vpc-a", "10.1.1.0/24")
			n.Subnet("subnet-b", "vpc-a", "10.0.1.0/24", "2001:db8::/64")
		}, []string{
			"warning SUBNET_OUTSIDE_VPC subnet/subnet-a 10.1.1.0/24",
			"warning SUBNET_OUTSIDE_VPC subnet/subnet-b 2001:db8::/64",
		}},
		{"R1.7 subnets that overlap, those of another VPC aside", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16")
			n.Vpc("vpc-b", "10.0.0.0/16")
			n.Subnet("subnet-a", "vpc-a", "10.0.0.0/20")
			n.Subnet("subnet-b", "vpc-a", "10.0.1.0/24")
			n.Subnet("subnet-c", "vpc-b", "10.0.1.0/24")
		}, []string{"warning SUBNETS_OVERLAP subnet/subnet-b 10.0.1.0/24"}},
		{"R2.9 a route that leads nowhere", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16")
			n.RouteTable("rtb-a", "vpc-a").Blackhole("10.9.0.0/16", "pcx-gone").Blackhole("0.0.0.0/0", "nat-gone")
		}, []string{
			"info BLACKHOLE_ROUTE route-table/rtb-a#0.0.0.0/0 0.0.0.0/0 → nat-gone (blackhole)",
			"info BLACKHOLE_ROUTE route-table/rtb-a#10.9.0.0/16 10.9.0.0/16 → pcx-gone (blackhole)",
		}},
	})
}

func TestOverlapsAreJudged(t *testing.T) {
	judge(t, []judgement{
		{"peers that are apart", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16")
			n.Vpc("vpc-b", "10.1.0.0/16")
			n.Vpc("vpc-c", "10.1.0.0/16") // the same, and nobody's peer
			n.Peering("pcx-ab", "vpc-a", "vpc-b")
		}, nil},
		{"R6.6 both sides of a peering", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16", "10.2.0.0/16")
			n.Vpc("vpc-b", "10.2.128.0/17")
			n.Peering("pcx-ab", "vpc-a", "vpc-b")
			n.Peering("pcx-old", "vpc-a", "vpc-b").Status("deleted")
		}, []string{"warning PEERED_VPCS_OVERLAP vpc-peering-connection/pcx-ab 10.2.128.0/17"}},
		{"R6.6 another account's VPC, by the peering's own word", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16")
			n.Peering("pcx-ax", "vpc-a", "vpc-x").PeerBlocks("10.0.0.0/8")
		}, []string{"warning PEERED_VPCS_OVERLAP vpc-peering-connection/pcx-ax 10.0.0.0/8"}},
		{"R6.7 two peers of one VPC, of both families", func(n *topologytest.Network) {
			n.Vpc("vpc-hub", "10.0.0.0/16")
			n.Vpc("vpc-b", "10.1.0.0/16", "2001:db8::/56")
			n.Vpc("vpc-c", "10.1.0.0/16", "2001:db8:1::/56")
			n.Vpc("vpc-d", "10.1.4.0/24", "2001:db8::/44")
			n.Peering("pcx-b", "vpc-hub", "vpc-b")
			n.Peering("pcx-c", "vpc-hub", "vpc-c")
			n.Peering("pcx-d", "vpc-hub", "vpc-d")
		}, []string{
			"warning PEERS_OVERLAP vpc/vpc-hub 10.1.0.0/16",
			"warning PEERS_OVERLAP vpc/vpc-hub 10.1.4.0/24",
			"warning PEERS_OVERLAP vpc/vpc-hub 10.1.4.0/24",
			"warning PEERS_OVERLAP vpc/vpc-hub 2001:db8::/56",
			"warning PEERS_OVERLAP vpc/vpc-hub 2001:db8:1::/56",
		}},
	})
}

func TestLoopsAreJudged(t *testing.T) {
	judge(t, []judgement{
		{"R17.2 a NAT gateway whose own subnet leads to it", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16")
			n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
			n.NAT("nat-a", "subnet-a", "10.0.1.5", "3.3.3.5")
			n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "nat-a")
		}, []string{"warning GATEWAY_ROUTES_TO_ITSELF route-table/rtb-a#0.0.0.0/0 0.0.0.0/0 → nat-a"}},
		{"a NAT gateway in a public subnet", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16")
			n.IGW("igw-a", "vpc-a")
			n.Subnet("subnet-pub", "vpc-a", "10.0.1.0/24")
			n.Subnet("subnet-app", "vpc-a", "10.0.2.0/24")
			n.NAT("nat-a", "subnet-pub", "10.0.1.5", "3.3.3.5")
			n.RouteTable("rtb-pub", "vpc-a", "subnet-pub").Route("0.0.0.0/0", "igw-a")
			n.RouteTable("rtb-app", "vpc-a", "subnet-app").Route("0.0.0.0/0", "nat-a")
		}, nil},
		{"two appliances that point at each other", func(n *topologytest.Network) {
			twoBoxes(n)
			n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.9.0.0/16", "eni-b").Route("0.0.0.0/0", "eni-b")
			n.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("10.9.8.0/24", "eni-a").Route("10.0.1.0/24", "eni-a")
		}, []string{"warning ROUTES_IN_A_CIRCLE route-table/rtb-a#10.9.0.0/16 10.9.0.0/16 → eni-b"}},
		{"two appliances that part the destinations between them", func(n *topologytest.Network) {
			twoBoxes(n)
			n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.9.0.0/16", "eni-b")
			n.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("10.8.0.0/16", "eni-a").Route("10.0.1.0/24", "eni-a")
		}, nil},
		{"inspection between private and public subnets is no circle", func(n *topologytest.Network) {
			twoBoxes(n)
			n.Subnet("subnet-pub", "vpc-a", "10.0.3.0/24")
			n.IGW("igw-a", "vpc-a")
			n.NAT("nat-a", "subnet-pub", "10.0.3.5", "3.3.3.5")
			n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "eni-b")
			n.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("0.0.0.0/0", "nat-a")
			n.RouteTable("rtb-pub", "vpc-a", "subnet-pub").Route("0.0.0.0/0", "igw-a").Route("10.0.1.0/24", "eni-b")
		}, nil},
		{"an appliance that is its own next hop for IPv6, and a NAT gateway that carries none", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16", "2001:db8::/56")
			n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24", "2001:db8::/64")
			n.ENI("eni-a", "subnet-a", "10.0.1.10 2001:db8::10").NoCheck()
			n.NAT("nat-a", "subnet-a", "10.0.1.5", "3.3.3.5")
			n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("::/0", "eni-a").Route("64:ff9b::/96", "nat-a")
		}, []string{"warning GATEWAY_ROUTES_TO_ITSELF route-table/rtb-a#::/0 ::/0 → eni-a"}},
		{"R7.8 a default route of a transit gateway to a VPC that sends it back", func(n *topologytest.Network) {
			sentBack(n).Route("0.0.0.0/0", "tgw-attach-e")
		}, []string{"warning ROUTES_IN_A_CIRCLE route-table/rtb-f#10.0.0.0/8 10.0.0.0/8 → tgw-a"}},
		{"R7.8 so does a route for what nobody has", func(n *topologytest.Network) {
			sentBack(n).Route("10.99.0.0/16", "tgw-attach-e")
		}, []string{"warning ROUTES_IN_A_CIRCLE route-table/rtb-f#10.0.0.0/8 10.0.0.0/8 → tgw-a"}},
		{"one to a VPC that sends only known networks back", func(n *topologytest.Network) {
			sentBack(n)
		}, nil},
		{"R10.6 a Gateway Load Balancer endpoint whose own subnet leads to it", func(n *topologytest.Network) {
			twoBoxes(n)
			n.GWLBEndpoint("vpce-b", "subnet-b")
			n.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("0.0.0.0/0", "vpce-b")
		}, []string{"warning GATEWAY_ROUTES_TO_ITSELF route-table/rtb-b#0.0.0.0/0 0.0.0.0/0 → vpce-b"}},
	})
}

// sentBack is VPC A on tgw-a, whose table knows VPC A alone, and VPC E, which inspects what comes and sends all of
// 10.0.0.0/8 back.
func sentBack(n *topologytest.Network) topologytest.TransitTable {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Vpc("vpc-e", "10.2.0.0/16")
	n.Subnet("subnet-t", "vpc-e", "10.2.1.0/28")
	n.Subnet("subnet-f", "vpc-e", "10.2.1.16/28")
	n.GWLBEndpoint("vpce-f", "subnet-f")
	n.TGW("tgw-a")
	n.Attach("tgw-attach-a", "tgw-a", "subnet-a")
	n.Attach("tgw-attach-e", "tgw-a", "subnet-t")
	n.Route("vpc-a", "0.0.0.0/0", "tgw-a")
	n.RouteTable("rtb-t", "vpc-e", "subnet-t").Route("0.0.0.0/0", "vpce-f")
	n.RouteTable("rtb-f", "vpc-e", "subnet-f").Route("10.0.0.0/8", "tgw-a")
	return n.TransitTable("tgw-rtb-a", "tgw-a").Associate("tgw-attach-a", "tgw-attach-e").Propagated("10.0.0.0/16", "tgw-attach-a")
}

// twoBoxes are two subnets with an appliance each.
func twoBoxes(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24")
	n.ENI("eni-a", "subnet-a", "10.0.1.10").NoCheck()
	n.ENI("eni-b", "subnet-b", "10.0.2.10").NoCheck()
}

func TestIslands(t *testing.T) {
	n := topologytest.New()
	for i, id := range []string{"vpc-a", "vpc-b", "vpc-c", "vpc-d", "vpc-e"} {
		n.Vpc(id, fmt.Sprintf("10.%d.0.0/16", i))
	}
	n.Peering("pcx-1", "vpc-e", "vpc-b")
	n.Peering("pcx-2", "vpc-b", "vpc-d")
	n.Peering("pcx-3", "vpc-a", "vpc-c").Status("rejected")
	for i, id := range []string{"vpc-x", "vpc-y"} { // on two transit gateways that peer
		n.Vpc(id, fmt.Sprintf("10.10%d.0.0/16", i))
		n.Subnet("subnet-"+id, id, fmt.Sprintf("10.10%d.1.0/24", i))
		n.TGW("tgw-" + id)
		n.Attach("tgw-attach-"+id, "tgw-"+id, "subnet-"+id)
	}
	n.PeerTGW("tgw-attach-peer", "tgw-vpc-x", "tgw-vpc-y")
	g, _ := Compile(n.Snapshot(), Options{})
	const want = "[[vpc/vpc-a] [vpc/vpc-b vpc/vpc-d vpc/vpc-e] [vpc/vpc-c] [vpc/vpc-x vpc/vpc-y]]"
	for range 5 {
		if got := fmt.Sprint(g.Islands()); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestBalancersAreJudged(t *testing.T) {
	judge(t, []judgement{
		{"R11.8 a target in every zone", func(n *topologytest.Network) { zoned(n).Target("i-a", "i-b") }, nil},
		{"R11.8 a zone without targets", func(n *topologytest.Network) { zoned(n).Target("i-a") },
			[]string{"info ZONE_WITHOUT_TARGETS target-group/" + groupARN + " eni-front-2"}},
		{"R11.8 to which others send", func(n *topologytest.Network) {
			zoned(n).Target("i-a").Attribute("load_balancing.cross_zone.enabled", "true")
		}, nil},
		{"R11.4 a listener without targets", func(n *topologytest.Network) { zoned(n) },
			[]string{"info LISTENER_WITHOUT_TARGETS listener/arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/net/front/0/443tcp TCP:443"}},
		{"R11.4 whose targets were not captured", func(n *topologytest.Network) { zoned(n).TargetHealthKnown = false },
			[]string{"info TARGETS_NOT_COLLECTED target-group/" + groupARN + " web"}},
		{"R11.4 no listeners at all", func(n *topologytest.Network) {
			zoned(n).Target("i-a", "i-b")
			n.NLB("other", "vpc-a")
		}, []string{"info LISTENERS_NOT_COLLECTED load-balancer/arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/other/0 other"}},
	})
}

const groupARN = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0"

// zoned is a Network Load Balancer with nodes in two zones, and an instance in each.
func zoned(n *topologytest.Network) topologytest.TargetGroup {
	n.Vpc("vpc-a", "10.0.0.0/16")
	b, g := n.NLB("front", "vpc-a"), n.TargetGroup("web", "vpc-a", "instance", "TCP:80")
	for i, zone := range []string{"a", "b"} {
		s := n.Subnet("subnet-"+zone, "vpc-a", fmt.Sprintf("10.0.%d.0/24", i))
		s.AvailabilityZone, s.AvailabilityZoneId = "eu-west-1"+zone, "az"+zone
		n.ENI("eni-"+zone, "subnet-"+zone, fmt.Sprintf("10.0.%d.10", i))
		b.Node("subnet-"+zone, fmt.Sprintf("10.0.%d.20", i))
	}
	b.Listen("TCP:443", g)
	return g
}
