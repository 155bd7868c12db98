package sim_test

import (
	"slices"
	"testing"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// TestAddressesToCome: an interface that is declared and not made yet has an address that stands for any of its subnet. That is said; and where a rule holds
// some addresses of the subnet and not others, the answer is unknown. A rule about an address that somebody has is none of these.
func TestAddressesToCome(t *testing.T) {
	for rule, want := range map[string]sim.Verdict{"10.0.1.0/24": sim.Reachable, "10.0.1.10/32": sim.Unreachable, "10.0.1.128/25": sim.Unknown, "10.0.1.77/32": sim.Unknown} {
		n := topologytest.New()
		n.Vpc("vpc-a", "10.0.0.0/16")
		n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
		n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24")
		n.SG("sg-b", "vpc-a").Ingress("tcp/443", rule)
		n.ENI("eni-a", "subnet-a", "10.0.1.254").Symbolic = true
		n.ENI("eni-x", "subnet-a", "10.0.1.10")
		n.ENI("eni-b", "subnet-b", "10.0.2.10", "sg-b")
		g, _ := graph.Compile(n.Snapshot(), graph.Options{})
		service, _ := sim.ParseService("tcp/443")
		q := sim.Question{From: place(t, g, "eni-a"), To: place(t, g, "eni-b"), Service: service}
		answer, err := sim.NewTracer(g).Trace(q)
		if err != nil {
			t.Fatal(err)
		}
		if answer.Verdict != want {
			t.Errorf("a rule for %s: %v; want %v", rule, answer.Verdict, want)
		}
		said := slices.ContainsFunc(answer.Assumptions, func(a sim.Assumption) bool { return a.Code == graph.AssumeAnyAddress })
		if said != (want != sim.Unknown) {
			t.Errorf("a rule for %s: assumptions are %v", rule, answer.Assumptions)
		}
	}
}
