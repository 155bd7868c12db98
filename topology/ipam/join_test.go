package ipam

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestWhatStandsAgainstAPeering(t *testing.T) {
	for name, c := range map[string]struct {
		change func(n *topologytest.Network)
		want   string // allowed, by primary, codes
	}{
		"nothing":                       {func(*topologytest.Network) {}, "true true"},
		"equal primary blocks":          {func(n *topologytest.Network) { block(n, "vpc-b", "10.1.0.0/16") }, "false true"},
		"a secondary block":             {func(n *topologytest.Network) { block(n, "vpc-b", "10.1.128.0/17") }, "false true"},
		"IPv6 blocks":                   {func(n *topologytest.Network) { block(n, "vpc-a", "2001:db8::/56"); block(n, "vpc-b", "2001:db8::/56") }, "false true"},
		"a block that is gone":          {func(n *topologytest.Network) { gone(n, "vpc-b", "10.1.0.0/16") }, "true true"},
		"a route that is longer":        {func(n *topologytest.Network) { n.IGW("igw-a", "vpc-a"); n.Route("vpc-a", "10.2.3.0/24", "igw-a") }, "true true PEER_ROUTE_HIDDEN"},
		"a route that is the same":      {func(n *topologytest.Network) { n.IGW("igw-a", "vpc-a"); n.Route("vpc-a", "10.2.0.0/16", "igw-a") }, "true true PEER_ROUTE_TAKEN"},
		"a route that is shorter":       {func(n *topologytest.Network) { n.TGW("tgw-1"); n.Route("vpc-a", "10.0.0.0/8", "tgw-1") }, "true true PEER_ROUTE_TAKES_OVER"},
		"a default route to internet":   {func(n *topologytest.Network) { n.IGW("igw-a", "vpc-a"); n.Route("vpc-a", "0.0.0.0/0", "igw-a") }, "true true"},
		"a default route to a firewall": {func(n *topologytest.Network) { n.TGW("tgw-1"); n.Route("vpc-a", "0.0.0.0/0", "tgw-1") }, "true true PEER_ROUTE_TAKES_OVER"},
		"a peer with the same addresses": {func(n *topologytest.Network) {
			n.Vpc("vpc-c", "10.2.0.0/16")
			n.Peering("pcx-c", "vpc-a", "vpc-c")
		}, "true true PEER_RIVAL"},
	} {
		t.Run(name, func(t *testing.T) {
			n := topologytest.New()
			n.Vpc("vpc-a", "10.1.0.0/16")
			n.Vpc("vpc-b", "10.2.0.0/16")
			n.Subnet("subnet-a", "vpc-a", "10.1.1.0/24")
			c.change(n)
			v := New(n.Snapshot())
			j := v.Peer(v.Vpc("vpc-a"), v.Vpc("vpc-b"))
			words := []string{fmt.Sprint(j.Allowed()), fmt.Sprint(j.AllowedByPrimary())}
			for _, f := range j.Findings {
				words = append(words, string(f.Code))
			}
			if got := strings.Join(words, " "); got != c.want {
				t.Errorf("%s, want %s; conflicts %v", got, c.want, j.Conflicts)
			}
		})
	}
}

func block(n *topologytest.Network, vpc, cidr string) { n.VpcOf(vpc).Block(cidr, "associated") }
func gone(n *topologytest.Network, vpc, cidr string)  { n.VpcOf(vpc).Block(cidr, "disassociated") }

func TestRoutesOnBothSides(t *testing.T) {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.1.0.0/16", "2001:db8::/56")
	n.Vpc("vpc-b", "10.2.0.0/16", "100.64.0.0/16")
	n.Subnet("subnet-a1", "vpc-a", "10.1.1.0/24")
	n.Subnet("subnet-a2", "vpc-a", "10.1.2.0/24")
	n.RouteTable("rtb-a2", "vpc-a", "subnet-a2")
	n.Subnet("subnet-b", "vpc-b", "10.2.1.0/24")
	n.RouteTable("rtb-unused", "vpc-b")
	v := New(n.Snapshot())
	var got []string
	for _, r := range v.Peer(v.Vpc("vpc-a"), v.Vpc("vpc-b")).Routes {
		got = append(got, r.Table.ID+" "+r.Prefix.String()+" "+strings.Join(r.Subnets, ","))
	}
	want := []string{
		"rtb-a2 10.2.0.0/16 subnet-a2", "rtb-a2 100.64.0.0/16 subnet-a2", "rtb-main-vpc-a 10.2.0.0/16 subnet-a1", "rtb-main-vpc-a 100.64.0.0/16 subnet-a1",
		"rtb-main-vpc-b 10.1.0.0/16 subnet-b",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// TestPeerAllCountsWhatPeerSays holds the classes against asking about each pair.
func TestPeerAllCountsWhatPeerSays(t *testing.T) {
	n := topologytest.New()
	for i := range 40 {
		v := n.Vpc(fmt.Sprintf("vpc-%02d", i), fmt.Sprintf("10.%d.0.0/16", i%17))
		if i%5 == 0 {
			v.Block(fmt.Sprintf("100.64.%d.0/20", 16*(i%3)), "associated")
		}
		if i%7 == 0 {
			v.Block("2001:db8::/56", "associated")
		}
	}
	n.Peering("pcx-1", "vpc-01", "vpc-02")
	v := New(n.Snapshot())
	refused := 0
	for i := range v.Vpcs() {
		for j := range i {
			if !v.Peer(&v.Networks[i], &v.Networks[j]).Allowed() {
				refused++
			}
		}
	}
	if m := v.PeerAll(); m.Refused != refused || m.Pairs != 780 || m.Joined != 1 || refused == 0 {
		t.Errorf("%d refused of %d, %d joined; one by one %d", m.Refused, m.Pairs, m.Joined, refused)
	}
}
