package graph

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestGroupSetsAreShared(t *testing.T) {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.SG("sg-a", "vpc-a")
	n.SG("sg-b", "vpc-a")
	n.ENI("eni-1", "subnet-a", "10.0.1.10", "sg-b", "sg-a")
	n.ENI("eni-2", "subnet-a", "10.0.1.11", "sg-a", "sg-b", "sg-a")
	n.ENI("eni-3", "subnet-a", "10.0.1.12", "sg-a")
	n.ENI("eni-4", "subnet-a", "10.0.1.13").Groups = nil
	g, _ := Compile(n.Snapshot(), Options{})
	set := func(id string) int32 { return g.GroupSet(InterfaceID(g.interfaceOf(id))) }
	if set("eni-1") != set("eni-2") || set("eni-1") == set("eni-3") || g.NumGroupSets() != 3 {
		t.Errorf("sets of groups are numbered %d %d %d of %d", set("eni-1"), set("eni-2"), set("eni-3"), g.NumGroupSets())
	}
	if got := g.GroupsOf(set("eni-1")); len(got) != 2 || g.groupAt(got[0]).ref.ID != "sg-a" || g.groupAt(got[1]).ref.ID != "sg-b" {
		t.Errorf("the groups of eni-1 are %v", got)
	}
	if len(g.GroupsOf(set("eni-4"))) != 0 {
		t.Error("an interface without groups has some")
	}
}

func TestTraitsTellApart(t *testing.T) {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.SG("sg-a", "vpc-a")
	n.ENI("eni-1", "subnet-a", "10.0.1.10", "sg-a")
	n.ENI("eni-2", "subnet-a", "10.0.1.11", "sg-a")
	n.ENI("eni-open", "subnet-a", "10.0.1.12", "sg-a").NoCheck()
	n.ENI("eni-public", "subnet-a", "10.0.1.13", "sg-a").Public("3.3.3.3")
	table := n.RouteTable("rtb-a", "vpc-a", "subnet-a")
	table.Route("10.9.0.0/16", "eni-2")
	g, _ := Compile(n.Snapshot(), Options{})
	traits := func(id string) Traits { return g.Traits(InterfaceID(g.interfaceOf(id))) }
	if traits("eni-1") != traits("eni-2") {
		t.Errorf("%+v and %+v differ", traits("eni-1"), traits("eni-2"))
	}
	for _, other := range []string{"eni-open", "eni-public"} {
		if traits("eni-1") == traits(other) {
			t.Errorf("eni-1 and %s are alike: %+v", other, traits(other))
		}
	}
	for id, want := range map[string]bool{"eni-1": false, "eni-2": true, "eni-public": false} {
		if got := g.Special(InterfaceID(g.interfaceOf(id))); got != want {
			t.Errorf("%s is special: %v, want %v", id, got, want)
		}
	}
	cuts := g.CuttingPrefixes(netmath.IPv4)
	for _, p := range []string{"10.9.0.0/16", "10.0.1.0/24", "10.0.0.0/8", "169.254.169.254/32"} {
		if !slices.Contains(cuts, netip.MustParsePrefix(p)) {
			t.Errorf("%s cuts nothing", p)
		}
	}
	for _, p := range g.CuttingPrefixes(netmath.IPv6) {
		if p.Addr().Is4() {
			t.Errorf("%v is not IPv6", p)
		}
	}
}
