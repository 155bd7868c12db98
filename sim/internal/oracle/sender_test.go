package oracle

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestInterfaces(t *testing.T) {
	base := func(n *topologytest.Network) {
		n.Vpc("vpc-a", "10.0.0.0/16")
		n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
		n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24")
		n.ENI("eni-a", "subnet-a", "10.0.1.10")
	}
	stories := []story{
		{"R13.1 a stopped instance does not answer", func(n *topologytest.Network) { n.ENI("eni-b", "subnet-b", "10.0.2.10").Stopped() },
			"eni-a > 10.0.2.10 tcp/443", Unreachable, 0},
		{"R13.1 a stopped instance does not send", func(n *topologytest.Network) { n.ENI("eni-b", "subnet-b", "10.0.2.10").Stopped() },
			"eni-b > 10.0.1.10 tcp/443", Unreachable, 0},
		{"R13.1 nobody listens on a detached interface", func(n *topologytest.Network) { n.ENI("eni-b", "subnet-b", "10.0.2.10").Detached() },
			"eni-a > 10.0.2.10 tcp/443", Unreachable, 0},
		{"R13.1 an instance that was not captured may run", func(n *topologytest.Network) {
			n.ENI("eni-b", "subnet-b", "10.0.2.10").Attachment.InstanceId = "i-unseen"
		}, "eni-a > 10.0.2.10 tcp/443", Unknown, 0},
		{"R13.1 a definite drop beats an instance that was not captured", func(n *topologytest.Network) {
			n.SG("sg-shut", "vpc-a")
			n.ENI("eni-b", "subnet-b", "10.0.2.10", "sg-shut").Attachment.InstanceId = "i-unseen"
		}, "eni-a > 10.0.2.10 tcp/443", Unreachable, 0},
		{"R13.1 a service's own instance runs", func(n *topologytest.Network) {
			a := n.ENI("eni-b", "subnet-b", "10.0.2.10").Attachment
			a.InstanceId, a.InstanceOwnerId = "i-rds", "amazon-rds"
		}, "eni-a > 10.0.2.10 tcp/443", Reachable, 0},
		{"R13.2 a spoofed source is dropped", nil, "eni-a@10.0.9.9 > 10.0.2.10 tcp/443", Unreachable, 0},
		{"R1.10 a delegated prefix is the interface's own", func(n *topologytest.Network) {
			n.ENI("eni-b", "subnet-b", "10.0.2.10").Prefix("10.0.2.64/28")
		}, "eni-a > 10.0.2.70 tcp/443", Reachable, 0},
		{"R1.10 a delegated prefix may be a source", func(n *topologytest.Network) {
			n.ENI("eni-b", "subnet-b", "10.0.2.10").Prefix("10.0.2.64/28")
		}, "eni-b@10.0.2.70 > 10.0.1.10 tcp/443", Reachable, 0},
		{"R1.8 nobody has the address", nil, "eni-a > 10.0.2.99 tcp/443", Unreachable, 0},
		{"R1.8 somebody who was not captured may have it", func(n *topologytest.Network) { n.Partial(ref.NetworkInterface) },
			"eni-a > 10.0.2.99 tcp/443", Unknown, 0},
		{"R1.8 a reserved address is nobody's in any case", func(n *topologytest.Network) { n.Partial(ref.NetworkInterface) },
			"eni-a > 10.0.2.255 tcp/443", Unreachable, 0},
		{"R1.8 the resolver answers", func(n *topologytest.Network) {
			n.SG("sg-mute", "vpc-a").NoEgress()
			n.ENI("eni-m", "subnet-b", "10.0.2.10", "sg-mute")
		}, "eni-m > 10.0.0.2 udp/53", Reachable, 0},
		{"R2.10 the metadata service answers", nil, "eni-a > 169.254.169.254 tcp/80", Reachable, 0},
		{"R2.10 other reserved addresses are never routed", func(n *topologytest.Network) { n.IGW("igw-a", "vpc-a"); n.Route("vpc-a", "0.0.0.0/0", "igw-a") },
			"eni-a > 169.254.170.2 tcp/80", Unreachable, 0},
		{"R2.2 an IPv4 interface has no way to IPv6", nil, "eni-a > 2600::1 tcp/80", Unreachable, 0},
		{"R10.3 an interface endpoint never initiates", func(n *topologytest.Network) { n.InterfaceEndpoint("vpce-a", "subnet-b", "10.0.2.10") },
			"eni-vpce-a > 10.0.1.10 tcp/443", Unreachable, 0},
		{"R10.3 an interface endpoint takes TCP", func(n *topologytest.Network) { n.InterfaceEndpoint("vpce-a", "subnet-b", "10.0.2.10") },
			"eni-a > 10.0.2.10 tcp/443", Reachable, 0},
		{"R10.3 an interface endpoint answers no ping", func(n *topologytest.Network) { n.InterfaceEndpoint("vpce-a", "subnet-b", "10.0.2.10") },
			"eni-a > 10.0.2.10 icmp/8", Unreachable, Reachable},
		{"R10.3 a pending interface endpoint takes nothing", func(n *topologytest.Network) {
			n.InterfaceEndpoint("vpce-a", "subnet-b", "10.0.2.10").State = "pendingAcceptance"
		}, "eni-a > 10.0.2.10 tcp/443", Unreachable, 0},
		{"R3.7 a NAT gateway never listens", func(n *topologytest.Network) { n.NAT("nat-a", "subnet-b", "10.0.2.5", "") },
			"eni-a > 10.0.2.5 tcp/443", Unreachable, 0},
		{"P14 an ICMP error needs no reply", func(n *topologytest.Network) {
			n.ENI("eni-b", "subnet-b", "10.0.2.10")
			n.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress()
		}, "eni-a > 10.0.2.10 icmp/3", Reachable, 0},
		{"R4.9 other protocols reply in kind", func(n *topologytest.Network) {
			n.ENI("eni-b", "subnet-b", "10.0.2.10")
			n.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress().Ingress(10, "allow", "47", "any")
		}, "eni-a > 10.0.2.10 47", Reachable, 0},
		{"R1.1 a block that is no longer associated is not local", func(n *topologytest.Network) {
			n.Vpc("vpc-b", "10.5.0.0/16").Block("10.6.0.0/16", "disassociated")
			n.Subnet("subnet-o", "vpc-b", "10.6.1.0/24")
			n.Subnet("subnet-p", "vpc-b", "10.5.1.0/24")
			n.ENI("eni-o", "subnet-o", "10.6.1.10")
			n.ENI("eni-p", "subnet-p", "10.5.1.10")
		}, "eni-p > 10.6.1.10 tcp/80", Unreachable, 0},
	}
	tell(t, base, stories)
}

func TestUnknownInterfaceIsUnknown(t *testing.T) {
	if out := Ask(&topology.Snapshot{}, flow(t, "eni-x > 10.0.0.1 tcp/1")); out.Verdict != Unknown {
		t.Errorf("%+v", out)
	}
}
