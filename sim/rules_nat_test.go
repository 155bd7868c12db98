package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
)

func TestNATRules(t *testing.T) { tell(t, natStories) }

// natStories are the rules 3 about NAT gateways and NAT instances.
var natStories = []story{
	{"R3.7 R3.8 out by a public NAT gateway: its private, then its public address", natted,
		"eni-a -> 8.8.8.8 tcp/443", "reachable; as 10.0.9.5 > 8.8.8.8; as 3.3.3.5 > 8.8.8.8; back-as 8.8.8.8 > 10.0.9.5; back-as 8.8.8.8 > 10.0.1.10"},
	{"R3.7 UDP passes", natted, "eni-a -> 8.8.8.8 udp/53", "reachable"},
	{"R3.7 ICMP passes", natted, "eni-a -> 8.8.8.8 icmp", "reachable"},
	{"R3.7 no other protocol does", natted, "eni-a -> 8.8.8.8 gre", "unreachable; because PROTOCOL_RESTRICTION nat-a"},
	{"R3.7 nothing unsolicited comes in", natted, "8.8.8.8 -> 3.3.3.5 tcp/443", "unreachable; because NAT_GATEWAY_NO_SESSION nat-a"},
	{"R3.7 nothing in the VPC can talk to it", natted, "eni-a -> 10.0.9.5 tcp/443", "unreachable; because NAT_GATEWAY_NO_SESSION nat-a"},
	{"R3.7 it must be available", func(w *world) {
		natted(w)
		w.edit(func(s *topology.Snapshot) { s.NatGateways[0].State = "failed" })
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because BAD_STATE nat-a"},
	{"R3.7 the source port is drawn from 1024-65535, whatever the client's", func(w *world) {
		natted(w)
		w.NACL("acl-n", "vpc-a", "subnet-n").OpenEgress().Ingress(100, "allow", "tcp/443", "10.0.0.0/16").Ingress(110, "allow", "tcp/1024-65535", "0.0.0.0/0")
	}, "eni-a -> 8.8.8.8 tcp/443 sport 500", "reachable; passes 500 to 443"},
	{"R3.7 so an ACL that admits only part of it makes the reply a lottery", func(w *world) {
		natted(w)
		w.NACL("acl-n", "vpc-a", "subnet-n").OpenEgress().Ingress(100, "allow", "tcp/443", "10.0.0.0/16").Ingress(110, "allow", "tcp/32768-65535", "0.0.0.0/0")
	}, "eni-a -> 8.8.8.8 tcp/443 sport 40000", "partial; reply REPLY_DEPENDS_ON_NAT_PORT; reply SUBNET_ACL_RESTRICTION acl-n#ingress/*"},

	{"R3.7 R5.9 with none of it admitted nothing returns", func(w *world) {
		natted(w)
		w.NACL("acl-n", "vpc-a", "subnet-n").OpenEgress().Ingress(100, "allow", "tcp/443", "any")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; one-way reachable; reply SUBNET_ACL_RESTRICTION acl-n#ingress/*"},
	{"R3.7 the client's ACL sees the client's own port again", func(w *world) {
		natted(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress().Ingress(100, "allow", "tcp/40000", "any")
	}, "eni-a -> 8.8.8.8 tcp/443", "partial; passes 40000 to 443; reply SUBNET_ACL_RESTRICTION acl-a#ingress/*"},
	{"R3.8 R17.3 the gateway's subnet filters the client's packet on its way in", func(w *world) {
		natted(w)
		w.NACL("acl-n", "vpc-a", "subnet-n").OpenEgress().Ingress(100, "deny", "tcp/443", "10.0.1.0/24").OpenIngress()
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-n#ingress/100"},
	{"R3.8 R17.3 with the client's address and the real destination", func(w *world) {
		natted(w)
		w.NACL("acl-n", "vpc-a", "subnet-n").OpenEgress().Ingress(100, "deny", "tcp/443", "10.0.2.0/24").OpenIngress()
	}, "eni-a -> 8.8.8.8 tcp/443", "reachable"},
	{"R3.8 R17.3 and the translated packet on its way out", func(w *world) {
		natted(w)
		w.NACL("acl-n", "vpc-a", "subnet-n").OpenIngress().Egress(100, "deny", "tcp/443", "8.8.8.0/24").OpenEgress()
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-n#egress/100"},
	{"R3.8 R17.3 the reply is filtered from the gateway to the client's subnet", func(w *world) {
		natted(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress().Ingress(100, "deny", "all", "8.8.8.0/24").OpenIngress()
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; one-way reachable; reply SUBNET_ACL_RESTRICTION acl-a#ingress/100"},
	{"R3.8 the gateway's own subnet's table leads on", func(w *world) {
		natted(w)
		w.edit(func(s *topology.Snapshot) {
			lastRoute(s, "rtb-n", "0.0.0.0/0").DestinationCidrBlock = prefix("9.0.0.0/8")
		})
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION rtb-n#*"},

	{"R3.9 a private NAT gateway has nothing that the internet gateway could use", func(w *world) {
		privateNAT(w)
		w.IGW("igw-a", "vpc-a")
		w.RouteTable("rtb-n", "vpc-a", "subnet-n").Route("0.0.0.0/0", "igw-a")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-a"},
	{"R3.9 but serves towards a VPN", func(w *world) {
		privateNAT(w)
		w.VGW("vgw-a", "vpc-a")
		w.VPN("vpn-a", "vgw-a", "8.0.0.0/8")
		w.RouteTable("rtb-n", "vpc-a", "subnet-n").Route("0.0.0.0/0", "vgw-a")
	}, "eni-a -> 8.8.8.8 tcp/443", "reachable; as 10.0.9.5 > 8.8.8.8"},

	{"R3.10 R6.5 a peer may not use the other VPC's NAT gateway", func(w *world) {
		natted(w)
		w.Vpc("vpc-p", "10.1.0.0/16")
		w.Subnet("subnet-p", "vpc-p", "10.1.1.0/24")
		w.ENI("eni-p", "subnet-p", "10.1.1.10")
		w.Peering("pcx-a", "vpc-a", "vpc-p")
		w.Route("vpc-p", "0.0.0.0/0", "pcx-a")
	}, "eni-p -> 8.8.8.8 tcp/443", "unreachable; because PCX_REQUIRES_ADDRESS_IN_VPC_CIDR pcx-a"},
	{"R3.10 the gateway rejects a source outside of its VPC", func(w *world) {
		natted(w)
		w.ENI("eni-x", "subnet-a", "10.0.1.30").NoCheck()
	}, "eni-x -> 8.8.8.8 tcp/443 from 10.1.1.10", "unreachable; because NGW_REQUIRES_SOURCE_IN_VPC nat-a"},
	{"R3.10 an interface of its own VPC in another subnet may use it", natted, "eni-b -> 8.8.8.8 tcp/443", "reachable"},

	{"R3.11 a reply to a NAT gateway returns over the peering without any route", func(w *world) { returnToSender(w) },
		"eni-a -> eni-p tcp/443", "reachable; as 10.0.9.5 > 10.1.1.10; back-meets pcx-a; back-shuns rtb-main-vpc-p"},
	{"R3.11 without the NAT gateway the route back is needed", func(w *world) {
		returnToSender(w)
		w.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("10.1.0.0/16", "pcx-a")
	}, "eni-b -> eni-p tcp/443", "unreachable; one-way reachable; reply NO_ROUTE_TO_DESTINATION rtb-main-vpc-p#*"},
	{"R3.11 the replier's ACL can block it", func(w *world) {
		returnToSender(w)
		w.NACL("acl-p", "vpc-p", "subnet-p").OpenIngress()
	}, "eni-a -> eni-p tcp/443", "unreachable; reply SUBNET_ACL_RESTRICTION acl-p#egress/*"},
	{"R3.11 so can that of the gateway's subnet", func(w *world) {
		returnToSender(w)
		w.NACL("acl-n", "vpc-a", "subnet-n").OpenEgress().Ingress(100, "allow", "all", "10.0.0.0/16")
	}, "eni-a -> eni-p tcp/443", "unreachable; reply SUBNET_ACL_RESTRICTION acl-n#ingress/*"},

	{"R3.12 NAT64: an IPv6 packet to 64:ff9b::/96 becomes IPv4", natted,
		"eni-a -> 64:ff9b::808:808 tcp/443", "reachable; as 10.0.9.5 > 8.8.8.8; as 3.3.3.5 > 8.8.8.8; back-as 64:ff9b::808:808 > 2600:1f00:a:1::10"},
	{"R3.12 an IPv6 ping becomes an IPv4 ping", natted,
		"eni-a -> 64:ff9b::808:808 icmpv6", "reachable; as 3.3.3.5 > 8.8.8.8"},
	{"R3.12 the client's group must admit 64:ff9b::/96", func(w *world) {
		natted(w)
		w.SG("sg-4", "vpc-a").Egress("all", "0.0.0.0/0")
		w.ENI("eni-6", "subnet-a", "2600:1f00:a:1::66", "sg-4")
	}, "eni-6 -> 64:ff9b::808:808 tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-4#egress/*"},
	{"R3.12 and so must its ACL", func(w *world) {
		natted(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress().Ingress(100, "allow", "all", "0.0.0.0/0")
	}, "eni-a -> 64:ff9b::808:808 tcp/443", "unreachable; reply SUBNET_ACL_RESTRICTION acl-a#ingress/*"},

	{"R3.14 a NAT instance with the check off and a public address masquerades", natInstance,
		"eni-a -> 8.8.8.8 tcp/443", "reachable; as 10.0.9.7 > 8.8.8.8; as 3.3.3.7 > 8.8.8.8; back-as 8.8.8.8 > 10.0.1.10; assumes ASSUMES_NAT_INSTANCE_MASQUERADES eni-m"},
	{"R3.14 with the check on it drops", func(w *world) {
		natInstance(w)
		check := true
		w.edit(func(s *topology.Snapshot) { named(s, "eni-m").SourceDestCheck = &check })
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because ENI_SOURCE_DEST_CHECK_RESTRICTION eni-m"},
	{"R3.14 without a public address nothing leaves", func(w *world) {
		natInstance(w)
		w.edit(func(s *topology.Snapshot) {
			named(s, "eni-m").Association, named(s, "eni-m").PrivateIpAddresses[0].Association = nil, nil
		})
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-a"},
	{"R3.14 its group must admit the client", func(w *world) {
		natInstance(w)
		w.SG("sg-m", "vpc-a").Ingress("tcp/80", "10.0.0.0/16")
		w.edit(func(s *topology.Snapshot) { named(s, "eni-m").Groups[0].GroupId = "sg-m" })
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-m#ingress/*"},
	{"R3.14 and let the packet out", func(w *world) {
		natInstance(w)
		w.SG("sg-m", "vpc-a").Ingress("all", "10.0.0.0/16").Egress("tcp/80", "any")
		w.edit(func(s *topology.Snapshot) { named(s, "eni-m").Groups[0].GroupId = "sg-m" })
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-m#egress/*"},
	{"R3.14 the instance must run", func(w *world) {
		natInstance(w)
		w.Instance("i-m").State.Name = "stopped"
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because BAD_STATE eni-m"},

	{"R17.2 a route to a NAT gateway in the same subnet goes in circles", func(w *world) {
		natted(w)
		w.ENI("eni-n", "subnet-n", "10.0.9.20")
		w.edit(func(s *topology.Snapshot) {
			*lastRoute(s, "rtb-n", "0.0.0.0/0") = *lastRoute(s, "rtb-main-vpc-a", "0.0.0.0/0")
		})
	}, "eni-n -> 8.8.8.8 tcp/443", "unreachable; because ROUTING_LOOP nat-a"},
	{"R17.2 from another subnet the route works", natted, "eni-b -> 8.8.8.8 udp/443", "reachable"},

	{"R17.6 a reply routed into a NAT gateway that never saw the request is lost", func(w *world) {
		natted(w)
		w.edit(func(s *topology.Snapshot) { publish(s, "eni-a", "3.3.3.10") })
	}, "8.8.8.8 -> eni-a tcp/443", "unreachable; one-way reachable; reply NAT_GATEWAY_NO_SESSION nat-a"},
	{"R17.6 with a route by the internet gateway it is not", func(w *world) {
		natted(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "igw-a")
		w.edit(func(s *topology.Snapshot) { publish(s, "eni-a", "3.3.3.10") })
	}, "8.8.8.8 -> eni-a tcp/443", "reachable"},
}

// privateNAT is VPC A whose hosts go out by a private NAT gateway in subnet-n.
func privateNAT(w *world) {
	hosts(w)
	w.Subnet("subnet-n", "vpc-a", "10.0.9.0/24")
	w.NAT("nat-a", "subnet-n", "10.0.9.5", "")
	w.Route("vpc-a", "0.0.0.0/0", "nat-a")
}

// returnToSender is a peering that subnet-a uses by a NAT gateway. The peer has no route back.
func returnToSender(w *world) {
	apart(w)
	w.Subnet("subnet-n", "vpc-a", "10.0.9.0/24")
	w.NAT("nat-a", "subnet-n", "10.0.9.5", "")
	w.RouteTable("rtb-n", "vpc-a", "subnet-n").Route("10.1.0.0/16", "pcx-a")
	w.Route("vpc-a", "10.1.0.0/16", "nat-a")
}

// natInstance is VPC A whose hosts go out by eni-m in subnet-n.
func natInstance(w *world) {
	hosts(w)
	w.Subnet("subnet-n", "vpc-a", "10.0.9.0/24")
	w.ENI("eni-m", "subnet-n", "10.0.9.7").NoCheck().Public("3.3.3.7")
	w.IGW("igw-a", "vpc-a")
	w.RouteTable("rtb-n", "vpc-a", "subnet-n").Route("0.0.0.0/0", "igw-a")
	w.Route("vpc-a", "0.0.0.0/0", "eni-m")
}

// named is an interface of a finished snapshot.
func named(s *topology.Snapshot, id string) *topology.NetworkInterface {
	for i := range s.NetworkInterfaces {
		if s.NetworkInterfaces[i].NetworkInterfaceId == id {
			return &s.NetworkInterfaces[i]
		}
	}
	panic("no interface " + id)
}

// publish gives an interface a public address.
func publish(s *topology.Snapshot, id, public string) {
	e := named(s, id)
	e.Association = &topology.NetworkInterfaceAssociation{PublicIp: addr(public)}
	e.PrivateIpAddresses[0].Association = e.Association
}
