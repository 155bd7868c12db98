package impact_test

import (
	"context"
	"testing"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// endings are stories of R4.10: what becomes of connections that are there when a change closes their way.
var endings = []struct {
	says   string
	build  func(n *topologytest.Network)
	change string
	want   impact.Ending
}{
	{"a group remembers what a rule for some addresses let in", func(n *topologytest.Network) {
		served(n).Ingress("tcp/443", "10.0.1.0/24")
	}, "remove sg-b ingress tcp/443 from 10.0.1.0/24", impact.LivesOn},
	{"it does not remember what is open to all, both ways", func(n *topologytest.Network) {
		served(n).Ingress("tcp/443", "0.0.0.0/0")
	}, "remove sg-b ingress tcp/443 from 0.0.0.0/0", impact.CutOff},
	{"unless replies need to be remembered: the other way is not open", func(n *topologytest.Network) {
		served(n).NoEgress().Ingress("tcp/443", "0.0.0.0/0")
	}, "remove sg-b ingress tcp/443 from 0.0.0.0/0", impact.LivesOn},
	{"nor is it for some ports only", func(n *topologytest.Network) {
		served(n).NoEgress().Egress("tcp/1024-65535", "0.0.0.0/0").Ingress("tcp/443", "0.0.0.0/0")
	}, "remove sg-b ingress tcp/443 from 0.0.0.0/0", impact.LivesOn},
	{"ICMP is always remembered", func(n *topologytest.Network) {
		served(n).Ingress("icmp", "0.0.0.0/0")
	}, "remove sg-b ingress icmp from 0.0.0.0/0", impact.LivesOn},
	{"a network ACL remembers nothing", func(n *topologytest.Network) {
		served(n).Ingress("tcp/443", "10.0.1.0/24")
		n.NACL("acl-b", "vpc-a", "subnet-b").OpenIngress().OpenEgress()
	}, "add acl-b ingress 10 deny tcp/443 from 10.0.1.0/24", impact.CutOff},
	{"a way out that is open to all is cut", func(n *topologytest.Network) {
		leaving(n).Public("3.3.3.10")
		n.Route("vpc-a", "0.0.0.0/0", "igw-a")
	}, "remove sg-a egress tcp/443 to 0.0.0.0/0", impact.CutOff},
	{"but what goes by a NAT gateway is always remembered", func(n *topologytest.Network) {
		leaving(n)
		n.NAT("nat-a", "subnet-b", "10.0.2.5", "3.3.3.5")
		n.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("0.0.0.0/0", "igw-a")
		n.Route("vpc-a", "0.0.0.0/0", "nat-a")
	}, "remove sg-a egress tcp/443 to 0.0.0.0/0", impact.LivesOn},
}

// served is a host that anybody's group lets out to, and one with the group that it returns.
func served(n *topologytest.Network) topologytest.SG {
	premises(n)
	sg := n.SG("sg-b", "vpc-a")
	n.ENI("eni-a", "subnet-a", "10.0.1.10")
	n.ENI("eni-b", "subnet-b", "10.0.2.10", "sg-b")
	return sg
}

// leaving is a host that may open connections to the internet at tcp/443, and takes everything.
func leaving(n *topologytest.Network) topologytest.ENI {
	premises(n)
	n.IGW("igw-a", "vpc-a")
	n.SG("sg-a", "vpc-a").NoEgress().Egress("tcp/443", "0.0.0.0/0").Ingress("all", "0.0.0.0/0")
	return n.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-a")
}

func premises(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24")
}

// TestEndings holds what is said of established connections against R4.10.
func TestEndings(t *testing.T) {
	for _, s := range endings {
		t.Run(s.says, func(t *testing.T) {
			n := topologytest.New()
			s.build(n)
			before := n.Snapshot()
			e, err := edit.Parse(s.change)
			if err != nil {
				t.Fatal(err)
			}
			after, err := edit.Apply(before, []edit.Edit{e})
			if err != nil {
				t.Fatal(err)
			}
			r, err := impact.Of(context.Background(), compiled(before), compiled(after), impact.Query{})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Effects) == 0 {
				t.Fatal("nothing closes")
			}
			for i := range r.Effects {
				if got := r.Effects[i].Ending; got != s.want {
					t.Errorf("%s: connections %q, want %q", r.Effects[i].Kind, got, s.want)
				}
			}
		})
	}
}
