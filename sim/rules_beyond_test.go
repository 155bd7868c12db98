package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func TestBeyondRules(t *testing.T) { tell(t, beyondStories) }

// beyondStories are of senders in networks that the snapshot leads to and does not hold.
var beyondStories = []story{
	{"R0.5 R6.1 a sender in a peer that the snapshot lacks is unknown", foreign, "10.1.1.10 -> eni-a tcp/443",
		"unknown; one-way unknown; because UNKNOWN_ORIGIN; reply UNKNOWN_DESTINATION pcx-a"},
	{"R0.5 R6.1 in IPv6 likewise", func(w *world) {
		hosts(w)
		w.Peering("pcx-a", "vpc-a", "vpc-far").PeerBlocks("10.1.0.0/16", "2600:1f00:b::/56")
		w.Route("vpc-a", "2600:1f00:b::/56", "pcx-a")
	}, "2600:1f00:b:1::10 -> eni-a tcp/443", "unknown; because UNKNOWN_ORIGIN"},
	{"R0.5 R6.2 where no route leads back to it nothing can come of it", func(w *world) {
		foreign(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a")
	}, "10.1.1.10 -> eni-a tcp/443", "unreachable; reply NO_ROUTE_TO_DESTINATION rtb-a"},
	{"R0.5 R4.1 nor where the receiver's groups refuse it", func(w *world) {
		foreign(w)
		w.SG("sg-no", "vpc-a")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-no") })
	}, "10.1.1.10 -> eni-a tcp/443", "unreachable"},
	{"R0.5 R6.3 outside of the peer's blocks nobody is", foreign, "10.77.1.10 -> eni-a tcp/443", "unreachable"},
	{"R0.5 R7.19 so is one behind a transit gateway whose routes the snapshot lacks", beyondGateway, "10.99.1.10 -> eni-a tcp/443",
		"unknown; because UNKNOWN_ORIGIN; reply TGW_RTB_ROUTES_ARE_UNKNOWN"},
	{"R0.5 R7.19 though another VPC of the snapshot has a subnet there in which nobody has the address", func(w *world) {
		beyondGateway(w)
		w.Vpc("vpc-z", "10.99.0.0/16")
		w.Subnet("subnet-z", "vpc-z", "10.99.1.0/24")
	}, "10.99.1.10 -> eni-a tcp/443", "unknown; because UNKNOWN_ORIGIN"},
	{"R0.5 R7.19 the internet is not behind it", beyondGateway, "8.8.8.8 -> eni-a tcp/443", "unreachable"},
	{"R0.5 R7.4 where its table is known and drops nobody is", func(w *world) {
		t := spokes(w)
		w.Route("vpc-a", "10.99.0.0/16", "tgw-a")
		t.Blackhole("10.99.0.0/16")
	}, "10.99.1.10 -> eni-a tcp/443", "unreachable"},
	{"R0.5 R9.1 so is one behind a virtual private gateway whose connections were not collected", func(w *world) {
		tunnelled(w)
		w.Without(ref.VpnConnection)
	}, "192.168.3.3 -> eni-a tcp/443", "unknown; because UNKNOWN_ORIGIN; reply UNKNOWN_VPN_ROUTES"},
	{"R0.5 R4.6 a rule that names a group of which no document tells may admit it", func(w *world) {
		beyondGateway(w)
		w.SG("sg-a", "vpc-a").Ingress("tcp/443", "sg-elsewhere")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a") })
	}, "10.99.1.10 -> eni-a tcp/443", "unknown; because UNKNOWN_PEERED_SGS"},
	{"R0.5 R4.6 one of a group that the snapshot holds does not", func(w *world) {
		beyondGateway(w)
		w.SG("sg-a", "vpc-a").Ingress("tcp/443", "sg-a")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a") })
	}, "10.99.1.10 -> eni-a tcp/443", "unreachable"},
	{"R0.5 R5.11 past the ACL of a subnet that a transit gateway is attached to", func(w *world) {
		beyondGateway(w)
		w.NACL("acl-t", "vpc-a", "subnet-ta").OpenEgress().Ingress(100, "allow", "all", "10.0.8.0/28")
		w.ENI("eni-t", "subnet-ta", "10.0.8.9")
	}, "10.99.1.10 -> eni-t tcp/443", "unknown; because UNKNOWN_ORIGIN"},
	{"R0.5 R5.2 the ACL of another one stops it", func(w *world) {
		beyondGateway(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress()
	}, "10.99.1.10 -> eni-a tcp/443", "unreachable"},
	{"R0.5 R18.1 of two ends that are both nowhere in the snapshot it tells nothing", func(w *world) { hosts(w) }, "10.88.1.1 -> 10.99.1.1 tcp/443", "unknown; because UNKNOWN_ORIGIN"},
	{"R0.5 R18.1 an address of the VPC that nobody has is nobody's", func(w *world) { hosts(w) }, "10.88.1.1 -> 10.0.2.99 tcp/443", "unreachable"},
	{"R0.5 R18.1 the internet is no such end", func(w *world) { hosts(w) }, "8.8.8.8 -> 10.99.1.1 tcp/443", "unreachable"},
	{"R1.8 R1.9 a public address that a VPC has for a subnet and nobody there has is the internet's", besidePublic, "44.0.1.99 -> eni-a tcp/443", "reachable"},
	{"R1.8 R1.9 in the VPC itself replies do not leave for it", besidePublic, "44.0.1.99 -> eni-z tcp/443", "unreachable; because NO_INTERFACE_HOLDS_ADDRESS"},
	{"R1.8 R1.9 unless somebody there was not captured", func(w *world) {
		besidePublic(w)
		w.Partial(ref.NetworkInterface)
	}, "44.0.1.99 -> eni-a tcp/443", "unknown"},
	{"R0.5 R11.1 an internal load balancer is asked from beyond, too", func(w *world) {
		fronted(w)
		w.Route("vpc-a", "10.99.0.0/16", "tgw-far")
	}, "10.99.1.10 -> front tcp/443", "unknown; because UNKNOWN_ORIGIN"},
}

// beyondGateway is VPC A attached to a transit gateway of another account: of its tables no document tells.
func beyondGateway(w *world) {
	spokes(w)
	w.Route("vpc-a", "10.99.0.0/16", "tgw-a").Route("0.0.0.0/0", "tgw-a")
	w.Without(ref.TransitGateway, ref.TransitGatewayAttachment, ref.TransitGatewayRouteTable)
}

// besidePublic is online beside VPC Z, which uses 44.0.0.0/16 inside, and is online, too.
func besidePublic(w *world) {
	online(w)
	w.Vpc("vpc-z", "44.0.0.0/16")
	w.Subnet("subnet-z", "vpc-z", "44.0.1.0/24")
	w.ENI("eni-z", "subnet-z", "44.0.1.10").Public("3.3.3.44")
	w.IGW("igw-z", "vpc-z")
	w.Route("vpc-z", "0.0.0.0/0", "igw-z")
}
