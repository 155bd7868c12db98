package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func TestInternetRules(t *testing.T) { tell(t, internetStories) }

// internetStories are the rules 3 about internet gateways, egress-only gateways and Block Public Access. NAT is in rules_nat_test.go.
var internetStories = []story{
	{"R3.1 out by an attached internet gateway, under the public address", func(w *world) { online(w) },
		"eni-a -> 8.8.8.8 tcp/443", "reachable; meets igw-a; as 3.3.3.10 > 8.8.8.8; back-as 8.8.8.8 > 10.0.1.10"},
	{"R3.1 without a public address nothing goes out", func(w *world) { online(w) },
		"eni-b -> 8.8.8.8 tcp/443", "unreachable; because IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-a"},
	{"R3.1 an internet gateway that is not attached serves nobody", func(w *world) {
		a, _ := hosts(w)
		a.Public("3.3.3.10")
		w.IGW("igw-a", "vpc-a").Attachments = nil
		w.Route("vpc-a", "0.0.0.0/0", "igw-a")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because BAD_STATE_ATTACHMENT igw-a"},
	{"R3.1 nor one that is being detached", func(w *world) {
		a, _ := hosts(w)
		a.Public("3.3.3.10")
		w.IGW("igw-a", "vpc-a").Attachments[0].State = "detaching"
		w.Route("vpc-a", "0.0.0.0/0", "igw-a")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because BAD_STATE_ATTACHMENT igw-a"},
	{"R3.1 nor another VPC's", func(w *world) {
		a, _ := hosts(w)
		a.Public("3.3.3.10")
		w.Vpc("vpc-z", "10.5.0.0/16")
		w.IGW("igw-z", "vpc-z")
		w.Route("vpc-a", "0.0.0.0/0", "igw-z")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because BAD_STATE_ATTACHMENT igw-z"},
	{"R3.1 in by the public address", func(w *world) { online(w) },
		"8.8.8.8 -> eni-a tcp/443", "reachable; as 8.8.8.8 > 10.0.1.10; back-as 3.3.3.10 > 8.8.8.8"},
	{"R3.1 nobody comes in to an interface without a public address", func(w *world) { online(w) },
		"8.8.8.8 -> eni-b tcp/443", "unreachable; because NO_PUBLIC_ADDRESS"},
	{"R3.1 a public address in a VPC whose gateway is gone is dead", func(w *world) {
		a, _ := hosts(w)
		a.Public("3.3.3.10")
	}, "8.8.8.8 -> eni-a tcp/443", "unreachable; because NO_PATH vpc-a"},
	{"R3.1 without the gateways' documents nobody knows", func(w *world) {
		online(w)
		w.Without(ref.InternetGateway)
	}, "8.8.8.8 -> eni-a tcp/443", "unknown; because UNKNOWN_RESOURCE vpc-a"},

	{"R3.2 the gateway sends nothing to RFC1918", func(w *world) { online(w) },
		"eni-a -> 192.168.1.1 tcp/443", "unreachable; because IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS igw-a"},
	{"R3.2 nor to 100.64.0.0/10", func(w *world) { online(w) },
		"eni-a -> 100.127.255.254 tcp/443", "unreachable; because IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS igw-a"},
	{"R3.2 the address after 100.64.0.0/10 is public", func(w *world) { online(w) },
		"eni-a -> 100.128.0.1 tcp/443", "reachable"},
	{"R3.2 it takes nothing from RFC1918", func(w *world) { online(w) },
		"172.16.0.1 -> eni-a tcp/443", "unreachable; because IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS igw-a"},
	{"R3.2 nor from 100.64.0.0/10", func(w *world) { online(w) },
		"100.64.0.1 -> eni-a tcp/443", "unreachable; because IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS igw-a"},
	{"R3.2 the address before RFC1918's 172.16.0.0/12 is public", func(w *world) { online(w) },
		"172.15.255.254 -> eni-a tcp/443", "reachable"},

	{"R3.2 what the internet does not route goes nowhere: multicast", func(w *world) { online(w) },
		"eni-a -> 224.0.0.5 udp/443", "unreachable; because INTERNET_DOES_NOT_ROUTE_ADDRESS"},
	{"R3.2 nor IPv6 outside of 2000::/3", func(w *world) { online(w) },
		"eni-a -> 4000::1 tcp/443", "unreachable; because INTERNET_DOES_NOT_ROUTE_ADDRESS"},
	{"R3.3 inbound asks no route table of the destination's subnet, the reply does", func(w *world) {
		online(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a")
	}, "8.8.8.8 -> eni-a tcp/443", "unreachable; one-way reachable; reply NO_ROUTE_TO_DESTINATION rtb-a#*"},
	{"R3.3 a route back that covers the client suffices", func(w *world) {
		online(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("8.8.0.0/16", "igw-a")
	}, "8.8.8.8 -> eni-a tcp/443", "reachable; shuns rtb-a; back-via rtb-a#8.8.0.0/16"},
	{"R3.3 the same holds for IPv6", func(w *world) {
		online(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a")
	}, "2001:4860::1 -> eni-a tcp/443", "unreachable; one-way reachable; reply NO_ROUTE_TO_DESTINATION rtb-a#*"},

	{"R3.4 IPv6 passes the gateway untranslated", func(w *world) { online(w) },
		"eni-b -> 2001:4860::1 tcp/443", "reachable; as 2600:1f00:a:2::10 > 2001:4860::1"},
	{"R3.4 and comes in from anywhere", func(w *world) { online(w) },
		"2001:4860::1 -> eni-b tcp/443", "reachable; meets igw-a"},
	{"R3.4 unless the security group says no", func(w *world) {
		empty(w)
		w.SG("sg-4", "vpc-a").Ingress("tcp/443", "0.0.0.0/0")
		w.ENI("eni-a", "subnet-a", "2600:1f00:a:1::10", "sg-4")
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "::/0", "igw-a")
	}, "2001:4860::1 -> eni-a tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-4#ingress/*"},
	{"R3.4 an IPv6 address of the VPC that nobody has is nobody's", func(w *world) { online(w) },
		"2001:4860::1 -> 2600:1f00:a:1::77 tcp/443", "unreachable; because NO_POSSIBLE_DESTINATION vpc-a"},

	{"R3.5 R17.4 public address to public address leaves and comes back in by the gateway", func(w *world) {
		_, b := online(w)
		b.Public("3.3.3.20")
	}, "eni-a -> 3.3.3.20 tcp/443", "reachable; does translates to 3.3.3.10 → 3.3.3.20; as 3.3.3.10 > 10.0.2.10; back-as 3.3.3.20 > 10.0.1.10"},
	{"R3.5 R17.4 the filters of both ends see public addresses: a reference does not match", func(w *world) {
		empty(w)
		w.SG("sg-a", "vpc-a")
		w.SG("sg-b", "vpc-a").Ingress("tcp/443", "sg-a")
		w.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-a").Public("3.3.3.10")
		w.ENI("eni-b", "subnet-b", "10.0.2.10", "sg-b").Public("3.3.3.20")
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "igw-a")
	}, "eni-a -> 3.3.3.20 tcp/443", "unreachable; because SG_REFERENCES_NOT_PRESERVED sg-b#ingress/*"},
	{"R3.5 by the private address the same reference does", func(w *world) {
		empty(w)
		w.SG("sg-a", "vpc-a")
		w.SG("sg-b", "vpc-a").Ingress("tcp/443", "sg-a")
		w.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-a").Public("3.3.3.10")
		w.ENI("eni-b", "subnet-b", "10.0.2.10", "sg-b").Public("3.3.3.20")
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "igw-a")
	}, "eni-a -> 10.0.2.10 tcp/443", "reachable; by sg-b#ingress/[0]"},
	{"R3.5 R17.4 a host reaches itself by its own public address", func(w *world) { online(w) },
		"eni-a -> 3.3.3.10 tcp/443", "reachable; as 3.3.3.10 > 10.0.1.10"},
	{"R3.5 R17.4 the private host next door has none to come by", func(w *world) { online(w) },
		"eni-b -> 3.3.3.10 tcp/443", "unreachable; because IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-a"},
	{"R3.5 R17.4 but comes by a NAT gateway", func(w *world) {
		natted(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "igw-a")
		w.edit(func(s *topology.Snapshot) { publish(s, "eni-a", "3.3.3.10") })
	}, "eni-b -> 3.3.3.10 tcp/443", "reachable; as 3.3.3.5 > 10.0.1.10; back-as 3.3.3.10 > 10.0.9.5"},
	{"R3.5 between two VPCs it is two legs by two gateways", twoOnline,
		"eni-a -> 3.3.3.20 tcp/443", "reachable; meets igw-a; meets igw-z; back-meets igw-z; back-meets igw-a"},
	{"R3.5 IPv6 between two VPCs goes the same way, untranslated", twoOnline,
		"eni-a -> eni-z tcp/443 ipv6", "reachable; meets igw-a; meets igw-z; as 2600:1f00:a:1::10 > 2600:1f00:c:1::10"},
	{"R3.5 a public address whose own default route is not by the gateway cannot answer", func(w *world) {
		_, b := online(w)
		b.Public("3.3.3.20")
		w.RouteTable("rtb-b", "vpc-a", "subnet-b")
	}, "eni-a -> 3.3.3.20 tcp/443", "unreachable; reply NO_ROUTE_TO_DESTINATION rtb-b#*"},

	{"R3.6 an egress-only gateway lets IPv6 out and the answer in", egressOnly,
		"eni-a -> 2001:4860::1 tcp/443", "reachable; meets eigw-a; back-meets eigw-a"},
	{"R3.6 nothing comes in by itself", egressOnly,
		"2001:4860::1 -> eni-a tcp/443", "unreachable; because NO_PATH vpc-a"},
	{"R3.6 nor with an internet gateway, for the reply does not leave by the egress-only one", func(w *world) {
		egressOnly(w)
		w.IGW("igw-a", "vpc-a")
	}, "2001:4860::1 -> eni-a tcp/443", "unreachable; one-way reachable; reply EGRESS_ONLY_NO_SESSION eigw-a"},
	{"R3.6 the ACL of the sender's subnet applies both ways", func(w *world) {
		egressOnly(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress().Ingress(100, "allow", "tcp/32768-65535", "::/0")
	}, "eni-a -> 2001:4860::1 tcp/443", "partial; reply SUBNET_ACL_RESTRICTION acl-a#ingress/*; passes 32768-65535 to 443; blocks 1024-32767 to 443"},
	{"R3.6 one that is not attached serves nobody", func(w *world) {
		hosts(w)
		w.EIGW("eigw-a", "vpc-a").Attachments = nil
		w.Route("vpc-a", "::/0", "eigw-a")
	}, "eni-a -> 2001:4860::1 tcp/443", "unreachable; because BAD_STATE_ATTACHMENT eigw-a"},

	{"R3.16 the gateway rejects a source that is none of the VPC's", func(w *world) {
		a, _ := online(w)
		a.NoCheck()
	}, "eni-a -> 8.8.8.8 tcp/443 from 10.0.1.99", "unreachable; because GATEWAY_REJECTS_SPOOFED_TRAFFIC igw-a"},
	{"R3.16 and a foreign IPv6 source", func(w *world) {
		a, _ := online(w)
		a.NoCheck()
	}, "eni-a -> 2001:4860::1 tcp/443 from 2600:1f00:ff::1", "unreachable; because GATEWAY_REJECTS_SPOOFED_TRAFFIC igw-a"},
	{"R3.16 another interface's address is one of the VPC's", func(w *world) {
		a, b := online(w)
		a.NoCheck()
		b.Public("3.3.3.20")
	}, "eni-a -> 8.8.8.8 tcp/443 from 10.0.2.10", "unreachable; one-way reachable; reply REPLY_DELIVERED_ELSEWHERE"},

	{"R3.16 what translates to an address of its own is no spoofer", natInstance, "eni-a -> 8.8.8.8 udp/53", "reachable; as 10.0.9.7 > 8.8.8.8"},
	{"R3.17 Block Public Access off: open, and nothing assumed", access("off"),
		"8.8.8.8 -> eni-a tcp/443", "reachable; assumes nothing"},
	{"R3.17 not documented: taken as off, and said so", func(w *world) { online(w) },
		"8.8.8.8 -> eni-a tcp/443", "reachable; assumes ASSUMES_BLOCK_PUBLIC_ACCESS_OFF"},
	{"R3.17 block-bidirectional stops what comes in", access("block-bidirectional"),
		"8.8.8.8 -> eni-a tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-a"},
	{"R3.17 and what goes out", access("block-bidirectional"),
		"eni-a -> 8.8.8.8 tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-a"},
	{"R3.17 and IPv6", access("block-bidirectional"),
		"eni-a -> 2001:4860::1 tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-a"},
	{"R3.17 block-ingress stops what comes in", access("block-ingress"),
		"2001:4860::1 -> eni-a tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-a"},
	{"R3.17 block-ingress stops a public host's own connections too", access("block-ingress"),
		"eni-a -> 8.8.8.8 tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-a"},
	{"R3.17 block-ingress leaves NAT gateways alone", func(w *world) {
		natted(w)
		w.BPA("block-ingress")
	}, "eni-a -> 8.8.8.8 tcp/443", "reachable"},
	{"R3.17 R3.18 block-bidirectional does not", func(w *world) {
		natted(w)
		w.BPA("block-bidirectional")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-a"},
	{"R3.17 block-ingress leaves egress-only gateways alone", func(w *world) {
		egressOnly(w)
		w.BPA("block-ingress")
	}, "eni-a -> 2001:4860::1 tcp/443", "reachable"},
	{"R3.17 block-bidirectional does not spare egress-only gateways", func(w *world) {
		egressOnly(w)
		w.BPA("block-bidirectional")
	}, "eni-a -> 2001:4860::1 tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED eigw-a"},
	{"R3.17 an exclusion of the VPC opens its subnets", excluded("vpc-a", "allow-bidirectional", "create-complete"),
		"8.8.8.8 -> eni-a tcp/443", "reachable"},
	{"R3.17 an exclusion of the subnet opens it", excluded("subnet-a", "allow-bidirectional", "update-complete"),
		"8.8.8.8 -> eni-a tcp/443", "reachable"},
	{"R3.17 an exclusion of another subnet does not", excluded("subnet-b", "allow-bidirectional", "create-complete"),
		"8.8.8.8 -> eni-a tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-a"},
	{"R3.17 an exclusion that is still being made does not count", excluded("vpc-a", "allow-bidirectional", "create-in-progress"),
		"8.8.8.8 -> eni-a tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-a"},
	{"R3.17 an allow-egress exclusion lets nothing in", excluded("vpc-a", "allow-egress", "create-complete"),
		"8.8.8.8 -> eni-a tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-a"},
	{"R3.17 but NAT gateways out", func(w *world) {
		natted(w)
		w.BPA("block-bidirectional")
		w.BPAExclusion("x-1", "vpc-a", "allow-egress")
	}, "eni-a -> 8.8.8.8 tcp/443", "reachable"},
	{"R3.17 the mode of another Region does not count", func(w *world) {
		online(w)
		w.BPA("block-bidirectional").AwsRegion = "us-east-1"
		w.edit(func(s *topology.Snapshot) { s.VpcBlockPublicAccessOptions[0].Region = "us-east-1" })
	}, "8.8.8.8 -> eni-a tcp/443", "reachable"},

	{"R3.18 traffic that touches no internet gateway is not affected", func(w *world) {
		tunnelled(w)
		w.BPA("block-bidirectional")
	}, "eni-a -> 192.168.0.1 tcp/443", "reachable"},
	{"R3.18 both legs of public to public are", func(w *world) {
		twoOnline(w)
		w.BPA("block-ingress")
		w.BPAExclusion("x-1", "vpc-a", "allow-bidirectional")
	}, "eni-a -> 3.3.3.20 tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-z"},

	{"R3.19 what counts is the subnet of the interface that touches the gateway", func(w *world) {
		natted(w)
		w.BPA("block-bidirectional")
		w.BPAExclusion("x-1", "subnet-n", "allow-bidirectional")
	}, "eni-a -> 8.8.8.8 tcp/443", "reachable"},
	{"R3.19 excluding the client's subnet does not help", func(w *world) {
		natted(w)
		w.BPA("block-bidirectional")
		w.BPAExclusion("x-1", "subnet-a", "allow-bidirectional")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-a"},
}

// twoOnline is VPC A and VPC Z, both open to the internet and not joined otherwise.
func twoOnline(w *world) {
	online(w)
	w.Vpc("vpc-z", "10.5.0.0/16", "2600:1f00:c::/56")
	w.Subnet("subnet-z", "vpc-z", "10.5.1.0/24", "2600:1f00:c:1::/64")
	w.ENI("eni-z", "subnet-z", "10.5.1.10 2600:1f00:c:1::10").Public("3.3.3.20")
	w.IGW("igw-z", "vpc-z")
	w.Route("vpc-z", "0.0.0.0/0", "igw-z").Route("::/0", "igw-z")
}

// egressOnly is VPC A with an egress-only gateway for IPv6.
func egressOnly(w *world) {
	hosts(w)
	w.EIGW("eigw-a", "vpc-a")
	w.Route("vpc-a", "::/0", "eigw-a")
}

// access is VPC A online under a mode of Block Public Access.
func access(mode string) func(w *world) {
	return func(w *world) {
		online(w)
		w.BPA(mode)
	}
}

// excluded is VPC A online under block-bidirectional with an exclusion.
func excluded(resource, mode, state string) func(w *world) {
	return func(w *world) {
		access("block-bidirectional")(w)
		w.BPAExclusion("x-1", resource, mode).State = state
	}
}
