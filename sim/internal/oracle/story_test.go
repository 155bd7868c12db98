package oracle

import (
	"net/netip"
	"strconv"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology/topologytest"
)

// story is one question to one small network.
type story struct {
	name    string // with the rule it tests
	network func(n *topologytest.Network)
	flow    string // "eni-a > 10.0.2.10 tcp/443"; a source is an interface, "eni-a@10.0.1.11", or an outside address
	want    Verdict
	forward Verdict // of the request, where want is Unreachable, Partial or Unknown because of the reply
}

// tell asks every story of a base network that the story's own function changes.
func tell(t *testing.T, base func(n *topologytest.Network), stories []story) {
	t.Helper()
	for _, s := range stories {
		t.Run(s.name, func(t *testing.T) {
			n := topologytest.New()
			base(n)
			if s.network != nil {
				s.network(n)
			}
			out := Ask(n.Snapshot(), flow(t, s.flow))
			forward := s.forward
			if forward == Unreachable {
				forward = s.want
			}
			if out.Verdict != s.want || out.Forward != forward {
				t.Errorf("%s: %v (forward %v), want %v (forward %v): %s\n%s",
					s.flow, out.Verdict, out.Forward, s.want, forward, out.Why, strings.Join(out.Log, "\n"))
			}
		})
	}
}

// flow reads "SOURCE > DESTINATION SERVICE"; SERVICE is "tcp/443", "udp/53", "icmp/8", "icmpv6/128" or a protocol number. TCP and
// UDP come from port 50000.
func flow(t *testing.T, text string) Flow {
	t.Helper()
	words := strings.Fields(text)
	if len(words) != 4 || words[1] != ">" {
		t.Fatalf("flow %q", text)
	}
	f := Flow{To: netip.MustParseAddr(words[2]), SourcePort: 50000}
	from, source, _ := strings.Cut(words[0], "@")
	if strings.HasPrefix(from, "eni-") {
		f.From = from
	} else {
		source = from
	}
	if source != "" {
		f.SourceIP = netip.MustParseAddr(source)
	}
	service, number, _ := strings.Cut(words[3], "/")
	f.Protocol = uint8(protocolNumber(service))
	value, _ := strconv.Atoi(number)
	f.DestinationPort, f.ICMPType = uint16(value), uint8(value)
	return f
}

// pair is a VPC with two subnets, an interface in each, and a second one in the first.
func pair(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16", "2600:a::/56")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24", "2600:a:0:1::/64")
	n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24", "2600:a:0:2::/64")
	n.SG("sg-a", "vpc-a").Ingress("all", "any")
	n.SG("sg-b", "vpc-a").Ingress("tcp/443", "sg-a").Ingress("icmp/8", "10.0.0.0/16")
	n.ENI("eni-a", "subnet-a", "10.0.1.10 10.0.1.11 2600:a:0:1::10", "sg-a")
	n.ENI("eni-n", "subnet-a", "10.0.1.20", "sg-b")
	n.ENI("eni-b", "subnet-b", "10.0.2.10 2600:a:0:2::10", "sg-b")
}

// public is pair with an internet gateway and a public address each.
func public(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16", "2600:a::/56")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24", "2600:a:0:1::/64")
	n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24", "2600:a:0:2::/64")
	n.ENI("eni-a", "subnet-a", "10.0.1.10 10.0.1.11 2600:a:0:1::10").Public("3.3.3.10")
	n.ENI("eni-b", "subnet-b", "10.0.2.10 2600:a:0:2::10").Public("3.3.3.20")
	n.IGW("igw-a", "vpc-a")
	n.Route("vpc-a", "0.0.0.0/0", "igw-a").Route("::/0", "igw-a")
}
