package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestPeeringRules(t *testing.T) { tell(t, peeringStories) }

// peeringStories are rules 6: VPC peering.
var peeringStories = []story{
	{"R6.1 an active peering carries traffic", func(w *world) { peered(w) }, "eni-a -> eni-p tcp/443", "reachable; meets pcx-a; back-meets pcx-a"},
	{"R6.1 IPv6 too", func(w *world) { peered(w) }, "eni-a -> eni-p tcp/443 ipv6", "reachable; meets pcx-a"},
	{"R6.1 a pending one does not", func(w *world) { peered(w).Status("pending-acceptance") },
		"eni-a -> eni-p tcp/443", "unreachable; because BAD_STATE pcx-a"},
	{"R6.1 nor a deleted one", func(w *world) { peered(w).Status("deleted") },
		"eni-p -> eni-a tcp/443", "unreachable; because BAD_STATE pcx-a"},
	{"R6.1 its route shows as a blackhole", func(w *world) {
		apart(w).Status("pending-acceptance")
		w.RouteTable("rtb-m", "vpc-a").Main().Blackhole("10.1.0.0/16", "pcx-a")
	}, "eni-a -> eni-p tcp/443", "unreachable; because BAD_STATE_ROUTE rtb-m#10.1.0.0/16"},

	{"R6.7 an address of the sender's own VPC never means a peer's", func(w *world) {
		peered(w)
		w.Vpc("vpc-q", "10.0.0.0/16")
		w.Subnet("subnet-q", "vpc-q", "10.0.1.0/24")
		w.ENI("eni-q", "subnet-q", "10.0.1.20")
		w.ENI("eni-r", "subnet-a", "10.0.1.20")
	}, "eni-a -> eni-q tcp/443", "unreachable; because REQUEST_DELIVERED_ELSEWHERE eni-r"},
	{"R6.7 nor does what a load balancer there takes", func(w *world) {
		fronted(w)
		w.Vpc("vpc-q", "10.0.0.0/16")
		w.Subnet("subnet-q", "vpc-q", "10.0.5.0/24")
		w.ENI("eni-q", "subnet-q", "10.0.5.10")
	}, "eni-a -> eni-q tcp/443", "unreachable; because REQUEST_DELIVERED_ELSEWHERE eni-front-1"},

	{"R6.2 without a route out nothing goes", func(w *world) {
		apart(w)
		w.Route("vpc-p", "10.0.0.0/16", "pcx-a")
	}, "eni-a -> eni-p tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION rtb-main-vpc-a#*"},
	{"R6.2 without a route back nothing returns", func(w *world) {
		apart(w)
		w.Route("vpc-a", "10.1.0.0/16", "pcx-a")
	}, "eni-a -> eni-p tcp/443", "unreachable; one-way reachable; reply NO_ROUTE_TO_DESTINATION rtb-main-vpc-p#*"},
	{"R6.2 routes may be as narrow as the very addresses", func(w *world) {
		apart(w)
		w.Route("vpc-a", "10.1.1.10/32", "pcx-a")
		w.Route("vpc-p", "10.0.1.10/32", "pcx-a")
	}, "eni-a -> eni-p tcp/443", "reachable"},
	{"R6.2 a route that covers another address does not help", func(w *world) {
		apart(w)
		w.Route("vpc-a", "10.1.1.11/32", "pcx-a")
		w.Route("vpc-p", "10.0.1.10/32", "pcx-a")
	}, "eni-a -> eni-p tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION"},
	{"R6.2 or wider than the peer", func(w *world) {
		apart(w)
		w.Route("vpc-a", "10.0.0.0/8", "pcx-a")
		w.Route("vpc-p", "0.0.0.0/0", "pcx-a")
	}, "eni-a -> eni-p tcp/443", "reachable"},
	{"R6.2 a subnet whose table lacks the route is not connected", func(w *world) {
		peered(w)
		w.RouteTable("rtb-b", "vpc-a", "subnet-b")
	}, "eni-b -> eni-p tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION rtb-b#*"},

	{"R6.3 R6.5 a default route into the peering leads to the peer's addresses only", func(w *world) {
		peered(w)
		w.Route("vpc-a", "0.0.0.0/0", "pcx-a")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because PCX_REQUIRES_ADDRESS_IN_VPC_CIDR pcx-a"},
	{"R6.3 a secondary block of the peer is the peer", func(w *world) {
		peered(w)
		w.Vpc("vpc-q", "10.2.0.0/16", "100.64.0.0/16")
		w.Subnet("subnet-q", "vpc-q", "100.64.1.0/24")
		w.ENI("eni-q", "subnet-q", "100.64.1.10")
		w.Peering("pcx-q", "vpc-q", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "pcx-q")
		w.Route("vpc-q", "10.0.0.0/16", "pcx-q")
	}, "eni-a -> eni-q tcp/443", "reachable; meets pcx-q"},
	{"R6.3 a block that is being taken away is not", func(w *world) {
		peered(w)
		v := w.Vpc("vpc-q", "10.2.0.0/16").Block("100.64.0.0/16", "disassociating")
		w.Subnet("subnet-q", v.VpcId, "100.64.1.0/24")
		w.ENI("eni-q", "subnet-q", "100.64.1.10")
		w.Peering("pcx-q", "vpc-q", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "pcx-q")
		w.Route("vpc-q", "10.0.0.0/16", "pcx-q")
	}, "eni-a -> eni-q tcp/443", "unreachable; because PCX_REQUIRES_ADDRESS_IN_VPC_CIDR pcx-q"},
	{"R6.3 the source must be one of the sending VPC", func(w *world) {
		peered(w)
		w.ENI("eni-x", "subnet-a", "10.0.1.30").NoCheck()
	}, "eni-x -> eni-p tcp/443 from 192.168.7.7", "unreachable; because GATEWAY_REJECTS_SPOOFED_TRAFFIC pcx-a"},

	{"R6.4 the receiving VPC asks no route table", func(w *world) {
		peered(w)
		w.RouteTable("rtb-p", "vpc-p", "subnet-p").Route("10.0.0.0/16", "pcx-a").Blackhole("10.1.1.0/24", "eni-gone")
	}, "eni-a -> eni-p tcp/443", "reachable; shuns rtb-p; back-via rtb-p#10.0.0.0/16"},
	{"R6.4 but the destination's ACL", func(w *world) {
		peered(w)
		w.NACL("acl-p", "vpc-p", "subnet-p").OpenEgress().Ingress(100, "deny", "all", "10.0.1.0/24")
	}, "eni-a -> eni-p tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-p#ingress/100"},
	{"R6.4 and its group", func(w *world) { across(w, "10.0.2.0/24") },
		"eni-a -> eni-p tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-p#ingress/*"},

	{"R6.5 a peer cannot use the other's internet gateway", func(w *world) {
		online(w)
		w.Vpc("vpc-p", "10.1.0.0/16")
		w.Subnet("subnet-p", "vpc-p", "10.1.1.0/24")
		w.ENI("eni-p", "subnet-p", "10.1.1.10").Public("3.3.3.30")
		w.Peering("pcx-a", "vpc-a", "vpc-p")
		w.Route("vpc-p", "0.0.0.0/0", "pcx-a")
	}, "eni-p -> 8.8.8.8 tcp/443", "unreachable; because PCX_REQUIRES_ADDRESS_IN_VPC_CIDR pcx-a"},
	{"R6.5 nor its VPN", func(w *world) {
		tunnelled(w)
		w.Vpc("vpc-p", "10.1.0.0/16")
		w.Subnet("subnet-p", "vpc-p", "10.1.1.0/24")
		w.ENI("eni-p", "subnet-p", "10.1.1.10")
		w.Peering("pcx-a", "vpc-a", "vpc-p")
		w.Route("vpc-p", "192.168.0.0/16", "pcx-a")
	}, "eni-p -> 192.168.0.1 tcp/443", "unreachable; because PCX_REQUIRES_ADDRESS_IN_VPC_CIDR pcx-a"},
	{"R6.5 nor a third VPC", func(w *world) {
		chain(w)
	}, "eni-a -> eni-q tcp/443", "unreachable; because PCX_REQUIRES_ADDRESS_IN_VPC_CIDR pcx-a"},
	{"R6.5 the middle VPC talks to both", func(w *world) {
		chain(w)
	}, "eni-p -> eni-q tcp/443", "reachable; meets pcx-q"},
	{"R6.5 what has an interface can be reached: an interface endpoint", func(w *world) {
		peered(w)
		w.InterfaceEndpoint("vpce-p", "subnet-p", "10.1.1.40")
	}, "eni-a -> eni-vpce-p tcp/443", "reachable"},

	{"R6.7 two peers with one block: the reply follows the table, to the wrong VPC", func(w *world) { twins(w, "pcx-2") },
		"eni-1 -> eni-p tcp/443", "unreachable; one-way reachable; reply REPLY_DELIVERED_ELSEWHERE eni-2"},
	{"R6.7 the twin that the table favours is served", func(w *world) { twins(w, "pcx-2") },
		"eni-2 -> eni-p tcp/443", "reachable; back-meets pcx-2"},
	{"R6.7 where nobody in the wrong VPC has the address, the reply is lost there", func(w *world) {
		twins(w, "pcx-2")
		w.ENI("eni-3", "subnet-1", "10.5.1.99")
	}, "eni-3 -> eni-p tcp/443", "unreachable; one-way reachable; reply NO_POSSIBLE_DESTINATION vpc-2"},

	{"R6.8 an inter-Region peering carries traffic", func(w *world) {
		hosts(w)
		w.In(topologytest.Account, "us-east-1")
		w.Vpc("vpc-p", "10.1.0.0/16")
		w.Subnet("subnet-p", "vpc-p", "10.1.1.0/24")
		w.ENI("eni-p", "subnet-p", "10.1.1.10")
		w.Peering("pcx-a", "vpc-a", "vpc-p")
		w.Route("vpc-a", "10.1.0.0/16", "pcx-a")
		w.Route("vpc-p", "10.0.0.0/16", "pcx-a")
	}, "eni-a -> eni-p tcp/443", "reachable"},

	{"R6.9 the peer's Amazon DNS server is not reachable", func(w *world) { peered(w) },
		"eni-a -> 10.1.0.2 udp/53", "unreachable; because NO_POSSIBLE_DESTINATION vpc-p"},
	{"R6.9 one's own is", func(w *world) { peered(w) }, "eni-a -> 10.0.0.2 udp/53", "reachable"},

	{"R6.10 a participant's interface uses the owner's peering", func(w *world) {
		peered(w)
		w.ENI("eni-x", "subnet-a", "10.0.1.30").Owned("444455556666").Attachment.InstanceOwnerId = "444455556666"
	}, "eni-x -> eni-p tcp/443", "reachable; meets pcx-a"},
	{"R6.10 as long as there is one", func(w *world) {
		apart(w)
		w.ENI("eni-x", "subnet-a", "10.0.1.30").Owned("444455556666").Attachment.InstanceOwnerId = "444455556666"
	}, "eni-x -> eni-p tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION"},

	{"R6.1 R0.5 a peer that the snapshot lacks is unknown", foreign, "eni-a -> 10.1.1.10 tcp/443", "unknown; because UNKNOWN_DESTINATION pcx-a; missing vpc/vpc-far"},
	{"R6.3 R0.5 but what is outside of its blocks is dropped", func(w *world) {
		foreign(w)
		w.Route("vpc-a", "10.0.0.0/8", "pcx-a")
	}, "eni-a -> 10.2.1.10 tcp/443", "unreachable; because PCX_REQUIRES_ADDRESS_IN_VPC_CIDR pcx-a"},
	{"R6.3 R0.5 if the peering prints no blocks, nobody knows", func(w *world) {
		hosts(w)
		w.Peering("pcx-a", "vpc-a", "vpc-far")
		w.Route("vpc-a", "10.0.0.0/8", "pcx-a")
	}, "eni-a -> 10.2.1.10 tcp/443", "unknown; because UNKNOWN_DESTINATION pcx-a"},
	{"R4.6 R0.5 a reference to a group of an unseen peer may match an address in its blocks", func(w *world) {
		foreign(w)
		w.SG("sg-a", "vpc-a").Egress("tcp/443", "sg-far:pcx-a")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a") })
	}, "eni-a -> 10.1.1.10 tcp/443", "unknown; because UNKNOWN_PEERED_SGS sg-a#egress/[0]"},
	{"R4.6 R0.5 but none of another VPC", func(w *world) {
		foreign(w)
		w.SG("sg-a", "vpc-a").Egress("tcp/443", "sg-far:pcx-a")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a") })
	}, "eni-a -> eni-b tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-a#egress/*"},
	{"R4.6 R0.5 without the peering's own documents the target is missing", func(w *world) {
		foreign(w)
		w.Without(ref.VpcPeeringConnection)
	}, "eni-a -> 10.1.1.10 tcp/443", "unknown; because UNKNOWN_RESOURCE pcx-a"},
}

// chain is A peered with P, P with Q, and routes in A and Q as if P were between them.
func chain(w *world) {
	peered(w)
	w.Vpc("vpc-q", "10.2.0.0/16")
	w.Subnet("subnet-q", "vpc-q", "10.2.1.0/24")
	w.ENI("eni-q", "subnet-q", "10.2.1.10")
	w.Peering("pcx-q", "vpc-p", "vpc-q")
	w.Route("vpc-a", "10.2.0.0/16", "pcx-a")
	w.Route("vpc-p", "10.2.0.0/16", "pcx-q")
	w.Route("vpc-q", "10.1.0.0/16", "pcx-q").Route("10.0.0.0/16", "pcx-q")
}

// twins are two VPCs with the same block, both peered with P, whose table sends the block to one of them.
func twins(w *world, favoured string) {
	w.Vpc("vpc-p", "10.1.0.0/16")
	w.Subnet("subnet-p", "vpc-p", "10.1.1.0/24")
	w.ENI("eni-p", "subnet-p", "10.1.1.10")
	for _, n := range []string{"1", "2"} {
		w.Vpc("vpc-"+n, "10.5.0.0/16")
		w.Subnet("subnet-"+n, "vpc-"+n, "10.5.1.0/24")
		w.ENI("eni-"+n, "subnet-"+n, "10.5.1.10")
		w.Peering("pcx-"+n, "vpc-p", "vpc-"+n)
		w.Route("vpc-"+n, "10.1.0.0/16", "pcx-"+n)
	}
	w.Route("vpc-p", "10.5.0.0/16", favoured)
}

// foreign is VPC A peered with a VPC of another account, of which the snapshot holds no more than the peering.
func foreign(w *world) {
	hosts(w)
	w.Peering("pcx-a", "vpc-a", "vpc-far").PeerBlocks("10.1.0.0/16")
	w.Route("vpc-a", "10.1.0.0/16", "pcx-a")
}
