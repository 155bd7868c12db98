package impact_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// TestRoutesToPartsOfTheInternetReroute gives a part of the internet a route of its own, and takes it away: only hosts there are reached another way, although
// the other network does not tell them from the rest.
func TestRoutesToPartsOfTheInternetReroute(t *testing.T) {
	special := apply(t, twoNATs(), "add rtb-private 8.8.8.0/24 to nat-b")
	for name, c := range map[string]struct {
		before *topology.Snapshot
		edit   string
		want   string
	}{
		"added":        {twoNATs(), "add rtb-private 8.8.8.0/24 to nat-b", "8.8.8.0/24"},
		"removed":      {special, "remove rtb-private 8.8.8.0/24", "8.8.8.0/24"},
		"more special": {special, "add rtb-private 8.8.8.8/32 to nat-a", "8.8.8.8/32"},
		"the same way": {twoNATs(), "add rtb-private 8.8.8.0/24 to nat-a", ""},
	} {
		for _, whole := range []bool{false, true} {
			r, err := impact.Of(context.Background(), compiled(c.before), compiled(apply(t, c.before, c.edit)), impact.Query{NoCauses: true, Whole: whole})
			if err != nil {
				t.Fatal(err)
			}
			if got := rerouted(r); got != c.want {
				t.Errorf("%s, whole %v: %q is rerouted, want %q", name, whole, got, c.want)
			}
		}
	}
}

// twoNATs is a VPC with a NAT gateway in each of two zones; a private host takes the first for all of the internet.
func twoNATs() *topology.Snapshot {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.IGW("igw-a", "vpc-a")
	n.Subnet("subnet-private", "vpc-a", "10.0.1.0/24")
	n.Subnet("subnet-public", "vpc-a", "10.0.2.0/24")
	n.RouteTable("rtb-private", "vpc-a", "subnet-private").Route("0.0.0.0/0", "nat-a")
	n.RouteTable("rtb-public", "vpc-a", "subnet-public").Route("0.0.0.0/0", "igw-a")
	n.NAT("nat-a", "subnet-public", "10.0.2.10", "198.51.100.10")
	n.NAT("nat-b", "subnet-public", "10.0.2.11", "198.51.100.11")
	n.ENI("eni-a", "subnet-private", "10.0.1.10")
	return n.Snapshot()
}

func apply(t *testing.T, s *topology.Snapshot, line string) *topology.Snapshot {
	t.Helper()
	e, err := edit.Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	after, err := edit.Apply(s, []edit.Edit{e})
	if err != nil {
		t.Fatal(err)
	}
	return after
}

// rerouted are the hosts outside of the only effect, or none if there is no effect.
func rerouted(r *impact.Result) string {
	if len(r.Effects) == 0 {
		return ""
	}
	if len(r.Effects) > 1 || r.Effects[0].Kind != impact.Rerouted {
		return fmt.Sprint(r.Effects)
	}
	return r.Effects[0].Shares[0].Hosts.String()
}

// TestProtocolsThatOneSideNamesAreCompared takes away the only entry that names a protocol, which it denied: that passes now, as all others did and do.
func TestProtocolsThatOneSideNamesAreCompared(t *testing.T) {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.0.0/24")
	n.Subnet("subnet-b", "vpc-a", "10.0.1.0/24")
	n.ENI("eni-a", "subnet-a", "10.0.0.10")
	n.ENI("eni-b", "subnet-b", "10.0.1.10")
	n.NACL("acl-b", "vpc-a", "subnet-b").Ingress(10, "deny", "esp", "10.0.0.0/24").OpenIngress().OpenEgress()
	before := n.Snapshot()
	r, err := impact.Of(context.Background(), compiled(before), compiled(apply(t, before, "remove acl-b ingress 10")), impact.Query{Whole: true, NoCauses: true})
	if err != nil {
		t.Fatal(err)
	}
	if r.Count(impact.Widened) == 0 {
		t.Errorf("%d effects, and none widens", len(r.Effects))
	}
}
