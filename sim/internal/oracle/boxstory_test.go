package oracle

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// boxStory is a story about documents that topologytest makes none of: edit adds them.
type boxStory struct {
	name    string
	network func(n *topologytest.Network)
	edit    func(s *topology.Snapshot)
	flow    string
	want    Verdict
	forward Verdict
}

// tellBoxes asks every story of a network that comes from base and both of the story's functions.
func tellBoxes(t *testing.T, base func(n *topologytest.Network), edit func(s *topology.Snapshot), stories []boxStory) {
	t.Helper()
	for _, b := range stories {
		t.Run(b.name, func(t *testing.T) {
			n := topologytest.New()
			base(n)
			if b.network != nil {
				b.network(n)
			}
			s := n.Snapshot()
			edit(s)
			if b.edit != nil {
				b.edit(s)
			}
			forward := b.forward
			if forward == Unreachable {
				forward = b.want
			}
			out := Ask(s, flow(t, b.flow))
			if out.Verdict != b.want || out.Forward != forward {
				t.Errorf("%s: %v (forward %v), want %v (forward %v): %s\n%s",
					b.flow, out.Verdict, out.Forward, b.want, forward, out.Why, strings.Join(out.Log, "\n"))
			}
		})
	}
}

// inspected is a VPC in which an endpoint in subnet-f stands between subnet-a and the internet.
func inspected(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16", "2600:a::/56")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24", "2600:a:0:1::/64")
	n.Subnet("subnet-f", "vpc-a", "10.0.9.0/24", "2600:a:0:9::/64")
	n.Subnet("subnet-o", "vpc-a", "10.0.2.0/24")
	n.ENI("eni-a", "subnet-a", "10.0.1.10 2600:a:0:1::10").Public("3.3.3.10")
	n.ENI("eni-f", "subnet-f", "10.0.9.10").Public("3.3.3.90")
	n.ENI("eni-o", "subnet-o", "10.0.2.10").Public("3.3.3.20")
	n.IGW("igw-a", "vpc-a")
	n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "vpce-f").Route("::/0", "vpce-f")
	n.RouteTable("rtb-f", "vpc-a", "subnet-f").Route("0.0.0.0/0", "igw-a").Route("::/0", "igw-a")
	n.RouteTable("rtb-o", "vpc-a", "subnet-o").Route("0.0.0.0/0", "igw-a")
	n.RouteTable("rtb-edge", "vpc-a").Edge("igw-a").Route("10.0.1.0/24", "vpce-f").Route("2600:a:0:1::/64", "vpce-f")
}

// gateway makes vpce-f the endpoint of a Gateway Load Balancer of which nothing is known.
func gateway(s *topology.Snapshot) {
	s.VpcEndpoints = append(s.VpcEndpoints, topology.VpcEndpoint{
		Meta: s.Vpcs[0].Meta, VpcEndpointId: "vpce-f", VpcEndpointType: "GatewayLoadBalancer", VpcId: "vpc-a", ServiceName: "svc", State: "available", SubnetIds: []string{"subnet-f"},
	})
}

// walled makes it the endpoint of a firewall that passes what nothing drops.
func walled(s *topology.Snapshot) {
	f := topology.NetworkFirewall{Meta: s.Vpcs[0].Meta, FirewallArn: "fw", FirewallPolicyArn: "policy", VpcId: "vpc-a", StatusKnown: true}
	f.FirewallStatus.SyncStates = map[string]topology.FirewallSyncState{
		"eu-west-1a": {Attachment: topology.FirewallAttachment{SubnetId: "subnet-f", EndpointId: "vpce-f", Status: "READY"}},
	}
	policy := topology.FirewallPolicy{FirewallPolicyArn: "policy", PolicyKnown: true}
	policy.FirewallPolicy.StatelessDefaultActions = []string{"aws:forward_to_sfe"}
	s.NetworkFirewalls, s.FirewallPolicies = append(s.NetworkFirewalls, f), append(s.FirewallPolicies, policy)
}

// policy changes the firewall's policy.
func policy(change func(d *topology.FirewallPolicyDetails)) func(*topology.Snapshot) {
	return func(s *topology.Snapshot) { change(&s.FirewallPolicies[0].FirewallPolicy) }
}
