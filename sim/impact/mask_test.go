package impact_test

import (
	"testing"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/whatif"
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
