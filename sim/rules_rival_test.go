package sim_test

import "testing"

func TestRivalRules(t *testing.T) { tell(t, rivalStories) }

// rivalStories are about the routes that a packet does not take, told where the one that it takes is why it is lost.
var rivalStories = []story{
	{"R2.3 a longer route to a wrong target is told with what it hides", func(w *world) {
		peered(w)
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "10.1.1.0/24", "igw-a")
	}, "eni-a -> 10.1.1.10 tcp/443", "unreachable; because MORE_SPECIFIC_ROUTE rtb-main-vpc-a#10.1.0.0/16; because IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS igw-a"},
	{"R2.3 a route of better origin is told with what it outranks", func(w *world) {
		tunnelled(w)
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "172.20.0.0/16", "igw-a").Propagated("172.20.0.0/16", "vgw-a")
	}, "eni-a -> 172.20.0.1 tcp/443", "unreachable; because HIGHER_PRIORITY_ROUTE rtb-main-vpc-a#172.20.0.0/16"},
	{"R2.3 where no route covers a destination the closest one is told", func(w *world) {
		apart(w)
		w.Route("vpc-a", "10.1.0.0/24", "pcx-a")
	}, "eni-a -> 10.1.1.10 tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION rtb-main-vpc-a#*; because CANNOT_ROUTE rtb-main-vpc-a#10.1.0.0/24"},
	{"R2.3 a route is no rival where something else stops the packet", func(w *world) {
		peered(w)
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "igw-a")
		w.SG("sg-shut", "vpc-p")
		w.ENI("eni-shut", "subnet-p", "10.1.1.77", "sg-shut")
	}, "eni-a -> 10.1.1.77 tcp/443", "unreachable; all SG_HAS_NO_RULES"},
	{"R7.3 a longer route of a transit gateway is told with what it hides", func(w *world) {
		spokes(w).Blackhole("10.1.1.0/24")
	}, "eni-a -> eni-p tcp/443", "unreachable; because TGW_RTB_BAD_STATE_ROUTE; because TGW_RTB_MORE_SPECIFIC_ROUTE tgw-rtb-a#10.1.0.0/16"},
	{"R7.3 a better route of a transit gateway is told with what it outranks", func(w *world) {
		spokes(w).Blackhole("10.1.0.0/16")
	}, "eni-a -> eni-p tcp/443", "unreachable; because TGW_RTB_BAD_STATE_ROUTE; because TGW_RTB_HIGHER_PRIORITY_ROUTE tgw-rtb-a#10.1.0.0/16"},
	{"R7.3 an attachment that no route leads to is told where it holds the destination", func(w *world) {
		linked(w)
	}, "eni-a -> eni-p tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION tgw-rtb-a#*; because TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT tgw-attach-p#"},
	{"R6.5 that nothing joins two VPCs is told", func(w *world) {
		hosts(w)
		w.Vpc("vpc-p", "10.1.0.0/16")
		w.Subnet("subnet-p", "vpc-p", "10.1.1.0/24")
		w.ENI("eni-p", "subnet-p", "10.1.1.10")
	}, "eni-a -> eni-p tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION rtb-main-vpc-a#*; because DISCONNECTED_VPCS vpc-a; says no peering and no transit gateway joins vpc-a and vpc-p"},
	{"R7.3 where a transit gateway has no route the closest one is told", func(w *world) {
		linked(w).Propagated("10.1.2.0/24", "tgw-attach-p")
	}, "eni-a -> eni-p tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION tgw-rtb-a#*; because TGW_RTB_CANNOT_ROUTE tgw-rtb-a#10.1.2.0/24"},
}
