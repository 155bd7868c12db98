package reach

import (
	"context"
	"fmt"
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// balanced is a VPC with three alike instances behind an internal Network Load Balancer that keeps its clients' addresses, and the same
// three and one more behind an internet-facing Application Load Balancer with two nodes, before which there is another Network Load Balancer.
// Groups and rules tell hosts apart.
func balanced() *graph.Graph {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.IGW("igw-a", "vpc-a")
	n.Route("vpc-a", "0.0.0.0/0", "igw-a")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24")
	n.SG("sg-front", "vpc-a").Ingress("tcp/443", "any").Ingress("tcp/80", "198.51.100.0/24").Ingress("tcp/22", "10.0.0.0/16")
	n.SG("sg-web", "vpc-a").Ingress("tcp/8080", "10.0.0.0/16").Ingress("tcp/9090", "10.0.1.0/24", "203.0.113.0/25")
	web := n.TargetGroup("web", "vpc-a", "instance", "TCP:8080")
	app := n.TargetGroup("app", "vpc-a", "instance", "HTTP:9090")
	for i := range 3 {
		id := fmt.Sprintf("%d", i+1)
		n.ENI("eni-web-"+id, "subnet-b", "10.0.2.1"+id, "sg-web").On("i-" + id)
		web.Target("i-" + id)
		app.Target("i-" + id)
	}
	n.ENI("eni-other", "subnet-a", "10.0.1.20", "sg-web").On("i-other")
	app.Target("i-other")
	nlb := n.NLB("inner", "vpc-a")
	nlb.Node("subnet-a", "10.0.1.5", "sg-front")
	nlb.Listen("TCP:443", web)
	alb := n.ALB("front", "vpc-a")
	alb.Scheme = "internet-facing"
	alb.Node("subnet-a", "10.0.1.6", "sg-front").Public("3.3.3.1")
	alb.Node("subnet-b", "10.0.2.6", "sg-front").Public("3.3.3.2")
	alb.Rule(alb.Listen("HTTPS:443", app), "1", "203.0.113.0/24")
	alb.Listen("HTTP:80", app, web)
	n.SG("sg-outer", "vpc-a").Ingress("tcp/443", "0.0.0.0/1")
	outer := n.NLB("outer", "vpc-a")
	outer.Scheme = "internet-facing"
	outer.Node("subnet-a", "10.0.1.7", "sg-outer").Public("3.3.3.3")
	outer.Listen("TCP:443", n.TargetGroup("chain", "vpc-a", "alb", "TCP:80").Target(alb.LoadBalancerArn))
	g, _ := graph.Compile(n.Snapshot(), graph.Options{})
	return g
}

// TestAlikeTargetsAreAskedOnce holds answers by one target of each kind, and by the nodes' groups left open, against those by all.
func TestAlikeTargetsAreAskedOnce(t *testing.T) {
	compareEngines(t, balanced(), everywhere)
}

// TestTargetsDoNotReachThemselves asks a load balancer that keeps clients' addresses from its own targets: each reaches the two
// others (R17.7), which are of its own class.
func TestTargetsDoNotReachThemselves(t *testing.T) {
	s := New(balanced())
	verdicts := map[int]string{}
	_, err := s.Each(context.Background(), Query{From: Ends{All: true}, To: Ends{All: true}, Service: sim.ServiceOf(netmath.TCP)}, func(p Passage) error {
		if p.To.Location.Kind == graph.AtBalancer && len(p.From.Members) > 0 && s.g.Nodes(p.To.Location.Index)[0] == s.g.ByAddress(netip.MustParseAddr("10.0.1.5"))[0] {
			verdicts[len(p.From.Members)] = fmt.Sprint(len(p.Flows[0].Reach), len(p.Flows[0].Partial))
		}
		return nil
	})
	if want := (map[int]string{3: "0 1", 1: "1 0"}); err != nil || fmt.Sprint(verdicts) != fmt.Sprint(want) {
		t.Errorf("%v by size of the class, want %v (%v)", verdicts, want, err)
	}
}
