package oracle

import (
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestSecurityGroups(t *testing.T) {
	tell(t, pair, []story{
		{"R4.5 a reference matches the sender's group", nil, "eni-a > 10.0.2.10 tcp/443", Reachable, 0},
		{"R4.2 the destination port decides", nil, "eni-a > 10.0.2.10 tcp/80", Unreachable, 0},
		{"R4.5 a reference matches all addresses of the sender", nil, "eni-a@10.0.1.11 > 10.0.2.10 tcp/443", Reachable, 0},
		{"R4.5 a reference covers IPv6", nil, "eni-a > 2600:a:0:2::10 tcp/443", Reachable, 0},
		{"R4.15 members of one group need a rule", nil, "eni-n > 10.0.2.10 tcp/443", Unreachable, 0},
		{"R4.16 both ends are checked inside a subnet", nil, "eni-a > 10.0.1.20 tcp/80", Unreachable, 0},
		{"R4.3 an ICMP type matches", nil, "eni-a > 10.0.2.10 icmp/8", Reachable, 0},
		{"R4.3 another ICMP type does not", nil, "eni-a > 10.0.2.10 icmp/13", Unreachable, 0},
		{"R4.4 IPv4 rules do not match IPv6", nil, "eni-a > 2600:a:0:2::10 icmpv6/128", Unreachable, 0},
		{"R4.1 no egress rules, no way out", func(n *topologytest.Network) {
			n.SG("sg-mute", "vpc-a").NoEgress()
			n.ENI("eni-m", "subnet-a", "10.0.1.30", "sg-mute")
		}, "eni-m > 10.0.1.10 tcp/80", Unreachable, 0},
		{"R4.9 replies pass without egress rules", func(n *topologytest.Network) {
			n.SG("sg-mute", "vpc-a").NoEgress().Ingress("tcp/80", "any")
			n.ENI("eni-m", "subnet-b", "10.0.2.30", "sg-mute")
		}, "eni-a > 10.0.2.30 tcp/80", Reachable, 0},
		{"R4.5 an egress reference looks at the destination", func(n *topologytest.Network) {
			n.SG("sg-out", "vpc-a").Egress("tcp", "sg-b")
			n.ENI("eni-m", "subnet-a", "10.0.1.30", "sg-out", "sg-b")
		}, "eni-m > 10.0.1.20 tcp/80", Unreachable, 0},
		{"R4.5 an egress reference lets out to members", func(n *topologytest.Network) {
			n.SG("sg-out", "vpc-a").Egress("tcp", "sg-a")
			n.ENI("eni-m", "subnet-b", "10.0.2.30", "sg-out")
		}, "eni-m > 10.0.1.10 tcp/80", Reachable, 0},
		{"R4.14 a group that was not captured is in doubt", func(n *topologytest.Network) { n.ENI("eni-m", "subnet-b", "10.0.2.30", "sg-unseen") },
			"eni-a > 10.0.2.30 tcp/80", Unknown, 0},
		{"R4.14 a rule that was captured settles it", func(n *topologytest.Network) {
			n.ENI("eni-m", "subnet-b", "10.0.2.30", "sg-unseen")
			from := int32(80)
			n.SG("sg-help", "vpc-a").AsRules(topology.SecurityGroupRule{})
			rule := topology.SecurityGroupRule{IpProtocol: "tcp", FromPort: &from, ToPort: &from, CidrIpv4: netip.MustParsePrefix("10.0.0.0/8")}
			unseen := n.SG("sg-unseen", "vpc-a")
			unseen.AsRules(rule)
		}, "eni-a > 10.0.2.30 tcp/80", Reachable, 0},
		{"R2.11 a prefix list as a remote", func(n *topologytest.Network) {
			n.PrefixList("pl-a", "10.0.1.0/28")
			n.SG("sg-l", "vpc-a").Ingress("tcp/80", "pl-a")
			n.ENI("eni-m", "subnet-b", "10.0.2.30", "sg-l")
		}, "eni-a > 10.0.2.30 tcp/80", Reachable, 0},
		{"R2.11 a list that nobody could read is in doubt", func(n *topologytest.Network) {
			n.UnreadablePrefixList("pl-a", "IPv4")
			n.SG("sg-l", "vpc-a").Ingress("tcp/80", "pl-a")
			n.ENI("eni-m", "subnet-b", "10.0.2.30", "sg-l")
		}, "eni-a > 10.0.2.30 tcp/80", Unknown, 0},
		{"R2.11 a list of the other family is not", func(n *topologytest.Network) {
			n.UnreadablePrefixList("pl-a", "IPv6")
			n.SG("sg-l", "vpc-a").Ingress("tcp/80", "pl-a")
			n.ENI("eni-m", "subnet-b", "10.0.2.30", "sg-l")
		}, "eni-a > 10.0.2.30 tcp/80", Unreachable, 0},
	})
}

func TestNetworkAcls(t *testing.T) {
	tell(t, pair, []story{
		{"R5.2 the lowest number decides", func(n *topologytest.Network) {
			n.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress().Ingress(20, "allow", "tcp/443", "any").Ingress(10, "deny", "all", "10.0.1.0/24")
		}, "eni-a > 10.0.2.10 tcp/443", Unreachable, 0},
		{"R5.2 what no entry matches is denied", func(n *topologytest.Network) {
			n.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress().Ingress(20, "allow", "tcp/80", "any")
		}, "eni-a > 10.0.2.10 tcp/443", Unreachable, 0},
		{"R5.3 replies need an entry of their own", func(n *topologytest.Network) { n.NACL("acl-b", "vpc-a", "subnet-b").OpenIngress() },
			"eni-a > 10.0.2.10 tcp/443", Unreachable, Reachable},
		{"R5.3 replies go to the initiator's port", func(n *topologytest.Network) {
			n.NACL("acl-b", "vpc-a", "subnet-b").OpenIngress().Egress(10, "allow", "tcp/49152-65535", "any")
		}, "eni-a > 10.0.2.10 tcp/443", Reachable, 0},
		{"R5.3 nothing is asked inside a subnet", func(n *topologytest.Network) { n.NACL("acl-a", "vpc-a", "subnet-a") },
			"eni-a > 10.0.1.20 tcp/443", Reachable, 0},
		{"R5.5 an ICMP type", func(n *topologytest.Network) {
			n.NACL("acl-b", "vpc-a", "subnet-b").Ingress(10, "allow", "icmp/8", "any").Egress(10, "allow", "icmp/0", "any")
		}, "eni-a > 10.0.2.10 icmp/8", Reachable, 0},
		{"R5.4 IPv4 entries do not match IPv6", func(n *topologytest.Network) {
			n.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress().Ingress(10, "allow", "all", "0.0.0.0/0")
		}, "eni-a > 2600:a:0:2::10 tcp/443", Unreachable, 0},
		{"R5.1 a subnet without a known ACL is in doubt", func(n *topologytest.Network) { n.Without(ref.NetworkAcl) },
			"eni-a > 10.0.2.10 tcp/443", Unknown, 0},
		{"R5.1 a security group's drop beats that doubt", func(n *topologytest.Network) { n.Without(ref.NetworkAcl) },
			"eni-a > 10.0.2.10 tcp/80", Unreachable, 0},
		{"R5.5 an unreadable protocol is in doubt", func(n *topologytest.Network) {
			a := n.NACL("acl-b", "vpc-a", "subnet-b").OpenIngress().OpenEgress().Ingress(10, "deny", "tcp/443", "10.0.0.0/8")
			a.Entries[len(a.Entries)-1].Protocol = "?"
		}, "eni-a > 10.0.2.10 tcp/443", Unknown, 0},
		{"R5.5 unless what follows says the same", func(n *topologytest.Network) {
			a := n.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress().Ingress(10, "deny", "tcp/443", "10.0.0.0/8")
			a.Entries[len(a.Entries)-1].Protocol = "?"
		}, "eni-a > 10.0.2.10 tcp/443", Unreachable, 0},
	})
}
