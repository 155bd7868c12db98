package sim_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// TestAddressesToCome: an interface that is declared and not made yet has an address that stands for any of its subnet. That is said; and where a rule holds
// some addresses of the subnet and not others, and the answer hangs on it, that is unknown. A rule about an address that somebody has is none of these.
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
		if !said {
			t.Errorf("a rule for %s: assumptions are %v", rule, answer.Assumptions)
		}
	}
}

// TestAddressesToComeMatterWhereTheyDecide: prefixes that divide the subnet of an interface to come leave open only what they decide.
func TestAddressesToComeMatterWhereTheyDecide(t *testing.T) {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24")
	n.SG("sg-halves", "vpc-a").Ingress("tcp/443", "10.0.1.0/25").Ingress("tcp/443", "10.0.1.128/25").Ingress("tcp/80", "10.0.1.0/25")
	n.SG("sg-other", "vpc-a").Ingress("tcp/443", "10.0.1.192/26")
	n.ENI("eni-a", "subnet-a", "10.0.1.254").Symbolic = true
	n.ENI("eni-b", "subnet-b", "10.0.2.10", "sg-halves")
	n.ENI("eni-c", "subnet-b", "10.0.2.11", "sg-other")
	g, _ := graph.Compile(n.Snapshot(), graph.Options{})
	for _, c := range []struct {
		from, to, service string
		want              sim.Verdict
	}{
		{"eni-a", "eni-b", "tcp/443", sim.Reachable},
		{"eni-a", "eni-b", "tcp/80", sim.Unknown},
		{"eni-a", "eni-b", "tcp/22", sim.Unreachable},
		{"eni-a", "eni-c", "tcp/443", sim.Unknown},
		{"eni-a", "eni-c", "udp/53", sim.Unreachable},
		{"eni-c", "eni-b", "tcp/443", sim.Unreachable},
	} {
		service, _ := sim.ParseService(c.service)
		answer, err := sim.NewTracer(g).Trace(sim.Question{From: place(t, g, c.from), To: place(t, g, c.to), Service: service})
		if err != nil || answer.Verdict != c.want {
			t.Errorf("%s to %s by %s: %v (%v), want %v", c.from, c.to, c.service, answer.Verdict, err, c.want)
		}
	}
}

// TestAddressesThatMayBeTaken: an address that nobody has, but that an interface to come may get, may be that interface's.
func TestAddressesThatMayBeTaken(t *testing.T) {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.SG("sg-web", "vpc-a").Ingress("tcp/443", "0.0.0.0/0")
	n.SG("sg-all", "vpc-a").Egress("all", "0.0.0.0/0")
	n.ENI("eni-a", "subnet-a", "10.0.1.254", "sg-web").Symbolic = true
	n.ENI("eni-b", "subnet-a", "10.0.1.10", "sg-all")
	g, _ := graph.Compile(n.Snapshot(), graph.Options{})
	for to, want := range map[string]map[string]sim.Verdict{
		"10.0.1.77": {"tcp/443": sim.Unknown, "tcp/80": sim.Unreachable}, "10.0.1.2": {"tcp/443": sim.Unreachable}, "10.0.1.254": {"tcp/443": sim.Reachable},
		"10.0.2.77": {"tcp/443": sim.Unreachable},
	} {
		for service, want := range want {
			parsed, _ := sim.ParseService(service)
			there := graph.Location{Kind: graph.AtAddress, Addr: netip.MustParseAddr(to)}
			answer, err := sim.NewTracer(g).Trace(sim.Question{From: place(t, g, "eni-b"), To: there, Service: parsed})
			if err != nil || answer.Verdict != want {
				t.Errorf("%s to %s: %v (%v), want %v", service, to, answer.Verdict, err, want)
			}
		}
	}
}
