package ipam

import (
	"context"
	"net/netip"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// codes are the worst severities and codes of overlaps, as "severity CODE" in order, for pairs that begin with their holders' names.
func codes(t *testing.T, v *Inventory) map[string]string {
	t.Helper()
	found, err := v.Overlaps(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for i := range found.Pairs {
		o := &found.Pairs[i]
		var words []string
		for _, e := range o.Effects {
			words = append(words, e.Severity.String()+" "+string(e.Code))
		}
		all[v.Holdings[o.A].Called()+" "+v.Holdings[o.B].Called()] = strings.Join(words, ", ")
	}
	for _, x := range found.Apart {
		all["apart "+x.A.String()] = x.Relation.String()
	}
	return all
}

// hub has three VPCs: two with the same addresses, and one that is peered with both.
func hub() *topologytest.Network {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Vpc("vpc-b", "10.0.0.0/16")
	n.Vpc("vpc-c", "10.9.0.0/16")
	n.Peering("pcx-a", "vpc-a", "vpc-c")
	n.Peering("pcx-b", "vpc-b", "vpc-c")
	return n
}

func TestWhatOverlapsBreak(t *testing.T) {
	for name, c := range map[string]struct {
		network func(n *topologytest.Network)
		pair    string
		want    string
	}{
		"nothing joins them": {func(n *topologytest.Network) {
			n.Vpc("vpc-x", "10.7.0.0/16")
			n.Vpc("vpc-y", "10.7.0.0/16")
		}, "apart 10.7.0.0/16", "equal"},
		"a common peer without routes": {func(*topologytest.Network) {}, "vpc-a vpc-b", "limits PEERING_IMPOSSIBLE"},
		"a common peer that replies to one of them": {func(n *topologytest.Network) {
			n.Route("vpc-c", "10.0.0.0/16", "pcx-a")
			n.Route("vpc-b", "10.9.0.0/16", "pcx-b")
		}, "vpc-a vpc-b", "breaks REPLY_TO_WRONG_VPC, limits PEERING_IMPOSSIBLE"},
		"a common peer with a longer route to one of them": {func(n *topologytest.Network) {
			n.Route("vpc-c", "10.0.0.0/16", "pcx-a")
			n.Route("vpc-c", "10.0.1.0/24", "pcx-b")
			n.Route("vpc-b", "10.9.0.0/16", "pcx-b")
		}, "vpc-a vpc-b", "breaks ROUTE_SHADOWED, limits PEERING_IMPOSSIBLE"},
		"a transit gateway that takes one of them": {func(n *topologytest.Network) {
			transit(n).Propagate("tgw-attach-a", "tgw-attach-b").Propagated("10.0.0.0/16", "tgw-attach-a")
		}, "vpc-a vpc-b", "breaks TGW_PROPAGATION_SUPPRESSED, limits PEERING_IMPOSSIBLE"},
		"a transit gateway with tables of their own": {func(n *topologytest.Network) {
			transit(n).Propagate("tgw-attach-a")
			n.TransitTable("tgw-rtb-2", "tgw-1").Propagate("tgw-attach-b")
		}, "vpc-a vpc-b", "limits PEERING_IMPOSSIBLE, limits TGW_TABLES_KEPT_APART"},
		"one Direct Connect gateway": {func(n *topologytest.Network) {
			n.VGW("vgw-a", "vpc-a")
			n.VGW("vgw-b", "vpc-b")
			n.DX("dxgw-1", "vgw-a")
			n.DX("dxgw-1", "vgw-b")
		}, "vpc-a vpc-b", "breaks DX_ASSOCIATION_REFUSED, limits PEERING_IMPOSSIBLE"},
		"a peer that the snapshot does not hold": {func(n *topologytest.Network) {
			n.Peering("pcx-z", "vpc-c", "vpc-z").PeerBlocks("10.0.128.0/17")
		}, "vpc-a vpc-z", "limits PEERING_IMPOSSIBLE"},
		"an aggregate towards on premises": {func(n *topologytest.Network) {
			n.VGW("vgw-a", "vpc-a")
			n.VPN("vpn-1", "vgw-a", "10.0.0.0/8")
		}, "vpn-1 vpc-a", "harmless AGGREGATE_ROUTE"},
		"hosts on premises with the VPC's addresses": {func(n *topologytest.Network) {
			n.VGW("vgw-a", "vpc-a")
			n.VPN("vpn-1", "vgw-a", "10.0.5.0/24")
		}, "vpc-a vpn-1", "breaks ROUTE_SHADOWED"},
		"clients with the VPC's addresses": {func(n *topologytest.Network) {
			n.ClientVPN("cvpn-endpoint-1", "vpc-a", "10.0.252.0/22")
		}, "vpc-a cvpn-endpoint-1", "breaks CLIENT_RANGE_IN_VPC"},
	} {
		t.Run(name, func(t *testing.T) {
			n := hub()
			c.network(n)
			got := codes(t, New(n.Snapshot()))
			if got[c.pair] != c.want {
				t.Errorf("%s: %q, want %q; all: %v", c.pair, got[c.pair], c.want, got)
			}
		})
	}
}

func transit(n *topologytest.Network) topologytest.TransitTable {
	n.Subnet("subnet-a", "vpc-a", "10.0.0.0/24")
	n.Subnet("subnet-b", "vpc-b", "10.0.0.0/24")
	n.TGW("tgw-1")
	n.Attach("tgw-attach-a", "tgw-1", "subnet-a")
	n.Attach("tgw-attach-b", "tgw-1", "subnet-b")
	return n.TransitTable("tgw-rtb-1", "tgw-1")
}

func TestListsAreHeldAgainstEverything(t *testing.T) {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16", "2001:db8::/56")
	v := New(n.Snapshot(),
		Holding{Prefix: netip.MustParsePrefix("10.0.3.0/24"), Kind: Listed, Name: "lab"},
		Holding{Prefix: netip.MustParsePrefix("2001:db8:0:1::/64"), Kind: Listed, Name: "six"},
		Holding{Prefix: netip.MustParsePrefix("10.3.0.0/16"), Kind: Listed, Name: "free"})
	got := codes(t, v)
	if len(got) != 2 || got["vpc-a lab"] != "limits LISTED_BLOCK_TAKEN" || got["vpc-a six"] != "limits LISTED_BLOCK_TAKEN" {
		t.Errorf("%v", got)
	}
}

func TestOddDocumentsAreNoTrouble(t *testing.T) {
	s := &topology.Snapshot{
		Vpcs:                         []topology.Vpc{{VpcId: "vpc-a"}, {}, {VpcId: "vpc-a"}},
		Subnets:                      []topology.Subnet{{SubnetId: "subnet-a", VpcId: "vpc-gone", CidrBlock: netip.MustParsePrefix("10.0.0.9/24")}, {}},
		RouteTables:                  []topology.RouteTable{{VpcId: "vpc-a", Routes: []topology.Route{{}, {GatewayId: "vgw-1"}}}},
		VpcPeeringConnections:        []topology.VpcPeeringConnection{{VpcPeeringConnectionId: "pcx-1"}, {}},
		TransitGatewayRouteTables:    []topology.TransitGatewayRouteTable{{Routes: []topology.TransitGatewayRoute{{TransitGatewayAttachments: []topology.TransitGatewayRouteAttachment{{}}}}}},
		TransitGatewayAttachments:    []topology.TransitGatewayAttachment{{}},
		VpnConnections:               []topology.VpnConnection{{Routes: []topology.VpnStaticRoute{{}}}},
		ClientVpnEndpoints:           []topology.ClientVpnEndpoint{{}},
		IpamPools:                    []topology.IpamPool{{IpamPoolAllocations: []topology.IpamPoolAllocation{{}}, IpamPoolCidrs: []topology.IpamPoolCidr{{}}}},
		NetworkInterfaces:            []topology.NetworkInterface{{SubnetId: "subnet-a", PrivateIpAddresses: make([]topology.NetworkInterfacePrivateIpAddress, 2), Ipv4Prefixes: make([]topology.NetworkInterfaceIpv4Prefix, 1)}},
		SubnetCidrReservations:       []topology.SubnetCidrReservation{{SubnetId: "subnet-a"}},
		VpnGateways:                  []topology.VpnGateway{{VpcAttachments: []topology.GatewayAttachment{{VpcId: "vpc-a"}}}},
		TransitGateways:              []topology.TransitGateway{{Options: topology.TransitGatewayOptions{TransitGatewayCidrBlocks: make([]netip.Prefix, 1)}}},
		DirectConnectGateways:        []topology.DirectConnectGateway{{}},
		TransitGatewayVpcAttachments: []topology.TransitGatewayVpcAttachment{{}},
	}
	v := New(s)
	if _, err := v.Overlaps(context.Background()); err != nil {
		t.Fatal(err)
	}
	vpcs, subnets := v.Use(func(string) bool { return true })
	v.Tree(nil, subnets)
	if len(v.Holdings) != 1 || len(vpcs) != 0 || v.Holdings[0].Prefix != netip.MustParsePrefix("10.0.0.0/24") {
		t.Errorf("%+v, %v", v.Holdings, vpcs)
	}
}

func TestUseCountsWhatTakesAddresses(t *testing.T) {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	s := n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	e := n.ENI("eni-a", "subnet-a", "10.0.1.10")
	e.Ipv4Prefixes = []topology.NetworkInterfaceIpv4Prefix{{Ipv4Prefix: netip.MustParsePrefix("10.0.1.32/28")}}
	s.AvailableIpAddressCount = 230
	snapshot := n.Snapshot()
	snapshot.SubnetCidrReservations = []topology.SubnetCidrReservation{{SubnetId: "subnet-a", Cidr: netip.MustParsePrefix("10.0.1.32/27")}}
	_, uses := New(snapshot).Use(func(string) bool { return true })
	u := uses[0]
	if u.Usable != 251 || u.Interfaces != 1 || u.Prefixes != 16 || u.Reserved != 16 || u.Free != 230 || u.Unseen != 4 || u.Whole28 != 13 || !u.Known {
		t.Errorf("%+v", u)
	}
	for rate, months := range map[string]int{"10": 23, "0": 0, "100%": 3} {
		g, err := ParseGrowth(rate)
		if got, ends := g.Lasts(&u); err != nil || got != months || ends != (rate != "0") {
			t.Errorf("at %s a month it lasts %d months, %v %v", rate, got, ends, err)
		}
	}
}
