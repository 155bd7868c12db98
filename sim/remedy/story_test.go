package remedy_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/remedy"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// A story is a network in which something stops a flow, and what opens it. asks is "FROM TO SERVICE", where an end is an interface, an
// address or internet; want is what the plan comes to: the edits, after the codes of obstacles in brackets.
type story struct {
	says, asks, want string
	net              func(n *topologytest.Network)
}

// pair is two hosts in two subnets of a VPC.
func pair(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24")
	n.SG("sg-web", "vpc-a")
	n.SG("sg-db", "vpc-a")
	n.ENI("eni-web", "subnet-a", "10.0.1.10", "sg-web")
	n.ENI("eni-db", "subnet-b", "10.0.2.10", "sg-db")
}

// apart is two hosts in two VPCs that let each other's traffic in.
func apart(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.ENI("eni-a", "subnet-a", "10.0.1.10")
	n.Vpc("vpc-b", "10.1.0.0/16")
	n.Subnet("subnet-b", "vpc-b", "10.1.1.0/24")
	n.ENI("eni-b", "subnet-b", "10.1.1.10")
}

var stories = []story{
	{"a missing rule is added to the group, from the sender's group", "eni-web eni-db tcp/5432",
		"add sg-db ingress tcp/5432 from sg-web", pair},
	{"to the group with the fewest members", "eni-web eni-3 tcp/5432",
		"add sg-alone ingress tcp/5432 from sg-web", func(n *topologytest.Network) {
			pair(n)
			n.SG("sg-alone", "vpc-a")
			n.ENI("eni-2", "subnet-b", "10.0.2.11", "sg-db")
			n.ENI("eni-3", "subnet-b", "10.0.2.12", "sg-db", "sg-alone")
		}},
	{"a flow that passes needs nothing", "eni-web eni-open tcp/443", "", func(n *topologytest.Network) {
		pair(n)
		n.SG("sg-open", "vpc-a").Ingress("all", "0.0.0.0/0")
		n.ENI("eni-open", "subnet-b", "10.0.2.20", "sg-open")
	}},
	{"an ACL that denies by its last entry gets one after the others", "eni-web eni-open tcp/443",
		"add acl-b ingress 110 allow tcp/443 from 10.0.1.10/32", func(n *topologytest.Network) {
			pair(n)
			n.SG("sg-open", "vpc-a").Ingress("all", "0.0.0.0/0")
			n.ENI("eni-open", "subnet-b", "10.0.2.20", "sg-open")
			n.NACL("acl-b", "vpc-a", "subnet-b").Ingress(100, "allow", "tcp/80", "0.0.0.0/0").Egress(100, "allow", "all", "0.0.0.0/0")
		}},
	{"one that denies by a number gets an entry before that", "eni-web eni-open tcp/443",
		"add acl-b ingress 90 allow tcp/443 from 10.0.1.10/32", func(n *topologytest.Network) {
			pair(n)
			n.SG("sg-open", "vpc-a").Ingress("all", "0.0.0.0/0")
			n.ENI("eni-open", "subnet-b", "10.0.2.20", "sg-open")
			n.NACL("acl-b", "vpc-a", "subnet-b").Ingress(100, "deny", "all", "10.0.0.0/8").Ingress(200, "allow", "all", "0.0.0.0/0").Egress(100, "allow", "all", "0.0.0.0/0")
		}},
	{"or loses the one that denies, if there is no number left", "eni-web eni-open tcp/443",
		"remove acl-b ingress 1", func(n *topologytest.Network) {
			pair(n)
			n.SG("sg-open", "vpc-a").Ingress("all", "0.0.0.0/0")
			n.ENI("eni-open", "subnet-b", "10.0.2.20", "sg-open")
			n.NACL("acl-b", "vpc-a", "subnet-b").Ingress(1, "deny", "all", "10.0.0.0/8").Ingress(200, "allow", "all", "0.0.0.0/0").Egress(100, "allow", "all", "0.0.0.0/0")
		}},
	{"replies need their ports", "eni-web eni-open tcp/443",
		"add acl-b egress 110 allow tcp/1024-65535 to 10.0.1.10/32", func(n *topologytest.Network) {
			pair(n)
			n.SG("sg-open", "vpc-a").Ingress("all", "0.0.0.0/0")
			n.ENI("eni-open", "subnet-b", "10.0.2.20", "sg-open")
			n.NACL("acl-b", "vpc-a", "subnet-b").Ingress(100, "allow", "all", "0.0.0.0/0").Egress(100, "allow", "tcp/443", "0.0.0.0/0")
		}},
	{"all of them, where some pass", "eni-web eni-open tcp/443",
		"add acl-b egress 110 allow tcp/1024-65535 to 10.0.1.10/32", func(n *topologytest.Network) {
			pair(n)
			n.SG("sg-open", "vpc-a").Ingress("all", "0.0.0.0/0")
			n.ENI("eni-open", "subnet-b", "10.0.2.20", "sg-open")
			n.NACL("acl-b", "vpc-a", "subnet-b").Ingress(100, "allow", "all", "0.0.0.0/0").Egress(100, "allow", "tcp/32768-60999", "0.0.0.0/0")
		}},
	{"peered VPCs without routes get them, there and back", "eni-a eni-b tcp/443",
		"add rtb-main-vpc-a 10.1.0.0/16 to pcx-a; add rtb-main-vpc-b 10.0.0.0/16 to pcx-a", func(n *topologytest.Network) {
			apart(n)
			n.Peering("pcx-a", "vpc-a", "vpc-b")
		}},
	{"a peering that nobody accepted is accepted", "eni-a eni-b tcp/443",
		"set pcx-a state active; add rtb-main-vpc-b 10.0.0.0/16 to pcx-a", func(n *topologytest.Network) {
			apart(n)
			n.Peering("pcx-a", "vpc-a", "vpc-b").Status("pending-acceptance")
			n.Route("vpc-a", "10.1.0.0/16", "pcx-a")
		}},
	{"a transit gateway's table learns the way back", "eni-a eni-b tcp/443",
		"add tgw-rtb-a propagates tgw-attach-a", func(n *topologytest.Network) {
			apart(n)
			n.TGW("tgw-a")
			n.Attach("tgw-attach-a", "tgw-a", "subnet-a")
			n.Attach("tgw-attach-b", "tgw-a", "subnet-b")
			n.TransitTable("tgw-rtb-a", "tgw-a").Associate("tgw-attach-a", "tgw-attach-b").Propagated("10.1.0.0/16", "tgw-attach-b")
			n.Route("vpc-a", "10.1.0.0/16", "tgw-a")
			n.Route("vpc-b", "10.0.0.0/16", "tgw-a")
		}},
	{"an attachment without a table gets one", "eni-a eni-b tcp/443",
		"add tgw-rtb-a for tgw-attach-a", func(n *topologytest.Network) {
			apart(n)
			n.TGW("tgw-a")
			n.Attach("tgw-attach-a", "tgw-a", "subnet-a")
			n.Attach("tgw-attach-b", "tgw-a", "subnet-b")
			n.TransitTable("tgw-rtb-a", "tgw-a").Associate("tgw-attach-b").Propagated("10.1.0.0/16", "tgw-attach-b").Propagated("10.0.0.0/16", "tgw-attach-a")
			n.Route("vpc-a", "10.1.0.0/16", "tgw-a")
			n.Route("vpc-b", "10.0.0.0/16", "tgw-a")
		}},
	{"a private subnet goes out by the NAT gateway", "eni-a internet tcp/443",
		"add rtb-private 0.0.0.0/0 to nat-a", func(n *topologytest.Network) {
			apart(n)
			n.Subnet("subnet-public", "vpc-a", "10.0.9.0/24")
			n.IGW("igw-a", "vpc-a")
			n.NAT("nat-a", "subnet-public", "10.0.9.9", "3.3.3.9")
			n.RouteTable("rtb-public", "vpc-a", "subnet-public").Route("0.0.0.0/0", "igw-a")
			n.RouteTable("rtb-private", "vpc-a", "subnet-a")
		}},
	{"a route that leads nowhere is replaced", "eni-a internet tcp/443",
		"replace rtb-private 0.0.0.0/0 to nat-a", func(n *topologytest.Network) {
			apart(n)
			n.Subnet("subnet-public", "vpc-a", "10.0.9.0/24")
			n.IGW("igw-a", "vpc-a")
			n.NAT("nat-a", "subnet-public", "10.0.9.9", "3.3.3.9")
			n.RouteTable("rtb-public", "vpc-a", "subnet-public").Route("0.0.0.0/0", "igw-a")
			n.RouteTable("rtb-private", "vpc-a", "subnet-a").Blackhole("0.0.0.0/0", "nat-gone")
		}},
	{"the whole internet is let in by one rule", "internet eni-web tcp/443",
		"add sg-web ingress tcp/443 from 0.0.0.0/0", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16")
			n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
			n.IGW("igw-a", "vpc-a")
			n.Route("vpc-a", "0.0.0.0/0", "igw-a")
			n.SG("sg-web", "vpc-a").Ingress("tcp/443", "198.51.100.0/24")
			n.ENI("eni-web", "subnet-a", "10.0.1.10", "sg-web").Public("3.3.3.10")
		}},
	{"a public address is no rule: what else is needed is told", "internet eni-web tcp/443",
		"[NO_PUBLIC_ADDRESS] add sg-web ingress tcp/443 from 0.0.0.0/0; add rtb-main-vpc-a 0.0.0.0/0 to igw-a", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16")
			n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
			n.IGW("igw-a", "vpc-a")
			n.SG("sg-web", "vpc-a")
			n.ENI("eni-web", "subnet-a", "10.0.1.10", "sg-web")
		}},
	{"a stopped instance is started", "eni-a eni-a2 tcp/443", "set i-a2 state running", func(n *topologytest.Network) {
		apart(n)
		n.ENI("eni-a2", "subnet-a", "10.0.1.11")
		n.Instance("i-a2").State.Name = "stopped"
	}},
	{"an appliance may forward once it is not checked", "eni-a eni-b tcp/443",
		"set eni-box source-dest-check off", func(n *topologytest.Network) {
			apart(n)
			n.Peering("pcx-a", "vpc-a", "vpc-b")
			n.Subnet("subnet-box", "vpc-a", "10.0.5.0/24")
			n.ENI("eni-box", "subnet-box", "10.0.5.5")
			n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.1.0.0/16", "eni-box")
			n.RouteTable("rtb-box", "vpc-a", "subnet-box").Route("10.1.0.0/16", "pcx-a")
			n.Route("vpc-b", "10.0.0.0/16", "pcx-a")
		}},
	{"Block Public Access is lifted from the subnet", "internet eni-web tcp/443",
		"add subnet-a exempt allow-bidirectional", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16")
			n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
			n.IGW("igw-a", "vpc-a")
			n.Route("vpc-a", "0.0.0.0/0", "igw-a")
			n.ENI("eni-web", "subnet-a", "10.0.1.10").Public("3.3.3.10")
			n.BPA("block-bidirectional")
		}},
	{"VPCs that nothing joins cannot be joined by a rule", "eni-a eni-b tcp/443", "[NO_ROUTE_TO_DESTINATION NO_ROUTE_TO_DESTINATION]", apart},
	{"a port without a listener needs a listener", "eni-a web tcp/8080", "[ELBV2_LISTENERS_MISMATCH]", func(n *topologytest.Network) {
		apart(n)
		b := n.NLB("web", "vpc-a")
		b.Node("subnet-a", "10.0.1.200")
		b.Listen("TCP:443", n.TargetGroup("hosts", "vpc-a", "ip", "TCP:443").Target("10.0.1.10"))
	}},
}

func TestStories(t *testing.T) {
	for _, s := range stories {
		t.Run(s.says, func(t *testing.T) {
			n := topologytest.New()
			s.net(n)
			snapshot := n.Snapshot()
			g, _ := graph.Compile(snapshot, graph.Options{})
			a, err := sim.Trace(g, s.question(t, g))
			if err != nil {
				t.Fatal(err)
			}
			plan := remedy.Find(remedy.Network{Snapshot: snapshot, Graph: g}, a)
			if got := toldPlan(&plan); got != s.want {
				t.Errorf("got  %s\nwant %s", got, s.want)
			}
			if len(plan.Obstacles) == 0 && len(plan.Edits) > 0 && !plan.Opens() {
				t.Errorf("afterwards it is %v", plan.After)
			}
		})
	}
}

func (s *story) question(t *testing.T, g *graph.Graph) sim.Question {
	t.Helper()
	words := strings.Fields(s.asks)
	service, err := sim.ParseService(words[2])
	if err != nil {
		t.Fatal(err)
	}
	return sim.Question{From: place(t, g, words[0]), To: place(t, g, words[1]), Service: service}
}

func place(t *testing.T, g *graph.Graph, word string) graph.Location {
	t.Helper()
	if word == "internet" {
		return graph.Location{Kind: graph.AtInternet}
	}
	if a, err := netip.ParseAddr(word); err == nil {
		return graph.Location{Kind: graph.AtAddress, Addr: a}
	}
	at := slices.IndexFunc(g.Entities(), func(e graph.Entity) bool { return e.Ref.ID == word || e.Ref.Kind == ref.LoadBalancer && e.Name == word })
	if at < 0 {
		t.Fatalf("nothing is called %s", word)
	}
	if e := g.Entities()[at]; e.Place.Kind != graph.NoLocation {
		return e.Place
	} else {
		return graph.Location{Kind: graph.AtInterface, Interface: e.Interfaces[0]}
	}
}

// toldPlan is a plan in a line.
func toldPlan(p *remedy.Plan) string {
	var codes, edits []string
	for _, x := range p.Obstacles {
		codes = append(codes, string(x.Code))
	}
	for _, e := range p.Edits {
		edits = append(edits, edit.Edit.String(e))
	}
	told := strings.Join(edits, "; ")
	if len(codes) > 0 {
		told = strings.TrimSpace("[" + strings.Join(codes, " ") + "] " + told)
	}
	return told
}
