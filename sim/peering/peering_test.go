package peering

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ipam"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// pairOfVpcs has a host in each of two VPCs; that of b lets the other in at a port, and answers.
func pairOfVpcs() *topologytest.Network {
	n := topologytest.New()
	for _, v := range []string{"a", "b"} {
		block := map[string]string{"a": "10.1.", "b": "10.2."}[v]
		n.Vpc("vpc-"+v, block+"0.0/16")
		n.Subnet("subnet-"+v, "vpc-"+v, block+"1.0/24")
	}
	n.SG("sg-a", "vpc-a").Egress("all", "0.0.0.0/0")
	n.SG("sg-b", "vpc-b").Ingress("tcp/443", "10.1.0.0/16")
	n.ENI("eni-a", "subnet-a", "10.1.1.10", "sg-a")
	n.ENI("eni-b", "subnet-b", "10.2.1.10", "sg-b")
	return n
}

// told is what a join would do, an effect a line.
func told(t *testing.T, s *topology.Snapshot, j *ipam.Join) string {
	t.Helper()
	n := whatif.Network{Snapshot: s}
	n.Graph, _ = graph.Compile(s, n.Options)
	r, err := Ask(context.Background(), n, j)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for i := range r.Effects {
		e := &r.Effects[i]
		lines = append(lines, fmt.Sprint(e.Kind, " ", from(r, e, 0), " ", from(r, e, 1)))
	}
	slices.Sort(lines)
	return strings.Join(lines, "; ")
}

func from(r *impact.Result, e *impact.Effect, end int) string {
	party := e.From[0]
	if end == 1 {
		party = e.To[0]
	}
	return r.Graph(e).RefOf(party.Places[0]).ID
}

func join(t *testing.T, s *topology.Snapshot, gateway string) *ipam.Join {
	t.Helper()
	v := ipam.New(s)
	if gateway == "" {
		return v.Peer(v.Vpc("vpc-a"), v.Vpc("vpc-b"))
	}
	g, err := v.FindTransitGateway(gateway)
	if err != nil {
		t.Fatal(err)
	}
	return v.Attach(v.Vpc("vpc-a"), g)
}

func TestPeeringOpensWhatGroupsLetIn(t *testing.T) {
	s := pairOfVpcs().Snapshot()
	j := join(t, s, "")
	if got := told(t, s, j); got != "opened eni-a eni-b" || !j.Allowed() {
		t.Errorf("%q", got)
	}
	if len(s.VpcPeeringConnections) != 0 || len(s.RouteTables[0].Routes) != 1 {
		t.Error("the snapshot has changed")
	}
}

func TestAPendingPeeringIsTakenForActive(t *testing.T) {
	n := pairOfVpcs()
	n.Peering("pcx-1", "vpc-a", "vpc-b").Status("pending-acceptance")
	s := n.Snapshot()
	j := join(t, s, "")
	if got := told(t, s, j); got != "opened eni-a eni-b" || !j.Pending || j.Exists.ID != "pcx-1" || j.Routes[0].Target != "pcx-1" {
		t.Errorf("%q %+v", got, j)
	}
}

func TestAttachingPropagatesAndOpens(t *testing.T) {
	n := pairOfVpcs()
	g := n.TGW("tgw-1")
	n.Attach("tgw-attach-b", "tgw-1", "subnet-b")
	n.TransitTable("tgw-rtb-1", "tgw-1").Associate("tgw-attach-b").Propagate("tgw-attach-b").Propagated("10.2.0.0/16", "tgw-attach-b")
	g.Options.DefaultRouteTableAssociation, g.Options.DefaultRouteTablePropagation = "enable", "enable"
	g.Options.AssociationDefaultRouteTableId, g.Options.PropagationDefaultRouteTableId = "tgw-rtb-1", "tgw-rtb-1"
	s := n.Snapshot()
	if got := told(t, s, join(t, s, "tgw-1")); got != "opened eni-a eni-b" {
		t.Errorf("%q", got)
	}
}

func TestReplacedRoutesLeadAnotherWay(t *testing.T) {
	n := pairOfVpcs()
	n.TGW("tgw-1")
	n.Attach("tgw-attach-a", "tgw-1", "subnet-a")
	n.Attach("tgw-attach-b", "tgw-1", "subnet-b")
	n.TransitTable("tgw-rtb-1", "tgw-1").Associate("tgw-attach-a", "tgw-attach-b").Route("10.1.0.0/16", "tgw-attach-a").Route("10.2.0.0/16", "tgw-attach-b")
	n.Route("vpc-a", "10.2.0.0/16", "tgw-1")
	n.Route("vpc-b", "10.0.0.0/8", "tgw-1")
	s := n.Snapshot()
	j := join(t, s, "")
	if got := told(t, s, j); got != "rerouted eni-a eni-b" {
		t.Errorf("%q", got)
	}
	for _, table := range After(s, j).RouteTables {
		seen := map[string]int{}
		for _, r := range table.Routes {
			seen[r.DestinationCidrBlock.String()]++
		}
		for p, times := range seen {
			if times > 1 {
				t.Errorf("%s has %d routes to %s", table.RouteTableId, times, p)
			}
		}
	}
}
