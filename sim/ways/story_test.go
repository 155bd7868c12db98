package ways_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/sim/ways"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// A story is a network and a flow from eni-a to eni-b that passes, and what is told of it: a line for each carrier, "round" with the choke
// points, "way" with another way.
type story struct {
	says string
	net  func(n *topologytest.Network)
	want string
}

func ends(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.SG("sg-a", "vpc-a")
	n.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-a")
	n.Vpc("vpc-b", "10.1.0.0/16")
	n.Subnet("subnet-b", "vpc-b", "10.1.1.0/24")
}

var stories = []story{
	{"each rule is removed in turn: of two that admit the flow neither is needed", func(n *topologytest.Network) {
		ends(n)
		n.Peering("pcx-a", "vpc-a", "vpc-b")
		n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.1.0.0/16", "pcx-a")
		n.RouteTable("rtb-b", "vpc-b", "subnet-b").Route("10.0.0.0/16", "pcx-a").Route("10.0.0.0/8", "pcx-a")
		n.NACL("acl-b", "vpc-b", "subnet-b").Ingress(100, "allow", "tcp/443", "10.0.0.0/16").Ingress(110, "allow", "tcp/443", "10.0.0.0/8").Egress(100, "allow", "all", "0.0.0.0/0")
		n.SG("sg-b", "vpc-b").Ingress("tcp/443", "10.0.1.0/24").Ingress("tcp", "10.0.0.0/16")
		n.ENI("eni-b", "subnet-b", "10.1.1.10", "sg-b")
	}, `
		needed security-group/sg-a#egress/[0]
		needed network-acl/acl-default-vpc-a#egress/100
		needed route-table/rtb-a#10.1.0.0/16
		spare network-acl/acl-b#ingress/100, instead network-acl/acl-b#ingress/110
		spare security-group/sg-b#ingress/[0], instead security-group/sg-b#ingress/[0]
		needed network-acl/acl-b#egress/100
		spare route-table/rtb-b#10.0.0.0/16, instead route-table/rtb-b#10.0.0.0/8
		needed network-acl/acl-default-vpc-a#ingress/100
		round subnet-a pcx-a vpc-b`},
	{"another way is one that routes lead to, tried by a route for the receiver", func(n *topologytest.Network) {
		ends(n)
		n.ENI("eni-b", "subnet-b", "10.1.1.10")
		n.Peering("pcx-a", "vpc-a", "vpc-b")
		n.Route("vpc-a", "10.1.0.0/16", "pcx-a").Route("10.0.0.0/8", "tgw-a")
		n.Route("vpc-b", "10.0.0.0/16", "pcx-a")
		n.TGW("tgw-a")
		n.Attach("tgw-attach-a", "tgw-a", "subnet-a")
		n.Attach("tgw-attach-b", "tgw-a", "subnet-b")
		n.TransitTable("tgw-rtb-a", "tgw-a").Associate("tgw-attach-a", "tgw-attach-b").Propagated("10.1.0.0/16", "tgw-attach-b")
	}, `
		needed security-group/sg-a#egress/[0]
		needed network-acl/acl-default-vpc-a#egress/100
		spare route-table/rtb-main-vpc-a#10.1.0.0/16, instead route-table/rtb-main-vpc-a#10.0.0.0/8
		needed network-acl/acl-default-vpc-b#ingress/100
		needed security-group/sg-open-vpc-b#ingress/[0]
		needed network-acl/acl-default-vpc-b#egress/100
		needed route-table/rtb-main-vpc-b#10.0.0.0/16
		needed network-acl/acl-default-vpc-a#ingress/100
		round subnet-a vpc-b
		way tgw-a tgw-attach-b: true reachable [add rtb-main-vpc-a 10.1.1.10/32 to tgw-a]`},
}

func TestStories(t *testing.T) {
	for _, s := range stories {
		t.Run(s.says, func(t *testing.T) {
			n := topologytest.New()
			s.net(n)
			snapshot := n.Snapshot()
			g, _ := graph.Compile(snapshot, graph.Options{})
			a, err := sim.Trace(g, sim.Question{From: at(t, g, "eni-a"), To: at(t, g, "eni-b"), Service: sim.Service{Protocol: netmath.TCP, Ports: netmath.OnePort(443)}})
			if err != nil || a.Verdict != sim.Reachable {
				t.Fatal(a.Verdict, a.Explanations, err)
			}
			account := ways.Tell(whatif.Network{Snapshot: snapshot, Graph: g}, a)
			if got := told(&account); got != strings.ReplaceAll(strings.TrimSpace(s.want), "\t", "") {
				t.Errorf("told:\n%s", got)
			}
		})
	}
}

func at(t *testing.T, g *graph.Graph, id string) graph.Location {
	t.Helper()
	i := slices.IndexFunc(g.Entities(), func(e graph.Entity) bool { return e.Ref == ref.Ref{Kind: ref.NetworkInterface, ID: id} })
	if i < 0 {
		t.Fatalf("no interface %s", id)
	}
	return graph.Location{Kind: graph.AtInterface, Interface: g.Entities()[i].Interfaces[0]}
}

func told(a *ways.Account) string {
	var lines []string
	for _, c := range a.Carriers {
		line := c.Part.String() + " " + c.Rule.String()
		if c.Instead != nil {
			line += ", instead " + c.Instead.Rule.String()
		}
		lines = append(lines, line)
	}
	if len(a.Chokes) > 0 {
		lines = append(lines, "round "+ids(a.Chokes))
	}
	for _, w := range a.Others {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("way %s: %v %v %v %s", ids(w.Through), w.Taken, w.Verdict, w.Edits, w.Code)))
	}
	return strings.Join(lines, "\n")
}

func ids(all []ref.Ref) string {
	var words []string
	for _, r := range all {
		words = append(words, r.ID)
	}
	return strings.Join(words, " ")
}

// TestAccountsAgreeWithTheWalk accounts for flows of random networks, twice: the same comes out, and every choke point is on the way that
// the walk went.
func TestAccountsAgreeWithTheWalk(t *testing.T) {
	accounts, others := 0, 0
	for seed := range uint64(60) {
		s := randnet.Network(seed)
		g, _ := graph.Compile(s, graph.Options{})
		for i, f := range randnet.Flows(s, seed, 12) {
			from := slices.IndexFunc(g.Entities(), func(e graph.Entity) bool { return e.Ref == ref.Ref{Kind: ref.NetworkInterface, ID: f.From} })
			if from < 0 || netmath.Protocol(f.Protocol).IsICMP() {
				continue
			}
			a, err := sim.Trace(g, sim.Question{
				From: graph.Location{Kind: graph.AtInterface, Interface: g.Entities()[from].Interfaces[0]}, SourceIP: f.SourceIP,
				To:      graph.Location{Kind: graph.AtAddress, Addr: f.To},
				Service: sim.Service{Protocol: netmath.Protocol(f.Protocol), Ports: netmath.OnePort(f.DestinationPort)},
			})
			if err != nil || a.Verdict != sim.Reachable || a.Ways > 0 {
				continue
			}
			n := whatif.Network{Snapshot: s, Graph: g}
			account, again := ways.Tell(n, a), ways.Tell(n, a)
			if told(&account) != told(&again) {
				t.Errorf("seed %d flow %d %v:\n%s\n%s", seed, i, f, told(&account), told(&again))
			}
			accounts++
			others += len(account.Others)
			checkChokes(t, fmt.Sprintf("seed %d flow %d %v", seed, i, f), a, &account)
		}
	}
	t.Logf("%d accounts with %d other ways", accounts, others)
	if accounts < 30 || others < 5 {
		t.Errorf("only %d accounts with %d other ways: the test sees too little", accounts, others)
	}
}

// checkChokes looks for the gateways among the choke points on the way that was walked.
func checkChokes(t *testing.T, where string, a *sim.Answer, account *ways.Account) {
	t.Helper()
	for _, c := range account.Chokes {
		switch c.Kind {
		case ref.InternetGateway, ref.NatGateway, ref.VpcPeeringConnection, ref.TransitGateway, ref.VpnGateway, ref.EgressOnlyInternetGateway:
		default:
			continue
		}
		if !slices.ContainsFunc(a.Forward.Hops, func(h sim.Hop) bool { return h.Component.Resource() == c }) {
			t.Errorf("%s: no way is to get round %v, and the walk does", where, c)
		}
	}
}
